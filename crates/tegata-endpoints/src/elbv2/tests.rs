//! Transcripts of Elastic Load Balancing's operations: what goes in, and what comes out or why not.

use serde_json::{Value, json};

use crate::transcript::Talk;

impl Talk {
    async fn balancer(&mut self) -> String {
        let made = self
            .say("CreateLoadBalancer", json!({ "Name": "site", "Subnets": ["subnet-1", "subnet-2"] }))
            .await;
        made["LoadBalancers"][0]["LoadBalancerArn"].as_str().expect("an ARN").to_owned()
    }

    async fn group(&mut self) -> String {
        let ask =
            json!({ "Name": "site", "Protocol": "HTTP", "Port": 8080, "TargetType": "ip", "VpcId": "vpc-1" });
        let made = self.say("CreateTargetGroup", ask).await;
        made["TargetGroups"][0]["TargetGroupArn"].as_str().expect("an ARN").to_owned()
    }
}

#[tokio::test]
async fn a_load_balancer_lives_its_life() {
    let mut talk = Talk::with("elbv2").await;
    let (balancer, group) = (talk.balancer().await, talk.group().await);
    let targets = json!([{ "Id": "127.0.0.1" }, { "Id": "127.0.0.1", "Port": 8081 }]);
    talk.say("RegisterTargets", json!({ "TargetGroupArn": group, "Targets": targets })).await;
    let listener = json!({ "LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 80,
        "DefaultActions": [{ "Type": "forward", "TargetGroupArn": group }] });
    let made = talk.say("CreateListener", listener).await;
    let listener = made["Listeners"][0]["ListenerArn"].as_str().expect("an ARN").to_owned();
    let redirect = json!({ "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301" });
    let action = json!({ "Type": "redirect", "RedirectConfig": redirect });
    talk.say("ModifyListener", json!({ "ListenerArn": listener, "DefaultActions": [action] })).await;
    talk.say("DescribeLoadBalancers", json!({ "Names": ["site"] })).await;
    talk.say("DescribeTargetGroups", json!({ "Names": ["site"] })).await;
    talk.say("DescribeListeners", json!({ "LoadBalancerArn": balancer })).await;
    talk.say("DescribeTargetHealth", json!({ "TargetGroupArn": group })).await;
    let gone = json!([{ "Id": "127.0.0.1", "Port": 8081 }]);
    talk.say("DeregisterTargets", json!({ "TargetGroupArn": group, "Targets": gone })).await;
    talk.say("DeleteListener", json!({ "ListenerArn": listener })).await;
    talk.say("DeleteLoadBalancer", json!({ "LoadBalancerArn": balancer })).await;
    talk.say("DeleteTargetGroup", json!({ "TargetGroupArn": group })).await;
    talk.say("DescribeLoadBalancers", json!({})).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn attributes_and_tags_are_kept() {
    let mut talk = Talk::with("elbv2").await;
    let balancer = talk.balancer().await;
    for (key, value) in [("deletion_protection.enabled", "true"), ("waf.fail_open.enabled", "true")] {
        let attributes = json!([{ "Key": key, "Value": value }]);
        let input = json!({ "LoadBalancerArn": balancer, "Attributes": attributes });
        talk.say("ModifyLoadBalancerAttributes", input).await;
    }
    let tags = json!([{ "Key": "team", "Value": "web" }]);
    talk.say("AddTags", json!({ "ResourceArns": [balancer], "Tags": tags })).await;
    talk.say("DescribeTags", json!({ "ResourceArns": [balancer] })).await;
    talk.say("RemoveTags", json!({ "ResourceArns": [balancer], "TagKeys": ["team"] })).await;
    talk.say("DescribeTags", json!({ "ResourceArns": [balancer] })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn refusals_name_the_cause() {
    let mut talk = Talk::with("elbv2").await;
    let (balancer, group) = (talk.balancer().await, talk.group().await);
    let forward = json!([{ "Type": "forward", "TargetGroupArn": group }]);
    for (operation, input) in [
        ("CreateLoadBalancer", json!({ "Name": "gwy", "Type": "gateway", "Subnets": ["subnet-1"] })),
        ("CreateLoadBalancer", json!({ "Name": "-bad-", "Subnets": ["subnet-1", "subnet-2"] })),
        ("CreateTargetGroup", json!({ "Name": "quic", "Protocol": "QUIC", "Port": 1, "VpcId": "vpc-1" })),
        ("CreateTargetGroup", json!({ "Name": "fn", "TargetType": "lambda" })),
        (
            "CreateListener",
            json!({ "LoadBalancerArn": balancer, "Protocol": "HTTPS", "Port": 443, "DefaultActions": forward }),
        ),
        (
            "CreateListener",
            json!({ "LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 99_999, "DefaultActions": forward }),
        ),
        (
            "CreateListener",
            json!({ "LoadBalancerArn": "arn:x", "Protocol": "HTTP", "Port": 80, "DefaultActions": forward }),
        ),
        (
            "CreateListener",
            json!({ "LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 80, "DefaultActions": [] }),
        ),
        ("RegisterTargets", json!({ "TargetGroupArn": group, "Targets": [{ "Id": "169.254.169.254" }] })),
        ("RegisterTargets", json!({ "TargetGroupArn": group, "Targets": [{ "Id": "no-address" }] })),
        (
            "DescribeListeners",
            json!({ "ListenerArns": ["arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/x/0123456789abcdef/0123456789abcdef"] }),
        ),
        ("DescribeTargetGroups", json!({ "Names": ["nothing"] })),
        (
            "ModifyLoadBalancerAttributes",
            json!({ "LoadBalancerArn": balancer, "Attributes": [{ "Key": "no.such", "Value": "1" }] }),
        ),
    ] {
        talk.say(operation, input).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn what_cannot_be_made_is_shown_as_none() {
    let mut talk = Talk::with("elbv2").await;
    let (balancer, _) = (talk.balancer().await, talk.group().await);
    let answer = json!([{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "200" } }]);
    let ask =
        json!({ "LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 80, "DefaultActions": answer });
    let made = talk.say("CreateListener", ask).await;
    let listener = made["Listeners"][0]["ListenerArn"].as_str().expect("an ARN").to_owned();
    let rules = talk.say("DescribeRules", json!({ "ListenerArn": listener })).await;
    let rule = rules["Rules"][0]["RuleArn"].as_str().expect("an ARN").to_owned();
    let absent = format!("{}0000000000000000", &rule[..rule.len() - 16]);
    for (operation, input) in [
        ("DescribeRules", json!({ "RuleArns": [rule, rule] })),
        ("DescribeRules", json!({ "RuleArns": [absent] })),
        ("DescribeRules", json!({})),
        ("DescribeRules", json!({ "ListenerArn": listener, "RuleArns": [rule] })),
        ("DescribeTags", json!({ "ResourceArns": [rule] })),
        ("AddTags", json!({ "ResourceArns": [rule], "Tags": [{ "Key": "a", "Value": "b" }] })),
        ("DescribeAccountLimits", json!({})),
        ("DescribeAccountLimits", json!({ "PageSize": 1, "Marker": "8" })),
        ("DescribeTrustStores", json!({})),
        ("DescribeTrustStores", json!({ "Names": ["none"] })),
        ("DescribeSSLPolicies", json!({ "Names": ["ELBSecurityPolicy-TLS13-1-1-2021-06"] })),
        ("CreateTargetGroup", json!({ "Name": "without", "Protocol": "HTTP", "Port": 80 })),
    ] {
        talk.say(operation, input).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn an_address_in_a_subnet_mapping_is_refused_since_no_listener_would_open_on_it() {
    let mut talk = Talk::with("elbv2").await;
    let arn = talk.balancer().await;
    for (name, address) in [
        ("AllocationId", "eipalloc-1"),
        ("PrivateIPv4Address", "127.0.0.5"),
        ("IPv6Address", "2001:db8::5"),
        ("SourceNatIpv6Prefix", "auto_assigned"),
    ] {
        let mappings = json!([{ "SubnetId": "subnet-1", name: address }]);
        for (operation, ask) in [
            ("CreateLoadBalancer", json!({ "Name": "pinned", "SubnetMappings": mappings })),
            ("SetSubnets", json!({ "LoadBalancerArn": arn, "SubnetMappings": mappings })),
        ] {
            let answer = talk.say(operation, ask).await;
            let message = answer["Message"].as_str().unwrap_or_default();
            assert!(message.contains(name) && message.contains("edge_addresses"), "{operation}: {answer}");
        }
    }
}

impl Talk {
    /// A listener that answers by itself.
    async fn listener(&mut self) -> String {
        let balancer = self.balancer().await;
        let ask = json!({ "LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 80,
            "DefaultActions": [answer("200")] });
        let made = self.say("CreateListener", ask).await;
        made["Listeners"][0]["ListenerArn"].as_str().expect("an ARN").to_owned()
    }
}

fn answer(status: &str) -> Value {
    json!({ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": status } })
}

fn path(value: &str) -> Value {
    json!({ "Field": "path-pattern", "Values": [value] })
}

#[tokio::test]
async fn rules_live_their_lives() {
    let mut talk = Talk::with("elbv2").await;
    let listener = talk.listener().await;
    let group = talk.group().await;
    let sticky = json!({ "Enabled": true, "DurationSeconds": 60 });
    let forward = json!({ "Type": "forward", "ForwardConfig": { "TargetGroups": [
        { "TargetGroupArn": group, "Weight": 3 }], "TargetGroupStickinessConfig": sticky } });
    let conditions = json!([
        { "Field": "host-header", "HostHeaderConfig": { "Values": ["*.example.com"] } },
        { "Field": "path-pattern", "PathPatternConfig": { "RegexValues": ["^/api/v[0-9]+/"] } },
        { "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "User-Agent", "Values": ["curl*"] } },
        { "Field": "query-string", "QueryStringConfig": { "Values": [{ "Key": "version", "Value": "v1" }] } },
        { "Field": "source-ip", "SourceIpConfig": { "Values": ["192.0.2.0/24"] } },
    ]);
    let transforms = json!([
        { "Type": "host-header-rewrite", "HostHeaderRewriteConfig":
            { "Rewrites": [{ "Regex": "^(.+)$", "Replace": "internal.$1" }] } },
        { "Type": "url-rewrite", "UrlRewriteConfig": { "Rewrites": [{ "Regex": "^/api", "Replace": "" }] } },
    ]);
    let made = talk
        .say(
            "CreateRule",
            json!({ "ListenerArn": listener, "Priority": 20, "Conditions": conditions,
            "Actions": [forward], "Transforms": transforms, "Tags": [{ "Key": "team", "Value": "web" }] }),
        )
        .await;
    let first = made["Rules"][0]["RuleArn"].as_str().expect("an ARN").to_owned();
    talk.say("DescribeTargetGroups", json!({ "Names": ["site"] })).await;
    talk.say("DeleteTargetGroup", json!({ "TargetGroupArn": group })).await;
    talk.say("DescribeTags", json!({ "ResourceArns": [first] })).await;
    talk.say("RemoveTags", json!({ "ResourceArns": [first], "TagKeys": ["team"] })).await;
    let method =
        json!({ "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": ["PUT", "POST"] } });
    let made = talk
        .say(
            "CreateRule",
            json!({ "ListenerArn": listener, "Priority": 10, "Conditions": [method],
            "Actions": [answer("405")] }),
        )
        .await;
    let second = made["Rules"][0]["RuleArn"].as_str().expect("an ARN").to_owned();
    let priorities = json!([{ "RuleArn": first, "Priority": 10 }, { "RuleArn": second, "Priority": 20 }]);
    talk.say("SetRulePriorities", json!({ "RulePriorities": priorities })).await;
    talk.say("ModifyRule", json!({ "RuleArn": first, "ResetTransforms": true, "Actions": [answer("404")] }))
        .await;
    talk.say("DescribeTargetGroups", json!({ "Names": ["site"] })).await;
    let page = talk.say("DescribeRules", json!({ "ListenerArn": listener, "PageSize": 2 })).await;
    let marker = page["NextMarker"].as_str().expect("a marker").to_owned();
    talk.say("DescribeRules", json!({ "ListenerArn": listener, "PageSize": 2, "Marker": marker })).await;
    talk.say("DeleteRule", json!({ "RuleArn": second })).await;
    talk.say("DeleteListener", json!({ "ListenerArn": listener })).await;
    talk.say("DescribeRules", json!({ "RuleArns": [first] })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn rules_are_refused_in_elbs_words() {
    let mut talk = Talk::with("elbv2").await;
    let listener = talk.listener().await;
    let make = |conditions: Value, actions: Value| json!({ "ListenerArn": listener, "Priority": 7, "Conditions": conditions, "Actions": actions });
    talk.say("CreateRule", make(json!([path("/a")]), json!([answer("200")]))).await;
    talk.say("CreateRule", make(json!([path("/a")]), json!([answer("200")]))).await;
    let header = |config: Value| json!([{ "Field": "http-header", "HttpHeaderConfig": config }]);
    let long = "x".repeat(129);
    let both =
        json!([{ "Field": "path-pattern", "Values": ["/a"], "PathPatternConfig": { "Values": ["/a"] } }]);
    for conditions in [
        json!([]),
        json!([{ "Field": "color", "Values": ["red"] }]),
        json!([{ "Field": "path-pattern" }]),
        json!([{ "Field": "path-pattern", "Values": ["/a", "/b"] }]),
        json!([{ "Field": "host-header", "Values": [long] }]),
        json!([{ "Field": "host-header", "Values": ["localhost"] }]),
        json!([{ "Field": "http-header" }]),
        json!([{ "Field": "query-string", "Values": ["a"] }]),
        json!([{ "Field": "query-string", "QueryStringConfig": { "Values": [{ "Key": "a" }] } }]),
        json!([{ "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": ["get"] } }]),
        json!([{ "Field": "source-ip", "SourceIpConfig": { "Values": ["10.0.0.1"] } }]),
        json!([{ "Field": "path-pattern", "Values": ["/a"], "HostHeaderConfig": { "Values": ["a.b"] } }]),
        json!([{ "Field": "path-pattern", "PathPatternConfig": { "RegexValues": ["(?=a)"] } }]),
        json!([{ "Field": "path-pattern", "PathPatternConfig": { "RegexValues": [r"\p{L}"] } }]),
        json!([{ "Field": "path-pattern", "PathPatternConfig": { "Values": ["/1", "/2", "/3", "/4", "/5", "/6"] } }]),
        json!([path("/*******")]),
        json!([path("/*?*?*?*?")]),
        json!([path("/a"), path("/b")]),
        both,
        header(json!({ "HttpHeaderName": "x".repeat(41), "Values": ["a"] })),
        header(json!({ "HttpHeaderName": "Host", "Values": ["a"] })),
    ] {
        talk.say("CreateRule", make(conditions, json!([answer("200")]))).await;
    }
    let oidc = json!({ "Issuer": "https://i", "AuthorizationEndpoint": "https://i/a", "TokenEndpoint": "https://i/t",
        "UserInfoEndpoint": "https://i/u", "ClientId": "c" });
    let redirect = |config: Value| json!([{ "Type": "redirect", "RedirectConfig": config }]);
    for actions in [
        json!([]),
        json!([answer("200"), answer("201")]),
        json!([{ "Type": "authenticate-oidc", "AuthenticateOidcConfig": oidc }, answer("200")]),
        json!([{ "Type": "guess" }]),
        redirect(json!({ "StatusCode": "HTTP_301" })),
        redirect(json!({ "StatusCode": "HTTP_301", "Host": "#{path}.example" })),
        json!([{ "Type": "forward", "ForwardConfig": { "TargetGroups": [] } }]),
    ] {
        talk.say("CreateRule", make(json!([path("/b")]), actions)).await;
    }
    let mut ask = make(json!([path("/b")]), json!([answer("200")]));
    ask["Priority"] = json!(8);
    ask["Transforms"] = json!([{ "Type": "url-rewrite", "UrlRewriteConfig": { "Rewrites": [{ "Regex": "a", "Replace": "b" }] } }]);
    talk.say("CreateRule", ask).await;
    let all = talk.say("DescribeRules", json!({ "ListenerArn": listener })).await;
    let of = |place: usize| all["Rules"][place]["RuleArn"].as_str().expect("an ARN").to_owned();
    let (own, default) = (of(0), of(1));
    for (operation, ask) in [
        ("ModifyRule", json!({ "RuleArn": own })),
        ("ModifyRule", json!({ "RuleArn": default, "Actions": [answer("200")] })),
        ("DeleteRule", json!({ "RuleArn": default })),
        ("SetRulePriorities", json!({ "RulePriorities": [{ "RuleArn": default, "Priority": 1 }] })),
        (
            "SetRulePriorities",
            json!({ "RulePriorities": [{ "RuleArn": own, "Priority": 1 }, { "RuleArn": own, "Priority": 1 }] }),
        ),
        ("DeleteRule", json!({ "RuleArn": own.replace("listener-rule", "listener") })),
    ] {
        talk.say(operation, ask).await;
    }
    insta::assert_snapshot!(talk.said);
}
