"""The network around load balancers by boto3 and the AWS CLI: what the settings map, and security groups at listeners."""

import socket

from conftest import free_port, until
from test_edge import group, listen, refusal, saying


def fetch(address, port, source="127.0.0.1"):
    """The status of a page, asked for from an address of loopback; None when the connection is closed at once."""
    with socket.create_connection((address, port), timeout=20, source_address=(source, 0)) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = connection.recv(100)
        except ConnectionError:
            return None
    return int(answer.split()[1]) if answer else None


def permission(port, cidr, protocol="tcp"):
    return {"IpProtocol": protocol, "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr}]}


def test_the_settings_say_which_subnets_there_are(start):
    instance = start(
        *["--edge-address", "127.0.0.1", "--edge-address", "127.0.2.1", "--edge-address", "127.0.2.2"],
        *["--vpc", "vpc-0a1b2c3d", "--subnet", "subnet-0aaa=a 127.0.0.0/24", "--subnet", "subnet-0bbb=b 127.0.2.0/24"],
        *["--subnet", "subnet-0ccc=b 127.0.3.0/24", "--instance", "i-0123456789abcdef0=127.0.2.7"],
    )
    ec2, elb = instance.client("ec2"), instance.client("elbv2")
    assert [vpc["CidrBlock"] for vpc in ec2.describe_vpcs(VpcIds=["vpc-0a1b2c3d"])["Vpcs"]] == ["127.0.0.0/22"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "availability-zone", "Values": ["us-east-1b"]}])["Subnets"]
    assert [(it["SubnetId"], it["CidrBlock"]) for it in subnets] == [
        ("subnet-0bbb", "127.0.2.0/24"), ("subnet-0ccc", "127.0.3.0/24"),
    ]
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert [(zone["ZoneName"], zone["ZoneId"]) for zone in zones] == [("us-east-1a", "use1-az1"), ("us-east-1b", "use1-az2")]
    found = ec2.describe_instances(InstanceIds=["i-0123456789abcdef0"])["Reservations"][0]["Instances"][0]
    assert (found["PrivateIpAddress"], found["SubnetId"], found["State"]["Name"]) == ("127.0.2.7", "subnet-0bbb", "running")
    # A load balancer opens on an address of its subnets.
    made = elb.create_load_balancer(Name="b", Subnets=["subnet-0bbb"])["LoadBalancers"][0]
    assert made["VpcId"] == "vpc-0a1b2c3d"
    assert [(zone["ZoneName"], zone["SubnetId"]) for zone in made["AvailabilityZones"]] == [("us-east-1b", "subnet-0bbb")]
    port = free_port()
    listen(elb, made["LoadBalancerArn"], port, saying("b"))
    assert fetch("127.0.2.1", port) == 200
    faces = ec2.describe_network_interfaces(Filters=[
        {"Name": "attachment.instance-owner-id", "Values": ["amazon-elb"]},
        {"Name": "description", "Values": ["ELB " + made["LoadBalancerArn"].split("loadbalancer/")[1]]},
    ])["NetworkInterfaces"]
    assert [face["PrivateIpAddress"] for face in faces] == ["127.0.2.1"]
    for subnets, code in [
        (["subnet-1"], "SubnetNotFound"),
        (["subnet-0ccc"], "InvalidConfigurationRequest"),
        (["subnet-0bbb", "subnet-0ccc"], "InvalidConfigurationRequest"),
    ]:
        assert refusal(elb.create_load_balancer, Name="c", Subnets=subnets)[0] == code
    code, message = refusal(elb.set_subnets, LoadBalancerArn=made["LoadBalancerArn"], Subnets=["subnet-0aaa"])
    assert code == "InvalidConfigurationRequest" and "open on 127.0.2.1" in message
    code, message = refusal(elb.create_target_group, Name="x", Protocol="HTTP", Port=1, VpcId="vpc-1", TargetType="ip")
    assert (code, message[:36]) == ("ValidationError", "The VPC ID 'vpc-1' is not found. The")


