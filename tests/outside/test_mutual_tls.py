"""Mutual authentication of listeners: by boto3, AWS CLI and Terraform, and by real handshakes of curl's and OpenSSL's with
certificates that OpenSSL made: good, revoked, expired, of another authority, and none."""

import json
import re
import shutil
import subprocess
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError
from client_certificates import Authority
from conftest import Instance, Pages, free_port, need, until
from terraform import Terraform

POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
VERSIONS = ("--http1.1", "--http2")
NAME = "www.mutual.example"


class World:
    """An instance with a bucket, a trust store of one authority, and a site that says which headers it got."""

    def __init__(self, folder, site):
        self.folder, self.bucket = folder, folder / "bucket"
        self.bucket.mkdir()
        self.instance = Instance(folder, "--bucket", f"trust={self.bucket}")
        self.elb, self.site = self.instance.client("elbv2"), site
        self.authority, self.other = Authority(folder, "clients"), Authority(folder, "others")
        self.instance.zone("mutual.example")
        self.certificate = self.instance.issued(NAME)
        self.names = 0

    def trust_store(self, *authorities):
        self.names += 1
        name = f"store-{self.names}"
        (self.bucket / name).write_bytes(b"".join(of.pem.read_bytes() for of in authorities))
        return self.elb.create_trust_store(Name=name, CaCertificatesBundleS3Bucket="trust", CaCertificatesBundleS3Key=name)[
            "TrustStores"][0]["TrustStoreArn"]

    def revoke(self, store, authority):
        shutil.copy(authority.crl(), self.bucket / "list.crl")
        added = self.elb.add_trust_store_revocations(TrustStoreArn=store, RevocationContents=[
            {"S3Bucket": "trust", "S3Key": "list.crl", "RevocationType": "CRL"}])
        return added["TrustStoreRevocations"][0]["RevocationId"]

    def listen(self, **mutual):
        self.names += 1
        name = f"site-{self.names}"
        balancer = self.elb.create_load_balancer(Name=name, Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
        group = self.elb.create_target_group(Name=name, Protocol="HTTP", Port=self.site, TargetType="ip", VpcId="vpc-1")[
            "TargetGroups"][0]["TargetGroupArn"]
        self.elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "127.0.0.1"}])
        self.port = free_port()
        listener = self.elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTPS", Port=self.port, SslPolicy=POLICY,
            Certificates=[{"CertificateArn": self.certificate}], MutualAuthentication=mutual,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])["Listeners"][0]
        return listener["ListenerArn"]

    def curl(self, client=None, *more):
        """Gives whether the request succeeded, and the headers that the site got or what curl said."""
        shown = ["--cert", client[0], "--key", client[1]] if client else []
        done = subprocess.run(
            [need("curl"), "-sS", "--max-time", "20", "--cacert", self.instance.root]
            + ["--resolve", f"{NAME}:{self.port}:127.0.0.1", *shown, *more, f"https://{NAME}:{self.port}/"],
            capture_output=True, text=True)
        return (True, json.loads(done.stdout)) if done.returncode == 0 else (False, done.stderr)

    def accepted(self, client, *more):
        good, said = self.curl(client, *more)
        assert good, said
        return said

    def refused(self, client, *more):
        good, said = self.curl(client, *more)
        assert not good, said
        return said

    def until_refused(self, client):
        until(lambda: not self.curl(client)[0], what="the refusal")

    def until_accepted(self, client):
        until(lambda: self.curl(client)[0], what="the handshake")

    def reasons(self):
        """How many handshakes were refused for which reason, by the metrics."""
        text = urllib.request.urlopen(f"{self.instance.api}/metrics").read().decode()
        found = re.findall(r'edge_client_certificates_refused_total\{.*?reason="(\w+)".*?\} (\d+)', text)
        counts = {}
        for reason, count in found:
            counts[reason] = counts.get(reason, 0) + int(count)
        return counts


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    import http.server
    import threading

    class Echo(Pages):
        def do_GET(self):
            self.page(json.dumps([[name.lower(), value] for name, value in self.headers.items()]).encode())

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    world = World(tmp_path_factory.mktemp("mutual"), server.server_address[1])
    yield world
    world.instance.stop()
    server.shutdown()


