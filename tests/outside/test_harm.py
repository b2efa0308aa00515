"""What may happen to a process: killed, doubled, its port taken, its key wrong. Nothing acknowledged is lost."""

import os
import socket
import subprocess
import threading

from botocore.exceptions import BotoCoreError, ClientError

from conftest import PROGRAM, until


def test_every_acknowledged_certificate_outlives_a_kill(instance):
    instance.zone("burst.example")
    acknowledged, lock = [], threading.Lock()
    enough = threading.Event()

    def ask(worker):
        acm = instance.client("acm")
        for number in range(1000):
            try:
                arn = acm.request_certificate(
                    DomainName=f"n{number}.w{worker}.burst.example",
                    ValidationMethod="DNS",
                    KeyAlgorithm="EC_prime256v1",
                )["CertificateArn"]
            except (BotoCoreError, ClientError):
                return
            with lock:
                acknowledged.append(arn)
                if len(acknowledged) >= 150:
                    enough.set()

    workers = [threading.Thread(target=ask, args=(worker,)) for worker in range(6)]
    for worker in workers:
        worker.start()
    assert enough.wait(60)
    instance.kill()
    for worker in workers:
        worker.join()
    instance.start()
    acm = instance.client("acm")
    assert len(acknowledged) >= 150
    serials = set()
    for arn in acknowledged:
        found = instance.until_issued(arn)
        serials.add(found["Serial"])
    assert len(serials) == len(acknowledged), "a serial number was used twice"


def second(instance, *more, env=None):
    return subprocess.run(
        [PROGRAM, "up", "--data", instance.folder / "data", "--api", "127.0.0.1:0", "--dns", "127.0.0.1:0", *more],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **(env or {})},
    )


def test_a_second_process_on_the_same_data_is_refused(instance):
    done = second(instance)
    assert done.returncode != 0 and "another" in done.stderr, done.stderr


def test_a_port_that_is_taken_is_named(instance):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = "127.0.0.1:%d" % taken.getsockname()[1]
        done = subprocess.run(
            [PROGRAM, "up", "--data", instance.folder / "other", "--api", address],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode != 0 and address in done.stderr and "--api" in done.stderr, done.stderr


def test_a_wrong_key_encryption_key_is_refused_and_harms_nothing(instance):
    instance.zone("key.example")
    arn = instance.issued("www.key.example")
    instance.stop()
    done = second(instance, env={"TEGATA_KEY_ENCRYPTION_KEY": "00" * 32})
    assert done.returncode != 0 and "key" in done.stderr, done.stderr
    instance.start()
    assert instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "ISSUED"


def test_a_listener_opens_again_after_a_restart(instance, site):
    instance.zone("again.example")
    arn = instance.issued("www.again.example")
    port, *_ = instance.listener(arn, site)
    instance.stop()
    instance.start()

    def open_again():
        try:
            return instance.curl("www.again.example", port) == "a page\n"
        except AssertionError:
            return False

    until(open_again, what="the listener")


def test_a_bad_request_is_answered_and_the_next_one_too(instance):
    host, port = instance.api.removeprefix("http://").split(":")
    for sent in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: CertificateManager.ListCertificates\r\nContent-Length: 4\r\n\r\n[[[[",
        b"POST /2013-04-01/hostedzone HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n<a>",
        b"A" * 100_000,
    ]:
        with socket.create_connection((host, int(port)), timeout=10) as client:
            try:
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
                answer = client.recv(4096)
            except OSError:
                continue  # hung up on, which is an answer too
            assert answer == b"" or b" 4" in answer.split(b"\r\n")[0], answer
    assert instance.client("acm").list_certificates()["CertificateSummaryList"] == []
