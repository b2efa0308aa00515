"""Tegata as a service of systemd: its unit, and what it tells the service manager."""

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from conftest import PROGRAM, need, until
from test_trust import refused

UNITS = Path(__file__).parents[2] / "packaging" / "systemd"


@pytest.fixture
def unit(tmp_path):
    """The unit, with the program that is tested."""
    text = (UNITS / "tegata.service").read_text()
    path = tmp_path / "tegata.service"
    path.write_text(text.replace("/usr/bin/tegata", str(Path(PROGRAM).resolve())))
    return path


def test_systemd_finds_nothing_wrong_with_the_unit(unit):
    analyze = need("systemd-analyze")
    done = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True)
    about_us = [line for line in done.stderr.splitlines() if "tegata" in line]
    assert not about_us, done.stderr


def test_the_service_has_no_rights_that_it_does_not_need(unit):
    analyze = need("systemd-analyze")
    # 2.0 of 10, where 10 is everything.
    done = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", "--threshold=20", unit], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Overall exposure level for tegata.service: [01]\.\d OK", done.stdout), done.stdout


def test_the_user_and_the_directories_are_made(tmp_path):
    root = tmp_path / "root"
    for folder in ["etc", "var/lib", "usr/lib/sysusers.d"]:
        (root / folder).mkdir(parents=True)
    sysusers, tmpfiles = need("systemd-sysusers"), need("systemd-tmpfiles")
    subprocess.run([sysusers, f"--root={root}", UNITS / "tegata.sysusers.conf"], check=True, capture_output=True)
    [line] = [line for line in (root / "etc/passwd").read_text().splitlines() if line.startswith("tegata:")]
    assert line.endswith(":/var/lib/tegata:/usr/sbin/nologin"), line
    user = int(line.split(":")[2])
    # Only root may give directories away.
    if os.geteuid() == 0:
        subprocess.run(
            [tmpfiles, f"--root={root}", "--create", UNITS / "tegata.tmpfiles.conf"], check=True, capture_output=True
        )
        data = (root / "var/lib/tegata").stat()
        assert (data.st_uid, data.st_mode & 0o777) == (user, 0o700)
        settings = (root / "etc/tegata").stat()
        assert (settings.st_uid, settings.st_mode & 0o777) == (0, 0o750)


class Manager:
    """The service manager's side of sd_notify(3)."""

    def __init__(self, path):
        self.path = str(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(30)

    def told(self):
        return self.socket.recv(4096).decode().splitlines()

    def until_told(self, what):
        def wanted():
            told = self.told()
            return told if what in told else None

        return until(wanted, what=what)


def test_the_service_manager_is_told_when_it_serves_lives_and_stops(start, tmp_path):
    manager = Manager(tmp_path / "notify")
    instance = start(env={"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"})
    ready = manager.told()
    while "READY=1" not in ready:
        assert ready == ["WATCHDOG=1"], ready
        ready = manager.told()
    assert f"STATUS=API {instance.api}, DNS {instance.ready['dns']}" in ready
    for _ in range(3):
        assert manager.told() == ["WATCHDOG=1"]
    instance.process.send_signal(signal.SIGHUP)
    reloading = manager.until_told("RELOADING=1")
    assert any(line.startswith("MONOTONIC_USEC=") for line in reloading), reloading
    manager.until_told("READY=1")
    instance.stop()
    manager.until_told("STOPPING=1")


def test_the_key_encryption_key_may_be_a_credential(start, tmp_path):
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "tegata.key-encryption-key").write_text("5" * 64 + "\n")
    # As systemd has it: for the service's user, and by its group's bit.
    (folder / "tegata.key-encryption-key").chmod(0o440)
    instance = start(env={"CREDENTIALS_DIRECTORY": str(folder)})
    assert not (instance.folder / "data" / "key-encryption-key").exists()
    instance.zone("credential.example")
    instance.stop()
    instance.env = {}
    assert "tegata.key-encryption-key" in refused(instance)
    instance.env = {"CREDENTIALS_DIRECTORY": str(folder)}
    instance.start()
    assert instance.client("route53").list_hosted_zones()["HostedZones"]
