"""Certificates that come from elsewhere and certificates that leave, by boto3, the AWS CLI and OpenSSL."""

import base64
import http.client
import json
import socket
import ssl
import subprocess
import threading

import pytest
from botocore.exceptions import ClientError

from conftest import need, until

CURVES = {"P-256": "EC-prime256v1", "P-384": "EC-secp384r1", "P-521": "EC-secp521r1"}
KINDS = {"rsa:2048": "RSA-2048", "rsa:3072": "RSA-3072", "rsa:4096": "RSA-4096", **CURVES}


def openssl(*arguments, **more):
    done = subprocess.run(
        [need("openssl"), *map(str, arguments)], capture_output=True, timeout=60, **more
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def new_key(kind):
    return ["-newkey", "ec", "-pkeyopt", f"ec_paramgen_curve:{kind}"] if kind in CURVES else ["-newkey", kind]


class Owner:
    """Somebody with an authority of their own, made by OpenSSL: a root, an issuing authority, and leaves."""

    def __init__(self, folder, kind):
        self.folder, self.kind = folder, kind
        folder.mkdir()
        self.root, self.issuing = folder / "root.pem", folder / "issuing.pem"
        openssl(
            "req", "-x509", "-noenc", *new_key(kind), "-keyout", folder / "root.key", "-out", self.root,
            "-subj", "/C=NZ/O=Kauri Trust/CN=Kauri Root", "-days", 3650,
        )
        self.sign("issuing", kind, "/O=Kauri Trust/CN=Kauri Issuing", "root",
                  "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n")

    def sign(self, name, kind, subject, by, extensions, days=90):
        request, extra = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        openssl("req", "-new", "-noenc", *new_key(kind), "-keyout", self.folder / f"{name}.key", "-out", request,
                "-subj", subject)
        extra.write_text(extensions)
        openssl("x509", "-req", "-in", request, "-CA", self.folder / f"{by}.pem", "-CAkey", self.folder / f"{by}.key",
                "-extfile", extra, "-days", days, "-out", self.folder / f"{name}.pem")

    def leaf(self, name, kind=None, names=("www.example.com",), listed=None, **more):
        """What ImportCertificate takes."""
        listed = listed or ",".join(f"DNS:{it}" for it in names)
        usages = "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n"
        self.sign(name, kind or self.kind, f"/O=Example/CN={names[0]}", "issuing",
                  f"{usages}subjectAltName={listed}\n", **more)
        return {
            "Certificate": (self.folder / f"{name}.pem").read_bytes(),
            "PrivateKey": (self.folder / f"{name}.key").read_bytes(),
            "CertificateChain": self.issuing.read_bytes() + self.root.read_bytes(),
        }


@pytest.fixture
def owner(tmp_path):
    """Makes owners, each with an authority of its own."""
    made = []

    def make(kind):
        made.append(Owner(tmp_path / f"owner-{len(made)}", kind))
        return made[-1]

    return make


def der_of(pem):
    return ssl.PEM_cert_to_DER_cert(pem.decode())


def trusting(*roots):
    context = ssl.create_default_context()
    for root in roots:
        context.load_verify_locations(root)
    return context


def served(port, host, context):
    """The certificate that a handshake gets, its chain verified."""
    with socket.create_connection(("127.0.0.1", port), 20) as plain:
        with context.wrap_socket(plain, server_hostname=host) as stream:
            return stream.getpeercert(binary_form=True)


def refused(call, **arguments):
    with pytest.raises(ClientError) as told:
        call(**arguments)
    error = told.value.response["Error"]
    return error["Code"], error["Message"]


def test_keys_of_every_kind_are_imported_and_served(instance, owner, site):
    acm, elb = instance.client("acm"), instance.client("elbv2")
    owners = {"rsa": owner("rsa:2048"), "ec": owner("P-256")}
    listener = None
    for kind, algorithm in KINDS.items():
        of = owners["ec" if kind in CURVES else "rsa"]
        brought = of.leaf(kind.replace(":", ""), kind)
        arn = acm.import_certificate(**brought)["CertificateArn"]
        told = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        assert (told["KeyAlgorithm"], told["Type"], told["Status"]) == (algorithm, "IMPORTED", "ISSUED")
        assert told["Issuer"] == "Kauri Trust"
        if listener is None:
            port, listener, *_ = instance.listener(arn, site)
        else:
            elb.modify_listener(ListenerArn=listener, Certificates=[{"CertificateArn": arn}])
        wanted = der_of(brought["Certificate"])
        context = trusting(of.root)
        until(lambda: listening(port) and served_by_whom(port) == wanted, what=f"{kind} served")
        assert served(port, "www.example.com", context) == wanted
    # A key that nobody should serve any more can be kept, and not served.
    weak = acm.import_certificate(**owners["rsa"].leaf("weak", "rsa:1024"))["CertificateArn"]
    assert acm.describe_certificate(CertificateArn=weak)["Certificate"]["KeyAlgorithm"] == "RSA-1024"
    code, _ = refused(elb.modify_listener, ListenerArn=listener, Certificates=[{"CertificateArn": weak}])
    assert code == "UnsupportedCertificate"


def listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def served_by_whom(port, host="www.example.com"):
    """The certificate of a handshake that verifies nothing."""
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    return served(port, host, anyone)


def test_the_aws_cli_imports_every_form_of_key(instance, owner):
    of = owner("P-256")
    of.leaf("site")
    folder = of.folder
    openssl("ec", "-in", folder / "site.key", "-out", folder / "sec1.key")
    parameters = openssl("ecparam", "-name", "prime256v1")
    (folder / "parameters.key").write_bytes(parameters + (folder / "sec1.key").read_bytes())
    # The public half left out, the curve under its parameters: still the same key.
    openssl("ec", "-in", folder / "site.key", "-no_public", "-out", folder / "short.key")
    (folder / "chain.pem").write_bytes(of.issuing.read_bytes())
    for key in ["site.key", "sec1.key", "parameters.key", "short.key"]:
        answer = instance.aws(
            "acm", "import-certificate", "--certificate", f"fileb://{folder}/site.pem",
            "--private-key", f"fileb://{folder}/{key}", "--certificate-chain", f"fileb://{folder}/chain.pem",
            "--tags", "Key=form,Value=" + key,
        )
        got = instance.aws("acm", "get-certificate", "--certificate-arn", answer["CertificateArn"])
        assert der_of(got["Certificate"].encode()) == der_of((folder / "site.pem").read_bytes())
        assert got["CertificateChain"] == of.issuing.read_text()
    again = instance.aws(
        "acm", "import-certificate", "--certificate", f"fileb://{folder}/site.pem", "--private-key",
        f"fileb://{folder}/site.key", "--certificate-chain", f"fileb://{folder}/chain.pem",
        "--certificate-arn", answer["CertificateArn"],
    )
    assert again == answer
    said = instance.aws(
        "acm", "import-certificate", "--certificate", f"fileb://{folder}/site.pem",
        "--private-key", f"fileb://{folder}/issuing.key", "--certificate-chain", f"fileb://{folder}/chain.pem",
        fails="ValidationException",
    )
    assert "does not match the public key" in said
    openssl("ec", "-in", folder / "site.key", "-aes256", "-passout", "pass:secret", "-out", folder / "locked.key")
    openssl("pkcs8", "-topk8", "-in", folder / "site.key", "-passout", "pass:secret", "-out", folder / "locked8.key")
    for key in ["locked.key", "locked8.key"]:
        said = instance.aws(
            "acm", "import-certificate", "--certificate", f"fileb://{folder}/site.pem", "--private-key",
            f"fileb://{folder}/{key}", "--certificate-chain", f"fileb://{folder}/chain.pem",
            fails="ValidationException",
        )
        assert "The private key is encrypted" in said


def test_old_and_self_signed_certificates_are_imported(instance, tmp_path):
    acm = instance.client("acm")
    for digest, kind in [("sha1", "rsa:1024"), ("sha1", "rsa:2048"), ("sha512", "rsa:2048"), ("sha384", "P-256")]:
        files = ["-keyout", tmp_path / "own.key", "-out", tmp_path / "own.pem"]
        openssl("req", "-x509", "-noenc", *new_key(kind), *files, "-subj", "/O=Me/CN=own.example.com", f"-{digest}")
        brought = {
            "Certificate": (tmp_path / "own.pem").read_bytes(), "PrivateKey": (tmp_path / "own.key").read_bytes()
        }
        arn = acm.import_certificate(**brought)["CertificateArn"]
        told = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        assert told["SignatureAlgorithm"] == digest.upper() + ("WITHECDSA" if kind in CURVES else "WITHRSA")
        assert told["DomainName"] == "own.example.com"
        got = acm.get_certificate(CertificateArn=arn)
        assert got["CertificateChain"] == got["Certificate"], "as ACM gives what signed itself"
        acm.delete_certificate(CertificateArn=arn)
        code, _ = refused(acm.describe_certificate, CertificateArn=arn)
        assert code == "ResourceNotFoundException"


def test_a_listener_switches_when_its_certificate_is_imported_anew(instance, owner, site):
    acm, elb = instance.client("acm"), instance.client("elbv2")
    of = owner("P-256")
    arn = acm.import_certificate(**of.leaf("first"))["CertificateArn"]
    port, listener, balancer, _ = instance.listener(arn, site)
    context = trusting(of.root)
    until(lambda: listening(port), what="the listener")
    over, failures, counts = threading.Event(), [], {"handshakes": 0, "requests": 0}

    def handshakes():
        try:
            while not over.is_set():
                served(port, "www.example.com", context)
                counts["handshakes"] += 1
        except OSError as error:
            failures.append(error)

    def requests():
        """On one connection to the end."""
        try:
            kept = http.client.HTTPSConnection("127.0.0.1", port, timeout=20)
            kept.sock = context.wrap_socket(
                socket.create_connection(("127.0.0.1", port), 20), server_hostname="www.example.com"
            )
            while not over.is_set():
                kept.request("GET", "/", headers={"Host": "www.example.com"})
                assert kept.getresponse().read() == b"a page\n"
                counts["requests"] += 1
        except (OSError, AssertionError, http.client.HTTPException) as error:
            failures.append(error)

    until(lambda: instance_serves(instance, port, of), what="the site behind it")
    load = [threading.Thread(target=target) for target in (handshakes, handshakes, requests)]
    for thread in load:
        thread.start()
    for number in range(8):
        brought = of.leaf(f"next-{number}", names=("www.example.com", f"n{number}.example.com"))
        answer = acm.import_certificate(CertificateArn=arn, **brought)
        assert answer["CertificateArn"] == arn
        wanted = der_of(brought["Certificate"])
        until(lambda: served(port, "www.example.com", context) == wanted, what="the next one")
    over.set()
    for thread in load:
        thread.join()
    assert not failures
    assert counts["handshakes"] > 0 and counts["requests"] > 0
    told = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert told["InUseBy"] == [balancer]
    code, _ = refused(acm.delete_certificate, CertificateArn=arn)
    assert code == "ResourceInUseException"
    # A certificate that is chosen by its name is chosen by its new names too.
    brought = of.leaf("more", names=("more.example.com",))
    more = acm.import_certificate(**brought)["CertificateArn"]
    elb.add_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": more}])
    until(lambda: served(port, "more.example.com", context) == der_of(brought["Certificate"]), what="the second one")
    brought = of.leaf("other", names=("more.example.com", "other.example.com"))
    acm.import_certificate(CertificateArn=more, **brought)
    wanted = der_of(brought["Certificate"])
    until(lambda: served_by_whom(port, "other.example.com") == wanted, what="the second one by its new name")
    assert served(port, "other.example.com", context) == wanted


def instance_serves(instance, port, of):
    done = subprocess.run(
        [need("curl"), "-sS", "--cacert", of.root, "--resolve", f"www.example.com:{port}:127.0.0.1",
         f"https://www.example.com:{port}/"],
        capture_output=True,
        text=True,
    )
    return done.returncode == 0 and done.stdout == "a page\n"


def test_files_are_imported_as_openssl_and_easy_rsa_write_them(instance, owner):
    acm, of = instance.client("acm"), owner("P-256")
    plain, folder = of.leaf("site"), of.folder
    chain = folder / "chain.pem"
    chain.write_bytes(plain["CertificateChain"])
    openssl(
        *("pkcs12", "-export", "-inkey", folder / "site.key", "-in", folder / "site.pem", "-certfile", chain),
        *("-name", "site", "-out", folder / "site.p12", "-passout", "pass:secret"),
    )

    def bag(*what):
        return openssl("pkcs12", "-in", folder / "site.p12", "-passin", "pass:secret", "-noenc", *what)

    in_words = openssl("x509", "-in", folder / "site.pem", "-text")
    assert in_words.startswith(b"Certificate:") and bag("-nocerts").startswith(b"Bag Attributes")
    mark = b"\xef\xbb\xbf"
    shown = b" 1 s:CN = Kauri Issuing\n   i:CN = Kauri Root\n" + plain["CertificateChain"] + b"---\nServer certificate\n"
    for odd in [
        {"Certificate": in_words},
        {"Certificate": bag("-clcerts", "-nokeys")},
        {"PrivateKey": bag("-nocerts")},
        {"CertificateChain": bag("-cacerts", "-nokeys")},
        {"CertificateChain": shown},
        {"CertificateChain": of.issuing.read_bytes() + b"\n# the root\n" + of.root.read_bytes()},
        *[{part: mark + text} for part, text in plain.items()],
    ]:
        arn = acm.import_certificate(**{**plain, **odd})["CertificateArn"]
        got = acm.get_certificate(CertificateArn=arn)
        assert got["Certificate"].encode() == plain["Certificate"], "it comes back without the text"
        assert got["CertificateChain"].encode() == plain["CertificateChain"]
    for odd, said in [
        ({"Certificate": plain["Certificate"].decode().encode("utf-16")}, "UTF-16"),
        ({"Certificate": plain["Certificate"].replace(b"-----\n", b"----- \n", 1)}, "begins or ends with spaces"),
        ({"Certificate": bag()}, "more than one certificate"),
    ]:
        code, message = refused(acm.import_certificate, **{**plain, **odd})
        assert code == "ValidationException" and said in message, message


def test_importing_anew_may_change_every_name(instance, owner):
    acm, of = instance.client("acm"), owner("P-256")
    arn = acm.import_certificate(**of.leaf("first"))["CertificateArn"]
    names = ["elsewhere.example.com", "*.elsewhere.example.com"]
    acm.import_certificate(CertificateArn=arn, **of.leaf("second", names=names))
    found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert found["SubjectAlternativeNames"] == names
    assert found["DomainValidationOptions"] == [{"DomainName": name} for name in names]


def test_ansible_imports_and_changes_nothing_twice(instance, owner, tmp_path):
    of = owner("rsa:2048")
    key, own = tmp_path / "own.key", tmp_path / "own.pem"
    openssl("req", "-x509", "-noenc", "-newkey", "rsa:2048", "-keyout", key, "-out", own, "-subj", "/CN=own.example.com")
    by_itself = {"certificate": own.read_text(), "private_key": key.read_text()}
    leaf = {part: text.decode() for part, text in of.leaf("site").items()}
    by_owner = {
        "certificate": leaf["Certificate"],
        "private_key": leaf["PrivateKey"],
        "certificate_chain": leaf["CertificateChain"],
    }

    def put(**wanted):
        return instance.ansible("community.aws.acm_certificate", name_tag="site", state="present", **wanted)

    arns = set()
    # The one in place of the other has other names, and came with a chain.
    for wanted in [by_itself, {**by_itself, "tags": {"team": "web"}}, by_owner]:
        for changed in [True, False]:
            made = put(**wanted)
            assert made["changed"] is changed, made
            arns.add(made["certificate"]["arn"])
    assert len(arns) == 1 and made["certificate"]["domain_name"] == "www.example.com"
    assert made["certificate"]["tags"] == {"Name": "site", "team": "web"}
    listed = instance.ansible("community.aws.acm_certificate_info", tags={"Name": "site"})["certificates"]
    assert [it["key_algorithm"] for it in listed] == ["RSA-2048"], listed
    for changed in [True, False]:
        gone = instance.ansible("community.aws.acm_certificate", name_tag="site", state="absent")
        assert gone["changed"] is changed


def test_importing_anew_is_refused_where_users_would_be_hurt(instance, owner):
    acm = instance.client("acm")
    of, rsa = owner("P-256"), owner("rsa:2048")
    arn = acm.import_certificate(**of.leaf("first"))["CertificateArn"]
    for brought, said in [
        (rsa.leaf("rsa"), "key algorithm cannot change"),
        (of.leaf("p384", "P-384"), "key algorithm cannot change"),
        (of.leaf("nameless", names=("no name",), listed="email:nobody@example.com"), "has no domain name and no IP address"),
    ]:
        code, message = refused(acm.import_certificate, CertificateArn=arn, **brought)
        assert code == "ValidationException" and said in message
    good = of.leaf("good")
    assert refused(acm.import_certificate, CertificateArn=arn, Tags=[{"Key": "a"}], **good) == (
        "ValidationException", "Tagging is not permitted on re-import."
    )
    nobody = arn.rsplit("/", 1)[0] + "/11111111-2222-3333-4444-555555555555"
    assert refused(acm.import_certificate, CertificateArn=nobody, **good) == (
        "ResourceNotFoundException", f"Could not find certificate {nobody}."
    )
    for call, arguments in [
        (acm.export_certificate, {"Passphrase": b"correct horse"}),
        (acm.resend_validation_email, {"Domain": "www.example.com", "ValidationDomain": "example.com"}),
    ]:
        with pytest.raises(ClientError):
            call(CertificateArn=arn, **arguments)


def test_an_imported_certificate_expires_and_comes_back(instance, owner):
    acm = instance.client("acm")
    of = owner("P-256")
    arn = acm.import_certificate(**of.leaf("short", days=10))["CertificateArn"]
    status = lambda: acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
    assert status() == "ISSUED"
    instance.tegata("clock", "advance", "11d", "--yes")
    until(lambda: status() == "EXPIRED", what="the end")
    kinds = [event["Kind"] for event in instance.tegata("certificate", "explain", arn)["Events"]]
    assert "certificate.expired" not in kinds and "certificate.available" in kinds
    acm.import_certificate(CertificateArn=arn, **of.leaf("long", days=90))
    assert status() == "ISSUED"


def test_hostile_imports_end_soon_and_leave_nothing(instance, owner):
    acm = instance.client("acm")
    of = owner("P-256")
    good = of.leaf("good")
    crowd = of.issuing.read_bytes()
    tiny = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    for member, value, said in [
        ("CertificateChain", crowd * 101, "more than 100 certificates"),
        ("CertificateChain", crowd * (2_097_152 // len(crowd)), "more than 100 certificates"),
        # Ten thousand of the smallest do not even fit.
        ("CertificateChain", (tiny * 10_000).ljust(2_097_153, b"\n"), "less than or equal to 2097152"),
        ("CertificateChain", tiny * 10_000, "more than 100 certificates"),
        ("CertificateChain", tiny * 3, "is not valid"),
        ("CertificateChain", b"\n" * 2_097_152, "no -----BEGIN line"),
        ("CertificateChain", b"-----BEGIN CERTIFICATE-----\n" * 50_000, "not base64"),
        ("CertificateChain", b"-----BEGIN CERTIFICATE-----\n" + b"A\n" * 1_000_000, "no -----END line"),
        ("Certificate", b"\x00" * 32_768, "not in a valid PEM format"),
        ("Certificate", good["Certificate"] * 2, "more than one certificate"),
        ("Certificate", good["Certificate"].replace(b"\n", b" \n"), "spaces"),
        ("PrivateKey", b"-----BEGIN PRIVATE KEY-----\n" + b"A" * 8000 + b"\n-----END PRIVATE KEY-----\n", "not valid"),
        ("PrivateKey", good["PrivateKey"] * 2, "one private key is expected"),
        ("PrivateKey", good["PrivateKey"] * 20, "more than 2 blocks"),
        ("PrivateKey", b"x" * 8193, "8192"),
    ]:
        code, message = refused(acm.import_certificate, **{**good, member: value})
        assert code == "ValidationException" and said in message, (code, message)
        assert len(message) < 4096
    # A signature of another, under the right names.
    impostor = owner("P-256")
    code, message = refused(
        acm.import_certificate, **{**good, "CertificateChain": impostor.issuing.read_bytes()}
    )
    assert code == "ValidationException" and "within the chain of the invalid certificate is: 0" in message
    # What is no base64 is no fault of the server's. boto3 cannot send such.
    connection = http.client.HTTPConnection(instance.api.removeprefix("http://"), timeout=20)
    request = {"Certificate": "*", "PrivateKey": "*"}
    answer = signed(instance, connection, "ImportCertificate", request)
    assert answer["__type"] == "SerializationException"
    everything = acm.list_certificates(Includes={"keyTypes": ["RSA_2048", "EC_prime256v1"]})
    assert everything["CertificateSummaryList"] == []
    assert acm.import_certificate(**good)["CertificateArn"], "it goes on"


def signed(instance, connection, operation, body):
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    keys = Credentials(instance.ready["access_key_id"], instance.ready["secret_access_key"])
    headers = {"X-Amz-Target": f"CertificateManager.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    request = AWSRequest("POST", instance.api + "/", headers, json.dumps(body))
    SigV4Auth(keys, "acm", instance.ready["region"]).add_auth(request)
    connection.request("POST", "/", request.data, dict(request.headers))
    return json.loads(connection.getresponse().read())


def exportable(instance, name, key):
    acm = instance.client("acm")
    arn = acm.request_certificate(
        DomainName=name, ValidationMethod="DNS", KeyAlgorithm=key, Options={"Export": "ENABLED"}
    )["CertificateArn"]
    instance.until_issued(arn)
    return arn


@pytest.mark.parametrize("key", ["RSA_2048", "EC_prime256v1", "EC_secp384r1"])
def test_openssl_opens_what_is_exported(instance, tmp_path, key):
    acm = instance.client("acm")
    instance.zone("export.example")
    arn = exportable(instance, "www.export.example", key)
    for passphrase in [b"pass", b"correct horse battery staple", b"two\nlines", b"x" * 128]:
        answer = acm.export_certificate(CertificateArn=arn, Passphrase=passphrase)
        (tmp_path / "key.pem").write_text(answer["PrivateKey"])
        (tmp_path / "leaf.pem").write_text(answer["Certificate"])
        (tmp_path / "chain.pem").write_text(answer["CertificateChain"])
        public = openssl("x509", "-in", tmp_path / "leaf.pem", "-noout", "-pubkey")
        # The environment takes newlines too, which a line of a file cannot.
        more = {"env": {"PASSPHRASE": passphrase.decode()}}
        plain = openssl("pkcs8", "-in", tmp_path / "key.pem", "-passin", "env:PASSPHRASE", **more)
        assert openssl("pkey", "-pubout", input=plain) == public
        reader = "rsa" if key.startswith("RSA") else "ec"
        other = openssl(reader, "-in", tmp_path / "key.pem", "-passin", "env:PASSPHRASE", "-pubout", **more)
        assert other == public
        openssl("verify", "-CAfile", instance.root, "-untrusted", tmp_path / "chain.pem", tmp_path / "leaf.pem")
        wrong = subprocess.run(
            [need("openssl"), "pkcs8", "-in", tmp_path / "key.pem", "-passin", "pass:another"], capture_output=True
        )
        assert wrong.returncode != 0
    said = openssl("asn1parse", "-in", tmp_path / "key.pem").decode()
    for part in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc"]:
        assert part in said


def test_an_exported_certificate_is_renewed_although_nobody_uses_it(instance, tmp_path):
    acm = instance.client("acm")
    instance.zone("export.example")
    arn, idle = (exportable(instance, f"{name}.export.example", "EC_prime256v1") for name in ("kept", "idle"))
    describe = lambda of: acm.describe_certificate(CertificateArn=of)["Certificate"]
    assert describe(arn)["RenewalEligibility"] == "INELIGIBLE"
    # By the AWS CLI, whose passphrase file counts as it is.
    (tmp_path / "passphrase").write_text("correct horse")
    by_cli = instance.aws(
        "acm", "export-certificate", "--certificate-arn", arn, "--passphrase", f"fileb://{tmp_path}/passphrase"
    )
    assert by_cli["PrivateKey"].startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    # By our own: the first line is the passphrase, as OpenSSL reads a file.
    (tmp_path / "line").write_text("correct horse\n")
    place = tmp_path / "exported"
    files = instance.tegata(
        "certificate", "export", arn, "--passphrase-file", tmp_path / "line", "--out", place
    )["Files"]
    assert [file.rsplit("/", 1)[1] for file in files] == ["certificate.pem", "chain.pem", "private-key.pem"]
    assert (place / "private-key.pem").stat().st_mode & 0o777 == 0o600
    plain = openssl("pkey", "-in", place / "private-key.pem", "-passin", f"file:{tmp_path}/line")
    assert plain.startswith(b"-----BEGIN PRIVATE KEY-----")
    listed = acm.list_certificates(Includes={"keyTypes": ["EC_prime256v1"]})["CertificateSummaryList"]
    assert {it["CertificateArn"]: it["Exported"] for it in listed} == {arn: True, idle: False}
    before = describe(arn)
    assert before["RenewalEligibility"] == "ELIGIBLE"
    kinds = [event["Kind"] for event in instance.tegata("certificate", "explain", arn)["Events"]]
    assert kinds.count("certificate.exported") == 2
    instance.tegata("clock", "advance", "160d", "--yes")
    until(lambda: describe(arn)["Serial"] != before["Serial"], what="the renewal")
    assert describe(arn)["RenewalEligibility"] == "INELIGIBLE", "the new key has not left"
    assert "RenewalSummary" not in describe(idle)


def test_the_command_line_asks_for_what_it_exports(instance, tmp_path):
    instance.zone("export.example")
    told = instance.tegata(
        "certificate", "request", "www.export.example", "--key-algorithm", "RSA_2048", "--exportable", "--wait"
    )
    (tmp_path / "line").write_text("correct horse\n")
    arn = told["Certificate"]["CertificateArn"]
    answer = instance.tegata("certificate", "export", arn, "--passphrase-file", tmp_path / "line")
    (tmp_path / "key.pem").write_text(answer["PrivateKey"])
    openssl("rsa", "-in", tmp_path / "key.pem", "-passin", f"file:{tmp_path}/line", "-check", "-noout")


def test_exports_are_refused(instance):
    acm = instance.client("acm")
    pending = acm.request_certificate(
        DomainName="nowhere.example", ValidationMethod="DNS", Options={"Export": "ENABLED"}
    )["CertificateArn"]
    assert refused(acm.export_certificate, CertificateArn=pending, Passphrase=b"pass")[0] == "RequestInProgressException"
    instance.zone("kept.example")
    kept = instance.issued("www.kept.example")
    code, message = refused(acm.export_certificate, CertificateArn=kept, Passphrase=b"pass")
    assert code == "ValidationException" and f"Certificate ARN: {kept} is not a private certificate" in message
    instance.zone("left.example")
    left = exportable(instance, "www.left.example", "EC_prime256v1")
    for passphrase, said in [
        (b"abc", "greater than or equal to 4"), (b"x" * 129, "less than or equal to 128"),
        (b"100% sure", "not #, $ or %"), ("pässwort".encode(), "ASCII"),
    ]:
        code, message = refused(acm.export_certificate, CertificateArn=left, Passphrase=passphrase)
        assert code == "ValidationException" and said in message
    assert acm.describe_certificate(CertificateArn=left)["Certificate"]["RenewalEligibility"] == "INELIGIBLE"


def test_the_command_line_imports(instance, owner):
    of = owner("rsa:2048")
    of.leaf("site")
    (of.folder / "chain.pem").write_bytes(of.issuing.read_bytes())
    files = ["--certificate", of.folder / "site.pem", "--private-key", of.folder / "site.key"]
    arn = instance.tegata("certificate", "import", *files, "--chain", of.folder / "chain.pem")["CertificateArn"]
    again = instance.tegata(
        "certificate", "import", *files, "--chain", of.folder / "chain.pem", "--arn", arn
    )["CertificateArn"]
    assert again == arn
    assert "certificate chain" in instance.tegata("certificate", "import", *files, fails=True)
    # Nothing of the key stands in the store, nor in the log, as it came.
    key = (of.folder / "site.key").read_text().splitlines()
    pkcs8 = base64.b64decode("".join(key[1:-1]))
    for file in [*(instance.folder / "data").iterdir(), instance.folder / "log"]:
        if file.is_file():
            content = file.read_bytes()
            assert pkcs8[30:90] not in content and key[3].encode() not in content, file
