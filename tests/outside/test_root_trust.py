"""`tegata root trust` and `untrust`, in a mount namespace with stores of its own: what curl, OpenSSL, Chromium and Java say."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import PROGRAM, need

STORES = """
set -e
mount -t tmpfs none /usr/local/share/ca-certificates
mkdir "$1/certs" && cp -a /etc/ssl/certs/. "$1/certs" && mount --bind "$1/certs" /etc/ssl/certs
echo ready
exec sleep infinity
"""


class Machine:
    """A machine as far as trust goes: the system's stores and a home, gone with the test."""

    def __init__(self, folder):
        self.home = folder / "home"
        self.home.mkdir()
        self.holder = subprocess.Popen(
            [need("unshare"), "-rm", "sh", "-c", STORES, "sh", str(folder)], stdout=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "ready\n":
            pytest.skip("this machine makes no mount namespaces")

    def run(self, *command, env=None, **more):
        enter = [need("nsenter"), "-t", str(self.holder.pid), "-U", "-m", "--preserve-credentials", "--"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SUDO_", "SSL_"))}
        return subprocess.run(
            [*enter, *map(str, command)], capture_output=True, text=True, timeout=120,
            env={**environment, "HOME": str(self.home), **(env or {})}, **more)

    def tegata(self, *arguments):
        done = self.run(PROGRAM, "--output", "json", "root", *arguments, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stdout + done.stderr
        return {store["Store"].split(" (")[0]: store for store in json.loads(done.stdout)["Stores"]}

    def stop(self):
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()


@pytest.fixture
def machine(tmp_path):
    machine = Machine(tmp_path)
    yield machine
    machine.stop()


def trusts(machine, host, port):
    """Which programs load the page, with nothing but what the machine trusts."""
    curl = machine.run(need("curl"), "-sS", "--resolve", f"{host}:{port}:127.0.0.1", f"https://{host}:{port}/")
    openssl = machine.run(need("openssl"), "s_client", "-connect", f"127.0.0.1:{port}", "-servername", host,
                          "-verify_return_error", "-CApath", "/etc/ssl/certs", input="")
    chromium = machine.run(need("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                           f"--host-resolver-rules=MAP {host} 127.0.0.1", "--dump-dom", f"https://{host}:{port}/")
    return {
        "curl": curl.stdout == "a page\n",
        "openssl": "Verify return code: 0 (ok)" in openssl.stdout,
        "chromium": "a page" in chromium.stdout,
    }


def test_what_is_trusted_is_trusted_by_each_and_taken_back_exactly(start, site, machine):
    need("certutil")
    instance, other = start(), start()
    instance.zone("trust.example")
    port, *_ = instance.listener(instance.issued("www.trust.example"), site)
    data = instance.folder / "data"
    assert not any(trusts(machine, "www.trust.example", port).values())
    stores = machine.tegata("trust", "--data", data, "--yes")
    assert stores["the system's store"]["Changed"] == 3 and stores["Chromium"]["Changed"] == 3, stores
    assert all(store["Reached"] for store in stores.values()), stores
    assert trusts(machine, "www.trust.example", port) == {"curl": True, "openssl": True, "chromium": True}
    # Once more changes nothing; another instance's stand beside them.
    assert not any(store["Changed"] for store in machine.tegata("trust", "--data", data, "--yes").values())
    machine.tegata("trust", "--data", other.folder / "data", "--yes")
    folder = "/usr/local/share/ca-certificates"
    listed = lambda: set(machine.run("ls", folder).stdout.split())
    assert len(listed()) == 6
    machine.tegata("untrust", "--data", data)
    assert not any(trusts(machine, "www.trust.example", port).values())
    # By fingerprints, as when the directory is gone.
    others = other.tegata("root", "show")["Roots"]
    assert listed() == {f"tegata-root-{root['Sha256Fingerprint'][:16]}.crt" for root in others}
    machine.tegata("untrust", *[word for root in others for word in ("--fingerprint", root["Sha256Fingerprint"])])
    assert listed() == set()


def test_java_trusts_them_as_well(instance, machine):
    keytool = need("keytool")
    stores = machine.tegata("trust", "--data", instance.folder / "data", "--yes")
    assert stores["Java"]["Reached"], stores
    listed = lambda: machine.run(keytool, "-list", "-cacerts", "-storepass", "changeit").stdout
    fingerprint = instance.tegata("root", "show")["Roots"][0]["Sha256Fingerprint"].upper()
    fingerprint = ":".join(fingerprint[at:at + 2] for at in range(0, 64, 2))
    assert fingerprint in listed()
    machine.tegata("untrust", "--data", instance.folder / "data")
    assert fingerprint not in listed()


def test_by_sudo_the_data_directory_and_the_browser_are_the_callers(instance, machine):
    """`sudo` sets these; `sudo -u` in turn is played by a script, since the namespace has no other users."""
    tools = machine.home / "tools"
    tools.mkdir()
    (tools / "sudo").write_text('#!/bin/sh\nshift 4\nHOME="$CALLERS" exec "$@"\n')
    (tools / "sudo").chmod(0o755)
    callers = machine.home / "caller"
    (callers / ".local/share").mkdir(parents=True)
    (callers / ".local/share/tegata").symlink_to(instance.folder / "data")
    passwd = machine.home / "passwd"
    passwd.write_text(Path("/etc/passwd").read_text() + f"caller:x:0:0::{callers}:/bin/sh\n")
    assert machine.run("mount", "--bind", passwd, "/etc/passwd").returncode == 0
    environment = {"SUDO_USER": "caller", "CALLERS": str(callers), "PATH": f"{tools}:{os.environ['PATH']}"}
    done = machine.run(PROGRAM, "--output", "json", "root", "trust", "--yes", env=environment, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    chromium = next(it for it in json.loads(done.stdout)["Stores"] if it["Store"].startswith("Chromium"))
    assert chromium["Reached"] and str(callers) in chromium["Store"], chromium


def test_without_certutil_it_says_what_was_not_reached(instance, machine):
    """A PATH without certutil: a browser is there, and is not reached."""
    folder = machine.home / ".pki/nssdb"
    folder.mkdir(parents=True)
    (folder / "cert9.db").touch()
    done = machine.run(PROGRAM, "root", "trust", "--data", instance.folder / "data", "--yes",
                       env={"PATH": "/usr/sbin:/sbin"}, stdin=subprocess.DEVNULL)
    assert "Chromium" in done.stdout and "not changed: certutil is not installed" in done.stdout, done.stdout + done.stderr
    assert "NODE_EXTRA_CA_CERTS" in done.stdout
