"""Backup and restore, as relying parties see them: what was revoked stays revoked, whatever is put back."""

import io
import json
import re
import shutil
import subprocess
import tarfile
import urllib.error
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import PROGRAM, Instance, free_port, need, until
from test_postgresql import database  # noqa: F401
from test_revocation import Exported, openssl


@pytest.fixture
def instance(tmp_path):
    """An instance whose API has the same address after each start: it stands in the certificates."""
    running = Fixed(tmp_path / "first", free_port())
    yield running
    running.stop()


class Fixed(Instance):
    """An instance at a port of its own."""

    def __init__(self, folder, port, *arguments):
        folder.mkdir(exist_ok=True)
        self.port = port
        super().__init__(folder, *arguments)


def command(*arguments, fails=False, **more):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, **more)
    assert (done.returncode != 0) == fails, done.stderr
    return done


class Seen(Exported):
    """An exported certificate that is asked about where the instance is now."""

    def here(self, url, instance):
        return instance.api + urllib.parse.urlparse(url).path

    def standing(self, instance):
        """What the responder says, and whether the list names it; both signed by the issuer that was there before."""
        said = openssl(
            *("ocsp", "-issuer", self.issuer, "-cert", self.leaf, "-no_nonce", "-CAfile", self.root_file),
            *("-url", self.here(self.ocsp_url(), instance), "-verify_other", self.issuer),
        )
        assert "Response verify OK" in said, said
        number, listed = self.list(instance)
        answer = re.search(r"leaf.pem: (\w+)", said).group(1)
        assert listed == (answer == "revoked"), said
        return answer, number

    def list(self, instance):
        der = self.folder / "list.crl"
        der.write_bytes(urllib.request.urlopen(self.here(self.list_url(), instance)).read())
        text = openssl("crl", "-inform", "DER", "-in", der, "-noout", "-text", "-CAfile", self.chain)
        serial = openssl("x509", "-in", self.leaf, "-noout", "-serial").strip().removeprefix("serial=")
        number = re.search(r"X509v3 CRL Number:\s*\n\s*(?:0x)?([0-9A-Fa-f]+)", text).group(1)
        return int(number, 16 if re.search("[a-fA-F]", number) or len(number) > 18 else 10), serial in text


def exported(instance, folder, name):
    one = Seen(instance, folder, name, "EC_prime256v1")
    one.root_file = folder / "root.pem"
    shutil.copy(instance.root, one.root_file)
    return one


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Message"]


def is_held(instance):
    message = refused(instance.client("acm").request_certificate, DomainName="no.drill.example")
    assert "tegata restore --acknowledge" in message
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{instance.api}/health")
    assert "--acknowledge" in caught.value.read().decode()


def made(instance, folder, *more):
    answer = command("--output", "json", "backup", folder, "--data", instance.folder / "data", *more)
    return json.loads(answer.stdout)


@pytest.mark.parametrize("journal", [True, False])
def test_the_drill(instance, tmp_path, journal):
    instance.zone("drill.example")
    kept = exported(instance, tmp_path / "kept", "kept.drill.example")
    early = exported(instance, tmp_path / "early", "early.drill.example")
    late = exported(instance, tmp_path / "late", "late.drill.example")
    instance.tegata("certificate", "revoke", early.arn, "--reason", "KEY_COMPROMISE", "--yes")
    until(lambda: early.standing(instance)[0] == "revoked", what="the first revocation")

    # A backup of a running instance, without its key.
    manifest = made(instance, tmp_path / "backup")
    assert manifest["account"] == instance.ready["account"] and not manifest["with_key"]
    assert {file["name"] for file in manifest["files"]} == {"tegata.db", "root.pem"}

    # What happens after it: one more is issued and revoked, and one of the backup's is.
    after = exported(instance, tmp_path / "after", "after.drill.example")
    for one in (late, after):
        instance.tegata("certificate", "revoke", one.arn, "--reason", "KEY_COMPROMISE", "--yes")
        until(lambda: one.standing(instance)[0] == "revoked", what="a revocation")
    numbers = {one: one.standing(instance)[1] for one in (kept, early, late, after)}
    key, survivor = tmp_path / "key", tmp_path / "journal"
    shutil.copy(instance.folder / "data" / "key-encryption-key", key)
    shutil.copy(instance.folder / "data" / "journal", survivor)

    # The disaster.
    instance.kill()
    shutil.rmtree(instance.folder / "data")
    where = ["--data", instance.folder / "data", "--key-file", key]
    command("restore", tmp_path / "backup", *where, *(["--journal", survivor] if journal else []))
    instance.start()

    is_held(instance)
    assert kept.standing(instance)[0] == "good"
    assert early.standing(instance)[0] == "revoked"
    if journal:
        assert late.standing(instance)[0] == "revoked", "the journal has it"
        assert after.list(instance)[1], "also what the backup never knew is on its list"
        answer = openssl(
            *("ocsp", "-issuer", after.issuer, "-cert", after.leaf, "-no_nonce", "-CAfile", after.root_file),
            *("-url", after.here(after.ocsp_url(), instance), "-verify_other", after.issuer),
        )
        assert "leaf.pem: revoked" in answer
        status = instance.client("acm").describe_certificate(CertificateArn=late.arn)["Certificate"]
        assert (status["Status"], status["RevocationReason"]) == ("REVOKED", "KEY_COMPROMISE")
    for one, number in numbers.items():
        assert one.list(instance)[1] >= 0 and one.list(instance)[0] > number, "the numbers of lists go on"

    answer = instance.tegata("restore", "--acknowledge")
    assert answer["Reasons"], answer
    until(lambda: urllib.request.urlopen(f"{instance.api}/health").status == 200, what="health")
    instance.issued("anew.drill.example")
    instance.stop()
    instance.start()
    instance.issued("again.drill.example")
    assert "Reasons" not in instance.tegata("restore", "--acknowledge"), "once is enough"


