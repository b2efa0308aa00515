"""Alias record sets: names that point to load balancers and into their own zone, by boto3, dig, Terraform and the CLI."""

import json
import subprocess

from conftest import free_port, need, until
from test_edge import balancer, fetched, listen, refusal, saying
from terraform import Terraform


def alias(name, target, zone, kind="A", action="UPSERT", health=False):
    to = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, "AliasTarget": to}}


def change(instance, zone, *changes):
    route53 = instance.client("route53")
    made = route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": list(changes)})
    until(lambda: route53.get_change(Id=made["ChangeInfo"]["Id"])["ChangeInfo"]["Status"] == "INSYNC", what="the change")


def described(instance, name):
    return instance.client("elbv2").describe_load_balancers(Names=[name])["LoadBalancers"][0]


def answer(instance, name, kind="A"):
    """Lines of the answer: name, TTL, type, value; and the code."""
    done = subprocess.run(
        [need("dig"), f"@{instance.dns_host}", "-p", instance.dns_port, "+noall", "+answer", "+comments", name, kind],
        capture_output=True, text=True, timeout=30, check=True,
    ).stdout
    lines = [line.split() for line in done.splitlines() if line and not line.startswith(";")]
    status = next(line for line in done.splitlines() if "status:" in line).split("status: ")[1].split(",")[0]
    return status, [" ".join([line[0], line[1], line[3], *line[4:]]) for line in lines]


def test_names_follow_a_load_balancer_at_the_apex_too(start):
    instance = start("--edge-address", "127.0.0.9", "--edge-address", "127.0.0.10")
    zone, port, elb = instance.zone("alias.example"), free_port(), instance.client("elbv2")
    listen(elb, balancer(elb, "first"), port, saying("first"))
    arn = balancer(elb, "web")
    web = described(instance, "web")
    of_balancers = web["CanonicalHostedZoneId"]
    change(
        instance, zone,
        alias("alias.example", web["DNSName"], of_balancers, health=True),
        alias("alias.example", "dualstack." + web["DNSName"], of_balancers, "AAAA"),
        alias("www.alias.example", "alias.example", zone),
        alias("*.apps.alias.example", web["DNSName"].upper(), of_balancers),
    )
    names = ["alias.example.", "www.alias.example.", "x.apps.alias.example.", web["DNSName"] + "."]
    for name in names:
        assert answer(instance, name) == ("NOERROR", [f"{name} 60 A 127.0.0.9"])
    assert answer(instance, "alias.example", "AAAA") == ("NOERROR", [])
    # Its first listener chooses another address, where the port is free, and all names follow.
    listen(elb, arn, port, saying("web"))
    for name in names:
        until(lambda name=name: answer(instance, name) == ("NOERROR", [f"{name} 60 A 127.0.0.10"]), what=name)
    assert fetched(instance.dig("www.alias.example", "A"), port) == (200, "web")
    sets = instance.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    shown = {(it["Name"], it["Type"]): it for it in sets}
    assert shown["alias.example.", "A"]["AliasTarget"] == {
        "HostedZoneId": of_balancers, "DNSName": web["DNSName"] + ".", "EvaluateTargetHealth": True,
    }
    assert "TTL" not in shown["alias.example.", "A"] and "\\052.apps.alias.example." in {name for name, _ in shown}
    # They are there after a restart, and have nothing to say once the load balancer is gone.
    instance.stop()
    instance.start()
    for name in names:
        until(lambda name=name: answer(instance, name) == ("NOERROR", [f"{name} 60 A 127.0.0.10"]), what=name)
    instance.client("elbv2").delete_load_balancer(LoadBalancerArn=arn)
    for name in names[:3]:
        until(lambda name=name: answer(instance, name) == ("NOERROR", []), what=name)
    assert answer(instance, web["DNSName"])[0] == "NXDOMAIN"


