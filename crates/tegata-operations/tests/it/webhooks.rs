use jiff::SignedDuration;
use tegata_model::WebhookId;
use tegata_model::job::Job;
use tegata_model::webhook::{Outcome, WEBHOOKS_MAX, WebhookState};
use tegata_operations::events::webhook::{
    Next, create, delete, enqueue_deliveries, list, list_tries, record_delivery, replay, to_deliver,
};
use tegata_operations::{Caller, Error, Kind};
use tegata_store::jobs::{self, Claim};
use tegata_testkit::World;

const URL: &str = "https://hook.example/events";

async fn claimed(world: &World, id: WebhookId) -> Claim {
    let claims = world.claim().await.expect("claimed");
    claims.into_iter().find(|claim| claim.job == Job::DeliverWebhook { webhook: id }).expect("its job")
}

async fn complete(world: &World, claim: Claim) {
    let done = world.instance.write(move |tx| Ok::<_, Error>(jobs::complete(tx, &claim)?));
    done.await.expect("completed");
}

#[tokio::test]
async fn a_webhook_is_told_that_it_was_created_and_then_what_happens() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let made = create(instance, owner, URL.to_owned(), None).await.expect("created");
    assert_eq!(made.secret.len(), "whsec_".len() + 44);
    let id = made.webhook.id;
    let claim = claimed(&world, id).await;
    let first = to_deliver(&world.worker, id).await.expect("read").expect("something to tell");
    assert!(first.body.contains("\"detail-type\":\"webhook.created\""), "{}", first.body);
    assert!(!first.body.contains("whsec"), "{}", first.body);
    assert!(!format!("{first:?}").contains(made.secret.as_str()));
    let next =
        record_delivery(&world.worker, &claim, &first, Outcome::Answered(200), None).await.expect("recorded");
    assert_eq!(next, Next::GoOn);
    assert_eq!(to_deliver(&world.worker, id).await.expect("read").map(|next| next.position), None);
    complete(&world, claim).await;
    // Something happens, and only then is there work again.
    enqueue_deliveries(&world.worker).await.expect("looked");
    assert!(world.claim().await.expect("claimed").is_empty());
    let other = create(instance, owner, URL.to_owned(), None).await.expect("created").webhook.id;
    enqueue_deliveries(&world.worker).await.expect("looked");
    let claim = claimed(&world, id).await;
    let second = to_deliver(&world.worker, id).await.expect("read").expect("something to tell");
    assert!(second.body.contains(&other.to_string()), "{}", second.body);
    assert_ne!(second.id, first.id);
    // Moved while it is told: what was under way moves it no further.
    replay(instance, owner, id, Some(first.position)).await.expect("moved");
    let next = record_delivery(&world.worker, &claim, &second, Outcome::Answered(200), None)
        .await
        .expect("recorded");
    assert_eq!(next, Next::Settled);
    let again = to_deliver(&world.worker, id).await.expect("read").expect("something to tell");
    assert_eq!((again.id, again.body), (first.id, first.body));
    assert_eq!(list_tries(instance, owner, id).await.expect("listed").len(), 2);
}

#[tokio::test]
async fn a_webhook_that_fails_waits_and_tells_when_it_is_tried_next() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let id = create(instance, owner, URL.to_owned(), None).await.expect("created").webhook.id;
    let claim = claimed(&world, id).await;
    let first = to_deliver(&world.worker, id).await.expect("read").expect("something to tell");
    let outcome = Outcome::Unanswered("it is away".to_owned());
    let next = record_delivery(&world.worker, &claim, &first, outcome, None).await.expect("recorded");
    assert_eq!(next, Next::Settled);
    let found = async || {
        let listed = list(instance, owner).await.expect("listed");
        listed.into_iter().find(|listed| listed.webhook.id == id).expect("it is there")
    };
    let listed = found().await;
    assert_eq!(listed.webhook.state, WebhookState::Failing);
    assert_eq!(listed.next_try, Some(world.now() + SignedDuration::from_secs(5)));
    // What happens meanwhile does not pull it forward.
    create(instance, owner, URL.to_owned(), None).await.expect("created");
    enqueue_deliveries(&world.worker).await.expect("looked");
    assert_eq!(found().await, listed);
    // Deleted, nothing is left to do for it.
    delete(instance, owner, id).await.expect("deleted");
    world.advance(SignedDuration::from_secs(10));
    let claims = world.claim().await.expect("claimed");
    assert!(claims.iter().all(|claim| claim.job != Job::DeliverWebhook { webhook: id }));
    assert!(to_deliver(&world.worker, id).await.expect("read").is_none());
}

#[tokio::test]
async fn who_may_not_who_is_another_and_what_is_too_much_is_refused() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let id = create(instance, owner, URL.to_owned(), None).await.expect("created").webhook.id;
    let nobody = Caller::new("nobody", owner.tenant.clone(), "test");
    let kind = |error: Error| error.kind();
    assert_eq!(
        create(instance, &nobody, URL.to_owned(), None).await.map(|_| ()).map_err(kind),
        Err(Kind::Denied)
    );
    assert_eq!(delete(instance, &nobody, id).await.map_err(kind), Err(Kind::Denied));
    assert_eq!(replay(instance, &nobody, id, None).await.map(|_| ()).map_err(kind), Err(Kind::Denied));
    assert_eq!(list(instance, &nobody).await.map(|_| ()).map_err(kind), Err(Kind::Denied));
    assert_eq!(list_tries(instance, &nobody, id).await.map(|_| ()).map_err(kind), Err(Kind::Denied));
    let stranger = world.stranger();
    assert_eq!(delete(instance, &stranger, id).await.map_err(kind), Err(Kind::NotFound));
    assert_eq!(replay(instance, &stranger, id, None).await.map(|_| ()).map_err(kind), Err(Kind::NotFound));
    assert_eq!(list_tries(instance, &stranger, id).await.map(|_| ()).map_err(kind), Err(Kind::NotFound));
    assert!(list(instance, &stranger).await.expect("listed").is_empty());
    for wrong in ["http://127.0.0.1/", "https://u:p@hook.example/", "ftp://hook.example/", "hook.example"] {
        let refused = create(instance, owner, wrong.to_owned(), None).await.map(|_| ());
        assert_eq!(refused.map_err(kind), Err(Kind::Invalid), "{wrong}");
    }
    for _ in 1..WEBHOOKS_MAX {
        create(instance, owner, URL.to_owned(), None).await.expect("created");
    }
    let refused = create(instance, owner, URL.to_owned(), None).await.map(|_| ());
    assert_eq!(refused.map_err(kind), Err(Kind::LimitExceeded));
}
