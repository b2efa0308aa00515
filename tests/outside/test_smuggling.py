"""Requests that two readers could understand in two ways, from clients of HTTP/1.1 and HTTP/2 to targets of HTTP/1.1,
HTTP/2 and gRPC. A target that records every byte shows what arrived; it reads by the letter of RFC 9112."""

import re
import socket
import threading

import h2.config
import h2.connection
import h2.events
import pytest
from conftest import Instance, free_port, until
from frames import Client, data, headers, request, secured

NAME = "www.smuggling.example"
HIDDEN = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /last HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
TOKEN = frozenset(b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Malformed(Exception):
    """What arrived at the target is no message of HTTP/1.1."""


class Reader:
    """Reads requests by the letter of RFC 9112: what another reader could take in another way is malformed."""

    def __init__(self, connection):
        self.connection, self.bytes = connection, b""

    def more(self):
        part = self.connection.recv(65536)
        if not part:
            raise EOFError
        self.bytes += part

    def line(self):
        while b"\r\n" not in self.bytes:
            if b"\n" in self.bytes:
                raise Malformed(self.bytes)
            self.more()
        line, _, self.bytes = self.bytes.partition(b"\r\n")
        if any(byte in line for byte in b"\r\n\0"):
            raise Malformed(line)
        return line

    def exactly(self, count):
        while len(self.bytes) < count:
            self.more()
        content, self.bytes = self.bytes[:count], self.bytes[count:]
        return content

    def fields(self):
        found = []
        while line := self.line():
            name, colon, value = line.partition(b":")
            if not colon or not name or not TOKEN.issuperset(name):
                raise Malformed(line)
            found.append((name.decode().lower(), value.strip(b" \t")))
        return found

    def request(self):
        first = self.line()
        words = first.split(b" ")
        if len(words) != 3 or words[2] != b"HTTP/1.1" or not words[1].startswith((b"/", b"*")) \
                or not TOKEN.issuperset(words[0]) or any(byte < 0x21 or byte == 0x7f for byte in words[1]):
            raise Malformed(first)
        fields = self.fields()
        lengths, codings, hosts = ([value for name, value in fields if name == wanted]
                                   for wanted in ("content-length", "transfer-encoding", "host"))
        if len(hosts) != 1 or len(lengths) + len(codings) > 1 or codings not in ([], [b"chunked"]) \
                or not all(length.isdigit() for length in lengths):
            raise Malformed((first, fields))
        body, trailers = b"", []
        if lengths:
            body = self.exactly(int(lengths[0]))
        elif codings:
            while size := int(self.line(), 16):
                body += self.exactly(size)
                if self.exactly(2) != b"\r\n":
                    raise Malformed(body)
            trailers = self.fields()
        return words[0].decode(), words[1].decode(), fields, body, trailers


class Target:
    """Answers each request, and notes all of them but health checks."""

    def __init__(self):
        self.seen, self.faults = [], []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.socket.accept()
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        try:
            self.speak(client)
        except Malformed as fault:
            self.faults.append(fault)
        except (EOFError, OSError):
            pass
        finally:
            client.close()

    def speak(self, client):
        reader = Reader(client)
        while True:
            seen = reader.request()
            if not any(value.startswith(b"ELB-HealthChecker") for _, value in seen[2]):
                self.seen.append(seen)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def taken(self):
        """What came since the last look."""
        assert not self.faults
        seen, self.seen = self.seen, []
        return seen


class Target2(Target):
    """The same for HTTP/2 in the clear, by the library h2, which refuses what is malformed."""

    def speak(self, client):
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding=None))
        state.initiate_connection()
        streams = {}
        while True:
            client.sendall(state.data_to_send())
            part = client.recv(65536)
            if not part:
                return
            try:
                events = state.receive_data(part)
            except h2.exceptions.ProtocolError as fault:
                raise Malformed(fault) from fault
            for event in events:
                self.note(state, streams, event)

    def note(self, state, streams, event):
        match event:
            case h2.events.RequestReceived():
                streams[event.stream_id] = dict(fields=event.headers, body=b"", trailers=[])
            case h2.events.DataReceived():
                streams[event.stream_id]["body"] += event.data
                state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            case h2.events.TrailersReceived():
                streams[event.stream_id]["trailers"] = event.headers
            case h2.events.StreamEnded():
                seen = streams.pop(event.stream_id)
                fields = [(name.decode(), value) for name, value in seen["fields"]]
                first = dict(fields)
                if not first.get("user-agent", b"").startswith(b"ELB-HealthChecker"):
                    trailers = [(name.decode(), value) for name, value in seen["trailers"]]
                    self.seen.append((
                        first[":method"].decode(), first[":path"].decode(), fields, seen["body"], trailers))
                state.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/plain")], end_stream=True)


