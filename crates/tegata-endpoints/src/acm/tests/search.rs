//! Searches: filters, sorts, pages.

use tegata_aws::contract::service;

use super::*;

fn status(status: &str) -> Value {
    json!({ "Filter": { "AcmCertificateMetadataFilter": { "Status": status } } })
}

fn dns_name(value: &str, comparison: &str) -> Value {
    let name = json!({ "DnsName": { "Value": value, "ComparisonOperator": comparison } });
    json!({ "Filter": { "X509AttributeFilter": { "SubjectAlternativeName": name } } })
}

impl Talk {
    /// The domain names that a search finds, in order.
    async fn found(&mut self, ask: Value) -> Vec<String> {
        let answer = self.say("SearchCertificates", ask).await;
        let results = answer["Results"].as_array().expect("results").iter();
        results.map(|result| text(&result["X509Attributes"]["Subject"]["CommonName"])).collect()
    }
}

#[tokio::test]
async fn results_are_shaped_as_acms() {
    let mut talk = Talk::with("acm").await;
    let names = json!(["*.example.com"]);
    talk.requested(json!({ "DomainName": "example.com", "SubjectAlternativeNames": names })).await;
    talk.world.settle().await.expect("issued");
    talk.advance_days(1);
    let key = json!({ "DomainName": "Pending.example.org", "KeyAlgorithm": "EC_prime256v1" });
    let pending = talk.requested(key).await;
    talk.say("SearchCertificates", json!({})).await;
    let by_arn = |arn: &str| json!({ "FilterStatement": { "Filter": { "CertificateArn": arn } } });
    assert_eq!(talk.found(by_arn(&pending)).await, ["pending.example.org"]);
    assert!(talk.found(by_arn(UNKNOWN)).await.is_empty());
    let stranger = talk.world.stranger();
    let answer = talk.say_as(&stranger, "SearchCertificates", by_arn(&pending)).await;
    assert_eq!(answer, json!({ "Results": [] }), "another account sees nothing");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn statements_are_combined() {
    let mut talk = Talk::with("acm").await;
    for (number, key) in (1..=4).zip(["RSA_2048", "EC_prime256v1"].into_iter().cycle()) {
        talk.world.advance(SignedDuration::from_secs(1));
        talk.requested(json!({ "DomainName": format!("{number}.example.com"), "KeyAlgorithm": key })).await;
    }
    talk.world.settle().await.expect("issued");
    talk.world.advance(SignedDuration::from_secs(1));
    talk.requested(json!({ "DomainName": "5.example.com" })).await;
    let ec = json!({ "Filter": { "X509AttributeFilter": { "KeyAlgorithm": "EC_prime256v1" } } });
    for (statement, found) in [
        (json!({ "And": [status("ISSUED"), ec] }), vec!["2.example.com", "4.example.com"]),
        (json!({ "And": [status("ISSUED"), { "Not": ec }] }), vec!["1.example.com", "3.example.com"]),
        (
            json!({ "Or": [status("PENDING_VALIDATION"), dns_name("2.EXAMPLE.com", "EQUALS")] }),
            vec!["2.example.com", "5.example.com"],
        ),
        (
            json!({ "And": [dns_name("example", "CONTAINS"), { "Not": status("ISSUED") }] }),
            vec!["5.example.com"],
        ),
        (
            json!({ "Filter": { "AcmCertificateMetadataFilter": { "CertificateKeyPairOrigin": "ACME" } } }),
            vec![],
        ),
        (
            json!({ "Filter": { "X509AttributeFilter": { "NotAfter": { "Start": 0 } } } }),
            vec!["1.example.com", "2.example.com", "3.example.com", "4.example.com"],
        ),
    ] {
        assert_eq!(talk.found(json!({ "FilterStatement": statement })).await, found, "{statement}");
    }
    let sorted = json!({ "SortBy": "KEY_ALGORITHM", "SortOrder": "DESCENDING" });
    assert_eq!(
        talk.found(sorted).await,
        ["5.example.com", "3.example.com", "1.example.com", "4.example.com", "2.example.com"]
    );
    let sorted = json!({ "SortBy": "NOT_AFTER", "SortOrder": "ASCENDING" });
    assert_eq!(
        talk.found(sorted).await,
        ["1.example.com", "2.example.com", "3.example.com", "4.example.com", "5.example.com"]
    );
}

#[tokio::test]
async fn every_sort_of_the_contract_sorts() {
    let mut talk = Talk::with("acm").await;
    talk.requested(json!({ "DomainName": "example.com" })).await;
    let acm = service("acm").expect("a contract");
    let sorts = acm.shape("SearchCertificatesSortBy").values.clone();
    assert_eq!(sorts.len(), 21);
    for sort in sorts {
        assert_eq!(talk.found(json!({ "SortBy": sort, "SortOrder": "DESCENDING" })).await, ["example.com"]);
        assert!(tegata_operations::certificate::sort_by(&sort).is_some(), "{sort}");
    }
}

#[tokio::test]
async fn statements_that_are_none_say_where() {
    let mut talk = Talk::with("acm").await;
    let mut deep = status("ISSUED");
    for _ in 0..10 {
        deep = json!({ "Not": deep });
    }
    for statement in [
        json!({}),
        json!({ "And": [status("ISSUED"), {}] }),
        json!({ "And": [status("ISSUED")], "Or": [status("ISSUED")] }),
        json!({ "Filter": {} }),
        json!({ "Filter": { "X509AttributeFilter": { "Subject": {} } } }),
        json!({ "Or": [{ "Filter": { "X509AttributeFilter": { "KeyAlgorithm": "RSA_2048", "KeyUsage": "ANY" } } }] }),
        json!({ "Filter": { "CertificateArn": "arn:aws:acm:us-east-1:123456789012:nothing/1" } }),
        deep,
    ] {
        talk.say("SearchCertificates", json!({ "FilterStatement": statement })).await;
    }
    let wide = json!({ "Or": vec![json!({ "And": vec![status("ISSUED"); 15] }); 15] });
    let answer = talk.say("SearchCertificates", json!({ "FilterStatement": wide })).await;
    assert_eq!(answer["message"], "FilterStatement has more than 200 filters.");
    let said = talk.said.split("\n\n").take(8).collect::<Vec<_>>().join("\n\n");
    insta::assert_snapshot!(said);
}

#[tokio::test]
async fn pages_go_on_by_a_token_of_the_same_search() {
    let mut talk = Talk::with("acm").await;
    for number in 0..7 {
        talk.requested(json!({ "DomainName": format!("{number}.example.com") })).await;
    }
    let ask = json!({ "MaxResults": 3, "SortBy": "COMMON_NAME", "SortOrder": "DESCENDING" });
    let (mut seen, mut token) = (Vec::new(), None);
    loop {
        let mut page = ask.clone();
        if let Some(token) = token.take() {
            page["NextToken"] = token;
        }
        let answer = talk.say("SearchCertificates", page).await;
        let results = answer["Results"].as_array().expect("results").iter();
        seen.extend(results.map(|result| text(&result["X509Attributes"]["Subject"]["CommonName"])));
        let Some(next) = answer.get("NextToken") else { break };
        for (member, value) in [("SortOrder", json!("ASCENDING")), ("FilterStatement", status("ISSUED"))] {
            let mut other = ask.clone();
            other["NextToken"] = next.clone();
            other[member] = value;
            assert_eq!(talk.say("SearchCertificates", other).await["__type"], "ValidationException");
        }
        token = Some(next.clone());
    }
    assert_eq!(seen, (0..7).rev().map(|number| format!("{number}.example.com")).collect::<Vec<_>>());
}
