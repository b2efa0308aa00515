use super::*;
use crate::placement::tests::{now, tenant};

fn request() -> HopDeclaration {
    HopDeclaration {
        name: "web-1".to_owned(),
        kind: DeclaredKind::Instance,
        host: "Web.Example.COM".to_owned(),
        port: 443,
        protocol: Protocol::Https,
        certificate: Some(DeclaredSource::Outside),
        certificate_arn: None,
        server_name: None,
        network: Network::Untrusted,
        client_certificate: ClientCertificate::NotRequired,
        tls_versions: vec![TlsVersion::V1_3, TlsVersion::V1_2],
        forwards_to: vec!["db".to_owned(), "API.example.com".to_owned(), "db".to_owned()],
    }
}

fn refused(change: impl FnOnce(&mut HopDeclaration)) -> String {
    let mut request = request();
    change(&mut request);
    plan_declaration(&tenant(), request, 0, now()).expect_err("refused").to_string()
}

#[test]
fn what_is_declared_is_stored_in_one_form() {
    let hop = plan_declaration(&tenant(), request(), 0, now()).expect("a hop");
    assert_eq!(
        (hop.address(), hop.tls_versions.first()),
        ("web.example.com:443".to_owned(), Some(&TlsVersion::V1_2))
    );
    assert_eq!(hop.forwards_to, ["db", "api.example.com"]);
    let stored = serde_json::to_string(&hop).expect("text");
    assert_eq!(serde_json::from_str::<DeclaredHop>(&stored).expect("a hop"), hop);
}

#[test]
fn what_does_not_go_together_is_refused_with_what_to_do() {
    let account = "arn:aws:acm:us-east-1:123456789012:certificate/x".to_owned();
    for (why, message) in [
        ("without a dot", refused(|it| it.name = "web.1".to_owned())),
        ("Host is wrong", refused(|it| it.host = "a b".to_owned())),
        ("Port 0", refused(|it| it.port = 0)),
        ("ServerName is wrong", refused(|it| it.server_name = Some("*.example.com".to_owned()))),
        ("use HTTP, HTTPS, TCP, TLS or POSTGRESQL", refused(|it| it.protocol = Protocol::Udp)),
        ("needs a certificate", refused(|it| it.certificate = None)),
        ("has no TLS", refused(|it| it.protocol = Protocol::Http)),
        ("needs CertificateArn", refused(|it| it.certificate = Some(DeclaredSource::Own))),
        ("needs CertificateSource", {
            refused(|it| (it.certificate, it.certificate_arn) = (None, Some(account.clone())))
        }),
        (
            "of this account",
            refused(|it| it.certificate_arn = Some(account.replace("123456789012", "210987654321"))),
        ),
        ("twice", refused(|it| it.tls_versions.push(TlsVersion::V1_3))),
        ("TlsVersions is about TLS", {
            refused(|it| (it.certificate, it.protocol) = (None, Protocol::Http))
        }),
        ("neither the name", refused(|it| it.forwards_to = vec!["10.0.0.1".to_owned()])),
        ("own name", refused(|it| it.forwards_to = vec!["web-1".to_owned()])),
        ("more than 10", refused(|it| it.forwards_to = (0..11).map(|number| format!("h{number}")).collect())),
    ] {
        assert!(message.contains(why), "{why}: {message}");
    }
    let full = plan_declaration(&tenant(), request(), DECLARED_MAX, now());
    assert_eq!(full, Err(DeclarationRefused::TooMany));
}
