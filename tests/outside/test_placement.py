"""Placements: each row of where TLS ends with real servers, and each fault seeded and found with its cause and next step."""

import datetime
import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import PROGRAM, Instance, free_port, need, until
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ZONE = "placed.test"
DAY = datetime.timedelta(days=1)
# nginx stands for instances, containers and Lightsail servers, at addresses that the edge does not have.
HOST = "127.0.0.40"
MODERN = "ELBSecurityPolicy-TLS13-1-2-2021-06"


def self_signed(folder, stem, name, begins=-DAY, ends=90 * DAY):
    """A certificate of its own making; gives the paths of certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now + begins).not_valid_after(now + ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False).sign(key, hashes.SHA256())
    )
    certificate, secret = folder / f"{stem}.pem", folder / f"{stem}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return certificate, secret


class World:
    """An instance, nginx servers of every kind, and the names and load balancers that tests put before them."""

    def __init__(self, folder):
        self.folder = folder
        self.instance = Instance(folder, "--permit-egress", "127.0.0.0/8")
        self.elb, self.acm = self.instance.client("elbv2"), self.instance.client("acm")
        self.route53, self.tegata = self.instance.client("route53"), self.instance.tegata
        self.zone = self.instance.zone(ZONE)
        self.count = 0
        self.certificate = self.instance.issued(f"*.{ZONE}")
        self.servers()

    def servers(self):
        """nginx: each server on a port of its own."""
        folder = self.folder / "nginx"
        folder.mkdir()
        # From outside: ACM cannot place it there, so its owner exports it and installs it on the host.
        exportable = self.acm.request_certificate(
            DomainName=f"*.{ZONE}", ValidationMethod="DNS", KeyAlgorithm="EC_prime256v1", Options={"Export": "ENABLED"}
        )["CertificateArn"]
        self.instance.until_issued(exportable)
        self.exportable = exportable
        exported = self.acm.export_certificate(CertificateArn=exportable, Passphrase=b"a passphrase")
        (folder / "good.pem").write_text(exported["Certificate"] + exported["CertificateChain"])
        key = serialization.load_pem_private_key(exported["PrivateKey"].encode(), b"a passphrase")
        (folder / "good.key").write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        self_signed(folder, "own", f"self.{ZONE}")
        self_signed(folder, "expired", f"expired.{ZONE}", -10 * DAY, -DAY)
        self_signed(folder, "soon", f"soon.{ZONE}", -85 * DAY, 5 * DAY)
        kinds = {
            "plain": "", "own": "own", "expired": "expired", "soon": "soon", "old": "good ssl_protocols TLSv1.2",
            "client": "good ssl_verify_client on", "asks": "good ssl_verify_client on", "refuses": "good ssl_reject_handshake on",
        }
        # More servers with the good certificate, for what is declared of them differs.
        kinds |= dict.fromkeys(["good", "differs", "ancient", "older", "open", "unknown", "twelve", "hidden"], "good")
        self.ports = {kind: free_port() for kind in [*kinds, "nothing"]}
        # Behind load balancers they are reached at HOST, and by names at an address of their own.
        self.addresses = {kind: f"127.0.2.{index}" for index, kind in enumerate(self.ports, 1)}
        blocks = []
        for kind, words in kinds.items():
            stem, _, setting = words.partition(" ")
            ssl = "ssl" if stem else ""
            block = f"listen {HOST}:{self.ports[kind]} {ssl}; listen {self.addresses[kind]}:{self.ports[kind]} {ssl};"
            if stem:
                block += f" ssl_certificate {folder}/{stem}.pem; ssl_certificate_key {folder}/{stem}.key;"
            if setting:
                block += f" {setting};"
            if "client" in setting:
                block += f" ssl_client_certificate {folder}/own.pem;"
            blocks.append(f"server {{ {block} location / {{ return 200 '{kind}'; }} }}")
        (folder / "nginx.conf").write_text(f"""
            daemon off; pid {folder}/pid; error_log {folder}/error.log;
            events {{}}
            http {{
              access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
              uwsgi_temp_path {folder}; scgi_temp_path {folder};
              {chr(10).join(blocks)}
            }}""")
        self.nginx = subprocess.Popen([need("nginx"), "-c", folder / "nginx.conf", "-e", folder / "error.log"])
        until(lambda: (folder / "pid").exists(), what="nginx")

    def stop(self):
        self.nginx.terminate()
        self.nginx.wait()
        self.instance.stop()

    # What tests build.

    def name(self, stem):
        self.count += 1
        return f"{stem}.{ZONE}" if stem else f"n{self.count}.{ZONE}"

    def point(self, name, kind="A", values=(), alias=None):
        """A record set; an alias is of a load balancer or of a name."""
        made = {"Name": name, "Type": kind}
        if alias:
            made["AliasTarget"] = alias
        else:
            made |= {"TTL": 60, "ResourceRecords": [{"Value": value} for value in values]}
        self.route53.change_resource_record_sets(
            HostedZoneId=self.zone, ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": made}]})
        return name

    def balancer(self, *listeners, name="", kind="application"):
        """A load balancer with these listeners, and a name that is its alias; gives the name."""
        self.count += 1
        made = self.elb.create_load_balancer(Name=f"lb-{self.count}", Type=kind, Subnets=["subnet-1", "subnet-2"])
        made = made["LoadBalancers"][0]
        for listener in listeners:
            self.elb.create_listener(LoadBalancerArn=made["LoadBalancerArn"], Port=free_port(), **listener)
        alias = {"HostedZoneId": made["CanonicalHostedZoneId"], "DNSName": made["DNSName"], "EvaluateTargetHealth": False}
        return self.point(self.name(name), alias=alias)

    def https(self, group, certificate=None, policy=MODERN):
        return {"Protocol": "HTTPS", "SslPolicy": policy, "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}],
                "Certificates": [{"CertificateArn": certificate or self.certificate}]}

    def stream(self, group, protocol="TCP"):
        """A listener of a network load balancer."""
        tls = {"SslPolicy": MODERN, "Certificates": [{"CertificateArn": self.certificate}]} if protocol == "TLS" else {}
        return {"Protocol": protocol, "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}], **tls}

    def http(self, group=None, redirect=False):
        if redirect:
            redirected = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
            return {"Protocol": "HTTP", "DefaultActions": [{"Type": "redirect", "RedirectConfig": redirected}]}
        return {"Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}]}

    def group(self, *servers, protocol="HTTP", at=HOST):
        """A target group of servers by their kind."""
        self.count += 1
        matcher = {"Matcher": {"HttpCode": "200-499"}} if protocol in ("HTTP", "HTTPS") else {}
        arn = self.elb.create_target_group(
            Name=f"tg-{self.count}", Protocol=protocol, Port=80, TargetType="ip", VpcId="vpc-1",
            HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, UnhealthyThresholdCount=2, **matcher,
        )["TargetGroups"][0]["TargetGroupArn"]
        targets = [{"Id": at, "Port": self.ports[server]} for server in servers]
        if targets:
            self.elb.register_targets(TargetGroupArn=arn, Targets=targets)
        return arn

    def declare(self, server, kind="instance", protocol=None, certificate=None, *more, at=None, network="trusted", hop=None):
        """Declares a server of nginx, or something else at an address."""
        protocol = protocol or ("http" if server == "plain" else "https")
        certificate = certificate or ("outside" if protocol in ("https", "tls") else None)
        self.tegata(
            "placement", "declare", hop or server, "--at", at or f"{HOST}:{self.ports[server]}", "--kind", kind, "--protocol",
            protocol, "--network", network, *(["--certificate", certificate] if certificate else []), *more)

    def asked(self, command, name):
        """What `tegata placement` says; its status is 0 when nothing is wrong."""
        done = subprocess.run(
            [PROGRAM, "--output", "json", "placement", "--endpoint", self.instance.api, "--data", self.folder / "data",
             command, name], capture_output=True, text=True, timeout=120)
        assert done.stdout, done.stderr
        answer = json.loads(done.stdout)
        assert (done.returncode == 0) == (answer["Status"] == "GOOD") == (answer["Findings"] == []), answer
        return answer

    def codes(self, command, name):
        answer = self.asked(command, name)
        for finding in answer["Findings"]:
            assert finding["Cause"].endswith(".") and len(finding["NextStep"]) > 20 and finding["At"], finding
        return [finding["Code"] for finding in answer["Findings"]]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("placement"))
    yield made
    made.stop()


def direct(world, server, stem="", kind="instance", *more, certificate="outside", network="untrusted", protocol="https"):
    """A name whose A record is a server's address, at which nothing else is declared; gives the name."""
    world.count += 1
    address = f"127.0.1.{world.count}"
    world.declare(server, kind, protocol, certificate, *more, at=f"{address}:443", network=network, hop=f"direct-{world.count}")
    return world.point(world.name(stem), values=[address])


