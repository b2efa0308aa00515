"""Network load balancers by boto3, the AWS CLI and Terraform: bytes, TLS and datagrams to nginx, Knot DNS and plain sockets."""

import socket
import subprocess
import threading

import pytest

from conftest import free_port, need, until
from terraform import Terraform
from test_alias import alias, answer, change

QUICK = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2}


def network(elb, name):
    made = elb.create_load_balancer(Name=name, Type="network", Subnets=["subnet-1"])["LoadBalancers"][0]
    assert made["Type"] == "network" and f":loadbalancer/net/{name}/" in made["LoadBalancerArn"]
    return made


def group(elb, name, protocol, port, **more):
    arguments = {"TargetType": "ip", "VpcId": "vpc-1", **QUICK, **more}
    made = elb.create_target_group(Name=name, Protocol=protocol, Port=port, **arguments)["TargetGroups"][0]
    arn = made["TargetGroupArn"]
    elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "127.0.0.1"}])
    return arn


def listen(elb, on, protocol, *groups, **more):
    weighted = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in groups]
    actions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": weighted}}]
    port = free_port()
    made = elb.create_listener(LoadBalancerArn=on, Protocol=protocol, Port=port, DefaultActions=actions, **more)
    return made["Listeners"][0]["ListenerArn"], port


def healthy(elb, arn):
    def asked():
        found = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        return all(it["TargetHealth"]["State"] == "healthy" for it in found)

    until(asked, what="the targets' health")


@pytest.fixture
def saying():
    """Starts a server that sends a text to each client, and then repeats what the client sends."""
    servers = []

    def begin(text):
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def serve(connection):
            with connection:
                try:
                    connection.sendall(text)
                    while data := connection.recv(65536):
                        connection.sendall(data)
                except OSError:
                    pass

        def accept():
            try:
                while True:
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
            except OSError:
                pass

        threading.Thread(target=accept, daemon=True).start()
        return server.getsockname()[1]

    yield begin
    for server in servers:
        server.close()


@pytest.fixture
def nginx(tmp_path):
    """Starts nginx with servers of the test's."""
    started = []

    def begin(servers):
        folder = tmp_path / f"nginx{len(started)}"
        folder.mkdir()
        settings = folder / "nginx.conf"
        settings.write_text(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
            f"fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n"
            f"{servers} }}\n"
        )
        started.append(subprocess.Popen([need("nginx"), "-p", folder, "-e", folder / "error.log", "-c", settings]))

    yield begin
    for process in started:
        process.terminate()
        process.wait(30)


def test_bytes_go_to_targets_by_weight_and_connections_to_a_target_that_is_gone_are_reset(instance, saying):
    elb = instance.client("elbv2")
    balancer = network(elb, "bytes")
    blue, green = (group(elb, name, "TCP", saying(name.encode())) for name in ("blue", "green"))
    listener, port = listen(elb, balancer["LoadBalancerArn"], "TCP", (blue, 50), (green, 50))
    for arn in (blue, green):
        healthy(elb, arn)

    def greeted():
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            return client.recv(16)

    until(lambda: {greeted() for _ in range(20)} == {b"blue", b"green"}, what="both groups")
    weighted = [{"TargetGroupArn": blue, "Weight": 0}, {"TargetGroupArn": green, "Weight": 7}]
    elb.modify_listener(
        ListenerArn=listener, DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weighted}}])
    assert {greeted() for _ in range(20)} == {b"green"}

    attributes = [
        {"Key": "deregistration_delay.timeout_seconds", "Value": "0"},
        {"Key": "deregistration_delay.connection_termination.enabled", "Value": "true"},
    ]
    elb.modify_target_group_attributes(TargetGroupArn=green, Attributes=attributes)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        assert client.recv(16) == b"green"
        client.sendall(b"and back")
        assert client.recv(16) == b"and back"
        elb.deregister_targets(TargetGroupArn=green, Targets=[{"Id": "127.0.0.1"}])
        with pytest.raises(ConnectionResetError):
            client.recv(16)
    # The AWS CLI reads the same.
    shown = instance.aws("elbv2", "describe-listeners", "--listener-arns", listener)["Listeners"][0]
    assert (shown["Protocol"], shown["Port"]) == ("TCP", port)
    shown = instance.aws("elbv2", "describe-listener-attributes", "--listener-arn", listener)
    assert shown["Attributes"] == [{"Key": "tcp.idle_timeout.seconds", "Value": "350"}]
    instance.aws("elbv2", "create-rule", "--listener-arn", listener, "--priority", "1", "--conditions",
                 "Field=source-ip,SourceIpConfig={Values=[10.0.0.0/8]}", "--actions",
                 f"Type=forward,TargetGroupArn={green}", fails="InvalidConfigurationRequest")


