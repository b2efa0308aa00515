//! Webhooks on every back end.

use jiff::{SignedDuration, Timestamp};
use tegata_model::event::{Event, EventKind};
use tegata_model::job::Job;
use tegata_model::webhook::{Outcome, Webhook, WebhookState, after_delivery, moved};
use tegata_model::{Tenant, WebhookId};
use tegata_store::webhooks::{self, Try};
use tegata_store::{Store, StoreError, events, jobs};
use uuid::Uuid;

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    a_webhook_is_kept_found_and_deleted,
    a_webhook_that_is_behind_and_has_no_job_is_found,
    a_delivery_that_was_overtaken_changes_nothing,
    tries_are_kept_and_purged,
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

fn tenant(region: &str) -> Tenant {
    Tenant { account: "123456789012".parse().expect("an account"), region: region.parse().expect("a region") }
}

fn webhook(number: u128) -> Webhook {
    Webhook {
        id: WebhookId(Uuid::from_u128(number)),
        tenant: tenant("us-east-1"),
        url: format!("https://example.com/{number}"),
        principal: "root".to_owned(),
        created_at: at(1),
        state: WebhookState::Active,
        next_position: 1,
        replays: 0,
        failing_since: None,
        tries: 0,
        last_error: None,
    }
}

async fn keep(store: &Store, webhook: &Webhook) -> Done {
    let webhook = webhook.clone();
    store.write(move |tx| webhooks::insert(tx, &webhook, b"sealed")).await
}

async fn update(store: &Store, before: &Webhook, after: &Webhook) -> Result<bool, StoreError> {
    let (before, after) = (before.clone(), after.clone());
    store.write(move |tx| webhooks::update(tx, &before, &after)).await
}

async fn a_webhook_is_kept_found_and_deleted(store: &Store) -> Done {
    assert!(!store.read(webhooks::any).await?);
    let (one, two) = (webhook(1), webhook(2));
    keep(store, &one).await?;
    keep(store, &two).await?;
    assert!(store.read(webhooks::any).await?);
    let id = one.id;
    let (home, abroad) = (tenant("us-east-1"), tenant("eu-west-1"));
    let found = store.read(move |tx| webhooks::find(tx, &home, id)).await?;
    assert_eq!(found.as_ref(), Some(&one));
    assert_eq!(store.read(move |tx| webhooks::find(tx, &abroad, id)).await?, None, "of another tenant");
    let found = store.read(move |tx| webhooks::find_of_any(tx, id)).await?;
    assert_eq!(found, Some((one.clone(), b"sealed".to_vec())));
    let failed = after_delivery(one.clone(), 1, &Outcome::Answered(500), None, at(7)).webhook;
    assert!(update(store, &one, &failed).await?);
    let home = tenant("us-east-1");
    assert_eq!(store.read(move |tx| webhooks::list(tx, &home)).await?, [failed, two]);
    store.write(move |tx| webhooks::delete(tx, id)).await?;
    assert_eq!(store.read(move |tx| webhooks::find_of_any(tx, id)).await?, None);
    Ok(())
}

async fn a_webhook_that_is_behind_and_has_no_job_is_found(store: &Store) -> Done {
    let behind = async || {
        store.write(|tx| events::give_positions(tx, 100)).await?;
        store.read(|tx| webhooks::list_behind(tx, 10)).await
    };
    let one = webhook(1);
    keep(store, &one).await?;
    keep(store, &Webhook { tenant: tenant("eu-west-1"), ..webhook(2) }).await?;
    keep(store, &Webhook { state: WebhookState::Failing, ..webhook(3) }).await?;
    keep(store, &Webhook { state: WebhookState::Disabled, ..webhook(4) }).await?;
    assert_eq!(behind().await?, []);
    let event = Event {
        at: at(2),
        tenant: Some(tenant("us-east-1")),
        kind: EventKind::ClockAdvanced,
        subject: "s".to_owned(),
        detail: serde_json::json!({}),
    };
    store.write(move |tx| tx.record_event(&event)).await?;
    assert_eq!(behind().await?, [one.id]);
    let id = one.id;
    store.write(move |tx| webhooks::enqueue_delivery(tx, id, at(3))).await?;
    assert_eq!(behind().await?, [], "somebody will work for it");
    let lease = SignedDuration::from_secs(30);
    let claim = store.write(move |tx| jobs::claim(tx, at(3), lease, 10)).await?.remove(0);
    assert_eq!(claim.job, Job::DeliverWebhook { webhook: id });
    assert_eq!(behind().await?, [], "somebody works for it");
    store.write(move |tx| jobs::complete(tx, &claim)).await?;
    assert_eq!(behind().await?, [one.id], "nobody does any more");
    assert!(
        update(store, &one, &after_delivery(one.clone(), 1, &Outcome::Answered(200), None, at(4)).webhook)
            .await?
    );
    assert_eq!(behind().await?, []);
    Ok(())
}

async fn a_delivery_that_was_overtaken_changes_nothing(store: &Store) -> Done {
    let one = webhook(1);
    keep(store, &one).await?;
    let taken = after_delivery(one.clone(), 1, &Outcome::Answered(200), None, at(4)).webhook;
    assert!(update(store, &one, &taken).await?);
    assert!(!update(store, &one, &taken).await?, "by another worker");
    let replayed = moved(taken.clone(), Some(1));
    assert!(update(store, &taken, &replayed).await?);
    assert!(
        !update(
            store,
            &taken,
            &after_delivery(taken.clone(), 2, &Outcome::Answered(200), None, at(5)).webhook
        )
        .await?
    );
    let id = one.id;
    let found = store.read(move |tx| webhooks::find_of_any(tx, id)).await?;
    assert_eq!(found.map(|(webhook, _)| webhook), Some(replayed));
    Ok(())
}

async fn tries_are_kept_and_purged(store: &Store) -> Done {
    let id = webhook(1).id;
    let tried = |seconds, position, number, outcome| Try { at: at(seconds), position, number, outcome };
    let tries = [
        tried(1, 1, 0, Outcome::Unanswered("it is away".to_owned())),
        tried(2, 1, 1, Outcome::Answered(503)),
        tried(3, 1, 2, Outcome::Answered(200)),
    ];
    let kept = tries.clone();
    store
        .write(move |tx| {
            kept.iter().chain(&kept[2..]).try_for_each(|tried| webhooks::record_try(tx, id, tried))
        })
        .await?;
    let mut listed = store.read(move |tx| webhooks::list_tries(tx, id, 10)).await?;
    listed.reverse();
    assert_eq!(listed, tries);
    assert_eq!(store.write(|tx| webhooks::purge_tries(tx, at(3), 10)).await?, 2);
    assert_eq!(store.read(move |tx| webhooks::list_tries(tx, id, 10)).await?, tries[2..]);
    Ok(())
}
