"""Two nodes on one PostgreSQL: what one is told, the other knows and serves."""

import concurrent.futures
import glob
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import free_port, need, until
from test_import_export import Owner, der_of, openssl, served_by_whom


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


class Relay:
    """Stands before PostgreSQL. Once `silent` is set nothing passes, in connections that are open or new ones."""

    def __init__(self, port):
        self.silent, self.server_port = threading.Event(), port
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.server_port))
            for ends in [(client, server), (server, client)]:
                threading.Thread(target=self.carry, args=ends, daemon=True).start()

    def carry(self, source, sink):
        try:
            while (data := source.recv(65536)) and not self.silent.is_set():
                sink.sendall(data)
            if not self.silent.is_set():
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def health(node):
    try:
        with urllib.request.urlopen(f"{node.api}/health", timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_database_that_falls_silent_is_503_and_keeps_no_process_from_stopping(start, database):
    relay = Relay(int(database.rsplit(":", 1)[1].split("/")[0]))
    node = start("--store", f"postgres://tegata@127.0.0.1:{relay.port}/postgres?connect_timeout=2")
    node.zone("silent.example")
    assert health(node) == 200
    relay.silent.set()
    calls = {
        "acm": lambda it: it.list_certificates(),
        "route53": lambda it: it.create_hosted_zone(Name="more.example", CallerReference="more"),
        "elbv2": lambda it: it.describe_load_balancers(),
    }
    for service, call in calls.items():
        with pytest.raises(ClientError) as refused:
            call(node.client(service))
        answer = refused.value.response
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503, answer
        assert answer["Error"]["Code"] in ("ServiceUnavailable", "ServiceUnavailableException"), answer
    assert health(node) == 503
    assert node.dig("silent.example", "SOA"), "names are answered from memory"
    node.process.terminate()
    node.process.wait(40)


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


def test_what_one_node_imports_the_other_replaces_and_exports(start, site, database, tmp_path):
    env = {"TEGATA_KEY_ENCRYPTION_KEY": "5e" * 32}
    first = start("--store", database, env=env)
    of = Owner(tmp_path / "owner", "P-256")
    brought = of.leaf("first")
    arn = first.client("acm").import_certificate(**brought)["CertificateArn"]
    port, *_ = first.listener(arn, site)
    until(lambda: serves(port, brought), what="the listener of the first node")
    second = start("--store", database, env=env)
    told = second.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    assert (told["Type"], len(told["InUseBy"])) == ("IMPORTED", 1)
    brought = of.leaf("second")
    second.client("acm").import_certificate(CertificateArn=arn, **brought)
    until(lambda: serves(port, brought), what="the first node following the second")
    # A key that one node made leaves by the other.
    first.zone("left.example")
    left = first.client("acm").request_certificate(
        DomainName="www.left.example", ValidationMethod="DNS", Options={"Export": "ENABLED"}
    )["CertificateArn"]
    first.until_issued(left)
    answer = second.client("acm").export_certificate(CertificateArn=left, Passphrase=b"correct horse")
    (tmp_path / "key.pem").write_text(answer["PrivateKey"])
    openssl("pkcs8", "-in", tmp_path / "key.pem", "-passin", "pass:correct horse")


def serves(port, brought):
    try:
        return served_by_whom(port) == der_of(brought["Certificate"])
    except OSError:
        return False


def test_the_events_of_two_nodes_are_one_log_and_told_in_its_order(start, database, receiver):
    env = {"TEGATA_KEY_ENCRYPTION_KEY": "5e" * 32}
    nodes = [start("--store", database, "--permit-egress", "127.0.0.0/8", env=env) for _ in range(2)]
    first, second = nodes
    made = first.tegata("webhook", "create", receiver.url)
    start_position = made["Webhook"]["NextPosition"]
    first.zone("shared.example")
    # Both write at once, and whoever is told misses nothing and gets nothing twice.
    names = [f"{letter}.shared.example" for letter in "abcdefghij"]
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: nodes[ord(name[0]) % 2].issued(name), names))
    log = second.tegata("events", "tail", "--from", start_position)["Events"]
    assert [e["Event"]["detail-type"] for e in log].count("ACM Certificate Available") == len(names)
    assert first.tegata("events", "tail", "--from", start_position)["Events"] == log
    until(lambda: len(receiver.taken()) >= len(log), what="all of it")
    assert receiver.taken() == [logged["Event"] for logged in log]
    # A node that stops leaves the rest to the other.
    first.stop()
    second.issued("z.shared.example")
    until(lambda: receiver.types().count("ACM Certificate Available") == len(names) + 1, what="the last")
