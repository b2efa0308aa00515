"""Certificates of targets, verified where a target group says so: by its trust store, its name and revocation lists."""

import http.server
import shutil
import ssl
import subprocess
import threading

import pytest
from botocore.exceptions import ClientError
from client_certificates import Authority
from conftest import Pages, free_port, need, until

STORE, NAME = "tegata.target_tls.trust_store", "tegata.target_tls.server_name"


class Target:
    """An HTTPS site of this machine; its certificate can be another later, and it remembers the names that it was asked for."""

    def __init__(self, certificate, key):
        class Page(Pages):
            def do_GET(self):
                self.page(b"verified\n")

        self.names, self.context = [], ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.sni_callback = lambda _, name, __: self.names.extend([name] if name else [])
        self.context.load_cert_chain(certificate, key)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.server.socket = self.context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_targets_are_verified_where_their_group_says_so(start, tmp_path):
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    instance = start("--bucket", f"trust={bucket}")
    elb, authority = instance.client("elbv2"), Authority(tmp_path, "targets")
    shutil.copy(authority.pem, bucket / "ca.pem")
    of_bucket = {"CaCertificatesBundleS3Bucket": "trust", "CaCertificatesBundleS3Key": "ca.pem"}
    store = elb.create_trust_store(Name="targets", **of_bucket)["TrustStores"][0]["TrustStoreArn"]
    certificate, key = authority.issue("app", extensions="v3_server", names="DNS:app.internal")
    target = Target(certificate, key)
    check = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2, "UnhealthyThresholdCount": 2, "HealthyThresholdCount": 2}
    make = lambda name, protocol: elb.create_target_group(
        Name=name, Protocol=protocol, Port=target.port, TargetType="ip", VpcId="vpc-1", HealthCheckProtocol=protocol,
        **check)["TargetGroups"][0]["TargetGroupArn"]
    group, plain = make("secure", "HTTPS"), make("plain", "HTTP")
    elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "127.0.0.1"}])
    balancer = elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]["LoadBalancerArn"]
    port = free_port()
    elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=port,
                        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
    verify = lambda arn=group, **attributes: elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[
        {"Key": key, "Value": value} for key, value in attributes.items()])
    shown = lambda: {it["Key"] for it in elb.describe_target_group_attributes(TargetGroupArn=group)["Attributes"]}

    def ask():
        done = subprocess.run([need("curl"), "-sS", "--max-time", "20", "-w", "%{http_code}", f"http://127.0.0.1:{port}/"],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def health():
        return elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"][0]["TargetHealth"]

    # Any certificate, as with ELB; the attributes of Tegata's own are not among AWS's.
    until(lambda: ask() == "verified\n200", what="the target")
    assert not any(key.startswith("tegata.") for key in shown()) and not target.names
    # What verifies nothing is refused.
    for arn, attributes in [(plain, {STORE: "targets"}), (group, {NAME: "app.internal"}), (group, {STORE: "none"}),
                            (group, {STORE: "targets", NAME: "a b"})]:
        with pytest.raises(ClientError) as refused:
            verify(arn, **attributes)
        assert refused.value.response["Error"]["Code"] == "InvalidConfigurationRequest", attributes
    # Its name is in the certificate.
    verify(**{STORE: "targets", NAME: "app.internal"})
    until(lambda: "app.internal" in target.names, what="the name in the handshake")
    assert ask() == "verified\n200"
    assert {STORE, NAME} <= shown()
    users = elb.describe_trust_store_associations(TrustStoreArn=store)["TrustStoreAssociations"]
    assert users == [{"ResourceArn": group}]
    with pytest.raises(elb.exceptions.TrustStoreInUseException):
        elb.delete_trust_store(TrustStoreArn=store)
    # It is not: neither another name, nor the address.
    for name in ("other.internal", ""):
        verify(**{STORE: "targets", NAME: name})
        until(lambda: ask().endswith("502"), what="the refusal")
    until(lambda: health()["State"] == "unhealthy", what="the health check")
    assert "certificate" in health()["Description"], health()
    assert "a target's certificate was not accepted" in instance.said() and "not valid for name" in instance.said()
    verify(**{STORE: "targets", NAME: "app.internal"})
    until(lambda: ask() == "verified\n200", what="the target")
    # Revoked, and of another authority.
    authority.revoke(certificate)
    shutil.copy(authority.crl(), bucket / "ca.crl")
    number = elb.add_trust_store_revocations(TrustStoreArn=store, RevocationContents=[
        {"S3Bucket": "trust", "S3Key": "ca.crl", "RevocationType": "CRL"}])["TrustStoreRevocations"][0]["RevocationId"]
    until(lambda: health()["State"] == "unhealthy" and "evoked" in health()["Description"], what="the revocation")
    elb.remove_trust_store_revocations(TrustStoreArn=store, RevocationIds=[number])
    until(lambda: health()["State"] == "healthy", what="the target, which is verified again")
    shutil.copy(Authority(tmp_path, "others").pem, bucket / "other.pem")
    elb.modify_trust_store(TrustStoreArn=store, **{**of_bucket, "CaCertificatesBundleS3Key": "other.pem"})
    until(lambda: health()["State"] == "unhealthy" and "UnknownIssuer" in health()["Description"], what="the other authority")
    # Without the setting, any certificate again.
    verify(**{STORE: "", NAME: ""})
    until(lambda: ask() == "verified\n200", what="the target")
    elb.delete_trust_store(TrustStoreArn=store)
