"""Clients that others wrote for Route 53: octoDNS, Ansible, and what cert-manager and Cloud Custodian call."""

import subprocess
import sys
from pathlib import Path

import botocore.exceptions
import dns.message
import dns.query
import pytest

TOOLS = Path(sys.executable).parent


def answered(instance, name, kind):
    query = dns.message.make_query(name, kind)
    answer = dns.query.udp(query, instance.dns_host, port=int(instance.dns_port), timeout=5).answer
    return sorted(rdata.to_text() for rrset in answer for rdata in rrset)


def test_octodns_syncs_a_zone_and_then_plans_nothing(instance, tmp_path):
    (tmp_path / "zones").mkdir()
    (tmp_path / "production.yaml").write_text(
        f"""
providers:
  config: {{class: octodns.provider.yaml.YamlProvider, directory: {tmp_path}/zones, enforce_order: false}}
  route53:
    class: octodns_route53.Route53Provider
    access_key_id: env/AWS_ACCESS_KEY_ID
    secret_access_key: env/AWS_SECRET_ACCESS_KEY
zones:
  octo.example.: {{sources: [config], targets: [route53]}}
"""
    )
    (tmp_path / "zones" / "octo.example.yaml").write_text(
        """
'':
  - {type: A, values: [192.0.2.1, 192.0.2.2]}
  - {type: MX, values: [{exchange: mx1.octo.example., preference: 10}]}
  - {type: TXT, values: ['v=spf1 include:_spf.example.net ~all', 'semi\\; colon']}
  - {type: CAA, values: [{flags: 0, tag: issue, value: ca.example}]}
'*': {type: CNAME, value: www.octo.example.}
www: {type: AAAA, values: ['2001:db8::1']}
_sip._tcp: {type: SRV, values: [{port: 5060, priority: 10, target: sip.octo.example., weight: 20}]}
delegated: {type: NS, values: [ns1.example.net.]}
"""
    )

    def sync(*more):
        done = subprocess.run(
            [TOOLS / "octodns-sync", "--config-file", tmp_path / "production.yaml", *more],
            capture_output=True,
            text=True,
            env=instance.environment(),
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    sync("--doit")
    assert answered(instance, "octo.example.", "A") == ["192.0.2.1", "192.0.2.2"]
    assert answered(instance, "any.octo.example.", "CNAME") == ["www.octo.example."]
    assert "No changes were planned" in sync()


def test_ansible_makes_a_zone_and_its_records_and_changes_nothing_twice(instance):
    zone = {"zone": "ansible.example", "comment": "by Ansible", "tags": {"team": "web"}}
    record = {
        "zone": "ansible.example",
        "record": "www.ansible.example",
        "type": "A",
        "ttl": 60,
        "value": ["192.0.2.1", "192.0.2.2"],
        "state": "present",
        "wait": True,
    }
    for changed in [True, False]:
        made = instance.ansible("amazon.aws.route53_zone", **zone)
        assert made["changed"] is changed and made["private_zone"] is False, made
    for changed in [True, False]:
        assert instance.ansible("amazon.aws.route53", **record)["changed"] is changed
    assert answered(instance, "www.ansible.example.", "A") == ["192.0.2.1", "192.0.2.2"]
    assert instance.ansible("amazon.aws.route53", **{**record, "state": "absent"})["changed"]
    assert instance.ansible("amazon.aws.route53_zone", **{**zone, "state": "absent"})["changed"]


def test_cert_manager_presents_several_challenges_at_one_name(instance):
    route53 = instance.client("route53")
    instance.zone("manager.example")
    found = route53.list_hosted_zones_by_name(DNSName="manager.example.")["HostedZones"]
    zone = next(it["Id"] for it in found if it["Name"] == "manager.example." and not it["Config"]["PrivateZone"])

    def change(action, value):
        quoted = f'"{value}"'
        record_set = {
            "Name": "_acme-challenge.manager.example.",
            "Type": "TXT",
            "TTL": 10,
            "MultiValueAnswer": True,
            "SetIdentifier": quoted,
            "ResourceRecords": [{"Value": quoted}],
        }
        batch = {"Comment": "Managed by cert-manager", "Changes": [{"Action": action, "ResourceRecordSet": record_set}]}
        done = route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
        # Its first question is answered INSYNC, so that it does not wait for the next.
        assert route53.get_change(Id=done["ChangeInfo"]["Id"])["ChangeInfo"]["Status"] == "INSYNC"

    change("UPSERT", "apex")
    change("UPSERT", "wildcard")
    change("UPSERT", "apex")
    name = "_acme-challenge.manager.example."
    assert answered(instance, name, "TXT") == ['"apex"', '"wildcard"']
    listed = route53.list_resource_record_sets(HostedZoneId=zone, StartRecordName=name)["ResourceRecordSets"]
    assert [(it["SetIdentifier"], it["MultiValueAnswer"]) for it in listed] == [('"apex"', True), ('"wildcard"', True)]
    change("DELETE", "apex")
    assert answered(instance, name, "TXT") == ['"wildcard"']
    change("DELETE", "wildcard")
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        change("DELETE", "wildcard")
    assert refused.value.response["Error"]["Code"] == "InvalidChangeBatch"
    route53.delete_hosted_zone(Id=zone)


def test_cloud_custodian_reads_zones_with_their_tags(instance):
    route53 = instance.client("route53")
    zones = [instance.zone(f"z{number}.example") for number in range(3)]
    tag = {"Key": "owner", "Value": "dns"}
    route53.change_tags_for_resource(ResourceType="hostedzone", ResourceId=zones[1], AddTags=[tag])
    pages = route53.get_paginator("list_hosted_zones").paginate()
    ids = [zone["Id"].rpartition("/")[2] for page in pages for zone in page["HostedZones"]]
    sets = route53.list_tags_for_resources(ResourceType="hostedzone", ResourceIds=ids)["ResourceTagSets"]
    assert {it["ResourceId"]: it["Tags"] for it in sets} == {id: [tag] if id == zones[1] else [] for id in zones}
    assert route53.list_query_logging_configs()["QueryLoggingConfigs"] == []
    assert route53.list_health_checks()["HealthChecks"] == []


def test_an_account_cannot_make_a_zone_over_or_under_anothers(start):
    instance = start("--trust-loopback")
    owner, stranger = (
        instance.client("route53", aws_access_key_id=account, aws_secret_access_key="any")
        for account in ["111111111111", "222222222222"]
    )
    owner.create_hosted_zone(Name="victim.example", CallerReference="own")
    for name in ["victim.example", "www.victim.example", "example"]:
        with pytest.raises(botocore.exceptions.ClientError) as refused:
            stranger.create_hosted_zone(Name=name, CallerReference=name)
        assert refused.value.response["Error"]["Code"] == "ConflictingDomainExists", name
    owner.create_hosted_zone(Name="www.victim.example", CallerReference="delegated")
