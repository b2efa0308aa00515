//! Access keys of principals and of the owner.

use tegata_operations::access::access_key::{self, KeyState};
use tegata_operations::access::principal;
use tegata_operations::reason::{AccessReason, Reason};
use tegata_operations::{Caller, Kind};
use tegata_testkit::World;

const LAST: Reason = Reason::Access(AccessReason::LastOwnersAccessKey);

const ROOT: &str = "root";

async fn ids(world: &World) -> Vec<(String, KeyState)> {
    let listed = access_key::list(&world.instance, &world.owner, ROOT.to_owned()).await.expect("listed");
    listed.into_iter().map(|key| (key.id, key.state)).collect()
}

#[tokio::test]
async fn the_owner_has_two_keys_at_most_and_never_none() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let first = access_key::owner(instance).await.expect("made").id;
    let update = |id: &str, state| access_key::update(instance, owner, id.to_owned(), state);
    let refused = update(&first, KeyState::Inactive).await.expect_err("it is the only one");
    assert_eq!((refused.kind(), refused.reason()), (Kind::Conflict, LAST));
    let refused = access_key::delete(instance, owner, first.clone()).await.expect_err("it is the only one");
    assert_eq!(refused.reason(), LAST);

    let second = access_key::create(instance, owner, ROOT.to_owned()).await.expect("a second").id;
    let refused = access_key::create(instance, owner, ROOT.to_owned()).await.err().expect("a third");
    assert_eq!(refused.reason(), AccessReason::TooManyAccessKeys.into());
    update(&first, KeyState::Inactive).await.expect("there is another");
    let refused = update(&second, KeyState::Inactive).await.expect_err("the other one is disabled");
    assert_eq!(refused.reason(), LAST);
    let next = access_key::owner(instance).await.expect("the start's own key");
    assert_eq!(next.id, second, "a start writes the one that works into credentials.json");

    update(&first, KeyState::Active).await.expect("enabled");
    access_key::delete(instance, owner, second.clone()).await.expect("deleted");
    assert_eq!(ids(&world).await, [(first.clone(), KeyState::Active)]);
    assert_eq!(access_key::owner(instance).await.expect("a key").id, first);
}

#[tokio::test]
async fn the_owners_keys_are_for_the_owner_alone() {
    let world = World::new(2).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let own = access_key::owner(instance).await.expect("made").id;
    access_key::create(instance, owner, ROOT.to_owned()).await.expect("a second");
    principal::create(instance, owner, "alice".to_owned()).await.expect("made");
    let text = "permit (principal, action, resource);".to_owned();
    tegata_operations::access::policy::put(instance, owner, "all".to_owned(), text).await.expect("put");
    let alice = Caller::new("alice", owner.tenant.clone(), "test");
    let alice = tegata_operations::access::admit(instance, alice, Vec::new()).await.expect("admitted");
    access_key::create(instance, &alice, "alice".to_owned()).await.expect("she may do everything");
    for refused in [
        access_key::create(instance, &alice, ROOT.to_owned()).await.err(),
        access_key::list(instance, &alice, ROOT.to_owned()).await.err(),
        access_key::update(instance, &alice, own.clone(), KeyState::Inactive).await.err(),
        access_key::delete(instance, &alice, own.clone()).await.err(),
    ] {
        let refused = refused.expect("refused");
        assert_eq!((refused.kind(), refused.reason()), (Kind::Denied, AccessReason::OwnersAccessKey.into()));
    }
    let stranger = world.stranger();
    let refused = access_key::delete(instance, &stranger, own).await.expect_err("another account's");
    assert_eq!(refused.kind(), Kind::NotFound);
}
