"""Access logs of load balancers: switched on by boto3 and the AWS CLI, read by `aws-log-parser` and gzip."""

import gzip
import json
import re
import subprocess

import pytest
from aws_log_parser import AwsLogParser, LogType
from botocore.exceptions import ClientError
from conftest import Pages, free_port, need, until


class Hello(Pages):
    def do_GET(self):
        self.page(b"hello")

    def do_POST(self):
        self.page(self.rfile.read(int(self.headers["content-length"])))


@pytest.fixture
def bucket(tmp_path):
    folder = tmp_path / "bucket"
    folder.mkdir()
    return folder


def entries(folder):
    """What the files below a folder say; each has its whole name."""
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        assert re.fullmatch(
            r"\d{12}_elasticloadbalancing_us-east-1_app\.site\.[0-9a-f]{16}_\d{8}T\d{4}Z_127\.0\.0\.1_[0-9a-f]{8}\.log\.gz",
            file.name), file
        lines = gzip.decompress(file.read_bytes()).decode().splitlines()
        found += list(AwsLogParser(log_type=LogType.LoadBalancer).parse(lines))
    return found


def test_each_request_is_a_line_that_parsers_of_elb_s_format_read(start, bucket, serve_site):
    instance = start("--bucket", f"logs={bucket}")
    elb = instance.client("elbv2")
    instance.zone("logs.example")
    certificate = instance.issued("www.logs.example")
    balancer = elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    arn, port = balancer["LoadBalancerArn"], free_port()
    group = elb.create_target_group(
        Name="site", Protocol="HTTP", Port=serve_site(Hello), TargetType="ip", VpcId="vpc-1")["TargetGroups"][0]
    elb.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": "127.0.0.1"}])
    listener = elb.create_listener(
        LoadBalancerArn=arn, Protocol="HTTPS", Port=port, SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}])["Listeners"][0]
    elb.create_rule(
        ListenerArn=listener["ListenerArn"], Priority=5, Conditions=[{"Field": "path-pattern", "Values": ["/moved"]}],
        Actions=[{"Type": "redirect", "RedirectConfig": {"Path": "/new", "StatusCode": "HTTP_301"}}])

    def ask(path, *more):
        done = subprocess.run(
            [need("curl"), "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "20", "--cacert", instance.root]
            + ["--resolve", f"www.logs.example:{port}:127.0.0.1", "-A", 'says "this"', *more]
            + [f"https://www.logs.example:{port}{path}"],
            capture_output=True, text=True)
        return done.stdout

    until(lambda: ask("/before") == "200", what="the target")
    instance.aws(
        "elbv2", "modify-load-balancer-attributes", "--load-balancer-arn", arn, "--attributes",
        "Key=access_logs.s3.enabled,Value=true", "Key=access_logs.s3.bucket,Value=logs",
        "Key=access_logs.s3.prefix,Value=of/us")
    # It reaches the edge shortly after the answer.
    until(lambda: ask("/") == "200" and list(bucket.rglob("*.part")), what="the log's first file")
    assert ask("/two", "--http2", "--data", "four") == "200"
    assert ask("/three?a=b", "--http1.1") == "200"
    assert ask("/moved") == "301"
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=arn, Attributes=[{"Key": "access_logs.s3.enabled", "Value": "false"}])
    until(lambda: instance_serves_without_log(ask, bucket), what="the end of the log")
    instance.stop()

    assert {path.parts[0] for path in (it.relative_to(bucket) for it in bucket.rglob("*.gz"))} == {"of"}
    found = {entry.http_request.path: entry for entry in entries(bucket)}
    assert "/before" not in found
    two, three, moved = found["/two"], found["/three"], found["/moved"]
    assert (two.type.value, two.http_request.method, two.elb_status_code, two.target_status_code) == ("h2", "POST", 200, 200)
    assert two.received_bytes > 4 and two.sent_bytes > 4
    assert (three.type.value, three.http_request.query, three.matched_rule_priority) == ("https", {"a": ["b"]}, 0)
    assert three.target_group_arn == group["TargetGroupArn"]
    assert three.elb == arn.split(":loadbalancer/")[1]
    assert three.domain_name == "www.logs.example" and three.ssl_protocol == "TLSv1.3"
    assert 0 <= three.request_processing_time <= three.target_processing_time + 60
    assert three.trace_id.startswith("Root=1-") and three.user_agent == r"says \x22this\x22"
    assert (moved.matched_rule_priority, moved.actions_executed, moved.target) == (5, ["redirect"], None)
    assert moved.redirect_url == f"https://www.logs.example:{port}/new"


def instance_serves_without_log(ask, bucket):
    """Whether a request leaves the size of what lies in the bucket as it was."""
    before = sum(path.stat().st_size for path in bucket.rglob("*") if path.is_file())
    assert ask("/after") == "200"
    return sum(path.stat().st_size for path in bucket.rglob("*") if path.is_file()) == before


def test_a_log_that_could_not_be_written_is_refused(start, bucket):
    instance = start("--bucket", f"logs={bucket}")
    elb = instance.client("elbv2")
    arn = elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]["LoadBalancerArn"]
    for attributes, expected in [
        ({"enabled": "true"}, "Set the attribute 'access_logs.s3.bucket'"),
        ({"enabled": "true", "bucket": "other"}, "Access Denied for bucket: other. Name its folder with the setting `buckets`"),
        ({"enabled": "true", "bucket": "logs", "prefix": "../up"}, "The access log prefix '../up' is not valid"),
    ]:
        changes = [{"Key": f"access_logs.s3.{key}", "Value": value} for key, value in attributes.items()]
        with pytest.raises(ClientError) as refused:
            elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=changes)
        assert refused.value.response["Error"]["Code"] == "InvalidConfigurationRequest"
        assert expected in refused.value.response["Error"]["Message"]
    kept = {it["Key"]: it["Value"] for it in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]}
    assert kept["access_logs.s3.enabled"] == "false", json.dumps(kept)
