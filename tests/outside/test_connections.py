"""Clients that hold connections, send what is no HTTP, or large bodies without a key: others are served all the same."""

import socket
import urllib.request

import pytest
from silent import api_of, silent


def fetched(instance, path):
    with urllib.request.urlopen(instance.api + path, timeout=20) as answer:
        return answer.status


@pytest.mark.parametrize("first", ["", "PRI * HTTP"], ids=["silent", "part of a preface"])
def test_silent_connections_keep_no_one_from_being_served(start, site, first):
    # 1,000 descriptors: far fewer than the silent connections would take.
    instance = start(prefix=["prlimit", "--nofile=1000"])
    instance.zone("busy.example")
    port, *_ = instance.listener(instance.issued("www.busy.example"), site)
    dns = instance.dns_host, int(instance.dns_port)
    with silent(api_of(instance), dns, ("127.0.0.1", port), count=600, first=first):
        assert fetched(instance, "/health") == 200
        instance.issued("new.busy.example")
        assert instance.dig("+tcp", "busy.example", "SOA")
        assert instance.curl("www.busy.example", port) == "a page\n"
        assert instance.s_client(port, "www.busy.example")[0]
    assert instance.said().count("connections were not accepted") < 10


def answered(instance, sent):
    with socket.create_connection(api_of(instance), timeout=20) as client:
        client.sendall(sent)
        return client.recv(4096)


def test_what_is_no_request_is_answered_in_words_of_http(instance):
    for sent, status in [
        (b"garbage\r\n\r\n", b"400"),
        (b"GE(T / HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", b"431"),
        (b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X%d: a\r\n" % n for n in range(140)) + b"\r\n", b"431"),
        (b"GET /health HTTP/1.0\r\n\r\n\n", b"200"),
        (b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc\r\n", b"200"),
    ]:
        assert answered(instance, sent)[9:12] == status, sent[:60]


@pytest.mark.parametrize("head", [
    b"X-Amz-Target: CertificateManager.ListCertificates\r\n",
    b"X-Amz-Target: CertificateManager.ListCertificates\r\nAuthorization: AWS4-HMAC-SHA256 "
    b"Credential=AKIAUNKNOWN000000000/20261101/us-east-1/acm/aws4_request, SignedHeaders=host;x-amz-date, "
    b"Signature=" + b"0" * 64 + b"\r\nX-Amz-Date: 20261101T000000Z\r\n",
    b"",
], ids=["no signature", "unknown key", "no service"])
def test_a_body_is_not_read_before_a_known_key_is_named(instance, head):
    sent = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + b"Content-Length: 4000000\r\n\r\n" + b"x" * 100_000
    answer = answered(instance, sent)
    assert answer.startswith(b"HTTP/1.1 4") and b"\r\nconnection: close\r\n" in answer.lower(), answer