def test_each_row_ends_tls_where_the_table_says_and_walks(world):
    # At the addresses of HOST; P11 and P12 have one server each.
    world.declare("plain")
    world.declare("good", "container")
    ends = {
        "P1": (world.balancer(world.https(world.group("plain")), world.http(redirect=True)), ["ALB"]),
        "P2": (world.balancer(world.https(world.group("good", protocol="HTTPS"))), ["container"]),
    }
    for row, (name, expected) in ends.items():
        shown = world.tegata("placement", "show", name)
        assert shown["TlsEndsAt"] == expected, (row, shown)
        assert (world.codes("check", name), world.codes("walk", name)) == ([], []), row
    tls = {hop["Kind"]: hop["Tls"] for hop in shown["Hops"]}
    assert tls == {"NAME": "NOT_SERVED", "APPLICATION_LOAD_BALANCER": "ENDS_AND_BEGINS_AGAIN", "CONTAINER": "ENDS"}
    seen = world.asked("walk", ends["P2"][0])["Seen"]
    assert [it["Result"] for it in seen] == ["TLS", "TLS"] and seen[0]["Fingerprint"] == seen[0]["IntendedFingerprint"]
    assert [it["TrustedBy"] for it in seen] == ["INSTANCE", "INSTANCE"]

    # P3: the same server, as Lightsail.
    world.declare("good", "lightsail")
    p3 = world.balancer(world.https(world.group("good", protocol="HTTPS")))
    assert world.tegata("placement", "show", p3)["TlsEndsAt"] == ["Lightsail"]
    assert (world.codes("check", p3), world.codes("walk", p3)) == ([], [])

    # P4: a network load balancer that passes TLS through, and one that ends it and begins it again.
    world.declare("twelve", "container")
    passed = world.balancer(world.stream(world.group("twelve", protocol="TCP")), kind="network")
    ended = world.balancer(world.stream(world.group("twelve", protocol="TLS"), "TLS"), kind="network")
    for p4, role in [(passed, "PASSES_THROUGH"), (ended, "ENDS_AND_BEGINS_AGAIN")]:
        shown = world.tegata("placement", "show", p4)
        assert shown["TlsEndsAt"] == ["container"] and shown["Hops"][1]["Word"] == "NLB", shown
        assert shown["Hops"][1]["Tls"] == role
        assert (world.codes("check", p4), world.codes("walk", p4)) == ([], []), role

    # P11: the name leads to the instance itself. P12: to Lightsail, whose certificate is one of ACM's.
    p11 = direct(world, "good")
    p12 = direct(world, "hidden", "lightsail", "own", "--certificate-arn", world.exportable)
    for name, expected in [(p11, "instance"), (p12, "Lightsail")]:
        assert world.tegata("placement", "show", name)["TlsEndsAt"] == [expected]
        assert (world.codes("check", name), world.codes("walk", name)) == ([], []), expected

    listed = {it["DomainName"]: it for it in world.tegata("placement", "list", "--zone", ZONE)["Placements"]}
    assert listed[ends["P1"][0]]["TlsEndsAt"] == ["ALB"] and listed[ends["P1"][0]]["FindingCount"] == 0
    assert listed[ends["P1"][0]]["HopCount"] == 3


