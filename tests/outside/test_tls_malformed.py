"""Handshakes that are malformed, oversized or out of order, by tlslite-ng and by bytes; and what sslyze finds.

It goes by what tlsfuzzer tests; tlsfuzzer itself is on no registry that the tests install from.
"""

import hashlib
import os
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
import sslyze
from conftest import Instance
from test_edge import saying
from tlslite.api import HandshakeSettings, TLSConnection
from tlslite.constants import CipherSuite, ExtensionType, GroupName
from tlslite.errors import TLSError
from tlslite.extensions import (
    ClientKeyShareExtension, KeyShareEntry, SignatureAlgorithmsExtension, SNIExtension, SupportedGroupsExtension,
    SupportedVersionsExtension, TLSExtension)
from tlslite.messages import ClientHello
from tlslite.utils.x25519 import X25519_G, x25519

NAME = "www.handshakes.example"
SUITES = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030]
SHARE = bytes(x25519(bytearray(os.urandom(32)), bytearray(X25519_G)))
# ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256, ecdsa_secp384r1_sha384
SIGNATURES = [(4, 3), (8, 4), (5, 3)]


def extension(kind, content):
    return TLSExtension(extType=kind).create(kind, bytearray(content))


def vector(content, size=2):
    return len(content).to_bytes(size) + content


def sni(name):
    return SNIExtension().create(bytearray(name))


def versions(*known):
    return SupportedVersionsExtension().create(list(known))


def groups(*known):
    return SupportedGroupsExtension().create(list(known))


def shares(*entries):
    return ClientKeyShareExtension().create([KeyShareEntry().create(group, bytearray(share)) for group, share in entries])


def extensions(**changes):
    """The extensions of a good hello; `None` leaves one out, and `more` are added."""
    more = changes.pop("more", [])
    good = {
        "sni": sni(NAME.encode()), "versions": versions((3, 4), (3, 3)), "groups": groups(29, 23),
        "signatures": SignatureAlgorithmsExtension().create(SIGNATURES), "shares": shares((29, SHARE))}
    return [it for it in {**good, **changes}.values() if it is not None] + more


def hello(version=(3, 3), suites=SUITES, compressions=None, session=b"", **changes):
    """The message of a ClientHello."""
    made = ClientHello().create(
        version, bytearray(os.urandom(32)), bytearray(session), list(suites), extensions=extensions(**changes))
    if compressions is not None:
        made.compression_methods = compressions
    return bytes(made.write())


def record(content, kind=22, version=(3, 1)):
    return bytes([kind, *version]) + vector(content)


def records(content, size):
    return b"".join(record(content[begin:begin + size]) for begin in range(0, len(content), size))


def with_body(message, body):
    """A handshake message with another body."""
    return message[:1] + vector(body, 3)


def twice(kind):
    return [it for it in extensions() if it.extType == kind]


GOOD = hello()
OLD = hello(versions=None, shares=None)
AGREED, AGAIN_ASKED, REFUSED = {"agreed"}, {"again"}, {"refused"}
EITHER = AGREED | REFUSED
# RFC 8446 has these refused. s2n-tls asks for another share, or does without what it does not understand.
LENIENT = AGREED | AGAIN_ASKED | REFUSED
AGAIN = hashlib.sha256(b"HelloRetryRequest").digest()

