"""What the tests from outside share: a running instance, and the clients that drive it.

The program comes in the variable TEGATA. Every test has an instance of its own, on free ports and in a folder of
its own. Nothing here sleeps in place of an event: `until` asks again and again, up to a deadline.
"""

import http.server
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
import botocore.config
import pytest

PROGRAM = os.environ.get("TEGATA", "tegata")
# Files that wait for minutes, as Terraform does between two looks. They are begun first, so that others run meanwhile.
WAITING = ("test_alias.py", "test_terraform", "test_network.py", "test_local_cloud.py", "test_import_export.py", "test_mutual_tls.py")
SOON = 60


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.path.name.startswith(WAITING))


def until(asked, within=SOON, what="it"):
    """Asks until there is an answer that is true, and gives it."""
    deadline = time.monotonic() + within
    while True:
        answer = asked()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what} did not come about within {within} seconds"
        time.sleep(0.05)


def candidates():
    """Ports in turn, each once: below those that the system gives to outgoing connections, so that a port which is
    free stays free until it is used; and for each process of a parallel run others."""
    count, worker = (int(os.environ.get(f"PYTEST_XDIST_{it}", default).removeprefix("gw"))
                     for it, default in [("WORKER_COUNT", "1"), ("WORKER", "gw0")])
    below = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    turns = [port for port in range(10_240, below) if port % count == worker]
    begin = random.randrange(len(turns))
    yield from turns[begin:] + turns[:begin]


CANDIDATES = candidates()


