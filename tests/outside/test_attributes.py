"""Attributes of load balancers and listeners: boto3 sets each, and a real request shows what it does."""

import json
import re
import socket
import subprocess
import time

import pytest
from conftest import Pages, free_port, need, until


class Echo:
    """A target that answers with the request's headers, and counts its connections."""

    def __init__(self, serve_site):
        self.connections = 0
        echo = self

        class Page(Pages):
            server_version, sys_version = "target", ""

            def setup(self):
                echo.connections += 1
                super().setup()

            def answer(self):
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length).decode()
                if self.path == "/late":
                    time.sleep(4)
                seen = [[name.lower(), value] for name, value in self.headers.items()]
                page = json.dumps({"headers": seen, "body": body}).encode()
                self.page(page, ("x-frame-options", "SAMEORIGIN"))

            do_GET = do_POST = answer

        self.port = serve_site(Page)


@pytest.fixture
def echo(serve_site):
    return Echo(serve_site)


class Site:
    """A load balancer before the echo, with an HTTP listener."""

    def __init__(self, instance, echo):
        self.elb, self.port = instance.client("elbv2"), free_port()
        made = self.elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])
        self.balancer = made["LoadBalancers"][0]["LoadBalancerArn"]
        made = self.elb.create_target_group(
            Name="site", Protocol="HTTP", Port=echo.port, TargetType="ip", VpcId="vpc-1")
        self.group = made["TargetGroups"][0]["TargetGroupArn"]
        self.elb.register_targets(TargetGroupArn=self.group, Targets=[{"Id": "127.0.0.1"}])
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.balancer, Protocol="HTTP", Port=self.port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.group}])["Listeners"][0]["ListenerArn"]

    def set(self, **attributes):
        """Sets attributes of the load balancer; `__` stands for a dot."""
        self.elb.modify_load_balancer_attributes(
            LoadBalancerArn=self.balancer, Attributes=pairs(attributes))

    def set_listener(self, **attributes):
        self.elb.modify_listener_attributes(ListenerArn=self.listener, Attributes=pairs(attributes))

    def curl(self, *more, path="/"):
        """Status, headers of the answer, and what the target saw (None when it was not asked)."""
        done = subprocess.run(
            [need("curl"), "-sS", "-i", "--max-time", "30", *more, f"http://127.0.0.1:{self.port}{path}"],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return parsed(done.stdout)

    def raw(self, request):
        """Everything that comes back for these bytes until the connection ends, or a second passes."""
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            client.sendall(request)
            client.settimeout(1)
            said = b""
            try:
                while part := client.recv(65536):
                    said += part
                return said.decode(), "closed"
            except TimeoutError:
                return said.decode(), "open"


def pairs(attributes):
    return [{"Key": key.replace("__", "."), "Value": value} for key, value in attributes.items()]


def parsed(answer):
    head, _, body = answer.partition("\n\n") if "\r" not in answer else answer.partition("\r\n\r\n")
    lines = head.splitlines()
    headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]
    headers = [(name.lower(), value) for name, value in headers]
    seen = json.loads(body) if body.startswith('{"headers"') else None
    return int(lines[0].split()[1]), headers, seen


def of(headers, name):
    return [value for given, value in headers if given == name]


def until_seen(site, name, expected, *more):
    """Attributes of a load balancer reach the edge a moment after they are set."""
    until(lambda: of(site.curl(*more)[2]["headers"], name) == expected, what=f"{name}: {expected}")


