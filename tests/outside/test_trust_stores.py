"""Trust stores: by boto3 and the AWS CLI, from the folder of a bucket; and their content, fetched without a signature."""

import shutil
import subprocess
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError
from client_certificates import Authority


@pytest.fixture
def bucket(tmp_path):
    folder = tmp_path / "bucket"
    folder.mkdir()
    return folder


def code(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


def test_trust_stores_live_their_lives(start, bucket, tmp_path):
    instance = start("--bucket", f"trust={bucket}")
    elb = instance.client("elbv2")
    authority, other = Authority(tmp_path, "clients"), Authority(tmp_path, "others")
    shutil.copy(authority.pem, bucket / "ca.pem")
    (bucket / "both.pem").write_bytes(authority.pem.read_bytes() + other.pem.read_bytes())
    of = {"CaCertificatesBundleS3Bucket": "trust", "CaCertificatesBundleS3Key": "ca.pem"}
    made = elb.create_trust_store(Name="clients", Tags=[{"Key": "team", "Value": "web"}], **of)["TrustStores"][0]
    arn = made["TrustStoreArn"]
    assert ":truststore/clients/" in arn and made["Status"] == "ACTIVE"
    assert (made["NumberOfCaCertificates"], made["TotalRevokedEntries"]) == (1, 0)
    assert elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"] == [{"Key": "team", "Value": "web"}]
    # A list of the authority's own; one of another's is refused.
    revoked, _ = authority.issue("revoked")
    authority.revoke(revoked)
    shutil.copy(authority.crl(), bucket / "ca.crl")
    shutil.copy(other.crl(), bucket / "other.crl")
    content = lambda key: [{"S3Bucket": "trust", "S3Key": key, "RevocationType": "CRL"}]
    added = elb.add_trust_store_revocations(TrustStoreArn=arn, RevocationContents=content("ca.crl"))
    assert added["TrustStoreRevocations"][0]["NumberOfRevokedEntries"] == 1
    number = added["TrustStoreRevocations"][0]["RevocationId"]
    assert code(elb.add_trust_store_revocations, TrustStoreArn=arn, RevocationContents=content("other.crl")) == "InvalidRevocationContent"
    assert elb.describe_trust_stores(Names=["clients"])["TrustStores"][0]["TotalRevokedEntries"] == 1
    # What it was made from is at a URL that needs no signature.
    located = elb.get_trust_store_ca_certificates_bundle(TrustStoreArn=arn)["Location"]
    assert urllib.request.urlopen(located).read() == authority.pem.read_bytes()
    located = elb.get_trust_store_revocation_content(TrustStoreArn=arn, RevocationId=number)["Location"]
    fetched = tmp_path / "fetched.crl"
    fetched.write_bytes(urllib.request.urlopen(located).read())
    said = subprocess.run(["openssl", "crl", "-inform", "DER", "-in", fetched, "-noout", "-text"], capture_output=True, text=True)
    assert "Serial Number: 1000" in said.stdout
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(located[:-2] + "00")
    elb.remove_trust_store_revocations(TrustStoreArn=arn, RevocationIds=[number])
    assert code(elb.describe_trust_store_revocations, TrustStoreArn=arn, RevocationIds=[number]) == "RevocationIdNotFound"
    both = {**of, "CaCertificatesBundleS3Key": "both.pem"}
    assert elb.modify_trust_store(TrustStoreArn=arn, **both)["TrustStores"][0]["NumberOfCaCertificates"] == 2
    # Only certificates of authorities, and only files of the bucket.
    shutil.copy(revoked, bucket / "leaf.pem")
    (bucket / "out.pem").symlink_to(authority.pem)
    for key, refused in [("leaf.pem", "InvalidCaCertificatesBundle"), ("none.pem", "CaCertificatesBundleNotFound"),
                         ("../clients/ca.pem", "CaCertificatesBundleNotFound"), ("out.pem", "CaCertificatesBundleNotFound")]:
        assert code(elb.create_trust_store, Name="other", **{**of, "CaCertificatesBundleS3Key": key}) == refused, key
    assert code(elb.create_trust_store, Name="clients", **of) == "DuplicateTrustStoreName"
    elb.delete_trust_store(TrustStoreArn=arn)
    assert elb.describe_trust_stores()["TrustStores"] == []


def test_the_aws_cli_drives_trust_stores(start, bucket, tmp_path):
    instance = start("--bucket", f"trust={bucket}")
    authority = Authority(tmp_path, "clients")
    shutil.copy(authority.pem, bucket / "ca.pem")
    shutil.copy(authority.crl(), bucket / "ca.crl")
    elb = lambda operation, *arguments, **more: instance.aws("elbv2", operation, *arguments, **more)
    bundle = ["--ca-certificates-bundle-s3-bucket", "trust", "--ca-certificates-bundle-s3-key", "ca.pem"]
    arn = elb("create-trust-store", "--name", "clients", *bundle)["TrustStores"][0]["TrustStoreArn"]
    of = ["--trust-store-arn", arn]
    elb("modify-trust-store", *of, *bundle)
    contents = ["--revocation-contents", "S3Bucket=trust,S3Key=ca.crl,RevocationType=CRL"]
    number = elb("add-trust-store-revocations", *of, *contents)["TrustStoreRevocations"][0]["RevocationId"]
    assert elb("describe-trust-store-revocations", *of)["TrustStoreRevocations"][0]["RevocationId"] == number
    assert elb("get-trust-store-ca-certificates-bundle", *of)["Location"].startswith("http")
    assert elb("get-trust-store-revocation-content", *of, "--revocation-id", number)["Location"].startswith("http")
    assert elb("describe-trust-store-associations", *of)["TrustStoreAssociations"] == []
    elb("delete-shared-trust-store-association", *of, "--resource-arn", arn, fails="AssociationNotFound")
    elb("remove-trust-store-revocations", *of, "--revocation-ids", number)
    elb("delete-trust-store", *of)
    elb("describe-trust-stores", "--names", "clients", fails="TrustStoreNotFound")
