"""Terraform in a folder of a test's own, with the real AWS provider, against an instance."""

import subprocess
from pathlib import Path

from conftest import need

PROVIDER = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {}

provider "aws" {
  region = "us-east-1"
  endpoints {
    acm     = var.endpoint
    ec2     = var.endpoint
    elbv2   = var.endpoint
    route53 = var.endpoint
    sts     = var.endpoint
  }
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


class Terraform:
    """A configuration behind PROVIDER, with its variables; what it runs has to succeed."""

    def __init__(self, instance, folder, configuration, **variables):
        self.folder = folder / "terraform"
        self.folder.mkdir()
        (self.folder / "main.tf").write_text(PROVIDER + configuration)
        self.environment = instance.environment()
        del self.environment["AWS_ENDPOINT_URL"]
        variables = {f"TF_VAR_{name}": str(value) for name, value in {"endpoint": instance.api, **variables}.items()}
        self.environment |= variables | {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"} | from_mirror(self.folder)
        self.run("init")

    def run(self, command, *arguments, status=0):
        interactive = [] if command in ("output", "state") else ["-input=false", "-no-color"]
        done = subprocess.run(
            [need("terraform"), command, *interactive, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def apply(self):
        self.run("apply", "-auto-approve")

    def unchanged(self):
        """What was made is what was asked for: a second plan finds nothing to change."""
        self.run("plan", "-detailed-exitcode")

    def destroy(self):
        self.run("destroy", "-auto-approve")
