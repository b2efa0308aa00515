"""Targets that answer nonsense, without end, or more than they were asked for: each gets its status (ELB User Guide,
"HTTP errors"), no client gets what was meant for another, memory stays bounded, and others are served."""

import socket
import threading
import time
from itertools import repeat

import hpack
import pytest
from conftest import Instance, free_port, until
from frames import (
    PING, PREFACE, Client, block, continuation, data, headers, literal, raw, request, reset, settings)
from hyperframe.frame import Frame, HeadersFrame, PingFrame, SettingsFrame

NAME = "www.hostile.example"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
MIB = 1 << 20


class Target:
    """Does with each connection what the path of its request says. Health checks ask for /."""

    def __init__(self, behaviours):
        self.behaviours = behaviours
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.socket.accept()
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        try:
            with client:
                self.speak(client)
        except OSError:
            pass

    def speak(self, client):
        kept = b""
        while True:
            while b"\r\n\r\n" not in kept:
                part = client.recv(65536)
                if not part:
                    return
                kept += part
            head, _, kept = kept.partition(b"\r\n\r\n")
            path = head.split(b" ")[1].decode()
            answers, ends = self.behaviours.get(path, (OK, False))
            for answer in [answers] if isinstance(answers, bytes) else answers:
                client.sendall(answer)
            if ends:
                return


def answer(*lines, body=b"", status=b"HTTP/1.1 200 OK"):
    return b"\r\n".join([status, *lines]) + b"\r\n\r\n" + body


def large(size):
    return answer(*[b"X-%d: " % count + b"x" * 990 for count in range(size)], b"Content-Length: 2", body=b"ok")


