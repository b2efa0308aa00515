use super::*;
use tegata_model::AuthorityId;
use tegata_model::certificate::RevocationReason;

fn revoked(number: u8) -> JournaledRevocation {
    JournaledRevocation {
        serial: Serial::from_random([number; 16]),
        authority: AuthorityId(uuid::Uuid::from_u128(7)),
        shard: 3,
        at: jiff::Timestamp::from_second(1_800_000_000).expect("a time"),
        reason: RevocationReason::KeyCompromise,
        not_after: jiff::Timestamp::from_second(1_900_000_000).expect("a time"),
    }
}

fn marks(change: i64, event: i64) -> Marks {
    Marks { change, event }
}

#[test]
fn what_is_appended_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    assert!(Journal::read(&path).expect("read").is_none());
    let journal = Journal::write(&path, "i", vec![revoked(1)], marks(1, 1)).expect("written");
    journal.append_revoked(&[revoked(1), revoked(2)]).expect("appended");
    journal.append_marks(marks(5, 2)).expect("appended");
    journal.append_marks(marks(4, 2)).expect("lower marks are none");
    assert!(journal.knows(revoked(2).serial) && !journal.knows(revoked(3).serial));
    let found = Journal::read(&path).expect("read").expect("there");
    assert_eq!(found.revoked, [revoked(1), revoked(2)]);
    assert_eq!((found.instance.as_deref(), found.marks, found.damaged), (Some("i"), marks(5, 2), 0));
    assert!(!found.is_copy);
    let text = fs::read_to_string(&path).expect("text");
    assert_eq!(text.lines().count(), 5, "{text}");
}

#[test]
fn a_copy_is_told_from_the_file_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("journal"), folder.path().join("copy"));
    Journal::write(&path, "i", Vec::new(), marks(1, 1)).expect("written");
    fs::copy(&path, &copy).expect("copied");
    assert!(Journal::read(&copy).expect("read").expect("there").is_copy);
    // Copied back over the file, it takes its place as a new one.
    fs::remove_file(&path).expect("removed");
    fs::rename(&copy, &path).expect("renamed");
    assert!(Journal::read(&path).expect("read").expect("there").is_copy);
}

#[test]
fn a_line_that_a_crash_has_cut_is_no_damage_and_one_in_the_middle_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    Journal::write(&path, "i", vec![revoked(1)], marks(1, 1)).expect("written");
    let whole = fs::read(&path).expect("read");
    let append = |more: &[u8]| fs::write(&path, [&whole, more].concat()).expect("written");
    append(b"{\"revoked\":{\"ser");
    assert_eq!(Journal::read(&path).expect("read").expect("there").damaged, 0);
    append(b"{\"revoked\":{\"ser\n{\"mark\":{\"change\":9,\"event\":9}}\n");
    let found = Journal::read(&path).expect("read").expect("there");
    assert_eq!((found.damaged, found.marks), (1, marks(9, 9)));
}

#[test]
fn old_marks_do_not_pile_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    let journal = Journal::write(&path, "i", vec![revoked(1)], marks(1, 1)).expect("written");
    journal.state.lock().marked = MARKS_MAX;
    journal.append_marks(marks(2, 2)).expect("appended");
    journal.append_revoked(&[revoked(2)]).expect("appended to the new file");
    let found = Journal::read(&path).expect("read").expect("there");
    assert_eq!((found.revoked.len(), found.marks, found.is_copy), (2, marks(2, 2), false));
}