def test_security_groups_are_allow_lists_at_listeners(instance, site):
    ec2, elb, port = instance.client("ec2"), instance.client("elbv2"), free_port()
    web = ec2.create_security_group(GroupName="web", Description="web", VpcId="vpc-1")["GroupId"]
    made = elb.create_load_balancer(Name="web", Subnets=["subnet-1", "subnet-2"], SecurityGroups=[web])["LoadBalancers"][0]
    arn = made["LoadBalancerArn"]
    assert made["SecurityGroups"] == [web]
    target = group(elb, "web", site)
    elb.register_targets(TargetGroupArn=target, Targets=[{"Id": "127.0.0.1"}])
    listener = listen(elb, arn, port, {"Type": "forward", "TargetGroupArn": target})
    assert fetch("127.0.0.1", port) is None, "a new group lets no one in"
    added = ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=[permission(port, "127.0.0.2/31")])
    rule = added["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    until(lambda: fetch("127.0.0.1", port, "127.0.0.3") == 200, what="the rule")
    assert fetch("127.0.0.1", port, "127.0.0.1") is None
    # A connection that is open stays open, and no new one is taken.
    with socket.create_connection(("127.0.0.1", port), timeout=20, source_address=("127.0.0.3", 0)) as kept:
        def ask():
            kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"a page\n"):
                answer += kept.recv(65536)
            return answer.split()[1]

        assert ask() == b"200"
        ec2.revoke_security_group_ingress(GroupId=web, SecurityGroupRuleIds=[rule])
        until(lambda: fetch("127.0.0.1", port, "127.0.0.3") is None, what="the end of the rule")
        assert ask() == b"200"
    # Another port or protocol does not open this one; all protocols do.
    ec2.authorize_security_group_ingress(
        GroupId=web, IpPermissions=[permission(port + 1, "127.0.0.0/8"), permission(port, "127.0.0.0/8", "udp")]
    )
    assert fetch("127.0.0.1", port) is None
    ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "127.0.0.0/8"}]}])
    until(lambda: fetch("127.0.0.1", port) == 200, what="the rule for everything")
    # What may not go out to a target is answered as if the target were silent.
    everywhere = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    ec2.revoke_security_group_egress(GroupId=web, IpPermissions=everywhere)
    until(lambda: fetch("127.0.0.1", port) == 504, what="the end of the way out")
    ec2.authorize_security_group_egress(GroupId=web, IpPermissions=[permission(site, "127.0.0.1/32")])
    until(lambda: fetch("127.0.0.1", port) == 200, what="the way out")
    # A group in use stays, and load balancers take no other group than those that are there.
    assert refusal(ec2.delete_security_group, GroupId=web)[0] == "DependencyViolation"
    code, message = refusal(elb.set_security_groups, LoadBalancerArn=arn, SecurityGroups=["sg-1"])
    assert (code, message) == ("InvalidSecurityGroup", "The security group 'sg-1' does not exist")
    default = ec2.describe_security_groups(GroupNames=["default"])["SecurityGroups"][0]["GroupId"]
    elb.set_security_groups(LoadBalancerArn=arn, SecurityGroups=[default])
    # The load balancer itself is in the default group, so its own address may connect.
    until(lambda: fetch("127.0.0.1", port, "127.0.0.9") is None, what="the default group")
    assert fetch("127.0.0.1", port, made_address(ec2)) == 200
    ec2.delete_security_group(GroupId=web)
    elb.set_security_groups(LoadBalancerArn=arn, SecurityGroups=[])
    until(lambda: fetch("127.0.0.1", port, "127.0.0.9") == 200, what="no groups")
    elb.delete_listener(ListenerArn=listener["ListenerArn"])


def made_address(ec2):
    return ec2.describe_network_interfaces()["NetworkInterfaces"][0]["PrivateIpAddress"]


def test_the_aws_cli_and_permissions(instance, tmp_path):
    from test_access import Principal, put

    made = instance.aws("ec2", "create-security-group", "--group-name", "cli", "--description", "by the CLI")
    group_id = made["GroupId"]
    instance.aws("ec2", "authorize-security-group-ingress", "--group-id", group_id,
                 *["--protocol", "tcp", "--port", "443", "--cidr", "192.0.2.0/24"])
    again = ["ec2", "authorize-security-group-ingress", "--group-id", group_id,
             *["--protocol", "tcp", "--port", "443", "--cidr", "192.0.2.0/24"]]
    instance.aws(*again, fails="InvalidPermission.Duplicate")
    instance.aws("ec2", "create-tags", "--resources", "subnet-1", group_id, "--tags", "Key=kubernetes.io/role/elb,Value=1")
    tagged = instance.aws("ec2", "describe-subnets", "--filters", "Name=tag:kubernetes.io/role/elb,Values=1")
    assert [subnet["SubnetId"] for subnet in tagged["Subnets"]] == ["subnet-1"]
    first = instance.aws("ec2", "describe-subnets", "--page-size", "5", "--max-items", "2")
    assert len(first["Subnets"]) == 2
    instance.aws("ec2", "describe-vpcs", "--dry-run", fails="DryRunOperation")
    instance.aws("ec2", "run-instances", "--image-id", "ami-1", fails="InvalidAction")
    alice = Principal.made(instance, "alice")
    code, message = refusal(alice.client("ec2").describe_vpcs)
    assert code == "UnauthorizedOperation" and "ec2:DescribeVpcs" in message
    put(instance, tmp_path, "alice", 'permit (principal == Principal::"alice", action in Action::"ec2:Read", resource);')
    assert alice.client("ec2").describe_vpcs()["Vpcs"][0]["IsDefault"] is True
    assert refusal(alice.client("ec2").delete_security_group, GroupId=group_id)[0] == "UnauthorizedOperation"
    wrong = instance.client("ec2", aws_secret_access_key="wrong")
    assert refusal(wrong.describe_vpcs)[0] == "SignatureDoesNotMatch"
    instance.aws("ec2", "delete-security-group", "--group-id", group_id)


