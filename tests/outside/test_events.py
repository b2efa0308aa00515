"""Events: read from the log, followed, and told to webhooks."""

import json
import os
import subprocess
import urllib.error
import urllib.request

import prometheus_client.openmetrics.parser
import pytest
import standardwebhooks
from conftest import PROGRAM, free_port, until


def told(instance, *arguments):
    return instance.tegata("events", "tail", *arguments)


def kinds(events):
    return [logged["Event"]["detail-type"] for logged in events]


def test_what_happens_to_a_certificate_is_told_in_the_shape_of_eventbridge(instance):
    instance.zone("example.com")
    arn = instance.issued("www.example.com")
    log = told(instance)
    event = next(e["Event"] for e in log["Events"] if e["Event"]["detail-type"] == "ACM Certificate Available")
    assert list(event) == [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"
    ]  # fmt: skip
    assert (event["version"], event["source"]) == ("0", "aws.acm")
    assert (event["account"], event["region"]) == (instance.ready["account"], instance.ready["region"])
    assert event["resources"] == [arn]
    detail = event["detail"]
    assert (detail["Action"], detail["CommonName"]) == ("ISSUANCE", "www.example.com")
    assert (detail["DomainValidationMethod"], detail["DaysToExpiry"], detail["InUse"]) == ("DNS", 197, False)
    # From a position on: the rest, and nothing twice.
    position = log["Events"][1]["Position"]
    rest = told(instance, "--from", position)
    assert rest["Events"] == log["Events"][1:]
    assert told(instance, "--from", log["NextPosition"])["Events"] == []
    assert told(instance, "--last", 1)["Events"] == log["Events"][-1:]


def test_who_follows_sees_what_happens_when_it_happens(instance):
    next_position = told(instance)["NextPosition"]
    place = ["--endpoint", instance.api, "--data", instance.folder / "data"]
    following = subprocess.Popen(
        [PROGRAM, "--output", "json", "events", *place, "tail", "--follow", "--from", str(next_position)],
        stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
    )
    instance.zone("example.com")
    instance.issued("www.example.com")
    seen = []
    while not seen or seen[-1]["Event"]["detail-type"] != "ACM Certificate Available":
        seen.append(json.loads(following.stdout.readline()))
    assert kinds(seen)[0] == "hosted-zone.created"
    assert "certificate.requested" in kinds(seen)
    assert [e["Position"] for e in seen] == sorted({e["Position"] for e in seen})
    # A stop of the instance waits for nobody who waits.
    instance.stop()
    assert until(lambda: following.poll() is not None, within=30, what="the end")
    following.stdout.close()
    instance.start()


def webhook(instance, identifier):
    return next(w for w in instance.tegata("webhook", "list")["Webhooks"] if w["WebhookId"] == identifier)


def test_a_webhook_is_told_in_order_signed_and_again_after_refusals(start, receiver):
    instance = start("--permit-egress", "127.0.0.0/8")
    made = instance.tegata("webhook", "create", receiver.url)
    identifier, secret = made["Webhook"]["WebhookId"], made["Secret"]
    assert secret.startswith("whsec_")
    until(lambda: receiver.types() == ["webhook.created"], what="the first event")
    # It refuses twice. What comes afterwards waits behind what it refuses.
    receiver.answers = [503, 500]
    instance.zone("example.com")
    until(lambda: len(receiver.told) == 2, what="the first refusal")
    # Its clock is moved, so nobody waits for the pauses.
    for tries in (1, 2):
        until(lambda: webhook(instance, identifier)["Tries"] == tries, what="the refusal on record")
        found = webhook(instance, identifier)
        assert found["State"] == "failing" and found["LastError"] in ("it answered 503", "it answered 500")
        assert found["NextTry"] > found["FailingSince"]
        instance.tegata("clock", "advance", "1m", "--yes")
    instance.issued("www.example.com")
    until(lambda: "ACM Certificate Available" in receiver.types(), what="the event")
    # What was taken is the log, in its order, and each thing under the identifier that the log gives it.
    log = instance.tegata("events", "tail", "--from", "0")["Events"]
    until(lambda: len(receiver.taken()) == len(log), what="all of it")
    assert receiver.taken() == [logged["Event"] for logged in log]
    checker = standardwebhooks.Webhook(secret)
    for _, headers, body in receiver.told:
        assert checker.verify(body, headers)["id"] == headers["webhook-id"] == json.loads(body)["id"]
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        checker.verify(body.replace(b"aws.acm", b"aws.xyz") + b" ", headers)
    refused = [json.loads(body)["id"] for answer, _, body in receiver.told if answer != 204]
    assert len(refused) == 2 and len(set(refused)) == 1
    # Each try is on record, and so is that it is well again.
    until(lambda: webhook(instance, identifier)["State"] == "active", what="its recovery")
    tries = instance.tegata("webhook", "deliveries", identifier)["Deliveries"]
    assert [t["Status"] for t in tries if "Error" in t] == [500, 503]
    assert len(tries) == len(receiver.told)
    # Told again from any point, under the same identifiers.
    before = len(receiver.told)
    position = log[2]["Position"]
    instance.tegata("webhook", "replay", identifier, "--from", position)
    until(lambda: len(receiver.told) > before and receiver.types()[-1] == "webhook.replayed", what="the replay")
    again = [json.loads(body) for _, _, body in receiver.told[before:]]
    assert again[:-1] == [logged["Event"] for logged in log[2:]]
    # After a restart it goes on where it was.
    instance.stop()
    instance.start()
    before = len(receiver.told)
    instance.issued("next.example.com")
    until(lambda: receiver.types().count("ACM Certificate Available") == 3, what="the event after a restart")
    assert "webhook.replayed" not in [json.loads(body)["detail-type"] for _, _, body in receiver.told[before:]]
    # Deleted, it is told nothing more.
    instance.tegata("webhook", "delete", identifier)
    assert instance.tegata("webhook", "list")["Webhooks"] == []
    assert "no webhook" in instance.tegata("webhook", "replay", identifier, fails=True)


