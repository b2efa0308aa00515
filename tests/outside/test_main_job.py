"""The main job, end to end, by clients that we did not write."""

import json
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from conftest import PROGRAM, free_port, until


def change_batch(records, action="UPSERT"):
    sets = [
        {"Name": r["Name"], "Type": r["Type"], "TTL": 60, "ResourceRecords": [{"Value": r["Value"]}]} for r in records
    ]
    return {"Changes": [{"Action": action, "ResourceRecordSet": record} for record in sets]}


def test_the_aws_cli_drives_the_whole_path(start, site):
    instance = start("--no-validation-records")
    aws = instance.aws
    zone = aws("route53", "create-hosted-zone", "--name", "example.com", "--caller-reference", "1")
    zone = zone["HostedZone"]["Id"]
    arn = aws(
        *("acm", "request-certificate", "--domain-name", "www.example.com"),
        *("--subject-alternative-names", "*.example.com", "example.com"),
        *("--validation-method", "DNS", "--key-algorithm", "EC_prime256v1"),
    )["CertificateArn"]
    described = aws("acm", "describe-certificate", "--certificate-arn", arn)["Certificate"]
    assert described["Status"] == "PENDING_VALIDATION"
    records = [option["ResourceRecord"] for option in described["DomainValidationOptions"]]
    assert records[1] == records[2], "a wildcard and its base share one record"
    # Each name's record, as tools send them: the shared one twice.
    batch = json.dumps(change_batch(records, "CREATE"))
    changed = aws("route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", batch)
    aws("route53", "wait", "resource-record-sets-changed", "--id", changed["ChangeInfo"]["Id"])
    assert instance.dig(records[0]["Name"], "CNAME") == records[0]["Value"]
    aws("acm", "wait", "certificate-validated", "--certificate-arn", arn)
    instance.until_issued(arn)
    balancer = aws("elbv2", "create-load-balancer", "--name", "site", "--subnets", "subnet-1", "subnet-2")
    balancer = balancer["LoadBalancers"][0]["LoadBalancerArn"]
    group = aws(
        *("elbv2", "create-target-group", "--name", "site", "--protocol", "HTTP", "--port", site),
        *("--target-type", "ip", "--vpc-id", "vpc-1"),
    )["TargetGroups"][0]["TargetGroupArn"]
    aws("elbv2", "register-targets", "--target-group-arn", group, "--targets", "Id=127.0.0.1")
    port = free_port()
    listener = aws(
        *("elbv2", "create-listener", "--load-balancer-arn", balancer, "--protocol", "HTTPS", "--port", port),
        *("--ssl-policy", "ELBSecurityPolicy-TLS13-1-2-2021-06", "--certificates", f"CertificateArn={arn}"),
        *("--default-actions", f"Type=forward,TargetGroupArn={group}"),
    )["Listeners"][0]["ListenerArn"]
    for version in ["--http1.1", "--http2"]:
        assert instance.curl("www.example.com", port, version) == "a page\n"
    headers = instance.curl("anything.example.com", port, "-i").lower()
    assert "x-seen-proto: https" in headers and "x-seen-for: 127.0.0.1" in headers
    aws("elbv2", "wait", "target-in-service", "--target-group-arn", group)
    described = aws("acm", "describe-certificate", "--certificate-arn", arn)["Certificate"]
    assert described["InUseBy"] == [balancer]
    aws("acm", "delete-certificate", "--certificate-arn", arn, fails="ResourceInUseException")
    aws("elbv2", "delete-listener", "--listener-arn", listener)
    described = aws("acm", "describe-certificate", "--certificate-arn", arn)["Certificate"]
    assert described["InUseBy"] == []
    aws("elbv2", "delete-load-balancer", "--load-balancer-arn", balancer)
    aws("elbv2", "delete-target-group", "--target-group-arn", group)
    aws("acm", "delete-certificate", "--certificate-arn", arn)
    aws("acm", "describe-certificate", "--certificate-arn", arn, fails="ResourceNotFoundException")
    batch = json.dumps(change_batch(records[:2], "DELETE"))
    aws("route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", batch)
    aws("route53", "delete-hosted-zone", "--id", zone)