def free_port():
    """A port that is free on every address, for TCP and UDP."""
    for port in CANDIDATES:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            try:
                tcp.bind(("0.0.0.0", port))
                udp.bind(("0.0.0.0", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def need(program):
    """The path of a program that the tests cannot do without."""
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    assert path, f"{program} is not installed; `cargo xtask test` installs what the tests need"
    return path


class Instance:
    """A running `tegata up`."""

    def __init__(self, folder, *arguments, env=None, prefix=()):
        self.folder = Path(folder)
        self.arguments = list(arguments)
        self.env = env or {}
        self.prefix = list(prefix)
        self.process = None
        self.start()

    def start(self, *more, **popen):
        """Starts it, again too; `popen` is for the process itself."""
        data = self.folder / "data"
        self.log = open(self.folder / "log", "ab")
        given = self.arguments + list(more)
        sockets = [it for option in ["--api", "--dns"] if option not in given for it in [option, "127.0.0.1:0"]]
        self.process = subprocess.Popen(
            self.prefix + [PROGRAM, "--output", "json", "up", "--data", data, *sockets, *given],
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={**os.environ, **self.env},
            **popen,
        )
        line = self.process.stdout.readline()
        assert line, f"the instance did not start: {self.said()}"
        self.read_ready(line)
        self.dns_host, self.dns_port = self.ready["dns"].rsplit(":", 1)

    def read_ready(self, line):
        """Where it is reached, and its owner's access key, of which the line has the file only."""
        ready = json.loads(line)
        self.ready = {**ready, **json.loads(Path(ready["credentials"]).read_text())}
        self.api, self.root = ready["api"], ready["root"]

    def said(self):
        return (self.folder / "log").read_text()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(30) == 0, self.said()
        self.process.stdout.close()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def environment(self):
        """What AWS's tools read."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "AWS_ACCESS_KEY_ID": self.ready["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": self.ready["secret_access_key"],
            "AWS_DEFAULT_REGION": self.ready["region"],
            "AWS_REGION": self.ready["region"],
            "AWS_ENDPOINT_URL": self.api,
            **({"AWS_CA_BUNDLE": self.root} if self.api.startswith("https:") else {}),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "HOME": str(self.folder),
        }

    def client(self, service, **more):
        config = botocore.config.Config(retries={"max_attempts": 0})
        keys = {
            "aws_access_key_id": self.ready["access_key_id"],
            "aws_secret_access_key": self.ready["secret_access_key"],
            "region_name": self.ready["region"],
            "verify": self.root if self.api.startswith("https:") else None,
        }
        keys.update(more)
        return boto3.client(service, **{"endpoint_url": self.api, **keys}, config=config)

    def aws(self, *arguments, fails=None):
        """Runs the AWS CLI; gives what it answers, or checks that it fails with a code."""
        aws = Path(sys.executable).parent / "aws"
        done = subprocess.run(
            [aws, *map(str, arguments), "--output", "json"],
            capture_output=True,
            text=True,
            env=self.environment(),
            timeout=120,
        )
        if fails:
            assert done.returncode != 0 and f"({fails})" in done.stderr, done.stderr + done.stdout
            return done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def tegata(self, *arguments, fails=False, environment=()):
        """Runs a command of the program's own against this instance; gives its JSON."""
        # A data directory that is typed goes before a key in the environment.
        place = ["--endpoint", self.api] + ([] if environment else ["--data", self.folder / "data"])
        done = subprocess.run(
            [PROGRAM, "--output", "json", *arguments[:1], *map(str, place), *map(str, arguments[1:])],
            capture_output=True,
            text=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | dict(environment),
            timeout=120,
        )
        if fails:
            assert done.returncode != 0
            return done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def ansible(self, module, **arguments):
        """Runs one module of Ansible's as it runs on a host, and gives what it answers."""
        environment = {"ANSIBLE_LOAD_CALLBACK_PLUGINS": "1", "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json"}
        done = subprocess.run(
            [Path(sys.executable).parent / "ansible", "localhost", "-c", "local"]
            + ["-e", f"ansible_python_interpreter={sys.executable}", "-m", module, "-a", json.dumps(arguments)],
            capture_output=True,
            text=True,
            env={**self.environment(), **environment},
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["plays"][0]["tasks"][0]["hosts"]["localhost"]

    def zone(self, name):
        """A hosted zone that is answered."""
        route53 = self.client("route53")
        made = route53.create_hosted_zone(Name=name, CallerReference=name)
        change = made["ChangeInfo"]["Id"]
        until(lambda: route53.get_change(Id=change)["ChangeInfo"]["Status"] == "INSYNC", what="the zone")
        return made["HostedZone"]["Id"].removeprefix("/hostedzone/")

    def issued(self, *names, key="EC_prime256v1"):
        """A certificate that is issued; its zone has to be here."""
        acm = self.client("acm")
        more = {"SubjectAlternativeNames": list(names[1:])} if names[1:] else {}
        arn = acm.request_certificate(
            DomainName=names[0], ValidationMethod="DNS", KeyAlgorithm=key, **more
        )["CertificateArn"]
        self.until_issued(arn)
        return arn

    def until_issued(self, arn):
        acm = self.client("acm")

        def status():
            found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
            assert found["Status"] in ("PENDING_VALIDATION", "ISSUED"), found
            return found if found["Status"] == "ISSUED" else None

        return until(status, what="the certificate")

    def listener(self, arn, site_port, policy="ELBSecurityPolicy-TLS13-1-2-2021-06", name="site"):
        """An HTTPS listener before a site; gives its port and ARN, and its load balancer's."""
        elb = self.client("elbv2")
        balancer = elb.create_load_balancer(Name=name, Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
        group = elb.create_target_group(
            Name=name, Protocol="HTTP", Port=site_port, TargetType="ip", VpcId="vpc-1"
        )["TargetGroups"][0]
        elb.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": "127.0.0.1"}])
        port = free_port()
        listener = elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTPS",
            Port=port,
            SslPolicy=policy,
            Certificates=[{"CertificateArn": arn}],
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}],
        )["Listeners"][0]
        return port, listener["ListenerArn"], balancer["LoadBalancerArn"], group["TargetGroupArn"]

    def curl(self, host, port, *more):
        """Fetches https://host:port/ as a browser would, trusting the root alone."""
        done = subprocess.run(
            [need("curl"), "-sS", "--max-time", "20", "--cacert", self.root]
            + ["--resolve", f"{host}:{port}:127.0.0.1", *more, f"https://{host}:{port}/"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def s_client(self, port, host, *more):
        """A handshake of OpenSSL's; gives whether it succeeded, the chain verified, and what it says."""
        done = subprocess.run(
            [need("openssl"), "s_client", "-connect", f"127.0.0.1:{port}", "-servername", host]
            + ["-CAfile", self.root, "-verify_return_error", *more],
            input="",
            capture_output=True,
            text=True,
            timeout=30,
        )
        said = done.stdout + done.stderr
        # It exits with 0 also when the server closes the connection in the middle of the handshake.
        good = done.returncode == 0 and "Cipher is (NONE)" not in said and "Verify return code: 0 (ok)" in said
        return good, said

    def dig(self, *question):
        done = subprocess.run(
            [need("dig"), f"@{self.dns_host}", "-p", self.dns_port, "+short", "+tries=1", *question],
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


@pytest.fixture
def start(tmp_path):
    """Starts instances, and stops those that still run at the end."""
    started = []

    def begin(*arguments, env=None, prefix=()):
        folder = tmp_path / f"instance-{len(started)}"
        folder.mkdir()
        instance = Instance(folder, *arguments, env=env, prefix=prefix)
        started.append(instance)
        return instance

    yield begin
    for instance in started:
        instance.stop()


@pytest.fixture
def instance(start):
    return start()


class Pages(http.server.BaseHTTPRequestHandler):
    """A handler for plain sites: it keeps connections open and logs nothing."""

    protocol_version = "HTTP/1.1"

    def page(self, body, *headers):
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve_site():
    """Starts plain sites, each with a handler of its own; gives their ports."""
    servers = []

    def begin(handler):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.server_address[1]

    yield begin
    for server in servers:
        server.shutdown()


@pytest.fixture
def site(serve_site):
    """A plain site; gives its port."""

    class Page(Pages):
        def do_GET(self):
            seen = [(f"x-seen-{part}", self.headers.get(f"x-forwarded-{part}", "")) for part in ("proto", "for")]
            self.page(b"a page\n", *seen)

    return serve_site(Page)


class Receiver:
    """A server that is told of events, and answers with what it is told to; in the end with 204."""

    def __init__(self):
        self.told, self.answers, self.begun = [], [], []
        # Whoever tells it something waits for the answer until this is set.
        self.hold = threading.Event()
        self.hold.set()
        receiver = self

        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.begun.append(self.headers["webhook-id"])
                receiver.hold.wait()
                answer = receiver.answers.pop(0) if receiver.answers else 204
                receiver.told.append((answer, dict(self.headers.items()), body))
                self.send_response(answer)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def taken(self):
        return [json.loads(body) for answer, _, body in self.told if answer == 204]

    def types(self):
        return [event["detail-type"] for event in self.taken()]


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
