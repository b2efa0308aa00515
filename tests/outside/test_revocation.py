"""Revocation as relying parties see it: OCSP and revocation lists, by OpenSSL."""

import base64
import subprocess
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import need, until

PASSPHRASE = b"a passphrase for tests"


def openssl(*arguments, fails=False):
    done = subprocess.run([need("openssl"), *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


class Exported:
    """An exported certificate, in files."""

    def __init__(self, instance, folder, name, key):
        self.acm, self.folder = instance.client("acm"), folder
        folder.mkdir()
        self.arn = self.acm.request_certificate(
            DomainName=name, ValidationMethod="DNS", KeyAlgorithm=key, Options={"Export": "ENABLED"}
        )["CertificateArn"]
        instance.until_issued(self.arn)
        answer = self.acm.export_certificate(CertificateArn=self.arn, Passphrase=PASSPHRASE)
        end = "-----END CERTIFICATE-----\n"
        first, rest = answer["CertificateChain"].split(end, 1)
        self.leaf, self.issuer, self.chain = folder / "leaf.pem", folder / "issuer.pem", folder / "chain.pem"
        self.leaf.write_text(answer["Certificate"])
        self.issuer.write_text(first + end)
        self.chain.write_text(first + end + rest)
        self.root = instance.root

    def text(self):
        return openssl("x509", "-in", self.leaf, "-noout", "-text")

    def ocsp_url(self):
        return openssl("x509", "-in", self.leaf, "-noout", "-ocsp_uri").strip()

    def list_url(self):
        return next(part for part in self.text().split("URI:") if ".crl" in part).split()[0]

    def ocsp(self, *more):
        """What OpenSSL makes of the responder's answer, whose signature it verifies."""
        return openssl(
            *("ocsp", "-issuer", self.issuer, "-cert", self.leaf, "-url", self.ocsp_url(), "-no_nonce"),
            *("-CAfile", self.root, "-verify_other", self.issuer, *more),
        )

    def verified_with_list(self, fails=False):
        """Whether OpenSSL takes the certificate once it has looked at its revocation list."""
        der, pem = self.folder / "list.crl", self.folder / "list.pem"
        der.write_bytes(urllib.request.urlopen(self.list_url()).read())
        openssl("crl", "-inform", "DER", "-in", der, "-out", pem)
        return openssl(
            *("verify", "-CAfile", self.root, "-untrusted", self.chain, "-crl_check", "-CRLfile", pem, self.leaf),
            fails=fails,
        )


@pytest.mark.parametrize("key", ["EC_prime256v1", "RSA_2048"])
def test_what_is_revoked_is_known_to_relying_parties(instance, tmp_path, key):
    instance.zone("example.com")
    one = Exported(instance, tmp_path / "one", "one.example.com", key)
    other = Exported(instance, tmp_path / "other", "other.example.com", key)
    for certificate in [one, other]:
        said = certificate.ocsp()
        assert "Response verify OK" in said and "leaf.pem: good" in said, said
        assert "OK" in certificate.verified_with_list()
    for digest in ["-sha256", "-sha384", "-sha512"]:
        said = openssl(
            *("ocsp", digest, "-issuer", one.issuer, "-cert", one.leaf, "-url", one.ocsp_url(), "-no_nonce"),
            *("-CAfile", one.root, "-verify_other", one.issuer),
        )
        assert "leaf.pem: good" in said

    seen = instance.tegata("certificate", "revoke", one.arn, "--dry-run")
    assert len(seen["Versions"]) == 1 and seen["DomainNames"] == ["one.example.com"], seen
    assert "Refusal" not in seen and seen["ExportedAt"], seen
    assert "--yes" in instance.tegata("certificate", "revoke", one.arn, fails=True), "nobody is there to agree"
    one.acm.revoke_certificate(CertificateArn=one.arn, RevocationReason="KEY_COMPROMISE")

    until(lambda: "leaf.pem: revoked" in one.ocsp(), what="the answer about what was revoked")
    assert "Reason: keyCompromise" in one.ocsp()
    assert "certificate revoked" in one.verified_with_list(fails=True)
    assert "leaf.pem: good" in other.ocsp() and "OK" in other.verified_with_list()
    found = one.acm.describe_certificate(CertificateArn=one.arn)["Certificate"]
    assert (found["Status"], found["RevocationReason"]) == ("REVOKED", "KEY_COMPROMISE")
    for refused in [
        lambda: one.acm.export_certificate(CertificateArn=one.arn, Passphrase=PASSPHRASE),
        lambda: one.acm.renew_certificate(CertificateArn=one.arn),
        lambda: one.acm.revoke_certificate(CertificateArn=one.arn, RevocationReason="SUPERSEDED"),
    ]:
        with pytest.raises(ClientError, match="ValidationException"):
            refused()
    one.acm.delete_certificate(CertificateArn=one.arn)
    assert "leaf.pem: revoked" in one.ocsp(), "what was signed stays revoked once it is deleted"


def test_a_renewed_certificate_is_revoked_with_the_one_before(instance, tmp_path):
    instance.zone("example.com")
    first = Exported(instance, tmp_path / "first", "www.example.com", "EC_prime256v1")
    serial = first.acm.describe_certificate(CertificateArn=first.arn)["Certificate"]["Serial"]
    instance.aws("acm", "renew-certificate", "--certificate-arn", first.arn)

    def renewed():
        found = first.acm.describe_certificate(CertificateArn=first.arn)["Certificate"]
        return found["Serial"] != serial and found["RenewalSummary"]["RenewalStatus"] == "SUCCESS"

    until(renewed, what="the renewal")
    instance.aws(
        *("acm", "revoke-certificate", "--certificate-arn", first.arn, "--revocation-reason", "SUPERSEDED")
    )
    until(lambda: "leaf.pem: revoked" in first.ocsp(), what="the version before")


def test_the_responder_answers_by_get_and_post_and_is_not_moved_by_rubbish(instance, tmp_path):
    instance.zone("example.com")
    one = Exported(instance, tmp_path / "one", "www.example.com", "EC_prime256v1")
    request = tmp_path / "request.der"
    openssl("ocsp", "-issuer", one.issuer, "-cert", one.leaf, "-no_nonce", "-reqout", request)

    def asked(path="", body=None, method=None):
        url = urllib.request.Request(one.ocsp_url() + path, data=body, method=method)
        url.add_header("content-type", "application/ocsp-request")
        with urllib.request.urlopen(url, timeout=20) as answer:
            assert answer.status == 200
            return answer.headers, answer.read()

    posted, by_post = asked(body=request.read_bytes())
    encoded = base64.b64encode(request.read_bytes()).decode()
    fetched, by_get = asked("/" + urllib.parse.quote(encoded, safe=""))
    _, unquoted = asked("/" + encoded)
    assert by_post == by_get == unquoted, "an answer is signed once"
    url_safe = base64.urlsafe_b64encode(request.read_bytes()).decode()
    for form in ["/" + encoded, encoded.rstrip("="), url_safe, url_safe.rstrip("=")]:
        assert asked("/" + form)[1] == by_post, form
    for headers in [posted, fetched]:
        assert headers["content-type"] == "application/ocsp-response"
        assert "max-age=" in headers["cache-control"] and headers["expires"] and headers["last-modified"]
    malformed, unauthorized = bytes.fromhex("30030a0101"), bytes.fromhex("30030a0106")
    for body in [b"", b"0", b"\xff" * 100, request.read_bytes()[:-1], b"\x30\x84\xff\xff\xff\xff", b"A" * 100_000]:
        assert asked(body=body)[1] == malformed
    for path in ["/", "/!", "/" + "A" * 9000, "/" + encoded[:-4]]:
        assert asked(path)[1] == malformed
    openssl("ocsp", "-issuer", one.issuer, "-serial", "0x1234", "-no_nonce", "-reqout", request)
    assert asked(body=request.read_bytes())[1] == unauthorized, "never issued, so not good"
    openssl("ocsp", "-issuer", one.root, "-serial", "0x1234", "-no_nonce", "-reqout", request)
    assert asked(body=request.read_bytes())[1] == unauthorized, "another issuer"
    with pytest.raises(urllib.error.HTTPError, match="405"):
        asked(method="DELETE")
