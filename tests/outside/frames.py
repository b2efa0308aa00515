"""An HTTP/2 client that sends exactly the frames that a test gives it, malformed ones too; frames by hyperframe, headers
by hpack."""

import socket
import ssl

import hpack
from hyperframe.frame import (
    ContinuationFrame, DataFrame, Frame, GoAwayFrame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame,
    WindowUpdateFrame)

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
ERRORS = [
    "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
    "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED"]


def secured(port, name, root, alpn=("h2",)):
    """A connection over TLS."""
    context = ssl.create_default_context(cafile=str(root))
    context.set_alpn_protocols(list(alpn))
    plain = socket.create_connection(("127.0.0.1", port), 20)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(plain, server_hostname=name)


def raw(kind, flags, stream, payload):
    """Any frame, whether or not it may exist."""
    return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload


def literal(name, value):
    """A header that is not indexed and not compressed (RFC 7541 §6.2.2)."""

    def string(text):
        text = text if isinstance(text, bytes) else text.encode()
        if len(text) < 127:
            return bytes([len(text)]) + text
        rest, length = len(text) - 127, b"\x7f"
        while rest >= 128:
            length, rest = length + bytes([rest % 128 + 128]), rest // 128
        return length + bytes([rest]) + text

    return b"\x00" + string(name) + string(value)


def block(*headers):
    return b"".join(literal(name, value) for name, value in headers)


def request(*more, method="GET", path="/", scheme="https", authority="www.example.com"):
    """The headers of a request; `None` leaves one out."""
    pseudo = [(":method", method), (":scheme", scheme), (":path", path), (":authority", authority)]
    return [(name, value) for name, value in pseudo if value is not None] + list(more)


def headers(stream, fields, end=True, end_headers=True):
    flags = [flag for flag, is_set in [("END_STREAM", end), ("END_HEADERS", end_headers)] if is_set]
    return HeadersFrame(stream, block(*fields), flags=flags).serialize()


def data(stream, content, end=True):
    return DataFrame(stream, content, flags=["END_STREAM"] if end else []).serialize()


def continuation(stream, fragment, end_headers=True):
    return ContinuationFrame(stream, fragment, flags=["END_HEADERS"] if end_headers else []).serialize()


def settings(values=None):
    return SettingsFrame(settings=values or {}).serialize()


def window(stream, increment):
    return WindowUpdateFrame(stream, window_increment=increment).serialize()


def reset(stream, code=8):
    return RstStreamFrame(stream, error_code=code).serialize()


PING = PingFrame(opaque_data=b"tegata!!").serialize()


class Client:
    """A connection; what the server sends is read frame by frame."""

    def __init__(self, port, name, root, first=None):
        self.socket, self.bytes, self.decoder = secured(port, name, root), b"", hpack.Decoder()
        assert self.socket.selected_alpn_protocol() == "h2"
        self.send(PREFACE + settings() if first is None else first)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, content):
        """Whether it could be sent."""
        try:
            self.socket.sendall(content)
            return True
        except OSError:
            return False

    def frame(self, within=20):
        """The next frame; `None` once the connection has ended."""
        self.socket.settimeout(within)
        while len(self.bytes) < 9 or len(self.bytes) < 9 + int.from_bytes(self.bytes[:3]):
            try:
                part = self.socket.recv(65536)
            except TimeoutError:
                raise
            except OSError:
                return None
            if not part:
                return None
            self.bytes += part
        frame, length = Frame.parse_frame_header(memoryview(self.bytes[:9]))
        frame.parse_body(memoryview(self.bytes[9:9 + length]))
        self.bytes = self.bytes[9 + length:]
        if isinstance(frame, HeadersFrame):
            frame.fields = dict(self.decoder.decode(frame.data))
        return frame

    def outcome(self, stream=1, until_ping=False):
        """What becomes of a stream or of the connection: `("answer", status)`, `("stream", error)`,
        `("connection", error)`, `("pong", None)` or `("closed", None)`."""
        status = None
        while frame := self.frame():
            match frame:
                case GoAwayFrame(error_code=code) if code:
                    return "connection", ERRORS[code]
                case RstStreamFrame(stream_id=it, error_code=code) if it == stream and not status:
                    return "stream", ERRORS[code]
                case HeadersFrame(stream_id=it) if it == stream:
                    status = status or int(frame.fields[":status"])
                case PingFrame() if until_ping and "ACK" in frame.flags:
                    return "pong", None
            if status and "END_STREAM" in frame.flags and frame.stream_id == stream:
                return "answer", status
        return ("answer", status) if status else ("closed", None)
