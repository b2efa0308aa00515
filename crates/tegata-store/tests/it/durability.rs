//! What was acknowledged is there after the process was killed.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use tegata_store::{Location, OpenError, Store, StoreError, meta};

const CHILD: &str = "TEGATA_TEST_WRITE_UNTIL_KILLED";

/// Runs only as the child of the test below: writes and acknowledges until somebody kills it.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_writes_until_killed() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let store = Store::open(&Location::Directory(folder.into())).await.expect("opened");
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let store = store.clone();
        writers.spawn(async move {
            for number in 0.. {
                let key = format!("{writer}-{number}");
                let written = key.clone();
                store.write(move |tx| meta::put(tx, &written, b"x")).await.expect("written");
                println!("\nacknowledged {key}");
            }
        });
    }
    writers.join_next().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_loses_nothing_that_it_acknowledged() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "durability::child_that_writes_until_killed", "--nocapture"])
        .env(CHILD, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut acknowledged = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        acknowledged.extend(line.strip_prefix("acknowledged ").map(str::to_owned));
        if acknowledged.len() == 500 {
            child.kill().expect("killed");
        }
    }
    child.wait().expect("ended");
    assert!(acknowledged.len() >= 500);
    // The last line may be cut in the middle of its key.
    acknowledged.pop();
    let store = Store::open(&Location::Directory(folder.path().to_owned())).await.expect("opened again");
    for key in acknowledged {
        let wanted = key.clone();
        assert!(store.read(move |tx| meta::find(tx, &wanted)).await?.is_some(), "{key} was acknowledged");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_opener_of_a_directory_is_turned_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Directory(folder.path().to_owned());
    let first = Store::open(&location).await.expect("opened");
    assert!(matches!(Store::open(&location).await, Err(OpenError::InUse(_))));
    first.close().await;
    assert!(Store::open(&location).await.is_ok());
}