def test_the_calls_of_the_load_balancer_controller(instance):
    """The calls that AWS Load Balancer Controller makes for an Ingress, in its order and with its filters."""
    ec2, elb, port = instance.client("ec2"), instance.client("elbv2"), free_port()
    instance.client("sts").get_caller_identity()
    vpc = ec2.describe_vpcs(Filters=[{"Name": "isDefault", "Values": ["true"]}])["Vpcs"][0]
    ec2.create_tags(Resources=["subnet-1", "subnet-2"], Tags=[{"Key": "kubernetes.io/role/elb", "Value": "1"}])
    subnets = ec2.describe_subnets(Filters=[
        {"Name": "tag:kubernetes.io/role/elb", "Values": ["", "1"]}, {"Name": "vpc-id", "Values": [vpc["VpcId"]]},
    ])["Subnets"]
    assert [subnet["SubnetId"] for subnet in subnets] == ["subnet-1", "subnet-2"]
    zones = {zone["ZoneId"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]}
    assert {subnet["AvailabilityZoneId"] for subnet in subnets} <= zones
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["RouteTables"]
    main = next(table for table in tables if any(of["Main"] for of in table["Associations"]))
    assert any(route["GatewayId"].startswith("igw-") for route in main["Routes"]), "its subnets are public"
    tags = [{"Key": "elbv2.k8s.aws/cluster", "Value": "one"}, {"Key": "ingress.k8s.aws/stack", "Value": "web"}]
    by_tags = [{"Name": f"tag:{tag['Key']}", "Values": [tag["Value"]]} for tag in tags]
    of_vpc = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    assert ec2.describe_security_groups(Filters=by_tags + of_vpc)["SecurityGroups"] == []
    managed = ec2.create_security_group(
        GroupName="k8s-web-managed", Description="[k8s] Managed SecurityGroup for LoadBalancer", VpcId=vpc["VpcId"],
        TagSpecifications=[{"ResourceType": "security-group", "Tags": tags}],
    )["GroupId"]
    open_port = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
    ec2.authorize_security_group_ingress(
        GroupId=managed, IpPermissions=[{**open_port, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": ""}]}]
    )
    assert [group["GroupId"] for group in ec2.describe_security_groups(Filters=by_tags + of_vpc)["SecurityGroups"]] == [managed]
    backend = ec2.create_security_group(
        GroupName="k8s-traffic", Description="[k8s] Shared Backend SecurityGroup for LoadBalancer", VpcId=vpc["VpcId"]
    )["GroupId"]
    from_backend = {"UserIdGroupPairs": [{"GroupId": backend, "Description": "elbv2.k8s.aws/targetGroupBinding=shared"}]}
    ec2.authorize_security_group_ingress(GroupId=managed, IpPermissions=[{**open_port, **from_backend}])
    balancer = elb.create_load_balancer(
        Name="k8s-web", Type="application", Scheme="internet-facing", IpAddressType="ipv4", Tags=tags,
        SubnetMappings=[{"SubnetId": subnet["SubnetId"]} for subnet in subnets], SecurityGroups=[managed, backend],
    )["LoadBalancers"][0]
    assert (balancer["SecurityGroups"], balancer["VpcId"]) == ([managed, backend], vpc["VpcId"])
    listen(elb, balancer["LoadBalancerArn"], port, saying("web"))
    assert fetch("127.0.0.1", port) == 200
    # And the way back.
    elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
    assert refusal(ec2.delete_security_group, GroupId=backend)[0] == "DependencyViolation", "a rule names it"
    ec2.revoke_security_group_ingress(GroupId=managed, IpPermissions=[{**open_port, **from_backend}])
    for group_id in (managed, backend):
        ec2.delete_security_group(GroupId=group_id)
    assert refusal(ec2.delete_security_group, GroupId=backend)[0] == "InvalidGroup.NotFound"
