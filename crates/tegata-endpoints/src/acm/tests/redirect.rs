//! Certificates that a CDN manages, proven by HTTP.

use super::*;

#[tokio::test]
async fn names_are_proven_by_redirects_of_their_own() {
    let mut talk = Talk::with("acm").await;
    let ask = json!({ "DomainName": "www.example.com", "SubjectAlternativeNames": ["example.com"],
        "ValidationMethod": "HTTP", "ManagedBy": "CLOUDFRONT" });
    let answer = talk.say("RequestCertificate", ask).await;
    let arn = text(&answer["CertificateArn"]);
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("ListCertificateDomainValidations", json!({ "CertificateArn": arn })).await;
    talk.world.settle().await.expect("issued");
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["Status"], "ISSUED");
    let managed = json!({ "Includes": { "managedBy": "CLOUDFRONT" } });
    assert_eq!(
        talk.say("ListCertificates", managed).await["CertificateSummaryList"][0]["CertificateArn"],
        arn
    );
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn http_is_for_what_a_cdn_manages_and_not_for_wildcards() {
    let mut talk = Talk::with("acm").await;
    let unmanaged = json!({ "DomainName": "example.com", "ValidationMethod": "HTTP" });
    let wildcard = json!({ "DomainName": "example.com", "SubjectAlternativeNames": ["*.example.com"],
        "ValidationMethod": "HTTP", "ManagedBy": "CLOUDFRONT" });
    for ask in [unmanaged, wildcard] {
        assert_eq!(talk.say("RequestCertificate", ask).await["__type"], "ValidationException");
    }
    insta::assert_snapshot!(talk.said);
}
