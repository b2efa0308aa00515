"""The DNS, beside and behind BIND: our name server answers as it does, and proofs are looked up at its servers."""

import socket
import subprocess

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import pytest

from conftest import free_port, need, until

RECORDS = [
    ("example.com.", "MX", ["10 mail.example.com.", "20 mail2.example.com."]),
    ("example.com.", "TXT", ['"v=spf1 -all"', '"two" "parts"']),
    ("example.com.", "CAA", ['0 issue "ca.example.net"']),
    ("www.example.com.", "A", ["192.0.2.1", "192.0.2.2"]),
    ("www.example.com.", "AAAA", ["2001:db8::1"]),
    ("alias.example.com.", "CNAME", ["www.example.com."]),
    ("chain.example.com.", "CNAME", ["alias.example.com."]),
    ("away.example.com.", "CNAME", ["www.example.org."]),
    ("dangling.example.com.", "CNAME", ["nothing.example.com."]),
    ("*.wild.example.com.", "A", ["192.0.2.9"]),
    ("*.wild.example.com.", "TXT", ['"wild"']),
    ("there.wild.example.com.", "A", ["192.0.2.10"]),
    ("*.walias.example.com.", "CNAME", ["www.example.com."]),
    ("a.b.c.example.com.", "A", ["192.0.2.3"]),
    ("sub.example.com.", "NS", ["ns.sub.example.com.", "ns.elsewhere.example."]),
    ("_sip._tcp.example.com.", "SRV", ["1 2 5060 www.example.com."]),
    ("large.example.com.", "TXT", [f'"{number:03d}{"x" * 200}"' for number in range(12)]),
]

QUESTIONS = [
    *[("example.com.", kind) for kind in ["SOA", "NS", "MX", "TXT", "CAA", "A"]],
    *[("www.example.com.", kind) for kind in ["A", "AAAA", "TXT"]],
    ("WwW.eXample.COM.", "A"),
    ("alias.example.com.", "A"),
    ("alias.example.com.", "CNAME"),
    ("alias.example.com.", "TXT"),
    ("chain.example.com.", "A"),
    ("away.example.com.", "A"),
    ("dangling.example.com.", "A"),
    ("x.wild.example.com.", "A"),
    ("x.y.wild.example.com.", "TXT"),
    ("x.wild.example.com.", "MX"),
    ("there.wild.example.com.", "A"),
    ("there.wild.example.com.", "TXT"),
    ("x.there.wild.example.com.", "A"),
    ("wild.example.com.", "A"),
    ("x.walias.example.com.", "AAAA"),
    ("b.c.example.com.", "A"),
    ("z.b.c.example.com.", "A"),
    ("nothing.example.com.", "A"),
    ("_sip._tcp.example.com.", "SRV"),
    ("large.example.com.", "TXT"),
]


class NameServer:
    """A name server of somebody else's, on an address and port of its own."""

    def __init__(self, folder, address, port, zones):
        self.address, self.port = address, port
        folder.mkdir()
        for name, text in zones.items():
            (folder / f"zone-{name}").write_text(text)
        self.log = open(folder / "log", "wb")
        self.process = subprocess.Popen(
            self.command(folder, address, port, zones), stdout=self.log, stderr=self.log
        )

        def answers():
            assert self.process.poll() is None, (folder / "log").read_text()
            try:
                return ask(address, port, next(iter(zones)) or ".", "SOA")
            except (dns.exception.Timeout, OSError):
                return None

        until(answers, what=type(self).__name__)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


class Bind(NameServer):
    """BIND, which opens on addresses that an interface has alone."""

    def command(self, folder, address, port, zones):
        listed = "\n".join(
            f'zone "{name or "."}" {{ type primary; file "{folder}/zone-{name}"; }};' for name in zones
        )
        (folder / "named.conf").write_text(
            f"""options {{
                directory "{folder}"; pid-file none; session-keyfile none; recursion no; minimal-responses no;
                listen-on port {port} {{ {address}; }}; listen-on-v6 {{ none; }}; dnssec-validation no;
                notify no; allow-transfer {{ none; }};
            }};
            controls {{ }};
            {listed}
            """
        )
        return [need("named"), "-g", "-c", folder / "named.conf"]


