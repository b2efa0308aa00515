"""Rules of listeners: by boto3 and the AWS CLI, and by real requests of curl's over HTTP/1.1 and HTTP/2."""

import collections
import json
import re
import subprocess

import pytest
from conftest import Pages, free_port, need, until

VERSIONS = ("--http1.1", "--http2")


@pytest.fixture
def echo(serve_site):
    """Makes sites that say their name and what they were asked for."""

    def begin(name):
        class Echo(Pages):
            def do_GET(self):
                self.page(json.dumps({"name": name, "path": self.path, "host": self.headers["host"]}).encode())

            do_POST = do_PUT = do_HEAD = do_GET

        return serve_site(Echo)

    return begin


class Site:
    """An HTTPS listener with rules; its default action answers 'default'."""

    def __init__(self, instance):
        self.instance, self.elb = instance, instance.client("elbv2")
        instance.zone("rules.example")
        certificate = instance.issued("www.rules.example", "*.rules.example")
        self.balancer = self.elb.create_load_balancer(Name="site", Subnets=["subnet-1", "subnet-2"])[
            "LoadBalancers"][0]["LoadBalancerArn"]
        self.port = free_port()
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.balancer, Protocol="HTTPS", Port=self.port,
            SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06", Certificates=[{"CertificateArn": certificate}],
            DefaultActions=[answer("default")])["Listeners"][0]["ListenerArn"]

    def rule(self, priority, conditions, *actions, **more):
        made = self.elb.create_rule(
            ListenerArn=self.listener, Priority=priority, Conditions=conditions, Actions=list(actions), **more)
        return made["Rules"][0]["RuleArn"]

    def group(self, name, port=None):
        made = self.elb.create_target_group(
            Name=name, Protocol="HTTP", Port=port or 80, TargetType="ip", VpcId="vpc-1")["TargetGroups"][0]
        arn = made["TargetGroupArn"]
        if port:
            self.elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "127.0.0.1"}])
        return arn

    def ask(self, target="/", version="--http1.1", host="www.rules.example", more=()):
        """Gives status, headers and body."""
        done = subprocess.run(
            [need("curl"), "-sS", "-i", "--max-time", "20", "--path-as-is", "--globoff", version]
            + ["--cacert", self.instance.root, "--resolve", f"{host}:{self.port}:127.0.0.1", *more]
            + [f"https://{host}:{self.port}{target}"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        head, _, body = done.stdout.partition("\n\n")
        lines = head.splitlines()
        headers = collections.defaultdict(list)
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()].append(value.strip())
        assert lines[0].startswith("HTTP/2" if version == "--http2" else "HTTP/1.1")
        return int(lines[0].split()[1]), headers, body

    def said(self, target="/", version="--http1.1", **more):
        return self.ask(target, version, **more)[2]


def answer(text, status="200"):
    return {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": status, "MessageBody": text}}


def forward(group):
    return {"Type": "forward", "TargetGroupArn": group}


def condition(field, **config):
    name = "".join(part.capitalize() for part in field.split("-")) + "Config"
    return {"Field": field, name: config}


@pytest.fixture
def site(instance):
    return Site(instance)


def refusal(call, **arguments):
    with pytest.raises(Exception) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def test_each_condition_decides_over_both_protocols(site):
    rules = [
        (10, [condition("host-header", Values=["api.rules.example"])], "host"),
        (20, [condition("path-pattern", Values=["/img/*", "/?.png"])], "path"),
        (30, [condition("http-header", HttpHeaderName="X-Kind", Values=["special*", "one?"])], "header"),
        (40, [condition("query-string", Values=[{"Key": "version", "Value": "v1"}, {"Value": r"*\*"}])], "query"),
        (50, [condition("http-request-method", Values=["PUT", "PURGE"])], "method"),
        (60, [condition("path-pattern", RegexValues=["^/api/v[0-9]+/orders$"])], "regex"),
        (70, [condition("source-ip", Values=["127.0.0.0/8"]), condition("path-pattern", Values=["/local"])], "source"),
        (80, [condition("source-ip", Values=["192.0.2.0/24"])], "elsewhere"),
        (90, [{"Field": "path-pattern", "Values": ["/plain"]}], "plain"),
    ]
    # The order in which they are made does not matter.
    for priority, conditions, text in reversed(rules):
        site.rule(priority, conditions, answer(text))
    for version in VERSIONS:
        for expected, target, more in [
            ("host", "/img/a", {"host": "api.rules.example"}),
            ("host", "/", {"host": "API.Rules.Example"}),
            ("path", "/img/a/b?c", {}),
            ("path", "/a.png", {}),
            ("default", "/ab.png", {}),
            ("default", "/IMG/a", {}),
            ("header", "/", {"more": ["-H", "x-kind: SPECIAL-1"]}),
            ("header", "/", {"more": ["-H", "x-kind: other", "-H", "X-KIND: ones"]}),
            ("default", "/", {"more": ["-H", "x-kind: not special"]}),
            ("query", "/?a=b&VERSION=V1", {}),
            ("query", "/?any=x*", {}),
            ("default", "/?version=v2&v1=version", {}),
            ("method", "/", {"more": ["-X", "PUT"]}),
            ("method", "/", {"more": ["-X", "PURGE"]}),
            ("regex", "/api/v17/orders?x=y", {}),
            ("default", "/api/v17/orders/", {}),
            ("source", "/local", {"more": ["-H", "X-Forwarded-For: 192.0.2.1"]}),
            ("plain", "/plain", {}),
        ]:
            assert site.said(target, version, **more) == expected, (version, target, more)


def test_the_final_order_of_priorities_is_what_counts(site):
    first = site.rule(1, [condition("path-pattern", Values=["/a*"])], answer("first"))
    second = site.rule(2, [condition("path-pattern", Values=["/ab*"])], answer("second"))
    assert site.said("/abc") == "first"
    swapped = site.elb.set_rule_priorities(RulePriorities=[
        {"RuleArn": first, "Priority": 2}, {"RuleArn": second, "Priority": 1}])["Rules"]
    assert {rule["RuleArn"]: rule["Priority"] for rule in swapped} == {first: "2", second: "1"}
    assert site.said("/abc") == "second"
    call = site.elb.set_rule_priorities
    assert refusal(call, RulePriorities=[{"RuleArn": first, "Priority": 1}])[0] == "PriorityInUse"
    twice = [{"RuleArn": first, "Priority": 5}, {"RuleArn": second, "Priority": 5}]
    assert refusal(call, RulePriorities=twice) == (
        "ValidationError", "Priority '5' was provided multiple times")
    pages = site.elb.get_paginator("describe_rules").paginate(
        ListenerArn=site.listener, PaginationConfig={"PageSize": 1})
    assert [rule["Priority"] for page in pages for rule in page["Rules"]] == ["1", "2", "default"]
    site.elb.delete_rule(RuleArn=second)
    assert site.said("/abc") == "first"


def test_transforms_rewrite_what_the_target_gets(site, echo):
    group = site.group("echo", echo("echo"))
    rewrites = {
        "Transforms": [
            {"Type": "host-header-rewrite", "HostHeaderRewriteConfig": {
                "Rewrites": [{"Regex": r"^www\.(.+)$", "Replace": "internal.$1"}]}},
            {"Type": "url-rewrite", "UrlRewriteConfig": {
                "Rewrites": [{"Regex": "^/v1/([a-z]+)/([0-9]+)", "Replace": "/v2/$1?id=$2"}]}},
        ]
    }
    rule = site.rule(1, [condition("path-pattern", Values=["/v1/*"])], forward(group), **rewrites)
    shown = site.elb.describe_rules(RuleArns=[rule])["Rules"][0]
    assert shown["Transforms"] == rewrites["Transforms"]
    until(lambda: site.ask("/v1/x")[0] == 200, what="the target")
    for version in VERSIONS:
        got = json.loads(site.said("/v1/orders/7", version))
        assert got["path"] == "/v2/orders?id=7"
        assert got["host"].split(":")[0] == "internal.rules.example"
        # Without a match the request stays as it was.
        assert json.loads(site.said("/v1/ORDERS", version))["path"] == "/v1/ORDERS"
    bad = [{"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/v1", "Replace": "v1"}]}}]
    site.elb.modify_rule(RuleArn=rule, Transforms=bad)
    assert site.ask("/v1/orders/7")[0] == 500
    site.elb.modify_rule(RuleArn=rule, ResetTransforms=True)
    assert json.loads(site.said("/v1/orders/7"))["path"] == "/v1/orders/7"