def alone(world, host, *more, kind="instance", certificate="outside", protocol="https", port=443, stem=""):
    """A declared hop on an untrusted network, and a name that leads to it; gives the name."""
    world.count += 1
    world.declare("", kind, protocol, certificate, *more, at=f"{host}:{port}", network="untrusted", hop=f"alone-{world.count}")
    return world.point(world.name(stem), values=[host])


def direct(world, server, kind="instance", certificate="outside", *more, **rest):
    """A server of nginx that a name leads to."""
    return alone(world, world.addresses[server], *more, kind=kind, certificate=certificate, port=world.ports[server], **rest)


def behind(world, server, *more, protocol="HTTPS", network="trusted", **listener):
    """A server of nginx behind a load balancer, declared as it was said; gives the name."""
    world.declare(server, "instance", "http" if server == "plain" else "https", None, *more, network=network)
    return world.balancer(world.https(world.group(server, protocol=protocol), **listener))


def nowhere(world):
    """An alias of a load balancer that is deleted."""
    name = world.balancer()
    gone = world.elb.describe_load_balancers(Names=[f"lb-{world.count - 1}"])["LoadBalancers"][0]
    world.elb.delete_load_balancer(LoadBalancerArn=gone["LoadBalancerArn"])
    return name


def circle(world):
    first, second = world.name(""), world.name("")
    world.point(first, "CNAME", [second])
    return world.point(second, "CNAME", [first])


