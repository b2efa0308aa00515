//! What only the embedded back end promises: groups, the directory, the disk.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use tegata_store::{Location, OpenError, Store, StoreError, meta, params};
use tokio::task::JoinSet;

type Done = Result<(), StoreError>;

async fn open(folder: &Path) -> Store {
    Store::open(&Location::Directory(folder.to_owned())).await.expect("opened")
}

async fn is_there(store: &Store, key: &'static str) -> bool {
    store.read(move |tx| meta::find(tx, key)).await.expect("read").is_some()
}

/// Holds the writer until the sender is dropped, so that what is written meanwhile becomes one group.
async fn hold_the_writer(store: &Store, writes: &mut JoinSet<(&'static str, Done)>) -> mpsc::Sender<()> {
    let (hold, held) = mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (store, mut begun) = (store.clone(), Some(begun));
    writes.spawn(async move {
        let body = move |_: &mut tegata_store::WriteTx<'_>| -> Done {
            let _ = begun.take().map(|begun| begun.send(()));
            let _ = held.recv();
            Ok(())
        };
        ("held", store.write(body).await)
    });
    has_begun.await.expect("the writer runs");
    hold
}

/// Each write of a group, in order of their arrival.
async fn queue(
    store: &Store,
    writes: &mut JoinSet<(&'static str, Done)>,
    name: &'static str,
    body: impl FnMut(&mut tegata_store::WriteTx<'_>) -> Done + Send + 'static,
) {
    let store = store.clone();
    let (polled, was_polled) = tokio::sync::oneshot::channel();
    writes.spawn(async move {
        let writing = store.write(body);
        tokio::pin!(writing);
        // The first poll puts it into the queue.
        let first = std::future::poll_fn(|context| std::task::Poll::Ready(writing.as_mut().poll(context)));
        let first = first.await;
        let _ = polled.send(());
        match first {
            std::task::Poll::Ready(done) => (name, done),
            std::task::Poll::Pending => (name, writing.await),
        }
    });
    was_polled.await.expect("the write waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_who_fails_or_panics_takes_no_other_with_it() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    let mut writes = JoinSet::new();
    let hold = hold_the_writer(&store, &mut writes).await;
    queue(&store, &mut writes, "first", |tx| meta::put(tx, "first", b"x")).await;
    queue(&store, &mut writes, "fails", |tx| {
        meta::put(tx, "fails", b"x")?;
        Err(StoreError::corrupt("on purpose"))
    })
    .await;
    queue(&store, &mut writes, "panics", |tx| {
        meta::put(tx, "panics", b"x")?;
        panic!("on purpose")
    })
    .await;
    // Sees what those before it in the group wrote, and nothing of those that failed.
    queue(&store, &mut writes, "last", |tx| {
        assert!(meta::find(tx, "first")?.is_some());
        assert!(meta::find(tx, "fails")?.is_none());
        assert!(meta::find(tx, "panics")?.is_none());
        meta::put(tx, "last", b"x")
    })
    .await;
    drop(hold);
    for (name, done) in writes.join_all().await {
        assert_eq!(done.is_ok(), matches!(name, "held" | "first" | "last"), "{name}: {done:?}");
    }
    assert!(is_there(&store, "first").await && is_there(&store, "last").await);
    assert!(!is_there(&store, "fails").await && !is_there(&store, "panics").await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_database_says_so_and_takes_writes_again_when_there_is_room() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    let limit = |tx: &mut tegata_store::WriteTx<'_>, sql| tx.row(sql, params![]).map(|_| ());
    store.write(move |tx| limit(tx, "PRAGMA max_page_count = 80")).await?;
    let mut writes = JoinSet::new();
    let hold = hold_the_writer(&store, &mut writes).await;
    queue(&store, &mut writes, "small", |tx| meta::put(tx, "small", b"x")).await;
    queue(&store, &mut writes, "large", |tx| {
        meta::put(tx, "before", b"x")?;
        meta::put(tx, "large", &[7; 4 << 20])
    })
    .await;
    drop(hold);
    // SQLite rolls the whole group back: each of it is told, and nothing of it is there.
    for (name, done) in writes.join_all().await {
        let Err(error) = done else {
            assert_eq!(name, "held", "acknowledged");
            continue;
        };
        assert!(error.is_full() && error.to_string().contains("Free space"), "{name}: {error}");
    }
    assert!(!is_there(&store, "small").await && !is_there(&store, "before").await);
    store.write(|tx| meta::put(tx, "small", b"x")).await?;
    store.write(move |tx| limit(tx, "PRAGMA max_page_count = 100000")).await?;
    store.write(|tx| meta::put(tx, "large", &[7; 4 << 20])).await?;
    assert!(is_there(&store, "large").await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_nobody_waits_for_any_more_costs_no_other_one() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    store.write(|tx| meta::put(tx, "key", b"x")).await?;
    let mut held = Vec::new();
    loop {
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (hold, holding) = mpsc::channel::<()>();
        let (store, mut begun) = (store.clone(), Some(begun));
        let mut reads = JoinSet::new();
        reads.spawn(async move {
            store
                .read(move |_| -> Done {
                    let _ = begun.take().map(|begun| begun.send(()));
                    let _ = holding.recv();
                    Ok(())
                })
                .await
        });
        // Nothing tells that a read waits: one that has not begun for so long does.
        let runs = tokio::time::timeout(Duration::from_secs(2), has_begun).await.is_ok();
        reads.shutdown().await;
        if !runs {
            break;
        }
        held.push(hold);
    }
    assert!(held.len() >= 2, "several read at once");
    // All connections are out although no caller waits for them: the next read waits instead of failing.
    let mut next = Box::pin(is_there(&store, "key"));
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut next).await.is_err());
    held.clear();
    assert!(next.await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_ends_what_waits_and_gives_the_directory_free_although_clones_live() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    let clone = store.clone();
    let mut writes = JoinSet::new();
    let hold = hold_the_writer(&store, &mut writes).await;
    queue(&store, &mut writes, "waiting", |tx| meta::put(tx, "waiting", b"x")).await;
    drop(hold);
    store.close().await;
    for (name, done) in writes.join_all().await {
        assert!(done.is_ok(), "{name}: {done:?}");
    }
    assert!(clone.write(|tx| meta::put(tx, "late", b"x")).await.is_err());
    assert!(clone.read(|tx| meta::find(tx, "waiting")).await.is_err());
    assert!(!folder.path().join("tegata.db-wal").exists(), "the log was moved");
    let again = open(folder.path()).await;
    assert!(is_there(&again, "waiting").await && !is_there(&again, "late").await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_moved_into_the_database_while_writes_go_on() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    // 100 MB through a log that is started over from 8 MB on.
    for number in 0..400 {
        store.write(move |tx| meta::put(tx, &format!("n{}", number % 8), &[7; 256 << 10])).await?;
    }
    let log = fs::metadata(folder.path().join("tegata.db-wal")).expect("a log").len();
    assert!(log <= 16 << 20, "the log is {log} bytes long");
    store.close().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_cannot_be_a_store_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = async |path: &Path| {
        Store::open(&Location::Directory(path.to_owned())).await.expect_err("refused").to_string()
    };
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("a file");
    let text = refused(&file).await;
    assert!(text.contains("file: "), "{text}");

    let damaged = folder.path().join("damaged");
    fs::create_dir(&damaged).expect("a folder");
    fs::write(damaged.join("tegata.db"), [7; 10_000]).expect("a file");
    let text = refused(&damaged).await;
    assert!(text.contains("tegata.db: ") && text.contains("restore"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_directory_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep/data");
    open(&path).await.close().await;
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    assert_eq!(mode(&path.join("tegata.db")), 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_opener_of_a_directory_is_turned_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Directory(folder.path().to_owned());
    let first = Store::open(&location).await.expect("opened");
    assert!(matches!(Store::open(&location).await, Err(OpenError::InUse(_))));
    // The directory itself is locked, so that no file can be deleted to get past the lock.
    for file in fs::read_dir(folder.path()).expect("a folder") {
        let name = file.expect("a file").file_name().to_string_lossy().into_owned();
        assert!(name.starts_with("tegata.db"), "{name}");
    }
    first.close().await;
    assert!(Store::open(&location).await.is_ok());
}
