"""Nodes: what each of several processes on one PostgreSQL serves, and what counts of it."""

import signal

from conftest import free_port, until
from test_postgresql import database  # noqa: F401

# The key-encryption key is the one thing that nodes share besides the store.
ENV = {"TEGATA_KEY_ENCRYPTION_KEY": "5e" * 32}


def start_two(start, database):
    return [start("--store", database, "--node-name", name, env=ENV) for name in ["first", "second"]]


def nodes(of):
    return {node["Name"]: node for node in of.tegata("nodes")["Nodes"]}


def balancer(node):
    elb = node.client("elbv2")
    made = elb.create_load_balancer(Name="web", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    return made["LoadBalancerArn"]


def listener(node, balancer, port):
    answer = {"StatusCode": "200", "ContentType": "text/plain", "MessageBody": "here"}
    made = node.client("elbv2").create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTP",
        Port=port,
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": answer}],
    )
    return made["Listeners"][0]["ListenerArn"]


def state(node, balancer):
    found = node.client("elbv2").describe_load_balancers(LoadBalancerArns=[balancer])["LoadBalancers"][0]
    return found["State"]


def kinds(node):
    return [it["Event"]["detail-type"] for it in node.tegata("events", "tail")["Events"]]


def test_an_instance_alone_is_its_one_node(instance):
    listed = instance.tegata("nodes")
    [node] = listed["Nodes"]
    assert (node["Name"], node["State"], node["Answers"]) == (instance.ready["api"].split("//")[-1], "live", True)
    until(lambda: nodes(instance)[node["Name"]].get("EdgeRevision") is not None, what="the edge")
    instance.zone("alone.example")
    listed = instance.tegata("nodes")
    assert listed["Nodes"][0]["ZonesRevision"] == listed["Revision"]


def test_a_listener_that_one_node_cannot_open_is_served_by_the_other(start, database):  # noqa: F811
    first, second = start_two(start, database)
    until(lambda: len(nodes(first)) == 2 and len(nodes(second)) == 2, what="both nodes")
    arn, port = balancer(first), free_port()
    listener_id = listener(first, arn, port).rsplit("/", 1)[1]
    # Both nodes are on one machine, so that the port is taken for the second.
    for node in [first, second]:
        until(lambda: state(node, arn)["Code"] == "active_impaired", what="the fault of the second node")
        reason = state(node, arn)["Reason"]
        assert reason.startswith("On node second: ") and "first" not in reason, reason
    listed = nodes(second)
    assert [it["Id"] for it in listed["second"]["Faults"]] == [listener_id], listed
    assert not listed["first"]["Faults"], listed
    assert kinds(first).count("listener.failed") == 1, kinds(first)
    # A node that was killed does not count any more once its lease has run out.
    second.kill()
    until(lambda: state(first, arn)["Code"] == "active", what="the end of the lease")
    assert nodes(first)["second"]["State"] == "gone"
    # The one that takes its place says that it opens what the other could not.
    first.stop()
    second.start()
    until(lambda: "listener.opened" in kinds(second), what="the listener")
    assert state(second, arn)["Code"] == "active"


def test_a_change_of_a_zone_is_in_sync_once_every_node_answers_with_it(start, database):  # noqa: F811
    first, second = start_two(start, database)
    until(lambda: len(nodes(first)) == 2, what="both nodes")
    zone, route53 = first.zone("shared.example"), first.client("route53")

    def change(address):
        record = {"Name": "www.shared.example", "Type": "A", "TTL": 5, "ResourceRecords": [{"Value": address}]}
        made = route53.change_resource_record_sets(
            HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
        )
        return made["ChangeInfo"]["Id"]

    def status(change):
        return route53.get_change(Id=change)["ChangeInfo"]["Status"]

    # A node that stands still does not answer with the change, and its lease still runs.
    second.process.send_signal(signal.SIGSTOP)
    try:
        changed = change("192.0.2.1")
        assert first.dig("www.shared.example", "A") in ("", "192.0.2.1")
        assert status(changed) == "PENDING"
    finally:
        second.process.send_signal(signal.SIGCONT)
    until(lambda: status(changed) == "INSYNC", what="both nodes")
    for node in [first, second]:
        assert node.dig("www.shared.example", "A") == "192.0.2.1"
    # One that was killed is waited for as long as its lease runs.
    second.kill()
    changed = change("192.0.2.2")
    assert status(changed) == "PENDING"
    until(lambda: status(changed) == "INSYNC", what="the end of the lease")
    assert nodes(first)["second"]["State"] == "gone"
    # One that stops is not waited for.
    second.start()
    until(lambda: sum(node["State"] == "live" for node in first.tegata("nodes")["Nodes"]) == 2, what="its return")
    second.stop()
    assert [node["Name"] for node in first.tegata("nodes")["Nodes"] if node["State"] == "live"] == ["first"]
    assert status(change("192.0.2.3")) == "INSYNC"
