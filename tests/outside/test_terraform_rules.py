"""Listener rules by Terraform with the real AWS provider."""

import urllib.error
import urllib.request

from conftest import free_port, until
from terraform import Terraform

CONFIGURATION = """
variable "site_port" {}
variable "port" {}

resource "aws_lb" "site" {
  name    = "rules"
  subnets = ["subnet-1", "subnet-2"]
}

resource "aws_lb_target_group" "site" {
  for_each    = toset(["blue", "green"])
  name        = each.key
  port        = var.site_port
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-1"
}

resource "aws_lb_target_group_attachment" "site" {
  for_each         = aws_lb_target_group.site
  target_group_arn = each.value.arn
  target_id        = "127.0.0.1"
}

resource "aws_lb_listener" "site" {
  load_balancer_arn = aws_lb.site.arn
  port              = var.port
  protocol          = "HTTP"
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "default"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "weighted" {
  listener_arn = aws_lb_listener.site.arn
  priority     = 100
  action {
    type = "forward"
    forward {
      dynamic "target_group" {
        for_each = aws_lb_target_group.site
        content {
          arn    = target_group.value.arn
          weight = target_group.key == "blue" ? 80 : 20
        }
      }
      stickiness {
        enabled  = true
        duration = 600
      }
    }
  }
  condition {
    host_header {
      values = ["*.rules.example", "rules.example"]
    }
  }
  condition {
    path_pattern {
      values = ["/shop/*"]
    }
  }
  tags = { team = "web" }
}

resource "aws_lb_listener_rule" "simple" {
  listener_arn = aws_lb_listener.site.arn
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.site["blue"].arn
  }
  condition {
    http_header {
      http_header_name = "X-Kind"
      values           = ["a*", "b?"]
    }
  }
  condition {
    query_string {
      key   = "version"
      value = "v1"
    }
    query_string {
      value = "any*"
    }
  }
  depends_on = [aws_lb_listener_rule.weighted]
}

resource "aws_lb_listener_rule" "moved" {
  listener_arn = aws_lb_listener.site.arn
  priority     = 5
  action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      path        = "/new/#{path}"
      status_code = "HTTP_301"
    }
  }
  condition {
    http_request_method {
      values = ["GET", "HEAD"]
    }
  }
  condition {
    source_ip {
      values = ["127.0.0.0/8"]
    }
  }
  condition {
    path_pattern {
      values = ["/old/*"]
    }
  }
}

output "moved" {
  value = aws_lb_listener_rule.moved.arn
}
"""


class Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_terraform_makes_keeps_imports_and_destroys_rules(instance, site, tmp_path):
    port = free_port()
    terraform = Terraform(instance, tmp_path, CONFIGURATION, site_port=site, port=port)
    terraform.apply()
    terraform.unchanged()

    def fetched(path, **headers):
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
        try:
            with urllib.request.build_opener(Stays).open(asked, timeout=20) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers

    until(lambda: fetched("/shop/a", Host="www.rules.example")[0] == 200, what="the targets")
    assert "AWSALBTG=" in fetched("/shop/a", Host="www.rules.example")[1]["set-cookie"]
    assert fetched("/?version=v1", **{"X-Kind": "b1"})[0] == 200
    assert fetched("/?version=v2", **{"X-Kind": "b1"})[0] == 404
    status, headers = fetched("/old/x?y=z", Host="www.rules.example")
    assert (status, headers["location"]) == (301, "https://www.rules.example/new/old/x?y=z")

    moved = terraform.run("output", "-raw", "moved")
    terraform.run("state", "rm", "aws_lb_listener_rule.moved")
    terraform.run("import", "aws_lb_listener_rule.moved", moved)
    terraform.unchanged()
    main = terraform.folder / "main.tf"
    main.write_text(main.read_text().replace("priority     = 5\n", "priority     = 7\n").replace("? 80", "? 50"))
    terraform.apply()
    terraform.unchanged()
    priorities = instance.client("elbv2").describe_rules(RuleArns=[moved])["Rules"][0]["Priority"]
    assert priorities == "7"
    terraform.destroy()
    assert instance.client("elbv2").describe_target_groups()["TargetGroups"] == []
