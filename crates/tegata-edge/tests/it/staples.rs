//! OCSP answers that go along with certificates, as openssl sees them (RFC 6066 §8).

use std::net::SocketAddr;
use std::sync::Arc;

use tegata_edge::{CertificateKey, Staple};

use crate::certificates::Certificate;
use crate::clients::run;
use crate::world::{CERTIFICATE, NAME, POLICY, World};

/// An answer as short as one can be: unauthorized (RFC 6960 §4.2.1).
const ANSWER: [u8; 5] = [0x30, 0x03, 0x0a, 0x01, 0x06];

fn staple(version: u64, refresh_at: i64, ends_at: i64) -> Staple {
    Staple { version, serial: vec![7], answer: Some(Arc::from(ANSWER)), refresh_at, ends_at }
}

/// Whether the answer goes along; the certificate does in any case.
async fn is_stapled(to: SocketAddr, version: &str) -> bool {
    let to = to.to_string();
    let said = run("openssl", &["s_client", "-connect", &to, "-servername", NAME, "-status", version]).await;
    assert!(said.out.contains("BEGIN CERTIFICATE"), "{}", said.out);
    let (with, without) = ("OCSP Response Status: unauthorized", "OCSP response: no response sent");
    assert!(said.out.contains(with) != said.out.contains(without), "{}", said.out);
    said.out.contains(with)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_due_once_its_certificate_is_served_and_goes_along_until_it_ends() {
    let world = World::new().await;
    for key in [CERTIFICATE, CertificateKey(2)] {
        world.edge.put_certificate(key, Certificate::ec(&[NAME]).await.material(1));
    }
    let to = world.listen(POLICY, &[]).await;
    assert!(world.edge.staples_due().is_empty(), "nothing is served yet");
    for version in ["-tls1_2", "-tls1_3"] {
        assert!(!is_stapled(to, version).await);
    }
    assert_eq!(world.edge.staples_due(), [CERTIFICATE]);
    // The clock stands at 1000.
    world.edge.put_staple(CERTIFICATE, staple(1, 2_000, 3_000));
    for version in ["-tls1_2", "-tls1_3"] {
        assert!(is_stapled(to, version).await, "{version}");
    }
    assert!(world.edge.staples_due().is_empty());
    world.edge.put_staple(CERTIFICATE, staple(1, 1_000, 3_000));
    assert_eq!(world.edge.staples_due(), [CERTIFICATE], "it is old");
    assert!(is_stapled(to, "-tls1_3").await);
    world.edge.put_staple(CERTIFICATE, staple(1, 900, 1_000));
    assert_eq!(world.edge.staples_due(), [CERTIFICATE], "it has ended");
    assert!(!is_stapled(to, "-tls1_3").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_about_one_serial_number_and_version() {
    let world = World::new().await;
    world.edge.put_certificate(CERTIFICATE, Certificate::ec(&[NAME]).await.material(1));
    let to = world.listen(POLICY, &[]).await;
    world.edge.put_staple(CERTIFICATE, staple(1, 2_000, 3_000));
    assert!(is_stapled(to, "-tls1_3").await);
    world.edge.drop_staples(&[8]);
    assert!(is_stapled(to, "-tls1_3").await);
    world.edge.drop_staples(&[7]);
    assert!(!is_stapled(to, "-tls1_3").await);
    assert_eq!(world.edge.staples_due(), [CERTIFICATE]);
    world.edge.put_staple(CERTIFICATE, staple(1, 2_000, 3_000));
    world.edge.put_certificate(CERTIFICATE, Certificate::ec(&[NAME]).await.material(2));
    assert!(!is_stapled(to, "-tls1_3").await, "the answer is about the version before");
    assert_eq!(world.edge.staples_due(), [CERTIFICATE]);
    let none = Staple { answer: None, ..staple(2, i64::MAX, i64::MAX) };
    world.edge.put_staple(CERTIFICATE, none);
    assert!(!is_stapled(to, "-tls1_3").await);
    assert!(world.edge.staples_due().is_empty(), "there is none");
}