def test_boto3s_waiter_ends_at_its_first_question(instance):
    """As it comes, it asks at once and then every 60 seconds: whoever proves in a hosted zone waits for neither."""
    instance.zone("example.net")
    acm = instance.client("acm")
    began = time.monotonic()
    arn = acm.request_certificate(
        DomainName="www.example.net", SubjectAlternativeNames=["*.example.net"], ValidationMethod="DNS"
    )["CertificateArn"]
    acm.get_waiter("certificate_validated").wait(CertificateArn=arn)
    assert time.monotonic() - began < 3
    instance.until_issued(arn)


def test_boto3_drives_the_whole_path(instance, site):
    instance.zone("example.org")
    acm, elb = instance.client("acm"), instance.client("elbv2")
    arn = acm.request_certificate(DomainName="www.example.org", ValidationMethod="DNS")["CertificateArn"]
    waiter = acm.get_waiter("certificate_validated")
    waiter.wait(CertificateArn=arn, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    instance.until_issued(arn)
    found = acm.get_certificate(CertificateArn=arn)
    assert found["CertificateChain"].count("BEGIN CERTIFICATE") == 2
    acm.add_tags_to_certificate(CertificateArn=arn, Tags=[{"Key": "team", "Value": "web"}])
    assert acm.list_tags_for_certificate(CertificateArn=arn)["Tags"] == [{"Key": "team", "Value": "web"}]
    assert [it["CertificateArn"] for it in acm.list_certificates()["CertificateSummaryList"]] == [arn]
    port, listener, balancer, group = instance.listener(arn, site)
    elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[balancer])
    assert instance.curl("www.example.org", port) == "a page\n"
    other = instance.issued("other.example.org")
    elb.add_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": other}])
    assert instance.curl("other.example.org", port) == "a page\n"
    with pytest.raises(ClientError) as refused:
        acm.delete_certificate(CertificateArn=other)
    assert refused.value.response["Error"]["Code"] == "ResourceInUseException"
    elb.remove_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": other}])
    acm.delete_certificate(CertificateArn=other)
    # A page of the edge's own once its targets are gone.
    elb.deregister_targets(TargetGroupArn=group, Targets=[{"Id": "127.0.0.1"}])
    until(lambda: "503" in instance.curl("www.example.org", port, "-o", "/dev/null", "-w", "%{http_code}"))


def test_the_cli_of_the_program_drives_the_path(instance):
    made = instance.tegata("zone", "create", "cli.example")
    assert "already" in instance.tegata("zone", "create", "CLI.example.", fails=True)
    assert made["HostedZone"]["Name"] == "cli.example."
    arn = instance.tegata("certificate", "request", "www.cli.example", "--wait")["Certificate"]["CertificateArn"]
    listed = instance.tegata("certificate", "list")["CertificateSummaryList"]
    assert [(it["DomainName"], it["Status"]) for it in listed] == [("www.cli.example", "ISSUED")]
    explained = instance.tegata("certificate", "explain", arn)
    evidence = explained["Names"][0]["Evidence"]
    assert any(it["Outcome"] == "as expected" for it in evidence), explained
    assert instance.tegata("inspect", arn)["Trust"] == "ok"
    instance.tegata("zone", "put", "cli.example", "www.cli.example", "A", "192.0.2.7")
    assert instance.dig("www.cli.example", "A") == "192.0.2.7"
    instance.tegata("zone", "remove", "cli.example", "www.cli.example", "A")
    assert instance.dig("www.cli.example", "A") == ""
    root = instance.folder / "exported.pem"
    instance.tegata("root", "export", root)
    assert root.read_text() == open(instance.root).read()
    instance.tegata("certificate", "delete", arn)
    assert "could not find" in instance.tegata("certificate", "describe", arn, fails=True).lower()


def test_what_is_pending_explains_itself(start):
    instance = start("--no-validation-records")
    instance.zone("example.net")
    arn = instance.tegata("certificate", "request", "www.example.net")["CertificateArn"]

    def told():
        explained = instance.tegata("certificate", "explain", arn)
        return explained if explained["Names"][0]["Evidence"] else None

    explained = until(told)
    seen = explained["Names"][0]["Evidence"][-1]
    assert seen["Expected"].startswith("_") and " CNAME _" in seen["Expected"]
    assert seen["Outcome"].startswith("there is no CNAME at _") and seen["Advice"], seen


