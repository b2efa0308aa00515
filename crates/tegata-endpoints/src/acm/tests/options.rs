//! Options that change: from mail to DNS.

use super::*;

#[tokio::test]
async fn names_proven_by_mail_are_proven_by_dns_from_now_on() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.issued_by_mail(json!({ "DomainName": "www.example.com" })).await;
    let of = |arn: &str| json!({ "CertificateArn": arn });
    talk.say("ListCertificateDomainValidations", of(&arn)).await;
    talk.say(
        "UpdateCertificateOptions",
        json!({ "CertificateArn": arn, "Options": { "ValidationMethod": "DNS" } }),
    )
    .await;
    talk.say("ListCertificateDomainValidations", of(&arn)).await;
    let described = talk.say("DescribeCertificate", of(&arn)).await;
    assert_eq!(described["Certificate"]["UpdateSummary"]["Status"], "PENDING_DOMAIN_VALIDATION");
    talk.world.settle().await.expect("seen");
    talk.say("ListCertificateDomainValidations", of(&arn)).await;
    let described = talk.say("DescribeCertificate", of(&arn)).await;
    assert_eq!(described["Certificate"]["UpdateSummary"]["Status"], "SUCCESS");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn without_the_records_the_method_stays_and_may_be_changed_later() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.issued_by_mail(json!({ "DomainName": "example.com" })).await;
    let ask = json!({ "CertificateArn": arn, "Options": { "ValidationMethod": "DNS" } });
    assert_eq!(talk.say("UpdateCertificateOptions", ask.clone()).await, Value::Null);
    talk.advance_days(3);
    for claim in talk.world.claim().await.expect("jobs") {
        let missing = LookUpResult::Bad { why: "there is no such name".to_owned() };
        talk.world.show(&claim, id_of(&arn), missing).await.expect("taken");
    }
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["UpdateSummary"]["Status"], "FAILED");
    assert_eq!(described["Certificate"]["DomainValidationOptions"][0]["ValidationMethod"], "EMAIL");
    assert_eq!(talk.say("UpdateCertificateOptions", ask).await, Value::Null);
}

#[tokio::test]
async fn what_was_asked_of_transparency_is_shown() {
    let mut talk = Talk::with("acm").await;
    let said = async |talk: &mut Talk, arn: &str| {
        let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
        text(&described["Certificate"]["Options"]["CertificateTransparencyLoggingPreference"])
    };
    let logging = |preference: &str| json!({ "CertificateTransparencyLoggingPreference": preference });
    let silent = talk.requested(json!({ "DomainName": "example.com" })).await;
    assert_eq!(said(&mut talk, &silent).await, "ENABLED");
    let ask = json!({ "DomainName": "example.com", "Options": logging("DISABLED") });
    let arn = talk.requested(ask).await;
    assert_eq!(said(&mut talk, &arn).await, "DISABLED");
    for preference in ["ENABLED", "DISABLED"] {
        let input = json!({ "CertificateArn": arn, "Options": logging(preference) });
        assert_eq!(talk.say("UpdateCertificateOptions", input).await, Value::Null);
        assert_eq!(said(&mut talk, &arn).await, preference);
        talk.world.settle().await.expect("issued");
    }
    let other = json!({ "CertificateArn": arn, "Options": { "Export": "DISABLED" } });
    assert_eq!(talk.say("UpdateCertificateOptions", other).await, Value::Null);
    assert_eq!(said(&mut talk, &arn).await, "DISABLED", "what is not named stays");
}

#[tokio::test]
async fn what_cannot_be_changed_says_why() {
    let mut talk = Talk::with("acm").await;
    let by_dns = talk.requested(json!({ "DomainName": "dns.example.com" })).await;
    talk.world.settle().await.expect("issued");
    let by_mail = talk.issued_by_mail(json!({ "DomainName": "mail.example.com" })).await;
    let pending = talk.say("RequestCertificate", json!({ "DomainName": "pending.example.com" })).await;
    let pending = text(&pending["CertificateArn"]);
    talk.said.clear();
    let dns = json!({ "ValidationMethod": "DNS" });
    for (arn, options) in [
        (UNKNOWN, dns.clone()),
        (&by_dns, dns.clone()),
        (&pending, dns.clone()),
        (&by_mail, json!({})),
        (&by_mail, json!({ "ValidationMethod": "EMAIL" })),
        (&by_mail, json!({ "ValidationMethod": "HTTP" })),
        (&by_mail, json!({ "ValidationMethod": "FAX" })),
        (&by_mail, json!({ "Export": "ENABLED" })),
        (&by_mail, json!({ "Export": "DISABLED", "CertificateTransparencyLoggingPreference": "DISABLED" })),
        (&by_mail, dns.clone()),
        (&by_mail, dns),
    ] {
        talk.say("UpdateCertificateOptions", json!({ "CertificateArn": arn, "Options": options })).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn validations_are_paged_by_tokens_that_cannot_be_made_up() {
    let mut talk = Talk::with("acm").await;
    let names: Vec<String> = (0..5).map(|number| format!("{number}.example.com")).collect();
    let of_five = json!({ "DomainName": names[0], "SubjectAlternativeNames": names });
    let (arn, other) = (talk.requested(of_five.clone()).await, talk.requested(of_five).await);
    let (mut seen, mut token) = (Vec::new(), None);
    loop {
        let mut ask = json!({ "CertificateArn": arn, "MaxItems": 2 });
        if let Some(token) = token.take() {
            ask["NextToken"] = token;
        }
        let page = talk.say("ListCertificateDomainValidations", ask).await;
        let listed = page["DomainValidationSummaryList"].as_array().expect("a list").clone();
        assert!(listed.len() <= 2);
        seen.extend(listed.iter().map(|summary| text(&summary["DomainName"])));
        let Some(next) = page.get("NextToken") else { break };
        for (arn, forged) in
            [(&other, text(next)), (&arn, text(next).replacen('0', "1", 1)), (&arn, "00".to_owned())]
        {
            let ask = json!({ "CertificateArn": arn, "NextToken": forged });
            assert_eq!(
                talk.say("ListCertificateDomainValidations", ask).await["__type"],
                "InvalidArgsException"
            );
        }
        token = Some(next.clone());
    }
    assert_eq!(seen, names);
}