def test_weights_share_and_stickiness_keeps(site, echo):
    groups = [site.group(name, echo(name)) for name in ("one", "two")]
    empty = site.group("empty")
    weighted = {"Type": "forward", "ForwardConfig": {"TargetGroups": [
        {"TargetGroupArn": groups[0], "Weight": 3}, {"TargetGroupArn": groups[1], "Weight": 1}]}}
    rule = site.rule(1, [condition("path-pattern", Values=["/*"])], weighted)
    action = site.elb.describe_rules(RuleArns=[rule])["Rules"][0]["Actions"][0]
    assert action["ForwardConfig"]["TargetGroupStickinessConfig"] == {"Enabled": False}
    until(lambda: all(site.ask()[0] == 200 for _ in range(4)), what="the targets")
    answers = [site.ask() for _ in range(20)]
    assert all("set-cookie" not in headers for _, headers, _ in answers)
    assert collections.Counter(json.loads(body)["name"] for _, _, body in answers) == {"one": 15, "two": 5}

    weighted["ForwardConfig"]["TargetGroupStickinessConfig"] = {"Enabled": True, "DurationSeconds": 60}
    site.elb.modify_rule(RuleArn=rule, Actions=[weighted])
    for version in VERSIONS:
        kept = {}
        while len(kept) < 2:
            _, headers, body = site.ask("/", version)
            first, twin = headers["set-cookie"]
            value = re.fullmatch("AWSALBTG=([^;]+); Expires=[^;]+ GMT; Path=/", first)[1]
            assert twin == first.replace("AWSALBTG", "AWSALBTGCORS") + "; SameSite=None; Secure"
            kept[json.loads(body)["name"]] = value
        for name, value in kept.items():
            for cookie in (f"AWSALBTG={value}", f"a=b; AWSALBTGCORS={value}"):
                sent = ["-H", f"Cookie: {cookie}"]
                assert {json.loads(site.said("/", version, more=sent))["name"] for _ in range(6)} == {name}
    # A cookie that was changed chooses nothing.
    changed = ["-H", "Cookie: AWSALBTG=" + "A" * len(value)]
    assert len({json.loads(site.said(more=changed))["name"] for _ in range(8)}) == 2
    # It is understood after a restart too.
    site.instance.stop()
    site.instance.start()
    until(lambda: site.ask()[0] == 200, what="the targets")
    sent = ["-H", f"Cookie: AWSALBTG={kept['two']}"]
    assert {json.loads(site.said(more=sent))["name"] for _ in range(6)} == {"two"}

    # A chosen group without targets is not passed over.
    elb = site.elb = site.instance.client("elbv2")
    elb.modify_rule(RuleArn=rule, Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": [
        {"TargetGroupArn": groups[0], "Weight": 1}, {"TargetGroupArn": empty, "Weight": 1}]}}])
    assert collections.Counter(site.ask()[0] for _ in range(10)) == {200: 5, 503: 5}


