"""A disk without any room: what is stored is served, also after a start, and changes are taken once there is room."""

import resource
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import need, until


def health(instance):
    try:
        with urllib.request.urlopen(f"{instance.api}/health", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def without_room():
    """No file of this process may grow: not the store's log, its index, nor any other."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))


def accepts(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_a_start_without_room_serves_what_is_there(start, site):
    instance = start()
    instance.zone("full.example")
    arn = instance.issued("www.full.example")
    port, *_ = instance.listener(arn, site)
    until(lambda: instance.curl("www.full.example", port) == "a page\n", what="the page")
    # Killed, so that leases may be left that the start would free.
    instance.kill()
    instance.start(preexec_fn=without_room, restore_signals=False)
    until(lambda: accepts(port), what="the listener")
    until(lambda: instance.curl("www.full.example", port) == "a page\n", what="the page")
    until(lambda: "ns" in instance.dig("full.example", "NS"), what="the name server")
    acm, route53 = instance.client("acm"), instance.client("route53")
    assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "ISSUED"
    with pytest.raises(ClientError) as refused:
        route53.create_hosted_zone(Name="more.example", CallerReference="more")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    assert health(instance)[0] == 503

    pid = str(instance.process.pid)
    subprocess.run([need("prlimit"), "--pid", pid, "--fsize=unlimited:unlimited"], check=True)
    until(lambda: health(instance) == (200, "ok\n"), what="health")
    instance.zone("more.example")
    instance.issued("www.more.example")