def test_tls_ends_at_the_listener_and_nginx_learns_the_client_by_proxy_protocol(instance, nginx, tmp_path):
    elb, target = instance.client("elbv2"), free_port()
    nginx(
        f"server {{ listen 127.0.0.1:{target} proxy_protocol;"
        " location / { return 200 \"$proxy_protocol_addr:$proxy_protocol_port>$proxy_protocol_server_port $http_x_forwarded_for\"; } }"
    )
    instance.zone("net.example")
    first, second = (instance.issued(f"{name}.net.example") for name in ("one", "two"))
    # The check of health carries a header too: nginx answers nothing without one.
    behind = group(elb, "nginx", "TCP", target, HealthCheckProtocol="HTTP")
    elb.modify_target_group_attributes(
        TargetGroupArn=behind, Attributes=[{"Key": "proxy_protocol_v2.enabled", "Value": "true"}])
    balancer = network(elb, "tls")
    listener, port = listen(
        elb, balancer["LoadBalancerArn"], "TLS", (behind, 1), AlpnPolicy=["HTTP2Preferred"],
        SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06", Certificates=[{"CertificateArn": first}])
    elb.add_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": second}])
    healthy(elb, behind)
    in_use = instance.client("acm").describe_certificate(CertificateArn=second)["Certificate"]["InUseBy"]
    assert in_use == [balancer["LoadBalancerArn"]]
    for name in ("one", "two"):
        body = instance.curl(f"{name}.net.example", port, "--http1.1")
        address, rest = body.split(">")
        assert address.startswith("127.0.0.1:") and rest.split() == [str(port)]
        good, said = instance.s_client(port, f"{name}.net.example", "-alpn", "h2,http/1.1")
        assert good and "ALPN protocol: h2" in said and f"{name}.net.example" in said, said
    elb.modify_listener(ListenerArn=listener, AlpnPolicy=["HTTP1Only"])
    assert "ALPN protocol: http/1.1" in instance.s_client(port, "one.net.example", "-alpn", "h2,http/1.1")[1]
    # A listener that loses TLS loses what belongs to it.
    elb.modify_listener(ListenerArn=listener, Protocol="TCP")
    shown = elb.describe_listeners(ListenerArns=[listener])["Listeners"][0]
    assert "SslPolicy" not in shown and "Certificates" not in shown and "AlpnPolicy" not in shown
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert client.recv(16).startswith(b"HTTP/1.1 200")


def test_queries_reach_a_name_server_by_both_protocols(instance, tmp_path):
    elb, port = instance.client("elbv2"), free_port()
    (tmp_path / "net.zone").write_text(
        "$ORIGIN net.test.\n@ 60 SOA ns admin 1 60 60 60 60\n@ 60 NS ns\nns 60 A 192.0.2.1\nwww 60 TXT \"by knot\"\n")
    (tmp_path / "knot.conf").write_text(
        f"server:\n    listen: 127.0.0.1@{port}\n    rundir: {tmp_path}\n"
        f"database:\n    storage: {tmp_path}/db\n"
        f"zone:\n  - domain: net.test\n    file: {tmp_path}/net.zone\n")
    knot = subprocess.Popen([need("knotd"), "-c", tmp_path / "knot.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        balancer = network(elb, "dns")
        behind = group(elb, "knot", "TCP_UDP", port)
        _, own = listen(elb, balancer["LoadBalancerArn"], "TCP_UDP", (behind, 1))
        healthy(elb, behind)
        for way in ("+notcp", "+tcp"):
            asked = [need("dig"), "@127.0.0.1", "-p", str(own), way, "+short", "+tries=5", "www.net.test", "TXT"]
            assert subprocess.run(asked, capture_output=True, text=True, timeout=60).stdout.strip() == '"by knot"'
        # An alias to it, by the zone of network load balancers.
        assert balancer["CanonicalHostedZoneId"] == "Z26RNL4JYFTOTI"
        zone = instance.zone("alias.example")
        change(instance, zone, alias("alias.example", balancer["DNSName"], "Z26RNL4JYFTOTI"))
        assert answer(instance, "alias.example") == ("NOERROR", ["alias.example. 60 A 127.0.0.1"])
    finally:
        knot.terminate()
        knot.wait(30)


CONFIGURATION = """
variable "target_port" {}
variable "port" {}
variable "secure_port" {}
variable "certificate" {}

resource "aws_lb" "net" {
  name               = "net"
  load_balancer_type = "network"
  subnets            = ["subnet-1"]
}

resource "aws_lb_target_group" "net" {
  for_each             = toset(["blue", "green"])
  name                 = each.key
  port                 = var.target_port
  protocol             = "TCP"
  target_type          = "ip"
  vpc_id               = "vpc-1"
  proxy_protocol_v2    = false
  deregistration_delay = 0
  stickiness {
    type    = "source_ip"
    enabled = true
  }
  health_check {
    protocol = "TCP"
    interval = 5
    timeout  = 2
  }
}

resource "aws_lb_target_group_attachment" "net" {
  for_each         = aws_lb_target_group.net
  target_group_arn = each.value.arn
  target_id        = "127.0.0.1"
}

resource "aws_lb_listener" "net" {
  load_balancer_arn        = aws_lb.net.arn
  port                     = var.port
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = 60
  default_action {
    type = "forward"
    forward {
      dynamic "target_group" {
        for_each = aws_lb_target_group.net
        content {
          arn    = target_group.value.arn
          weight = target_group.key == "blue" ? 80 : 20
        }
      }
    }
  }
}

resource "aws_lb_listener" "secure" {
  load_balancer_arn = aws_lb.net.arn
  port              = var.secure_port
  protocol          = "TLS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate
  alpn_policy       = "HTTP2Optional"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.net["green"].arn
  }
}
"""


def test_terraform_makes_keeps_and_destroys_a_network_load_balancer(instance, saying, tmp_path):
    instance.zone("net.example")
    certificate, port = instance.issued("tf.net.example"), free_port()
    terraform = Terraform(
        instance, tmp_path, CONFIGURATION, target_port=saying(b"hello"), port=port, secure_port=free_port(),
        certificate=certificate)
    terraform.apply()
    terraform.unchanged()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        assert client.recv(16) == b"hello"
    main = terraform.folder / "main.tf"
    main.write_text(main.read_text().replace("HTTP2Optional", "HTTP1Only").replace("? 80", "? 50"))
    terraform.apply()
    terraform.unchanged()
    terraform.destroy()
    assert instance.client("elbv2").describe_target_groups()["TargetGroups"] == []
