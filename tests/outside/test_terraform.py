"""The main job by Terraform with the real AWS provider."""

import json

from conftest import free_port
from terraform import Terraform

CONFIGURATION = """
variable "site_port" {}
variable "port" {}

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
  subnets            = ["subnet-1", "subnet-2"]
  tags               = { team = "web" }
}

resource "aws_lb_target_group" "site" {
  name        = "terraform"
  port        = var.site_port
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-1"
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


def test_terraform_applies_keeps_and_destroys(instance, site, tmp_path):
    port = free_port()
    terraform = Terraform(instance, tmp_path, CONFIGURATION, site_port=site, port=port)
    terraform.apply()
    output = json.loads(terraform.run("output", "-json"))
    assert output["account"]["value"] == instance.ready["account"]
    arn = output["certificate"]["value"]
    assert instance.curl("www.terraform.example", port) == "a page\n"
    assert instance.curl("other.terraform.example", port) == "a page\n"
    described = instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    assert described["Status"] == "ISSUED" and len(described["InUseBy"]) == 1
    terraform.unchanged()
    terraform.destroy()
    assert instance.client("acm").list_certificates()["CertificateSummaryList"] == []
    assert instance.client("route53").list_hosted_zones()["HostedZones"] == []
