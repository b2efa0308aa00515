"""`tegata inspect` on what OpenSSL and others serve and write: shown whether trusted or not, and judged by the exit status."""

import contextlib
import json
import os
import subprocess

import pytest
from conftest import PROGRAM, free_port, need, until

GOOD, NOT_TRUSTED, EXPIRED, NAME, CANNOT_CONNECT = 0, 10, 11, 12, 13


def openssl(*arguments, **more):
    return subprocess.run([need("openssl"), *map(str, arguments)], check=True, capture_output=True, **more).stdout


def inspect(instance, *arguments, given=None, json_wanted=True):
    """What it says, and its exit status; without an instance nothing but the machine's roots is known."""
    data = instance.folder / "data" if instance else "/nonexistent"
    place = ["--endpoint", instance.api if instance else "http://127.0.0.1:1", "--data", data]
    output = ["--output", "json"] if json_wanted else []
    done = subprocess.run(
        [PROGRAM, *output, "inspect", *map(str, place), *map(str, arguments)],
        input=given,
        capture_output=True,
        env={name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TEGATA_"))},
        timeout=60,
    )
    if not json_wanted:
        return done.stdout.decode(), done.returncode
    assert done.stdout, done.stderr.decode()
    return json.loads(done.stdout), done.returncode


def self_signed(folder, *more, name="own"):
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-config", os.devnull,
            "-subj", f"/CN={name}.example", "-addext", f"subjectAltName=DNS:{name}.example", *more)
    return key, certificate


def expired(folder, key, root_key, root):
    """A certificate of a root's that has counted, and does no more."""
    config, request, old = folder / "ca.cnf", folder / "own.csr", folder / "old.pem"
    config.write_text(f"""
[ca]
default_ca = it
[it]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
subjectAltName = DNS:own.example
basicConstraints = critical,CA:FALSE
""")
    (folder / "index").touch()
    openssl("req", "-new", "-key", key, "-subj", "/CN=own.example", "-config", os.devnull, "-out", request)
    openssl("ca", "-batch", "-notext", "-config", config, "-cert", root, "-keyfile", root_key, "-in", request, "-out", old,
            "-startdate", "20200101000000Z", "-enddate", "20200401000000Z")
    return old


@contextlib.contextmanager
def serving(key, certificate, *more):
    """A TLS server of OpenSSL's."""
    port = free_port()
    server = subprocess.Popen(
        [need("openssl"), "s_server", "-accept", f"127.0.0.1:{port}", "-key", key, "-cert", certificate, "-www", "-quiet", *more],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        def listens():
            assert server.poll() is None
            return subprocess.run([need("openssl"), "s_client", "-connect", f"127.0.0.1:{port}"], input=b"",
                                  capture_output=True).returncode == 0
        until(listens, what="the server")
        yield port
    finally:
        server.kill()
        server.wait()


def test_a_listener_of_the_instance_is_good_by_each_way_of_naming_it(instance, site):
    instance.zone("look.example")
    arn = instance.issued("www.look.example")
    port, *_ = instance.listener(arn, site)
    here = f"127.0.0.1:{port}"
    for arguments in (
        ["www.look.example", "--connect-to", here],
        [f"www.look.example:{port}", "--connect-to", "127.0.0.1"],
        ["https://www.look.example/a?b", "--connect-to", here],
        [here, "--server-name", "www.look.example"],
    ):
        shown, status = inspect(instance, *arguments)
        assert (status, shown["Verdict"], shown["TrustedBy"]) == (GOOD, "good", "instance"), shown
    leaf = shown["Certificates"][0]
    assert leaf["DnsNames"] == ["www.look.example"] and leaf["KeyAlgorithm"] == "EC_prime256v1"
    assert leaf["KeyUsages"] == ["DIGITAL_SIGNATURE"] and leaf["ExtendedKeyUsages"][0]["Name"] == "TLS_WEB_SERVER_AUTHENTICATION"
    assert leaf["OcspUrls"] and leaf["CrlUrls"] and leaf["CaIssuersUrls"]
    assert openssl("x509", "-noout", "-pubkey", input=leaf["Pem"].encode()).decode() == leaf["PublicKeyPem"]
    assert shown["Connection"]["Version"] == "TLSv1.3" and shown["Connection"]["CipherSuite"].startswith("TLS_")
    wrong, status = inspect(instance, here, "--server-name", "else.example")
    assert (status, wrong["Verdict"]) == (NAME, "name-mismatch") and "www.look.example" in wrong["Trust"]
    # An ARN: nothing is changed, so the audit log has no line of it.
    before = instance.said()
    by_arn, status = inspect(instance, arn)
    assert status == GOOD and by_arn["Certificates"][0] == leaf
    assert "changing call" not in instance.said()[len(before):]
    # For people: the verdict first, then the chain as a tree.
    text, _ = inspect(instance, here, "--server-name", "www.look.example", json_wanted=False)
    assert text.startswith("Good: it chains to a root of this instance.") and "   └─ www.look.example" in text, text


def test_the_instances_own_roots_are_good(instance):
    shown, status = inspect(instance, instance.root)
    assert (status, shown["Verdict"], len(shown["Certificates"])) == (GOOD, "good", 3), shown
    shown, status = inspect(None, instance.root)
    assert (status, shown["Verdict"]) == (NOT_TRUSTED, "not-trusted")


def test_what_is_not_trusted_or_has_expired_is_shown_all_the_same(instance, tmp_path):
    key, certificate = self_signed(tmp_path)
    for versions in (["-tls1_3"], ["-tls1_2"]):
        with serving(key, certificate, *versions) as port:
            shown, status = inspect(instance, f"127.0.0.1:{port}", "--server-name", "own.example")
            assert (status, shown["Verdict"]) == (NOT_TRUSTED, "not-trusted") and "self-signed" in shown["Trust"]
            assert shown["Certificates"][0]["DnsNames"] == ["own.example"]
            assert shown["Connection"]["Version"] == {"-tls1_3": "TLSv1.3", "-tls1_2": "TLSv1.2"}[versions[0]]
    # Expired, by a root that is trusted: the one that a data directory names.
    root_key, root = self_signed(tmp_path, "-addext", "basicConstraints=critical,CA:TRUE", name="root")
    old = expired(tmp_path, key, root_key, root)
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "root.pem").write_bytes(root.read_bytes())
    with serving(key, old) as port:
        place = ["--data", str(data), "--endpoint", "http://127.0.0.1:1"]
        done = subprocess.run([PROGRAM, "--output", "json", "inspect", *place, f"127.0.0.1:{port}", "--server-name", "own.example"],
                              capture_output=True, timeout=60)
        shown = json.loads(done.stdout)
        assert (done.returncode, shown["Verdict"]) == (EXPIRED, "expired"), shown
        assert shown["Root"]["Subject"] == "CN=root.example"


