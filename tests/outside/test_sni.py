"""Which certificate a listener serves for a name, by openssl; and `tegata inspect LISTENER NAME`, which says why."""

import contextlib
import re
import socket
import ssl
import subprocess
import threading

import pytest
from conftest import PROGRAM, need, until
from test_replace import shown, started, until_stage

ZONE = "sni.example"


def serial(instance, port, name, *more):
    """The serial of the leaf that openssl is served, which verifies."""
    flags = ["-servername", name] if name else ["-noservername"]
    done = subprocess.run(
        [need("openssl"), "s_client", "-connect", f"127.0.0.1:{port}", *flags, "-CAfile", instance.root, *more],
        input="", capture_output=True, text=True, timeout=30)
    assert "Verify return code: 0 (ok)" in done.stdout, done.stdout + done.stderr
    leaf = subprocess.run([need("openssl"), "x509", "-noout", "-serial"], input=done.stdout, capture_output=True, text=True)
    return leaf.stdout.strip().removeprefix("serial=").lower()


def stored_serial(instance, arn):
    return instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Serial"].replace(":", "")


def explained(instance, name):
    return instance.tegata("inspect", "site", name)


def served(answer):
    return [certificate["CertificateArn"] for certificate in answer["Served"]]


def test_each_rule_is_explained_as_openssl_sees_it(instance, site):
    instance.zone(ZONE)
    default = instance.issued(f"default.{ZONE}")
    wildcard = instance.issued(f"*.{ZONE}")
    exact = instance.issued(f"www.{ZONE}", f"api.{ZONE}", key="EC_secp384r1")
    rsa = instance.issued(f"www.{ZONE}", key="RSA_2048")
    port, listener, *_ = instance.listener(default, site)
    elb = instance.client("elbv2")
    for arn in (wildcard, exact, rsa):
        elb.add_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": arn}])
    # Nothing has been served yet after a start: all but what is loaded ahead is loaded at its first handshake.
    instance.stop()
    instance.start()
    for name, rule, expected in [
        (f"shop.{ZONE}", "one-match", [wildcard]),
        (f"www.{ZONE}", "best-match", [exact, rsa]),
        (f"api.{ZONE}", "best-match", [exact]),
        (f"a.b.{ZONE}", "no-match", [default]),
        ("unknown.example", "no-match", [default]),
    ]:
        answer = explained(instance, name)
        assert (answer["Rule"], served(answer)) == (rule, expected), answer
        assert serial(instance, port, name) == stored_serial(instance, expected[0])
    only_rsa = ["-tls1_2", "-cipher", "aRSA"]
    assert serial(instance, port, f"www.{ZONE}", *only_rsa) == stored_serial(instance, rsa)
    assert serial(instance, port, None) == stored_serial(instance, default)
    [loser] = explained(instance, f"api.{ZONE}")["NotServed"]
    assert (loser["CertificateArn"], loser["LosesTo"]) == (wildcard, exact)
    # The longer key of the other is signed with the same hash or a longer one.
    assert loser["DecidedBy"] in ("hash", "key-length")
    assert loser["MatchedName"] == f"*.{ZONE}"
    # By the API, in plain JSON, and in words for people.
    place = ["--endpoint", instance.api, "--data", instance.folder / "data"]
    said = subprocess.run([PROGRAM, "inspect", *place, f"site:{port}", f"api.{ZONE}"], capture_output=True, text=True)
    assert said.returncode == 0 and "Others that match" in said.stdout and exact in said.stdout, said.stderr + said.stdout
    assert "HOST:PORT" in instance.tegata("inspect", "site", "x", "--server-name", "y", fails=True)


