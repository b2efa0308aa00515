"""Everything that the authority signs, read by pkilint: no finding of severity ERROR or above."""

import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from conftest import need

BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", re.S)
# Where relying parties would find the files of an instance in use: pkilint calls a loopback address what it is.
PUBLIC = "http://pki.example.com"


def findings(tool, *arguments):
    """What a tool of pkilint's finds of severity ERROR or above."""
    tool = Path(sys.executable).parent / tool
    done = subprocess.run(
        [tool, "lint", "-s", "ERROR", "-f", "JSON", *map(str, arguments)], capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip(), done.stderr
    found = []
    for result in json.loads(done.stdout)["results"]:
        found += [(result["node_path"], it["code"], it.get("message")) for it in result["finding_descriptions"]]
    return found


def lists_of(instance, certificate):
    """The revocation list that a certificate names, fetched from the instance."""
    shown = subprocess.run(
        [need("openssl"), "x509", "-in", certificate, "-noout", "-text"], capture_output=True, text=True, check=True
    ).stdout
    url = re.search(r"URI:(\S+\.crl)", shown).group(1)
    assert url.startswith(PUBLIC + "/pki/")
    with urllib.request.urlopen(instance.api + urllib.parse.urlparse(url).path, timeout=20) as answer:
        assert answer.headers["content-type"] == "application/pkix-crl"
        return answer.read()


@pytest.mark.parametrize("strength", [[], ["--high-strength"]], ids=["usual", "high"])
def test_pkilint_finds_no_error(start, tmp_path, strength):
    instance = start("--pki-base-url", PUBLIC, *strength)
    instance.zone("lint.example.com")
    acm = instance.client("acm")
    checked = 0

    def keep(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def check(kind, path):
        nonlocal checked
        assert findings("lint_cabf_serverauth_cert", "-t", kind, path) == [], path.read_text()
        checked += 1

    for number, root in enumerate(BLOCK.findall(Path(instance.root).read_text())):
        check("ROOT-CA", keep(f"root{number}.pem", root))
    for key in ["EC_prime256v1", "RSA_2048"]:
        arn = instance.issued("www.lint.example.com", "*.lint.example.com", key=key)
        found = acm.get_certificate(CertificateArn=arn)
        intermediate, cross = BLOCK.findall(found["CertificateChain"])
        leaf = keep(f"{key}-leaf.pem", found["Certificate"])
        intermediate = keep(f"{key}-intermediate.pem", intermediate)
        cross = keep(f"{key}-cross.pem", cross)
        check("DV-FINAL-CERTIFICATE", leaf)
        check("INTERNAL-UNCONSTRAINED-TLS-CA", intermediate)
        check("INTERNAL-CROSS-CA", cross)
        for kind, named in [("CRL", leaf), ("ARL", intermediate), ("ARL", cross)]:
            path = keep(f"{named.stem}.crl", lists_of(instance, named))
            assert findings("lint_crl", "-t", kind, "-p", "BR", path) == []
            checked += 1
    assert checked == 3 + 2 * 6