def of_mutual(headers):
    return {name: value for name, value in headers if "mtls" in name or "mtls" in name.replace("_", "-")}


def test_a_verified_client_is_described_to_targets(world):
    listener = world.listen(Mode="verify", TrustStoreArn=world.trust_store(world.authority), AdvertiseTrustStoreCaNames="on")
    client = world.authority.issue("good", subject="/C=JP/O=Tests, Inc./CN=Zoë")
    serial = subprocess.run(["openssl", "x509", "-in", client[0], "-noout", "-serial"], capture_output=True, text=True).stdout
    forged = ["-H", "X-Amzn-Mtls-Clientcert-Subject: CN=admin", "-H", "X-Amzn-Mtls-Clientcert: forged",
              "-H", "X_Amzn_Mtls_Clientcert_Subject: CN=admin"]
    for version in VERSIONS:
        told = of_mutual(world.accepted(client, version, *forged))
        assert told["x-amzn-mtls-clientcert-subject"] == r"CN=Zo\C3\AB,O=Tests\, Inc.,C=JP"
        assert told["x-amzn-mtls-clientcert-issuer"] == "CN=clients,O=Tests,C=JP"
        assert told["x-amzn-mtls-clientcert-serial-number"] == serial.strip().removeprefix("serial=")
        assert re.fullmatch(r"NotBefore=[0-9T:-]{19}Z;NotAfter=[0-9T:-]{19}Z", told["x-amzn-mtls-clientcert-validity"])
        leaf = urllib.parse.unquote(told["x-amzn-mtls-clientcert-leaf"])
        assert leaf == client[0].read_text()
        assert len(told) == 5, told
    # OpenSSL is told the authority's name, and no session is resumed.
    _, said = world.instance.s_client(world.port, NAME, "-cert", client[0], "-key", client[1])
    assert "Acceptable client certificate CA names" in said and "CN = clients" in said
    # Under other names of headers.
    world.elb.modify_listener_attributes(ListenerArn=listener, Attributes=[
        {"Key": "routing.http.request.x_amzn_mtls_clientcert_subject.header_name", "Value": "X-Subject"}])
    renamed = lambda: dict(world.accepted(client, "-H", "X-Subject: CN=admin")).get("x-subject", "").startswith("CN=Zo")
    until(renamed, what="the other name")
    assert dict(world.accepted(client, "-H", "X-Subject: CN=admin"))["x-subject"] != "CN=admin"


def test_who_is_not_verified_is_refused_in_the_handshake(world):
    store = world.trust_store(world.authority)
    world.listen(Mode="verify", TrustStoreArn=store)
    good, revoked = world.authority.issue("client"), world.authority.issue("to-revoke")
    expired = world.authority.issue("expired", "-startdate", "20200101000000Z", "-enddate", "20200201000000Z")
    early = world.authority.issue("early", "-startdate", "20900101000000Z", "-enddate", "20900201000000Z")
    server = world.authority.issue("server", extensions="v3_server")
    foreign = world.other.issue("foreign")
    before = world.reasons()
    for version in VERSIONS:
        world.accepted(good, version)
        world.accepted(revoked, version)
    for client, reason, alert in [
        (None, "UnmappedConnectionError", "certificate required"), (foreign, "ClientCertUntrusted", "unknown ca"),
        (expired, "ClientCertExpired", "certificate expired"), (early, "ClientCertNotYetValid", "certificate"),
        (server, "ClientCertPurposeInvalid", "certificate"),
    ]:
        for version in ("--tlsv1.3", "--tls-max 1.2"):
            said = world.refused(client, *version.split())
            assert "alert" in said or "SSL" in said, said
        assert alert in world.refused(client, "--tlsv1.3").lower()
        assert world.reasons()[reason] - before.get(reason, 0) == 3, reason
        assert f"{reason}" in world.instance.said()
    # What the authority revokes is refused once its list is there, and accepted when it is gone again.
    world.authority.revoke(revoked[0])
    number = world.revoke(store, world.authority)
    world.until_refused(revoked)
    world.accepted(good)
    assert "revoked" in world.refused(revoked, "--tlsv1.3")
    assert world.reasons()["ClientCertCrlHit"] >= 1
    world.elb.remove_trust_store_revocations(TrustStoreArn=store, RevocationIds=[number])
    world.until_accepted(revoked)
    # Another bundle counts for the next handshake.
    (world.bucket / "next").write_bytes(world.other.pem.read_bytes())
    world.elb.modify_trust_store(TrustStoreArn=store, CaCertificatesBundleS3Bucket="trust", CaCertificatesBundleS3Key="next")
    world.until_accepted(foreign)
    world.until_refused(good)


