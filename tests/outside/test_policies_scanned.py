"""Every security policy as nmap and openssl see it: what it names is accepted, and nothing else is."""

import subprocess
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import Instance, free_port, need
from test_edge import balancer, saying

NAME = "www.policies.example"

VERSIONS = {"TLSv1": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}

# The groups of each family of policies (s2n-tls has ELB's own lists); the first part that is in the name decides.
# OpenSSL 3.0 knows no hybrid groups.
OLD = {"P-256", "P-384"}
NIST = OLD | {"P-521"}
GROUPS = {
    "CNSA2-INTEROP3": NIST, "RFC9151-INTEROP": NIST, "CNSA2": {"P-384"}, "RFC9151": {"P-384"}, "FIPS": NIST,
    "TLS13": NIST | {"X25519"}, "FS-1-2-Res-2020-10": NIST, "": OLD}
ALL_GROUPS = [*sorted(NIST), "X25519", "X448"]


class Scanned:
    """A listener for each policy, with a certificate of each kind, and what nmap says of it."""

    def __init__(self, instance):
        instance.zone("policies.example")
        elb = instance.client("elbv2")
        self.policies = {policy["Name"]: policy for policy in elb.describe_ssl_policies()["SslPolicies"]}
        # The strictest take no key on P-256.
        certificates = [instance.issued(NAME, key=key) for key in ("EC_secp384r1", "RSA_2048")]
        on, self.ports = balancer(elb, "policies"), {}
        for name in self.policies:
            self.ports[name] = free_port()
            listener = elb.create_listener(
                LoadBalancerArn=on, Protocol="HTTPS", Port=self.ports[name], SslPolicy=name,
                DefaultActions=[saying(name)], Certificates=[{"CertificateArn": certificates[0]}])
            elb.add_listener_certificates(
                ListenerArn=listener["Listeners"][0]["ListenerArn"],
                Certificates=[{"CertificateArn": certificates[1]}])
        self.suites = self.nmap()

    def nmap(self):
        """The suites that nmap finds, by port and version, by their names at IANA."""
        done = subprocess.run(
            [need("nmap"), "-Pn", "-n", "-p", ",".join(map(str, self.ports.values())), "127.0.0.1", "-oX", "-"]
            + ["--script", "ssl-enum-ciphers", "--script-args", f"tls.servername={NAME}"],
            capture_output=True, text=True, timeout=600, check=True)
        found = {}
        for port in ElementTree.fromstring(done.stdout).iter("port"):
            versions = found.setdefault(int(port.get("portid")), {})
            for table in port.iterfind("script/table"):
                names = table.iterfind("table[@key='ciphers']/table/elem[@key='name']")
                versions[table.get("key").replace("TLSv1.0", "TLSv1")] = {name.text for name in names}
        return found

    def handshake(self, name, *how):
        """Whether openssl comes to an agreement with a policy's listener."""
        done = subprocess.run(
            [need("openssl"), "s_client", "-brief", "-connect", f"127.0.0.1:{self.ports[name]}", "-servername", NAME]
            + list(how), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        assert "Error with command" not in done.stderr, done.stderr
        return "CONNECTION ESTABLISHED" in done.stderr


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("policies"))
    try:
        yield Scanned(instance)
    finally:
        instance.stop()


@pytest.fixture(scope="module")
def iana():
    """OpenSSL's names of suites by IANA's."""
    listed = subprocess.run(
        [need("openssl"), "ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], capture_output=True, text=True)
    names = dict(line.split()[0:3:2] for line in listed.stdout.splitlines())
    # Not in OpenSSL as it is built today.
    return {**names, "TLS_RSA_WITH_3DES_EDE_CBC_SHA": "DES-CBC3-SHA"}


def expected(policy, version):
    """The suites that a version must have under a policy, and those that it may have, by OpenSSL's names."""
    if version not in policy["SslProtocols"]:
        return set(), set()
    names = {cipher["Name"] for cipher in policy["Ciphers"]}
    new = {name for name in names if name.startswith("TLS_")}
    if version == "TLSv1.3":
        return new, new
    old = names - new
    # SHA-2 and GCM came with TLS 1.2 (RFC 5246, RFC 5288). s2n-tls, and so ELB, agrees on them under an older version with a
    # client that offers nothing else. OpenSSL and browsers do not offer them there; nmap does.
    return (old if version == "TLSv1.2" else {name for name in old if name.endswith("-SHA")}), old


def test_each_policy_has_its_suites_and_no_others(scanned, iana):
    assert len(scanned.policies) >= 47
    wrong = {}
    for name, policy in scanned.policies.items():
        found = scanned.suites[scanned.ports[name]]
        for version in ("SSLv3", *VERSIONS):
            # nmap has its own names for those of TLS 1.3.
            seen = {suite.replace("TLS_AKE_WITH_", "TLS_") for suite in found.get(version, set())}
            seen = {iana.get(suite, suite) for suite in seen}
            must, may = expected(policy, version)
            if not must <= seen <= may:
                wrong[name, version] = {"missing": must - seen, "too many": seen - may}
    assert not wrong


def test_each_policy_has_its_groups_and_no_others(scanned):
    cases = [
        (name, version, group)
        for name, policy in scanned.policies.items()
        for version in ("TLSv1.2", "TLSv1.3") if version in policy["SslProtocols"]
        for group in ALL_GROUPS]

    def is_right(case):
        name, version, group = case
        known = next(groups for part, groups in GROUPS.items() if part in name)
        # The key exchange has to be by a group. OpenSSL minds the curve of an ECDSA key too, so it gets the key of RSA.
        how = ["-groups", group, "-cipher", "ECDHE+aRSA:@SECLEVEL=0"]
        return scanned.handshake(name, VERSIONS[version], *how) == (group in known)

    # s2n-tls lets a client that it refuses wait for some seconds.
    with ThreadPoolExecutor(48) as pool:
        wrong = [case for case, right in zip(cases, pool.map(is_right, cases)) if not right]
    assert not wrong


def test_early_data_stays_off(scanned, tmp_path):
    """RFC 8446 §4.2.10; RFC 8470."""
    name, session, early = "ELBSecurityPolicy-TLS13-1-3-2021-06", tmp_path / "session", tmp_path / "early"
    early.write_text(f"GET / HTTP/1.1\r\nHost: {NAME}\r\n\r\n")
    command = [need("openssl"), "s_client", "-connect", f"127.0.0.1:{scanned.ports[name]}", "-servername", NAME]
    request = f"GET / HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n"

    def ask(*how):
        done = subprocess.run(
            [*command, "-tls1_3", "-ign_eof", *map(str, how)], input=request, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    assert "Max Early Data: 0" in ask("-sess_out", session)
    said = ask("-sess_in", session, "-early_data", early)
    assert "Reused, TLS" in said and "Early data was not sent" in said, said
