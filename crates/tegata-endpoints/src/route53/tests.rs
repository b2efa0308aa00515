//! Transcripts of Route 53's operations: what goes in, and what comes out or why not.

use serde_json::{Value, json};

use crate::transcript::Talk;

impl Talk {
    async fn zone(&mut self, name: &str) -> String {
        let made = self.say("CreateHostedZone", json!({ "Name": name, "CallerReference": name })).await;
        made["HostedZone"]["Id"]
            .as_str()
            .expect("an identifier")
            .trim_start_matches("/hostedzone/")
            .to_owned()
    }

    async fn change(&mut self, zone: &str, changes: Value) -> Value {
        self.say(
            "ChangeResourceRecordSets",
            json!({ "HostedZoneId": zone, "ChangeBatch": { "Changes": changes } }),
        )
        .await
    }
}

fn put(action: &str, name: &str, kind: &str, values: &[&str]) -> Value {
    let records: Vec<Value> = values.iter().map(|value| json!({ "Value": value })).collect();
    let set = json!({ "Name": name, "Type": kind, "TTL": 60, "ResourceRecords": records });
    json!({ "Action": action, "ResourceRecordSet": set })
}

#[tokio::test]
async fn a_zone_lives_its_life() {
    let mut talk = Talk::with("route53").await;
    let zone = talk.zone("Example.com").await;
    let batch = json!([
        put("CREATE", "www.example.com", "A", &["192.0.2.1", "192.0.2.2"]),
        put("UPSERT", "*.example.com", "TXT", &["\"a\" \"b\""]),
        put("CREATE", "_x.example.com", "CNAME", &["_y.acm-validations.aws."]),
        put("CREATE", "_x.example.com", "CNAME", &["_y.acm-validations.aws."]),
    ]);
    let change = talk.change(&zone, batch).await;
    let change = change["ChangeInfo"]["Id"].as_str().expect("an identifier").to_owned();
    talk.say("GetChange", json!({ "Id": change })).await;
    talk.say("ListResourceRecordSets", json!({ "HostedZoneId": zone, "MaxItems": "3" })).await;
    talk.say("GetHostedZone", json!({ "Id": zone })).await;
    talk.say("DeleteHostedZone", json!({ "Id": zone })).await;
    let batch = json!([
        put("DELETE", "www.example.com", "A", &["192.0.2.2", "192.0.2.1"]),
        put("DELETE", "*.example.com", "TXT", &["\"a\" \"b\""]),
        put("DELETE", "_x.example.com", "CNAME", &["_y.acm-validations.aws."]),
    ]);
    talk.change(&zone, batch).await;
    talk.say("DeleteHostedZone", json!({ "Id": zone })).await;
    talk.say("GetHostedZone", json!({ "Id": zone })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn zones_are_listed_tagged_and_counted() {
    let mut talk = Talk::with("route53").await;
    let first = talk.zone("b.example").await;
    talk.zone("a.example").await;
    talk.say("ListHostedZonesByName", json!({ "MaxItems": "1" })).await;
    talk.say("ListHostedZones", json!({ "MaxItems": "1" })).await;
    talk.say("GetHostedZoneCount", json!({})).await;
    let tags = json!({ "ResourceType": "hostedzone", "ResourceId": first, "AddTags": [{ "Key": "k", "Value": "v" }] });
    talk.say("ChangeTagsForResource", tags).await;
    talk.say("ListTagsForResource", json!({ "ResourceType": "hostedzone", "ResourceId": first })).await;
    talk.say("UpdateHostedZoneComment", json!({ "Id": first, "Comment": "of ours" })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn refusals_name_the_cause() {
    let mut talk = Talk::with("route53").await;
    let zone = talk.zone("example.com").await;
    talk.say("CreateHostedZone", json!({ "Name": "other.example", "CallerReference": "example.com" })).await;
    talk.say("CreateHostedZone", json!({ "Name": "example.com", "CallerReference": "2" })).await;
    talk.say("CreateHostedZone", json!({ "Name": "example.com", "CallerReference": "2b" })).await;
    talk.say("CreateHostedZone", json!({ "Name": "a..b", "CallerReference": "3" })).await;
    talk.say(
        "CreateHostedZone",
        json!({ "Name": "p.example", "CallerReference": "4", "HostedZoneConfig": { "PrivateZone": true } }),
    )
    .await;
    talk.say("GetHostedZone", json!({ "Id": "ZUNKNOWN" })).await;
    talk.say("GetChange", json!({ "Id": "CUNKNOWN" })).await;
    talk.say("ListHostedZones", json!({ "MaxItems": "many" })).await;
    talk.say("ListTagsForResource", json!({ "ResourceType": "healthcheck", "ResourceId": "x" })).await;
    let prefixed = format!("/hostedzone/{zone}");
    talk.say("ListTagsForResource", json!({ "ResourceType": "hostedzone", "ResourceId": prefixed })).await;
    talk.say("ListResourceRecordSets", json!({ "HostedZoneId": zone, "StartRecordName": "a..b" })).await;
    let identifier = json!({ "HostedZoneId": zone, "StartRecordName": "a.b", "StartRecordIdentifier": "x" });
    talk.say("ListResourceRecordSets", identifier).await;
    for change in [
        put("CREATE", "www.example.com", "A", &["not-an-address"]),
        put("CREATE", "www.example.net", "A", &["192.0.2.1"]),
        put("CREATE", "example.com", "CNAME", &["www.example.com"]),
        put("DELETE", "www.example.com", "A", &["192.0.2.1"]),
        put("CREATE", "www.example.com", "A", &["192.0.2.1", "192.0.2.1"]),
        put("CREATE", "www.example.com", "A", &[]),
        put("CREATE", "a..example.com", "A", &["192.0.2.1"]),
        put("CREATE", "a b.example.com", "A", &["192.0.2.1"]),
        put("CREATE", "www.example.com", "CNAME", &["a..b"]),
        put("CREATE", "www.example.com", "TXT", &["v=spf1 -all"]),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A" } }),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A",
            "ResourceRecords": [{ "Value": "192.0.2.1" }] } }),
        json!({ "Action": "UPSERT", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A", "TTL": 60,
            "AliasTarget": { "HostedZoneId": "Z1", "DNSName": "a.example", "EvaluateTargetHealth": false } } }),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A", "TTL": 60,
            "ResourceRecords": [{ "Value": "192.0.2.1" }], "MultiValueAnswer": true } }),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A", "TTL": 60,
            "ResourceRecords": [{ "Value": "192.0.2.1" }], "SetIdentifier": "one" } }),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A", "TTL": 60,
            "ResourceRecords": [{ "Value": "192.0.2.1" }], "SetIdentifier": "one", "Weight": 1 } }),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A",
            "AliasTarget": { "HostedZoneId": "Z1", "DNSName": "a.example", "EvaluateTargetHealth": false } } }),
    ] {
        talk.change(&zone, json!([change])).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn aliases_point_to_load_balancers_and_into_their_zone() {
    let mut talk = Talk::with("route53").await;
    let wanted = json!({ "Name": "web", "Subnets": ["subnet-1", "subnet-2"] });
    let made = talk.quietly("elbv2", "CreateLoadBalancer", wanted).await;
    let balancer = &made["LoadBalancers"][0];
    let (of_balancer, to) = (&balancer["CanonicalHostedZoneId"], &balancer["DNSName"]);
    let zone = talk.zone("example.com").await;
    let alias = |action: &str, name: &str, kind: &str, zone: &Value, to: &Value| {
        let target = json!({ "HostedZoneId": zone, "DNSName": to, "EvaluateTargetHealth": true });
        json!({ "Action": action, "ResourceRecordSet": { "Name": name, "Type": kind, "AliasTarget": target } })
    };
    let dualstack = json!(format!("dualstack.{}", to.as_str().expect("a name").to_ascii_uppercase()));
    let own = json!(zone);
    let batch = json!([
        alias("CREATE", "example.com", "A", of_balancer, to),
        alias("CREATE", "example.com", "AAAA", of_balancer, &dualstack),
        alias("CREATE", "www.example.com", "A", &own, &json!("Example.com")),
    ]);
    talk.change(&zone, batch).await;
    talk.say("ListResourceRecordSets", json!({ "HostedZoneId": zone })).await;
    let other = to.as_str().expect("a name").replacen("web-", "web-0", 1);
    for change in [
        alias("CREATE", "a.example.com", "A", &own, to),
        alias("CREATE", "a.example.com", "A", of_balancer, &json!("www.example.com")),
        alias("CREATE", "a.example.com", "A", of_balancer, &json!(other)),
        alias("CREATE", "a.example.com", "MX", of_balancer, to),
        alias("CREATE", "a.example.com", "AAAA", &own, &json!("www.example.com")),
        alias("CREATE", "a.example.com", "A", &json!("Z2FDTNDATAQYW2"), &json!("d1.cloudfront.net")),
        alias("CREATE", "a.example.com", "A", &own, &json!("a..example.com")),
        alias("CREATE", "sub.example.com", "NS", &own, &json!("example.com")),
        alias("DELETE", "example.com", "A", &own, to),
        alias("DELETE", "example.com", "A", of_balancer, to),
    ] {
        talk.change(&zone, json!([change])).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn no_zone_is_made_where_load_balancers_have_their_names() {
    let mut talk = Talk::with("route53").await;
    for name in ["elb.tegata.test", "us-east-1.elb.tegata.test", "tegata.test"] {
        talk.say("CreateHostedZone", json!({ "Name": name, "CallerReference": name })).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn multivalue_answers_are_told_apart_by_their_identifiers() {
    let mut talk = Talk::with("route53").await;
    let zone = talk.zone("example.com").await;
    let part = |action: &str, value: &str| {
        let quoted = format!("\"{value}\"");
        json!({ "Action": action, "ResourceRecordSet": { "Name": "_acme-challenge.example.com.", "Type": "TXT", "TTL": 10,
            "SetIdentifier": quoted, "MultiValueAnswer": true, "ResourceRecords": [{ "Value": quoted }] } })
    };
    talk.change(&zone, json!([part("UPSERT", "one"), part("UPSERT", "two")])).await;
    let from =
        json!({ "HostedZoneId": zone, "StartRecordName": "_acme-challenge.example.com", "MaxItems": "1" });
    let page = talk.say("ListResourceRecordSets", from.clone()).await;
    let mut next = from;
    next["StartRecordType"] = json!("TXT");
    next["StartRecordIdentifier"] = page["NextRecordIdentifier"].clone();
    talk.say("ListResourceRecordSets", next).await;
    talk.change(&zone, json!([put("UPSERT", "_acme-challenge.example.com", "TXT", &["\"x\""])])).await;
    talk.change(&zone, json!([part("DELETE", "three")])).await;
    // Route 53 lets MultiValueAnswer be left out of a DELETE.
    let mut gone = part("DELETE", "one");
    gone["ResourceRecordSet"].as_object_mut().expect("an object").remove("MultiValueAnswer");
    talk.change(&zone, json!([gone, part("DELETE", "two")])).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn what_cannot_be_made_is_listed_as_none_and_not_found() {
    let mut talk = Talk::with("route53").await;
    let zone = talk.zone("example.com").await;
    let uuid = "11111111-2222-3333-4444-555555555555";
    for (operation, input) in [
        ("ListHealthChecks", json!({})),
        ("GetHealthCheckCount", json!({})),
        ("GetHealthCheck", json!({ "HealthCheckId": uuid })),
        ("DeleteHealthCheck", json!({ "HealthCheckId": uuid })),
        ("GetCheckerIpRanges", json!({})),
        ("ListReusableDelegationSets", json!({})),
        ("GetReusableDelegationSet", json!({ "Id": "N1" })),
        ("ListQueryLoggingConfigs", json!({ "HostedZoneId": zone })),
        ("ListQueryLoggingConfigs", json!({ "HostedZoneId": "ZUNKNOWN" })),
        ("DeleteQueryLoggingConfig", json!({ "Id": uuid })),
        ("ListHostedZonesByVPC", json!({ "VPCId": "vpc-1", "VPCRegion": "us-east-1" })),
        ("ListVPCAssociationAuthorizations", json!({ "HostedZoneId": zone })),
        ("ListCidrCollections", json!({})),
        ("ListCidrBlocks", json!({ "CollectionId": uuid })),
        ("ListTrafficPolicies", json!({})),
        ("ListTrafficPolicyInstances", json!({})),
        ("ListTrafficPolicyInstancesByHostedZone", json!({ "HostedZoneId": zone })),
        ("GetTrafficPolicyInstanceCount", json!({})),
        ("GetTrafficPolicy", json!({ "Id": uuid, "Version": 1 })),
        ("DeleteTrafficPolicyInstance", json!({ "Id": uuid })),
        ("GetDNSSEC", json!({ "HostedZoneId": zone })),
        ("DisableHostedZoneDNSSEC", json!({ "HostedZoneId": zone })),
        ("DeleteKeySigningKey", json!({ "HostedZoneId": zone, "Name": "key" })),
        ("ListResourceRecordSetProtections", json!({ "HostedZoneId": zone })),
        ("ListGeoLocations", json!({})),
        ("GetGeoLocation", json!({ "CountryCode": "JP" })),
        ("GetAccountLimit", json!({ "Type": "MAX_HOSTED_ZONES_BY_OWNER" })),
        ("GetHostedZoneLimit", json!({ "HostedZoneId": zone, "Type": "MAX_RRSETS_BY_ZONE" })),
        ("GetHostedZoneLimit", json!({ "HostedZoneId": zone, "Type": "MAX_VPCS_ASSOCIATED_BY_ZONE" })),
        ("ListTagsForResources", json!({ "ResourceType": "hostedzone", "ResourceIds": [zone] })),
        ("ListTagsForResources", json!({ "ResourceType": "hostedzone", "ResourceIds": ["ZUNKNOWN"] })),
    ] {
        talk.say(operation, input).await;
    }
    insta::assert_snapshot!(talk.said);
}
