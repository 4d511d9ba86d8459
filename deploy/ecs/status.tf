# How the jobs are doing, read from the warehouse alone: one small server, and only where somebody may reach it.
locals {
  has_status_page = length(var.status_security_groups) > 0
}

resource "aws_ecs_task_definition" "status" {
  count = local.has_status_page ? 1 : 0

  family                   = "movement-etl-status"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name                   = "status"
    image                  = "${local.image_registry}/status:${local.deployment.IMAGE_TAG}"
    environment            = [{ name = "STATUS_TIME_ZONE", value = local.deployment.TIME_ZONE }]
    secrets                = [{ name = "DATABASE_URL", valueFrom = var.secret_arns.STATUS_DATABASE_URL }]
    portMappings           = [{ containerPort = 9200 }]
    user                   = "1000:1000"
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"], add = [] } }
    readonlyRootFilesystem = true
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.jobs.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "status"
      }
    }
  }])
}

resource "aws_ecs_service" "status" {
  count = local.has_status_page ? 1 : 0

  name            = "movement-etl-status"
  cluster         = var.cluster_arn
  task_definition = aws_ecs_task_definition.status[0].arn
  desired_count   = 1
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = var.subnets
    security_groups = var.status_security_groups
  }
}
