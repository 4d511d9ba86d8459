variable "region" {
  description = "The AWS region of the cluster."
  type        = string
}

variable "cluster_arn" {
  description = "The ECS cluster that runs the tasks."
  type        = string
}

variable "subnets" {
  description = "Subnets with a way out to the APIs (a NAT gateway) and to the warehouse."
  type        = list(string)
}

variable "security_groups" {
  description = "Security groups of the tasks; nothing needs to come in."
  type        = list(string)
}

variable "status_security_groups" {
  description = "Security groups of the status page: they let those in on port 9200 who may see it, for it asks for no password. None: no status page."
  type        = list(string)
  default     = []
}

variable "image_registry" {
  description = "Where the images are, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/movement-etl; IMAGE_REGISTRY of deployment.env when not set."
  type        = string
  default     = null
}

variable "settings" {
  description = "Environment variables per job, none of them secret: the READMEs in jobs/ list them."
  type        = map(map(string))
}

variable "secret_arns" {
  description = "For each of MOBILIZE_AMERICA_API_KEY, GOOGLE_DRIVE_CREDENTIALS, DATABASE_URL and AN_API_TOKEN, and with a status page STATUS_DATABASE_URL, the ARN of a Secrets Manager secret that holds the value as plain text."
  type        = map(string)
}

variable "alarm_topic_arn" {
  description = "The SNS topic that hears of tasks that ended with another code than 0; its policy must let EventBridge publish."
  type        = string
}
