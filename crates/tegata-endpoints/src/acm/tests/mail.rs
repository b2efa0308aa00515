//! Certificates that are proven by mail: from the request to the page and back.

use http::{Method, Request, StatusCode};
use tegata_operations::certificate::mail;

use super::*;
use crate::approvals;

impl Talk {
    /// Asks for a certificate by mail; whether its domains take mail is told by `sighting`.
    async fn asked_by_mail(&mut self, input: Value, sighting: LookUpResult) -> String {
        let answer = self.say("RequestCertificate", input).await;
        let arn = answer["CertificateArn"].as_str().expect("an ARN").to_owned();
        for claim in self.world.claim().await.expect("jobs") {
            self.world.reach(&claim, id_of(&arn), sighting.clone()).await.expect("taken");
        }
        arn
    }

    /// Issued after an approval; says nothing.
    pub(super) async fn issued_by_mail(&mut self, input: Value) -> String {
        let said = self.said.clone();
        let name = text(&input["DomainName"]);
        let arn = self.asked_by_mail(input, LookUpResult::Good).await;
        let link = self.links(&name).await.remove(0);
        self.decide(&link, "approve").await;
        self.world.settle().await.expect("issued");
        self.said = said;
        arn
    }

    /// The links of the mails for a name, oldest first.
    async fn links(&self, name: &str) -> Vec<String> {
        let (instance, owner) = (&self.world.instance, &self.world.owner);
        let mut links = Vec::new();
        for listed in mail::list(instance, owner).await.expect("listed") {
            let (_, body) = mail::show(instance, owner, listed.id).await.expect("there");
            let body = body.expect("nobody has it yet");
            if body.contains(&format!("Domain: {name}\n")) {
                links.push(body.lines().find(|line| line.starts_with("http")).expect("a link").to_owned());
            }
        }
        links.reverse();
        links
    }

    /// Asks the page; gives its status and heading.
    async fn page(&self, method: Method, link: &str, body: &str) -> (StatusCode, String) {
        let request = Request::builder().method(method).uri(link).body(()).expect("a request");
        let peer = std::net::Ipv4Addr::LOCALHOST.into();
        let (parts, refusals) = (request.into_parts().0, crate::audit::RefusalLog::default());
        let answer = approvals::answer(&self.world.instance, &refusals, &parts, body.as_bytes(), peer).await;
        let page = String::from_utf8_lossy(answer.body()).into_owned();
        let heading = page.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>"));
        (answer.status(), heading.map(|(heading, _)| heading.to_owned()).unwrap_or_default())
    }

    async fn decide(&self, link: &str, decision: &str) -> (StatusCode, String) {
        let (page, query) = link.split_once('?').expect("a query");
        self.page(Method::POST, page, &format!("{query}&decision={decision}")).await
    }
}