# What is sent, and what may come of it. What is refused gets an alert or no answer, and the connection ends.
ROWS = {
    "a good hello": (record(GOOD), AGREED),
    "a good hello of TLS 1.2": (record(OLD), AGREED),
    # Records.
    "a record for each byte": (records(GOOD, 1), EITHER),
    "records of 100 bytes": (records(GOOD, 100), AGREED),
    "a record of nothing": (record(b"") + record(GOOD), EITHER),
    "records of nothing": (record(b"") * 10_000, REFUSED),
    "a record that is too large": (record(GOOD + bytes(17_000)), REFUSED),
    "a record of the largest length": (b"\x16\x03\x01\xff\xff" + bytes(65_535), REFUSED),
    "half of a record": (record(GOOD)[:60], REFUSED),
    "a version of the record": (record(GOOD, version=(9, 9)), EITHER),
    "another type": (record(GOOD, kind=99), REFUSED),
    "application data": (record(GOOD, kind=23), REFUSED),
    "a change of ciphers": (record(b"\x01", kind=20), REFUSED),
    "a heartbeat": (record(b"\x01\xff\xff", kind=24), REFUSED),
    "an alert": (record(b"\x02\x28", kind=21), REFUSED),
    "alerts": (record(b"\x01\x5a", kind=21) * 10_000, REFUSED),
    "SSL 2.0": (b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + bytes(37), REFUSED),
    "noise": (bytes(range(256)) * 16, REFUSED),
    "zeros": (bytes(4096), REFUSED),
    # Messages.
    "another message": (record(b"\x02" + GOOD[1:]), REFUSED),
    "a message of nothing": (record(b"\x01\x00\x00\x00"), REFUSED),
    "a message of 16 MB": (record(b"\x01\xff\xff\xff" + bytes(16_000)) + records(bytes(200_000), 16_000), REFUSED),
    "a message that goes on": (record(with_body(GOOD, GOOD[4:] + b"more")), LENIENT),
    "a message that is cut": (record(with_body(GOOD, GOOD[4:-5])), REFUSED),
    **{f"a message cut at {at}": (record(with_body(GOOD, GOOD[4:at])), REFUSED) for at in (5, 20, 39, 45, 60, 80, 120)},
    "two hellos": (record(GOOD) * 2, EITHER),
    "a hello and application data": (record(GOOD) + record(b"GET / HTTP/1.1\r\n\r\n", kind=23), EITHER),
    # Fields.
    "a session of 33 bytes": (record(hello(session=bytes(33))), REFUSED),
    "a session of 32 bytes": (record(hello(session=bytes(32))), AGREED),
    "no suite": (record(hello(suites=[])), REFUSED),
    "unknown suites": (record(hello(suites=[0xfafa, 0x9999])), REFUSED),
    "unknown suites too": (record(hello(suites=[0xfafa, 0x9999, *SUITES])), AGREED),
    "30,000 suites": (records(hello(suites=[*range(0x2000, 0x2000 + 30_000)]), 16_000), REFUSED),
    "no compression": (record(hello(compressions=[])), LENIENT),
    "compression": (record(hello(compressions=[1])), LENIENT),
    "a fall-back": (record(hello(suites=[*SUITES, CipherSuite.TLS_FALLBACK_SCSV], versions=None, shares=None)), REFUSED),
    # Versions.
    "SSL 3.0": (record(hello(version=(3, 0), versions=None, shares=None)), REFUSED),
    "TLS 1.1": (record(hello(version=(3, 2), versions=None, shares=None)), REFUSED),
    "TLS 1.1 as an extension": (record(hello(versions=versions((3, 2), (3, 1)))), REFUSED),
    "versions of the future": (record(hello(versions=versions((9, 9), (3, 9)))), REFUSED),
    "versions of the future too": (record(hello(versions=versions((0x7f, 0x1c), (3, 9), (3, 4)))), AGREED),
    "no version": (record(hello(versions=extension(43, b"\x00"))), REFUSED),
    "half a version": (record(hello(versions=extension(43, b"\x01\x03"))), REFUSED),
    # Extensions.
    "an extension twice": (record(hello(more=twice(ExtensionType.server_name))), REFUSED),
    "the groups twice": (record(hello(more=twice(ExtensionType.supported_groups))), REFUSED),
    "unknown extensions": (record(hello(more=[extension(0xfafa, b"x" * 100), extension(0x1234, b"")])), AGREED),
    "2,000 extensions": (records(hello(more=[extension(0x3000 + it, b"x") for it in range(2000)]), 16_000), EITHER),
    "60 KB of an extension": (records(hello(more=[extension(0x3000, bytes(60_000))]), 16_000), EITHER),
    "200 KB of padding": (records(b"\x01" + vector(bytes(200_000), 3), 16_000), REFUSED),
    "no groups": (record(hello(groups=None)), LENIENT),
    "groups of an odd length": (record(hello(groups=extension(10, vector(b"\x00\x1d\x00")))), LENIENT),
    "no signatures": (record(hello(signatures=None)), LENIENT),
    "signatures of nothing": (record(hello(signatures=extension(13, vector(b"")))), LENIENT),
    "unknown signatures": (record(hello(signatures=extension(13, vector(b"\xfa\xfa")))), LENIENT),
    "no share": (record(hello(shares=None)), LENIENT),
    "a share of nothing": (record(hello(shares=shares((29, b"")))), LENIENT),
    "a share that is short": (record(hello(shares=shares((29, SHARE[:31])))), LENIENT),
    "a share that is long": (record(hello(shares=shares((29, SHARE + b"x")))), LENIENT),
    "a share of zeros": (record(hello(shares=shares((29, bytes(32))))), REFUSED),
    "a point that is on no curve": (record(hello(shares=shares((GroupName.secp256r1, b"\x04" + b"\x01" * 64)))), LENIENT),
    "a point at infinity": (record(hello(shares=shares((GroupName.secp256r1, b"\x00")))), LENIENT),
    "shares of unknown groups": (record(hello(shares=shares((0xfafa, b"x"), (29, SHARE)))), AGREED),
    # The server asks for another share.
    "a share of an unknown group": (record(hello(shares=shares((0xfafa, b"x")))), AGAIN_ASKED),
    "a ticket that is made up": (record(hello(more=[
        extension(45, b"\x01\x01"),
        extension(41, vector(vector(b"x" * 100) + bytes(4)) + vector(vector(b"y" * 32, 1)))])), EITHER),
    "a ticket that is not last": (record(hello(more=[
        extension(45, b"\x01\x01"),
        extension(41, vector(vector(b"x" * 100) + bytes(4)) + vector(vector(b"y" * 32, 1))),
        extension(0x1234, b"")])), LENIENT),
    "a ticket without its mode": (record(hello(more=[
        extension(41, vector(vector(b"x" * 100) + bytes(4)) + vector(vector(b"y" * 32, 1)))])), EITHER),
    # Names.
    "no name": (record(hello(sni=None)), AGREED),
    "a name that is empty": (record(hello(sni=extension(0, vector(b"\x00" + vector(b""))))), EITHER),
    "names of nothing": (record(hello(sni=extension(0, vector(b"")))), EITHER),
    "a name that is not whole": (record(hello(sni=extension(0, vector(b"\x00\x00\x20www")))), REFUSED | AGREED),
    "two names": (record(hello(sni=extension(0, vector(b"\x00" + vector(b"a.example") + b"\x00" + vector(b"b.example"))))),
                  EITHER),
    "a name with a NUL": (record(hello(sni=sni(b"www\0.example"))), EITHER),
    "a name that is not ASCII": (record(hello(sni=sni(b"\xff\xfe.example"))), EITHER),
    "a name of 10,000 bytes": (record(hello(sni=sni(b"x" * 10_000))), EITHER),
    "an address for a name": (record(hello(sni=sni(b"127.0.0.1"))), AGREED),
    # Protocols.
    "protocols of nothing": (record(hello(more=[extension(16, vector(b""))])), EITHER),
    "a protocol that is empty": (record(hello(more=[extension(16, vector(b"\x00"))])), EITHER),
    "a protocol that is not whole": (record(hello(more=[extension(16, vector(b"\x09h2"))])), EITHER),
    "an unknown protocol": (record(hello(more=[extension(16, vector(b"\x04spdy"))])), EITHER),
}