def test_a_chain_is_followed_and_an_ended_certificate_is_passed_over_where_wanted(world):
    issuing = Authority(world.folder, "issuing", issuer=world.authority)
    store = world.trust_store(world.authority)
    listener = world.listen(Mode="verify", TrustStoreArn=store, IgnoreClientCertificateExpiry=True)
    leaf, key = issuing.issue("below")
    assert "unknown ca" in world.refused((leaf, key), "--tlsv1.3").lower()
    chain = world.folder / "chain.pem"
    chain.write_bytes(leaf.read_bytes() + issuing.pem.read_bytes())
    world.accepted((chain, key))
    # An authority that its own authority has revoked certifies no one, also when it is in the trust store itself.
    world.authority.revoke(issuing.pem)
    world.revoke(store, world.authority)
    world.until_refused((chain, key))
    expired = world.authority.issue("ended", "-startdate", "20200101000000Z", "-enddate", "20200201000000Z")
    world.accepted(expired)
    mutual = {"Mode": "verify", "TrustStoreArn": world.trust_store(world.authority, issuing), "IgnoreClientCertificateExpiry": False}
    shown = world.elb.modify_listener(ListenerArn=listener, MutualAuthentication=mutual)["Listeners"][0]["MutualAuthentication"]
    assert shown["IgnoreClientCertificateExpiry"] is False and shown["TrustStoreAssociationStatus"] == "active"
    world.accepted((leaf, key))


def test_an_ended_certificate_is_let_in_by_a_clock_that_went_on(start, site, tmp_path):
    """With the instance's clock moved past the certificate's end, and a server's certificate that is renewed."""
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    instance = start("--bucket", f"trust={bucket}")
    elb, authority = instance.client("elbv2"), Authority(tmp_path, "clients")
    shutil.copy(authority.pem, bucket / "ca.pem")
    client = authority.issue("short", "-days", "2")
    store = elb.create_trust_store(Name="clients", CaCertificatesBundleS3Bucket="trust", CaCertificatesBundleS3Key="ca.pem")[
        "TrustStores"][0]["TrustStoreArn"]
    instance.zone("mutual.example")
    port, listener, *_ = instance.listener(instance.issued(NAME), site, policy=POLICY)
    mutual = {"Mode": "verify", "TrustStoreArn": store}
    elb.modify_listener(ListenerArn=listener, MutualAuthentication=mutual)
    ask = lambda: subprocess.run(
        [need("curl"), "-sS", "--max-time", "20", "--cacert", instance.root, "--resolve", f"{NAME}:{port}:127.0.0.1",
         "--cert", client[0], "--key", client[1], f"https://{NAME}:{port}/"], capture_output=True, text=True)
    assert ask().stdout == "a page\n"
    instance.tegata("clock", "advance", "5d", "--yes")
    until(lambda: ask().returncode != 0, what="the refusal")
    elb.modify_listener(ListenerArn=listener, MutualAuthentication={**mutual, "IgnoreClientCertificateExpiry": True})
    assert ask().stdout == "a page\n"


def test_a_chain_is_handed_on_unverified(world):
    world.listen(Mode="passthrough")
    foreign, key = world.other.issue("anyone")
    chain = world.folder / "foreign.pem"
    chain.write_bytes(foreign.read_bytes() + world.other.pem.read_bytes())
    for version in VERSIONS:
        told = of_mutual(world.accepted((chain, key), version, "-H", "X-Amzn-Mtls-Clientcert-Subject: CN=admin"))
        assert list(told) == ["x-amzn-mtls-clientcert"]
        assert urllib.parse.unquote(told["x-amzn-mtls-clientcert"]) == chain.read_text()
        assert of_mutual(world.accepted(None, version, "-H", "X-Amzn-Mtls-Clientcert: forged")) == {}