HANGS = False
ENDS = True
POISON = answer(b"Content-Length: 8", body=b"poisoned")
# What a target sends, whether it closes then, and the status of the answer.
HTTP1 = {
    "nothing": (b"", ENDS, 502),
    "half a head": (b"HTTP/1.1 200 OK\r\nX: a", ENDS, 502),
    "half a head, and waits": (b"HTTP/1.1 200 OK\r\nX: a", HANGS, 504),
    "large headers": (large(31), HANGS, 200),
    "larger headers": (large(34), HANGS, 502),
    "headers without end": (repeat(b"X-Header: " + b"x" * 1000 + b"\r\n"), ENDS, 502),
    "a header without end": (repeat(b"x" * 1000), ENDS, 502),
    "a reason without end": (answer(status=b"HTTP/1.1 200 " + b"x" * 100_000), ENDS, 502),
    "early answers": (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3 + OK, HANGS, 200),
    "early answers without end": (repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), ENDS, 502),
    "TLS": (b"\x15\x03\x03\x00\x02\x02\x28", ENDS, 502),
    "HTTP/2": (settings(), ENDS, 502),
    "no version": (answer(status=b"200 OK"), ENDS, 502),
    "a version of its own": (answer(status=b"HTTP/7.1 200 OK"), ENDS, 502),
    "a status of letters": (answer(status=b"HTTP/1.1 abc OK"), ENDS, 502),
    "a status of two digits": (answer(status=b"HTTP/1.1 99 OK"), ENDS, 502),
    "a status of four digits": (answer(status=b"HTTP/1.1 2000 OK"), ENDS, 502),
    "a NUL in a value": (answer(b"X: a\0b"), ENDS, 502),
    "a CR in a value": (answer(b"X: a\rb"), ENDS, 502),
    "a name with a space": (answer(b"X Y: a"), ENDS, 502),
    "a space before the colon": (answer(b"Content-Length : 2", body=b"ok"), ENDS, 502),
    "a folded line": (answer(b"X: a", b" b", b"Content-Length: 2", body=b"ok"), ENDS, 502),
    "a line without a colon": (answer(b"X"), ENDS, 502),
    **{f"length {length!r}": (answer(b"Content-Length: " + length, body=b"ok"), ENDS, 502) for length in [
        b"-1", b"+2", b"2,3", b"0x2", b"2 2", b"18446744073709551618", b"x"]},
    "two lengths": (answer(b"Content-Length: 2", b"Content-Length: 3", body=b"ok"), ENDS, 502),
    "the same length twice": (answer(b"Content-Length: 2", b"Content-Length: 2", body=b"ok"), ENDS, 200),
    "another coding": (answer(b"Transfer-Encoding: gzip", body=b"ok"), ENDS, 502),
    "a coding of HTTP/1.0": (
        answer(b"Transfer-Encoding: chunked", status=b"HTTP/1.0 200 OK", body=b"0\r\n\r\n"), ENDS, 502),
    "a change of protocol": (
        answer(b"Connection: Upgrade", b"Upgrade: websocket", status=b"HTTP/1.1 101 Switching Protocols"), HANGS, 502),
    # The head is good, and what follows is not: the client sees that the answer is not whole.
    "a body that is too short": (answer(b"Content-Length: 9", body=b"ok"), ENDS, None),
    "a body that does not come": (answer(b"Content-Length: 9", body=b"ok"), HANGS, None),
    **{f"chunk size {size!r}": (
        answer(b"Transfer-Encoding: chunked", body=size + b"\r\nok\r\n0\r\n\r\n"), ENDS, None) for size in [
            b"x", b"-2", b"+2", b"0x2", b"10000000000000002", b""]},
    "a chunk without its end": (answer(b"Transfer-Encoding: chunked", body=b"2\r\nokXX0\r\n\r\n"), ENDS, None),
    "chunks without end": (answer(b"Transfer-Encoding: chunked", body=b"2\r\nok\r\n"), ENDS, None),
    "an extension without end": (
        answer(b"Transfer-Encoding: chunked", body=b"2;" + b"x" * 100_000 + b"\r\nok\r\n0\r\n\r\n"), ENDS, None),
    "trailers without end": (
        answer(b"Transfer-Encoding: chunked", body=b"2\r\nok\r\n0\r\n" + b"X: y\r\n" * 100_000), ENDS, None),
}
# What is left behind on a connection that might be used again.
POISONS = {
    "a second answer": (OK + POISON, HANGS),
    "a body after its length": (OK + b"more", HANGS),
    "a body after chunks": (
        answer(b"Transfer-Encoding: chunked", body=b"2\r\nok\r\n0\r\n\r\n") + POISON, HANGS),
    "a body of 204": (answer(status=b"HTTP/1.1 204 No Content") + POISON, HANGS),
    "a body of 304": (answer(b"Content-Length: 8", status=b"HTTP/1.1 304 Not Modified") + POISON, HANGS),
    "a body of HEAD": (answer(b"Content-Length: %d" % len(POISON)) + POISON, HANGS),
    "a late answer": (OK + answer(b"Content-Length: 0", status=b"HTTP/1.1 408 Request Timeout"), HANGS),
}


class Target2(Target):
    """The same over HTTP/2: a behaviour gets the stream, and yields frames."""

    def speak(self, client):
        kept, decoder = b"", hpack.Decoder()
        client.sendall(settings())
        while True:
            part = client.recv(65536)
            if not part:
                return
            kept = (kept + part).removeprefix(PREFACE)
            while len(kept) >= 9 and len(kept) >= 9 + int.from_bytes(kept[:3]):
                frame, length = Frame.parse_frame_header(memoryview(kept[:9]))
                frame.parse_body(memoryview(kept[9:9 + length]))
                kept = kept[9 + length:]
                self.take(client, frame, decoder)

    def take(self, client, frame, decoder):
        if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
            client.sendall(SettingsFrame(flags=["ACK"]).serialize())
        if isinstance(frame, PingFrame) and "ACK" not in frame.flags:
            client.sendall(PingFrame(opaque_data=frame.opaque_data, flags=["ACK"]).serialize())
        if isinstance(frame, HeadersFrame):
            path = dict(decoder.decode(frame.data))[":path"]
            behave = self.behaviours.get(path, good)
            for sent in behave(frame.stream_id):
                client.sendall(sent)