class Handshakes:
    """A listener that answers by itself."""

    def __init__(self, instance):
        self.instance = instance
        instance.zone("handshakes.example")
        self.port, listener, *_ = instance.listener(instance.issued(NAME), 9)
        instance.client("elbv2").modify_listener(ListenerArn=listener, DefaultActions=[saying("page")])

    def outcome(self, sent):
        """Whether the server goes on, asks for another hello, or refuses."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as client:
            said = b""
            try:
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
                while part := client.recv(65536):
                    said += part
            except ConnectionError:
                pass
        # A record with a ServerHello, which may ask for another share (RFC 8446 §4.1.3).
        if said[:1] == b"\x16" and said[5:6] == b"\x02" and said[11:43] == AGAIN:
            return "again"
        # What follows a ServerHello is longer than an alert, when the server goes on.
        return "agreed" if said[:1] == b"\x16" and len(said) > 200 else "refused"

    def fetched(self):
        return self.instance.curl(NAME, self.port)

    def tlslite(self, **settings):
        """A handshake of tlslite-ng's."""
        chosen = HandshakeSettings()
        for key, value in settings.items():
            setattr(chosen, key, value)
        connection = TLSConnection(socket.create_connection(("127.0.0.1", self.port), 30))
        connection.handshakeClientCert(serverName=NAME, settings=chosen)
        return connection


