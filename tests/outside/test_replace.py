"""Replacing a certificate wherever it is attached, while requests go on."""

import subprocess
import threading

import pytest
from conftest import PROGRAM, until
from test_email import by_mail, described
from test_migration import approve


def started(instance, arn, *arguments):
    return instance.tegata("certificate", "replace", arn, "--detach", *arguments)["Replacement"]


def shown(instance, replacement):
    return instance.tegata("certificate", "replacement", "show", replacement["ReplacementId"])["Replacement"]


def until_stage(instance, replacement, stage):
    def there():
        found = shown(instance, replacement)
        assert found["Stage"] not in {"FAILED", "UNDONE"} - {stage}, found
        return found if found["Stage"] == stage else None

    return until(there, what=stage)


def exists(instance, arn):
    acm = instance.client("acm")
    try:
        acm.describe_certificate(CertificateArn=arn)
        return True
    except acm.exceptions.ResourceNotFoundException:
        return False


class Visitors:
    """Asks again and again, and counts what fails."""

    def __init__(self, instance, host, port):
        self.good, self.bad, self.stopping = 0, [], False
        self.ask = lambda: instance.curl(host, port)
        self.thread = threading.Thread(target=self.go_on)
        self.thread.start()

    def go_on(self):
        while not self.stopping:
            try:
                self.ask()
                self.good += 1
            except AssertionError as error:
                self.bad.append(str(error))

    def stop(self):
        self.stopping = True
        self.thread.join()


def test_key_names_and_method_change_while_requests_go_on(instance, site):
    old = by_mail(instance, "www.example.com")
    approve(instance, old)
    port, listener, *_ = instance.listener(old, site)
    instance.client("acm").add_tags_to_certificate(CertificateArn=old, Tags=[{"Key": "team", "Value": "web"}])
    visitors = Visitors(instance, "www.example.com", port)
    done = subprocess.run(
        [PROGRAM, "--output", "json", "certificate", "--endpoint", instance.api, "--data", instance.folder / "data", "replace",
         old, "--validation", "dns", "--key-algorithm", "EC_prime256v1", "--name", "www.example.com", "--name", "example.com"],
        capture_output=True, text=True, timeout=120)
    visitors.stop()
    assert done.returncode == 0, done.stderr
    assert visitors.good > 0 and not visitors.bad
    [replacement] = instance.tegata("certificate", "replacement", "list")["Replacements"]
    steps = [step["What"] for step in replacement["Steps"]]
    for step in ("requested", "attached", "found it served by 1 listener", "deleted"):
        assert any(told.startswith(step) for told in steps), steps
    new = replacement["NewCertificateArn"]
    found = described(instance, new)
    assert (found["KeyAlgorithm"], found["SubjectAlternativeNames"]) == ("EC-prime256v1", ["www.example.com", "example.com"])
    assert found["DomainValidationOptions"][0]["ValidationMethod"] == "DNS"
    assert instance.client("acm").list_tags_for_certificate(CertificateArn=new)["Tags"] == [{"Key": "team", "Value": "web"}]
    served = instance.client("elbv2").describe_listener_certificates(ListenerArn=listener)["Certificates"]
    assert [certificate["CertificateArn"] for certificate in served] == [new]
    good, said = instance.s_client(port, "example.com")
    assert good and "ecdsa" in said.lower()
    assert not exists(instance, old)


def test_it_is_stopped_resumed_and_undone(start, site):
    instance = start("--no-validation-records")
    instance.zone("example.com")
    acm = instance.client("acm")
    old = acm.request_certificate(DomainName="www.example.com", ValidationMethod="DNS")["CertificateArn"]
    record(instance, old)
    instance.until_issued(old)
    _, listener, *_ = instance.listener(old, site)
    replacement = started(instance, old, "--name", "other.example.com")
    instance.tegata("certificate", "replace", old, "--key-algorithm", "EC_prime256v1", fails=True)
    change = lambda what, **more: instance.tegata("certificate", "replacement", what, replacement["ReplacementId"], **more)
    assert change("stop")["Replacement"]["Stopped"] is True
    record(instance, replacement["NewCertificateArn"])
    instance.until_issued(replacement["NewCertificateArn"])
    assert shown(instance, replacement)["Stage"] == "WAITING"
    assert change("undo")["Replacement"]["Stage"] == "UNDONE"
    assert exists(instance, old) and not exists(instance, replacement["NewCertificateArn"])
    again = started(instance, old, "--name", "other.example.com", "--keep-old")
    instance.tegata("certificate", "replacement", "stop", again["ReplacementId"])
    instance.tegata("certificate", "replacement", "resume", again["ReplacementId"])
    # The record is there since the last time.
    until_stage(instance, again, "DONE")
    assert described(instance, old)["InUseBy"] == [] and described(instance, again["NewCertificateArn"])["InUseBy"]
    instance.tegata("certificate", "replacement", "undo", again["ReplacementId"], fails=True)
    instance.tegata("certificate", "replace", again["NewCertificateArn"], fails=True)


def record(instance, arn):
    """Puts a certificate's records into the zone here."""
    route53 = instance.client("route53")
    [zone] = route53.list_hosted_zones()["HostedZones"]

    def options():
        return described(instance, arn)["DomainValidationOptions"]

    changes = [{"Action": "UPSERT", "ResourceRecordSet": {
        "Name": option["ResourceRecord"]["Name"], "Type": "CNAME", "TTL": 60,
        "ResourceRecords": [{"Value": option["ResourceRecord"]["Value"]}]}} for option in options()]
    route53.change_resource_record_sets(HostedZoneId=zone["Id"], ChangeBatch={"Changes": changes})


@pytest.mark.parametrize("moment", ["WAITING", "DONE"])
def test_a_killed_process_goes_on_where_it_was(start, site, moment):
    instance = start()
    instance.zone("example.com")
    old = instance.issued("www.example.com", key="EC_prime256v1")
    port, *_ = instance.listener(old, site)
    replacement = started(instance, old, "--key-algorithm", "EC_secp384r1")
    if moment == "DONE":
        until(lambda: shown(instance, replacement)["Stage"] != "WAITING", what="the new certificate")
    instance.kill()
    instance.start()
    until_stage(instance, replacement, "DONE")
    assert not exists(instance, old)
    good, said = instance.s_client(port, "www.example.com")
    assert good and "384" in said
