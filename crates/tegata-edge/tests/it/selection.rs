//! Which certificate is served for which name, as openssl sees it (ELB User Guide, "SSL certificates for your
//! Application Load Balancer").

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tegata_edge::{CertificateKey, Material};

use crate::certificates::Certificate;
use crate::clients::{openssl, run};
use crate::world::{POLICY, World};

/// What openssl says of a handshake that failed. It exits as if nothing had happened.
const NONE: &str = "no peer certificate available";

/// The common name of the certificate that is served.
async fn served(to: SocketAddr, flags: &[&str]) -> String {
    let to = to.to_string();
    let said = run("openssl", &[&["s_client", "-connect", &to], flags].concat()).await;
    assert!(said.succeeded, "{flags:?}: {}", said.err);
    let subject = said.out.lines().find_map(|line| line.strip_prefix("subject=CN = "));
    subject.unwrap_or_else(|| panic!("no subject: {}", said.out)).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_wildcards_and_the_default() {
    let world = World::new().await;
    let kinds: [&[&str]; 4] =
        [&["default.example"], &["www.example.com", "example.com"], &["*.example.com"], &["a.b.example.com"]];
    for (key, names) in (1..).zip(kinds) {
        world.edge.put_certificate(CertificateKey(key), Certificate::ec(names).await.material(1));
    }
    let to = world.listen(POLICY, &[CertificateKey(2), CertificateKey(3), CertificateKey(4)]).await;
    for (name, expected) in [
        ("www.example.com", "www.example.com"),
        ("WWW.EXAMPLE.COM", "www.example.com"),
        ("example.com", "www.example.com"),
        ("api.example.com", "*.example.com"),
        ("a.b.example.com", "a.b.example.com"),
        ("c.b.example.com", "default.example"),
        ("elsewhere.example", "default.example"),
        ("default.example", "default.example"),
    ] {
        assert_eq!(served(to, &["-servername", name]).await, expected, "{name}");
    }
    assert_eq!(served(to, &["-noservername"]).await, "default.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_elliptic_curve_goes_first_where_the_client_can_use_it() {
    let world = World::new().await;
    world.edge.put_certificate(
        CertificateKey(1),
        Certificate::rsa(&["rsa.example", "both.example"]).await.material(1),
    );
    world.edge.put_certificate(
        CertificateKey(2),
        Certificate::ec(&["ec.example", "both.example"]).await.material(1),
    );
    let to = world.listen("ELBSecurityPolicy-2016-08", &[CertificateKey(1), CertificateKey(2)]).await;
    let name = ["-servername", "both.example"];
    assert_eq!(served(to, &name).await, "ec.example");
    assert_eq!(served(to, &[&name[..], &["-cipher", "aRSA"]].concat()).await, "rsa.example");
    assert_eq!(served(to, &[&name[..], &["-cipher", "aECDSA"]].concat()).await, "ec.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_certificate_disturbs_no_other() {
    let world = World::new().await;
    world.edge.put_certificate(CertificateKey(1), Certificate::ec(&["default.example"]).await.material(1));
    let (rsa, ec) = (Certificate::rsa(&["both.example"]).await, Certificate::ec(&["both.example"]).await);
    let alone = Certificate::ec(&["alone.example"]).await;
    let broken =
        |certificate: &Certificate| Material { chain_pem: "nonsense".to_owned(), ..certificate.material(1) };
    world.edge.put_certificate(CertificateKey(2), rsa.material(1));
    world.edge.put_certificate(CertificateKey(3), broken(&ec));
    // A key that belongs to another certificate.
    let other_key = Material { key_pem: ec.material(1).key_pem, ..alone.material(1) };
    world.edge.put_certificate(CertificateKey(4), other_key);
    let to = world.listen(POLICY, &[2, 3, 4].map(CertificateKey)).await;
    let address = to.to_string();
    let alone_is_served = async || {
        let flags = ["s_client", "-connect", &address, "-servername", "alone.example"];
        run("openssl", &flags).await.out.contains("subject=CN = alone.example")
    };
    assert!(!alone_is_served().await);
    for name in ["default.example", "both.example"] {
        assert_eq!(served(to, &["-servername", name]).await, name);
    }
    // Put right, it is served.
    world.edge.put_certificate(CertificateKey(4), alone.material(2));
    assert!(alone_is_served().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_goes_leaves_the_default() {
    let world = World::new().await;
    world.edge.put_certificate(CertificateKey(1), Certificate::ec(&["default.example"]).await.material(1));
    world.edge.put_certificate(CertificateKey(2), Certificate::ec(&["www.example.com"]).await.material(1));
    let to = world.listen(POLICY, &[CertificateKey(2)]).await;
    let name = ["-servername", "www.example.com"];
    assert_eq!(served(to, &name).await, "www.example.com");
    world.edge.remove_certificate(CertificateKey(2));
    assert_eq!(served(to, &name).await, "default.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_chain_is_served() {
    let world = World::new().await;
    let (leaf, other) =
        (Certificate::ec(&["www.example.com"]).await, Certificate::ec(&["other.example"]).await);
    let mut material = leaf.material(1);
    material.chain_pem.push_str(&other.material(1).chain_pem);
    world.edge.put_certificate(CertificateKey(1), material);
    let to = world.listen(POLICY, &[]).await.to_string();
    let said = openssl(&["s_client", "-showcerts", "-connect", &to]).await;
    assert_eq!(said.out.matches("BEGIN CERTIFICATE").count(), 2, "{}", said.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_loaded_at_its_first_handshake_and_an_unknown_name_loads_nothing() {
    let world = World::new().await;
    world.edge.put_certificate(CertificateKey(1), Certificate::ec(&["default.example"]).await.material(1));
    let cold = Arc::new(Certificate::ec(&["cold.example"]).await);
    world.stored.certificates.lock().insert(CertificateKey(2), Arc::clone(&cold));
    world.edge.put_summary(CertificateKey(2), &cold.material(1).summary);
    world.edge.put_summary(CertificateKey(3), &Certificate::ec(&["gone.example"]).await.material(1).summary);
    let to = world.listen(POLICY, &[CertificateKey(2), CertificateKey(3)]).await;
    let loads = || world.stored.loads.load(Ordering::Relaxed);
    for name in ["unknown.example", "a.cold.example", "x"] {
        assert_eq!(served(to, &["-servername", name]).await, "default.example");
    }
    assert_eq!(loads(), 0, "names that no certificate has");
    let cold_name = ["-servername", "cold.example"];
    world.stored.is_gone.store(true, Ordering::Relaxed);
    let refused =
        run("openssl", &[&["s_client", "-connect", &to.to_string()], &cold_name[..]].concat()).await;
    assert!(refused.out.contains(NONE), "no other certificate is served in its place: {}", refused.out);
    world.stored.is_gone.store(false, Ordering::Relaxed);
    let before = loads();
    let served_at_once = futures_util::future::join_all((0..8).map(|_| served(to, &cold_name))).await;
    assert!(served_at_once.iter().all(|name| name == "cold.example"));
    assert_eq!(loads(), before + 1, "all of them wait for one load");
    let gone =
        run("openssl", &["s_client", "-connect", &to.to_string(), "-servername", "gone.example"]).await;
    assert!(gone.out.contains(NONE), "{}", gone.out);
    assert_eq!(served(to, &cold_name).await, "cold.example", "others do not notice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_with_other_names_is_found_by_them_at_once() {
    let world = World::new().await;
    world.edge.put_certificate(CertificateKey(1), Certificate::ec(&["default.example"]).await.material(1));
    world.edge.put_certificate(CertificateKey(2), Certificate::ec(&["old.example"]).await.material(1));
    let to = world.listen(POLICY, &[CertificateKey(2)]).await;
    assert_eq!(served(to, &["-servername", "old.example"]).await, "old.example");
    world.edge.put_certificate(CertificateKey(2), Certificate::ec(&["new.example"]).await.material(2));
    assert_eq!(served(to, &["-servername", "new.example"]).await, "new.example");
    assert_eq!(served(to, &["-servername", "old.example"]).await, "default.example");
}
