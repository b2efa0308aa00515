"""Changing keys: the key-encryption key, and the owner's access key. An old one ends up worth nothing."""

import json
import re
import secrets
import subprocess
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import PROGRAM, until


def left_under_old_keys(instance):
    text = urllib.request.urlopen(f"{instance.api}/metrics").read().decode()
    return int(re.search(r"^tegata_secrets_under_old_keys (\d+)$", text, re.M).group(1))


def start_refused(instance):
    done = subprocess.run(
        [PROGRAM, "up", "--data", instance.folder / "data", "--api", "127.0.0.1:0", "--dns", "127.0.0.1:0"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    return done.stderr


def test_an_old_key_encryption_key_can_be_dropped_and_the_new_one_not(instance):
    instance.zone("seal.example")
    arn = instance.issued("www.seal.example")
    instance.stop()
    file = instance.folder / "data" / "key-encryption-key"
    old, new = file.read_text(), secrets.token_hex(32) + "\n"
    file.write_text(new + old)
    instance.start()
    until(lambda: "old key-encryption keys are no longer needed" in instance.said(), what="the line in the log")
    assert left_under_old_keys(instance) == 0
    instance.stop()
    file.write_text(old)
    assert "add its line again" in start_refused(instance) or "start with that key" in start_refused(instance)
    file.write_text(new)
    instance.start()
    described = instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    assert described["Status"] == "ISSUED"
    instance.issued("api.seal.example")


def test_a_new_key_that_goes_away_at_once_is_missed(instance):
    instance.stop()
    file = instance.folder / "data" / "key-encryption-key"
    old, new = file.read_text(), secrets.token_hex(32) + "\n"
    file.write_text(new + old)
    instance.start()
    instance.kill()
    file.write_text(old)
    assert re.search("key-encryption key", start_refused(instance))


def signs(instance, key, secret):
    try:
        instance.client("acm", aws_access_key_id=key, aws_secret_access_key=secret).list_certificates()
        return True
    except ClientError as error:
        assert error.response["Error"]["Code"] == "UnrecognizedClientException"
        return False


def kept(instance):
    found = json.loads((instance.folder / "data" / "credentials.json").read_text())
    return found["access_key_id"], found["secret_access_key"]


@pytest.mark.parametrize("running", [True, False])
def test_the_owners_access_key_is_replaced_by_whoever_has_the_data_directory(instance, running):
    stolen = kept(instance)
    # A thief makes a key for later.
    more = instance.tegata("access-key", "create", "--principal", "root")
    thiefs = more["AccessKeyId"], more["SecretAccessKey"]
    assert signs(instance, *stolen) and signs(instance, *thiefs)
    if not running:
        # The thief even locks the owner out; the data directory is enough all the same.
        instance.tegata("access-key", "disable", stolen[0])
        instance.stop()
    answer = instance.tegata("access-key", "rotate-owner")
    assert answer["AccessKeyId"] not in (stolen[0], thiefs[0])
    if not running:
        instance.start()
    assert kept(instance)[0] == answer["AccessKeyId"] and signs(instance, *kept(instance))
    assert not signs(instance, *stolen) and not signs(instance, *thiefs)


def test_a_clock_is_not_moved_unasked(instance):
    refused = instance.tegata("clock", "advance", "160d", fails=True)
    assert "cannot be undone" in refused and "--yes" in refused and "tegata rehearse" in refused
    assert instance.tegata("clock", "show")["OffsetSeconds"] == 0
    instance.tegata("clock", "advance", "1d", "--yes")
    assert instance.tegata("clock", "show")["OffsetSeconds"] == 86400
