//! Transcripts of ACM's operations: what goes in, and what comes out or why not.

mod account;
mod import;
mod mail;
mod options;
mod redirect;
mod revocation;
mod search;

use std::fmt::Write as _;
use tegata_model::holder::{Attachment, CertificateUser, Holder};
use tegata_model::load_balancing::{Kind, ListenerId, LoadBalancerId};

use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_model::CertificateId;
use tegata_model::certificate::FailureReason;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::fail::Failure;
use tegata_operations::certificate::fail;
use tegata_store::certificates::attachments;

use crate::transcript::Talk;

const UNKNOWN: &str = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";

impl Talk {
    async fn request(&mut self, mut input: Value) -> String {
        input["ValidationMethod"] = json!("DNS");
        let answer = self.say("RequestCertificate", input).await;
        answer["CertificateArn"].as_str().expect("an ARN").to_owned()
    }

    /// Says nothing.
    async fn requested(&mut self, input: Value) -> String {
        let said = self.said.clone();
        let arn = self.request(input).await;
        self.said = said;
        arn
    }

    async fn attach(&self, arn: &str, listener: u64) {
        let (tenant, id) = (self.world.owner.tenant.clone(), id_of(arn));
        let user = CertificateUser::LoadBalancer {
            kind: Kind::Application,
            name: "site".to_owned(),
            id: LoadBalancerId(0x50dc_6c49_5c0c_9188),
        };
        let attachment = Attachment { holder: Holder::Listener(ListenerId(listener)), user };
        let attached = self.world.instance.write(move |tx| attachments::attach(tx, &tenant, id, &attachment));
        assert_eq!(attached.await.expect("written"), Ok(()));
    }

