"""The API on a network: TLS with a certificate of the instance's own authority, driven by clients that others wrote."""

import datetime
import socket
import ssl
import subprocess
import urllib.request

import pytest
from botocore.exceptions import ClientError
from conftest import free_port, need
from cryptography import x509


def own_address():
    """An address of this machine that is not loopback. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "0.0.0.0"


def on_network(start, *more, env=None):
    """An instance on an address that is not loopback."""
    port = free_port()
    return start("--api", f"{own_address()}:{port}", "--api-name", "tegata.example", *more, env=env), port


def shown(port, root, host="localhost", address="127.0.0.1"):
    context = ssl.create_default_context(cafile=root)
    with socket.create_connection((address, port), timeout=20) as plain:
        with context.wrap_socket(plain, server_hostname=host) as tls:
            return x509.load_der_x509_certificate(tls.getpeercert(True))


def test_off_loopback_the_aws_cli_and_boto3_work_over_tls_trusting_the_root(start):
    instance, _ = on_network(start, "--pki-base-url", "http://pki.example")
    assert instance.api.startswith("https://"), instance.api
    instance.zone("network.example")
    arn = instance.issued("www.network.example")
    assert instance.aws("acm", "describe-certificate", "--certificate-arn", arn)["Certificate"]["Status"] == "ISSUED"
    assert instance.aws("route53", "list-hosted-zones")["HostedZones"]
    # And nobody is believed who has no such root.
    done = subprocess.run(
        [need("curl"), "-sS", "--max-time", "20", f"{instance.api}/health"], capture_output=True, text=True
    )
    assert done.returncode == 60, done.stderr


@pytest.fixture
def everywhere(start):
    port = free_port()
    chosen = ["--api-name", "tegata.example", "--api-name", "10.20.0.5"]
    return start("--api", f"0.0.0.0:{port}", *chosen), port


def curl(*arguments):
    done = subprocess.run([need("curl"), "-sS", "--max-time", "20", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_certificate_is_for_its_names_and_http_2_is_agreed_on(everywhere):
    instance, port = everywhere
    assert instance.api == f"https://127.0.0.1:{port}"
    named = ["--cacert", instance.root, "--resolve", f"tegata.example:{port}:127.0.0.1"]
    for version in ["--http1.1", "--http2"]:
        said = curl(*named, version, "-w", "%{http_version}", f"https://tegata.example:{port}/health")
        assert said == ("ok\n2" if version == "--http2" else "ok\n1.1")
    certificate = shown(port, instance.root)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["tegata.example", "localhost"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["10.20.0.5", "127.0.0.1", "::1"]
    days = (certificate.not_valid_after_utc - datetime.datetime.now(datetime.timezone.utc)).days
    assert 85 <= days <= 90
    good, said = instance.s_client(port, "tegata.example", "-verify_hostname", "tegata.example", "-status")
    assert good and "TLSv1.3" in said, said
    for version, good in [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)]:
        assert instance.s_client(port, "tegata.example", version)[0] is good, version


def test_in_the_clear_there_is_what_relying_parties_fetch_and_words(everywhere, tmp_path):
    instance, port = everywhere
    plain = f"http://127.0.0.1:{port}"
    assert curl(f"{plain}/health") == "ok\n"
    instance.zone("clear.example")
    arn = instance.issued("www.clear.example")
    body = instance.client("acm").get_certificate(CertificateArn=arn)
    leaf = x509.load_pem_x509_certificate(body["Certificate"].encode())
    points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    [list_url] = [name.value for point in points for name in point.full_name]
    assert list_url.startswith(f"http://tegata.example:{port}/pki/"), "the first name is where relying parties look"
    fetched = urllib.request.urlopen(list_url.replace("tegata.example", "127.0.0.1"), timeout=20).read()
    assert x509.load_der_x509_crl(fetched).is_signature_valid
    (tmp_path / "leaf").write_text(body["Certificate"])
    (tmp_path / "chain").write_text(body["CertificateChain"])
    access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    [ocsp] = [it.access_location.value for it in access if "ocsp" in it.access_location.value]
    asked = subprocess.run(
        [need("openssl"), "ocsp", "-issuer", "chain", "-cert", "leaf", "-CAfile", instance.root]
        + ["-url", ocsp.replace("tegata.example", "127.0.0.1")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "leaf: good" in asked.stdout, asked.stdout + asked.stderr
    for path, more in [("/", []), ("/metrics", []), ("/", ["--data", "x"]), ("/approvals/x", [])]:
        said = curl("-w", " %{http_code}", *more, plain + path)
        assert "speaks HTTPS" in said and said.endswith(" 400"), said
    with pytest.raises(ClientError) as refused:
        instance.client("acm", endpoint_url=plain).list_certificates()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_on_loopback_plain_http_is_the_default_and_tls_can_be_switched_on(start):
    instance = start()
    assert instance.api.startswith("http://127.0.0.1:")
    instance = start("--api-tls")
    assert instance.api.startswith("https://127.0.0.1:")
    assert instance.client("acm").list_certificates()["CertificateSummaryList"] == []


def test_a_restart_shows_the_same_certificate_and_other_names_another(start):
    instance = start("--api-tls")
    port = int(instance.api.rsplit(":", 1)[1])
    first = shown(port, instance.root)
    instance.stop()
    instance.start()
    port = int(instance.api.rsplit(":", 1)[1])
    assert shown(port, instance.root) == first
    instance.stop()
    instance.start("--api-name", "other.example")
    port = int(instance.api.rsplit(":", 1)[1])
    assert shown(port, instance.root, host="other.example") != first


def test_silence_on_the_tls_port_ends_and_garbage_is_no_harm(everywhere):
    instance, port = everywhere
    for sent in [b"\x16\x03\x01\x00\x05hello", b"\x00\x00", b"\x80\x2e\x01"]:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            client.settimeout(30)
            try:
                while client.recv(4096):
                    pass
            except ConnectionResetError:
                pass
    assert curl("--cacert", instance.root, f"https://localhost:{port}/health") == "ok\n"


def test_a_listener_serves_on_an_address_that_is_not_loopback(start, site):
    address = own_address()
    instance = start("--edge-address", address)
    instance.zone("example.com")
    port, *_ = instance.listener(instance.issued("www.example.com"), site)
    assert instance.curl("www.example.com", port, "--connect-to", f"::{address}:{port}") == "a page\n"
    if address != "0.0.0.0":
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=20)