def pending(world):
    """A certificate for a name that cannot be proven here."""
    arn = world.acm.request_certificate(DomainName="w.elsewhere.example", ValidationMethod="DNS")["CertificateArn"]
    return alone(world, "127.0.3.1", "--certificate-arn", arn, "--server-name", "w.elsewhere.example", kind="lightsail",
                 certificate="own")


def revoked(world):
    arn = world.acm.request_certificate(
        DomainName=f"r.{ZONE}", ValidationMethod="DNS", Options={"Export": "ENABLED"})["CertificateArn"]
    world.instance.until_issued(arn)
    world.acm.export_certificate(CertificateArn=arn, Passphrase=b"a passphrase")
    world.acm.revoke_certificate(CertificateArn=arn, RevocationReason="SUPERSEDED")
    return alone(world, "127.0.3.2", "--certificate-arn", arn, kind="lightsail", certificate="own", stem="r")


def elsewhere(world):
    """A CDN's certificate in a region that it cannot use."""
    acm = world.instance.client("acm", region_name="eu-west-1")
    arn = acm.request_certificate(DomainName=f"*.{ZONE}", ValidationMethod="DNS")["CertificateArn"]
    until(lambda: acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "ISSUED", what="the certificate")
    return alone(world, "127.0.3.3", "--certificate-arn", arn, kind="cdn", certificate="own")


def imported(world):
    folder = world.folder / "nginx"
    arn = world.acm.import_certificate(
        Certificate=(folder / "soon.pem").read_bytes(), PrivateKey=(folder / "soon.key").read_bytes())["CertificateArn"]
    return world.balancer(world.https(world.group("plain"), arn), name="soon")


def unhealthy(world):
    name = behind(world, "nothing")
    until(lambda: "target-unhealthy" in world.codes("check", name), what="the health check")
    return name


MISSING = "00000000-0000-4000-8000-000000000000"

# What is seeded, and which faults a check then finds.
CHECKED = [
    (lambda w: w.name(""), ["no-record"]),
    (lambda w: "www.elsewhere.example", ["no-record"]),
    (nowhere, ["alias-to-nothing"]),
    (lambda w: w.point(w.name(""), values=["203.0.113.9"]), ["record-points-elsewhere"]),
    (circle, ["path-loop"]),
    (lambda w: alone(w, "127.0.3.4", "--forwards-to", "nobody"), ["forwards-to-nothing"]),
    (lambda w: w.balancer(), ["no-listener"]),
    (lambda w: w.balancer(w.http(w.group("plain"))), ["no-tls-listener"]),
    (lambda w: w.balancer(w.https(w.group("plain")), w.http(w.group("plain"))), ["http-not-redirected"]),
    (lambda w: w.balancer(w.https(w.group())), ["no-targets"]),
    (lambda w: w.balancer(w.https(w.group("unknown", protocol="HTTPS"))), ["undeclared-hop"]),
    (unhealthy, ["target-unhealthy"]),
    (lambda w: alone(w, "127.0.3.5", "--certificate-arn", w.certificate[:-36] + MISSING), ["certificate-missing"]),
    (pending, ["certificate-not-issued"]),
    (imported, ["certificate-expires-soon"]),
    (revoked, ["certificate-revoked"]),
    (elsewhere, ["certificate-of-another-region"]),
    (lambda w: w.balancer(w.https(w.group("plain")), name="two.labels"), ["certificate-not-for-name"]),
    (lambda w: alone(w, "127.0.3.6", "--certificate-arn", w.certificate, certificate="own"), ["own-certificate-not-possible"]),
    (lambda w: alone(w, "127.0.3.7", certificate=None, protocol="http"), ["plain-text"]),
    (lambda w: behind(w, "differs", protocol="HTTP"), ["protocol-differs"]),
    (lambda w: behind(w, "ancient", "--tls", "1.1"), ["old-tls-versions", "older-tls-than-before", "no-common-tls-version"]),
    (lambda w: behind(w, "older", "--tls", "1.2", policy="ELBSecurityPolicy-TLS13-1-3-2021-06"), ["older-tls-than-before"]),
    (lambda w: w.balancer(w.https(w.group("plain"), policy="ELBSecurityPolicy-2016-08")), ["old-tls-versions"]),
    (lambda w: behind(w, "client", "--client-certificate"), ["client-certificate-missing"]),
    (lambda w: behind(w, "open", network="untrusted"), ["certificate-not-verified"]),
    (lambda w: w.balancer(w.stream(w.group("plain", protocol="TCP")), kind="network"), ["plain-text"]),
    (lambda w: w.balancer(w.stream(w.group("twelve", protocol="TCP"), "TLS"), kind="network"), ["protocol-differs"]),
]