class Site:
    """A load balancer with listeners of HTTP and HTTPS before each kind of target."""

    def __init__(self, instance):
        self.root, elb = instance.root, instance.client("elbv2")
        instance.zone("smuggling.example")
        certificate = instance.issued(NAME)
        balancer = elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
        self.targets = {"HTTP1": Target(), "HTTP2": Target2(), "GRPC": Target2()}
        self.ports, self.clear = {}, free_port()
        for version, target in self.targets.items():
            group = elb.create_target_group(
                Name=version.lower(), Protocol="HTTP", ProtocolVersion=version, Port=target.port, TargetType="ip",
                VpcId="vpc-1", HealthCheckIntervalSeconds=300)["TargetGroups"][0]["TargetGroupArn"]
            elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "127.0.0.1"}])
            self.ports[version] = free_port()
            listen = dict(
                LoadBalancerArn=balancer["LoadBalancerArn"],
                DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
            elb.create_listener(
                Protocol="HTTPS", Port=self.ports[version], Certificates=[{"CertificateArn": certificate}], **listen)
            if version == "HTTP1":
                elb.create_listener(Protocol="HTTP", Port=self.clear, **listen)

    def http1(self, sent):
        """The statuses of all answers to these bytes and a last request that ends the connection."""
        with socket.create_connection(("127.0.0.1", self.clear), 20) as client:
            said = b""
            try:
                client.sendall(sent + LAST)
                while part := client.recv(65536):
                    said += part
            except ConnectionError:
                pass
        return [int(status) for status in re.findall(rb"HTTP/1\.. (\d{3})", said)]

    def http2(self, version, frames):
        with Client(self.ports[version], NAME, self.root) as client:
            client.send(frames)
            return client.outcome()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("smuggling"))
    try:
        yield Site(instance)
    finally:
        instance.stop()


def post(*lines, body=b"", first=b"POST / HTTP/1.1", host=b"Host: a.example"):
    return b"\r\n".join([first, *([host] if host else []), *lines]) + b"\r\n\r\n" + body


CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"
REFUSED, UNKNOWN = [400], [400, 501]
# One request is answered, and what is hidden in it is none.
ALONE = [200]