def head(stream, *fields, status="200", end=False, name=":status"):
    return raw(1, 5 if end else 4, stream, block((name, status), *fields))


def good(stream):
    yield head(stream) + data(stream, b"ok")


def bomb(stream):
    entry = b"\x40" + literal("x", "x" * 3900)[1:]
    return raw(1, 5, stream, block((":status", "200")) + entry + b"\xbe" * 10_000)


# The frames of a stream, and what the client gets: a status, or an answer that is cut off.
HTTP2 = {
    "a reset": (lambda it: [reset(it)], 502),
    "a refusal": (lambda it: [reset(it, 7)], 502),
    "GOAWAY": (lambda it: [raw(7, 0, 0, bytes(8))], 502),
    "garbage": (lambda it: [b"HTTP/1.1 200 OK\r\n\r\n"], 502),
    "no status": (lambda it: [raw(1, 5, it, block(("x", "y")))], 502),
    "a status of letters": (lambda it: [head(it, status="abc", end=True)], 502),
    "a name in upper case": (lambda it: [head(it, ("X", "y"), end=True)], 502),
    "lines in a value": (lambda it: [head(it, ("x", b"a\r\nb: c"), end=True)], 502),
    "connection": (lambda it: [head(it, ("connection", "close"), end=True)], 502),
    # The crate h2 drops it.
    "a method": (lambda it: [head(it, (":method", "GET"), end=True)], 200),
    "headers that unfold": (lambda it: [bomb(it)], 502),
    "large headers": (lambda it: [head(it, *[(f"x-{n}", "x" * 1000) for n in range(15)]), data(it, b"ok")], 200),
    "CONTINUATION without end": (
        lambda it: [raw(1, 1, it, block((":status", "200"))), *repeat(continuation(it, literal("x", "y"), False), 50_000)],
        502),
    "early answers": (lambda it: [head(it, status="103")] * 3 + [head(it), data(it, b"ok")], 200),
    "early answers without end": (lambda it: repeat(head(it, ("x", "y" * 1000), status="103"), 5000), 504),
    "DATA first": (lambda it: [data(it, b"x")], 502),
    "a push": (lambda it: [raw(5, 4, it, bytes([0, 0, 0, 2]) + block((":method", "GET")))], 502),
    "a frame that is too large": (lambda it: [raw(0, 0, it, bytes(1 << 20))], 502),
    "a window that is too large": (lambda it: [raw(8, 0, 0, b"\x7f\xff\xff\xff")], 502),
    "nothing": (lambda it: [], 504),
    "pings": (lambda it: [PING * 1000] * 50, 504),
    "a body shorter than its length": (lambda it: [head(it, ("content-length", "9")), data(it, b"ok")], None),
    "a body longer than its length": (lambda it: [head(it, ("content-length", "1")), data(it, b"ok")], None),
    "a reset in the body": (lambda it: [head(it), data(it, b"o", end=False), reset(it)], None),
    "a body that does not end": (lambda it: [head(it), data(it, b"o", end=False)], None),
}