def test_a_directory_that_is_copied_back_takes_back_no_revocation_unnoticed(instance, tmp_path):
    instance.zone("drill.example")
    one = exported(instance, tmp_path / "one", "one.drill.example")
    instance.stop()
    data = instance.folder / "data"
    shutil.copytree(data, tmp_path / "yesterday")
    instance.start("--journal", str(tmp_path / "elsewhere"))
    is_held(instance)  # A store that had a journal and has none now.
    instance.tegata("restore", "--acknowledge")
    instance.tegata("certificate", "revoke", one.arn, "--reason", "KEY_COMPROMISE", "--yes")
    until(lambda: one.standing(instance)[0] == "revoked", what="the revocation")
    instance.stop()

    # Yesterday's directory, with the journal on another disk.
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "yesterday", data)
    instance.start("--journal", str(tmp_path / "elsewhere"))
    assert one.standing(instance)[0] == "revoked"
    is_held(instance)
    assert "older than its journal" in instance.said()
    instance.stop()

    # And with its own journal, which is as old: it is told by being a copy.
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "yesterday", data)
    instance.start()
    is_held(instance)
    assert "is a copy" in instance.said()


def test_a_backup_is_checked_before_it_is_restored(instance, tmp_path):
    instance.zone("drill.example")
    made(instance, tmp_path / "backup", "--with-key")
    target = tmp_path / "target"
    target.mkdir()
    (target / "something").write_text("else")
    assert "is not empty" in command("restore", tmp_path / "backup", "--data", target, fails=True).stderr
    assert "is not empty" in command(
        "backup", tmp_path / "backup", "--data", instance.folder / "data", fails=True
    ).stderr
    (target / "something").unlink()

    rotten = tmp_path / "rotten"
    shutil.copytree(tmp_path / "backup", rotten)
    with open(rotten / "tegata.db", "r+b") as file:
        file.seek(5000)
        file.write(b"rot")
    assert "has changed since the backup" in command("restore", rotten, "--data", target, fails=True).stderr
    (rotten / "manifest.json").unlink()
    assert "is not a complete backup" in command("restore", rotten, "--data", target, fails=True).stderr

    other = tmp_path / "other"
    other.write_text("ab" * 32 + "\n")
    other.chmod(0o600)
    why = command("restore", tmp_path / "backup", "--data", target, "--key-file", other, fails=True).stderr
    assert "needs the key-encryption key" in why
    assert not list(target.iterdir()), "nothing was written"

    keyless = tmp_path / "keyless"
    shutil.copytree(tmp_path / "backup", keyless)
    manifest = json.loads((keyless / "manifest.json").read_text())
    manifest["files"] = [file for file in manifest["files"] if file["name"] != "key-encryption-key"]
    (keyless / "manifest.json").write_text(json.dumps(manifest))
    assert "does not contain the key-encryption key" in command("restore", keyless, "--data", target, fails=True).stderr
    manifest["schema"] = 99999
    (keyless / "manifest.json").write_text(json.dumps(manifest))
    assert "has another schema" in command("restore", keyless, "--data", target, fails=True).stderr