    fn advance_days(&self, days: i64) {
        self.world.advance(SignedDuration::from_hours(24 * days));
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn id_of(arn: &str) -> CertificateId {
    arn.rsplit('/').next().expect("a last part").parse().expect("an identifier")
}

#[tokio::test]
async fn a_pending_certificate_is_described_as_acm_does() {
    let mut talk = Talk::with("acm").await;
    let names = json!(["*.example.com", "EXAMPLE.com", "www.example.org"]);
    let arn = talk
        .request(json!({ "DomainName": "example.com", "SubjectAlternativeNames": names,
            "DomainValidationOptions": [{ "DomainName": "www.example.org", "ValidationDomain": "example.org" }],
            "Options": { "CertificateTransparencyLoggingPreference": "DISABLED", "Export": "ENABLED" },
            "Tags": [{ "Key": "team", "Value": "web" }], "KeyAlgorithm": "EC_prime256v1" }))
        .await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("GetCertificate", json!({ "CertificateArn": arn })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn an_issued_certificate_is_described_as_acm_does() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    talk.advance_days(1);
    talk.world.settle().await.expect("issued");
    talk.attach(&arn, 1).await;
    talk.attach(&arn, 2).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("GetCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("DeleteCertificate", json!({ "CertificateArn": arn })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn a_renewal_is_summed_up() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    talk.world.settle().await.expect("issued");
    talk.attach(&arn, 1).await;
    talk.advance_days(160);
    let worker = talk.world.worker.clone();
    assert!(tegata_operations::certificate::renew(&worker, id_of(&arn)).await.expect("begun"));
    let claims = talk.world.claim().await.expect("claimed");
    let missing = LookUpResult::Bad { why: "no such name".to_owned() };
    talk.world.show(&claims[0], id_of(&arn), missing).await.expect("recorded");
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["Status"], "ISSUED");
    talk.said.clear();
    writeln!(talk.said, "{:#}", described["Certificate"]["RenewalSummary"]).expect("memory");
    talk.world.advance(SignedDuration::from_mins(10));
    talk.world.settle().await.expect("renewed");
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    insta::assert_snapshot!(talk.said);
    assert_eq!(described["Certificate"]["RenewalSummary"]["RenewalStatus"], "SUCCESS");
}

#[tokio::test]
async fn a_failed_certificate_says_why() {
    let mut talk = Talk::with("acm").await;
    let names = json!(["x.elasticbeanstalk.com", "hidden.onion"]);
    let arn = talk.request(json!({ "DomainName": "example.com", "SubjectAlternativeNames": names })).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("GetCertificate", json!({ "CertificateArn": arn })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn a_certificate_that_could_not_be_made_says_why() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    let claims = talk.world.claim().await.expect("claimed");
    let failure = Failure { reason: FailureReason::Other, names: Vec::new(), why: "lint".to_owned() };
    fail(&talk.world.worker, &claims[0], id_of(&arn), failure, Vec::new()).await.expect("failed");
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["FailureReason"], "OTHER");
    assert_eq!(
        described["Certificate"]["DomainValidationOptions"][0]["ValidationStatus"],
        "PENDING_VALIDATION"
    );
}

#[tokio::test]
async fn requests_are_refused_in_acms_words() {
    let mut talk = Talk::with_settings("acm", |settings| {
        settings.quotas.names_per_certificate = 2;
        settings.quotas.certificates = 1;
    })
    .await;
    let dns = |mut input: Value| {
        input["ValidationMethod"] = json!("DNS");
        input
    };
    let long = format!("{}.{}.example.com", "a".repeat(40), "b".repeat(40));
    for input in [
        json!({}),
        json!({ "DomainName": "not a name", "IdempotencyToken": "not a token!" }),
        json!({ "DomainName": "example.com", "SubjectAlternativeNames": [] }),
        json!({ "DomainName": "example.com", "ValidationMethod": "HTTP" }),
        dns(json!({ "DomainName": long })),
        dns(json!({ "DomainName": "ab--c.example.com" })),
        dns(json!({ "DomainName": "a.*.example.com" })),
        dns(json!({ "DomainName": "192.168.1.10" })),
        dns(json!({ "DomainName": "example.com", "SubjectAlternativeNames": ["example.123"] })),
        dns(
            json!({ "DomainName": "example.com", "SubjectAlternativeNames": ["a.example.com", "b.example.com"] }),
        ),
        dns(json!({ "DomainName": "example.com", "KeyAlgorithm": "RSA_4096" })),
        dns(json!({ "DomainName": "example.com", "KeyAlgorithm": "DSA" })),
        dns(json!({ "DomainName": "example.com",
            "DomainValidationOptions": [{ "DomainName": "other.com", "ValidationDomain": "other.com" }] })),
        dns(json!({ "DomainName": "example.com",
            "DomainValidationOptions": [{ "DomainName": "example.com", "ValidationDomain": "www.example.com" }] })),
        dns(json!({ "DomainName": "example.com", "ManagedBy": "CLOUDFRONT" })),
        dns(json!({ "DomainName": "example.com",
            "CertificateAuthorityArn": "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1" })),
        dns(json!({ "DomainName": "example.com", "Tags": [{ "Key": "aws:x", "Value": "y" }] })),
        dns(json!({ "DomainName": "example.com", "Tags": [{ "Key": "name", "Value": "*.example.com" }] })),
        dns(json!({ "DomainName": "example.com" })),
        dns(json!({ "DomainName": "example.net" })),
    ] {
        talk.say("RequestCertificate", input).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn a_certificate_that_is_not_there_reads_the_same_for_everybody() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    let stranger = talk.world.stranger();
    for operation in ["DescribeCertificate", "GetCertificate", "DeleteCertificate", "ListTagsForCertificate"]
    {
        talk.say(operation, json!({ "CertificateArn": UNKNOWN })).await;
        talk.say_as(&stranger, operation, json!({ "CertificateArn": arn })).await;
    }
    for operation in ["AddTagsToCertificate", "RemoveTagsFromCertificate"] {
        let tags = json!([{ "Key": "k" }]);
        talk.say(operation, json!({ "CertificateArn": UNKNOWN, "Tags": tags })).await;
        talk.say_as(&stranger, operation, json!({ "CertificateArn": arn, "Tags": tags })).await;
    }
    for arn in [
        "nonsense-that-is-long-enough",
        "arn:aws:acm:us-east-1:123456789012:acme-endpoint/1",
        "arn:aws:acm:us-east-1:123456789012:certificate/no-uuid",
        &arn.replace("us-east-1", "eu-west-1"),
        &arn.replace("arn:aws:acm", "arn:aws:iam"),
    ] {
        talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn tags_are_added_replaced_and_removed() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    let tags = json!([{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }, { "Key": "c" }]);
    talk.say("AddTagsToCertificate", json!({ "CertificateArn": arn, "Tags": tags })).await;
    talk.say(
        "AddTagsToCertificate",
        json!({ "CertificateArn": arn, "Tags": [{ "Key": "b", "Value": "3" }] }),
    )
    .await;
    let tags = json!([{ "Key": "a" }, { "Key": "b", "Value": "2" }, { "Key": "unknown" }]);
    talk.say("RemoveTagsFromCertificate", json!({ "CertificateArn": arn, "Tags": tags })).await;
    talk.say("ListTagsForCertificate", json!({ "CertificateArn": arn })).await;
    let fifty: Vec<Value> = (0..49).map(|number| json!({ "Key": format!("k{number}") })).collect();
    talk.say("AddTagsToCertificate", json!({ "CertificateArn": arn, "Tags": fifty })).await;
    talk.say("AddTagsToCertificate", json!({ "CertificateArn": arn, "Tags": [{ "Key": "AWS:x" }] })).await;
    talk.say("AddTagsToCertificate", json!({ "CertificateArn": arn, "Tags": [] })).await;
    talk.say("RemoveTagsFromCertificate", json!({ "CertificateArn": arn, "Tags": [{ "Key": "aws:x" }] }))
        .await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn tags_of_resources_are_those_of_certificates() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    let tags = json!([{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }]);
    talk.say("TagResource", json!({ "ResourceArn": arn, "Tags": tags })).await;
    talk.say("UntagResource", json!({ "ResourceArn": arn, "TagKeys": ["a", "unknown"] })).await;
    let by_resource = talk.say("ListTagsForResource", json!({ "ResourceArn": arn })).await;
    let by_certificate = talk.say("ListTagsForCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(by_resource, by_certificate);
    talk.said.push_str("Then, refused:\n\n");
    let fifty: Vec<Value> = (0..50).map(|number| json!({ "Key": format!("k{number}") })).collect();
    talk.say("TagResource", json!({ "ResourceArn": arn, "Tags": fifty })).await;
    talk.say("TagResource", json!({ "ResourceArn": arn, "Tags": [{ "Key": "aws:x" }] })).await;
    talk.say("UntagResource", json!({ "ResourceArn": arn, "TagKeys": ["aws:x"] })).await;
    let stranger = talk.world.stranger();
    for operation in ["TagResource", "UntagResource", "ListTagsForResource"] {
        let on = |arn: &str| json!({ "ResourceArn": arn, "Tags": [{ "Key": "k" }], "TagKeys": ["k"] });
        talk.say(operation, on(UNKNOWN)).await;
        let answer = talk.say_as(&stranger, operation, on(&arn)).await;
        assert_eq!(answer["__type"], "ResourceNotFoundException", "another account's is not there");
        talk.say(operation, on("arn:aws:acm:us-east-1:123456789012:acme-endpoint/1")).await;
        talk.say(operation, on("arn:aws:iam::123456789012:role/1")).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn lists_show_rsa_keys_unless_asked_otherwise() {
    let mut talk = Talk::with("acm").await;
    let rsa = talk.requested(json!({ "DomainName": "rsa.example.com" })).await;
    talk.world.settle().await.expect("issued");
    talk.world.advance(SignedDuration::from_secs(1));
    let ec = talk
        .requested(json!({ "DomainName": "ec.example.com", "KeyAlgorithm": "EC_prime256v1",
            "Options": { "Export": "ENABLED" } }))
        .await;
    let listed = |answer: &Value| -> Vec<String> {
        let list = answer["CertificateSummaryList"].as_array().expect("a list");
        list.iter().map(|summary| summary["CertificateArn"].as_str().expect("an ARN").to_owned()).collect()
    };
    let both = vec![rsa.clone(), ec.clone()];
    let answer = talk.say("ListCertificates", json!({})).await;
    assert_eq!(listed(&answer), std::slice::from_ref(&rsa));
    let keys = json!({ "keyTypes": ["EC_prime256v1", "RSA_2048"] });
    let cases = [
        (json!({ "Includes": keys }), both.clone()),
        (
            json!({ "Includes": keys, "SortBy": "CREATED_AT", "SortOrder": "DESCENDING" }),
            vec![ec.clone(), rsa.clone()],
        ),
        (json!({ "Includes": keys, "CertificateStatuses": ["ISSUED", "REVOKED"] }), vec![rsa.clone()]),
        (
            json!({ "Includes": { "keyTypes": ["EC_prime256v1"], "exportOption": "ENABLED" } }),
            vec![ec.clone()],
        ),
        (json!({ "Includes": { "keyTypes": ["EC_prime256v1"], "exportOption": "DISABLED" } }), vec![]),
        (
            json!({ "Includes": { "keyTypes": ["EC_prime256v1", "RSA_2048"], "keyUsage": ["DIGITAL_SIGNATURE"] } }),
            vec![rsa.clone()],
        ),
        (json!({ "Includes": { "extendedKeyUsage": ["TLS_WEB_CLIENT_AUTHENTICATION"] } }), vec![]),
        (json!({ "Includes": { "extendedKeyUsage": ["TLS_WEB_SERVER_AUTHENTICATION"] } }), vec![rsa.clone()]),
        (json!({ "Includes": { "managedBy": "CLOUDFRONT" } }), vec![]),
        (json!({ "CertificateKeyPairOrigins": ["ACME"] }), vec![]),
        (json!({ "CertificateKeyPairOrigins": ["ACME", "AWS_MANAGED"] }), vec![rsa]),
    ];
    for (input, expected) in cases {
        let (said, input_text) = (talk.said.clone(), input.to_string());
        let answer = talk.say("ListCertificates", input).await;
        assert_eq!(listed(&answer), expected, "{input_text}");
        talk.said = said;
    }
    talk.say("ListCertificates", json!({ "SortBy": "CREATED_AT" })).await;
    talk.say("ListCertificates", json!({ "SortOrder": "ASCENDING" })).await;
    talk.say("ListCertificates", json!({ "MaxItems": 0 })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn pages_go_on_by_a_token_that_cannot_be_made_up() {
    let mut talk = Talk::with("acm").await;
    let mut arns = Vec::new();
    for number in 0..5 {
        arns.push(talk.requested(json!({ "DomainName": format!("n{number}.example.com") })).await);
        talk.world.advance(SignedDuration::from_secs(1));
    }
    let (mut seen, mut token, mut first) = (Vec::new(), Value::Null, None);
    loop {
        let mut input = json!({ "MaxItems": 2 });
        if !token.is_null() {
            input["NextToken"] = token.clone();
        }
        let answer = talk.say("ListCertificates", input).await;
        let list = answer["CertificateSummaryList"].as_array().expect("a list");
        seen.extend(
            list.iter().map(|summary| summary["CertificateArn"].as_str().expect("an ARN").to_owned()),
        );
        token = answer["NextToken"].clone();
        if token.is_null() {
            break;
        }
        first.get_or_insert(token.clone());
    }
    assert_eq!(seen, arns);
    let first = first.expect("a token");
    let first = first.as_str().expect("text");
    let flipped = format!("{}{}", if first.starts_with('1') { '2' } else { '1' }, &first[1..]);
    let stranger = talk.world.stranger();
    talk.said.clear();
    for token in [flipped.as_str(), &first[..first.len() - 2], "x", "ff"] {
        let answer = talk.say("ListCertificates", json!({ "NextToken": token })).await;
        assert_eq!(answer["__type"], "InvalidArgsException", "{token}");
    }
    let answer = talk.say_as(&stranger, "ListCertificates", json!({ "NextToken": first })).await;
    assert_eq!(answer["__type"], "InvalidArgsException", "another account's token");
    let other_way = json!({ "NextToken": first, "SortBy": "CREATED_AT", "SortOrder": "DESCENDING" });
    assert_eq!(talk.say("ListCertificates", other_way).await["__type"], "InvalidArgsException");
}

#[tokio::test]
async fn a_deleted_certificate_is_gone_at_once() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.requested(json!({ "DomainName": "example.com" })).await;
    let answer = talk.say("DeleteCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(answer, Value::Null, "an empty answer");
    let answer = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(answer["__type"], "ResourceNotFoundException");
    assert!(talk.world.claim().await.expect("claimed").is_empty(), "nobody looks for its proof any more");
}