def test_a_webhook_that_is_gone_or_away_for_days_is_disabled_and_comes_back(start, receiver):
    instance = start("--permit-egress", "127.0.0.0/8")
    receiver.answers = [410]
    gone = instance.tegata("webhook", "create", receiver.url)["Webhook"]["WebhookId"]
    until(lambda: webhook(instance, gone)["State"] == "disabled", what="410")
    assert webhook(instance, gone)["LastError"] == "it answered 410 (gone)"
    away = instance.tegata("webhook", "create", f"http://127.0.0.1:{free_port()}/")["Webhook"]["WebhookId"]
    until(lambda: webhook(instance, away)["State"] == "failing", what="that it is away")
    assert "could not be reached" in webhook(instance, away)["LastError"]
    tries = webhook(instance, away)["Tries"]
    for _ in range(5):
        instance.tegata("clock", "advance", "24h", "--yes")
        until(lambda: webhook(instance, away)["Tries"] != tries, what="the next try")
        tries = webhook(instance, away)["Tries"]
    until(lambda: webhook(instance, away)["State"] == "disabled", what="that it is given up")
    log = kinds(told(instance, "--last", 1000)["Events"])
    assert log.count("webhook.disabled") == 2
    # Nothing was lost: it is told from where it stopped.
    assert receiver.taken() == []
    instance.tegata("webhook", "replay", gone)
    until(lambda: receiver.types()[:1] == ["webhook.created"], what="its return")
    until(lambda: webhook(instance, gone)["State"] == "active", what="its state")


def test_a_webhook_reaches_nobody_inside(instance, receiver):
    for url in (receiver.url, "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]/", "http://0x7f.1/"):
        said = instance.tegata("webhook", "create", url, fails=True)
        assert "not allowed unless the operator permits its network" in said, said
    for url, why in (("file:///etc/passwd", "scheme"), ("https://u:p@example.com/", "user"), ("nonsense", "not a URL")):
        assert why in instance.tegata("webhook", "create", url, fails=True)
    # A name is judged by its addresses when it is told something.
    port = receiver.server.server_address[1]
    refused = instance.tegata("webhook", "create", f"http://localhost:{port}/", fails=True)
    assert f"port {port} is not allowed" in refused
    inside = instance.tegata("webhook", "create", "http://localhost:8080/")["Webhook"]["WebhookId"]
    until(lambda: webhook(instance, inside)["State"] == "failing", what="the refusal")
    # What the name resolves to inside is not told to who named it.
    assert webhook(instance, inside)["LastError"] == "localhost has no permitted address for port 8080"
    assert receiver.told == []


def metrics(instance):
    """What a watcher reads: values by name and labels."""
    answer = urllib.request.urlopen(f"{instance.api}/metrics", timeout=10)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    text = answer.read().decode()
    families = prometheus_client.openmetrics.parser.text_string_to_metric_families(text)
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value for family in families for sample in family.samples
    }


def test_metrics_are_read_as_prometheus_reads_them(instance, site):
    instance.zone("example.com")
    first = instance.issued("www.example.com")
    instance.issued("next.example.com")
    instance.tegata("certificate", "describe", "arn:aws:acm:us-east-1:111111111111:certificate/" + "0" * 36, fails=True)
    seen = metrics(instance)
    assert seen["tegata_certificates_issued_total",] == 2
    assert seen["tegata_requests_total", "RequestCertificate", "acm", "done"] == 2
    now, day = instance.tegata("clock", "show")["Now"], 86_400
    ends = seen["tegata_certificate_not_after_timestamp_seconds", first, "www.example.com"]
    assert 197 * day < ends - now < 198 * day
    until(lambda: metrics(instance).get(("tegata_certificates", "ISSUED")) == 2, what="the count by status")
    port, *_ = instance.listener(first, site)
    assert instance.curl("www.example.com", port) == "a page\n"
    until(lambda: metrics(instance)["tegata_edge_handshakes_total", "done"] >= 1, what="the handshake")
    # In use, so it renews, by a moved clock; in 2027 for 100 days.
    instance.tegata("clock", "advance", "155d", "--yes")
    until(lambda: metrics(instance)["tegata_certificates_renewed_total",] == 1, what="the renewal")
    now = instance.tegata("clock", "show")["Now"]
    ends = metrics(instance)["tegata_certificate_not_after_timestamp_seconds", first, "www.example.com"]
    assert 99 * day < ends - now < 100 * day