def test_what_an_alias_cannot_point_to_is_refused_in_route_53s_words(instance):
    zone = instance.zone("alias.example")
    balancer(instance.client("elbv2"), "web")
    web = described(instance, "web")
    route53 = instance.client("route53")
    tried = "Tried to create an alias that targets {}., type A in zone {}, but "
    outside, missing = "the alias target name does not lie within the target zone", "that target was not found"
    for target, of, why in [
        ("gone.alias.example", zone, missing),
        ("elsewhere.example", zone, outside),
        (web["DNSName"], zone, f"{outside} (its zone is {web['CanonicalHostedZoneId']})"),
        (web["DNSName"].replace("web-", "web-0"), web["CanonicalHostedZoneId"], missing),
        ("alias.example", web["CanonicalHostedZoneId"], outside),
    ]:
        batch = {"Changes": [alias("a.alias.example", target, of)]}
        code, said = refusal(route53.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch)
        assert (code, said) == ("InvalidChangeBatch", "[" + tried.format(target, of) + why + "]")
    both = alias("a.alias.example", "alias.example", zone)
    both["ResourceRecordSet"]["TTL"] = 60
    code, said = refusal(route53.change_resource_record_sets, HostedZoneId=zone, ChangeBatch={"Changes": [both]})
    assert code == "InvalidInput" and "but found more than one" in said


def test_the_dns_gives_the_addresses_that_clients_reach(start):
    instance = start("--edge-address", "0.0.0.0")
    balancer(instance.client("elbv2"), "web")
    name = described(instance, "web")["DNSName"]
    own = until(lambda: instance.dig(name, "A"), what="an address of this machine")
    assert own != "0.0.0.0" and len(own.splitlines()) == 1
    instance.stop()
    instance.start("--edge-public-address", "0.0.0.0=203.0.113.7 203.0.113.8 2001:db8::7")
    assert sorted(instance.dig(name, "A").splitlines()) == ["203.0.113.7", "203.0.113.8"]
    assert instance.dig(name, "AAAA") == "2001:db8::7"


def test_the_command_makes_aliases_shows_and_removes_them(instance):
    zone = instance.zone("alias.example")
    balancer(instance.client("elbv2"), "web")
    instance.tegata("zone", "put", "alias.example", "@", "A", "--load-balancer", "web")
    instance.tegata("zone", "put", "alias.example", "www", "A", "--alias", "@")
    assert answer(instance, "www.alias.example") == ("NOERROR", ["www.alias.example. 60 A 127.0.0.1"])
    records = instance.tegata("zone", "records", zone)["ResourceRecordSets"]
    assert [it["AliasTarget"]["DNSName"] for it in records if "AliasTarget" in it][1] == "alias.example."
    assert "type A or AAAA" in instance.tegata(
        "zone", "put", "alias.example", "x", "MX", "--load-balancer", "web", fails=True)
    for wrong in [["--alias", "@", "192.0.2.1"], ["--alias", "@", "--load-balancer", "web"], ["--alias", "@", "--ttl", "9"], []]:
        instance.tegata("zone", "put", "alias.example", "x", "A", *wrong, fails=True)
    for name in ["www", "@"]:
        instance.tegata("zone", "remove", "alias.example", name, "A")
    assert answer(instance, "www.alias.example")[0] == "NXDOMAIN"


TERRAFORM = """
resource "aws_route53_zone" "zone" {
  name = "terraform.example"
}

resource "aws_lb" "site" {
  name               = "terraform"
  load_balancer_type = "application"
  subnets            = ["subnet-1", "subnet-2"]
}

resource "aws_route53_record" "apex" {
  zone_id = aws_route53_zone.zone.zone_id
  name    = "terraform.example"
  type    = "A"
  alias {
    name                   = aws_lb.site.dns_name
    zone_id                = aws_lb.site.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "www" {
  zone_id = aws_route53_zone.zone.zone_id
  name    = "www.terraform.example"
  type    = "A"
  alias {
    name                   = aws_route53_record.apex.name
    zone_id                = aws_route53_zone.zone.zone_id
    evaluate_target_health = false
  }
}

output "zone" {
  value = aws_route53_zone.zone.zone_id
}
"""


def test_terraform_makes_imports_and_destroys_aliases(instance, tmp_path):
    terraform = Terraform(instance, tmp_path, TERRAFORM)
    terraform.apply()
    assert answer(instance, "www.terraform.example") == ("NOERROR", ["www.terraform.example. 60 A 127.0.0.1"])
    terraform.unchanged()
    zone = json.loads(terraform.run("output", "-json"))["zone"]["value"]
    terraform.run("state", "rm", "aws_route53_record.apex")
    terraform.run("import", "aws_route53_record.apex", f"{zone}_terraform.example_A")
    terraform.unchanged()
    terraform.destroy()
    assert instance.client("route53").list_hosted_zones()["HostedZones"] == []