@contextlib.contextmanager
def other_server(folder, port):
    """Something else that answers on a port of this machine, with a certificate of its own."""
    key, chain = folder / "other.key", folder / "other.pem"
    subprocess.run(
        [need("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2"]
        + ["-keyout", key, "-out", chain, "-subj", f"/CN=www.{ZONE}"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)

    def answer(client):
        with contextlib.suppress(OSError), context.wrap_socket(client, server_side=True) as stream:
            stream.recv(1)

    def accept(listening):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=answer, args=[listening.accept()[0]], daemon=True).start()

    listening = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=accept, args=[listening])
    thread.start()
    try:
        yield
    finally:
        # Closing alone does not wake the thread that accepts.
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def test_the_old_certificate_returns_when_something_else_is_served(instance, site, tmp_path):
    instance.zone(ZONE)
    old = instance.issued(f"www.{ZONE}")
    port, listener, *_ = instance.listener(old, site)
    second, other_listener, *_ = instance.listener(old, site, name="second")
    before = stored_serial(instance, old)
    assert serial(instance, port, f"www.{ZONE}") == before
    # The place of the first listener is taken while the instance is down, so that it cannot open.
    instance.stop()
    with other_server(tmp_path, port), other_server(tmp_path, second):
        instance.start()
        replacement = started(instance, old, "--key-algorithm", "RSA_2048")
        failed = until_stage(instance, replacement, "FAILED")
        assert "attached" in failed["Reason"] and "again" in failed["Reason"], failed
        steps = [step["What"] for step in failed["Steps"]]
        assert sum(step.startswith("attached") for step in steps) == 1, f"only one listener was changed: {steps}"
    new = failed["NewCertificateArn"]
    for at, arn in [(port, listener), (second, other_listener)]:
        [certificate] = instance.client("elbv2").describe_listener_certificates(ListenerArn=arn)["Certificates"]
        assert certificate["CertificateArn"] == old
        until(lambda: answers(instance, at), what="the listener, once its place is free")
        assert serial(instance, at, f"www.{ZONE}") == before
    assert instance.client("acm").describe_certificate(CertificateArn=new)["Certificate"]["InUseBy"] == []
    events = [logged["Event"]["detail"] for logged in instance.tegata("events", "tail", "--from", "0")["Events"]]
    stages = [detail["Stage"] for detail in events if "ReplacementId" in detail]
    assert {"CANARY", "FAILED"} <= set(stages) and "ATTACHED" not in stages, stages


def answers(instance, port):
    good, said = instance.s_client(port, f"www.{ZONE}")
    return good


def test_a_proven_replacement_goes_from_one_listener_to_all(instance, site):
    instance.zone(ZONE)
    old = instance.issued(f"www.{ZONE}")
    ports = [instance.listener(old, site, name=name)[0] for name in ("site", "second", "third")]
    replacement = started(instance, old, "--key-algorithm", "RSA_2048")
    done = until_stage(instance, replacement, "DONE")
    new = stored_serial(instance, done["NewCertificateArn"])
    assert [serial(instance, port, f"www.{ZONE}") for port in ports] == [new] * 3
    steps = " | ".join(step["What"] for step in shown(instance, replacement)["Steps"])
    assert re.search("attached .* on one listener.*found it served by 1 listener.*"
                     "attached .* on 2 listeners.*found it served by 3 listeners.*deleted", steps), steps


def test_many_certificates_on_one_listener(start, site):
    """The operator may permit more than ELB's 25, and fewer."""
    instance = start("--quotas-certificates-per-load-balancer", "2")
    instance.zone(ZONE)
    arns = [instance.issued(f"n{number}.{ZONE}") for number in range(4)]
    port, listener, *_ = instance.listener(arns[0], site)
    elb = instance.client("elbv2")

    def add(arn):
        elb.add_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": arn}])

    limits = {limit["Name"]: limit["Max"] for limit in elb.describe_account_limits()["Limits"]}
    assert limits["certificates-per-application-load-balancer"] == "2"
    add(arns[1])
    add(arns[2])
    with pytest.raises(elb.exceptions.TooManyCertificatesException, match="2 besides the default"):
        add(arns[3])
    assert serial(instance, port, f"n2.{ZONE}") == stored_serial(instance, arns[2])
