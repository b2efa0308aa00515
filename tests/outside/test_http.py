"""Proof by HTTP: a real server that redirects, or does not, and a gate that does not let everything through."""

import http.server
import json
import threading
import urllib.request

import pytest
from conftest import free_port, until


class Owner:
    """A web server of a name's owner: for each path an answer, as a status and what it says or leads to."""

    def __init__(self):
        owner = self
        self.answers, self.asked = {}, []

        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                owner.asked.append((self.headers["Host"].split(":")[0], self.path))
                status, said = owner.answers.get(self.path, (404, "nothing"))
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", said)
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *arguments):
                pass

        self.port = free_port()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Page)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def owner():
    served = Owner()
    yield served
    served.server.shutdown()


def started(start, owner, *more):
    """An instance with a zone whose names are served by the owner."""
    instance = start("--http-validation-port", str(owner.port), *more)
    zone = instance.zone("example.com")
    changes = [{"Action": "CREATE", "ResourceRecordSet": {
        "Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "127.0.0.1"}]}}
        for name in ("example.com", "www.example.com")]
    instance.client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})
    return instance


def requested(instance, *names):
    acm = instance.client("acm")
    arn = acm.request_certificate(
        DomainName=names[0], SubjectAlternativeNames=list(names), ValidationMethod="HTTP", ManagedBy="CLOUDFRONT",
        KeyAlgorithm="EC_prime256v1",
    )["CertificateArn"]
    options = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]
    return arn, {option["DomainName"]: option["HttpRedirect"] for option in options}


def path(url):
    return "/" + url.split("/", 3)[3]


def fetched(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def evidence(instance, arn):
    """What the look-ups saw, as text."""
    return json.dumps(instance.tegata("certificate", "explain", arn))


def test_a_redirect_proves_a_name_and_so_does_the_content_itself(start, owner):
    instance = started(start, owner, "--permit-egress", "127.0.0.0/8")
    arn, redirects = requested(instance, "www.example.com", "example.com")
    by_redirect, by_content = redirects["www.example.com"], redirects["example.com"]
    assert by_redirect["RedirectFrom"].startswith("http://www.example.com/.well-known/pki-validation/")
    # Over another path of the same server first, as over HTTPS.
    owner.answers["/moved"] = (302, by_redirect["RedirectTo"])
    owner.answers[path(by_redirect["RedirectFrom"])] = (301, f"http://www.example.com:{owner.port}/moved")
    owner.answers[path(by_content["RedirectFrom"])] = (200, fetched(by_content["RedirectTo"]) + "\n")
    instance.until_issued(arn)
    assert ("www.example.com", "/moved") in owner.asked
    found = instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    assert found["ManagedBy"] == "CLOUDFRONT"
    # It is the CDN's alone.
    elb = instance.client("elbv2")
    balancer = elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    group = elb.create_target_group(Name="site", Protocol="HTTP", Port=80, TargetType="ip", VpcId="vpc-1")["TargetGroups"][0]
    with pytest.raises(elb.exceptions.ClientError) as refused:
        elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTPS", Port=free_port(),
            Certificates=[{"CertificateArn": arn}],
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}])
    assert refused.value.response["Error"]["Code"] == "UnsupportedCertificate"


def test_what_leads_nowhere_or_elsewhere_proves_nothing(start, owner):
    instance = started(start, owner, "--permit-egress", "127.0.0.0/8")
    arn, redirects = requested(instance, "www.example.com")
    at = path(redirects["www.example.com"]["RedirectFrom"])
    for answer, said in [
        ((200, "something else"), "without a location"),
        ((302, redirects["www.example.com"]["RedirectTo"] + "x"), ""),
        ((302, "http://169.254.169.254/latest/meta-data/"), "169.254.169.254"),
        ((302, "file:///etc/passwd"), "file"),
        ((302, at), "more than"),
    ]:
        owner.answers[at] = answer
        owner.asked.clear()
        instance.tegata("clock", "advance", "1h", "--yes")
        until(lambda: owner.asked, what="a look-up")
        until(lambda: said in evidence(instance, arn), what=f"the evidence of {answer}")
        assert instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "PENDING_VALIDATION"


def test_a_reserved_address_is_not_asked(start, owner):
    instance = started(start, owner)
    arn, redirects = requested(instance, "www.example.com")
    owner.answers[path(redirects["www.example.com"]["RedirectFrom"])] = (302, redirects["www.example.com"]["RedirectTo"])
    until(lambda: "127.0.0.1" in evidence(instance, arn), what="the refusal")
    assert not owner.asked
    assert instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "PENDING_VALIDATION"
