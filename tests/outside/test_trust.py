"""What an instance's keys and root rest on: its directory, its store, its base URLs, and what a machine is made to trust."""

import http.server
import json
import os
import stat
import subprocess
import threading
import urllib.request

import pytest

from conftest import PROGRAM
from test_harm import second


def refused(instance, *more, env=None):
    done = second(instance, *more, env=env)
    assert done.returncode != 0, done.stdout
    return done.stderr


def remove_database(instance):
    for file in (instance.folder / "data").glob("tegata.db*"):
        file.unlink()


def test_a_lost_database_is_no_first_start(instance):
    data = instance.folder / "data"
    instance.stop()
    before = {name: (data / name).read_bytes() for name in ["root.pem", "credentials.json", "key-encryption-key"]}
    remove_database(instance)
    assert "Restore the store" in refused(instance)
    assert not list(data.glob("tegata.db*")), "nothing is made in its place"
    (data / "tegata.db").touch()
    assert "Restore the store" in refused(instance)
    assert before == {name: (data / name).read_bytes() for name in before}
    # On purpose: the old files stay, under another name.
    account = instance.ready["account"]
    instance.start("--begin-anew")
    assert instance.ready["account"] != account
    assert (data / "root.pem.before-1").read_bytes() == before["root.pem"]
    instance.stop()
    assert "leave the option out" in refused(instance, "--begin-anew")
    instance.start()


def test_a_lost_key_is_not_replaced(instance):
    key = instance.folder / "data" / "key-encryption-key"
    instance.stop()
    kept = key.read_bytes()
    key.unlink()
    assert "backup or from another node" in refused(instance)
    assert not key.exists()
    key.write_bytes(kept)
    key.chmod(0o600)
    instance.start()


def test_the_directory_and_its_files_are_for_their_owner_alone(instance):
    data = instance.folder / "data"
    mode = lambda path: stat.S_IMODE(path.stat().st_mode)
    for file in data.iterdir():
        assert mode(file) == (0o644 if file.name in ("root.pem", "endpoint") else 0o600), file
    instance.stop()
    data.chmod(0o755)
    (data / "tegata.db").chmod(0o644)
    instance.start()
    assert (mode(data), mode(data / "tegata.db")) == (0o700, 0o600)
    assert "other users could read" in instance.said()


@pytest.mark.skipif(not os.path.exists("/proc/self/limits"), reason="Linux alone tells limits in /proc")
def test_no_core_dump_is_made(instance):
    limits = open(f"/proc/{instance.process.pid}/limits").read()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"], core


def test_a_second_process_is_refused_whatever_files_are_deleted(instance):
    (instance.folder / "data" / "lock").unlink(missing_ok=True)
    assert "another" in refused(instance)


def test_base_urls_are_read_strictly(tmp_path):
    def said(*options, api="127.0.0.1:0"):
        done = subprocess.run(
            [PROGRAM, "up", "--data", tmp_path / "other", "--api", api, "--dns", "127.0.0.1:0", *options],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode != 0
        return done.stderr

    assert "it must be http, not https" in said("--pki-base-url", "https://pki.example")
    assert "? or #" in said("--pki-base-url", "http://pki.example/?a=b")
    assert "clients cannot connect to that address" in said("--pages-base-url", "http://0.0.0.0:4566")
    assert "--pki-base-url" in said(api="0.0.0.0:0")


def test_a_final_slash_of_a_base_url_makes_no_difference(start):
    instance = start("--pki-base-url", "http://pki.example/")
    instance.zone("slash.example")
    described = instance.tegata("inspect", instance.issued("www.slash.example"))
    urls = [url for url in json.dumps(described).split('"') if url.startswith("http://pki.example")]
    assert urls and not [url for url in urls if "//" in url.removeprefix("http://")], urls
    # Two slashes, as certificates have that were signed before base URLs were read strictly.
    lists = next(url for url in urls if url.endswith(".crl")).removeprefix("http://pki.example")
    with urllib.request.urlopen(f"{instance.api}/{lists}", timeout=10) as answer:
        assert answer.status == 200 and answer.headers["content-type"] == "application/pkix-crl"


class Stranger(http.server.BaseHTTPRequestHandler):
    """Answers on a port where no instance runs, with a root of its own."""

    def do_POST(self):
        body = json.dumps({"Pem": self.server.pem}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_stranger_on_the_port_is_not_trusted(instance, tmp_path):
    mine = (instance.folder / "data" / "root.pem").read_text()
    shown = instance.tegata("root", "show")
    assert shown["Source"].endswith("root.pem") and len(shown["Roots"]) == 3
    with http.server.HTTPServer(("127.0.0.1", 0), Stranger) as server:
        server.pem = mine
        threading.Thread(target=server.serve_forever, daemon=True).start()
        keys = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x" * 40}

        def trust(data, *options):
            done = subprocess.run(
                [PROGRAM, "root", "--endpoint", f"http://127.0.0.1:{server.server_port}", "--data", data, "trust", *options],
                capture_output=True,
                text=True,
                env={**os.environ, **keys},
                timeout=60,
                stdin=subprocess.DEVNULL,
            )
            assert done.returncode == 1, done.stdout + done.stderr
            return done.stderr

        # Without the directory there is nothing but the answer, and --yes does not make it believed.
        nothing = tmp_path / "nothing"
        for options in [(), ("--yes",)]:
            assert "give each fingerprint with --fingerprint" in trust(nothing, *options)
        assert "nothing was trusted" in trust(nothing, "--fingerprint", "ab" * 32)
        # With it, its own roots are shown and asked about.
        said = trust(instance.folder / "data")
        assert "Nothing was trusted" in said and shown["Roots"][0]["Subject"] in said, said
        server.shutdown()