# What is seeded, and which faults a walk then finds.
WALKED = [
    (lambda w: alone(w, "127.0.3.8"), ["unreachable"]),
    (lambda w: alone(w, "10.255.255.1"), ["not-permitted"]),
    (lambda w: direct(w, "refuses"), ["handshake-failed"]),
    (lambda w: direct(w, "plain"), ["plain-text-served"]),
    (lambda w: direct(w, "unknown", "instance", None, protocol="http"), ["tls-served"]),
    (lambda w: direct(w, "twelve", "lightsail", "own", "--certificate-arn", w.certificate), ["other-certificate-served"]),
    (lambda w: behind(w, "own"), ["served-not-for-name"]),
    (lambda w: behind(w, "expired", "--server-name", f"expired.{ZONE}"), ["served-not-valid"]),
    (lambda w: behind(w, "soon", "--server-name", f"soon.{ZONE}"), ["served-expires-soon"]),
    (lambda w: direct(w, "own", "instance", "outside", "--server-name", f"self.{ZONE}"), ["served-not-trusted"]),
    (lambda w: behind(w, "asks"), ["client-certificate-asked"]),
    (lambda w: behind(w, "old", "--tls", "1.3"), ["other-tls-version-served"]),
]


def test_each_seeded_fault_is_found_with_its_cause_and_next_step(world):
    world.declare("plain")
    for seeded, (seed, expected) in enumerate(CHECKED):
        assert world.codes("check", seed(world)) == expected, seeded


def test_a_walk_finds_what_is_served_otherwise_than_intended(world):
    for seeded, (seed, expected) in enumerate(WALKED):
        assert world.codes("walk", seed(world)) == expected, seeded


def test_declarations_are_listed_replaced_and_taken_back(world):
    world.declare("plain", hop="listed", at="192.0.2.1:80")
    world.declare("plain", "database", "postgresql", "outside", hop="listed", at="db.example:5432", network="untrusted")
    hop = next(it for it in world.tegata("placement", "hops")["Hops"] if it["Name"] == "listed")
    assert (hop["Kind"], hop["Host"], hop["Port"], hop["Network"]) == ("DATABASE", "db.example", 5432, "UNTRUSTED")
    world.tegata("placement", "undeclare", "listed")
    assert "no declared hop listed" in world.tegata("placement", "undeclare", "listed", fails=True)
    refused = world.tegata(
        "placement", "declare", "x", "--at", "192.0.2.1:80", "--kind", "instance", "--protocol", "https", fails=True)
    assert "needs a certificate" in refused


def test_a_picture_is_drawn_for_a_slide(world):
    """Five hops with long names and faults at them, as chromium shows them."""
    long = "-".join(["billing-and-invoices"] * 2)
    world.declare("plain", "database", "postgresql", None, hop="orders-database", at="10.20.30.40:5432", network="untrusted")
    world.declare("", "container", "http", None, "--forwards-to", "orders-database", at="10.20.30.41:8080",
                  hop="api-container", network="untrusted")
    world.declare("twelve", "instance", "https", "outside", "--forwards-to", "api-container", "--tls", "1.2", "--tls", "1.3",
                  hop="a-reverse-proxy-with-quite-a-long-name-1")
    group = world.group("twelve", protocol="HTTPS")
    name = world.balancer(world.https(group), world.http(redirect=True), name=f"{long}.customers-of-the-north")
    folder = Path(os.environ.get("TEGATA_ARTEFACTS", Path(__file__).parents[2] / "target/artefacts"))
    folder.mkdir(parents=True, exist_ok=True)
    world.tegata("placement", "draw", name, "--svg", folder / "placement.svg")
    text = world.tegata("placement", "draw", name)["Text"]
    assert text.startswith("TLS ends at: instance") and "! plain-text: " in text and "└─ POSTGRESQL (untrusted) → " in text
    shot = folder / "placement.png"
    shot.unlink(missing_ok=True)
    subprocess.run(
        [need("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         f"--user-data-dir={world.folder}/browser", "--window-size=1800,900", f"--screenshot={shot}",
         (folder / "placement.svg").as_uri()], check=True, capture_output=True, timeout=120)
    assert shot.read_bytes().startswith(b"\x89PNG") and shot.stat().st_size > 20_000
