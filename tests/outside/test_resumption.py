"""TLS sessions of HTTPS listeners, by openssl: resumed by tickets, after a restart too, until their keys have ended."""

import subprocess

import pytest
from conftest import free_port, need, until
from test_edge import balancer, saying

NAME = "www.sessions.example"


def ask(port, version, *how):
    """A request by openssl; whether its session was resumed."""
    request = f"GET / HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n"
    done = subprocess.run(
        [need("openssl"), "s_client", "-connect", f"127.0.0.1:{port}", "-servername", NAME, version, "-ign_eof", *how],
        input=request, capture_output=True, text=True, timeout=60)
    assert "200 OK" in done.stdout, done.stdout + done.stderr
    assert ("Reused, TLS" in done.stdout) != ("New, TLS" in done.stdout), done.stdout
    return "Reused, TLS" in done.stdout


def secure(elb, on, port, certificate):
    return elb.create_listener(
        LoadBalancerArn=on, Protocol="HTTPS", Port=port, Certificates=[{"CertificateArn": certificate}],
        SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06", DefaultActions=[saying("here")])


@pytest.fixture
def served(instance):
    """An instance with an HTTPS listener, and the port of it."""
    instance.zone("sessions.example")
    certificate, elb, port = instance.issued(NAME), instance.client("elbv2"), free_port()
    on = balancer(elb, "sessions")
    secure(elb, on, port, certificate)
    instance.on, instance.certificate = on, certificate
    return instance, port


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_a_session_survives_a_restart_and_one_rotation_and_not_two(served, tmp_path, version):
    instance, port = served
    session = tmp_path / "session"
    assert not ask(port, version, "-sess_out", session)
    assert ask(port, version, "-sess_in", session)
    instance.stop()
    instance.start()
    until(lambda: ask_when_open(port, version, session), what="a session after a restart")
    # Keys make tickets for twelve hours and open them for twelve more.
    instance.tegata("clock", "advance", "12h", "--yes")
    assert ask(port, version, "-sess_in", session)
    again = tmp_path / "again"
    until(lambda: not ask(port, version, "-sess_out", again) and ask(port, version, "-sess_in", again),
          what="a ticket under the new key")
    instance.tegata("clock", "advance", "13h", "--yes")
    assert not ask(port, version, "-sess_in", session)


def ask_when_open(port, version, session):
    try:
        return ask(port, version, "-sess_in", session)
    except AssertionError:
        return False


def test_a_session_is_not_resumed_at_another_listener(served, tmp_path):
    instance, port = served
    session, other = tmp_path / "session", free_port()
    secure(instance.client("elbv2"), instance.on, other, instance.certificate)
    assert not ask(port, "-tls1_3", "-sess_out", session)
    assert not ask(other, "-tls1_3", "-sess_in", session)
    assert ask(port, "-tls1_3", "-sess_in", session)


def test_a_client_that_connects_again_resumes(served):
    _, port = served
    done = subprocess.run(
        [need("openssl"), "s_client", "-connect", f"127.0.0.1:{port}", "-servername", NAME, "-tls1_2", "-reconnect"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert done.stdout.count("Reused, TLS") == 5, done.stdout
