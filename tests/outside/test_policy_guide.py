"""The examples of docs/policies.md: each is taken as it stands, and decides what its text says."""

import re
from pathlib import Path

import pytest
from test_access import Principal, put

GUIDE = Path(__file__).parents[2] / "docs" / "policies.md"


def examples():
    """The policies by their headings."""
    return dict(re.findall(r"^### ([^\n]+)\n\n```cedar\n(.*?)^```", GUIDE.read_text(), re.M | re.S))


# Who, what, and whether it may; "certificate" stands for the ARN of one that has the tag of the shop's team.
DECISIONS = {
    "Read-only access": [
        ("auditor", "acm:ListCertificates", None, True),
        ("auditor", "elasticloadbalancing:DescribeLoadBalancers", None, True),
        ("auditor", "acm:DeleteCertificate", "certificate", False),
    ],
    # `policy check` gives no names, so the condition does not hold; the test below asks for certificates.
    "Certificates for the names of one team, validated by DNS": [("web", "acm:ListCertificates", None, False)],
    "Certificates with the team's tag": [
        ("shop", "acm:DeleteCertificate", "certificate", True),
        ("shop", "acm:DescribeCertificate", "other", False),
    ],
    "No export of private keys, except by the owner": [
        ("deploy", "acm:DescribeCertificate", "certificate", True),
        ("deploy", "acm:ExportCertificate", "certificate", False),
    ],
    "From one network only": [("office", "route53:ListHostedZones", None, False)],
}


def test_each_example_of_the_guide_decides_what_it_says(instance, tmp_path):
    found = examples()
    assert set(found) == set(DECISIONS), "each example has its decisions here"
    instance.zone("example.com")
    arns = {"certificate": instance.issued("shop.example.com"), "other": instance.issued("other.example.com")}
    instance.client("acm").add_tags_to_certificate(
        CertificateArn=arns["certificate"], Tags=[{"Key": "team", "Value": "shop"}])
    made = set()
    for number, (heading, text) in enumerate(found.items()):
        put(instance, tmp_path, f"example-{number}", text)
        for who, action, resource, may in DECISIONS[heading]:
            if who not in made:
                instance.tegata("principal", "create", who)
                made.add(who)
            about = ["--resource", arns[resource]] if resource else []
            check = ["policy", "check", "--principal", who, "--action", action, *about]
            if may:
                assert instance.tegata(*check)["Decision"] == "ALLOWED", (heading, action)
            else:
                instance.tegata(*check, fails=True)
        instance.tegata("policy", "delete", f"example-{number}")


def test_a_team_has_certificates_for_its_own_names_alone(instance, tmp_path):
    put(instance, tmp_path, "team", examples()["Certificates for the names of one team, validated by DNS"])
    acm = Principal.made(instance, "web").client("acm")
    acm.request_certificate(DomainName="www.web.example.com", ValidationMethod="DNS")
    for more in ({"DomainName": "example.com", "ValidationMethod": "DNS"}, {"DomainName": "www.web.example.com"}):
        with pytest.raises(acm.exceptions.ClientError) as refused:
            acm.request_certificate(**more)
        assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
