"""What targets speak: HTTPS, HTTP/2, gRPC and WebSocket; how they are chosen, kept and checked; and targets that misbehave."""

import asyncio
import json
import socket
import subprocess
import threading
import time
import urllib.request
from concurrent import futures

import grpc
import pytest
import websockets.asyncio.server
import websockets.sync.client
from conftest import Pages, free_port, need, until

CHECK = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2, "UnhealthyThresholdCount": 2}


class Balancer:
    """A load balancer with one listener; groups are put behind it one after the other."""

    def __init__(self, instance, certificate=None):
        self.instance, self.elb, self.port = instance, instance.client("elbv2"), free_port()
        made = self.elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])
        self.arn = made["LoadBalancers"][0]["LoadBalancerArn"]
        self.certificate, self.listener, self.groups = certificate, None, 0

    def forward(self, *ports, attributes=None, **group):
        """Makes a group of these ports of this machine and forwards to it."""
        self.groups += 1
        settings = {"Protocol": "HTTP", **CHECK, **group}
        made = self.elb.create_target_group(
            Name=f"group-{self.groups}", Port=80, TargetType="ip", VpcId="vpc-1", **settings)["TargetGroups"][0]
        arn = made["TargetGroupArn"]
        if attributes:
            self.elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[
                {"Key": key, "Value": value} for key, value in attributes.items()])
        targets = [{"Id": "127.0.0.1", "Port": port} for port in ports]
        if targets:
            self.elb.register_targets(TargetGroupArn=arn, Targets=targets)
        action = [{"Type": "forward", "TargetGroupArn": arn}]
        if self.listener:
            self.elb.modify_listener(ListenerArn=self.listener, DefaultActions=action)
            return arn
        secure = {"Protocol": "HTTPS", "Certificates": [{"CertificateArn": self.certificate}]}
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.arn, Port=self.port, DefaultActions=action,
            **(secure if self.certificate else {"Protocol": "HTTP"}))["Listeners"][0]["ListenerArn"]
        return arn

    def healths(self, group):
        found = self.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return {it["Target"]["Port"]: it["TargetHealth"] for it in found}

    def until_health(self, group, state, reason=None):
        """Waits until all targets of a group have a state; gives what is said of one of them."""

        def found():
            healths = list(self.healths(group).values())
            is_so = healths and all(it["State"] == state and it.get("Reason") == reason for it in healths)
            return healths[0] if is_so else None

        return until(found, what=f"{state} {reason}")

    def curl(self, *more, path="/"):
        """The status and the body."""
        done = subprocess.run(
            [need("curl"), "-sS", "--max-time", "60", "-w", "\n%{http_code}", *more, f"http://127.0.0.1:{self.port}{path}"],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body


@pytest.fixture
def secure(instance):
    """A balancer with TLS for www.example.com."""
    instance.zone("example.com")
    return Balancer(instance, instance.issued("www.example.com"))


@pytest.fixture
def pages(serve_site):
    """Starts plain sites that say their number."""

    def start(number, cookie=None, healthy=lambda: True, late=0):
        class Page(Pages):
            def do_GET(self):
                if self.headers.get("user-agent", "").startswith("ELB-HealthChecker") and not healthy():
                    self.send_response(503)
                    self.send_header("content-length", "0")
                    self.end_headers()
                    return
                if self.path == "/late":
                    time.sleep(late)
                self.page(str(number).encode(), *([("set-cookie", cookie)] if cookie else []))

        return serve_site(Page)

    return start


@pytest.fixture
def nginx(tmp_path):
    """nginx with a self-signed certificate; gives the ports of HTTPS, of HTTP/2 over TLS, and of HTTP/2 in the clear."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    subprocess.run(
        [need("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        + ["-subj", "/CN=other.example", "-days", "1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True)
    ports = [free_port() for _ in range(3)]
    listens = [f"{ports[0]} ssl", f"{ports[1]} ssl http2", f"{ports[2]} http2"]
    servers = "\n".join(
        f"server {{ listen 127.0.0.1:{listen}; location / {{ return 200 '$server_protocol $ssl_protocol'; }} }}"
        for listen in listens)
    (folder / "nginx.conf").write_text(f"""
        daemon off; pid {folder}/pid; error_log {folder}/error.log;
        events {{}}
        http {{
          access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
          uwsgi_temp_path {folder}; scgi_temp_path {folder};
          ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
          {servers}
        }}""")
    process = subprocess.Popen([need("nginx"), "-c", folder / "nginx.conf", "-e", folder / "error.log"])

    def answers():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", ports[2])) == 0

    until(answers, what="nginx")
    yield ports
    process.terminate()
    process.wait()


def test_targets_are_reached_over_https_and_http2(secure, nginx):
    instance, (https, http2, clear) = secure.instance, nginx

    def fetched(*more):
        done = instance.curl("www.example.com", secure.port, "-w", "|%{http_code}", *more)
        body, _, status = done.rpartition("|")
        return int(status), body

    group = secure.forward(https, Protocol="HTTPS", HealthCheckProtocol="HTTPS")
    assert fetched() == (200, "HTTP/1.1 TLSv1.3")
    secure.until_health(group, "healthy")
    described = secure.elb.describe_target_groups(TargetGroupArns=[group])["TargetGroups"][0]
    assert (described["Protocol"], described["ProtocolVersion"], described["HealthCheckProtocol"]) == (
        "HTTPS", "HTTP1", "HTTPS")
    for port, protocol, tls in [(http2, "HTTPS", "TLSv1.3"), (clear, "HTTP", "")]:
        group = secure.forward(port, Protocol=protocol, ProtocolVersion="HTTP2", HealthCheckProtocol=protocol)
        assert fetched() == (200, f"HTTP/2.0 {tls}")
        secure.until_health(group, "healthy")
        # What does not come over HTTP/2 cannot be forwarded as it.
        assert fetched("--http1.1")[0] == 464
    # In the clear where TLS is spoken, and the other way round.
    secure.forward(clear, Protocol="HTTPS")
    assert fetched()[0] == 502
    group = secure.forward(https, HealthCheckProtocol="HTTP")
    assert fetched()[0] == 400
    said = secure.until_health(group, "unhealthy", "Target.ResponseCodeMismatch")
    assert said["Description"] == "Health checks failed with these codes: [400]"


def test_what_a_listener_in_the_clear_cannot_forward_to_is_refused(instance):
    balancer = Balancer(instance)
    with pytest.raises(Exception) as refused:
        balancer.forward(ProtocolVersion="GRPC")
    assert refused.value.response["Error"]["Code"] == "InvalidConfigurationRequest"
    assert "protocol-version 'GRPC'" in refused.value.response["Error"]["Message"]


class Words(grpc.GenericRpcHandler):
    """A service without a contract: messages are bytes."""

    def service(self, details):
        calls = {
            "/words.Words/Upper": grpc.unary_unary_rpc_method_handler(self.upper),
            "/words.Words/Split": grpc.unary_stream_rpc_method_handler(self.split),
            "/words.Words/Join": grpc.stream_unary_rpc_method_handler(self.join),
            "/words.Words/Echo": grpc.stream_stream_rpc_method_handler(self.echo),
        }
        return calls.get(details.method)

    def upper(self, request, context):
        if request == b"fail":
            context.set_trailing_metadata([("why", "asked")])
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "as asked")
        seen = dict(context.invocation_metadata())
        assert seen["x-forwarded-proto"] == "https"
        return request.upper()

    def split(self, request, context):
        yield from request.split()

    def join(self, requests, context):
        return b" ".join(requests)

    def echo(self, requests, context):
        for request in requests:
            yield request


def test_grpc_goes_through_with_its_streams_and_statuses(secure):
    server = grpc.server(futures.ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers([Words()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    group = secure.forward(port, ProtocolVersion="GRPC")
    described = secure.elb.describe_target_groups(TargetGroupArns=[group])["TargetGroups"][0]
    assert described["Matcher"] == {"GrpcCode": "12"}
    assert (described["HealthCheckPath"], described["ProtocolVersion"]) == ("/AWS.ALB/healthcheck", "GRPC")
    roots = open(secure.instance.root, "rb").read()
    options = [("grpc.ssl_target_name_override", "www.example.com")]
    credentials = grpc.ssl_channel_credentials(roots)
    with grpc.secure_channel(f"127.0.0.1:{secure.port}", credentials, options) as channel:
        upper = channel.unary_unary("/words.Words/Upper")
        assert upper(b"word", timeout=20) == b"WORD"
        assert upper(b"x" * 200_000, timeout=20) == b"X" * 200_000
        assert list(channel.unary_stream("/words.Words/Split")(b"a b c", timeout=20)) == [b"a", b"b", b"c"]
        assert channel.stream_unary("/words.Words/Join")(iter([b"a", b"b"]), timeout=20) == b"a b"
        # Each message is answered before the next is sent.
        answers, sent = [], futures.Future()

        def talk():
            yield b"1"
            sent.result(20)
            yield b"2"

        for answer in channel.stream_stream("/words.Words/Echo")(talk(), timeout=20):
            answers.append(answer)
            if not sent.done():
                sent.set_result(None)
        assert answers == [b"1", b"2"]
        with pytest.raises(grpc.RpcError) as failed:
            upper(b"fail", timeout=20)
        assert failed.value.code() == grpc.StatusCode.FAILED_PRECONDITION
        assert failed.value.details() == "as asked"
        assert ("why", "asked") in failed.value.trailing_metadata()
        with pytest.raises(grpc.RpcError) as failed:
            channel.unary_unary("/words.Words/None")(b"", timeout=20)
        assert failed.value.code() == grpc.StatusCode.UNIMPLEMENTED
    secure.until_health(group, "healthy")
    fetch = secure.instance.curl
    assert fetch("www.example.com", secure.port, "-o", "/dev/null", "-w", "%{http_code}") == "464"
    # gRPC for targets that speak HTTP/1.1.
    secure.elb.modify_target_group(TargetGroupArn=group, Matcher={"GrpcCode": "0"})
    said = secure.until_health(group, "unhealthy", "Target.ResponseCodeMismatch")
    assert said["Description"] == "Health checks failed with these codes: [12]"
    secure.forward(port)
    with grpc.secure_channel(f"127.0.0.1:{secure.port}", credentials, options) as channel:
        with pytest.raises(grpc.RpcError) as failed:
            channel.unary_unary("/words.Words/Upper")(b"word", timeout=20)
        assert "464" in failed.value.details()
    server.stop(None)


def test_websockets_go_through(secure):
    port, ready, stop = free_port(), threading.Event(), threading.Event()

    async def echo(connection):
        async for message in connection:
            await connection.send(message)

    async def serve():
        async with websockets.asyncio.server.serve(echo, "127.0.0.1", port, max_size=None):
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(20)
    secure.forward(port, Matcher={"HttpCode": "200-499"})
    try:
        import ssl

        trust = ssl.create_default_context(cafile=str(secure.instance.root))
        with socket.create_connection(("127.0.0.1", secure.port)) as plain:
            uri = f"wss://www.example.com:{secure.port}/"
            with websockets.sync.client.connect(
                uri, sock=plain, ssl=trust, server_hostname="www.example.com", max_size=None
            ) as client:
                for message in ["hello", b"\x00" * 300_000, "end"]:
                    client.send(message)
                    assert client.recv(timeout=20) == message
    finally:
        stop.set()
        thread.join()


def test_clients_stay_with_their_target(instance, pages, tmp_path):
    balancer, jar = Balancer(instance), tmp_path / "jar"
    balancer.forward(pages(1), pages(2), attributes={"stickiness.enabled": "true"})
    first = balancer.curl("-c", jar)[1]
    assert {balancer.curl("-b", jar, "-c", jar)[1] for _ in range(6)} == {first}
    assert {balancer.curl()[1] for _ in range(4)} == {"1", "2"}
    names = {line.split("\t")[5] for line in jar.read_text().splitlines() if "\t" in line}
    assert "AWSALB" in names
    # One that another group has set, or that was changed, counts for nothing.
    assert {balancer.curl("-b", "AWSALB=made-up")[1] for _ in range(4)} == {"1", "2"}

    jar.unlink()
    balancer.forward(pages(1, cookie="id=7"), pages(2, cookie="id=7"), attributes={
        "stickiness.enabled": "true", "stickiness.type": "app_cookie",
        "stickiness.app_cookie.cookie_name": "id", "stickiness.app_cookie.duration_seconds": "60"})
    first = balancer.curl("-c", jar)[1]
    assert {balancer.curl("-b", jar, "-c", jar)[1] for _ in range(6)} == {first}
    kept = [line.split("\t") for line in jar.read_text().splitlines() if "\t" in line]
    ours = next(f"{line[5]}={line[6]}" for line in kept if line[5] == "AWSALBAPP-0")
    assert {balancer.curl("-b", ours)[1] for _ in range(4)} == {"1", "2"}, "without the application's own"


def test_a_target_is_chosen_as_the_group_says(instance, pages):
    balancer = Balancer(instance)
    busy, idle = pages("busy", late=8), pages("idle")
    balancer.forward(busy, idle, attributes={"load_balancing.algorithm.type": "least_outstanding_requests"})
    with futures.ThreadPoolExecutor(2) as pool:
        # Two that wait: at least one of them at the busy target, since each gets one.
        waiting = [pool.submit(balancer.curl, path="/late") for _ in range(2)]
        time.sleep(1)
        assert {balancer.curl()[1] for _ in range(6)} == {"idle"}
        assert {it.result()[0] for it in waiting} == {200}
    balancer.forward(busy, idle, attributes={"load_balancing.algorithm.type": "weighted_random"})
    assert {balancer.curl()[1] for _ in range(30)} == {"busy", "idle"}


def test_too_few_healthy_targets_open_the_group(instance, pages):
    balancer, ill = Balancer(instance), threading.Event()
    good = pages("good")
    bad = [pages(f"bad-{number}", healthy=lambda: not ill.is_set()) for number in range(2)]
    ill.set()
    key = "target_group_health.unhealthy_state_routing.minimum_healthy_targets"
    group = balancer.forward(good, *bad)
    until(lambda: sorted(it["State"] for it in balancer.healths(group).values())
          == ["healthy", "unhealthy", "unhealthy"], what="healths")
    assert {balancer.curl()[1] for _ in range(6)} == {"good"}
    balancer.elb.modify_target_group_attributes(
        TargetGroupArn=group, Attributes=[{"Key": f"{key}.percentage", "Value": "50"}])
    until(lambda: {balancer.curl()[1] for _ in range(9)} == {"good", "bad-0", "bad-1"}, what="all targets")
    balancer.elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[
        {"Key": f"{key}.percentage", "Value": "off"}, {"Key": f"{key}.count", "Value": "2"}])
    assert {balancer.curl()[1] for _ in range(9)} == {"good", "bad-0", "bad-1"}


def test_attributes_that_do_not_go_together_are_refused(instance):
    balancer = Balancer(instance)
    group = balancer.forward()

    def refused(**attributes):
        with pytest.raises(Exception) as refusal:
            balancer.elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[
                {"Key": key.replace("__", "."), "Value": value} for key, value in attributes.items()])
        return refusal.value.response["Error"]["Message"]

    assert "application cookie name" in refused(stickiness__enabled="true", stickiness__type="app_cookie")
    assert "AWSALB" in refused(stickiness__app_cookie__cookie_name="AWSALBX")
    assert "slow_start" in refused(
        slow_start__duration_seconds="30", load_balancing__algorithm__type="weighted_random")
    message = refused(load_balancing__algorithm__anomaly_mitigation="on")
    assert "attribute key 'load_balancing.algorithm.anomaly_mitigation' is not supported" in message


class Rude:
    """A target that does something with each connection once a request has arrived."""

    def __init__(self, behave):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.behave = self.socket.getsockname()[1], behave
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.socket.accept()
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        try:
            client.recv(65536)
            self.behave(client)
        except OSError:
            pass


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    client.close()


def endless_headers(client):
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        client.sendall(b"X-Header: " + b"x" * 1000 + b"\r\n")


def test_targets_that_misbehave_get_their_status_and_disturb_no_other(instance, pages):
    balancer = Balancer(instance)
    balancer.elb.modify_load_balancer_attributes(
        LoadBalancerArn=balancer.arn, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "2"}])
    silent = Rude(lambda client: time.sleep(60))
    for behave, status in [
        (lambda client: time.sleep(60), 504),
        (reset, 502),
        (lambda client: client.close(), 502),
        (lambda client: client.sendall(b"garbage\r\n\r\n"), 502),
        (endless_headers, 502),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000), 502),
        (lambda client: client.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), 502),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"), 502),
    ]:
        balancer.forward(Rude(behave).port)
        assert balancer.curl()[0] == status
    # One that lies about its length ends the answer, which the client notices.
    short = Rude(lambda client: (client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"), client.close()))
    balancer.forward(short.port)
    with pytest.raises(Exception):
        urllib.request.urlopen(f"http://127.0.0.1:{balancer.port}/", timeout=20).read()
    # Half of the group is silent: who gets the other half waits for no one.
    balancer.forward(silent.port, pages("good"))
    with futures.ThreadPoolExecutor(8) as pool:
        said = [it.result() for it in [pool.submit(balancer.curl) for _ in range(8)]]
    assert {body for status, body in said if status == 200} == {"good"}
    assert {status for status, _ in said} <= {200, 504}
    balancer.forward()
    assert balancer.curl()[0] == 503
