"""The owner's secret access key is shown to people, once, and reaches no file but its own."""

import json
import os
import pty
import select
import signal
import subprocess

from conftest import PROGRAM, until


def up(folder, *more, stdout, log):
    command = [PROGRAM, *more, "up", "--data", folder / "data", "--api", "127.0.0.1:0", "--dns", "127.0.0.1:0"]
    return subprocess.Popen(command, stdout=stdout, stderr=log)


def end(process):
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def secret_of(folder):
    return json.loads((folder / "data/credentials.json").read_text())["secret_access_key"]


def on_terminal(folder):
    """What a person sees on a terminal once the instance is up."""
    ours, theirs = pty.openpty()
    with open(folder / "log", "ab") as log:
        process = up(folder, stdout=theirs, log=log)
    os.close(theirs)
    seen = b""

    def is_up():
        nonlocal seen
        if select.select([ours], [], [], 0.2)[0]:
            seen += os.read(ours, 65536)
        return b"Ctrl-C" in seen

    until(is_up, what="the instance")
    end(process)
    os.close(ours)
    return seen.decode()


def elsewhere(folder, *more):
    """What goes to a journal: standard output and the log."""
    with open(folder / "journal", "wb") as journal:
        process = up(folder, *more, stdout=journal, log=journal)
    read = lambda: (folder / "journal").read_text()
    until(lambda: "Ctrl-C" in read() or '"api"' in read(), what="the instance")
    end(process)
    return read()


def test_a_person_sees_the_secret_once_and_a_journal_never(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    seen = on_terminal(first)
    assert f"AWS_SECRET_ACCESS_KEY={secret_of(first)}" in seen
    seen = on_terminal(first)
    assert secret_of(first) not in seen and "credentials.json" in seen
    seen = elsewhere(second)
    assert secret_of(second) not in seen and str(second / "data/credentials.json") in seen
    for _ in range(2):
        seen = elsewhere(second, "--output", "json")
        assert secret_of(second) not in seen
        ready = next(json.loads(line) for line in seen.splitlines() if line.startswith('{"api"'))
        assert ready["credentials"] == str(second / "data/credentials.json")
        assert "secret_access_key" not in ready
    assert os.stat(second / "data/credentials.json").st_mode & 0o777 == 0o600
