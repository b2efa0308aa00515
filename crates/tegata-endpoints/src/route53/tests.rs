//! Transcripts of Route 53's operations: what goes in, and what comes out or why not.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tegata_aws::contract::{service, validation_message};
use tegata_testkit::World;

/// A world, and what was said in it.
struct Talk {
    world: World,
    said: String,
}

impl Talk {
    async fn new() -> Talk {
        Talk { world: World::new(1).await, said: String::new() }
    }

    /// Says an operation the way the wire does: the contract first, then the dispatch, then the codes.
    async fn say(&mut self, operation: &str, input: Value) -> Value {
        let route53 = service("route53").expect("a contract");
        let described = route53.operation(operation).expect("an operation");
        let violations = route53.violations(described, &input);
        let (status, answer) = if violations.is_empty() {
            let caller = self.world.owner.clone();
            let done = super::dispatch(operation, &self.world.instance, &caller, input.clone()).await;
            match done.expect("it is built") {
                Ok(answer) => (200, answer.into_tree()),
                Err(error) => {
                    let (status, code) = super::code(&error);
                    (status, json!({ "Code": code, "Message": error.message() }))
                }
            }
        } else {
            (400, json!({ "Code": "InvalidInput", "Message": validation_message(&violations) }))
        };
        writeln!(self.said, "> {operation} {input}\n< {status} {answer:#}\n").expect("memory");
        answer
    }

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
    let mut talk = Talk::new().await;
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
    let mut talk = Talk::new().await;
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
    let mut talk = Talk::new().await;
    let zone = talk.zone("example.com").await;
    talk.say("CreateHostedZone", json!({ "Name": "other.example", "CallerReference": "example.com" })).await;
    talk.say("CreateHostedZone", json!({ "Name": "example.com", "CallerReference": "2" })).await;
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
    for change in [
        put("CREATE", "www.example.com", "A", &["not-an-address"]),
        put("CREATE", "www.example.net", "A", &["192.0.2.1"]),
        put("CREATE", "example.com", "CNAME", &["www.example.com"]),
        put("DELETE", "www.example.com", "A", &["192.0.2.1"]),
        put("CREATE", "www.example.com", "A", &["192.0.2.1", "192.0.2.1"]),
        put("CREATE", "www.example.com", "A", &[]),
        json!({ "Action": "CREATE", "ResourceRecordSet": { "Name": "www.example.com", "Type": "A",
            "AliasTarget": { "HostedZoneId": "Z1", "DNSName": "a.example", "EvaluateTargetHealth": false } } }),
    ] {
        talk.change(&zone, json!([change])).await;
    }
    insta::assert_snapshot!(talk.said);
}
