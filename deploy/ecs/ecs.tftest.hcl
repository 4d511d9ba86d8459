# terraform test: plans with a stand-in for AWS, so it needs no account.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/example" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/example:1" }
  }
}

variables {
  region          = "us-east-1"
  cluster_arn     = "arn:aws:ecs:us-east-1:123456789012:cluster/example"
  subnets         = ["subnet-0example"]
  security_groups = ["sg-0example"]
  image_registry  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/movement-etl"
  alarm_topic_arn = "arn:aws:sns:us-east-1:123456789012:example"
  settings = {
    mobilize-to-sheets    = { MOBILIZE_ORGANIZATION_ID = "1251", SPREADSHEET_ID = "example" }
    mobilize-to-warehouse = { MOBILIZE_ORGANIZATION_ID = "1251" }
  }
  secret_arns = {
    MOBILIZE_AMERICA_API_KEY = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mobilize"
    GOOGLE_DRIVE_CREDENTIALS = "arn:aws:secretsmanager:us-east-1:123456789012:secret:google"
    DATABASE_URL             = "arn:aws:secretsmanager:us-east-1:123456789012:secret:warehouse"
    AN_API_TOKEN             = "arn:aws:secretsmanager:us-east-1:123456789012:secret:action-network"
  }
}

run "starts_at_the_times_of_deployment_env" {
  assert {
    condition     = aws_scheduler_schedule.nightly["mobilize-to-actionnetwork"].schedule_expression == "cron(0 1 * * ? *)"
    error_message = "The workflow does not start at 01:00."
  }
  assert {
    condition     = aws_scheduler_schedule.nightly["mobilize-to-sheets"].schedule_expression == "cron(0 5 * * ? *)"
    error_message = "The spreadsheet job does not start at 05:00."
  }
  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.nightly : schedule.schedule_expression_timezone == "America/New_York"])
    error_message = "A schedule is in another time zone."
  }
}

run "has_no_status_page_unless_somebody_may_see_it" {
  assert {
    condition     = length(aws_ecs_service.status) == 0
    error_message = "The status page runs although nobody may reach it."
  }
}

run "keeps_one_status_page_up_for_those_who_may_see_it" {
  variables {
    status_security_groups = ["sg-0status"]
    secret_arns = {
      MOBILIZE_AMERICA_API_KEY = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mobilize"
      GOOGLE_DRIVE_CREDENTIALS = "arn:aws:secretsmanager:us-east-1:123456789012:secret:google"
      DATABASE_URL             = "arn:aws:secretsmanager:us-east-1:123456789012:secret:warehouse"
      AN_API_TOKEN             = "arn:aws:secretsmanager:us-east-1:123456789012:secret:action-network"
      STATUS_DATABASE_URL      = "arn:aws:secretsmanager:us-east-1:123456789012:secret:status"
    }
  }
  assert {
    condition     = aws_ecs_service.status[0].desired_count == 1 && aws_ecs_service.status[0].network_configuration[0].security_groups == toset(["sg-0status"])
    error_message = "Not one status page behind its own security group."
  }
  assert {
    condition = jsondecode(aws_ecs_task_definition.status[0].container_definitions)[0].secrets == [
      { name = "DATABASE_URL", valueFrom = "arn:aws:secretsmanager:us-east-1:123456789012:secret:status" },
    ]
    error_message = "The status page does not have its own user."
  }
}

run "starts_each_step_after_the_one_before_it_succeeded" {
  assert {
    condition = [
      for step in jsondecode(aws_ecs_task_definition.task["mobilize-to-actionnetwork"].container_definitions) :
      [step.name, step.essential, [for before in step.dependsOn : "${before.containerName} ${before.condition}"]]
      ] == [
      ["mobilize-to-warehouse", false, []],
      ["warehouse-transform", false, ["mobilize-to-warehouse SUCCESS"]],
      ["warehouse-to-actionnetwork", true, ["warehouse-transform SUCCESS"]],
    ]
    error_message = "The steps are not extract, transform, load."
  }
}
