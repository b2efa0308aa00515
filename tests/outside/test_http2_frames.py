"""What RFC 9113 says that a server must refuse: each row sends frames, and names what has to come of them.

It goes by the sections of the RFC, as h2spec does; h2spec itself is on no registry that the tests install from.
"""

import struct

import pytest
from conftest import Instance
from frames import (
    PING, PREFACE, Client, block, continuation, data, headers, raw, request, reset, settings, window)
from test_edge import saying

NAME = "www.frames.example"

OK = {("answer", 200)}
PONG = {("pong", None)}
REFUSED = {("answer", 400)}


def connection(*errors):
    """The connection ends with one of these errors (RFC 9113 §5.4.1: GOAWAY should come first, and may not)."""
    return {("connection", error) for error in errors} | {("closed", None)}


def stream(*errors):
    """The stream ends so, or else the connection (§5.4.2: a stream error may be treated as one of the connection)."""
    return {(what, error) for error in errors for what in ("stream", "connection")}


def malformed():
    """§8.1.1: a stream error; an answer with 400 may come before it."""
    return stream("PROTOCOL_ERROR") | REFUSED


PROTOCOL = connection("PROTOCOL_ERROR")
# The RFC has errors of their own for these. The crate h2 ends the connection in each case, and calls most of them
# PROTOCOL_ERROR.
SIZE, FLOW, COMPRESSION = (
    connection(f"{it}_ERROR", "PROTOCOL_ERROR") for it in ("FRAME_SIZE", "FLOW_CONTROL", "COMPRESSION"))
CLOSED = stream("STREAM_CLOSED", "PROTOCOL_ERROR") | {("answer", 200)}
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PINGS, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
GET = headers(1, request(authority=NAME))
OPEN = headers(1, request(authority=NAME, method="POST"), end=False)


def asking(*fields, end=True, **pseudo):
    return headers(1, request(*fields, **{"authority": NAME, **pseudo}), end=end)


def setting(key, value):
    return raw(SETTINGS, 0, 0, struct.pack(">HI", key, value))


