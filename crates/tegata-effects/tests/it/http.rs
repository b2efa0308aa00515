//! Proof by HTTP, for what a CDN manages.

use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, ManagedBy, Status, ValidationMethod};
use tegata_operations::certificate::request;
use tegata_testkit::dns_request;

use crate::town::{DAY, Town};

async fn request_by_http(town: &Town, names: &[&str]) -> CertificateId {
    let mut ask = dns_request(names);
    ask.method = Some(ValidationMethod::Http);
    ask.managed_by = Some(ManagedBy::CloudFront);
    ask.key_algorithm = Some("EC_prime256v1".to_owned());
    request(&town.world.instance, &town.world.owner, ask, None).await.expect("requested")
}

fn redirect(town: &Town, certificate: &Certificate) {
    for name in certificate.names() {
        town.names.put_redirect(name.redirect.as_ref().expect("it has one"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_issued_once_every_name_redirects() {
    let town = Town::new().await;
    let id = request_by_http(&town, &["www.example.com", "example.com"]).await;
    town.quiet().await;
    let pending = town.certificate(id).await;
    assert_eq!(pending.status(), Status::PendingValidation);
    let redirects: Vec<_> = pending.names().iter().filter_map(|name| name.redirect.clone()).collect();
    assert!(redirects[0].from.starts_with("http://www.example.com/.well-known/pki-validation/"));
    assert_ne!(redirects[0].to, redirects[1].to, "each name has one of its own");
    redirect(&town, &pending);
    town.advance_until(id, DAY / 24, |it| it.status() == Status::Issued).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unproven_it_times_out() {
    let town = Town::new().await;
    let id = request_by_http(&town, &["example.com"]).await;
    town.quiet().await;
    town.world.advance(DAY * 3);
    town.until_status(id, Status::ValidationTimedOut).await;
}