class Knot(NameServer):
    """Knot, which opens on every address of loopback."""

    def command(self, folder, address, port, zones):
        lines = ["server:", f"  listen: {address}@{port}", f"  rundir: {folder}", "  udp-workers: 1", "  tcp-workers: 1"]
        lines += ["database:", f"  storage: {folder}/database", "template:", "  - id: default"]
        lines += ["    zonefile-sync: -1", "    journal-content: none", "zone:"]
        for name in zones:
            lines += [f"  - domain: {name or '.'}", f"    file: {folder}/zone-{name}"]
        (folder / "knot.conf").write_text("\n".join(lines) + "\n")
        return [need("knotd"), "-c", folder / "knot.conf"]


@pytest.fixture
def serve(tmp_path):
    started = []

    def begin(kind, address, port, zones):
        server = kind(tmp_path / f"server-{len(started)}", address, port, zones)
        started.append(server)
        return server

    yield begin
    for server in started:
        server.stop()


def ask(address, port, name, kind, payload=1232, tcp=False):
    query = dns.message.make_query(name, kind, use_edns=0, payload=payload)
    query.flags &= ~dns.flags.RD
    how = dns.query.tcp if tcp else dns.query.udp
    return how(query, address, port=port, timeout=3)


def section(rrsets):
    return sorted((rrset.name.to_text().lower(), rrset.ttl, dns.rdatatype.to_text(rrset.rdtype), sorted(
        rdata.to_text() for rdata in rrset)) for rrset in rrsets)


def test_our_name_server_answers_as_bind_does(instance, serve):
    zone = instance.zone("example.com")
    route53 = instance.client("route53")
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": name,
                "Type": kind,
                "TTL": 300,
                "ResourceRecords": [{"Value": value} for value in values],
            },
        }
        for name, kind, values in RECORDS
    ]
    made = route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})
    until(lambda: route53.get_change(Id=made["ChangeInfo"]["Id"])["ChangeInfo"]["Status"] == "INSYNC")
    text = ""
    for record_set in route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]:
        for record in record_set["ResourceRecords"]:
            name = record_set["Name"].replace("\\052", "*")
            value = record["Value"]
            if record_set["Type"] == "SOA":
                # What is listed has the serial that the zone was made with; what is served counts changes.
                served = ask(instance.dns_host, int(instance.dns_port), "example.com.", "SOA")
                value = served.answer[0][0].to_text()
            text += f"{name} {record_set['TTL']} IN {record_set['Type']} {value}\n"
    oracle = serve(Bind, "127.0.0.1", free_port(), {"example.com": text})
    ours = (instance.dns_host, int(instance.dns_port))
    for name, kind in QUESTIONS:
        for more in [{}, {"tcp": True}]:
            expected = ask(oracle.address, oracle.port, name, kind, **more)
            found = ask(*ours, name, kind, **more)
            about = f"{name} {kind} {more}\n--- BIND\n{expected}\n--- ours\n{found}"
            assert found.rcode() == expected.rcode(), about
            for flag in [dns.flags.AA, dns.flags.TC, dns.flags.QR]:
                assert bool(found.flags & flag) == bool(expected.flags & flag), about
            assert section(found.answer) == section(expected.answer), about
            if not expected.answer or expected.rcode() != dns.rcode.NOERROR:
                # BIND adds the zone's NS record set to positive answers; for negative ones the SOA must be the same.
                assert section(found.authority) == section(expected.authority), about
    # A referral: no answer, not authoritative, the delegation's NS record set.
    expected, found = (ask(*of, "x.sub.example.com.", "A") for of in [(oracle.address, oracle.port), ours])
    assert found.rcode() == dns.rcode.NOERROR and not found.flags & dns.flags.AA and not found.answer
    assert section(found.authority) == section(expected.authority)
    # What is not ours is refused.
    assert ask(*ours, "example.net.", "A").rcode() == dns.rcode.REFUSED
    # Small payloads are kept to.
    small = ask(*ours, "large.example.com.", "TXT", payload=512)
    assert small.flags & dns.flags.TC and len(small.to_wire()) <= 512


