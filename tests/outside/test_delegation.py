"""Delegations of hosted zones, looked up from the root down among name servers of others, with each fault seeded."""

import json
import subprocess

import pytest
from conftest import PROGRAM, free_port, until
from test_dns import Knot, serve  # noqa: F401

ROOT, TLD, OTHER, OURS, NOBODY = (f"127.0.0.{last}" for last in (2, 3, 4, 5, 6))
NAMES = ["ns1.dns.test.", "ns2.dns.test."]


def zone_text(apex, *lines):
    return f"$TTL 60\n{apex}. IN SOA ns.{apex}. hostmaster.{apex}. 1 60 60 60 0\n" + "\n".join(lines) + "\n"


def ns(apex, *servers):
    return "\n".join(f"{apex}. IN NS {server}" for server in servers)


@pytest.fixture
def world(start, serve):  # noqa: F811
    port = free_port()
    root = f"$TTL 60\n. IN SOA ns. hostmaster. 1 60 60 60 0\n. IN NS ns.\nns. IN A {ROOT}\n"
    root += f"test. IN NS ns.test.\nns.test. IN A {TLD}\n"
    serve(Knot, ROOT, port, {"": root})
    tld = zone_text(
        "test", "test. IN NS ns.test.", f"ns.test. IN A {TLD}", f"ns1.dns.test. IN A {OURS}", f"ns2.dns.test. IN A {OURS}",
        f"old.registrar.test. IN A {OTHER}", f"lame.dns.test. IN A {OTHER}", f"silent.dns.test. IN A {NOBODY}",
        *[ns(f"{name}.test", *NAMES) for name in ("done", "signed")],
        ns("differs.test", NAMES[0], "old.registrar.test."),
        ns("lame.test", NAMES[0], "lame.dns.test."),
        ns("broken.test", "lame.dns.test."),
        ns("silent.test", NAMES[0], "silent.dns.test."),
        ns("addressless.test", NAMES[0], "nowhere.dns.test."),
        ns("inside.test", "ns.inside.test."),
        ns("moved.test", "ns.moved.test."), f"ns.moved.test. IN A {OURS}",
        ns("copy.test", NAMES[0], "old.registrar.test."),
        ns("dead.test", "ns.dead.test."), f"ns.dead.test. IN A {NOBODY}",
        "signed.test. IN DS 60485 13 2 " + "AB" * 32,
        'bare.test. IN TXT "no delegation"',
    )
    serve(Knot, TLD, port, {"test": tld})
    serve(Knot, OTHER, port, {
        name: zone_text(name, ns(name, "old.registrar.test.")) for name in ("differs.test", "copy.test")
    })
    return start("--dns", f"{OURS}:{port}", "--dns-hint", f"{ROOT}:{port}", *[
        it for name in NAMES for it in ("--name-server", name.rstrip("."))])


def put(instance, zone, name, kind, *values):
    records = [{"Value": value} for value in values]
    change = {"Action": "UPSERT", "ResourceRecordSet": {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": records}}
    route53 = instance.client("route53")
    made = route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})
    until(lambda: route53.get_change(Id=made["ChangeInfo"]["Id"])["ChangeInfo"]["Status"] == "INSYNC", what="the change")


def delegation(instance, name):
    """What the command says of a zone; its status is 0 once nothing is wrong."""
    done = subprocess.run(
        [PROGRAM, "--output", "json", "zone", "--endpoint", instance.api, "--data", instance.folder / "data",
         "delegation", name],
        capture_output=True, text=True, timeout=120)
    assert done.stdout, done.stderr
    answer = json.loads(done.stdout)
    assert (done.returncode == 0) == (answer["Status"] == "DELEGATED") == (answer["Findings"] == []), answer
    return answer


def test_each_fault_of_a_delegation_is_named_with_its_hop_and_what_to_do(world):
    servers = {
        "done": NAMES, "signed": NAMES, "differs": NAMES, "unknown": NAMES, "bare": NAMES,
        "lame": [NAMES[0], "lame.dns.test."],
        "silent": [NAMES[0], "silent.dns.test."],
        "addressless": [NAMES[0], "nowhere.dns.test."],
        "copy": [NAMES[0], "old.registrar.test."],
        "inside": ["ns.inside.test."], "moved": ["ns.moved.test."],
    }
    for name, of in servers.items():
        zone = world.zone(f"{name}.test")
        if of != NAMES:
            put(world, zone, f"{name}.test", "NS", *of)
        if name == "inside":
            put(world, zone, "ns.inside.test", "A", OURS)
        if name == "moved":
            put(world, zone, "ns.moved.test", "A", "127.0.0.7")
    world.zone("deep.dead.test")
    for name, expected in {
        "done.test": [],
        "differs.test": [("servers-differ", "test.", "ns2.dns.test."), ("old-servers-answer", "old.registrar.test.", "delete")],
        "unknown.test": [("unknown-at-parent", "test.", "registrar")],
        "bare.test": [("not-delegated", "test.", "Enter the name servers")],
        "lame.test": [("server-lame", "lame.dns.test.", OTHER)],
        "silent.test": [("server-silent", "silent.dns.test.", "port 53")],
        "addressless.test": [("server-without-address", "nowhere.dns.test.", "A or AAAA")],
        "inside.test": [("glue-missing", "test.", OURS)],
        "moved.test": [("glue-differs", "test.", "127.0.0.7")],
        "copy.test": [("other-zone", "old.registrar.test.", "lead to this instance")],
        "signed.test": [("ds-without-signature", "test.", "Delete the DS record")],
        "deep.dead.test": [("zone-unanswered", "dead.test.", "dead.test.")],
    }.items():
        answer = delegation(world, name)
        found = answer["Findings"]
        assert [(it["Code"], it["At"]) for it in found] == [(code, at) for code, at, _ in expected], (name, found)
        for finding, (_, _, advice) in zip(found, expected):
            assert advice in finding["NextStep"] and finding["Cause"].endswith("."), (name, finding)
        assert answer["Way"][0] == "."
    assert [it["Name"] for it in delegation(world, "done.test")["NameServers"]] == NAMES
    assert delegation(world, "inside.test")["NameServers"] == [{"Name": "ns.inside.test.", "Addresses": [OURS]}]
    assert "no hosted zone" in world.tegata("zone", "delegation", "elsewhere.test", fails=True)


def test_a_proof_that_fails_for_its_delegation_says_so(world):
    arn = world.client("acm").request_certificate(DomainName="www.broken.test", ValidationMethod="DNS")["CertificateArn"]

    def explained():
        name = world.tegata("certificate", "explain", arn)["Names"][0]
        return name if name.get("Delegation") else None

    name = until(explained, what="a look-up")
    assert [(it["Code"], it["At"]) for it in name["Delegation"]] == [("server-lame", "lame.dns.test.")]
    assert "lame.dns.test." in name["Evidence"][-1]["Advice"]


def test_behind_forwarders_and_without_a_root_it_says_why_nothing_is_seen(start):
    forwarded = start("--dns-forwarder", "192.0.2.1")
    forwarded.zone("some.test")
    assert [it["Code"] for it in delegation(forwarded, "some.test")["Findings"]] == ["forwarded"]
    rootless = start("--dns-hint", "127.0.0.9:9")
    rootless.zone("some.test")
    assert [(it["Code"], it["At"]) for it in delegation(rootless, "some.test")["Findings"]] == [("zone-unanswered", ".")]