def test_forwarded_headers_follow_their_mode(instance, echo):
    site, sent = Site(instance, echo), ["-H", "X-Forwarded-For: 192.0.2.1"]
    seen = site.curl(*sent)[2]["headers"]
    assert of(seen, "x-forwarded-for") == ["192.0.2.1, 127.0.0.1"]
    assert of(seen, "x-forwarded-port") == [str(site.port)]
    site.set(routing__http__xff_client_port__enabled="true")
    until(lambda: re.fullmatch(
        r"192\.0\.2\.1, 127\.0\.0\.1:\d+", of(site.curl(*sent)[2]["headers"], "x-forwarded-for")[0]))
    site.set(routing__http__xff_header_processing__mode="preserve")
    until_seen(site, "x-forwarded-for", ["192.0.2.1"], *sent)
    assert of(site.curl()[2]["headers"], "x-forwarded-for") == []
    site.set(routing__http__xff_header_processing__mode="remove")
    until_seen(site, "x-forwarded-for", [], *sent)
    # More than thirty addresses, whatever the mode.
    assert site.curl("-H", "X-Forwarded-For: " + ", ".join(["192.0.2.1"] * 31))[0] == 463


def test_a_request_is_traced(instance, echo):
    site = Site(instance, echo)
    first, second = [of(site.curl()[2]["headers"], "x-amzn-trace-id")[0] for _ in range(2)]
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", first) and first != second
    again = of(site.curl("-H", f"X-Amzn-Trace-Id: {first}")[2]["headers"], "x-amzn-trace-id")[0]
    assert re.fullmatch(rf"Self=1-[0-9a-f]{{8}}-[0-9a-f]{{24}};{first}", again)


def test_the_host_has_the_listener_s_port_unless_it_is_preserved(instance, echo):
    site, sent = Site(instance, echo), ["-H", "Host: www.example.com"]
    assert of(site.curl(*sent)[2]["headers"], "host") == [f"www.example.com:{site.port}"]
    site.set(routing__http__preserve_host_header__enabled="true")
    until_seen(site, "host", ["www.example.com"], *sent)


def test_headers_with_invalid_names_are_dropped_where_that_is_set(instance, echo):
    site, sent = Site(instance, echo), ["-H", "x_under: 1", "-H", "x-good: 1"]
    assert of(site.curl(*sent)[2]["headers"], "x_under") == ["1"]
    site.set(routing__http__drop_invalid_header_fields__enabled="true")
    until_seen(site, "x_under", [], *sent)
    assert of(site.curl(*sent)[2]["headers"], "x-good") == ["1"]


def test_answers_have_the_listener_s_headers(instance, echo):
    site = Site(instance, echo)
    assert of(site.curl()[1], "x-frame-options") == ["SAMEORIGIN"]
    assert of(site.curl("-X", "TRACE")[1], "server") == ["awselb/2.0"]
    assert of(site.curl()[1], "server") == ["target"]
    prefix, suffix = "routing.http.response.", ".header_value"
    set_to = {
        "strict_transport_security": "max-age=63072000", "access_control_allow_origin": "https://example.com",
        "access_control_allow_methods": "GET,POST", "access_control_allow_headers": "X-A",
        "access_control_allow_credentials": "true", "access_control_expose_headers": "X-B",
        "access_control_max_age": "600", "content_security_policy": "default-src 'self'",
        "x_content_type_options": "nosniff", "x_frame_options": "DENY",
    }
    attributes = [{"Key": f"{prefix}{name}{suffix}", "Value": value} for name, value in set_to.items()]
    attributes.append({"Key": f"{prefix}server.enabled", "Value": "false"})
    site.elb.modify_listener_attributes(ListenerArn=site.listener, Attributes=attributes)
    for status, headers, _ in [site.curl(), site.curl("-X", "TRACE")]:
        assert status in (200, 405)
        for name, value in set_to.items():
            assert of(headers, name.replace("_", "-")) == [value]
        assert of(headers, "server") == []
    kept = site.elb.describe_listener_attributes(ListenerArn=site.listener)["Attributes"]
    assert all(attribute in kept for attribute in attributes)
    # Empty is no header.
    site.elb.modify_listener_attributes(
        ListenerArn=site.listener, Attributes=[{"Key": f"{prefix}x_frame_options{suffix}", "Value": ""}])
    assert of(site.curl()[1], "x-frame-options") == ["SAMEORIGIN"]


