"""Who may: two principals with keys of their own, policies in Cedar, and keys that are changed, by boto3 and the AWS CLI."""

import pytest
from botocore.exceptions import ClientError


class Principal:
    """Somebody who signs with a key of their own."""

    def __init__(self, instance, name, key):
        self.instance, self.name, self.key = instance, name, key

    def tegata(self, *arguments, **more):
        key = {"AWS_ACCESS_KEY_ID": self.key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": self.key["SecretAccessKey"]}
        return self.instance.tegata(*arguments, environment=key, **more)

    def client(self, service):
        return self.instance.client(
            service, aws_access_key_id=self.key["AccessKeyId"], aws_secret_access_key=self.key["SecretAccessKey"]
        )

    @staticmethod
    def made(instance, name):
        instance.tegata("principal", "create", name)
        return Principal(instance, name, instance.tegata("access-key", "create", "--principal", name))


def put(instance, tmp_path, name, text, **more):
    file = tmp_path / f"{name}.cedar"
    file.write_text(text)
    return instance.tegata("policy", "put", name, file, **more)


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def test_two_principals_may_what_policies_permit_and_no_more(instance, tmp_path):
    instance.zone("example.com")
    one, other = instance.issued("one.example.com"), instance.issued("other.example.com")
    alice, bob = Principal.made(instance, "alice"), Principal.made(instance, "bob")
    acm = alice.client("acm")
    code, message = refusal(acm.describe_certificate, CertificateArn=one)
    assert code == "AccessDeniedException"
    assert message == (
        "User: arn:aws:iam::000000000000:user/alice is not authorized to perform: acm:DescribeCertificate "
        f"on resource: {one} because no identity-based policy allows the acm:DescribeCertificate action"
    ).replace("000000000000", one.split(":")[4])
    put(instance, tmp_path, "alice", f"""
        permit (principal == Principal::"alice", action in Action::"acm:Read", resource == Certificate::"{one}");
        permit (principal == Principal::"alice", action == Action::"acm:RequestCertificate", resource)
        when {{ context["tegata:AllNamesUnder"].contains("example.com") && context["acm:ValidationMethod"] == "DNS" }};
    """)
    assert acm.describe_certificate(CertificateArn=one)["Certificate"]["Status"] == "ISSUED"
    assert refusal(acm.describe_certificate, CertificateArn=other)[0] == "AccessDeniedException"
    assert refusal(acm.delete_certificate, CertificateArn=one)[0] == "AccessDeniedException"
    assert refusal(acm.list_certificates)[0] == "AccessDeniedException"
    assert refusal(bob.client("acm").describe_certificate, CertificateArn=one)[0] == "AccessDeniedException"
    assert refusal(alice.client("route53").list_hosted_zones)[0] == "AccessDenied"
    assert refusal(alice.client("elbv2").describe_load_balancers)[0] == "AccessDenied"
    made = acm.request_certificate(DomainName="new.example.com", ValidationMethod="DNS")
    assert refusal(
        acm.request_certificate, DomainName="new.example.org", ValidationMethod="DNS"
    )[0] == "AccessDeniedException"
    assert refusal(acm.request_certificate, DomainName="new.example.com")[0] == "AccessDeniedException", "by mail"
    assert refusal(acm.describe_certificate, CertificateArn=made["CertificateArn"])[0] == "AccessDeniedException"
    put(instance, tmp_path, "freeze", 'forbid (principal, action in Action::"acm:*", resource);')
    code, message = refusal(acm.describe_certificate, CertificateArn=one)
    assert message.endswith("with an explicit deny in an identity-based policy")
    instance.client("acm").describe_certificate(CertificateArn=one)
    instance.tegata("policy", "delete", "freeze")
    acm.describe_certificate(CertificateArn=one)


def test_the_command_line_tells_who_decided(instance, tmp_path):
    Principal.made(instance, "alice")
    put(instance, tmp_path, "readers", """
        permit (principal == Principal::"alice", action in Action::"acm:Read", resource);
        forbid (principal, action == Action::"acm:ExportCertificate", resource);
    """)
    check = ["policy", "check", "--principal", "alice", "--action"]
    allowed = instance.tegata(*check, "acm:ListCertificates")
    assert (allowed["Decision"], allowed["Policies"]) == ("ALLOWED", ["readers#1"])
    instance.tegata(*check, "acm:ExportCertificate", fails=True)
    said = put(instance, tmp_path, "wrong", 'permit (principal,\naction == Action::"acm:Nothing", resource);', fails=True)
    assert "policy wrong, line 2" in said and "acm:Nothing" in said
    assert [found["Name"] for found in instance.tegata("policy", "list")["Policies"]] == ["readers"]
    assert "ExportCertificate" in instance.tegata("policy", "show", "readers")["Text"]


def test_keys_are_changed_without_a_gap_and_open_nothing_once_disabled(instance, tmp_path):
    alice = Principal.made(instance, "alice")
    put(instance, tmp_path, "all", "permit (principal, action, resource);")
    listing = {name: lambda key=key: Principal(instance, "alice", key).client("acm").list_certificates()
               for name, key in [("old", alice.key),
                                 ("new", instance.tegata("access-key", "create", "--principal", "alice"))]}
    listing["old"](), listing["new"]()
    old = alice.key["AccessKeyId"]
    instance.tegata("access-key", "disable", old)
    assert refusal(listing["old"])[0] == "UnrecognizedClientException"
    listing["new"]()
    statuses = {key["AccessKeyId"]: key["Status"]
                for key in instance.tegata("access-key", "list", "--principal", "alice")["AccessKeys"]}
    assert statuses.pop(old) == "Inactive" and list(statuses.values()) == ["Active"]
    instance.tegata("access-key", "enable", old)
    listing["old"]()
    instance.tegata("access-key", "delete", old)
    assert refusal(listing["old"])[0] == "UnrecognizedClientException"
    instance.tegata("principal", "delete", "alice")
    assert refusal(listing["new"])[0] == "UnrecognizedClientException"
    last = instance.tegata("access-key", "disable", instance.ready["access_key_id"], fails=True)
    assert "last active access key" in last
    instance.tegata("principal", "create", "root", fails=True)


def test_the_log_tells_who_was_refused_and_who_changed_what_and_no_secret(instance):
    alice = Principal.made(instance, "alice")
    refusal(alice.client("acm").list_certificates)
    instance.client("acm").request_certificate(DomainName="www.example.com", ValidationMethod="DNS")
    log = instance.said()
    lines = [line for line in log.splitlines() if "tegata::audit" in line]
    assert any("acm:ListCertificates" in line and "denied" in line and "alice" in line for line in lines), log
    assert any("acm:RequestCertificate" in line and "done" in line and "root" in line for line in lines), log
    assert any("tegata:CreateAccessKey" in line for line in lines)
    assert alice.key["SecretAccessKey"] not in log


def test_the_log_says_what_was_changed_and_who_was_turned_away(instance):
    arn = instance.client("acm").request_certificate(DomainName="www.example.com", ValidationMethod="DNS")["CertificateArn"]
    made = instance.client("route53").create_hosted_zone(Name="example.com", CallerReference="reference")
    alice = Principal.made(instance, "alice")
    for _ in range(30):
        wrong = instance.client("acm", aws_secret_access_key="wrong")
        assert refusal(wrong.list_certificates)[0] == "InvalidSignatureException"
    unknown = instance.client("elbv2", aws_access_key_id="AKIAUNKNOWN")
    assert refusal(unknown.describe_target_groups)[0] == "InvalidClientTokenId"
    log = instance.said()
    lines = [line for line in log.splitlines() if "tegata::audit" in line]

    def line(*words):
        return any(all(word in line for word in words) for line in lines)

    assert line("acm:RequestCertificate", "DomainName=www.example.com", f"CertificateArn={arn}"), log
    assert line("route53:CreateHostedZone", "Name=example.com", f"Id={made['HostedZone']['Id']}"), log
    assert line("tegata:CreateAccessKey", "Principal=alice", f"AccessKeyId={alice.key['AccessKeyId']}"), log
    turned_away = [line for line in lines if "authentication failed" in line]
    assert any("InvalidSignatureException" in line and instance.ready["access_key_id"] in line for line in turned_away), log
    assert len(turned_away) <= 12, "one peer cannot fill the log"
    assert alice.key["SecretAccessKey"] not in log
    assert "\x1b" not in log, "a file is no terminal"


def test_the_aws_cli_reads_the_refusal(instance):
    alice = Principal.made(instance, "alice")
    environment = instance.environment
    instance.environment = lambda: {
        **environment(), "AWS_ACCESS_KEY_ID": alice.key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": alice.key["SecretAccessKey"],
    }
    said = instance.aws("acm", "list-certificates", fails="AccessDeniedException")
    assert "user/alice is not authorized to perform: acm:ListCertificates" in said
    instance.aws("route53", "list-hosted-zones", fails="AccessDenied")
    instance.aws("elbv2", "describe-load-balancers", fails="AccessDenied")


def test_a_replacement_changes_only_the_listeners_that_its_principal_may_change(instance, tmp_path, site):
    instance.zone("example.com")
    old = instance.issued("www.example.com")
    port, listener, *_ = instance.listener(old, site)
    alice = Principal.made(instance, "alice")
    put(instance, tmp_path, "alice", 'permit (principal == Principal::"alice", action, resource);')
    put(instance, tmp_path, "fixed", f"""
        forbid (principal, action == Action::"elasticloadbalancing:ModifyListener", resource == Listener::"{listener}");
    """)
    replace = ["certificate", "replace", old, "--name", "www.example.com", "--name", "example.com"]
    refused = alice.tegata(*replace, fails=True)
    assert "elasticloadbalancing:ModifyListener" in refused and listener in refused
    # Forbidden after it was begun: asked again when the listener is about to change.
    instance.tegata("policy", "delete", "fixed")
    put(instance, tmp_path, "no-zone", 'forbid (principal, action == Action::"acm:DeleteCertificate", resource);')
    assert "acm:DeleteCertificate" in alice.tegata(*replace, fails=True)
    alice.tegata(*replace, "--keep-old")
    served = instance.client("elbv2").describe_listener_certificates(ListenerArn=listener)["Certificates"]
    assert [certificate["CertificateArn"] for certificate in served] != [old]
