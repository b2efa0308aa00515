"""Two nodes on one PostgreSQL: what one is told, the other knows and serves."""

import glob
import os
import shutil
import subprocess
import tempfile

import pytest

from conftest import free_port, need, until


@pytest.fixture
def database():
    """The URL of an empty database in a server of the test's own."""
    folders = os.pathsep.join(["/usr/local/bin", *sorted(glob.glob("/usr/lib/postgresql/*/bin"))])
    initdb, postgres = (shutil.which(it) or shutil.which(it, path=folders) for it in ["initdb", "postgres"])
    assert initdb and postgres, "PostgreSQL is not installed; `cargo xtask test` installs what the tests need"
    # PostgreSQL refuses to run as root.
    other = [need("runuser"), "-u", "nobody", "--"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp()
    if other:
        shutil.chown(folder, "nobody")
    port = free_port()
    run = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*other, initdb, "-D", f"{folder}/data", "-U", "tegata", "-A", "trust"], check=True, **run)
    arguments = ["-D", f"{folder}/data", "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
    server = subprocess.Popen([*other, postgres, *arguments], **run)

    def takes_connections():
        assert server.poll() is None
        found = shutil.which("pg_isready") or shutil.which("pg_isready", path=folders)
        return subprocess.run([found, "-h", "127.0.0.1", "-p", str(port)], **run).returncode == 0

    until(takes_connections, what="PostgreSQL")
    yield f"postgres://tegata@127.0.0.1:{port}/postgres"
    server.terminate()
    server.wait(30)
    shutil.rmtree(folder)


def test_two_nodes_share_one_store(start, site, database):
    # The key-encryption key is the one thing that nodes share besides the store.
    env = {"TEGATA_KEY_ENCRYPTION_KEY": "5e" * 32}
    first = start("--store", database, env=env)
    second = start("--store", database, env=env)
    assert first.ready["access_key_id"] == second.ready["access_key_id"]
    assert open(first.root).read() == open(second.root).read()
    first.zone("shared.example")
    arn = second.issued("www.shared.example")
    assert first.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "ISSUED"
    name = first.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    record = name["DomainValidationOptions"][0]["ResourceRecord"]
    for node in [first, second]:
        until(lambda: node.dig(record["Name"], "CNAME") == record["Value"], what="the record")
    # Any node may go: what it was told is there, and so are its certificates.
    first.kill()
    another = second.issued("api.shared.example")
    first.start()
    arns = {it["CertificateArn"] for it in first.client("acm").list_certificates(
        Includes={"keyTypes": ["EC_prime256v1"]})["CertificateSummaryList"]}
    assert arns == {arn, another}
    assert "clock" in first.tegata("clock", "advance", "1d", fails=True)
