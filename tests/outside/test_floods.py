"""Clients that ask for work without end, or hold what they were given: memory stays bounded, and others are served."""

import contextlib
import http.server
import socket
import threading

import pytest
from conftest import Instance, Pages
from frames import (
    PING, Client, block, continuation, data, headers, literal, raw, request, reset, secured, settings, window)

NAME = "www.floods.example"
MIB = 1 << 20
PAGE = b"x" * MIB


class Served:
    """An HTTPS listener before a site with a small page and a large one."""

    def __init__(self, instance, site):
        self.instance, self.root, self.process = instance, instance.root, instance.process.pid
        instance.zone("floods.example")
        self.port, *_ = instance.listener(instance.issued(NAME), site)
        self.settled()

    def settled(self):
        assert self.instance.curl(NAME, self.port, "--http2") == "small"

    def client(self, first=None):
        return Client(self.port, NAME, self.root, first)

    def resident(self):
        with open(f"/proc/{self.process}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1024

    @contextlib.contextmanager
    def others_are_served(self, within=64 * MIB):
        """While what is inside goes on, and after it, another client is served, and little memory is taken."""
        before = self.resident()
        yield
        self.settled()
        grown = self.resident() - before
        assert grown < within, f"{grown >> 20} MiB"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    class Page(Pages):
        def do_GET(self):
            self.page(PAGE if self.path == "/large" else b"small")

        def do_POST(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.page(b"small")

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    instance = Instance(tmp_path_factory.mktemp("floods"))
    try:
        yield Served(instance, server.server_address[1])
    finally:
        instance.stop()
        server.shutdown()


def asking(stream, *fields, method="GET", path="/", end=True):
    return headers(stream, request(*fields, method=method, path=path, authority=NAME), end=end)


def streams(count):
    return range(1, 2 * count, 2)


def batches(frames, size=500):
    """The frames, many at once."""
    frames = list(frames)
    return [b"".join(frames[begin:begin + size]) for begin in range(0, len(frames), size)]


# What is sent, and whether the connection has to end with ENHANCE_YOUR_CALM or otherwise.
FLOODS = {
    "rapid reset": ((asking(it) + reset(it) for it in streams(20_000)), True),
    # The client has the server reset each stream (CVE-2025-8671).
    "resets by the server": (
        (asking(it, method="POST", end=False) + raw(8, 0, it, bytes(4)) for it in streams(20_000)), True),
    "CONTINUATION": (
        [headers(1, request(authority=NAME), end_headers=False)]
        + [continuation(1, literal("x", "y"), end_headers=False)] * 50_000, True),
    "CONTINUATION of nothing": (
        [headers(1, request(authority=NAME), end_headers=False)]
        + [continuation(1, b"", end_headers=False)] * 100_000, True),
    "PING": ([PING] * 100_000, False),
    "SETTINGS": ([settings({4: 65_535})] * 50_000, False),
    "PRIORITY": ([raw(2, 0, it, bytes(4) + b"\x10") for it in streams(50_000)], False),
    "WINDOW_UPDATE": ([window(0, 1)] * 100_000, False),
    "unknown frames": ([raw(0x77, 0, 1, b"x" * 100)] * 50_000, False),
    "DATA of nothing": ([asking(1, method="POST", end=False)] + [data(1, b"", end=False)] * 100_000, False),
    "padding": ([asking(1, method="POST", end=False)] + [raw(0, 8, 1, b"\xff" + bytes(255))] * 2000, False),
}


@pytest.mark.parametrize("name", FLOODS)
def test_frames_without_end(served, name):
    frames, must_end = FLOODS[name]
    with served.others_are_served(), served.client() as client:
        sent = 0
        # The client reads nothing: the server may wait until it does.
        client.socket.settimeout(3)
        for batch in batches(frames):
            if not client.send(batch):
                break
            sent += 1
        served.settled()
        if must_end:
            what, _ = client.outcome(stream=0)
            assert what in ("connection", "closed")


def test_windows_of_nothing(served):
    """Clients take no byte of large answers: what is buffered for each is bounded."""
    with served.others_are_served(within=160 * MIB), contextlib.ExitStack() as held:
        for _ in range(8):
            client = held.enter_context(served.client())
            client.send(settings({4: 0}) + b"".join(asking(it, path="/large") for it in streams(100)))
        # The answers have begun.
        for _ in range(3):
            assert client.frame() is not None
        served.settled()


def bomb(stream, times):
    """A header of 4,000 bytes that is in the table, named again and again in one byte each."""
    entry = b"\x40" + literal("x-bomb", "x" * 3900)[1:]
    return raw(1, 5, stream, block(*request(authority=NAME)) + entry + b"\xbe" * times)


def test_headers_that_unfold(served):
    with served.others_are_served(), served.client() as client:
        client.send(b"".join(bomb(it, 10_000) for it in streams(60)))
        # 40 MB each.
        assert client.outcome(stream=1) in {("answer", 431), ("answer", 400), ("closed", None)} | {
            (what, error) for what in ("stream", "connection") for error in ("PROTOCOL_ERROR", "ENHANCE_YOUR_CALM",
                                                                              "COMPRESSION_ERROR", "REFUSED_STREAM")}
    with served.client() as client:
        client.send(bomb(1, 17))
        assert client.outcome() == ("answer", 400)


def test_pipelined_requests_without_end(served):
    one = f"GET /large HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode()
    with served.others_are_served(), secured(served.port, NAME, served.root, alpn=["http/1.1"]) as client:
        client.settimeout(3)
        with contextlib.suppress(OSError):
            for _ in range(1000):
                client.sendall(one * 100)
        served.settled()


SLOW = ["headers", "bodies", "answers"]


@pytest.mark.parametrize("how", SLOW)
def test_slow_clients(served, how):
    slow_clients(served, how, count=150)


def slow_clients(served, how, count):
    """Each sends, or takes, a byte now and then."""
    first = {
        "headers": f"GET / HTTP/1.1\r\nHost: {NAME}\r\nX: ",
        "bodies": f"POST / HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\n",
        "answers": f"GET /large HTTP/1.1\r\nHost: {NAME}\r\n\r\n",
    }[how].encode()
    with served.others_are_served(within=count * 2 * MIB), contextlib.ExitStack() as held:
        clients = []
        for _ in range(count):
            client = held.enter_context(secured(served.port, NAME, served.root, alpn=["http/1.1"]))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(first)
            clients.append(client)
        for _ in range(3):
            for client in clients:
                # The server may have ended one that took too long.
                with contextlib.suppress(OSError):
                    client.recv(1) if how == "answers" else client.send(b"x")
            served.settled()
