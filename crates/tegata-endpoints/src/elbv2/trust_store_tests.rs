//! Transcripts of trust stores: bundles and revocation lists of a bucket, and why they are refused.

use std::path::PathBuf;
use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::{Value, json};
use tegata_operations::Instance;
use tegata_operations::instance::objects::{ObjectFault, ObjectQuery};

use crate::transcript::Talk;
use crate::trust_store_content;

const CA: &[u8] = include_bytes!("../../../tegata-testkit/fixtures/trust/ca.pem");
const OTHER: &[u8] = include_bytes!("../../../tegata-testkit/fixtures/trust/other.pem");
const LEAF: &[u8] = include_bytes!("../../../tegata-testkit/fixtures/import/ec.pem");
const LIST: &[u8] = include_bytes!("../../../tegata-testkit/fixtures/trust/ca.crl");
const FOREIGN_LIST: &[u8] = include_bytes!("../../../tegata-testkit/fixtures/trust/other.crl");

/// An instance with one bucket.
async fn talk() -> Talk {
    let mut talk = Talk::with_settings("elbv2", |settings| {
        settings.buckets.insert("trust".to_owned(), PathBuf::from("/bucket"));
    })
    .await;
    talk.world.instance = talk.world.instance.clone().with_read_object(Arc::new(|query: ObjectQuery| {
        let content = match query.key.as_str() {
            "ca.pem" => Ok(CA.to_vec()),
            "both.pem" => Ok([CA, OTHER].concat()),
            "leaf.pem" => Ok(LEAF.to_vec()),
            "ca.crl" => Ok(LIST.to_vec()),
            "other.crl" => Ok(FOREIGN_LIST.to_vec()),
            "large" => Err(ObjectFault::TooLarge),
            _ => Err(ObjectFault::NotFound),
        };
        Box::pin(std::future::ready(content))
    }));
    talk
}

fn bundle(key: &str) -> Value {
    json!({ "Name": "clients", "CaCertificatesBundleS3Bucket": "trust", "CaCertificatesBundleS3Key": key })
}

async fn made(talk: &mut Talk) -> String {
    let made = talk.say("CreateTrustStore", bundle("ca.pem")).await;
    made["TrustStores"][0]["TrustStoreArn"].as_str().expect("an ARN").to_owned()
}

fn lists(arn: &str, keys: &[&str]) -> Value {
    let contents: Vec<Value> = keys
        .iter()
        .map(|key| json!({ "S3Bucket": "trust", "S3Key": key, "RevocationType": "CRL" }))
        .collect();
    json!({ "TrustStoreArn": arn, "RevocationContents": contents })
}