ROWS = [
    # §3.4: the preface.
    ("3.4 another preface", None, PREFACE.replace(b"SM", b"XX") + settings(), PROTOCOL),
    # The crate h2 takes them later too.
    ("3.4 SETTINGS do not come first", None, PREFACE + PING, PROTOCOL | PONG),
    # §4.1: frames.
    ("4.1 an unknown type is ignored", raw(0x16, 0, 0, b"12345678") + PING, None, PONG),
    ("4.1 undefined flags are ignored", raw(PINGS, 0x16, 0, b"12345678") + PING, None, PONG),
    ("4.1 the reserved bit is ignored", raw(PINGS, 0, 1 << 31, b"12345678") + PING, None, PONG),
    # §4.2: sizes.
    ("4.2 DATA of the largest size", OPEN + data(1, b"x" * 16_384), None, OK),
    ("4.2 DATA that is too large", OPEN + data(1, b"x" * 16_385), None, stream("FRAME_SIZE_ERROR")),
    ("4.2 HEADERS that are too large", asking(("x", b"x" * 16_384)), None, SIZE),
    # §4.3: header blocks.
    ("4.3 a block that ends in the middle", raw(HEADERS, 5, 1, b"\x00\x05ab"), None, COMPRESSION),
    ("4.3 an index that is not in the table", raw(HEADERS, 5, 1, b"\xff\x80\x01"), None, COMPRESSION),
    ("4.3 an index of 0", raw(HEADERS, 5, 1, b"\x80"), None, COMPRESSION),
    ("4.3 a Huffman code of the end", raw(HEADERS, 5, 1, b"\x00\x84\xff\xff\xff\xff\x01x"), None, COMPRESSION),
    ("4.3 a number that does not end", raw(HEADERS, 5, 1, b"\xff" * 20), None, COMPRESSION),
    ("4.3 a table that is larger than allowed", raw(HEADERS, 5, 1, b"\x3f\xe2\x7f"), None, COMPRESSION),
    ("4.3 a table's size after a header", raw(HEADERS, 5, 1, b"\x82\x20"), None, COMPRESSION),
    ("4.3 another frame within a block", headers(1, request(), end_headers=False) + PING, None, PROTOCOL),
    ("4.3 an unknown frame within a block", headers(1, request(), end_headers=False) + raw(0x16, 0, 1, b""), None,
     PROTOCOL),
    ("4.3 another stream within a block", headers(1, request(), end_headers=False) + headers(3, request()), None,
     PROTOCOL),
    ("4.3 a block in parts", headers(1, request(authority=NAME), end_headers=False) + continuation(1, block(("x", "y"))),
     None, OK),
    # §5.1: states of a stream.
    ("5.1 DATA on an idle stream", data(1, b"x"), None, PROTOCOL),
    ("5.1 RST_STREAM on an idle stream", reset(1), None, PROTOCOL),
    ("5.1 WINDOW_UPDATE on an idle stream", window(1, 100), None, PROTOCOL),
    ("5.1 CONTINUATION on an idle stream", continuation(1, block(*request())), None, PROTOCOL),
    ("5.1 DATA on a half-closed stream", GET + data(1, b"x"), None, CLOSED),
    ("5.1 HEADERS on a half-closed stream", GET + GET, None, CLOSED),
    ("5.1 CONTINUATION on a half-closed stream", GET + continuation(1, b""), None, PROTOCOL | OK),
    ("5.1 DATA on a closed stream", OPEN + reset(1) + data(1, b"x") + PING, None, CLOSED | PONG),
    ("5.1 HEADERS on a closed stream", OPEN + reset(1) + GET, None, CLOSED),
    # §5.1.1, §5.1.2: numbers and how many.
    ("5.1.1 an even number", headers(2, request()), None, PROTOCOL),
    ("5.1.1 a smaller number", headers(5, request(), end=False) + headers(3, request()), None,
     connection("PROTOCOL_ERROR", "STREAM_CLOSED")),
    # §6.1: DATA.
    ("6.1 DATA without a stream", raw(DATA, 0, 0, b"x"), None, PROTOCOL),
    ("6.1 DATA with more padding than there is", OPEN + raw(DATA, 0x9, 1, b"\x10x"), None, PROTOCOL),
    ("6.1 DATA with padding", OPEN + raw(DATA, 0x9, 1, b"\x03xyzabc"), None, OK),
    # §6.2: HEADERS.
    ("6.2 HEADERS without a stream", raw(HEADERS, 5, 0, block(*request())), None, PROTOCOL),
    ("6.2 HEADERS with more padding than there is", raw(HEADERS, 0xd, 1, b"\xff" + block(*request())), None, PROTOCOL),
    ("6.2 HEADERS without their length of padding", raw(HEADERS, 0xd, 1, b""), None, SIZE | PROTOCOL),
    # §6.3: PRIORITY.
    ("6.3 PRIORITY without a stream", raw(PRIORITY, 0, 0, bytes(5)), None, PROTOCOL),
    ("6.3 PRIORITY of another length", OPEN + raw(PRIORITY, 0, 1, bytes(4)), None, SIZE | stream("FRAME_SIZE_ERROR")),
    ("6.3 PRIORITY on an idle stream", raw(PRIORITY, 0, 9, bytes(4) + b"\x10") + PING, None, PONG),
    # §6.4: RST_STREAM.
    ("6.4 RST_STREAM without a stream", raw(RST_STREAM, 0, 0, bytes(4)), None, PROTOCOL),
    ("6.4 RST_STREAM of another length", OPEN + raw(RST_STREAM, 0, 1, bytes(3)), None, SIZE),
    # §6.5: SETTINGS.
    ("6.5 an acknowledgement with a payload", raw(SETTINGS, 1, 0, b"x" * 6), None, SIZE),
    ("6.5 SETTINGS on a stream", raw(SETTINGS, 0, 1, b""), None, PROTOCOL),
    ("6.5 SETTINGS of another length", raw(SETTINGS, 0, 0, b"x" * 5), None, SIZE),
    ("6.5.2 ENABLE_PUSH of 2", setting(2, 2), None, PROTOCOL),
    ("6.5.2 a window that is too large", setting(4, 1 << 31), None, FLOW),
    ("6.5.2 frames that are too small", setting(5, 16_383), None, PROTOCOL),
    ("6.5.2 frames that are too large", setting(5, 1 << 24), None, PROTOCOL),
    ("6.5.2 an unknown setting is ignored", setting(0xfff, 1) + PING, None, PONG),
    # §6.6: PUSH_PROMISE.
    ("6.6 a client pushes", GET + raw(PUSH_PROMISE, 4, 1, bytes([0, 0, 0, 2]) + block(*request())), None,
     PROTOCOL | OK),
    # §6.7: PING.
    ("6.7 PING on a stream", raw(PINGS, 0, 1, bytes(8)), None, PROTOCOL),
    ("6.7 PING of another length", raw(PINGS, 0, 0, bytes(6)), None, SIZE),
    ("6.7 PING that acknowledges nothing", raw(PINGS, 1, 0, bytes(8)) + PING, None, PONG),
    # §6.8: GOAWAY.
    ("6.8 GOAWAY on a stream", raw(GOAWAY, 0, 1, bytes(8)), None, PROTOCOL),
    ("6.8 GOAWAY that is too short", raw(GOAWAY, 0, 0, bytes(7)), None, SIZE),
    # §6.9: WINDOW_UPDATE.
    ("6.9 a connection's window grows by 0", raw(WINDOW_UPDATE, 0, 0, bytes(4)), None, PROTOCOL),
    ("6.9 a stream's window grows by 0", OPEN + raw(WINDOW_UPDATE, 0, 1, bytes(4)), None, stream("PROTOCOL_ERROR")),
    ("6.9 WINDOW_UPDATE of another length", raw(WINDOW_UPDATE, 0, 0, bytes(3)), None, SIZE),
    ("6.9.1 a connection's window is too large", window(0, 2**31 - 1), None, FLOW),
    ("6.9.1 a stream's window is too large", OPEN + window(1, 2**31 - 1), None, stream("FLOW_CONTROL_ERROR")),
    ("6.9.2 a window that was taken back", setting(4, 0) + GET + setting(4, 65_535), None, OK),
    # §6.10: CONTINUATION.
    ("6.10 CONTINUATION without a stream", headers(1, request(), end_headers=False) + continuation(1, b"").replace(
        b"\x00\x00\x00\x01", b"\x00\x00\x00\x00"), None, PROTOCOL),
    ("6.10 CONTINUATION after the last", OPEN + continuation(1, block(("x", "y"))), None, PROTOCOL),
    # §8.1: messages.
    ("8.1 trailers that do not end the stream", OPEN + headers(1, [("x", "y")], end=False), None, malformed()),
    ("8.1 trailers", OPEN + data(1, b"x", end=False) + headers(1, [("x", "y")]), None, OK),
    ("8.1 a pseudo-header in trailers", OPEN + data(1, b"x", end=False) + headers(1, [(":path", "/")]), None,
     malformed() | OK),
    ("8.1.1 a body shorter than its length", asking(("content-length", "5"), method="POST", end=False) + data(1, b"four"),
     None, malformed() | OK),
    ("8.1.1 a body longer than its length", asking(("content-length", "3"), method="POST", end=False) + data(1, b"four"),
     None, malformed() | OK),
    ("8.1.1 a length without a body", asking(("content-length", "5"), method="POST"), None, malformed()),
    ("8.1.1 two lengths", asking(("content-length", "1"), ("content-length", "2"), method="POST", end=False)
     + data(1, b"x"), None, malformed()),
    ("8.1.1 a length that is no number", asking(("content-length", "+1"), method="POST", end=False) + data(1, b"x"),
     None, malformed()),
    # §8.2: fields.
    ("8.2.1 a name in upper case", asking(("X-Upper", "y")), None, malformed()),
    ("8.2.1 a name with a space", asking(("x y", "z")), None, malformed()),
    ("8.2.1 a name with a colon", asking(("x:y", "z")), None, malformed()),
    ("8.2.1 a name with a NUL", asking((b"x\x00y", "z")), None, malformed()),
    ("8.2.1 a name that is not ASCII", asking(("x\u00fc", "z")), None, malformed()),
    ("8.2.1 a name that is empty", asking(("", "z")), None, malformed() | COMPRESSION),
    ("8.2.1 a value with a NUL", asking(("x", b"a\x00b")), None, malformed()),
    ("8.2.1 a value with CR", asking(("x", b"a\rb")), None, malformed()),
    ("8.2.1 a value with LF", asking(("x", b"a\nb")), None, malformed()),
    ("8.2.1 a value with a further header", asking(("x", b"a\r\ntransfer-encoding: chunked")), None, malformed()),
    ("8.2.2 connection", asking(("connection", "close")), None, malformed()),
    ("8.2.2 proxy-connection", asking(("proxy-connection", "close")), None, malformed()),
    ("8.2.2 keep-alive", asking(("keep-alive", "5")), None, malformed()),
    ("8.2.2 transfer-encoding", asking(("transfer-encoding", "chunked")), None, malformed()),
    ("8.2.2 upgrade", asking(("upgrade", "h2c")), None, malformed()),
    ("8.2.2 te other than trailers", asking(("te", "gzip")), None, malformed()),
    ("8.2.2 te", asking(("te", "trailers")), None, OK),
    # §8.3: pseudo-headers.
    ("8.3 unknown", headers(1, [(":made-up", "x"), *request(authority=NAME)]), None, malformed()),
    ("8.3 of an answer", headers(1, [(":status", "200"), *request(authority=NAME)]), None, malformed()),
    ("8.3 after a header", headers(1, [("x", "y"), *request(authority=NAME)]), None, malformed()),
    ("8.3.1 no method", asking(method=None), None, malformed()),
    ("8.3.1 no scheme", asking(scheme=None), None, malformed()),
    ("8.3.1 no path", asking(path=None), None, malformed()),
    ("8.3.1 an empty path", asking(path=""), None, malformed()),
    ("8.3.1 a path without a slash", asking(path="x"), None, malformed()),
    ("8.3.1 a path with a space", asking(path="/a b"), None, malformed()),
    ("8.3.1 * with another method", asking(path="*"), None, malformed()),
    ("8.3.1 two methods", headers(1, [(":method", "GET"), *request(authority=NAME)]), None, malformed()),
    ("8.3.1 two schemes", headers(1, [(":scheme", "https"), *request(authority=NAME)]), None, malformed()),
    ("8.3.1 two paths", headers(1, [(":path", "/x"), *request(authority=NAME)]), None, malformed()),
    ("8.3.1 two authorities", headers(1, [(":authority", NAME), *request(authority=NAME)]), None, malformed()),
    ("8.3.1 a user in the authority", asking(authority=f"user@{NAME}"), None, malformed()),
    ("8.3.1 another host", asking(("host", "other.example")), None, malformed()),
    ("8.3.1 no authority and no host", asking(authority=None), None, malformed()),
    ("8.3.1 an authority that is empty", asking(authority=""), None, malformed()),
    ("8.5 CONNECT", headers(1, [(":method", "CONNECT"), (":authority", "other.example:80")]), None, malformed()),
    ("8.5 CONNECT with a path", asking(method="CONNECT"), None, malformed()),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of an HTTPS listener that answers by itself, and its root."""
    instance = Instance(tmp_path_factory.mktemp("frames"))
    try:
        instance.zone("frames.example")
        port, listener, *_ = instance.listener(instance.issued(NAME), 9)
        instance.client("elbv2").modify_listener(ListenerArn=listener, DefaultActions=[saying("served")])
        yield port, instance.root
    finally:
        instance.stop()


@pytest.mark.parametrize("sent, first, expected", [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_rules_of_the_rfc_hold(served, sent, first, expected):
    port, root = served
    with Client(port, NAME, root, first) as client:
        if sent:
            client.send(sent)
        assert client.outcome(until_ping=PONG <= expected) in expected


def test_settings_and_pings_are_acknowledged(served):
    port, root = served
    with Client(port, NAME, root) as client:
        first = client.frame()
        assert first.stream_id == 0 and "ACK" not in first.flags
        # §6.5.2: MAX_CONCURRENT_STREAMS as ELB has it, and no push.
        assert first.settings[3] == 128
        client.send(PING)
        acknowledged = {}
        while {"SettingsFrame", "PingFrame"} - set(acknowledged):
            frame = client.frame()
            if "ACK" in frame.flags:
                acknowledged[type(frame).__name__] = frame
        assert acknowledged["PingFrame"].opaque_data == b"tegata!!"


def test_more_streams_than_allowed_are_refused(served):
    port, root = served
    with Client(port, NAME, root) as client:
        # §5.1.2. They stay open, since their bodies do not end.
        client.send(b"".join(
            headers(1 + 2 * count, request(authority=NAME, method="POST"), end=False) for count in range(129)))
        assert client.outcome(stream=257) in {("stream", "REFUSED_STREAM"), ("stream", "PROTOCOL_ERROR")}
