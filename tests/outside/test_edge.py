"""Load balancers by boto3: where their listeners open, which targets they may have, and what they say of themselves."""

import os
import urllib.error
import urllib.request

import pytest
from conftest import free_port, until


def balancer(elb, name):
    made = elb.create_load_balancer(Name=name, Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    assert made["VpcId"].startswith("vpc-")
    return made["LoadBalancerArn"]


def group(elb, name, port):
    made = elb.create_target_group(
        Name=name, Protocol="HTTP", Port=port, TargetType="ip", VpcId="vpc-1", HealthCheckIntervalSeconds=5,
        HealthCheckTimeoutSeconds=2)
    return made["TargetGroups"][0]["TargetGroupArn"]


def listen(elb, on, port, action):
    return elb.create_listener(LoadBalancerArn=on, Protocol="HTTP", Port=port, DefaultActions=[action])["Listeners"][0]


def saying(text):
    return {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200", "MessageBody": text}}


def fetched(address, port):
    try:
        with urllib.request.urlopen(f"http://{address}:{port}/", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""


def refusal(call, **arguments):
    with pytest.raises(Exception) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def test_load_balancers_with_the_same_port_open_on_addresses_of_their_own(start):
    instance = start("--edge-address", "127.0.0.1", "--edge-address", "127.0.0.2")
    elb, port = instance.client("elbv2"), free_port()
    for name in ("one", "two"):
        listen(elb, balancer(elb, name), port, saying(name))
    assert [fetched(address, port)[1] for address in ("127.0.0.1", "127.0.0.2")] == ["one", "two"]
    third = balancer(elb, "three")
    code, message = refusal(listen, elb=elb, on=third, port=port, action=saying("three"))
    assert code == "DuplicateListener" and "--edge-address" in message
    # At the next start there is one more.
    instance.stop()
    instance.start("--edge-address", "127.0.0.3")
    listen(instance.client("elbv2"), third, port, saying("three"))
    assert fetched("127.0.0.3", port)[1] == "three"


def test_a_listener_that_would_forward_to_itself_does_not(instance):
    elb, port = instance.client("elbv2"), free_port()
    circle = group(elb, "circle", port)
    # Nothing listens there yet.
    elb.register_targets(TargetGroupArn=circle, Targets=[{"Id": "127.0.0.1"}])
    listen(elb, balancer(elb, "circle"), port, {"Type": "forward", "TargetGroupArn": circle})

    def health():
        found = elb.describe_target_health(TargetGroupArn=circle)["TargetHealthDescriptions"][0]["TargetHealth"]
        return found if "Tegata itself" in found.get("Description", "") else None

    assert fetched("127.0.0.1", port) == (502, "")
    until(health, within=60, what="a health check that says why")
    assert len(os.listdir(f"/proc/{instance.process.pid}/fd")) < 300


def test_targets_are_where_targets_may_be(start):
    instance = start("--target-network", "127.0.0.0/8", "--target-network", "169.254.0.0/16")
    elb = instance.client("elbv2")
    site = group(elb, "site", 80)
    for address, port in [("10.0.0.1", 80), ("8.8.8.8", 80), ("127.0.0.1", int(instance.api.rsplit(":", 1)[1]))]:
        code, message = refusal(
            elb.register_targets, TargetGroupArn=site, Targets=[{"Id": address, "Port": port}])
        assert code == "InvalidTarget" and address in message
    # No setting permits where clouds keep credentials.
    code, _ = refusal(elb.register_targets, TargetGroupArn=site, Targets=[{"Id": "169.254.169.254"}])
    assert code == "ValidationError"


def test_what_there_is_none_of_is_none_and_what_there_is_is_shown_once(instance):
    elb = instance.client("elbv2")
    listener = listen(elb, balancer(elb, "site"), free_port(), saying("here"))
    rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
    assert [(rule["Priority"], rule["IsDefault"], rule["Conditions"]) for rule in rules] == [("default", True, [])]
    assert rules[0]["Actions"] == listener["DefaultActions"]
    named = [rules[0]["RuleArn"]] * 2
    assert elb.describe_rules(RuleArns=named)["Rules"] == rules
    assert elb.describe_tags(ResourceArns=named)["TagDescriptions"][0]["Tags"] == []
    assert refusal(elb.describe_rules)[0] == "ValidationError"
    absent = named[0][:-16] + "0" * 16
    assert refusal(elb.describe_rules, RuleArns=[absent])[0] == "RuleNotFound"

    assert elb.describe_trust_stores()["TrustStores"] == []
    assert refusal(elb.describe_trust_stores, Names=["none"])[0] == "TrustStoreNotFound"
    limits = {limit["Name"]: limit["Max"] for limit in elb.describe_account_limits()["Limits"]}
    assert limits["application-load-balancers"] == "50"

    twice = ["ELBSecurityPolicy-2016-08"] * 2
    assert [policy["Name"] for policy in elb.describe_ssl_policies(Names=twice)["SslPolicies"]] == twice[:1]
    assert len(elb.describe_load_balancers(Names=["site", "site"])["LoadBalancers"]) == 1
    not_built = "ELBSecurityPolicy-TLS13-1-1-2021-06"
    code, message = refusal(elb.describe_ssl_policies, Names=[not_built])
    assert code == "SSLPolicyNotFound" and "not supported" in message
    assert refusal(elb.describe_ssl_policies, Names=["none"])[0] == "SSLPolicyNotFound"

    without = dict(Name="g", Protocol="HTTP", Port=80)
    assert refusal(elb.create_target_group, **without) == ("ValidationError", "A VPC ID must be specified")
