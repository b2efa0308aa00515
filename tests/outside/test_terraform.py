"""The main job by Terraform with the real AWS provider."""

import json
import os
import subprocess
from pathlib import Path

from conftest import free_port, need

CONFIGURATION = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {}
variable "site_port" {}
variable "port" {}

provider "aws" {
  region = "us-east-1"
  endpoints {
    acm     = var.endpoint
    elbv2   = var.endpoint
    route53 = var.endpoint
    sts     = var.endpoint
  }
}

resource "aws_route53_zone" "zone" {
  name = "terraform.example"
  tags = { team = "web" }
}

resource "aws_acm_certificate" "site" {
  domain_name               = "www.terraform.example"
  subject_alternative_names = ["*.terraform.example", "terraform.example"]
  validation_method         = "DNS"
  key_algorithm             = "EC_prime256v1"
  tags                      = { team = "web" }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.site.domain_validation_options : option.domain_name => option
  }
  allow_overwrite = true
  zone_id         = aws_route53_zone.zone.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
}

resource "aws_acm_certificate_validation" "site" {
  certificate_arn         = aws_acm_certificate.site.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_lb" "site" {
  name               = "terraform"
  load_balancer_type = "application"
  subnets            = ["subnet-11111111", "subnet-22222222"]
  tags               = { team = "web" }
}

resource "aws_lb_target_group" "site" {
  name        = "terraform"
  port        = var.site_port
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-11111111"
}

resource "aws_lb_target_group_attachment" "site" {
  target_group_arn = aws_lb_target_group.site.arn
  target_id        = "127.0.0.1"
}

resource "aws_lb_listener" "site" {
  load_balancer_arn = aws_lb.site.arn
  port              = var.port
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.site.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.site.arn
  }
}

resource "aws_acm_certificate" "other" {
  domain_name       = "other.terraform.example"
  validation_method = "DNS"
  options {
    certificate_transparency_logging_preference = "DISABLED"
  }
}

resource "aws_route53_record" "other" {
  allow_overwrite = true
  zone_id         = aws_route53_zone.zone.zone_id
  name            = tolist(aws_acm_certificate.other.domain_validation_options)[0].resource_record_name
  type            = "CNAME"
  records         = [tolist(aws_acm_certificate.other.domain_validation_options)[0].resource_record_value]
  ttl             = 60
}

resource "aws_acm_certificate_validation" "other" {
  certificate_arn         = aws_acm_certificate.other.arn
  validation_record_fqdns = [aws_route53_record.other.fqdn]
}

resource "aws_lb_listener_certificate" "other" {
  listener_arn    = aws_lb_listener.site.arn
  certificate_arn = aws_acm_certificate_validation.other.certificate_arn
}

data "aws_caller_identity" "me" {}

output "certificate" {
  value = aws_acm_certificate.site.arn
}

output "account" {
  value = data.aws_caller_identity.me.account_id
}
"""


def mirror():
    """A folder of providers to install from, where one is found; else Terraform asks its registry."""
    usual = [Path("/usr/local/share/terraform/plugins"), Path("/usr/share/terraform/plugins"), *Path("/opt").glob("*")]
    holds = [place for place in usual if (place / "registry.terraform.io" / "hashicorp" / "aws").is_dir()]
    return holds[0] if holds else None


def from_mirror(folder):
    """What Terraform's environment needs to install providers from a mirror, where one is found."""
    if not mirror():
        return {}
    settings = folder / "terraform.rc"
    settings.write_text(f'provider_installation {{ filesystem_mirror {{ path = "{mirror()}" }} }}\n')
    return {"TF_CLI_CONFIG_FILE": str(settings)}


def test_terraform_applies_keeps_and_destroys(instance, site, tmp_path):
    folder = tmp_path / "terraform"
    folder.mkdir()
    (folder / "main.tf").write_text(CONFIGURATION)
    port = free_port()
    variables = {"TF_VAR_endpoint": instance.api, "TF_VAR_site_port": str(site), "TF_VAR_port": str(port)}
    environment = instance.environment()
    del environment["AWS_ENDPOINT_URL"]
    environment |= variables | {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"} | from_mirror(folder)

    def terraform(*arguments, status=0):
        done = subprocess.run(
            [need("terraform"), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    terraform("init", "-input=false", "-no-color")
    terraform("apply", "-auto-approve", "-input=false", "-no-color")
    output = json.loads(terraform("output", "-json"))
    assert output["account"]["value"] == instance.ready["account"]
    arn = output["certificate"]["value"]
    assert instance.curl("www.terraform.example", port) == "a page\n"
    assert instance.curl("other.terraform.example", port) == "a page\n"
    described = instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    assert described["Status"] == "ISSUED" and len(described["InUseBy"]) == 1
    # What was made is what was asked for: a second plan finds nothing to change.
    terraform("plan", "-detailed-exitcode", "-input=false", "-no-color")
    terraform("destroy", "-auto-approve", "-input=false", "-no-color")
    assert instance.client("acm").list_certificates()["CertificateSummaryList"] == []
    assert instance.client("route53").list_hosted_zones()["HostedZones"] == []