#[tokio::test]
async fn each_name_is_approved_by_a_click_of_its_own() {
    let mut talk = Talk::with("acm").await;
    let input = json!({ "DomainName": "www.example.com", "SubjectAlternativeNames": ["a.b.example.org"],
        "DomainValidationOptions": [{ "DomainName": "a.b.example.org", "ValidationDomain": "b.example.org" }] });
    let arn = talk.asked_by_mail(input, LookUpResult::Good).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    let links = talk.links("www.example.com").await;
    assert_eq!(links.len(), 5);
    for _ in 0..3 {
        let shown = talk.page(Method::GET, &links[0], "").await;
        assert_eq!(shown, (StatusCode::OK, "Approve this certificate?".to_owned()));
    }
    let taken = talk.decide(&links[0], "approve").await;
    assert_eq!(taken.0, StatusCode::OK);
    for link in &links {
        let again = talk.decide(link, "deny").await;
        assert!(again.0 == StatusCode::OK && again.1 != taken.1, "approved is approved: {again:?}");
    }
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["Status"], "PENDING_VALIDATION");
    let other = talk.links("a.b.example.org").await;
    talk.decide(&other[4], "approve").await;
    talk.world.settle().await.expect("issued");
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["Status"], "ISSUED");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn codes_that_are_forged_replayed_or_old_approve_nothing() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.asked_by_mail(json!({ "DomainName": "example.com" }), LookUpResult::Good).await;
    let other = talk.asked_by_mail(json!({ "DomainName": "other.com" }), LookUpResult::Good).await;
    let (link, foreign) =
        (talk.links("example.com").await.remove(0), talk.links("other.com").await.remove(0));
    let code_of = |link: &str| {
        link.split_once("code=").expect("a code").1.split('&').next().unwrap_or_default().to_owned()
    };
    let crossed = link.replace(&code_of(&link), &code_of(&foreign));
    let made_up = link.replace(&code_of(&link), &"A".repeat(43));
    for forged in [crossed, made_up] {
        assert_eq!(talk.decide(&forged, "approve").await.0, StatusCode::NOT_FOUND, "{forged}");
        assert_eq!(talk.page(Method::GET, &forged, "").await.0, StatusCode::NOT_FOUND, "{forged}");
    }
    let cut = "https://example.com/approvals?";
    assert_eq!(talk.decide(cut, "approve").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(talk.page(Method::GET, cut, "").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(talk.decide(&link, "perhaps").await.1, "Approve this certificate?", "it asks again");
    assert_eq!(talk.page(Method::PUT, &link, "").await.0, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(talk.decide(&foreign, "deny").await.0, StatusCode::OK);
    assert_eq!(talk.decide(&foreign, "approve").await.0, StatusCode::GONE);
    talk.advance_days(3);
    assert_eq!(talk.decide(&link, "approve").await.0, StatusCode::GONE);
    for arn in [arn, other] {
        talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    }
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn a_wildcard_is_its_own_validation_domain() {
    let mut talk = Talk::with("acm").await;
    let names =
        ["*.test.example.com", "www.example.com", "*.a.example.com", "*.b.example.com", "c.example.com"];
    let given = |name: &str, domain: &str| json!({ "DomainName": name, "ValidationDomain": domain });
    let input = json!({ "DomainName": names[0], "SubjectAlternativeNames": names,
        "DomainValidationOptions": [given("*.a.example.com", "a.example.com"),
            given("*.b.example.com", "*.b.example.com"), given("c.example.com", "Example.com")] });
    let arn = talk.asked_by_mail(input, LookUpResult::Good).await;
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    let shown: Vec<(String, String)> = described["Certificate"]["DomainValidationOptions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|option| {
            let addresses = option["ValidationEmails"].as_array().expect("addresses");
            let domain = text(&addresses[0]).split_once('@').map(|(_, domain)| domain.to_owned());
            (text(&option["ValidationDomain"]), domain.expect("a domain"))
        })
        .collect();
    let expected = [
        ("*.test.example.com", "test.example.com"),
        ("example.com", "example.com"),
        ("a.example.com", "a.example.com"),
        ("*.b.example.com", "b.example.com"),
        ("example.com", "example.com"),
    ];
    assert_eq!(shown, expected.map(|(shown, asked)| (shown.to_owned(), asked.to_owned())));
}

#[tokio::test]
async fn without_mail_there_is_nobody_to_ask() {
    let mut talk = Talk::with("acm").await;
    let bad = LookUpResult::Bad { why: "it has no MX record".to_owned() };
    let arn =
        talk.asked_by_mail(json!({ "DomainName": "example.com", "ValidationMethod": "EMAIL" }), bad).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    let validations = talk.say("ListCertificateDomainValidations", json!({ "CertificateArn": arn })).await;
    let summary = &validations["DomainValidationSummaryList"][0]["ActiveValidationConfiguration"];
    let challenge = &summary["ValidationChallenge"]["EmailValidationChallenge"];
    assert_eq!(challenge["ValidationEmails"], json!([]));
    talk.said.truncate(talk.said.rfind("> ListCertificateDomainValidations").expect("the last one"));
    assert!(talk.links("example.com").await.is_empty());
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn mails_are_sent_again_while_somebody_is_asked_and_not_without_end() {
    let mut talk = Talk::with("acm").await;
    let by_dns = talk.requested(json!({ "DomainName": "dns.example.com" })).await;
    talk.world.settle().await.expect("issued");
    let arn = talk.asked_by_mail(json!({ "DomainName": "www.example.com" }), LookUpResult::Good).await;
    let again = |arn: &str, name: &str, domain: &str| json!({ "CertificateArn": arn, "Domain": name, "ValidationDomain": domain });
    for input in [
        again(UNKNOWN, "www.example.com", "example.com"),
        again(&by_dns, "dns.example.com", "example.com"),
        again(&arn, "example.com", "example.com"),
        again(&arn, "www.example.com", "example.org"),
        again(&arn, "www.example.com", "com"),
        again(&arn, "no name", "example.com"),
        json!({ "CertificateArn": arn }),
    ] {
        talk.say("ResendValidationEmail", input).await;
    }
    assert_eq!(talk.links("www.example.com").await.len(), 5);
    for _ in 1..20 {
        talk.say("ResendValidationEmail", again(&arn, "www.example.com", "www.example.com")).await;
    }
    let links = talk.links("www.example.com").await;
    assert_eq!(links.len(), 100);
    let said = std::mem::take(&mut talk.said);
    talk.say("ResendValidationEmail", again(&arn, "www.example.com", "www.example.com")).await;
    assert_eq!(talk.decide(&links[0], "approve").await.0, StatusCode::OK, "the first mails count on");
    talk.say("ResendValidationEmail", again(&arn, "www.example.com", "www.example.com")).await;
    let refusals = said.split("\n\n").take(7).collect::<Vec<_>>().join("\n\n");
    insta::assert_snapshot!(format!("{refusals}\n\n{}", talk.said));
}
