//! What is stored by name: an older release does not know a name that a newer one adds, so each belongs to the schema.

use std::collections::BTreeSet;

use tegata_model::event::EventKind;
use tegata_model::holder::Holder;
use tegata_model::job::Job;
use tegata_model::load_balancing::ListenerId;
use tegata_store::newest_schema;

/// The names of the newest schema version. Before the first release a new name is added here. After it a new name comes
/// with a migration, even an empty one, so that older releases refuse the store (ARCHITECTURE.md, "Surprising decisions").
const NAMES: (i64, &str) = (1, include_str!("vocabulary.txt"));

#[test]
fn a_name_that_is_stored_belongs_to_the_schema() {
    let Holder::Listener(_) = Holder::Listener(ListenerId(1));
    let holder = Holder::Listener(ListenerId(1)).to_stored();
    let holder = holder.split('/').next().expect("a kind");
    let events = EventKind::ALL.iter().map(|kind| format!("event {}", kind.as_str()));
    let jobs = Job::KINDS.iter().map(|kind| format!("job {kind}"));
    let names: BTreeSet<String> = events.chain(jobs).chain([format!("holder {holder}")]).collect();
    let kept: BTreeSet<String> = NAMES.1.lines().map(str::to_owned).collect();
    assert_eq!(newest_schema(), NAMES.0, "write down the names of the new schema version");
    let new: Vec<&String> = names.difference(&kept).collect();
    assert!(
        new.is_empty(),
        "new names; add them to vocabulary.txt, after a release with a migration: {new:?}"
    );
    let gone: Vec<&String> = kept.difference(&names).collect();
    assert!(gone.is_empty(), "names that stores may hold are gone: {gone:?}");
}
