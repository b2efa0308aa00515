//! Replacements under random histories.

use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

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
        let (mut it, mut deleted, mut seen_served) = (begun(now), false, false);
        for happening in history {
            now += SignedDuration::from_secs(1);
            let before = it.clone();
            match happening {
                Happening::Advanced { new, old_is_used, served } => match it.todo(&new, old_is_used) {
                    NextStep::Nothing => prop_assert!(it.is_stopped || !it.is_open()),
                    NextStep::Wait => prop_assert_eq!(new, NewCertificateState::Pending),
                    NextStep::Attach => {
                        it = match new {
                            NewCertificateState::Lost { why } if it.stage == Stage::Waiting => it.failed(why, now),
                            _ => it.attached(&[], ChangeMark(1), now),
                        };
                        seen_served = false;
                    }
                    NextStep::Check => {
                        it = it.checked(if served { Ok(1) } else { Err("not yet".to_owned()) }, now);
                        seen_served |= served;
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