def test_what_a_listener_cannot_have_is_refused(world):
    store = world.trust_store(world.authority)
    listener = world.listen(Mode="off")
    assert world.elb.describe_listeners(ListenerArns=[listener])["Listeners"][0]["MutualAuthentication"] == {"Mode": "off"}
    # No client's header comes through, without mutual authentication either.
    assert of_mutual(world.accepted(None, "-H", "X-Amzn-Mtls-Clientcert: forged")) == {}
    absent = store[:-16] + "0" * 16
    for change, code in [
        ({"MutualAuthentication": {"Mode": "verify"}}, "ValidationError"),
        ({"MutualAuthentication": {"Mode": "passthrough", "TrustStoreArn": store}}, "ValidationError"),
        ({"MutualAuthentication": {"Mode": "verify", "TrustStoreArn": absent}}, "TrustStoreNotFound"),
        ({"MutualAuthentication": {"Mode": "passthrough"}, "SslPolicy": "ELBSecurityPolicy-2016-08"}, "InvalidConfigurationRequest"),
    ]:
        with pytest.raises(ClientError) as refused:
            world.elb.modify_listener(ListenerArn=listener, **change)
        assert refused.value.response["Error"]["Code"] == code, change
    world.elb.modify_listener(ListenerArn=listener, MutualAuthentication={"Mode": "verify", "TrustStoreArn": store})
    users = world.elb.describe_trust_store_associations(TrustStoreArn=store)["TrustStoreAssociations"]
    assert users == [{"ResourceArn": listener}]
    with pytest.raises(world.elb.exceptions.TrustStoreInUseException):
        world.elb.delete_trust_store(TrustStoreArn=store)
    with pytest.raises(ClientError) as refused:
        world.elb.delete_shared_trust_store_association(TrustStoreArn=store, ResourceArn=listener)
    assert refused.value.response["Error"]["Code"] == "DeleteAssociationSameAccount"
    mutual = world.instance.aws("elbv2", "modify-listener", "--listener-arn", listener, "--mutual-authentication", "Mode=off")
    assert mutual["Listeners"][0]["MutualAuthentication"] == {"Mode": "off"}
    world.elb.delete_trust_store(TrustStoreArn=store)
    # Nothing but the certificate of the listener's tenant, with its OCSP answer, as on other listeners.
    world.elb.modify_listener(ListenerArn=listener, MutualAuthentication={"Mode": "passthrough"})
    stapled = lambda: "Cert Status: good" in world.instance.s_client(world.port, NAME, "-status")[1]
    until(stapled, what="the OCSP answer")


CONFIGURATION = """
variable "port" {}
variable "certificate" {}
variable "trust_bundle" {}

resource "aws_lb" "site" {
  name    = "mutual"
  subnets = ["subnet-1", "subnet-2"]
}

resource "aws_lb_trust_store" "clients" {
  name                             = "terraform"
  ca_certificates_bundle_s3_bucket = "trust"
  ca_certificates_bundle_s3_key    = var.trust_bundle
  tags                             = { team = "web" }
}

resource "aws_lb_trust_store_revocation" "clients" {
  trust_store_arn       = aws_lb_trust_store.clients.arn
  revocations_s3_bucket = "trust"
  revocations_s3_key    = "terraform.crl"
}

resource "aws_lb_listener" "site" {
  load_balancer_arn = aws_lb.site.arn
  port              = var.port
  protocol          = "HTTPS"
  certificate_arn   = var.certificate
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  mutual_authentication {
    mode                             = "verify"
    trust_store_arn                  = aws_lb_trust_store.clients.arn
    ignore_client_certificate_expiry = false
    advertise_trust_store_ca_names   = "on"
  }
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "application/json"
      message_body = "[]"
      status_code  = "200"
    }
  }
}
"""


def test_terraform_makes_them(world, tmp_path):
    shutil.copy(world.authority.pem, world.bucket / "terraform.pem")
    shutil.copy(world.authority.crl(), world.bucket / "terraform.crl")
    world.port = free_port()
    terraform = Terraform(world.instance, tmp_path, CONFIGURATION, port=world.port, certificate=world.certificate,
                          trust_bundle="terraform.pem")
    terraform.apply()
    terraform.unchanged()
    assert world.accepted(world.authority.issue("by-terraform")) == []
    world.refused(world.other.issue("not-by-terraform"))
    terraform.destroy()
