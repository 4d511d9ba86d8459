# ECS repeats no task that failed, so somebody has to hear of it: of a step that ended with another code than 0, and of one that
# could not start at all.
resource "aws_cloudwatch_event_rule" "failed" {
  name = "movement-etl-failed"
  event_pattern = jsonencode({
    source        = ["aws.ecs"]
    "detail-type" = ["ECS Task State Change"]
    detail = {
      clusterArn = [var.cluster_arn]
      lastStatus = ["STOPPED"]
      group      = [for task in keys(local.tasks) : "family:${task}"]
      "$or" = [
        { containers = { exitCode = [{ "anything-but" = 0 }] } },
        { stopCode = ["TaskFailedToStart"] },
      ]
    }
  })
}

resource "aws_cloudwatch_event_target" "failed" {
  rule = aws_cloudwatch_event_rule.failed.name
  arn  = var.alarm_topic_arn
}