def test_redirects_and_fixed_responses(site):
    redirect = {"Protocol": "HTTPS", "Port": "443", "Host": "new.rules.example", "Path": "/moved/#{path}",
                "Query": "from=#{host}&#{query}", "StatusCode": "HTTP_301"}
    site.rule(1, [condition("path-pattern", Values=["/old*"])], {"Type": "redirect", "RedirectConfig": redirect})
    keeps = {"Port": "444", "StatusCode": "HTTP_302"}
    kept = site.rule(2, [condition("path-pattern", Values=["/port*"])], {"Type": "redirect", "RedirectConfig": keeps})
    shown = site.elb.describe_rules(RuleArns=[kept])["Rules"][0]["Actions"][0]["RedirectConfig"]
    assert shown == {"Protocol": "#{protocol}", "Port": "444", "Host": "#{host}", "Path": "/#{path}",
                     "Query": "#{query}", "StatusCode": "HTTP_302"}
    css = {"Type": "fixed-response",
           "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/css", "MessageBody": "p {}"}}
    site.rule(3, [condition("path-pattern", Values=["/css"])], css)
    for version in VERSIONS:
        status, headers, _ = site.ask("/old/a?b=c", version)
        assert status == 301
        assert headers["location"] == ["https://new.rules.example/moved/old/a?from=www.rules.example&b=c"]
        status, headers, _ = site.ask("/port", version)
        assert (status, headers["location"]) == (302, ["https://www.rules.example:444/port"])
        status, headers, body = site.ask("/css", version)
        assert (status, headers["content-type"], body) == (404, ["text/css"], "p {}")
    # Without a type it is plain text.
    assert site.ask()[1]["content-type"] == ["text/plain"]
    loop = {"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}
    code, message = refusal(
        site.elb.create_rule, ListenerArn=site.listener, Priority=9,
        Conditions=[condition("path-pattern", Values=["/x"])], Actions=[loop])
    assert code == "InvalidLoadBalancerAction" and "loop" in message


def test_rules_hold_their_target_groups_and_go_with_their_listener(site):
    group = site.group("held")
    rule = site.rule(1, [condition("path-pattern", Values=["/x"])], forward(group),
                     Tags=[{"Key": "team", "Value": "web"}])
    elb = site.elb
    assert elb.describe_target_groups(TargetGroupArns=[group])["TargetGroups"][0]["LoadBalancerArns"] == [site.balancer]
    code, message = refusal(elb.delete_target_group, TargetGroupArn=group)
    assert (code, message) == (
        "ResourceInUse", f"Target group '{group}' is currently in use by a listener or a rule")
    elb.add_tags(ResourceArns=[rule], Tags=[{"Key": "stage", "Value": "test"}])
    elb.remove_tags(ResourceArns=[rule], TagKeys=["team"])
    tags = elb.describe_tags(ResourceArns=[rule, site.listener])["TagDescriptions"]
    assert tags[0]["Tags"] == [{"Key": "stage", "Value": "test"}]
    elb.delete_listener(ListenerArn=site.listener)
    assert refusal(elb.describe_rules, RuleArns=[rule])[0] == "RuleNotFound"
    elb.delete_target_group(TargetGroupArn=group)


def test_the_aws_cli_makes_shows_and_deletes_rules(site):
    aws = site.instance.aws
    of = ["elbv2"]
    made = aws(*of, "create-rule", "--listener-arn", site.listener, "--priority", 5,
               "--conditions", json.dumps([condition("path-pattern", Values=["/cli"])]),
               "--actions", json.dumps([answer("by the AWS CLI")]))["Rules"][0]
    assert made["Conditions"][0]["Values"] == ["/cli"]
    assert site.said("/cli") == "by the AWS CLI"
    aws(*of, "modify-rule", "--rule-arn", made["RuleArn"],
        "--conditions", "Field=path-pattern,Values=/other")
    assert (site.said("/cli"), site.said("/other")) == ("default", "by the AWS CLI")
    aws(*of, "set-rule-priorities", "--rule-priorities", f"RuleArn={made['RuleArn']},Priority=7")
    rules = aws(*of, "describe-rules", "--listener-arn", site.listener)["Rules"]
    assert [rule["Priority"] for rule in rules] == ["7", "default"]
    aws(*of, "create-rule", "--listener-arn", site.listener, "--priority", 7,
        "--conditions", "Field=path-pattern,Values=/z", "--actions", json.dumps([answer("z")]), fails="PriorityInUse")
    aws(*of, "delete-rule", "--rule-arn", made["RuleArn"])
    assert site.said("/other") == "default"


def test_the_command_line_has_rules(site, echo):
    tegata = site.instance.tegata
    port = echo("cli")
    made = tegata("rule", "create", "site", "--path", "/cli/*", "--method", "GET", "--target", f"127.0.0.1:{port}")
    assert made["Rule"]["Priority"] == "1"
    tegata("rule", "create", "site", "--priority", 10, "--host", "*.rules.example", "--redirect", "https://#{host}/new")
    tegata("rule", "create", f"site:{site.port}", "--header", "User-Agent: bot*", "--status", 404)
    listed = tegata("rule", "list", "site")["Rules"]
    assert [rule["Priority"] for rule in listed] == ["1", "10", "11", "default"]
    until(lambda: site.ask("/cli/x")[0] == 200, what="the target")
    assert json.loads(site.said("/cli/x"))["name"] == "cli"
    assert site.ask("/x")[1]["location"] == ["https://www.rules.example/new"]
    tegata("rule", "delete", "site", 10)
    assert site.ask("/x", more=["-A", "bot/1"])[0] == 404
    assert "no rule of priority 10" in tegata("rule", "delete", "site", 10, fails=True)
    tegata("rule", "delete", "site", 1)
    assert site.elb.describe_target_groups()["TargetGroups"] == []


def test_expressions_that_explode_cost_nothing(site):
    rule = site.rule(1, [condition("path-pattern", RegexValues=["^/(a+)+$", "(x|xx)*y"])], answer("regex"))
    assert site.said("/" + "a" * 4000) == "regex"
    assert site.said("/" + "a" * 4000 + "!") == "default"
    assert site.said("/" + "x" * 4000) == "default"
    for expression in ["((a{99}){99}){99}", "(?=a)", r"\p{L}", "a++", "("]:
        code, message = refusal(site.elb.modify_rule, RuleArn=rule,
                                Conditions=[condition("path-pattern", RegexValues=[expression])])
        assert code == "ValidationError" and expression in message
