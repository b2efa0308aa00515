//! Replacements under random histories.

use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::canary::{DIFFERING_MAX, SEEN_WITHIN};
use super::*;
use crate::{AccountId, Region};

#[derive(Debug, Clone)]
enum Happening {
    Advanced { new: NewCertificateState, old_is_used: bool, served: bool },
    Stopped,
    Resumed,
    Undone,
}

fn happening() -> impl Strategy<Value = Happening> {
    let new = prop_oneof![
        3 => Just(NewCertificateState::Pending),
        8 => Just(NewCertificateState::Issued),
        1 => Just(NewCertificateState::Lost { why: "CAA".to_owned() }),
    ];
    prop_oneof![
        12 => (new, any::<bool>(), any::<bool>())
            .prop_map(|(new, old_is_used, served)| Happening::Advanced { new, old_is_used, served }),
        1 => Just(Happening::Stopped),
        2 => Just(Happening::Resumed),
        1 => Just(Happening::Undone),
    ]
}

fn begun(now: Timestamp) -> Replacement {
    let tenant = Tenant {
        account: AccountId::try_from("123456789012".to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    };
    let ids = (CertificateId(Uuid::from_u128(1)), CertificateId(Uuid::from_u128(2)));
    Replacement::begin(ReplacementId(Uuid::nil()), tenant, ids, false, "root", now)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The old one is deleted only after the new one was seen served, never while something uses it, never while stopped,
    /// and never after an undo; what is over stays so.
    #[test]
    fn the_old_one_goes_last(history in proptest::collection::vec(happening(), 1..40)) {
        let mut now: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a time");
        let (mut it, mut deleted, mut seen_served, mut proven) = (begun(now), false, false, false);
        for happening in history {
            now += SignedDuration::from_secs(1);
            let before = it.clone();
            match happening {
                Happening::Advanced { new, old_is_used, served } => match it.todo(&new, old_is_used) {
                    NextStep::Nothing => prop_assert!(it.is_stopped || !it.is_open()),
                    NextStep::Wait => prop_assert_eq!(new, NewCertificateState::Pending),
                    NextStep::AttachFirst => {
                        prop_assert!(!proven);
                        it = match new {
                            NewCertificateState::Lost { why } => it.failed(why, now),
                            _ => it.attached_first(Some(ListenerId(1)), ChangeMark(1), now),
                        };
                    }
                    NextStep::Attach => {
                        prop_assert!(proven, "no second listener before the first has served it");
                        it = it.attached(&[ListenerId(2)], ChangeMark(1), now);
                        seen_served = false;
                    }
                    NextStep::Check => {
                        let is_canary = it.stage == Stage::Canary;
                        let unproven = match old_is_used {
                            true => Unproven::Differs { why: "another".to_owned() },
                            false => Unproven::NotSeen { why: "not yet".to_owned() },
                        };
                        it = it.checked(if served { Ok(1) } else { Err(unproven) }, now);
                        proven |= served;
                        seen_served |= served && !is_canary;
                    }
                    NextStep::DeleteOld => {
                        prop_assert!(seen_served && !old_is_used && !it.is_stopped && !deleted);
                        it = it.done(now);
                        deleted = true;
                    }
                },
                Happening::Stopped => it = it.clone().stop(now).unwrap_or(it),
                Happening::Resumed => it = it.clone().resume(now).unwrap_or(it),
                Happening::Undone => it = it.clone().undone(now).unwrap_or(it),
            }
            prop_assert!(it.steps.len() <= STEPS_MAX);
            if !before.is_open() {
                prop_assert_eq!(it.clone(), before, "what is over stays so");
            }
            prop_assert_eq!(deleted, it.stage == Stage::Done);
        }
    }
}

#[test]
fn what_is_over_cannot_be_changed() {
    let now: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a time");
    let done = begun(now).attached(&[], ChangeMark(1), now).checked(Ok(0), now).done(now);
    for refused in [done.clone().stop(now), done.clone().resume(now), done.undone(now)] {
        assert_eq!(refused, Err(ChangeRefused::Over));
    }
    assert_eq!(begun(now).resume(now), Err(ChangeRefused::NothingToChange));
}

#[test]
fn the_first_listener_gets_the_old_one_back_when_something_else_is_served() {
    let begun_at: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a time");
    let first = begun(begun_at).attached_first(Some(ListenerId(1)), ChangeMark(1), begun_at);
    assert_eq!((first.stage.clone(), &first.moved[..]), (Stage::Canary, &[ListenerId(1)][..]));
    let differs = || Err(Unproven::Differs { why: "another answers".to_owned() });
    let not_seen = || Err(Unproven::NotSeen { why: "it is not open".to_owned() });
    let mut it = first.clone();
    for _ in 1..DIFFERING_MAX {
        it = it.checked(differs(), begun_at);
        assert_eq!(it.stage, Stage::Canary, "one may have begun before the change");
    }
    assert_eq!(it.clone().checked(Ok(1), begun_at).stage, Stage::Proven);
    let over = it.checked(differs(), begun_at);
    assert!(matches!(&over.stage, Stage::Failed { why } if why.starts_with("another answers: attached ")));
    let soon = begun_at + SEEN_WITHIN - SignedDuration::from_secs(1);
    let waiting = first.checked(not_seen(), soon);
    assert_eq!(waiting.stage, Stage::Canary);
    assert!(matches!(waiting.checked(not_seen(), begun_at + SEEN_WITHIN).stage, Stage::Failed { .. }));
}

#[test]
fn without_a_listener_there_is_nothing_to_prove() {
    let now: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a time");
    assert_eq!(begun(now).attached_first(None, ChangeMark(1), now).stage, Stage::Attached);
}
