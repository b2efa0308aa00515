use std::process::Command;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tegata_dns::server::Server;
use tegata_dns::zone::{Snapshot, Zone};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::surroundings;

fn dig(port: u16, arguments: &[&str]) -> String {
    let output = Command::new("dig")
        .args(["@127.0.0.1", "-p", &port.to_string(), "+tries=1", "+time=5", "+norecurse"])
        .args(arguments)
        .output()
        .expect("dig is not installed: apt-get install bind9-dnsutils");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn zone(values: &[String]) -> Zone {
    let soa = ["ns1.example.net. admin.example.net. 1 7200 900 1209600 300".to_owned()];
    crate::zone("example.com", &[("example.com", "SOA", &soa), ("*.example.com", "TXT", values)])
}

#[tokio::test(flavor = "multi_thread")]
async fn dig_gets_what_the_snapshot_holds() {
    let snapshot =
        Arc::new(ArcSwap::from_pointee(Snapshot::default().with_zone(zone(&["\"one\"".to_owned()]))));
    let server = Server::bind("127.0.0.1:0".parse().expect("an address")).expect("bound");
    let port = server.address().port();
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    tasks.spawn(server.serve(Arc::clone(&snapshot), surroundings(), stop.clone()));
    let asked =
        move |arguments: &'static [&'static str]| tokio::task::spawn_blocking(move || dig(port, arguments));

    assert_eq!(asked(&["+short", "a.example.com", "TXT"]).await.expect("asked"), "\"one\"\n");
    assert_eq!(asked(&["+short", "+tcp", "a.example.com", "TXT"]).await.expect("asked"), "\"one\"\n");
    let negative = asked(&["nothing.a.b.example.org", "A"]).await.expect("asked");
    assert!(negative.contains("status: REFUSED"), "{negative}");
    let version = asked(&["+edns=1", "+noednsneg", "a.example.com", "TXT"]).await.expect("asked");
    assert!(version.contains("status: BADVERS"), "{version}");
    let opcode = asked(&["+opcode=NOTIFY", "a.example.com"]).await.expect("asked");
    assert!(opcode.contains("status: NOTIMP"), "{opcode}");

    let many: Vec<String> = (0..200).map(|number| format!("\"{number:060}\"")).collect();
    snapshot.store(Arc::new(snapshot.load().with_zone(zone(&many))));
    let cut = asked(&["+ignore", "a.example.com", "TXT"]).await.expect("asked");
    assert!(cut.contains(" tc"), "{cut}");
    let whole = asked(&["+short", "a.example.com", "TXT"]).await.expect("asked");
    assert_eq!(whole.lines().count(), 200, "dig asks again by TCP");

    stop.cancel();
    tasks.close();
    tasks.wait().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_is_told_with_what_to_do() {
    let first = Server::bind("127.0.0.1:0".parse().expect("an address")).expect("bound");
    let error = Server::bind(first.address()).expect_err("taken").to_string();
    assert!(error.contains("--dns"), "{error}");
}
