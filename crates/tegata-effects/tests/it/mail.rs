//! The life of a certificate that is proven by mail, under moved time.

use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, FailureReason, Status};
use tegata_operations::certificate::approval::{Decided, Decision, decide};
use tegata_operations::certificate::{mail, request};
use tegata_store::mails::MailState;
use tegata_testkit::dns_request;

use crate::town::{DAY, Town};

async fn request_by_mail(town: &Town, names: &[&str]) -> CertificateId {
    let mut ask = dns_request(names);
    ask.method = None;
    ask.key_algorithm = Some("EC_prime256v1".to_owned());
    request(&town.world.instance, &town.world.owner, ask, None).await.expect("requested")
}

/// How many mails there are.
async fn mails(town: &Town) -> usize {
    mail::list(&town.world.instance, &town.world.owner).await.expect("listed").len()
}

/// Decides by the code of the newest mail.
async fn click(town: &Town, decision: Decision) -> Decided {
    let (instance, owner) = (&town.world.instance, &town.world.owner);
    let newest = mail::list(instance, owner).await.expect("listed").remove(0);
    assert_eq!(newest.state, MailState::Kept, "there is no relay");
    let (_, body) = mail::show(instance, owner, newest.id).await.expect("there");
    let body = body.expect("it is kept");
    let (_, rest) = body.split_once("?code=").expect("a link");
    let (code, rest) = rest.split_once("&context=").expect("a context");
    decide(instance, code, rest.lines().next().unwrap_or_default(), decision).await.expect("decided")
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_issued_when_approved_and_renewed_only_when_approved_again() {
    let town = Town::new().await;
    let id = request_by_mail(&town, &["www.example.com"]).await;
    town.quiet().await;
    assert_eq!(mails(&town).await, 5);
    assert_eq!(click(&town, Decision::Approved).await, Decided::Taken);
    let first = town.until_status(id, Status::Issued).await.version.expect("a version");
    town.attach(id).await;
    let asked_at = |it: &Certificate| it.names()[0].mail.as_ref().and_then(|mail| mail.asked_at);
    town.advance_until(id, DAY, |it| asked_at(it) > Some(first.issued_at)).await;
    assert_eq!(mails(&town).await, 5, "the first ones are forgotten by now");
    assert!(town.events(id).await.contains(&"certificate.renewal-action-required".to_owned()));
    assert_eq!(click(&town, Decision::Approved).await, Decided::Taken);
    let renewed =
        town.until(id, |it| it.version.as_ref().is_some_and(|version| version.number > first.number)).await;
    assert!(renewed.version.expect("a version").not_after > first.not_after);
}

#[tokio::test(flavor = "multi_thread")]
async fn unapproved_renewals_are_asked_for_again_and_in_the_end_it_expires() {
    let town = Town::new().await;
    let id = request_by_mail(&town, &["example.com"]).await;
    town.quiet().await;
    click(&town, Decision::Approved).await;
    town.until_status(id, Status::Issued).await;
    town.attach(id).await;
    town.advance_until(id, DAY, |it| it.status() == Status::Expired).await;
    assert!(mails(&town).await >= 15, "each attempt asks anew");
    assert_ne!(click(&town, Decision::Approved).await, Decided::Taken, "an end is an end");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_mail_it_fails_and_when_unanswered_it_is_asked_later() {
    let town = Town::new().await;
    town.names.set_without_mail("example.org");
    let id = request_by_mail(&town, &["www.example.com", "www.example.org"]).await;
    let failed = town.until_status(id, Status::Failed).await;
    assert_eq!(failed.failure_reason(), Some(FailureReason::NoAvailableContacts));
    assert_eq!(mails(&town).await, 0);

    town.names.set_away(true);
    let id = request_by_mail(&town, &["example.com"]).await;
    town.quiet().await;
    assert_eq!(mails(&town).await, 0);
    town.names.set_away(false);
    town.advance_until(id, DAY / 24, |it| {
        it.names()[0].mail.as_ref().is_some_and(|mail| mail.asked_at.is_some())
    })
    .await;
    assert_eq!(mails(&town).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn unapproved_it_times_out_and_a_late_click_counts_for_nothing() {
    let town = Town::new().await;
    let id = request_by_mail(&town, &["example.com"]).await;
    town.quiet().await;
    town.world.advance(DAY * 3);
    town.until_status(id, Status::ValidationTimedOut).await;
    assert_eq!(click(&town, Decision::Approved).await, Decided::Over);
}
