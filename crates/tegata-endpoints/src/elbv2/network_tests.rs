//! Transcripts of network load balancers.

use serde_json::{Value, json};

use crate::transcript::Talk;

impl Talk {
    async fn network(&mut self) -> String {
        let ask = json!({ "Name": "net", "Type": "network", "Subnets": ["subnet-1"] });
        let made = self.say("CreateLoadBalancer", ask).await;
        made["LoadBalancers"][0]["LoadBalancerArn"].as_str().expect("an ARN").to_owned()
    }

    async fn network_group(&mut self, name: &str, protocol: &str, more: Value) -> String {
        let mut ask =
            json!({ "Name": name, "Protocol": protocol, "Port": 5000, "TargetType": "ip", "VpcId": "vpc-1" });
        let members = more.as_object().expect("members").clone();
        ask.as_object_mut().expect("members").extend(members);
        let made = self.say("CreateTargetGroup", ask).await;
        made["TargetGroups"][0]["TargetGroupArn"].as_str().expect("an ARN").to_owned()
    }
}

fn forward(groups: &[(&str, u32)]) -> Value {
    let tuple = |(arn, weight): &(&str, u32)| json!({ "TargetGroupArn": arn, "Weight": weight });
    let groups: Vec<Value> = groups.iter().map(tuple).collect();
    json!([{ "Type": "forward", "ForwardConfig": { "TargetGroups": groups } }])
}

#[tokio::test]
async fn a_network_load_balancer_lives_its_life() {
    let mut talk = Talk::with("elbv2").await;
    let balancer = talk.network().await;
    let check = json!({ "HealthCheckProtocol": "HTTP", "Matcher": { "HttpCode": "200-599" } });
    let blue = talk.network_group("blue", "TCP", json!({})).await;
    let green = talk.network_group("green", "TCP", check).await;
    let actions = forward(&[(&blue, 80), (&green, 20)]);
    let listener =
        json!({ "LoadBalancerArn": balancer, "Protocol": "TCP", "Port": 5000, "DefaultActions": actions });
    let made = talk.say("CreateListener", listener).await;
    let listener = made["Listeners"][0]["ListenerArn"].as_str().expect("an ARN").to_owned();
    talk.say("DescribeListenerAttributes", json!({ "ListenerArn": listener })).await;
    let idle = json!([{ "Key": "tcp.idle_timeout.seconds", "Value": "60" }]);
    talk.say("ModifyListenerAttributes", json!({ "ListenerArn": listener, "Attributes": idle })).await;
    let rules = talk.say("DescribeRules", json!({ "ListenerArn": listener })).await;
    let rule = rules["Rules"][0]["RuleArn"].as_str().expect("an ARN").to_owned();
    talk.say("DescribeTags", json!({ "ResourceArns": [balancer, blue, listener, rule] })).await;
    talk.say("DescribeLoadBalancerAttributes", json!({ "LoadBalancerArn": balancer })).await;
    talk.say("DescribeTargetGroupAttributes", json!({ "TargetGroupArn": blue })).await;
    talk.say("DescribeTargetGroups", json!({ "LoadBalancerArn": balancer })).await;
    talk.say("ModifyTargetGroup", json!({ "TargetGroupArn": green, "HealthCheckProtocol": "TCP" })).await;
    talk.say("DeleteLoadBalancer", json!({ "LoadBalancerArn": balancer })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn what_networks_do_not_do_is_refused_in_elbs_words() {
    let mut talk = Talk::with("elbv2").await;
    let balancer = talk.network().await;
    let group = talk.network_group("tcp", "TCP", json!({})).await;
    let udp = talk.network_group("udp", "UDP", json!({})).await;
    let tls = talk.network_group("tls", "TLS", json!({})).await;
    let http = talk.network_group("http", "HTTP", json!({})).await;
    let listener = |protocol: &str, actions: Value| json!({ "LoadBalancerArn": balancer, "Protocol": protocol, "Port": 5000, "DefaultActions": actions });
    let answer = json!([{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "200" } }]);
    let mut alpn = listener("TCP", forward(&[(&group, 1)]));
    alpn["AlpnPolicy"] = json!(["HTTP2Only"]);
    let mut sticky = forward(&[(&group, 1)]);
    sticky[0]["ForwardConfig"]["TargetGroupStickinessConfig"] =
        json!({ "Enabled": true, "DurationSeconds": 60 });
    for (operation, input) in [
        ("CreateListener", listener("HTTP", forward(&[(&group, 1)]))),
        ("CreateListener", listener("QUIC", forward(&[(&group, 1)]))),
        ("CreateListener", listener("TCP", answer)),
        ("CreateListener", listener("TCP", forward(&[(&http, 1)]))),
        ("CreateListener", listener("TCP", forward(&[(&group, 1), (&udp, 1)]))),
        ("CreateListener", listener("TCP", sticky)),
        ("CreateListener", listener("TLS", forward(&[(&group, 1)]))),
        ("CreateListener", alpn),
        (
            "CreateTargetGroup",
            json!({ "Name": "a", "Protocol": "TCP", "Port": 1, "VpcId": "vpc-1", "HealthCheckPath": "/" }),
        ),
        (
            "CreateTargetGroup",
            json!({ "Name": "a", "Protocol": "TCP", "Port": 1, "VpcId": "vpc-1", "ProtocolVersion": "HTTP1" }),
        ),
        (
            "CreateTargetGroup",
            json!({ "Name": "a", "Protocol": "HTTP", "Port": 1, "VpcId": "vpc-1", "HealthCheckProtocol": "TCP" }),
        ),
        (
            "CreateTargetGroup",
            json!({ "Name": "a", "Protocol": "UDP", "Port": 1, "VpcId": "vpc-1", "HealthCheckProtocol": "UDP" }),
        ),
        ("SetSecurityGroups", json!({ "LoadBalancerArn": balancer, "SecurityGroups": ["sg-1"] })),
    ] {
        talk.say(operation, input).await;
    }
    for (group, key, value) in [
        (&group, "preserve_client_ip.enabled", "true"),
        (&group, "slow_start.duration_seconds", "0"),
        (&group, "stickiness.type", "lb_cookie"),
        (&group, "no.such", "1"),
        (&tls, "stickiness.enabled", "true"),
        (&udp, "target_health_state.unhealthy.connection_termination.enabled", "false"),
        (&http, "proxy_protocol_v2.enabled", "true"),
    ] {
        let attributes = json!([{ "Key": key, "Value": value }]);
        let input = json!({ "TargetGroupArn": group, "Attributes": attributes });
        talk.say("ModifyTargetGroupAttributes", input).await;
    }
    let made = talk.say("CreateListener", listener("UDP", forward(&[(&udp, 1)]))).await;
    let listener = made["Listeners"][0]["ListenerArn"].as_str().expect("an ARN").to_owned();
    let condition = json!([{ "Field": "source-ip", "SourceIpConfig": { "Values": ["10.0.0.0/8"] } }]);
    let rule = json!({ "ListenerArn": listener, "Priority": 1, "Conditions": condition, "Actions": forward(&[(&udp, 1)]) });
    talk.say("CreateRule", rule).await;
    let idle = json!([{ "Key": "tcp.idle_timeout.seconds", "Value": "60" }]);
    talk.say("ModifyListenerAttributes", json!({ "ListenerArn": listener, "Attributes": idle })).await;
    insta::assert_snapshot!(talk.said);
}