def test_the_tour_shows_a_whole_life():
    done = subprocess.run([PROGRAM, "--output", "json", "tour"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    toured = json.loads(done.stdout)
    assert toured["Ok"] and toured["FailedRequests"] == 0 and toured["Requests"] > 10
    assert len(toured["Steps"]) == 12


def test_the_tour_says_each_step_once_in_eighty_columns():
    done = subprocess.run([PROGRAM, "tour"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("A hosted zone is created") == 1 and "A hosted zone is created" not in done.stderr
    assert "\x1b" not in done.stdout and done.stdout.rstrip().split("Now try:")[1].count("tegata ") == 3
    # An ARN or a record's name is one word, and stays whole to be copied.
    assert not [line for line in done.stdout.splitlines() if len(line) > 80 and len(line.split()) > 2], done.stdout


def test_trusting_loopback_takes_any_key_and_is_refused_elsewhere(start):
    instance = start("--trust-loopback")
    acm = instance.client("acm", aws_access_key_id="111122223333", aws_secret_access_key="whatever")
    arn = acm.request_certificate(DomainName="a.example", ValidationMethod="DNS")["CertificateArn"]
    assert ":111122223333:" in arn
    acm = instance.client("acm", aws_access_key_id="test", aws_secret_access_key="test")
    arn = acm.request_certificate(DomainName="a.example", ValidationMethod="DNS")["CertificateArn"]
    assert f":{instance.ready['account']}:" in arn
    done = subprocess.run(
        [PROGRAM, "up", "--data", instance.folder / "other", "--api", "0.0.0.0:0", "--trust-loopback"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0 and "refused" in done.stderr


def test_unsigned_and_wrongly_signed_requests_are_refused(instance):
    for keys in [
        {"aws_secret_access_key": "x" * 40},
        {"aws_access_key_id": "AKIAUNKNOWNUNKNOWN00"},
    ]:
        for service, call, codes in [
            ("acm", "list_certificates", {"InvalidSignatureException", "UnrecognizedClientException"}),
            ("elbv2", "describe_load_balancers", {"SignatureDoesNotMatch", "InvalidClientTokenId"}),
            ("route53", "list_hosted_zones", {"SignatureDoesNotMatch", "InvalidClientTokenId"}),
        ]:
            with pytest.raises(ClientError) as refused:
                getattr(instance.client(service, **keys), call)()
            assert refused.value.response["Error"]["Code"] in codes


def test_what_is_not_built_says_so(instance):
    with pytest.raises(ClientError) as refused:
        instance.client("route53").create_health_check(
            CallerReference="1", HealthCheckConfig={"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 80}
        )
    assert refused.value.response["Error"]["Code"] == "NotImplemented"
    assert "not supported in this release" in refused.value.response["Error"]["Message"]


def test_time_that_is_moved_renews_and_swaps(instance, site):
    instance.zone("moved.example")
    arn = instance.issued("www.moved.example")
    port, *_ = instance.listener(arn, site)
    acm = instance.client("acm")
    before = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    instance.tegata("clock", "advance", "160d", "--yes")

    def renewed():
        found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        return found if found["Serial"] != before["Serial"] else None

    after = until(renewed, what="the renewal")
    assert after["RenewalSummary"]["RenewalStatus"] == "SUCCESS"
    assert after["CertificateArn"] == arn and after["NotAfter"] > before["NotAfter"]
    serial = after["Serial"].replace(":", "").upper()
    attime = str(int(time.time()) + 160 * 86400)

    def served():
        _, said = instance.s_client(port, "www.moved.example", "-attime", attime, "-showcerts")
        shown = subprocess.run(
            ["openssl", "x509", "-noout", "-serial"], input=said, capture_output=True, text=True
        ).stdout
        return shown.strip().removeprefix("serial=").lstrip("0") == serial.lstrip("0")

    until(served, what="the swap")
    # The clock stays where it was moved to, also over a restart.
    instance.stop()
    instance.start()
    assert instance.tegata("clock", "show")["OffsetSeconds"] == 160 * 86400