# What is sent, the statuses that may come of it, and the body that the target then has.
HTTP1 = {
    # A length and chunks: the chunks count (RFC 9112 §6.3), and nothing that follows is read.
    "CL.TE": (post(b"Content-Length: 6", b"Transfer-Encoding: chunked", body=b"0\r\n\r\nG"), ALONE, b""),
    "CL.TE with a request": (
        post(b"Content-Length: 50", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + HIDDEN), ALONE, b""),
    "TE.CL": (post(b"Transfer-Encoding: chunked", b"Content-Length: 4", body=CHUNKS + HIDDEN), ALONE, b"hello"),
    # Codings.
    "TE of another coding": (post(b"Transfer-Encoding: xchunked", body=CHUNKS), UNKNOWN, None),
    "TE twice": (post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: x", body=CHUNKS), UNKNOWN, None),
    "TE chunked and identity": (post(b"Transfer-Encoding: chunked, identity", body=CHUNKS), UNKNOWN, None),
    "TE identity and chunked": (post(b"Transfer-Encoding: identity, chunked", body=CHUNKS), UNKNOWN, None),
    "TE chunked twice": (post(b"Transfer-Encoding: chunked, chunked", body=CHUNKS), REFUSED, None),
    "TE with a vertical tab": (post(b"Transfer-Encoding: \x0bchunked", body=CHUNKS), UNKNOWN, None),
    "TE with a NUL": (post(b"Transfer-Encoding: chunked\0", body=CHUNKS), REFUSED, None),
    "TE quoted": (post(b'Transfer-Encoding: "chunked"', body=CHUNKS), UNKNOWN, None),
    "TE that is empty": (post(b"Transfer-Encoding:", body=CHUNKS), UNKNOWN, None),
    "TE after a tab": (post(b"Transfer-Encoding:\tchunked", body=CHUNKS), ALONE, b"hello"),
    "TE in upper case": (post(b"TRANSFER-ENCODING: CHUNKED", body=CHUNKS), ALONE, b"hello"),
    "TE in HTTP/1.0": (
        post(b"Transfer-Encoding: chunked", first=b"POST / HTTP/1.0", body=CHUNKS + HIDDEN), REFUSED + ALONE, None),
    "TE on a folded line": (post(b"X: a", b" Transfer-Encoding: chunked", b"Content-Length: 0", body=CHUNKS), REFUSED, None),
    "TE whose value is folded": (post(b"Transfer-Encoding:", b" chunked", body=CHUNKS), REFUSED, None),
    "TE with a space before the colon": (post(b"Transfer-Encoding : chunked", body=CHUNKS), REFUSED, None),
    "TE with a tab before the colon": (post(b"Transfer-Encoding\t: chunked", body=CHUNKS), REFUSED, None),
    "TE with a line end before the colon": (post(b"Transfer-Encoding\n : chunked", body=CHUNKS), REFUSED, None),
    "TE behind a bare CR": (post(b"X: a\rTransfer-Encoding: chunked", b"Content-Length: 0", body=CHUNKS), REFUSED, None),
    "TE behind a bare LF": (
        post(b"X: a\nTransfer-Encoding: chunked", body=CHUNKS + HIDDEN), REFUSED + [200, 200], b"hello"),
    "TE under another name": (
        post(b"Transfer_Encoding: chunked", b"Content-Length: 5", body=b"hello" + HIDDEN), ALONE, b"hello"),
    # Lengths.
    **{f"CL {length!r}": (post(b"Content-Length: " + length, body=b"hello"), REFUSED, None) for length in [
        b"+5", b"-5", b"0x5", b"5 5", b"5,6", b"5.0", b"5e0", b"5_0", b"\xd9\xa5", b"5;", b"18446744073709551616",
        b"18446744073709551621", b"99999999999999999999999999"]},
    "CL that is empty": (post(b"Content-Length:", body=b"hello"), REFUSED, None),
    # The same length twice is the length, so that what follows is a request of its own.
    "CL twice": (
        post(b"Content-Length: 5", b"Content-Length: 5", body=b"hello" + HIDDEN), REFUSED + [200, 200], b"hello"),
    "CL twice in a list": (post(b"Content-Length: 5, 5", body=b"hello" + HIDDEN), ALONE + REFUSED, b"hello"),
    "CL twice, with others": (post(b"Content-Length: 5", b"Content-Length: 0", body=b"hello"), REFUSED, None),
    "CL with a space before the colon": (post(b"Content-Length : 5", body=b"hello"), REFUSED, None),
    "CL folded": (post(b"Content-Length:", b" 5", body=b"hello"), REFUSED, None),
    "CL on GET": (
        post(b"Content-Length: 5", first=b"GET / HTTP/1.1", body=b"hello" + HIDDEN), ALONE, b"hello"),
    "CL that Connection names": (
        post(b"Connection: Content-Length", b"Content-Length: 5", body=b"hello"), ALONE, b"hello"),
    "TE that Connection names": (
        post(b"Connection: Transfer-Encoding", b"Transfer-Encoding: chunked", body=CHUNKS), ALONE, b"hello"),
    # Chunks. A request whose body turns out malformed has reached the target by then, and is not answered with 200.
    **{f"chunk size {size!r}": (post(b"Transfer-Encoding: chunked", body=size + b"\r\nhello\r\n0\r\n\r\n" + HIDDEN),
                                [400, 502], None) for size in [
        b"", b"+5", b"-5", b"0x5", b"5h", b"5 5", b"FFFFFFFFFFFFFFFFF", b"10000000000000005",
        b"5\0", b"\xef\xbc\x95"]},
    "chunk extension": (post(b"Transfer-Encoding: chunked", body=b"5;a=b\r\nhello\r\n0\r\n\r\n"), ALONE, b"hello"),
    "chunk extension with a bare LF": (
        post(b"Transfer-Encoding: chunked", body=b"5;a\nhello\r\n0\r\n\r\n" + HIDDEN), [400, 502], None),
    "chunk extension with a bare CR": (
        post(b"Transfer-Encoding: chunked", body=b"5;a\rb\r\nhello\r\n0\r\n\r\n" + HIDDEN), [400, 502], None),
    "chunk extensions without end": (
        post(b"Transfer-Encoding: chunked", body=b"5;" + b"a" * 40_000 + b"\r\nhello\r\n0\r\n\r\n"), [400, 502], None),
    "chunk size with a bare LF": (
        post(b"Transfer-Encoding: chunked", body=b"5\nhello\r\n0\r\n\r\n" + HIDDEN), [400, 502], None),
    "chunk without its line end": (
        post(b"Transfer-Encoding: chunked", body=b"5\r\nhelloXX0\r\n\r\n" + HIDDEN), [400, 502], None),
    "chunks that do not end": (post(b"Transfer-Encoding: chunked", body=b"5\r\nhello\r\n"), [400, 502], None),
    # Names and values.
    "a NUL in a name": (post(b"X\0Y: a"), REFUSED, None),
    "a NUL in a value": (post(b"X: a\0b"), REFUSED, None),
    "a bare CR in a value": (post(b"X: a\rb"), REFUSED, None),
    "a name with a space": (post(b"X Y: a"), REFUSED, None),
    "a name that is empty": (post(b": a"), REFUSED, None),
    "a line without a colon": (post(b"X"), REFUSED, None),
    "a folded line": (post(b"X: a", b" b"), REFUSED, None),
    "a folded first line": (post(b" X: a", host=None), REFUSED, None),
    "a folded host": (post(b" b.example"), REFUSED, None),
    # Request lines and hosts.
    **{f"request line {line!r}": (post(first=line), REFUSED, None) for line in [
        b"GET /a b HTTP/1.1", b"GET  / HTTP/1.1", b"GET\t/\tHTTP/1.1", b"GET / HTTP/1.1 x", b"GET /\r HTTP/1.1",
        b"GET /\0 HTTP/1.1", b"GET /", b"GET / HTTP/1", b"GET / HTTP/01.1", b"GET / http/1.1", b"GET x HTTP/1.1",
        b"G\0ET / HTTP/1.1", b"GET@ / HTTP/1.1", b"GET : / HTTP/1.1", b" GET / HTTP/1.1", b"GET / HTTP/2.0"]},
    "two hosts": (post(b"Host: b.example"), REFUSED, None),
    "two hosts that are the same": (post(b"Host: a.example"), REFUSED, None),
    **{f"host {host!r}": (post(host=b"Host: " + host), REFUSED, None) for host in [
        b"a b", b"a/b", b"a@b", b"a#b", b"a?b", b"a\\b", b"a:b", b"a:80:80", b"[::1", b"", b"a\xff"]},
    "a host before a bare LF": (post(host=b"Host: a.example\nX: y"), REFUSED + ALONE, b""),
    "no host": (post(host=None), REFUSED, None),
    # Two requests that are clear.
    "two requests": (post(b"Content-Length: 5", body=b"hello") * 2, [200, 200], b"hello"),
}


@pytest.mark.parametrize("name", HTTP1)
def test_http1_to_http1(site, name):
    sent, allowed, body = HTTP1[name]
    statuses, seen = site.http1(sent), site.targets["HTTP1"].taken()
    if any(it[1] == "/last" for it in seen):
        assert statuses.pop() == 200 and seen.pop()[1] == "/last"
    # Behind a bare LF the coding counts, so what follows the chunks is a request of its own.
    assert set(statuses) <= set(allowed) and 1 <= len(statuses) <= max(1, allowed.count(200)), statuses
    assert statuses == [200, 200] or not any(it[1] == "/smuggled" for it in seen), seen
    if 200 in statuses and body is not None:
        assert seen[0][3] == body
    if 200 not in statuses:
        assert not seen


@pytest.mark.parametrize("name", HTTP1)
def test_http1_to_http2(site, name):
    """ELB gives requests of HTTP/1.1 to no target of HTTP/2: 464, whatever they hide."""
    sent = HTTP1[name][0]
    for version in ("HTTP2", "GRPC"):
        with secured(site.ports[version], NAME, site.root, alpn=["http/1.1"]) as client:
            client.sendall(sent.replace(b"a.example", NAME.encode()))
            client.settimeout(20)
            said = client.recv(65536)
            assert not said or said[9:12] in (b"400", b"464", b"501"), said
        assert site.targets[version].taken() == []


def asking(*fields, body=None, **pseudo):
    """A request of HTTP/2 by POST."""
    pseudo = {"authority": NAME, "method": "POST", **pseudo}
    sent = headers(1, request(*fields, **pseudo), end=body is None)
    return sent if body is None else sent + data(1, body)


LINES = b"x\r\n\r\n" + HIDDEN
HTTP2 = {
    # What would end a line of HTTP/1.1, in every place.
    "lines in a value": asking(("x", LINES)),
    "LF in a value": asking(("x", b"a\nb: c")),
    "CR in a value": asking(("x", b"a\rb: c")),
    "NUL in a value": asking(("x", b"a\0b")),
    "lines in a name": asking((b"x: y\r\nz", b"a")),
    "a colon in a name": asking(("transfer-encoding: chunked", "x")),
    "a name in upper case": asking(("Transfer-Encoding", "chunked")),
    "a name with a space": asking(("transfer-encoding ", "chunked")),
    "a name with a tab": asking(("transfer-encoding\t", "chunked")),
    "lines in the path": asking(path=b"/ HTTP/1.1\r\nHost: x\r\n\r\n" + HIDDEN),
    "a version in the path": asking(path="/ HTTP/1.1"),
    "a space in the path": asking(path="/a b"),
    "a tab in the path": asking(path="/a\tb"),
    "a NUL in the path": asking(path="/a\0b"),
    "a path without a slash": asking(path="smuggled"),
    "a path that begins with @": asking(path="@smuggled/"),
    "a path that begins with :": asking(path=":80/smuggled"),
    "a path with a host": asking(path="http://x/smuggled"),
    "lines in the method": asking(method=b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\nGET"),
    "a space in the method": asking(method="GET /smuggled HTTP/1.1"),
    "a method that is empty": asking(method=""),
    "lines in the authority": asking(authority=NAME.encode() + b"\r\nx: y"),
    "a space in the authority": asking(authority=f"{NAME} x"),
    "a path in the authority": asking(authority=f"{NAME}/smuggled"),
    "a user in the authority": asking(authority=f"x@{NAME}"),
    "lines in the scheme": asking(scheme=b"https\r\nx: y"),
    "a host in the scheme": asking(scheme="https://x/smuggled?"),
    "another host": asking(("host", "other.example")),
    "two hosts": asking(("host", NAME), ("host", "other.example")),
    # Lengths and codings.
    "a coding": asking(("transfer-encoding", "chunked"), body=b"0\r\n\r\n" + HIDDEN),
    "connection": asking(("connection", "transfer-encoding"), body=HIDDEN),
    "a length of 0 before a body": asking(("content-length", "0"), body=HIDDEN),
    "a length that is too small": asking(("content-length", "3"), body=HIDDEN),
    "a length that is too large": asking(("content-length", "3000"), body=HIDDEN),
    "a length of two": asking(("content-length", "1"), ("content-length", "2"), body=HIDDEN),
    "a length with a sign": asking(("content-length", f"+{len(HIDDEN)}"), body=HIDDEN),
    "a length with a list": asking(("content-length", f"{len(HIDDEN)}, 0"), body=HIDDEN),
    "a length in trailers": asking(body=None).replace(b"\x01\x05", b"\x01\x04", 1) + headers(1, [("content-length", "5")]),
    "a path in trailers": asking(body=None).replace(b"\x01\x05", b"\x01\x04", 1) + headers(1, [(":path", "/smuggled")]),
}


# Trailers stay trailers. The crate h2 drops a pseudo-header in them, where RFC 9113 §8.1 calls the request malformed.
IN_TRAILERS = {"a length in trailers", "a path in trailers"}


@pytest.mark.parametrize("version", ["HTTP1", "HTTP2", "GRPC"])
@pytest.mark.parametrize("name", HTTP2)
def test_http2_to_each(site, name, version):
    what, code = site.http2(version, HTTP2[name])
    assert what != "answer" or code in (400, 502) or (name in IN_TRAILERS and code == 200), (what, code)
    seen = site.targets[version].taken()
    assert len(seen) <= 1 and not any("smuggled" in it[1] for it in seen), seen
    for it in seen:
        # A request that is malformed in its body has begun by then.
        assert it[3] == b"" and it[4] in ([], [("content-length", b"5")]), it


@pytest.mark.parametrize("version", ["HTTP1", "HTTP2", "GRPC"])
def test_bodies_arrive_as_they_were_sent(site, version):
    """A body that looks like a request stays a body."""
    media = [("content-type", "application/grpc")] if version == "GRPC" else []
    for fields in ([], [("content-length", str(len(HIDDEN)))]):
        assert site.http2(version, asking(*fields, *media, body=HIDDEN)) == ("answer", 200)
        [seen] = until(site.targets[version].taken, what="the request")
        assert seen[0] == "POST" and seen[1] == "/" and seen[3] == HIDDEN