def test_who_cannot_be_reached_is_said_first_and_at_once(instance):
    closed = f"127.0.0.1:{free_port()}"
    shown, status = inspect(instance, closed)
    assert status == CANNOT_CONNECT and shown["Trust"].startswith("connection refused"), shown
    assert f"{closed}" in shown["Trust"]
    shown, status = inspect(instance, "nothing.invalid:443")
    assert status == CANNOT_CONNECT and "--connect-to" in shown["Trust"]
    # A server that does not speak TLS.
    shown, status = inspect(instance, instance.api.removeprefix("http://"))
    assert status == CANNOT_CONNECT and "did not send a certificate" in shown["Trust"]


@pytest.mark.parametrize("form", ["PEM", "DER"])
def test_files_and_standard_input_in_both_forms(tmp_path, form):
    key, certificate = self_signed(tmp_path)
    for kind, subject in (("x509", certificate), ("req", None)):
        if kind == "req":
            subject = tmp_path / "request.pem"
            openssl("req", "-new", "-key", key, "-subj", "/CN=own.example", "-config", os.devnull, "-out", subject,
                    "-addext", "subjectAltName=DNS:a.example,IP:192.0.2.1")
        written = tmp_path / f"{kind}.{form}"
        written.write_bytes(openssl(kind, "-in", subject, "-outform", form))
        from_file = inspect(None, written)
        assert from_file == inspect(None, "-", given=written.read_bytes())
        if kind == "req":
            shown, status = from_file
            asked = shown["SigningRequest"]
            assert status == GOOD and asked["SignatureHolds"] and asked["KeyAlgorithm"] == "RSA_2048"
            assert (asked["DnsNames"], asked["IpAddresses"]) == (["a.example"], ["192.0.2.1"])
        else:
            assert from_file[1] == NOT_TRUSTED and from_file[0]["Certificates"][0]["Subject"] == "CN=own.example"


def test_an_end_before_the_beginning_is_wrong_and_shown(tmp_path):
    key, _ = self_signed(tmp_path)
    request = openssl("req", "-new", "-key", key, "-subj", "/CN=own.example", "-config", os.devnull)
    certificate = tmp_path / "backwards.pem"
    certificate.write_bytes(openssl("x509", "-req", "-signkey", key, "-days", "-1", input=request))
    shown, status = inspect(None, certificate)
    assert status == NOT_TRUSTED and any("expired" in problem.lower() for problem in shown["Problems"]), shown


def test_a_key_that_no_certificate_of_acm_has_is_named(tmp_path):
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-config", os.devnull,
            "-subj", "/CN=own.example")
    assert inspect(None, certificate)[0]["Certificates"][0]["KeyAlgorithm"] == "Ed25519"


def test_what_holds_no_certificate_says_what_it_is(tmp_path):
    key, certificate = self_signed(tmp_path)
    packed = tmp_path / "packed.p12"
    openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:x", "-out", packed)
    for file, said in ((key, "a private key but no certificate"), (packed, "openssl pkcs12")):
        done = subprocess.run([PROGRAM, "inspect", file], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and said in done.stderr, done.stderr