def test_connections_end_as_the_attributes_say(instance, echo):
    site = Site(instance, echo)
    assert site.curl(path="/late")[0] == 200
    site.set(idle_timeout__timeout_seconds="1")
    until(lambda: site.curl(path="/late")[0] == 504, what="a target that is late")
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", site.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        client.settimeout(20)
        while client.recv(65536):
            pass
    assert time.monotonic() - began < 15


def test_ambiguous_requests_are_treated_as_the_mode_says(instance, echo):
    site = Site(instance, echo)
    clear = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    ambiguous = b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
    look_alike = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer_Encoding: chunked\r\n\r\nabc"
    acceptable = b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
    severe = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"

    def judged(request):
        said, end = site.raw(request)
        return int(said.split()[1]), end

    def modes():
        return [judged(request) for request in (clear, acceptable, ambiguous, look_alike, severe)]

    assert modes() == [(200, "open"), (200, "open"), (200, "closed"), (200, "closed"), (400, "closed")]
    # The target's connection was closed too: the next request has a new one.
    before = echo.connections
    assert [judged(ambiguous), judged(clear)] == [(200, "closed"), (200, "open")]
    assert echo.connections >= before + 1
    site.set(routing__http__desync_mitigation_mode="strictest")
    until(lambda: judged(ambiguous)[0] == 400, what="strictest")
    assert modes() == [(200, "open")] + [(400, "closed")] * 4
    site.set(routing__http__desync_mitigation_mode="monitor")
    until(lambda: judged(ambiguous)[0] == 200, what="monitor")
    assert modes() == [(200, "open")] * 4 + [(400, "closed")]


def test_tls_and_http2_are_as_the_attributes_say(instance, echo):
    instance.zone("example.com")
    port, listener, balancer, _ = instance.listener(instance.issued("www.example.com"), echo.port)
    elb = instance.client("elbv2")

    def fetch(*more):
        return parsed(instance.curl("www.example.com", port, "-i", *more))

    def version():
        return instance.curl("www.example.com", port, "-o", "/dev/null", "-w", "%{http_version}")

    assert of(fetch()[2]["headers"], "x-amzn-tls-version") == []
    assert version() == "2"
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=pairs({
        "routing__http__x_amzn_tls_version_and_cipher_suite__enabled": "true",
        "routing__http2__enabled": "false",
    }))
    until(lambda: version() == "1.1", what="HTTP/1.1")
    seen = fetch("-H", "X-Amzn-Tls-Version: TLSv1.9")[2]["headers"]
    assert of(seen, "x-amzn-tls-version") == ["TLSv1.3"]
    assert of(seen, "x-amzn-tls-cipher-suite")[0].startswith("TLS_")
    elb.modify_listener_attributes(ListenerArn=listener, Attributes=pairs({
        "routing__http__request__x_amzn_tls_version__header_name": "X-Version",
        "routing__http__request__x_amzn_tls_cipher_suite__header_name": "X-Suite",
    }))
    seen = fetch("--tls-max", "1.2")[2]["headers"]
    assert of(seen, "x-version") == ["TLSv1.2"]
    assert "GCM" in of(seen, "x-suite")[0]


def test_what_is_not_built_is_refused_so_that_terraform_goes_on(instance, echo):
    site = Site(instance, echo)
    for attributes in ({"waf__fail_open__enabled": "true"}, {"zonal_shift__config__enabled": "true"}):
        with pytest.raises(Exception) as refused:
            site.set(**attributes)
        error = refused.value.response["Error"]
        key = next(iter(attributes)).replace("__", ".")
        assert error["Code"] == "InvalidConfigurationRequest"
        assert f"attribute key '{key}' is not supported" in error["Message"]
    for value, wanted in [("DENY\r\nX: 1", "printable"), ("\u00fc", "printable")]:
        with pytest.raises(Exception) as refused:
            site.set_listener(routing__http__response__x_frame_options__header_value=value)
        assert wanted in refused.value.response["Error"]["Message"]