def test_a_flood_is_not_amplified_and_turns_no_honest_client_away(instance):
    instance.zone("example.com")
    query = dns.message.make_query("example.com.", "SOA", use_edns=0, payload=1232)
    wire = query.to_wire()
    answers = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flood:
        flood.connect((instance.dns_host, int(instance.dns_port)))
        for _ in range(20):
            for _ in range(100):
                flood.send(wire)
            flood.settimeout(0.02)
            try:
                while len(answers) < 10_000:
                    answers.append(flood.recv(4096))
            except TimeoutError:
                pass
    read = [dns.message.from_wire(answer) for answer in answers]
    cut = [message for message in read if message.flags & dns.flags.TC]
    whole = [message for message in read if message.answer]
    assert len(cut) + len(whole) == len(read) < 1_900, "some are dropped"
    assert cut and all(not message.answer for message in cut)
    assert all(len(answer) <= len(wire) for answer in answers if answer[2] & 2), "what is cut amplifies nothing"
    # dig comes back by TCP or with the cookie that it is given.
    for options in [["+nocookie"], ["+cookie"], ["+cookie"]]:
        assert instance.dig("example.com.", "SOA", "+tries=5", "+time=1", *options)


def test_proofs_are_looked_up_from_the_root_down_at_servers_of_others(start, serve):
    port = free_port()
    soa = "ns.{} hostmaster.{} 1 60 60 60 0"

    def zone(apex, lines):
        return f"$TTL 0\n{apex}. IN SOA {soa.format(apex + '.', apex + '.')}\n" + "\n".join(lines) + "\n"

    root = "$TTL 0\n. IN SOA ns. hostmaster. 1 60 60 60 0\n. IN NS ns.\nns. IN A 127.0.0.2\n"
    root += "test. IN NS ns.test.\nns.test. IN A 127.0.0.3\n"
    serve(Knot, "127.0.0.2", port, {"": root})
    delegations = [
        f"{name}.test. IN NS ns.{name}.test.\nns.{name}.test. IN A 127.0.0.4"
        for name in ["good", "bad", "forbidden", "shop"]
    ]
    serve(Knot, "127.0.0.3", port, {"test": zone("test", ["test. IN NS ns.test.", "ns.test. IN A 127.0.0.3", *delegations])})
    instance = start("--dns-hint", f"127.0.0.2:{port}")
    acm = instance.client("acm")
    asked = {}
    for name in ["www.good.test", "www.bad.test", "www.forbidden.test", "*.shop.test"]:
        arn = acm.request_certificate(DomainName=name, ValidationMethod="DNS", KeyAlgorithm="EC_prime256v1")
        asked[name] = arn["CertificateArn"]

    def record(name):
        found = acm.describe_certificate(CertificateArn=asked[name])["Certificate"]
        return found["DomainValidationOptions"][0]["ResourceRecord"]

    def proof(name):
        return f"{record(name)['Name']} IN CNAME {record(name)['Value']}"

    def of(apex, *lines):
        return zone(apex, [f"{apex}. IN NS ns.{apex}.", f"ns.{apex}. IN A 127.0.0.4", *lines])

    serve(
        Knot,
        "127.0.0.4",
        port,
        {
            "good.test": of("good.test", proof("www.good.test"), 'good.test. IN CAA 0 issue "amazon.com"'),
            "bad.test": of("bad.test", f"{record('www.bad.test')['Name']} IN CNAME _other.acm-validations.aws."),
            "forbidden.test": of(
                "forbidden.test", proof("www.forbidden.test"), 'forbidden.test. IN CAA 0 issue "other.example"'
            ),
            # A wildcard's proof behind a further CNAME, and CAA that lets wildcards be issued alone.
            "shop.test": of(
                "shop.test",
                f"{record('*.shop.test')['Name']} IN CNAME delegated.good.test.",
                'shop.test. IN CAA 0 issue ";"',
                'shop.test. IN CAA 0 issuewild "amazontrust.com"',
            ),
        },
    )
    instance.until_issued(asked["www.good.test"])

    def failed():
        found = acm.describe_certificate(CertificateArn=asked["www.forbidden.test"])["Certificate"]
        return found if found["Status"] != "PENDING_VALIDATION" else None

    found = until(failed)
    assert (found["Status"], found["FailureReason"]) == ("FAILED", "CAA_ERROR")

    def explained():
        told = instance.tegata("certificate", "explain", asked["www.bad.test"])
        seen = [it for it in told["Names"][0]["Evidence"] if "_other.acm-validations.aws" in it["Found"]]
        return seen[-1] if seen else None

    seen = until(explained)
    assert any("127.0.0.2" in step for step in seen["Steps"]) and any("127.0.0.4" in step for step in seen["Steps"])
    status = acm.describe_certificate(CertificateArn=asked["www.bad.test"])["Certificate"]["Status"]
    assert status == "PENDING_VALIDATION"
