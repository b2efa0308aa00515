"""Temporary credentials by boto3, the AWS CLI and our own: who may take which role, for how long, and who the log names."""

import datetime
import json
import sqlite3

import pytest
from test_access import Principal, put, refusal


def role(instance, name, account=None):
    return f"arn:aws:iam::{account or instance.ready['account']}:role/{name}"


def keys(credentials):
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


@pytest.fixture
def deploy(instance, tmp_path):
    """A principal who may read certificates; gives the ARN of its role."""
    instance.tegata("principal", "create", "deploy")
    put(instance, tmp_path, "deploy", """
        permit (principal == Principal::"deploy", action in Action::"acm:Read", resource);
    """)
    return role(instance, "deploy")


def test_a_session_has_the_permissions_of_its_role_and_names_itself_in_the_log(instance, deploy, tmp_path):
    account = instance.ready["account"]
    made = instance.client("sts").assume_role(RoleArn=deploy, RoleSessionName="ci-42")
    arn = f"arn:aws:sts::{account}:assumed-role/deploy/ci-42"
    assert made["AssumedRoleUser"] == {"AssumedRoleId": "deploy:ci-42", "Arn": arn}
    left = made["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=59) < left <= datetime.timedelta(minutes=60)
    temporary = keys(made["Credentials"])
    assert temporary["aws_access_key_id"].startswith("ASIA")
    told = instance.client("sts", **temporary).get_caller_identity()
    assert (told["Account"], told["Arn"]) == (account, arn)
    acm = instance.client("acm", **temporary)
    assert acm.list_certificates()["CertificateSummaryList"] == []
    code, message = refusal(acm.request_certificate, DomainName="example.com", ValidationMethod="DNS")
    assert code == "AccessDeniedException" and message.startswith(f"User: {arn} is not authorized to perform: acm:")
    presigned = instance.client("elbv2", **temporary)
    assert refusal(presigned.describe_load_balancers)[0] == "AccessDenied", "the token is known to every service"
    log = instance.said()
    assert "ci-42" in [line for line in log.splitlines() if "acm:RequestCertificate" in line][-1]
    assert any("sts:AssumeRole" in line and "RoleSessionName=ci-42" in line for line in log.splitlines()), log
    for secret in ["SecretAccessKey", "SessionToken"]:
        assert made["Credentials"][secret] not in log
    # Our own command line reads them from the environment, as AWS's tools do.
    environment = {name.upper(): value for name, value in temporary.items()}
    assert instance.tegata("certificate", "list", environment=environment)["CertificateSummaryList"] == []


def test_a_token_goes_with_its_own_key_alone_and_ends_with_its_time(instance, deploy):
    sts = instance.client("sts")
    one = keys(sts.assume_role(RoleArn=deploy, RoleSessionName="one", DurationSeconds=900)["Credentials"])
    other = keys(sts.assume_role(RoleArn=deploy, RoleSessionName="other")["Credentials"])
    owner = {"aws_session_token": one["aws_session_token"]}
    for wrong in [
        {**one, "aws_session_token": other["aws_session_token"]},
        {**one, "aws_session_token": None},
        {**one, "aws_session_token": one["aws_session_token"] + "A"},
        owner,
    ]:
        assert refusal(instance.client("acm", **wrong).list_certificates)[0] == "UnrecognizedClientException"
        assert refusal(instance.client("sts", **wrong).get_caller_identity)[0] == "InvalidClientTokenId"
    stolen = {**one, "aws_secret_access_key": other["aws_secret_access_key"]}
    assert refusal(instance.client("acm", **stolen).list_certificates)[0] == "InvalidSignatureException"
    expired = keys(sts.assume_role(RoleArn=deploy, RoleSessionName="expired")["Credentials"])
    # As if an hour had passed: signatures are by the real time, so no clock of the instance's can be moved.
    with sqlite3.connect(instance.folder / "data" / "tegata.db", timeout=30) as store:
        changed = store.execute(
            "UPDATE sessions SET expires_at = expires_at - 3600000000 WHERE id = ?", [expired["aws_access_key_id"]]
        )
        assert changed.rowcount == 1
    store.close()
    message = "The security token included in the request is expired"
    assert refusal(instance.client("acm", **expired).list_certificates) == ("ExpiredTokenException", message)
    assert refusal(instance.client("sts", **expired).get_caller_identity) == ("ExpiredToken", message)
    instance.client("acm", **one).list_certificates()
    instance.tegata("principal", "delete", "deploy")
    assert refusal(instance.client("acm", **one).list_certificates)[0] == "UnrecognizedClientException"


def test_a_role_is_taken_by_permission(instance, deploy, tmp_path):
    alice = Principal.made(instance, "alice")
    ask = {"RoleArn": deploy, "RoleSessionName": "alice"}
    code, message = refusal(alice.client("sts").assume_role, **ask)
    assert code == "AccessDenied"
    assert "user/alice is not authorized to perform: sts:AssumeRole on resource: " + deploy in message
    put(instance, tmp_path, "assume", f"""
        permit (principal == Principal::"alice", action == Action::"sts:AssumeRole", resource == Role::"{deploy}")
        when {{ context has "sts:ExternalId" && context["sts:ExternalId"] == "shared" }};
    """)
    assert refusal(alice.client("sts").assume_role, **ask)[0] == "AccessDenied"
    made = alice.client("sts").assume_role(**ask, ExternalId="shared", DurationSeconds=43200)
    session = instance.client("sts", **keys(made["Credentials"]))
    # A session does not hand on what it may not.
    assert refusal(session.assume_role, **ask)[0] == "AccessDenied"
    put(instance, tmp_path, "chain", f"""
        permit (principal == Principal::"deploy", action == Action::"sts:AssumeRole", resource == Role::"{deploy}");
    """)
    assert session.assume_role(**ask)["Credentials"]
    code, message = refusal(session.assume_role, **ask, DurationSeconds=3601)
    assert code == "ValidationError" and "role chaining" in message
    # What the answer could not honour is refused.
    sts = instance.client("sts")
    assert refusal(sts.assume_role, **ask, Policy="{}")[1].startswith("Policy is not supported")
    assert refusal(sts.assume_role, **ask, SourceIdentity="me")[1].startswith("SourceIdentity is not supported")
    for arn in ["arn:aws:iam::123456789012:user/deploy", "arn:aws:iam::12345678:role/deploy", role(instance, "root")]:
        assert refusal(sts.assume_role, RoleArn=arn, RoleSessionName="xx")[0] == "ValidationError"
    assert refusal(sts.assume_role, RoleArn=role(instance, "nobody"), RoleSessionName="xx")[0] == "AccessDenied"
    foreign = role(instance, "deploy", "210987654321")
    code, message = refusal(sts.assume_role, RoleArn=foreign, RoleSessionName="xx")
    assert code == "AccessDenied" and "no resource-based policy allows" in message
    assert refusal(sts.get_session_token)[0] == "NotImplemented"


def test_the_aws_cli_takes_a_role_by_its_profile(instance, deploy):
    environment = instance.folder / ".aws" / "config"
    environment.parent.mkdir()
    environment.write_text(f"[profile deploy]\nrole_arn = {deploy}\ncredential_source = Environment\nrole_session_name = cli\n")
    told = instance.aws("sts", "get-caller-identity", "--profile", "deploy")
    assert told["Arn"].endswith(":assumed-role/deploy/cli"), json.dumps(told)
