"""Authorities and certificates made by OpenSSL, for clients and targets that show them."""

import subprocess

from conftest import need

CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = unused
[ca]
default_ca = authority
[authority]
database = {folder}/database
serial = {folder}/serial
crlnumber = {folder}/crlnumber
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sha256
default_days = 30
default_crl_days = 30
policy = anything
unique_subject = no
[anything]
countryName = optional
organizationName = optional
commonName = optional
[v3_ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[v3_client]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
[v3_server]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = {names}
"""


def openssl(*arguments):
    done = subprocess.run([need("openssl"), *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def key(path):
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)
    return path


class Authority:
    """An authority of OpenSSL's, in a folder of its own; its certificate is `pem`."""

    def __init__(self, folder, name, issuer=None):
        self.folder, self.name, self.issuer = folder / name, name, issuer
        self.folder.mkdir()
        (self.folder / "database").write_text("")
        (self.folder / "serial").write_text("1000\n")
        (self.folder / "crlnumber").write_text("01\n")
        self.pem = self.folder / "ca.pem"
        self.configure()
        key(self.folder / "ca.key")
        subject = ["-subj", f"/C=JP/O=Tests/CN={name}"]
        if issuer:
            request = self.folder / "ca.csr"
            self.openssl("req", "-new", "-key", self.folder / "ca.key", *subject, "-out", request)
            issuer.sign(request, self.pem, "v3_ca")
        else:
            self.openssl("req", "-new", "-x509", "-key", self.folder / "ca.key", *subject, "-days", "30",
                         "-extensions", "v3_ca", "-out", self.pem)

    def configure(self, names="DNS:unused.example"):
        self.settings = self.folder / "openssl.cnf"
        self.settings.write_text(CONFIGURATION.format(folder=self.folder, names=names))

    def openssl(self, command, *arguments):
        return openssl(command, "-config", self.settings, *arguments)

    def sign(self, request, out, extensions, *more):
        self.openssl("ca", "-batch", "-notext", "-in", request, "-out", out, "-extensions", extensions, *more)

    def issue(self, name, *more, extensions="v3_client", names="DNS:unused.example", subject=None):
        """A certificate and its key: two paths."""
        self.configure(names)
        of, request = self.folder / f"{name}.pem", self.folder / f"{name}.csr"
        self.openssl("req", "-new", "-key", key(self.folder / f"{name}.key"), "-utf8",
                     "-subj", subject or f"/C=JP/O=Tests/CN={name}", "-out", request)
        self.sign(request, of, extensions, *more)
        return of, self.folder / f"{name}.key"

    def revoke(self, certificate):
        self.openssl("ca", "-revoke", certificate)

    def crl(self, name="list.crl"):
        path = self.folder / name
        self.openssl("ca", "-gencrl", "-out", path)
        return path
