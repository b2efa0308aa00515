use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

fn webhook() -> Webhook {
    Webhook {
        id: WebhookId(Uuid::from_u128(1)),
        tenant: Tenant {
            account: "123456789012".parse().expect("an account"),
            region: "us-east-1".parse().expect("a region"),
        },
        url: "https://example.com/hook".to_owned(),
        principal: "root".to_owned(),
        created_at: at(0),
        state: WebhookState::Active,
        next_position: 7,
        replays: 0,
        failing_since: None,
        tries: 0,
        last_error: None,
    }
}

#[test]
fn a_receiver_can_put_itself_off_but_not_for_long() {
    let next_at = |seconds: Option<i64>| {
        let pause = seconds.map(SignedDuration::from_secs);
        after_delivery(webhook(), 7, &Outcome::Answered(429), pause, at(0)).next_at
    };
    assert_eq!(next_at(None), Some(at(5)));
    assert_eq!(next_at(Some(1)), Some(at(5)), "not sooner than it would be tried anyway");
    assert_eq!(next_at(Some(90)), Some(at(90)));
    assert_eq!(next_at(Some(1_000_000)), Some(at(6 * 3_600)));
}

#[test]
fn what_was_taken_moves_it_on_and_forgets_failures() {
    let failed = after_delivery(webhook(), 7, &Outcome::Answered(503), None, at(10));
    assert_eq!((failed.webhook.state, failed.webhook.next_position), (WebhookState::Failing, 7));
    assert_eq!(failed.next_at, Some(at(15)));
    let again =
        after_delivery(failed.webhook, 7, &Outcome::Unanswered("it is away".to_owned()), None, at(15));
    assert_eq!((again.webhook.tries, again.webhook.failing_since), (2, Some(at(10))));
    assert_eq!(again.next_at, Some(at(45)));
    let taken = after_delivery(again.webhook, 7, &Outcome::Answered(204), None, at(45));
    assert_eq!(
        taken,
        AfterDelivery { webhook: Webhook { next_position: 8, ..webhook() }, next_at: Some(at(45)) }
    );
}

#[test]
fn one_that_is_gone_is_disabled_at_once_and_moved_back_to_life() {
    let gone = after_delivery(webhook(), 7, &Outcome::Answered(410), None, at(10));
    assert_eq!((gone.webhook.state, gone.next_at), (WebhookState::Disabled, None));
    assert_eq!(gone.webhook.last_error.as_deref(), Some("it answered 410 (gone)"));
    let back = moved(gone.webhook, Some(3));
    assert_eq!(back, Webhook { next_position: 3, replays: 1, ..webhook() });
}

#[test]
fn one_that_fails_for_five_days_is_disabled_after_a_bounded_number_of_tries() {
    let (mut hook, mut now, mut tries) = (webhook(), at(0), 0);
    loop {
        let failed = after_delivery(hook, 7, &Outcome::Answered(500), None, now);
        (hook, tries) = (failed.webhook, tries + 1);
        let Some(next_at) = failed.next_at else { break };
        assert!(next_at > now);
        now = next_at;
    }
    assert_eq!((hook.state, hook.next_position), (WebhookState::Disabled, 7), "nothing was skipped");
    let days = at(0).duration_until(now).as_hours() / 24;
    assert!((5..=6).contains(&days), "{days} days");
    assert_eq!(tries, 28);
}

#[test]
fn what_a_url_keeps_to_itself_is_told_nobody() {
    let disabled = event(
        &Webhook { url: "https://example.com:8443/T0/secret?key=x".to_owned(), ..webhook() },
        EventKind::WebhookCreated,
        at(1),
    );
    assert_eq!(disabled.detail, json!({ "Place": "https://example.com:8443", "Principal": "root" }));
    assert_eq!(place("http://[::1]?key=x"), "http://[::1]");
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        (100u16..600).prop_map(Outcome::Answered),
        Just(Outcome::Answered(200)),
        Just(Outcome::Answered(410)),
        Just(Outcome::Unanswered("it is away".to_owned())),
    ]
}

proptest! {
    #[test]
    fn it_moves_on_only_by_what_was_taken(outcomes in prop::collection::vec((outcome(), 0i64..200_000), 0..60)) {
        let (mut hook, mut now) = (webhook(), at(0));
        for (outcome, pause) in outcomes {
            now += SignedDuration::from_secs(pause);
            let position = hook.next_position;
            let after = after_delivery(hook, position, &outcome, None, now);
            let taken = outcome.fault().is_none();
            prop_assert_eq!(after.webhook.next_position, position + i64::from(taken));
            prop_assert_eq!(after.webhook.state == WebhookState::Active, taken);
            prop_assert_eq!(after.next_at.is_none(), after.webhook.state == WebhookState::Disabled);
            prop_assert_eq!(after.webhook.failing_since.is_some(), !taken);
            hook = after.webhook;
        }
    }
}
