"""The README and the banner, followed word by word: in an empty home, and in a namespace without the Internet.

The commands are read from the README's own text, so a command that is changed there is run here as it is.
"""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PROGRAM, need, until
from test_local_cloud import CONFIGURATION
from terraform import from_mirror, mirror

README = Path(__file__).parents[2] / "README.md"
# A network with nothing but loopback, and stores of roots that are gone afterwards.
WORLD = """
set -e
ip link set lo up
mount -t tmpfs none /usr/local/share/ca-certificates
mkdir "$1/certs" && cp -a /etc/ssl/certs/. "$1/certs" && mount --bind "$1/certs" /etc/ssl/certs
echo ready
exec sleep infinity
"""


def blocks():
    """The blocks of shell commands under "Use it", as they stand."""
    section = README.read_text().split("\n## Use it\n")[1].split("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.M | re.S)


def commands(block):
    """The commands of a block: a line each, those that go on with a backslash together."""
    return [line for line in block.replace("\\\n", " ").splitlines() if line.strip()]


class World:
    """A fresh machine without the Internet."""

    def __init__(self, folder):
        self.home = folder / "home"
        self.home.mkdir()
        tools = folder / "tools"
        tools.mkdir()
        (tools / "tegata").symlink_to(Path(PROGRAM).resolve())
        path = f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin:/sbin"
        kept = {name: os.environ[name] for name in ("LANG", "TZ", "TMPDIR") if name in os.environ}
        self.environment = {**kept, "PATH": path, "HOME": str(self.home), "AWS_PAGER": "", "TERM": "xterm"}
        self.holder = subprocess.Popen(
            [need("unshare"), "-rnm", "sh", "-c", WORLD, "sh", str(folder)], stdout=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "ready\n":
            pytest.skip("this machine makes no network and mount namespaces")
        self.running = []

    def enter(self, *command):
        inside = [need("nsenter"), "-t", str(self.holder.pid), "-U", "-n", "-m", "--preserve-credentials", "--"]
        return [*inside, *map(str, command)]

    def shell(self, script, within=120):
        """Runs lines as one would type them; the first that fails ends it."""
        # Entering a namespace leads to its root.
        return subprocess.run(
            self.enter("bash", "-eu", "-o", "pipefail", "-c", f'cd "$HOME"\n{script}'), cwd=self.home, env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within)

    def good(self, script, within=120):
        done = self.shell(script, within)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def begin(self, command):
        """Starts what goes on until it is stopped."""
        log = open(self.home.parent / f"log-{len(self.running)}", "w+b")
        process = subprocess.Popen(
            self.enter("bash", "-c", f'cd "$HOME"; exec {command}'), cwd=self.home, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT)
        self.running.append((process, log))
        return lambda: Path(log.name).read_text()

    def on_a_terminal(self, command, answer, within=60):
        """Runs a command that asks, on a terminal, and answers."""
        own, theirs = pty.openpty()
        process = subprocess.Popen(self.enter("bash", "-c", command), cwd=self.home, env=self.environment,
                                   stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        said, answered, deadline = b"", False, time.monotonic() + within
        while time.monotonic() < deadline:
            if select.select([own], [], [], 0.2)[0]:
                try:
                    more = os.read(own, 4096)
                except OSError:
                    break
                if not more:
                    break
                said += more
            if b"[y/N]" in said and not answered:
                os.write(own, answer)
                answered = True
        os.close(own)
        return process.wait(20), said.decode()

    def stop(self):
        for process, log in self.running:
            process.terminate()
            process.wait(30)
            log.close()
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.stop()


def approve(world):
    """Opens the link in the outbox and approves, as whoever reads the mail does."""
    mails = until(lambda: json.loads(world.good("tegata mail list --output json"))["Mails"], what="the mails")
    body = json.loads(world.good(f"tegata mail show {mails[0]['MailId']} --output json"))["Body"]
    page, query = re.search(r"^(http\S+)\?(\S+)", body, re.M).groups()
    assert "main" in world.good(f"curl -sSf -d '{query}&decision=approve' {page}")
    world.good("tegata certificate wait mail.demo.test")


def without_comment(line):
    return re.sub(r"\s+#.*$", "", line)


def up(world):
    """Starts the instance as the README says; gives the banner."""
    command = without_comment(commands(blocks()[0])[-1])
    assert command == "tegata up"
    banner = world.begin(command)
    until(lambda: "Stop with Ctrl-C." in banner(), what="the banner")
    return banner()


def test_what_the_banner_says_to_type_works(world):
    banner = up(world)
    typed = [line.strip() for line in banner.splitlines() if re.match(r"  (tegata|eval) ", line)]
    assert len(typed) >= 3, banner
    world.good("\n".join(typed) + "\naws sts get-caller-identity")


def test_the_readme_works_as_it_is_written(world):
    _, demo, aws, own = blocks()
    up(world)

    # The main job by Tegata's own commands, and by the AWS CLI's. A site goes on in the background.
    for block in (demo, aws):
        lines = commands(block)
        for line in [line for line in lines if re.search(r"&\s*(#|$)", line)]:
            world.begin(without_comment(line).rstrip("& "))
            lines.remove(line)
            until(lambda: world.shell("curl -sf http://127.0.0.1:8080/ -o /dev/null").returncode == 0, what="the site")
        said = world.good("\n".join(lines), within=240)
        assert "Directory listing" in said, said

    # The other commands, one by one; those that ask or go on are met as a person meets them.
    (world.home / "secret").write_text("correct horse battery staple")
    world.good("""
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.pem -out chain.pem -days 60 -subj '/CN=Elsewhere'
        openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out leaf.csr -subj /CN=import.test
        echo subjectAltName=DNS:import.test > extensions
        openssl x509 -req -in leaf.csr -extfile extensions -CA chain.pem -CAkey ca.pem -CAcreateserial -days 30 -out leaf.pem
    """)
    wrong = []
    for line in commands(own):
        plain = without_comment(line)
        if plain == "tegata root trust":
            status, said = world.on_a_terminal(plain, b"y\n")
        elif "--follow" in plain:
            done = world.shell(f"timeout 3 {plain} || test $? = 124")
            status, said = done.returncode, done.stdout + done.stderr
        else:
            done = world.shell(plain)
            status, said = done.returncode, done.stdout + done.stderr
        if plain == "tegata mail list":
            approve(world)
        if status != 0:
            wrong.append(f"$ {plain}\n{said}")
    assert not wrong, "\n".join(wrong)

    # A browser trusts it now.
    page = world.good(
        "chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
        " --host-resolver-rules='MAP www.demo.test 127.0.0.1' --dump-dom https://www.demo.test:8443/")
    assert "Directory listing" in page


def test_tflocal_works_in_an_empty_home_without_the_internet(world):
    """`tflocal` works as it is, the README says: with nothing but a region in the file."""
    if not mirror():
        pytest.skip("no mirror of Terraform's providers: without the Internet there is nothing to install them from")
    banner = world.begin("tegata up --trust-loopback")
    until(lambda: "Stop with Ctrl-C." in banner(), what="the banner")
    folder = world.home / "site"
    folder.mkdir()
    (folder / "main.tf").write_text(CONFIGURATION + '\nprovider "aws" {\n  region = "us-east-1"\n}\n')
    world.environment |= {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"} | from_mirror(folder)
    world.environment["PATH"] += f":{Path(need('terraform')).parent}"
    world.good("cd site && tflocal init -input=false && tflocal apply -auto-approve -input=false", within=400)
    made = json.loads(world.good("cd site && tflocal output -json"))["certificate"]["value"]
    assert made.startswith("arn:aws:acm:us-east-1:000000000000:certificate/")
    key = "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_ENDPOINT_URL=http://127.0.0.1:4566"
    assert made in world.good(f"{key} aws acm list-certificates --region us-east-1")
