//! Principals, access keys and policies, on every back end.

use jiff::Timestamp;
use tegata_model::AccountId;
use tegata_model::access::{PolicyName, PrincipalName, SessionName};
use tegata_store::access_keys::{self, AccessKey, KeyState};
use tegata_store::policies::{self, StoredPolicy};
use tegata_store::principals::{self, Principal};
use tegata_store::sessions::{self, Session};
use tegata_store::{Store, StoreError};

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    a_principal_belongs_to_its_account,
    a_key_has_a_state_and_goes_with_its_principal,
    a_policy_takes_the_place_of_the_one_before,
    a_session_goes_with_its_principal_or_after_its_end,
}

fn account(text: &str) -> AccountId {
    AccountId::try_from(text.to_owned()).expect("an account")
}

fn own() -> AccountId {
    account("123456789012")
}

fn other() -> AccountId {
    account("999999999999")
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

fn alice() -> PrincipalName {
    PrincipalName::try_from("alice".to_owned()).expect("a name")
}

async fn a_principal_belongs_to_its_account(store: &Store) -> Done {
    let principal = Principal { name: alice(), created_at: at(1) };
    let made = principal.clone();
    store
        .write(move |tx| -> Done {
            assert!(principals::insert(tx, &own(), &made)?);
            assert!(!principals::insert(tx, &own(), &made)?, "once");
            assert!(principals::insert(tx, &other(), &made)?, "another account has names of its own");
            Ok(())
        })
        .await?;
    store
        .write(move |tx| -> Done {
            assert!(principals::exists(tx, &own(), &alice())?);
            assert_eq!(principals::list(tx, &own(), 10)?, std::slice::from_ref(&principal));
            assert!(principals::delete(tx, &own(), &alice())?);
            assert!(!principals::delete(tx, &own(), &alice())?);
            assert!(principals::exists(tx, &other(), &alice())?);
            Ok(())
        })
        .await
}

async fn a_key_has_a_state_and_goes_with_its_principal(store: &Store) -> Done {
    let key = |id: &str, account: AccountId, seconds| AccessKey {
        id: id.to_owned(),
        account,
        principal: "alice".to_owned(),
        sealed_secret: vec![1, 2, 3],
        created_at: at(seconds),
        state: KeyState::Active,
    };
    store
        .write(move |tx| -> Done {
            for key in [key("AKIAB", own(), 2), key("AKIAA", own(), 1), key("AKIAC", other(), 1)] {
                access_keys::insert(tx, &key)?;
            }
            let ids = |keys: Vec<AccessKey>| keys.into_iter().map(|key| key.id).collect::<Vec<String>>();
            assert_eq!(
                ids(access_keys::list(tx, &own(), "alice", 10)?),
                ["AKIAA", "AKIAB"],
                "the oldest first"
            );
            access_keys::set_state(tx, "AKIAA", KeyState::Inactive)?;
            let found = access_keys::find(tx, "AKIAA")?.expect("it is there");
            assert_eq!((found.state, found.sealed_secret), (KeyState::Inactive, vec![1, 2, 3]));
            access_keys::delete(tx, "AKIAA")?;
            assert!(access_keys::find(tx, "AKIAA")?.is_none());
            access_keys::delete_of(tx, &own(), "alice")?;
            assert!(access_keys::list(tx, &own(), "alice", 10)?.is_empty());
            assert_eq!(ids(access_keys::list(tx, &other(), "alice", 10)?), ["AKIAC"]);
            Ok(())
        })
        .await
}

async fn a_policy_takes_the_place_of_the_one_before(store: &Store) -> Done {
    let policy = |text: &str, changed: i64| StoredPolicy {
        name: PolicyName::try_from("readers".to_owned()).expect("a name"),
        text: text.to_owned(),
        statements: 1,
        created_at: at(1),
        changed_at: at(changed),
    };
    let (first, second) = (policy("first", 1), policy("second", 2));
    let name = first.name.clone();
    store
        .write(move |tx| -> Done {
            assert_eq!(policies::revision(tx, &own())?, None);
            policies::put(tx, &own(), &first, "one")?;
            policies::put(tx, &own(), &second, "two")?;
            assert_eq!(policies::find(tx, &own(), &name)?, Some(second.clone()));
            assert_eq!(policies::list(tx, &own(), 10)?, std::slice::from_ref(&second));
            assert!(policies::list(tx, &other(), 10)?.is_empty());
            assert_eq!(policies::revision(tx, &own())?.as_deref(), Some("two"));
            assert_eq!(policies::revision(tx, &other())?, None, "another account's have not changed");
            assert!(policies::delete(tx, &own(), &name, "three")?);
            assert!(!policies::delete(tx, &own(), &name, "four")?);
            assert_eq!(policies::find(tx, &own(), &name)?, None);
            assert_eq!(policies::revision(tx, &own())?.as_deref(), Some("four"));
            Ok(())
        })
        .await
}

async fn a_session_goes_with_its_principal_or_after_its_end(store: &Store) -> Done {
    let session = |id: &str, account: AccountId, end: i64| Session {
        id: id.to_owned(),
        account,
        principal: alice(),
        name: SessionName::try_from("ci".to_owned()).expect("a name"),
        token_digest: vec![1; 32],
        sealed_secret: vec![2; 3],
        expires_at: at(end),
    };
    let ids = ["ASIA1", "ASIA2", "ASIA3"];
    store
        .write(move |tx| -> Done {
            for made in
                [session("ASIA1", own(), 10), session("ASIA2", own(), 20), session("ASIA3", other(), 10)]
            {
                sessions::insert(tx, &made)?;
            }
            let found = sessions::find(tx, "ASIA2")?.expect("found");
            assert_eq!((found.name.as_str(), found.expires_at, found.account), ("ci", at(20), own()));
            assert_eq!(found.token_digest, [1; 32]);
            assert!(sessions::find(tx, "ASIA4")?.is_none());
            assert_eq!(sessions::count(tx, &own(), &alice(), at(5))?, 2);
            assert_eq!(sessions::count(tx, &own(), &alice(), at(10))?, 1, "one has ended");
            assert_eq!(sessions::purge(tx, at(11), 1)?, 1, "a few at a time");
            assert_eq!(sessions::purge(tx, at(11), 10)?, 1);
            assert!(sessions::find(tx, "ASIA2")?.is_some());
            sessions::delete_of(tx, &own(), &alice())?;
            for id in ids {
                assert!(sessions::find(tx, id)?.is_none(), "{id}");
            }
            Ok(())
        })
        .await
}
