"""Load balancers by Ansible's modules, unmodified."""

from conftest import free_port, until
from test_ec2_network import fetch


def test_a_load_balancer_is_made_kept_and_removed(instance, site):
    port = free_port()
    vpc = instance.ansible("amazon.aws.ec2_vpc_net_info", filters={"is-default": "true"})["vpcs"][0]["vpc_id"]
    subnets = instance.ansible("amazon.aws.ec2_vpc_subnet_info", filters={"vpc-id": vpc})["subnets"]
    group = {
        "name": "web", "description": "web", "vpc_id": vpc,
        "rules": [{"proto": "tcp", "ports": [port], "cidr_ip": "127.0.0.1/32"}],
    }
    assert [instance.ansible("amazon.aws.ec2_security_group", **group)["changed"] for _ in range(2)] == [True, False]
    target_group = {
        "name": "ansible", "protocol": "HTTP", "port": site, "vpc_id": vpc, "target_type": "ip", "state": "present",
        "targets": [{"Id": "127.0.0.1", "Port": site}], "modify_targets": True,
    }
    made = [instance.ansible("community.aws.elb_target_group", **target_group) for _ in range(2)]
    assert [one["changed"] for one in made] == [True, False]
    rules = [{
        "Conditions": [{"Field": "path-pattern", "Values": ["/old/*"]}], "Priority": "1",
        "Actions": [{"Type": "fixed-response", "FixedResponseConfig": {
            "StatusCode": "404", "ContentType": "text/plain", "MessageBody": "gone"}}],
    }]
    listener = {
        "Protocol": "HTTP", "Port": port, "DefaultActions": [{"Type": "forward", "TargetGroupName": "ansible"}],
    }
    balancer = {
        "name": "ansible", "subnets": [subnet["subnet_id"] for subnet in subnets], "security_groups": ["web"],
        "state": "present", "listeners": [listener],
    }
    made = [instance.ansible("amazon.aws.elb_application_lb", **balancer) for _ in range(2)]
    assert [one["changed"] for one in made] == [True, False]
    # This release of the module finds a listener for its rules only in the run after the one that made it.
    balancer["listeners"] = [{**listener, "Rules": rules}]
    made = [instance.ansible("amazon.aws.elb_application_lb", **balancer) for _ in range(2)]
    assert [one["changed"] for one in made] == [True, False]
    until(lambda: fetch("127.0.0.1", port) == 200, what="the site")
    assert fetch("127.0.0.1", port, "127.0.0.2") is None
    for module, arguments in [
        ("amazon.aws.elb_application_lb", {"name": "ansible", "state": "absent"}),
        ("community.aws.elb_target_group", {"name": "ansible", "state": "absent"}),
        ("amazon.aws.ec2_security_group", {"name": "web", "state": "absent"}),
    ]:
        assert instance.ansible(module, **arguments)["changed"] is True, module