@pytest.fixture(scope="module")
def handshakes(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("handshakes"))
    try:
        yield Handshakes(instance)
    finally:
        instance.stop()


def test_what_is_malformed_is_refused(handshakes):
    # s2n-tls lets a client that it refuses wait for some seconds.
    with ThreadPoolExecutor(48) as pool:
        found = dict(zip(ROWS, pool.map(lambda row: handshakes.outcome(row[0]), ROWS.values())))
    assert {name: found[name] for name, (_, expected) in ROWS.items() if found[name] not in expected} == {}
    assert handshakes.fetched() == "page"


def test_records_that_are_no_records_end_a_connection(handshakes):
    def after(sent, **settings):
        """What comes of these bytes once the handshake is done."""
        connection = handshakes.tlslite(**settings)
        connection.sock.sendall(sent)
        with pytest.raises((TLSError, OSError)):
            while connection.read(max=65536):
                pass
            raise TLSError("closed")
        connection.sock.close()

    sent = [
        record(b"GET / HTTP/1.1\r\n\r\n", kind=23, version=(3, 3)),
        record(bytes(200), kind=23, version=(3, 3)),
        record(b"\x00\x00\x00\x00", version=(3, 3)),
        record(GOOD, version=(3, 3)),
        record(b"\x01", kind=20, version=(3, 3)),
        b"\x17\x03\x03\xff\xff" + bytes(65_535),
        record(b"\x02\x28", kind=21, version=(3, 3)),
        b"noise that is no record",
    ]
    cases = [(content, version) for content in sent for version in [(3, 3), (3, 4)]]
    # s2n-tls lets these clients wait for up to half a minute.
    with ThreadPoolExecutor(len(cases)) as pool:
        list(pool.map(lambda case: after(case[0], minVersion=case[1], maxVersion=case[1]), cases))
    assert handshakes.fetched() == "page"


def test_sslyze_finds_nothing(handshakes):
    known = sslyze.ScanCommand
    wanted = {
        known.HEARTBLEED, known.OPENSSL_CCS_INJECTION, known.ROBOT, known.TLS_COMPRESSION, known.TLS_FALLBACK_SCSV,
        known.SESSION_RENEGOTIATION, known.TLS_1_3_EARLY_DATA, known.SSL_2_0_CIPHER_SUITES,
        known.SSL_3_0_CIPHER_SUITES, known.TLS_1_0_CIPHER_SUITES, known.TLS_1_1_CIPHER_SUITES}
    scanner = sslyze.Scanner()
    scanner.queue_scans([sslyze.ServerScanRequest(
        server_location=sslyze.ServerNetworkLocation(NAME, handshakes.port, "127.0.0.1"),
        network_configuration=sslyze.ServerNetworkConfiguration(NAME, network_timeout=30), scan_commands=wanted)])
    [scanned] = scanner.get_results()
    results = scanned.scan_result
    assert results, scanned

    def of(name):
        attempt = getattr(results, name)
        assert attempt.result, (name, attempt.error_trace)
        return attempt.result

    assert not of("heartbleed").is_vulnerable_to_heartbleed
    assert not of("openssl_ccs_injection").is_vulnerable_to_ccs_injection
    assert of("robot").robot_result.name.startswith("NOT_VULNERABLE")
    assert not of("tls_compression").supports_compression
    assert of("tls_fallback_scsv").supports_fallback_scsv
    renegotiation = of("session_renegotiation")
    assert renegotiation.supports_secure_renegotiation and not renegotiation.is_vulnerable_to_client_renegotiation_dos
    assert not of("tls_1_3_early_data").supports_early_data
    for version in ("ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"):
        assert not of(f"{version}_cipher_suites").accepted_cipher_suites
