"""From mail to DNS under the same ARN, by boto3, the AWS CLI and the command line."""

import gzip
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import botocore
import pytest
from botocore.exceptions import ClientError
from conftest import until
from test_email import by_mail, described


def approve(instance, arn):
    """Approves by the newest mail, as a script that reads mail would."""
    mails = until(lambda: instance.tegata("mail", "list")["Mails"], what="the mails")
    body = instance.tegata("mail", "show", mails[0]["MailId"])["Body"]
    page, query = re.search(r"^(http\S+)\?(\S+)", body, re.M).groups()
    form = urllib.parse.parse_qsl(query) + [("decision", "approve")]
    with urllib.request.urlopen(page, urllib.parse.urlencode(form).encode()) as answer:
        assert answer.status == 200
    instance.until_issued(arn)


def newest_model(instance):
    """Teaches this AWS CLI the operations that boto3 knows and it does not yet, by its own `configure add-model`."""
    model = next(Path(botocore.__file__).parent.glob("data/acm/*/service-2.json.gz"))
    file = instance.folder / "acm.json"
    file.write_bytes(gzip.decompress(model.read_bytes()))
    aws = Path(sys.executable).parent / "aws"
    subprocess.run([aws, "configure", "add-model", "--service-name", "acm", "--service-model", f"file://{file}"],
                   check=True, env=instance.environment())


def summary(instance, arn):
    return described(instance, arn).get("UpdateSummary", {}).get("Status")


def test_names_proven_by_mail_are_proven_by_dns_from_now_on(instance, site):
    arn = by_mail(instance, "www.example.com", KeyAlgorithm="EC_prime256v1")
    approve(instance, arn)
    instance.listener(arn, site)
    serial = described(instance, arn)["Serial"]
    acm = instance.client("acm")
    [before] = acm.list_certificate_domain_validations(CertificateArn=arn)["DomainValidationSummaryList"]
    challenge = before["ActiveValidationConfiguration"]["ValidationChallenge"]["EmailValidationChallenge"]
    assert challenge["ValidationDomain"] == "example.com" and len(challenge["ValidationEmails"]) == 5
    acm.update_certificate_options(CertificateArn=arn, Options={"ValidationMethod": "DNS"})
    until(lambda: summary(instance, arn) == "SUCCESS", what="the migration")
    [after] = acm.list_certificate_domain_validations(CertificateArn=arn)["DomainValidationSummaryList"]
    record = after["ActiveValidationConfiguration"]["ValidationChallenge"]["DnsValidationChallenge"]["ResourceRecord"]
    assert instance.dig(record["Name"], "CNAME") == record["Value"]
    assert described(instance, arn)["Serial"] == serial, "nothing was issued for it"
    # From now on it renews by itself.
    instance.tegata("clock", "advance", "160d", "--yes")
    until(lambda: described(instance, arn)["Serial"] != serial, what="the renewal")


def test_the_aws_cli_migrates_and_is_refused(start):
    instance = start("--no-validation-records")
    newest_model(instance)
    arn = by_mail(instance, "example.com")
    approve(instance, arn)
    instance.aws("acm", "update-certificate-options", "--certificate-arn", arn, "--options", "ValidationMethod=DNS")
    listed = instance.aws("acm", "list-certificate-domain-validations", "--certificate-arn", arn)
    [name] = listed["DomainValidationSummaryList"]
    assert name["RequestedValidationConfiguration"]["ValidationStatus"] == "PENDING_VALIDATION"
    instance.aws("acm", "update-certificate-options", "--certificate-arn", arn, "--options", "ValidationMethod=DNS",
                 fails="ConflictException")
    instance.tegata("clock", "advance", "73h", "--yes")
    until(lambda: summary(instance, arn) == "FAILED", what="the end of the migration")
    shown = instance.tegata("certificate", "migrate", arn)
    assert shown["DomainValidationSummaryList"][0]["ActiveValidationConfiguration"]["ValidationMethod"] == "EMAIL"
    with pytest.raises(ClientError) as refused:
        instance.client("acm").update_certificate_options(CertificateArn=arn, Options={"Export": "ENABLED"})
    assert refused.value.response["Error"]["Message"] == "Export option for certificates cannot be updated"
