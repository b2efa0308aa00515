"""Load balancers in a network by Terraform with the real AWS provider: no `skip_*` flags, no literal identifiers."""

import json

from conftest import free_port
from terraform import Terraform
from test_ec2_network import fetch

CONFIGURATION = """
variable "site_port" {}
variable "port" {}

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}

data "aws_vpc" "default" {
  default = true
}

data "aws_availability_zones" "all" {
  state = "available"
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_security_group" "default" {
  name   = "default"
  vpc_id = data.aws_vpc.default.id
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "Clients of the site"
  vpc_id      = data.aws_vpc.default.id
  tags        = { team = "web" }

  ingress {
    description = "from this machine"
    from_port   = var.port
    to_port     = var.port
    protocol    = "tcp"
    cidr_blocks = ["127.0.0.1/32"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "more" {
  name_prefix = "more-"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_vpc_security_group_ingress_rule" "neighbour" {
  security_group_id = aws_security_group.more.id
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
  cidr_ipv4         = "127.0.0.4/32"
  description       = "a neighbour"
  tags              = { team = "web" }
}

resource "aws_vpc_security_group_ingress_rule" "members" {
  security_group_id            = aws_security_group.more.id
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.web.id
}

resource "aws_lb" "site" {
  name            = "network"
  subnets         = data.aws_subnets.default.ids
  security_groups = [aws_security_group.web.id, aws_security_group.more.id]
}

resource "aws_lb_target_group" "site" {
  name        = "network"
  port        = var.site_port
  protocol    = "HTTP"
  target_type = "instance"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_lb_target_group_attachment" "site" {
  target_group_arn = aws_lb_target_group.site.arn
  target_id        = "i-0123456789abcdef0"
}

resource "aws_lb_listener" "site" {
  load_balancer_arn = aws_lb.site.arn
  port              = var.port
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.site.arn
  }
}

output "zones" {
  value = data.aws_availability_zones.all.names
}

output "group" {
  value = aws_security_group.web.id
}

output "balancer" {
  value = aws_lb.site.arn
}
"""


def test_a_network_is_applied_kept_imported_and_destroyed(start, site, tmp_path):
    instance, port = start("--instance", "i-0123456789abcdef0=127.0.0.1"), free_port()
    terraform = Terraform(instance, tmp_path, CONFIGURATION, site_port=site, port=port)
    terraform.apply()
    output = json.loads(terraform.run("output", "-json"))
    assert output["zones"]["value"] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert [fetch("127.0.0.1", port, f"127.0.0.{last}") for last in (1, 4, 5)] == [200, 200, None]
    terraform.unchanged()
    for address, of in [("aws_security_group.web", "group"), ("aws_lb.site", "balancer")]:
        terraform.run("state", "rm", address)
        terraform.run("import", address, output[of]["value"])
    terraform.unchanged()
    terraform.destroy()
    ec2 = instance.client("ec2")
    assert [group["GroupName"] for group in ec2.describe_security_groups()["SecurityGroups"]] == ["default"]
    assert ec2.describe_tags()["Tags"] == []
