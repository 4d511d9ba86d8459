# Two roles: one pulls images and reads secrets for the tasks, one lets the scheduler start them. The jobs themselves need none.
data "aws_iam_policy_document" "assume" {
  for_each = { execution = "ecs-tasks.amazonaws.com", scheduler = "scheduler.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = [each.value]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "movement-etl-execution"
  assume_role_policy = data.aws_iam_policy_document.assume["execution"].json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "secrets" {
  role = aws_iam_role.execution.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = values(var.secret_arns) },
    ]
  })
}

resource "aws_iam_role" "scheduler" {
  name               = "movement-etl-scheduler"
  assume_role_policy = data.aws_iam_policy_document.assume["scheduler"].json
}

resource "aws_iam_role_policy" "run_task" {
  role = aws_iam_role.scheduler.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecs:RunTask", Resource = [for task in aws_ecs_task_definition.task : task.arn] },
      { Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.execution.arn },
    ]
  })
}
