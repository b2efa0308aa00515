//! Transcripts of EC2's operations: what goes in, and what comes out or why not.

use serde_json::{Value, json};

use crate::transcript::Talk;

fn open(port: u16, cidr: &str) -> Value {
    json!([{ "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{ "CidrIp": cidr, "Description": "web" }] }])
}

#[tokio::test]
async fn the_network_is_shown_as_a_default_vpc() {
    let mut talk = Talk::with("ec2").await;
    let is_default = json!([{ "Name": "is-default", "Values": ["true"] }]);
    talk.say("DescribeVpcs", json!({ "Filters": is_default })).await;
    talk.say("DescribeVpcAttribute", json!({ "VpcId": "vpc-1", "Attribute": "enableDnsSupport" })).await;
    let zone = json!([{ "Name": "availability-zone", "Values": ["*b"] }]);
    talk.say("DescribeSubnets", json!({ "Filters": zone })).await;
    talk.say("DescribeAvailabilityZones", json!({ "ZoneNames": ["us-east-1a"] })).await;
    talk.say("DescribeRouteTables", json!({})).await;
    talk.say("DescribeAccountAttributes", json!({ "AttributeNames": ["supported-platforms"] })).await;
    talk.say("DescribeInstances", json!({})).await;
    talk.say("DescribeNetworkInterfaces", json!({})).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn a_security_group_lives_its_life() {
    let mut talk = Talk::with("ec2").await;
    let tags = json!([{ "ResourceType": "security-group", "Tags": [{ "Key": "team", "Value": "web" }] }]);
    let ask = json!({ "GroupName": "web", "Description": "web servers", "VpcId": "vpc-1", "TagSpecifications": tags });
    let made = talk.say("CreateSecurityGroup", ask).await;
    let group = made["GroupId"].as_str().expect("an identifier").to_owned();
    let permissions = open(443, "192.0.2.7/24");
    let ask = json!({ "GroupId": group, "IpPermissions": permissions });
    let added = talk.say("AuthorizeSecurityGroupIngress", ask.clone()).await;
    talk.say("AuthorizeSecurityGroupIngress", ask).await;
    let rule = added["SecurityGroupRules"][0]["SecurityGroupRuleId"].as_str().expect("an identifier");
    let update = json!({ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 81, "CidrIpv6": "2001:db8::/32" });
    let updates = json!([{ "SecurityGroupRuleId": rule, "SecurityGroupRule": update }]);
    talk.say("ModifySecurityGroupRules", json!({ "GroupId": group, "SecurityGroupRules": updates })).await;
    let described = json!([{ "SecurityGroupRuleId": rule, "Description": "IPv6" }]);
    let ask = json!({ "GroupId": group, "SecurityGroupRuleDescriptions": described });
    talk.say("UpdateSecurityGroupRuleDescriptionsIngress", ask).await;
    let all = json!([{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
    talk.say("RevokeSecurityGroupEgress", json!({ "GroupId": group, "IpPermissions": all })).await;
    talk.say("DescribeSecurityGroups", json!({ "GroupIds": [group] })).await;
    let of_group = json!([{ "Name": "group-id", "Values": [group] }]);
    talk.say("DescribeSecurityGroupRules", json!({ "Filters": of_group })).await;
    talk.say("DescribeTags", json!({})).await;
    let gone = json!([{ "Key": "team" }]);
    talk.say("DeleteTags", json!({ "Resources": [group], "Tags": gone })).await;
    talk.say("RevokeSecurityGroupIngress", json!({ "GroupId": group, "SecurityGroupRuleIds": [rule] })).await;
    talk.say("DeleteSecurityGroup", json!({ "GroupId": group })).await;
    talk.say("DescribeSecurityGroups", json!({ "GroupIds": [group] })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn requests_are_refused_in_ec2s_words() {
    let mut talk = Talk::with("ec2").await;
    let group = "sg-00000000000000000";
    for (operation, input) in [
        ("DescribeVpcs", json!({ "VpcIds": ["vpc-2"] })),
        ("DescribeSubnets", json!({ "SubnetIds": ["subnet-9"] })),
        ("DescribeSubnets", json!({ "Filters": [{ "Name": "colour", "Values": ["green"] }] })),
        ("DescribeAvailabilityZones", json!({ "ZoneNames": ["us-east-1z"] })),
        ("DescribeInstances", json!({ "InstanceIds": ["i-00000000"] })),
        ("DescribeVpcs", json!({ "DryRun": true })),
        ("CreateSecurityGroup", json!({ "GroupName": "default", "Description": "x" })),
        ("CreateSecurityGroup", json!({ "GroupName": "sg-x", "Description": "x" })),
        ("CreateSecurityGroup", json!({ "GroupName": "x", "Description": "x", "VpcId": "vpc-2" })),
        ("DeleteSecurityGroup", json!({ "GroupId": group })),
        ("DeleteSecurityGroup", json!({ "GroupId": "web" })),
        ("DeleteSecurityGroup", json!({ "GroupName": "default" })),
        (
            "AuthorizeSecurityGroupIngress",
            json!({ "GroupName": "default", "IpPermissions": open(443, "10.0.0.0/40") }),
        ),
        (
            "AuthorizeSecurityGroupIngress",
            json!({ "GroupName": "default", "IpProtocol": "tcp", "FromPort": 443 }),
        ),
        (
            "AuthorizeSecurityGroupIngress",
            json!({ "GroupName": "default", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1,
                "UserIdGroupPairs": [{ "GroupId": group }] }] }),
        ),
        (
            "AuthorizeSecurityGroupIngress",
            json!({ "GroupName": "default", "IpPermissions": [{ "IpProtocol": "-1",
                "PrefixListIds": [{ "PrefixListId": "pl-1" }] }] }),
        ),
        (
            "RevokeSecurityGroupIngress",
            json!({ "GroupName": "default", "IpPermissions": open(443, "10.0.0.0/8") }),
        ),
        ("CreateTags", json!({ "Resources": ["vpc-2"], "Tags": [{ "Key": "a", "Value": "b" }] })),
        ("CreateTags", json!({ "Resources": ["vpc-1"], "Tags": [{ "Key": "aws:a", "Value": "b" }] })),
    ] {
        talk.say(operation, input).await;
    }
    insta::assert_snapshot!(talk.said);
}
