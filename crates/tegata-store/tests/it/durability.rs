//! What was acknowledged is there, and what was refused is not, however the process or the disk ended.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tegata_store::{Location, Store, meta};

const CHILD: &str = "TEGATA_TEST_WRITE_INTO";
const WRITERS: usize = 8;

/// Runs only as the child of the tests below: writes in bursts and says how each went, until somebody kills it
/// or nothing can be written any more.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_writes() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let store = Store::open(&Location::Directory(folder.into())).await.expect("opened");
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let store = store.clone();
        writers.spawn(async move {
            for number in 0.. {
                let key = format!("{writer}-{number}");
                let written = key.clone();
                // Two rows, so that a half could be seen.
                let done = store.write(move |tx| {
                    meta::put(tx, &written, &[7; 600])?;
                    meta::put(tx, &format!("{written}+"), &[7; 600])
                });
                match done.await {
                    Ok(()) => println!("\nacknowledged {key} ."),
                    Err(error) => {
                        println!("\nrefused {key} .\nbecause {error}");
                        return;
                    }
                }
            }
        });
    }
    while writers.join_next().await.is_some() {}
}

fn child(folder: &Path, shell: &str) -> Child {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new("sh");
    command.args(["-c", shell, "sh"]).arg(program);
    command.args(["--exact", "durability::child_that_writes", "--nocapture"]);
    command.env(CHILD, folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the child starts")
}

#[derive(Default)]
struct Heard {
    acknowledged: Vec<String>,
    refused: Vec<String>,
    because: Vec<String>,
}

fn listen(child: &mut Child, enough: usize) -> Heard {
    let mut heard = Heard::default();
    // A line that was cut has no full stop.
    let key = |line: &str, verb: &str| {
        line.strip_prefix(verb).and_then(|rest| rest.strip_suffix(" .")).map(str::to_owned)
    };
    for line in BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok) {
        heard.acknowledged.extend(key(&line, "acknowledged "));
        heard.refused.extend(key(&line, "refused "));
        heard.because.extend(line.strip_prefix("because ").map(str::to_owned));
        if heard.acknowledged.len() == enough {
            // SIGKILL.
            child.kill().expect("killed");
        }
    }
    child.wait().expect("ended");
    heard
}

async fn halves(store: &Store, key: &str) -> (bool, bool) {
    let key = key.to_owned();
    let read = store.read(move |tx| {
        Ok::<_, tegata_store::StoreError>((
            meta::find(tx, &key)?.is_some(),
            meta::find(tx, &format!("{key}+"))?.is_some(),
        ))
    });
    read.await.expect("read")
}

async fn assert_nothing_lost_nothing_half_done(folder: &Path, heard: &Heard) {
    let store = Store::open(&Location::Directory(folder.to_owned())).await.expect("opened again");
    for key in &heard.acknowledged {
        assert_eq!(halves(&store, key).await, (true, true), "{key} was acknowledged");
    }
    for key in &heard.refused {
        assert_eq!(halves(&store, key).await, (false, false), "{key} was refused");
    }
    // What was on its way is there whole or not at all.
    for writer in 0..WRITERS {
        let prefix = format!("{writer}-");
        let last = heard.acknowledged.iter().filter_map(|key| key.strip_prefix(&prefix)?.parse().ok()).max();
        let next = last.map_or(0, |last: u64| last + 1);
        let (first, second) = halves(&store, &format!("{prefix}{next}")).await;
        assert_eq!(first, second, "{prefix}{next} is there by half");
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_loses_nothing_that_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    // Three lives, each killed in the middle of its burst and opened again by the next.
    for life in 1..=3 {
        let data = folder.path().join(life.to_string());
        let heard = listen(&mut child(&data, "exec \"$@\""), 400 * life);
        assert!(heard.acknowledged.len() >= 400 * life, "only {} writes", heard.acknowledged.len());
        assert_nothing_lost_nothing_half_done(&data, &heard).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_takes_no_more_nothing_is_lost_and_nothing_half_done() {
    let folder = tempfile::tempdir().expect("a folder");
    // No file may grow over two megabytes: the commit that meets the limit fails in the middle of its group.
    let limited = "trap '' XFSZ; ulimit -f 4096; exec \"$@\"";
    let heard = listen(&mut child(folder.path(), limited), usize::MAX);
    assert_eq!(heard.refused.len(), WRITERS, "every writer met the limit: {:?}", heard.because);
    assert!(!heard.acknowledged.is_empty());
    assert_nothing_lost_nothing_half_done(folder.path(), &heard).await;
}

/// Runs only as the child of the test below: opens a store where no file may grow, and says what goes and what not.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_starts_without_room() {
    let Some(folder) = std::env::var_os(NO_ROOM) else { return };
    let store = Store::open(&Location::Directory(folder.into())).await.expect("opened");
    println!("\nkept {:?} .", halves(&store, "kept").await);
    let full = store.write(|tx| meta::put(tx, "more", &[7; 600])).await;
    println!("\nrefused {:?} .", full.expect_err("there is no room").unavailable().is_some());
    println!("\nunhealthy {:?} .", store.check().await.is_err());
    // Until there is room.
    std::io::stdin().read_line(&mut String::new()).expect("read");
    while let Err(error) = store.write(|tx| meta::put(tx, "more", &[7; 600])).await {
        println!("\nstill {error} .");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    println!("\nhealthy {:?} .", store.check().await.is_ok());
    store.close().await;
}

const NO_ROOM: &str = "TEGATA_TEST_START_WITHOUT_ROOM";

#[tokio::test(flavor = "multi_thread")]
async fn a_start_without_any_room_reads_and_takes_changes_once_there_is_some() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&Location::Directory(folder.path().to_owned())).await.expect("opened");
    let done = store.write(|tx| {
        meta::put(tx, "kept", b"x")?;
        meta::put(tx, "kept+", b"x")
    });
    done.await.expect("written");
    store.close().await;
    // No file may grow: not the log, and not its index.
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -S -f 0; exec \"$@\"", "sh"])
        .arg(program)
        .args(["--exact", "durability::child_that_starts_without_room", "--nocapture"])
        .env(NO_ROOM, folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    for line in ["kept (true, true) .", "refused true .", "unhealthy true ."] {
        assert!(lines.any(|heard| heard == line), "{line} was not heard");
    }
    let pid = child.id().to_string();
    let room =
        Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status().expect("prlimit runs");
    assert!(room.success());
    drop(child.stdin.take());
    assert!(lines.any(|heard| heard == "healthy true ."), "it goes on");
    assert!(child.wait().expect("ended").success());
    let store = Store::open(&Location::Directory(folder.path().to_owned())).await.expect("opened");
    assert!(store.read(|tx| meta::find(tx, "more")).await.expect("read").is_some());
    store.close().await;
}
