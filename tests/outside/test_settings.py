"""Settings: from a file, checked before anything is kept, and read again on SIGHUP."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.request

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from conftest import PROGRAM, SOON, Instance, free_port, until


def up(data, *options, env=None, api="127.0.0.1:0"):
    """A start that is refused; gives what it says."""
    done = subprocess.run(
        [PROGRAM, "up", "--data", data, "--api", api, "--dns", "127.0.0.1:0", *options],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **(env or {})},
    )
    assert done.returncode != 0, done.stdout
    return done.stderr


def settings(*arguments, data, env=None):
    command = [PROGRAM, "--output", "json", "settings", *arguments, "--data", data]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **(env or {})})


def names_of_root(instance):
    with open(instance.root, "rb") as file:
        subject = x509.load_pem_x509_certificates(file.read())[0].subject
    return {attribute.oid: attribute.value for attribute in subject}


def hang_up(instance, *awaited):
    """Has the settings read again, and waits until the log says how that went."""
    before = len(instance.said())
    instance.process.send_signal(signal.SIGHUP)
    until(lambda: "settings reload" in instance.said()[before:], what="a word about the settings")
    said = instance.said()[before:]
    for word in awaited:
        assert word in said, said
    assert instance.process.poll() is None


@pytest.mark.parametrize(
    "slip, right",
    [
        (["--pki-base-url", "foo"], ["--pki-base-url", "http://pki.example"]),
        (["--country", "Japan"], ["--country", "DE"]),
        (["--organisation", "O" * 65], ["--organisation", "Example Corp"]),
        (["--quotas-certificates", "many"], ["--quotas-certificates", "5"]),
        (["--smtp", "smtp://user:hunter2@"], []),
        (["--dkim-selector", "mail"], []),
    ],
)
def test_a_slip_at_first_start_leaves_nothing_behind(tmp_path, slip, right):
    refused = up(tmp_path / "data", *slip)
    assert "hunter2" not in refused
    assert not (tmp_path / "data").exists(), "nothing was made"
    instance = Instance(tmp_path, *right)
    if "--country" in right:
        assert names_of_root(instance)[NameOID.COUNTRY_NAME] == "DE"
    instance.stop()


def test_a_port_that_is_taken_leaves_nothing_behind_and_is_said_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = up(tmp_path / "data", api=f"127.0.0.1:{taken.getsockname()[1]}")
    assert refused.count("os error 98") == 1, refused
    assert not (tmp_path / "data").exists()


def test_a_store_that_cannot_be_reached_is_named(tmp_path):
    port = free_port()
    refused = up(tmp_path / "data", env={"TEGATA_STORE": f"postgresql://u:hunter2@127.0.0.1:{port}/tegata"})
    assert f"127.0.0.1:{port}" in refused and "refused" in refused, refused
    assert "hunter2" not in refused


def test_founding_values_that_differ_later_are_refused_with_both(start, tmp_path):
    instance = start("--organisation", "Example Corp")
    data = instance.folder / "data"
    instance.stop()
    for option, value, kept in [
        ("--organisation", "Other", "Example Corp"),
        ("--country", "DE", "JP"),
        ("--region", "eu-west-1", "us-east-1"),
        ("--account", "444455556666", instance.ready["account"]),
        ("--high-strength", None, "false"),
    ]:
        refused = up(data, *([option] if value is None else [option, value]))
        assert f"{value or 'true'} here, but {kept} was set at first start" in refused, refused
    instance.start("--country", "JP")


def test_what_the_file_says_is_honoured(start, tmp_path):
    file = tmp_path / "chosen.toml"
    file.write_text(
        """
        organisation = "Example Corp"
        country = "DE"
        region = "eu-central-1"
        pki_base_url = "http://pki.example.com"
        name_servers = ["ns1.example.com", "ns2.example.com"]
        edge_addresses = ["127.0.0.7"]
        edge_domain = "lb.example.com"
        validation_suffix = "validations.example.com"
        [quotas]
        certificates_per_year = 2
        [names]
        reserved_suffixes = ["corp.example"]
        """
    )
    instance = start("--config", file)
    root = names_of_root(instance)
    assert root[NameOID.ORGANIZATION_NAME] == "Example Corp" and root[NameOID.COUNTRY_NAME] == "DE"
    assert instance.ready["region"] == "eu-central-1"
    made = instance.client("route53").create_hosted_zone(Name="file.example", CallerReference="file")
    assert made["DelegationSet"]["NameServers"] == ["ns1.example.com", "ns2.example.com"]
    acm = instance.client("acm")
    arn = instance.issued("www.file.example")
    described = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    record = described["DomainValidationOptions"][0]["ResourceRecord"]
    assert record["Value"].rstrip(".").endswith(".validations.example.com")
    leaf = x509.load_pem_x509_certificate(acm.get_certificate(CertificateArn=arn)["Certificate"].encode())
    places = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    ocsp = [it.access_location.value for it in places if it.access_method == AuthorityInformationAccessOID.OCSP]
    assert ocsp[0].startswith("http://pki.example.com/ocsp/")
    reserved = acm.request_certificate(DomainName="www.corp.example", ValidationMethod="DNS")["CertificateArn"]
    failed = acm.describe_certificate(CertificateArn=reserved)["Certificate"]
    assert (failed["Status"], failed["FailureReason"]) == ("FAILED", "DOMAIN_NOT_ALLOWED")
    with pytest.raises(acm.exceptions.LimitExceededException):
        acm.request_certificate(DomainName="third.file.example", ValidationMethod="DNS")
    elb = instance.client("elbv2")
    balancer = elb.create_load_balancer(Name="file", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    assert balancer["DNSName"].endswith(".elb.lb.example.com")
    port = free_port()
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200", "MessageBody": "here"}}
    elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=port, DefaultActions=[answer])
    with urllib.request.urlopen(f"http://127.0.0.7:{port}/", timeout=10) as page:
        assert page.read() == b"here"


def test_arguments_go_before_variables_and_variables_before_the_file(tmp_path):
    (tmp_path / "tegata.toml").write_text("rsa_keys_ready = 1\nhttp_validation_port = 81\nexport_iterations = 2048\n")
    env = {"TEGATA_HTTP_VALIDATION_PORT": "82", "TEGATA_EXPORT_ITERATIONS": "3000", "TEGATA_SMTP": "smtp://u:hunter2@h"}
    shown = settings("show", "--export-iterations", "4000", data=tmp_path, env=env)
    assert shown.returncode == 0 and "hunter2" not in shown.stdout, shown.stderr
    by_name = {it["name"]: it for it in json.loads(shown.stdout)["settings"]}
    assert by_name["rsa_keys_ready"]["value"] == ["1"] and "tegata.toml line 1" in by_name["rsa_keys_ready"]["from"]
    assert by_name["http_validation_port"]["value"] == ["82"]
    assert by_name["http_validation_port"]["from"] == "the variable TEGATA_HTTP_VALIDATION_PORT"
    assert by_name["export_iterations"]["value"] == ["4000"]
    assert by_name["export_iterations"]["from"] == "the argument --export-iterations"
    assert by_name["smtp"]["value"] is None and by_name["smtp"]["secret"]
    assert by_name["edge_domain"]["from"] == "the default"


def test_an_unknown_key_names_the_nearest_and_check_says_what_a_start_would(tmp_path):
    (tmp_path / "tegata.toml").write_text("edge_adresses = []\n")
    checked = settings("check", data=tmp_path)
    assert checked.returncode != 0 and "did you mean `edge_addresses`?" in checked.stderr
    assert "did you mean `edge_addresses`?" in up(tmp_path)
    (tmp_path / "tegata.toml").write_text('organisation = "' + "O" * 65 + '"\n')
    assert settings("check", data=tmp_path).returncode != 0
    (tmp_path / "tegata.toml").write_text("rsa_keys_ready = 2\n")
    assert settings("check", data=tmp_path).returncode == 0
    assert "did you mean `name_servers`?" in settings("explain", "nameserver", data=tmp_path).stderr
    explained = json.loads(settings("explain", "rsa_keys_ready", data=tmp_path).stdout)
    assert explained["value"] == ["2"] and explained["default"] == "8"


def test_a_hang_up_reads_the_settings_again_and_ends_nothing(start):
    instance = start()
    file = instance.folder / "data/tegata.toml"
    acm, route53 = instance.client("acm"), instance.client("route53")
    hang_up(instance, "none has changed")
    instance.zone("before.example")
    before = instance.issued("www.before.example")
    file.write_text(
        'pki_base_url = "http://pki.example"\nname_servers = ["ns1.example.com"]\nsmtp = "smtp://localhost"\n'
        "[quotas]\nnames_per_certificate = 1\n"
    )
    file.chmod(0o600)
    hang_up(instance, "pki_base_url", "quotas.names_per_certificate", "take effect at the next start", "smtp")
    made = route53.create_hosted_zone(Name="after.example", CallerReference="after")
    assert made["DelegationSet"]["NameServers"] == ["ns1.example.com"]
    with pytest.raises(acm.exceptions.LimitExceededException):
        acm.request_certificate(
            DomainName="a.after.example", SubjectAlternativeNames=["b.after.example"], ValidationMethod="DNS"
        )
    after = instance.issued("www.after.example")
    for arn, base in [(before, instance.api), (after, "http://pki.example")]:
        leaf = x509.load_pem_x509_certificate(acm.get_certificate(CertificateArn=arn)["Certificate"].encode())
        points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        url = points[0].full_name[0].value
        assert url.startswith(base + "/pki/")
        with urllib.request.urlopen(instance.api + url.removeprefix(base), timeout=10) as answer:
            revocations = x509.load_der_x509_crl(answer.read())
        issuing = revocations.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
        assert url in [name.value for name in issuing.full_name], "the list says every URL that it is found at"
    file.write_text("quota = 1\n")
    hang_up(instance, "the previous settings stay in use", "there is no setting `quota`")
    assert acm.describe_certificate(CertificateArn=after)["Certificate"]["Status"] == "ISSUED"
    file.write_text('organisation = "Other"\n')
    hang_up(instance, "Tegata was set at first start")
    instance.stop()
    # The base URL that was named last counts until another is named.
    file.unlink()
    instance.start()
    instance.zone("later.example")
    later = instance.issued("www.later.example")
    leaf = x509.load_pem_x509_certificate(instance.client("acm").get_certificate(CertificateArn=later)["Certificate"].encode())
    points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert points[0].full_name[0].value.startswith("http://pki.example/pki/")


def test_a_port_alone_is_one_of_loopback(start):
    port = free_port()
    instance = start("--api", str(port), "--dns", f"localhost:{free_port()}")
    assert instance.api == f"http://127.0.0.1:{port}"
    assert "write 127.0.0.1:4566" in up(instance.folder / "other", api="localhost")


def test_quotas_and_what_else_the_file_says_are_honoured(start, tmp_path):
    file = tmp_path / "chosen.toml"
    file.write_text(
        """
        pages_base_url = "https://pages.example.com"
        issuer_domains = ["ca.example.com"]
        export_iterations = 4096
        clock_offset = "36h"
        instances = { i-0123456789abcdef0 = "127.0.0.9" }
        [names]
        public_top_level_domains = ["example"]
        [quotas]
        certificates = 3
        imported_certificates = 1
        imported_certificates_per_year = 1
        """
    )
    instance = start("--config", file)
    acm, route53 = instance.client("acm"), instance.client("route53")
    assert instance.tegata("clock", "show")["OffsetSeconds"] == 36 * 3600
    zone = instance.zone("quota.example")
    caa = {"Name": "quota.example", "Type": "CAA", "TTL": 60, "ResourceRecords": [{"Value": '0 issue "ca.example.com"'}]}
    change = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": caa}]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)
    arn = acm.request_certificate(
        DomainName="www.quota.example", ValidationMethod="DNS", Options={"Export": "ENABLED"}, KeyAlgorithm="EC_prime256v1"
    )["CertificateArn"]
    instance.until_issued(arn)
    exported = acm.export_certificate(CertificateArn=arn, Passphrase=b"pass word")
    (tmp_path / "key.pem").write_text(exported["PrivateKey"])
    parsed = subprocess.run(["openssl", "asn1parse", "-in", tmp_path / "key.pem"], capture_output=True, text=True)
    assert re.search(r"INTEGER +:1000\b", parsed.stdout), "4096 iterations, in hexadecimal"
    caa["ResourceRecords"] = [{"Value": '0 issue "amazon.com"'}]
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)
    refused = acm.request_certificate(DomainName="caa.quota.example", ValidationMethod="DNS")["CertificateArn"]
    failed = until(
        lambda: acm.describe_certificate(CertificateArn=refused)["Certificate"].get("FailureReason"), what="the refusal"
    )
    assert failed == "CAA_ERROR"
    other = acm.request_certificate(DomainName="www.quota.test", ValidationMethod="DNS")["CertificateArn"]
    described = acm.describe_certificate(CertificateArn=other)["Certificate"]
    assert described["FailureReason"] == "INVALID_PUBLIC_DOMAIN"
    with pytest.raises(acm.exceptions.LimitExceededException):
        acm.request_certificate(DomainName="fourth.quota.example", ValidationMethod="DNS")
    # A place for an import, and one import for it.
    acm.delete_certificate(CertificateArn=other)
    brought = imported(tmp_path)
    acm.import_certificate(**brought)
    with pytest.raises(acm.exceptions.LimitExceededException):
        acm.import_certificate(**brought)
    elb = instance.client("elbv2")
    group = elb.create_target_group(Name="ours", Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="instance")
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "i-0123456789abcdef0"}])
    with pytest.raises(elb.exceptions.InvalidTargetException):
        elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "i-0123456789abcdef1"}])
    redirect = acm.request_certificate(DomainName="http.quota.example", ValidationMethod="HTTP", ManagedBy="CLOUDFRONT")
    option = acm.describe_certificate(CertificateArn=redirect["CertificateArn"])["Certificate"]["DomainValidationOptions"]
    assert option[0]["HttpRedirect"]["RedirectTo"].startswith("https://pages.example.com/")


def imported(folder):
    """A certificate that is not ours, as it is imported."""
    key, certificate = folder / "own.key", folder / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "300"]
    names = ["-subj", "/CN=own.example", "-addext", "subjectAltName=DNS:own.example"]
    subprocess.run([*command, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return {"Certificate": certificate.read_bytes(), "PrivateKey": key.read_bytes()}


def test_look_ups_begin_at_the_forwarder(start):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as forwarder:
        forwarder.bind(("127.0.0.1", 0))
        forwarder.settimeout(SOON)
        instance = start("--dns-forwarder", f"127.0.0.1:{forwarder.getsockname()[1]}")
        instance.client("acm").request_certificate(DomainName="www.elsewhere.example", ValidationMethod="DNS")
        question = forwarder.recv(4096)
    assert b"\x09elsewhere\x07example" in question.lower()