#[tokio::test]
async fn a_trust_store_lives_its_life() {
    let mut talk = talk().await;
    let arn = made(&mut talk).await;
    talk.say("CreateTrustStore", bundle("ca.pem")).await;
    talk.say("DescribeTrustStores", json!({ "Names": ["clients"] })).await;
    talk.say("AddTrustStoreRevocations", lists(&arn, &["ca.crl", "ca.crl"])).await;
    talk.say("RemoveTrustStoreRevocations", json!({ "TrustStoreArn": arn, "RevocationIds": [1] })).await;
    talk.say("DescribeTrustStoreRevocations", json!({ "TrustStoreArn": arn })).await;
    talk.say(
        "ModifyTrustStore",
        json!({ "TrustStoreArn": arn,
        "CaCertificatesBundleS3Bucket": "trust", "CaCertificatesBundleS3Key": "both.pem" }),
    )
    .await;
    talk.say("DescribeTrustStoreAssociations", json!({ "TrustStoreArn": arn })).await;
    talk.say("AddTags", json!({ "ResourceArns": [arn], "Tags": [{ "Key": "team", "Value": "web" }] })).await;
    talk.say("DescribeTags", json!({ "ResourceArns": [arn] })).await;
    talk.say("DescribeTrustStores", json!({})).await;
    talk.say("DeleteTrustStore", json!({ "TrustStoreArn": arn })).await;
    talk.say("DescribeTrustStores", json!({})).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn what_a_trust_store_cannot_have_is_refused() {
    let mut talk = talk().await;
    let arn = made(&mut talk).await;
    let absent = format!("{}0000000000000000", &arn[..arn.len() - 16]);
    let of_bucket = |bucket: &str, key: &str, version: Option<&str>| {
        let mut input = json!({ "Name": "other", "CaCertificatesBundleS3Bucket": bucket, "CaCertificatesBundleS3Key": key });
        if let Some(version) = version {
            input["CaCertificatesBundleS3ObjectVersion"] = json!(version);
        }
        input
    };
    for (operation, input) in [
        ("CreateTrustStore", bundle("both.pem")),
        ("CreateTrustStore", of_bucket("trust", "leaf.pem", None)),
        ("CreateTrustStore", of_bucket("trust", "ca.crl", None)),
        ("CreateTrustStore", of_bucket("trust", "large", None)),
        ("CreateTrustStore", of_bucket("trust", "none.pem", None)),
        ("CreateTrustStore", of_bucket("elsewhere", "ca.pem", None)),
        ("CreateTrustStore", of_bucket("trust", "ca.pem", Some("1"))),
        ("DescribeTrustStores", json!({ "Names": ["none"] })),
        ("DescribeTrustStores", json!({ "TrustStoreArns": [absent] })),
        ("DescribeTrustStores", json!({ "TrustStoreArns": [arn], "Names": ["clients"] })),
        ("DescribeTrustStores", json!({ "TrustStoreArns": ["clients"] })),
        ("AddTrustStoreRevocations", json!({ "TrustStoreArn": arn })),
        ("AddTrustStoreRevocations", lists(&arn, &["other.crl"])),
        ("AddTrustStoreRevocations", lists(&arn, &["ca.pem"])),
        ("AddTrustStoreRevocations", lists(&arn, &["none.crl"])),
        ("AddTrustStoreRevocations", lists(&arn, &["ca.crl"; 31])),
        ("DescribeTrustStoreRevocations", json!({ "TrustStoreArn": arn, "RevocationIds": [7] })),
        ("RemoveTrustStoreRevocations", json!({ "TrustStoreArn": arn, "RevocationIds": [-1] })),
        ("GetTrustStoreRevocationContent", json!({ "TrustStoreArn": arn, "RevocationId": 7 })),
        ("DeleteSharedTrustStoreAssociation", json!({ "TrustStoreArn": arn, "ResourceArn": "arn:aws:x" })),
        ("DeleteTrustStore", json!({ "TrustStoreArn": absent })),
    ] {
        talk.say(operation, input).await;
    }
    insta::assert_snapshot!(talk.said);
}

/// What is at a URL, without its base.
async fn fetched(instance: &Instance, url: &str) -> (StatusCode, Vec<u8>) {
    let (path, query) = url.split_once('?').expect("a query");
    let answer = trust_store_content::answer(instance, &Method::GET, path, query).await;
    (answer.status(), answer.body().to_vec())
}

#[tokio::test]
async fn the_content_of_a_trust_store_is_at_its_url_for_ten_minutes() {
    let mut talk = talk().await;
    let arn = made(&mut talk).await;
    talk.say("AddTrustStoreRevocations", lists(&arn, &["ca.crl"])).await;
    let base = talk.world.instance.settings().pages_base_url.clone();
    let ask = json!({ "TrustStoreArn": arn });
    let located = talk.say("GetTrustStoreCaCertificatesBundle", ask).await;
    let location = located["Location"].as_str().expect("a URL").strip_prefix(&base).expect("ours").to_owned();
    let instance = talk.world.instance.clone();
    assert_eq!(fetched(&instance, &location).await, (StatusCode::OK, CA.to_vec()));
    let ask = json!({ "TrustStoreArn": arn, "RevocationId": 1 });
    let list = talk.say("GetTrustStoreRevocationContent", ask).await;
    let list = list["Location"].as_str().expect("a URL").strip_prefix(&base).expect("ours").to_owned();
    assert_eq!(fetched(&instance, &list).await.0, StatusCode::OK);
    // Nothing of the URL can be changed.
    for forged in [
        location.replace("expires=1", "expires=2"),
        location.replace("bundle.pem", "1.crl"),
        location.replace("signature=", "signature=00"),
        location[..location.len() - 40].to_owned(),
    ] {
        assert_eq!(fetched(&instance, &forged).await.0, StatusCode::FORBIDDEN, "{forged}");
    }
    talk.say("DeleteTrustStore", json!({ "TrustStoreArn": arn })).await;
    assert_eq!(fetched(&instance, &location).await.0, StatusCode::NOT_FOUND);
    talk.world.advance(jiff::SignedDuration::from_mins(11));
    assert_eq!(fetched(&instance, &location).await.0, StatusCode::FORBIDDEN);
}
