"""OCSP answers that listeners send along with their certificates, by openssl."""

import re
import subprocess

import pytest
from conftest import need, until
from test_revocation import PASSPHRASE, Exported, openssl

NAME = "www.staples.example"


def status(instance, port, version="-tls1_3"):
    """What openssl says of the answer that came along, once the whole chain was verified."""
    good, said = instance.s_client(port, NAME, "-status", version)
    assert good, said
    return said


def standing(instance, port, version="-tls1_3"):
    found = re.search("Cert Status: (.*)", status(instance, port, version))
    return found and found[1]


@pytest.mark.parametrize("key", ["EC_prime256v1", "RSA_2048"])
def test_an_answer_comes_along_and_a_newer_one_before_it_is_old(instance, site, tmp_path, key):
    instance.zone("staples.example")
    port, *_ = instance.listener(instance.issued(NAME, key=key), site)
    for version in ("-tls1_2", "-tls1_3"):
        until(lambda: standing(instance, port, version) == "good", what=f"an answer under {version}")
    assert "OCSP Response Status: successful" in status(instance, port)
    assert "Response Verify Failure" not in status(instance, port)

    def this_update():
        return re.search("This Update: (.*)", status(instance, port))[1]

    first = this_update()
    assert this_update() == first, "it is kept"
    instance.tegata("clock", "advance", "13h", "--yes")
    until(lambda: this_update() != first, what="a newer answer")


def test_what_is_revoked_is_said_to_be(instance, site, tmp_path):
    instance.zone("staples.example")
    exported = Exported(instance, tmp_path / "exported", NAME, "EC_prime256v1")
    answer = exported.acm.export_certificate(CertificateArn=exported.arn, Passphrase=PASSPHRASE)
    sealed, key = tmp_path / "sealed.pem", tmp_path / "key.pem"
    sealed.write_text(answer["PrivateKey"])
    openssl("pkcs8", "-in", sealed, "-passin", f"pass:{PASSPHRASE.decode()}", "-out", key)
    # The one that was exported is not in use, so it can be revoked. Its copy is served on.
    copy = exported.acm.import_certificate(
        Certificate=answer["Certificate"].encode(), CertificateChain=answer["CertificateChain"].encode(),
        PrivateKey=key.read_bytes())["CertificateArn"]
    port, *_ = instance.listener(copy, site)
    until(lambda: standing(instance, port) == "good", what="an answer")
    exported.acm.revoke_certificate(CertificateArn=exported.arn, RevocationReason="KEY_COMPROMISE")
    until(lambda: standing(instance, port) == "revoked", what="the answer about what was revoked")


def test_a_certificate_without_a_responder_has_none(instance, site, tmp_path):
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    subprocess.run(
        [need("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "30", "-keyout", key, "-out", chain,
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"], check=True, capture_output=True)
    arn = instance.client("acm").import_certificate(
        Certificate=chain.read_bytes(), PrivateKey=key.read_bytes())["CertificateArn"]
    port, *_ = instance.listener(arn, site)
    for _ in range(3):
        _, said = instance.s_client(port, NAME, "-status", "-CAfile", chain)
        assert "OCSP response: no response sent" in said, said
