//! What an account decides, and renewals that are asked for.

use super::*;

#[tokio::test]
async fn an_account_decides_from_when_it_is_told_of_ends() {
    let mut talk = Talk::with("acm").await;
    let put = |days: Value, token: &str| json!({ "ExpiryEvents": { "DaysBeforeExpiry": days }, "IdempotencyToken": token });
    talk.say("GetAccountConfiguration", json!({})).await;
    talk.say("PutAccountConfiguration", json!({ "ExpiryEvents": { "DaysBeforeExpiry": 30 } })).await;
    talk.say("PutAccountConfiguration", json!({ "IdempotencyToken": "a" })).await;
    talk.say("PutAccountConfiguration", json!({ "ExpiryEvents": {}, "IdempotencyToken": "a" })).await;
    talk.say("PutAccountConfiguration", put(json!(0), "a")).await;
    talk.say("PutAccountConfiguration", put(json!(91), "a")).await;
    assert_eq!(talk.say("PutAccountConfiguration", put(json!(30), "a")).await, Value::Null);
    talk.say("GetAccountConfiguration", json!({})).await;
    assert_eq!(talk.say("PutAccountConfiguration", put(json!(30), "a")).await, Value::Null, "the same again");
    talk.say("PutAccountConfiguration", put(json!(31), "a")).await;
    talk.world.advance(SignedDuration::from_hours(1));
    assert_eq!(talk.say("PutAccountConfiguration", put(json!(31), "a")).await, Value::Null, "an hour later");
    let stranger = talk.world.stranger();
    let answer = talk.say_as(&stranger, "GetAccountConfiguration", json!({})).await;
    assert_eq!(answer["ExpiryEvents"]["DaysBeforeExpiry"], 45, "another account decides for itself");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn what_was_exported_is_renewed_when_its_owner_asks() {
    let mut talk = Talk::with("acm").await;
    let arn = talk
        .requested(json!({ "DomainName": "example.com", "Options": { "Export": "ENABLED" },
            "KeyAlgorithm": "EC_prime256v1" }))
        .await;
    let of = |arn: &str| json!({ "CertificateArn": arn });
    talk.say("RenewCertificate", of(&arn)).await;
    talk.world.settle().await.expect("issued");
    talk.say("RenewCertificate", of(&arn)).await;
    talk.say("RenewCertificate", of(UNKNOWN)).await;
    let (id, now) = (id_of(&arn), talk.world.now());
    // As an export leaves it; the bytes of this world are no certificate that could be exported.
    let exported = talk.world.instance.write(move |tx| {
        let stored = tegata_store::certificates::find_of_any(tx, id)?.expect("it is there");
        let mut after = stored.certificate.clone();
        after.exported = Some(tegata_model::certificate::Exported { version: 1, at: now });
        tegata_store::certificates::save(tx, &stored, &after)
    });
    exported.await.expect("written");
    assert_eq!(talk.say("RenewCertificate", of(&arn)).await, Value::Null);
    talk.say("RenewCertificate", of(&arn)).await;
    let described = talk.say("DescribeCertificate", of(&arn)).await;
    let serial = described["Certificate"]["Serial"].clone();
    talk.world.settle().await.expect("renewed");
    let described = talk.say("DescribeCertificate", of(&arn)).await;
    assert_eq!(described["Certificate"]["RenewalSummary"]["RenewalStatus"], "SUCCESS");
    assert_eq!(
        described["Certificate"]["RenewalEligibility"], "INELIGIBLE",
        "the new one was not exported yet"
    );
    assert_ne!(described["Certificate"]["Serial"], serial);
    insta::assert_snapshot!(talk.said);
}
