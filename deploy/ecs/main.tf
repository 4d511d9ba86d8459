# The same jobs on AWS without Kubernetes: EventBridge Scheduler starts Fargate tasks at the times of deployment.env.
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

locals {
  deployment = {
    for line in regexall("(?m)^([A-Z_]+)=(.*)$", file("${path.module}/../deployment/deployment.env")) : line[0] => trimspace(line[1])
  }
  image_registry = coalesce(var.image_registry, local.deployment.IMAGE_REGISTRY)

  # The steps of each task in order; a step starts when the one before it ended with 0.
  tasks = {
    mobilize-to-sheets        = ["mobilize-to-sheets"]
    mobilize-to-actionnetwork = ["mobilize-to-warehouse", "warehouse-transform", "warehouse-to-actionnetwork"]
  }

  # EventBridge wants a year too, and a ? for one of the two kinds of day: these schedules name no day of the week.
  schedules = {
    for task in keys(local.tasks) :
    task => split(" ", local.deployment["${upper(replace(task, "-", "_"))}_SCHEDULE"])
  }

  secret_names = {
    mobilize-to-sheets         = ["MOBILIZE_AMERICA_API_KEY", "GOOGLE_DRIVE_CREDENTIALS", "DATABASE_URL"]
    mobilize-to-warehouse      = ["MOBILIZE_AMERICA_API_KEY", "DATABASE_URL"]
    warehouse-transform        = ["DATABASE_URL"]
    warehouse-to-actionnetwork = ["DATABASE_URL", "AN_API_TOKEN"]
  }
}

resource "aws_cloudwatch_log_group" "jobs" {
  name              = "/movement-etl"
  retention_in_days = 90
}

resource "aws_ecs_task_definition" "task" {
  for_each = local.tasks

  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  # For one step at a time: containers have no limits of their own, because ECS adds those up.
  cpu                = 256
  memory             = 512
  execution_role_arn = aws_iam_role.execution.arn

  container_definitions = jsonencode([
    for index, job in each.value : {
      name  = job
      image = "${local.image_registry}/${job}:${local.deployment.IMAGE_TAG}"
      # The task ends with its last step. One that waits for SUCCESS must not be essential itself.
      essential = index == length(each.value) - 1
      dependsOn = index == 0 ? [] : [{ containerName = each.value[index - 1], condition = "SUCCESS" }]
      environment = concat(
        [for name, value in lookup(var.settings, job, {}) : { name = name, value = value }],
        # Some unusable records must not keep the next step from starting.
        [{ name = "PARTIAL_OK", value = tostring(index < length(each.value) - 1) }],
      )
      secrets         = [for name in local.secret_names[job] : { name = name, valueFrom = var.secret_arns[name] }]
      stopTimeout     = 40
      user            = "1000:1000"
      linuxParameters = { initProcessEnabled = true, capabilities = { drop = ["ALL"], add = [] } }
      # Large sorts go to /tmp. A volume there would belong to root on Fargate, and the job does not run as root.
      readonlyRootFilesystem = false
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.jobs.name
          awslogs-region        = var.region
          awslogs-stream-prefix = each.key
        }
      }
    }
  ])
}

resource "aws_scheduler_schedule" "nightly" {
  for_each = local.tasks

  name                         = each.key
  schedule_expression          = "cron(${join(" ", slice(local.schedules[each.key], 0, 4))} ? *)"
  schedule_expression_timezone = local.deployment.TIME_ZONE

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.cluster_arn
    role_arn = aws_iam_role.scheduler.arn

    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.task[each.key].arn
      launch_type         = "FARGATE"
      propagate_tags      = "TASK_DEFINITION"

      network_configuration {
        subnets         = var.subnets
        security_groups = var.security_groups
      }
    }

    # Repeats the start of a task only: what a task ends with is nobody's business here. See alarm.tf.
    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = 3600
    }
  }

  lifecycle {
    precondition {
      condition     = try(local.schedules[each.key][4] == "*" && length(local.schedules[each.key]) == 5, false)
      error_message = "EventBridge is given schedules without a day of the week only, such as 0 1 * * *."
    }
  }
}