def test_metrics_are_not_for_pages(instance):
    for header in ({"Origin": "https://page.example"}, {"Host": "page.example"}):
        request = urllib.request.Request(f"{instance.api}/metrics", headers=header)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        assert refused.value.code == 403


def test_an_event_whose_taking_was_lost_in_a_crash_is_told_again_under_its_identifier(start, receiver):
    instance = start("--permit-egress", "127.0.0.0/8")
    identifier = instance.tegata("webhook", "create", receiver.url)["Webhook"]["WebhookId"]
    until(lambda: receiver.types() == ["webhook.created"], what="the first event")
    until(lambda: webhook(instance, identifier)["State"] == "active", what="its taking")
    # The instance dies while it waits for the answer.
    receiver.hold.clear()
    instance.client("route53").create_hosted_zone(Name="example.com", CallerReference="1")
    until(lambda: len(receiver.begun) == 2, what="the second event")
    instance.kill()
    receiver.hold.set()
    instance.start()
    until(lambda: len(receiver.begun) >= 3, what="the second event again")
    until(lambda: receiver.types()[-1] == "hosted-zone.created", what="its taking")
    assert receiver.begun[1] == receiver.begun[2], "the same event under the same identifier"
    assert len(set(receiver.begun)) == 2


DATES = {"CertificateCreatedDate", "CertificateExpirationDate"}
OF_ALL = {"CommonName", "FirstSubjectAlternativeName", "CertificateKeyPairOrigin"}
USED = {"CertificateType", "DomainValidationMethod", "InUse", "Exported", "CertificateExpirationDate"}
# ACM User Guide, "Amazon EventBridge support for ACM" (2026).
DETAILS = {
    "ACM Certificate Approaching Expiration": OF_ALL | {"DaysToExpiry", "ValidityInDays"},
    "ACM Certificate Expired": OF_ALL | USED | DATES,
    "ACM Certificate Available": OF_ALL | USED | DATES | {"Action", "DaysToExpiry"},
    "ACM Certificate Renewal Action Required": OF_ALL | USED | {"RenewalStatusReason", "DaysToExpiry"},
    "ACM Certificate Revoked": OF_ALL | {"CertificateType", "CertificateExpirationDate", "Exportable"},
}


def test_every_event_of_acms_is_told_with_the_details_that_acm_gives(instance, site):
    zone = instance.zone("example.com")
    used, exported = instance.issued("used.example.com"), None
    instance.listener(used, site)
    acm, route53 = instance.client("acm"), instance.client("route53")
    exported = acm.request_certificate(
        DomainName="exported.example.com", ValidationMethod="DNS", Options={"Export": "ENABLED"}
    )["CertificateArn"]
    instance.until_issued(exported)
    acm.export_certificate(CertificateArn=exported, Passphrase=b"correct horse")
    acm.revoke_certificate(CertificateArn=exported, RevocationReason="SUPERSEDED")

    def events(arn, kind):
        log = told(instance, "--from", "0")["Events"]
        return [e["Event"]["detail"] for e in log if e["Event"]["resources"] == [arn] and e["Event"]["detail-type"] == kind]

    def one(arn, kind):
        found = until(lambda: events(arn, f"ACM Certificate {kind}"), what=kind)
        for detail in found:
            assert set(detail) == DETAILS[f"ACM Certificate {kind}"], detail
            assert all(detail[date].endswith("Z") for date in DATES & set(detail))
        return found[-1]

    available = one(used, "Available")
    assert (available["Action"], available["CertificateType"], available["InUse"]) == ("ISSUANCE", "AMAZON_ISSUED", False)
    assert one(exported, "Revoked")["Exportable"] is True
    # Its record goes, so that its renewal needs its owner; and then its end comes.
    record = acm.describe_certificate(CertificateArn=used)["Certificate"]["DomainValidationOptions"][0]["ResourceRecord"]
    listed = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    gone = next(it for it in listed if it["Name"] == record["Name"])
    route53.change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "DELETE", "ResourceRecordSet": gone}]}
    )
    instance.tegata("clock", "advance", "155d", "--yes")
    required = one(used, "Renewal Action Required")
    assert required["RenewalStatusReason"] == "PENDING_DOMAIN_VALIDATION" and required["InUse"] is True
    approaching = one(used, "Approaching Expiration")
    assert 40 <= approaching["DaysToExpiry"] <= 45 and approaching["ValidityInDays"] == 198
    instance.tegata("clock", "advance", "50d", "--yes")
    assert one(used, "Expired")["InUse"] is True