class Served:
    """A load balancer with a listener before each kind of target."""

    def __init__(self, instance):
        self.instance, elb = instance, instance.client("elbv2")
        instance.zone("hostile.example")
        certificate = instance.issued(NAME)
        made = elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
        elb.modify_load_balancer_attributes(LoadBalancerArn=made["LoadBalancerArn"], Attributes=[
            {"Key": "idle_timeout.timeout_seconds", "Value": "4"}])
        self.paths = {name: f"/{count}" for count, name in enumerate([*HTTP1, *POISONS, *HTTP2], 1)}
        one = Target({self.paths[name]: row[:2] for name, row in [*HTTP1.items(), *POISONS.items()]})
        two = Target2({self.paths[name]: behave for name, (behave, _) in HTTP2.items()})
        self.port, self.port2 = free_port(), free_port()
        for version, target, listens in [
                ("HTTP1", one, {"Protocol": "HTTP", "Port": self.port}),
                ("HTTP2", two, {"Protocol": "HTTPS", "Port": self.port2,
                                "Certificates": [{"CertificateArn": certificate}]})]:
            group = elb.create_target_group(
                Name=version.lower(), Protocol="HTTP", ProtocolVersion=version, Port=target.port, TargetType="ip",
                VpcId="vpc-1", HealthCheckIntervalSeconds=300)["TargetGroups"][0]["TargetGroupArn"]
            elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "127.0.0.1"}])
            elb.create_listener(
                LoadBalancerArn=made["LoadBalancerArn"],
                DefaultActions=[{"Type": "forward", "TargetGroupArn": group}], **listens)

    def ask(self, path, method="GET"):
        """The status, the body, and whether the answer is whole, by HTTP/1.1."""
        with socket.create_connection(("127.0.0.1", self.port), 30) as client:
            client.sendall(f"{method} {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
            said = b""
            try:
                while part := client.recv(65536):
                    said += part
            except ConnectionError:
                pass
        if not said:
            return None, b"", False
        first, _, body = said.partition(b"\r\n\r\n")
        lines = [line.lower() for line in first.split(b"\r\n")]
        if b"transfer-encoding: chunked" in lines:
            return int(first[9:12]), body, body.endswith(b"0\r\n\r\n")
        [length] = [int(line[16:]) for line in lines if line.startswith(b"content-length: ")] or [len(body)]
        return int(first[9:12]), body, len(body) == length

    def ask2(self, path):
        """The status and whether the answer is whole, by HTTP/2."""
        with Client(self.port2, NAME, self.instance.root) as client:
            client.send(headers(1, request(path=path, authority=NAME)))
            status = None
            while frame := client.frame(30):
                if isinstance(frame, HeadersFrame):
                    status = int(frame.fields[":status"])
                if frame.stream_id == 1 and "END_STREAM" in frame.flags:
                    return status, True
                if frame.stream_id == 1 and type(frame).__name__ == "RstStreamFrame":
                    return status, False
            return status, False

    def resident(self):
        with open(f"/proc/{self.instance.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1024


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("hostile"))
    try:
        yield Served(instance)
    finally:
        instance.stop()


@pytest.mark.parametrize("name", HTTP1)
def test_targets_of_http1(served, name):
    expected, before, began = HTTP1[name][2], served.resident(), time.monotonic()
    status, _, is_whole = served.ask(served.paths[name])
    # The connection may end before what there is of the answer is sent on.
    assert (status, is_whole) in ({(expected, True)} if expected else {(200, False), (None, False), (502, True)})
    assert time.monotonic() - began < 20
    assert served.ask("/")[:2] == (200, b"ok")
    assert served.resident() - before < 32 * MIB


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", POISONS)
def test_no_one_gets_an_answer_that_was_meant_for_another(served, name, method):
    for _ in range(20):
        assert served.ask(served.paths[name], method)[0] in (200, 204, 304)
        assert served.ask("/") == (200, b"ok", True)


@pytest.mark.parametrize("name", HTTP2)
def test_targets_of_http2(served, name):
    expected, before, began = HTTP2[name][1], served.resident(), time.monotonic()
    status, is_whole = served.ask2(served.paths[name])
    if expected is None:
        assert (status, is_whole) in {(200, False), (None, False), (502, True)}
    else:
        assert (status, is_whole) == (expected, True)
    assert time.monotonic() - began < 20
    # What the target still sends is read first.
    until(lambda: served.ask2("/") == (200, True), what="the next answer")
    assert served.resident() - before < 32 * MIB
