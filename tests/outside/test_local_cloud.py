"""What tools for local clouds expect: an identity, an account that they know, and refusals that they can read."""

import http.client
import json
import subprocess
import sys
import urllib.parse
from pathlib import Path

import botocore.exceptions
import pytest
from conftest import PROGRAM, need
from terraform import from_mirror


def test_callers_learn_who_they_are(instance):
    account = instance.ready["account"]
    assert instance.aws("sts", "get-caller-identity") == {
        "UserId": account, "Account": account, "Arn": f"arn:aws:iam::{account}:root"}
    instance.tegata("principal", "create", "alice")
    key = instance.tegata("access-key", "create", "--principal", "alice")
    keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    assert instance.client("sts", **keys).get_caller_identity()["Arn"] == f"arn:aws:iam::{account}:user/alice"
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        instance.client("sts").get_session_token()
    assert refused.value.response["Error"]["Code"] == "NotImplemented"


@pytest.mark.parametrize(
    "service, ask",
    [
        ("acm-pca", lambda client: client.list_certificate_authorities()),
        ("cloudfront", lambda client: client.list_distributions()),
        ("iam", lambda client: client.list_users()),
        ("lambda", lambda client: client.list_functions()),
        ("s3", lambda client: client.list_buckets()),
        ("secretsmanager", lambda client: client.list_secrets()),
        ("elb", lambda client: client.describe_load_balancers()),
    ],
)
def test_sdks_can_read_that_a_service_is_not_here(instance, service, ask):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        ask(instance.client(service))
    error = refused.value.response["Error"]
    if service == "elb":
        assert error["Code"] == "InvalidAction" and "version 2012-06-01" in error["Message"]
    else:
        assert error["Code"] == "NotImplemented"
        assert error["Message"].startswith(f"The service {service} is not supported in this release of Tegata")


def account(instance, key):
    keys = {"aws_access_key_id": key, "aws_secret_access_key": "any"}
    return instance.client("sts", **keys).get_caller_identity()["Account"]


def test_the_key_names_the_account(start):
    instance = start("--trust-loopback")
    assert instance.ready["account"] == "000000000000"
    assert account(instance, "test") == "000000000000"
    assert account(instance, "111122223333") == "111122223333"
    chosen = start("--trust-loopback", "--account", "444455556666")
    assert account(chosen, "test") == chosen.ready["account"] == "444455556666"
    chosen.stop()
    chosen.start()
    assert account(chosen, "test") == "444455556666"
    chosen.stop()
    other = [PROGRAM, "up", "--data", chosen.folder / "data", "--account", "444455550000", "--api", "127.0.0.1:0", "--dns",
             "127.0.0.1:0"]
    refused = subprocess.run(other, capture_output=True, text=True, timeout=60)
    assert refused.returncode != 0 and "it is 444455550000 here, but 444455556666 was set at first start" in refused.stderr
    chosen.start()


def test_pages_in_a_browser_change_nothing(start):
    instance = start("--trust-loopback")
    address = urllib.parse.urlparse(instance.api)
    action = "Action=CreateTargetGroup&Version=2015-12-01&Name=page&Protocol=HTTP&Port=80&VpcId=vpc-1&TargetType=ip"
    scope = "test/20261123/us-east-1/elasticloadbalancing/aws4_request"
    signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=" + "0" * 64,
              "X-Amz-Date": "20261123T000000Z"}

    def ask(method, host, query="", body="", path="/", **headers):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        connection.putrequest(method, f"{path}?{query}" if query else path, skip_host=True)
        form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        for name, value in {"Host": host, **form, **signed, **headers}.items():
            connection.putheader(name, value)
        connection.endheaders(body.encode())
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    for host in ("0.0.0.0", "[::ffff:127.0.0.1]", "10.0.0.5", "page.example", "localhost.localstack.cloud"):
        status, said = ask("POST", f"{host}:{address.port}", body=action)
        assert status == 403 and "--trust-loopback" in said, (host, status, said)
        assert ask("GET", f"{host}:{address.port}", path="/metrics")[0] == 403, host
    status, said = ask("GET", f"127.0.0.1:{address.port}", query=action)
    assert status == 405 and "use POST" in said
    assert ask("POST", "localhost", body=action, Origin="null")[0] == 403
    assert ask("POST", "localhost", body=action, **{"Sec-Fetch-Site": "same-origin"})[0] == 403
    assert instance.client("elbv2", aws_access_key_id="test").describe_target_groups()["TargetGroups"] == []
    assert ask("POST", "localhost", body=action)[0] == 200


CONFIGURATION = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "aws_route53_zone" "zone" {
  name = "local.example"
}

resource "aws_acm_certificate" "site" {
  domain_name       = "www.local.example"
  validation_method = "DNS"
}

locals {
  proof = tolist(aws_acm_certificate.site.domain_validation_options)[0]
}

resource "aws_route53_record" "proof" {
  allow_overwrite = true
  zone_id         = aws_route53_zone.zone.zone_id
  name            = local.proof.resource_record_name
  type            = local.proof.resource_record_type
  records         = [local.proof.resource_record_value]
  ttl             = 60
}

output "certificate" {
  value = aws_acm_certificate.site.arn
}
"""


def test_tflocal_works_as_it_is(start, tmp_path):
    instance = start("--trust-loopback")
    folder = tmp_path / "tflocal"
    folder.mkdir()
    (folder / "main.tf").write_text(CONFIGURATION)
    environment = instance.environment() | {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"} | from_mirror(folder)
    environment["PATH"] = f"{Path(need('terraform')).parent}:{environment['PATH']}"
    # It brings a key of its own: `test`.
    del environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]

    def tflocal(*arguments):
        program = Path(sys.executable).parent / "tflocal"
        done = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=400)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    tflocal("init", "-input=false", "-no-color")
    tflocal("apply", "-auto-approve", "-input=false", "-no-color")
    made = json.loads(tflocal("output", "-json"))["certificate"]["value"]
    assert made.startswith("arn:aws:acm:us-east-1:000000000000:certificate/")
    tflocal("destroy", "-auto-approve", "-input=false", "-no-color")