def test_a_backup_goes_through_a_pipe_also_when_the_instance_is_down(instance, tmp_path):
    instance.zone("drill.example")
    instance.issued("www.drill.example")
    account = instance.ready["account"]
    instance.kill()
    data = instance.folder / "data"
    done = subprocess.run([PROGRAM, "backup", "-", "--with-key", "--data", data], capture_output=True, timeout=120)
    assert done.returncode == 0 and b"every private key" in done.stderr, done.stderr
    names = tarfile.open(fileobj=io.BytesIO(done.stdout)).getnames()
    assert names[-1] == "manifest.json" and "key-encryption-key" in names
    shutil.rmtree(data)
    done = subprocess.run([PROGRAM, "restore", "-", "--data", data], input=done.stdout, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    instance.start()
    assert instance.ready["account"] == account
    listed = instance.tegata("certificate", "list")["CertificateSummaryList"]
    assert [one["DomainName"] for one in listed] == ["www.drill.example"]


def test_a_rehearsal_says_what_would_happen_and_leaves_the_instance_alone(instance, site):
    zone = instance.zone("drill.example")
    used = instance.issued("used.drill.example")
    instance.listener(used, site)
    lost = instance.issued("lost.drill.example")
    instance.listener(lost, site, name="lost")
    instance.issued("unused.drill.example")
    # Its record goes, so its renewal waits and it ends.
    acm, route53 = instance.client("acm"), instance.client("route53")
    found = acm.describe_certificate(CertificateArn=lost)["Certificate"]
    record = found["DomainValidationOptions"][0]["ResourceRecord"]
    change = {
        "Action": "DELETE",
        "ResourceRecordSet": {
            "Name": record["Name"],
            "Type": "CNAME",
            "TTL": 300,
            "ResourceRecords": [{"Value": record["Value"]}],
        },
    }
    sets = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    change["ResourceRecordSet"]["TTL"] = next(one["TTL"] for one in sets if one["Name"] == record["Name"])
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})
    before = [acm.describe_certificate(CertificateArn=arn)["Certificate"] for arn in (used, lost)]

    done = command("--output", "json", "rehearse", "230d", "--data", instance.folder / "data", fails=True)
    rehearsed = json.loads(done.stdout)
    lives = {life["DomainName"]: life for life in rehearsed["Certificates"]}
    assert lives["used.drill.example"]["Outcome"] == "RENEWED" and lives["used.drill.example"]["Renewals"] >= 1
    assert lives["used.drill.example"]["CertificateArn"] == used
    assert lives["lost.drill.example"]["Outcome"] == "EXPIRED" and lives["lost.drill.example"]["Why"]
    assert lives["unused.drill.example"]["Outcome"] == "EXPIRED"
    assert rehearsed["Assumed"] == []

    after = [acm.describe_certificate(CertificateArn=arn)["Certificate"] for arn in (used, lost)]
    assert before == after
    assert instance.tegata("clock", "show")["OffsetSeconds"] == 0
    table = command("rehearse", "100d", "--data", instance.folder / "data", fails=False).stdout
    assert "No certificate is renewed" in table


def test_a_database_is_restored_and_a_nodes_journal_knows_better(database, tmp_path):
    node = Fixed(tmp_path / "node", free_port(), "--store", database)
    node.zone("drill.example")
    kept = exported(node, tmp_path / "kept", "kept.drill.example")
    late = exported(node, tmp_path / "late", "late.drill.example")
    data = node.folder / "data"
    done = command("--output", "json", "backup", tmp_path / "backup", "--data", data, "--store", database)
    manifest = json.loads(done.stdout)
    assert manifest["store"] == "postgresql" and manifest["account"] == node.ready["account"]
    node.tegata("certificate", "revoke", late.arn, "--reason", "KEY_COMPROMISE", "--yes")
    until(lambda: late.standing(node)[0] == "revoked", what="the revocation")
    node.stop()

    # Another database of the server; the node's directory, and so its journal, has survived.
    server = database.rsplit("/", 1)[0]
    subprocess.run([need("psql"), database, "-c", "CREATE DATABASE second"], check=True, capture_output=True)
    second, again = f"{server}/second", tmp_path / "again"
    where = ["--store", second, "--key-file", data / "key-encryption-key"]
    command("restore", tmp_path / "backup", "--data", again / "data", *where, "--journal", data / "journal")
    again = Fixed(again, free_port(), "--store", second)
    is_held(again)
    assert (kept.standing(again)[0], late.standing(again)[0]) == ("good", "revoked")
    again.tegata("restore", "--acknowledge")
    again.issued("anew.drill.example")
    again.stop()
    why = command("restore", tmp_path / "backup", "--data", tmp_path / "third", *where, fails=True).stderr
    assert "pg_restore failed" in why, "a database that is not empty"
