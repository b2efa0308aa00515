//! Revocations, and what they are refused for.

use super::*;
use tegata_model::certificate::Exported;
use tegata_model::holder::Holder;
use tegata_model::load_balancing::ListenerId;
use tegata_store::{StoreError, certificates, revocations};

async fn exported(talk: &Talk, arn: &str) {
    let (id, now) = (id_of(arn), talk.world.now());
    let exported = talk.world.instance.write(move |tx| {
        let stored = certificates::find_of_any(tx, id)?.expect("it is there");
        let mut after = stored.certificate.clone();
        after.exported = Some(Exported { version: 1, at: now });
        certificates::save(tx, &stored, &after)
    });
    exported.await.expect("written");
}

#[tokio::test]
async fn what_was_exported_is_revoked_for_good() {
    let mut talk = Talk::with("acm").await;
    let ask = |arn: &str, reason: &str| json!({ "CertificateArn": arn, "RevocationReason": reason });
    let arn =
        talk.requested(json!({ "DomainName": "example.com", "Options": { "Export": "ENABLED" } })).await;
    talk.say("RevokeCertificate", ask(&arn, "KEY_COMPROMISE")).await;
    talk.world.settle().await.expect("issued");
    talk.say("RevokeCertificate", ask(&arn, "KEY_COMPROMISE")).await;
    exported(&talk, &arn).await;
    talk.say("RevokeCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("RevokeCertificate", ask(&arn, "BOREDOM")).await;
    talk.say("RevokeCertificate", ask(&arn, "CERTIFICATE_HOLD")).await;
    talk.say("RevokeCertificate", ask(&arn, "REMOVE_FROM_CRL")).await;
    talk.say("RevokeCertificate", ask(UNKNOWN, "UNSPECIFIED")).await;
    talk.attach(&arn, 1).await;
    talk.say("RevokeCertificate", ask(&arn, "SUPERCEDED")).await;
    let id = id_of(&arn);
    let detached = talk.world.instance.write(move |tx| {
        tegata_store::certificates::attachments::detach(tx, id, Holder::Listener(ListenerId(1)))
    });
    detached.await.expect("detached");
    talk.advance_days(1);
    talk.say("RevokeCertificate", ask(&arn, "SUPERCEDED")).await;
    talk.say("RevokeCertificate", ask(&arn, "SUPERSEDED")).await;
    talk.say("RenewCertificate", json!({ "CertificateArn": arn })).await;
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["Status"], "REVOKED");
    assert_eq!(described["Certificate"]["RevocationReason"], "SUPERSEDED");
    assert_eq!(described["Certificate"]["RenewalEligibility"], "INELIGIBLE");
    assert_eq!(talk.say("DeleteCertificate", json!({ "CertificateArn": arn })).await, Value::Null);
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn every_version_that_is_still_valid_goes() {
    let mut talk = Talk::with("acm").await;
    let arn =
        talk.requested(json!({ "DomainName": "example.com", "Options": { "Export": "ENABLED" } })).await;
    talk.world.settle().await.expect("issued");
    exported(&talk, &arn).await;
    talk.say("RenewCertificate", json!({ "CertificateArn": arn })).await;
    talk.world.settle().await.expect("renewed");
    let id = id_of(&arn);
    let valid = talk.world.instance.read(move |tx| revocations::versions_on_record(tx, id));
    let valid = valid.await.expect("read");
    assert_eq!(valid.iter().map(|version| version.number).collect::<Vec<u32>>(), [1, 2]);
    talk.say("RevokeCertificate", json!({ "CertificateArn": arn, "RevocationReason": "UNSPECIFIED" })).await;
    for version in valid {
        let revoked = talk.world.instance.read(move |tx| revocations::find(tx, version.serial)).await;
        assert!(revoked.expect("read").is_some(), "version {}", version.number);
    }
    let gone = talk
        .world
        .instance
        .read(move |tx| Ok::<_, StoreError>(certificates::versions::current_with_key(tx, id)?.is_none()));
    assert!(gone.await.expect("read"), "its key is forgotten");
}
