//! Every security policy, in both directions: what it offers is accepted, and nothing else is (ELB User Guide,
//! "Security policies for your Application Load Balancer").

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::stream::{StreamExt, iter};
use tegata_edge::{Action, CertificateKey, Forward, KeyFamily, Listener, POLICIES, Policy, Routes, Tls};

use crate::certificates::Certificate;
use crate::clients::run;
use crate::world::{CERTIFICATE, GROUP, LISTENER, NAME, World, serving};

/// Versions as `DescribeSSLPolicies` and as `s_client -brief` write them, and `s_client`'s flags.
const VERSIONS: [(&str, &str, &str); 4] = [
    ("TLSv1", "TLSv1", "-tls1"),
    ("TLSv1.1", "TLSv1.1", "-tls1_1"),
    ("TLSv1.2", "TLSv1.2", "-tls1_2"),
    ("TLSv1.3", "TLSv1.3", "-tls1_3"),
];

/// Suites of TLS 1.2 and before: all that some policy has, and some that none has.
const SUITES: [&str; 27] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES128-SHA",
    "AES256-GCM-SHA384",
    "AES256-SHA256",
    "AES256-SHA",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "DHE-RSA-AES128-GCM-SHA256",
    "DHE-RSA-AES256-SHA",
    "CAMELLIA128-SHA",
    "AES128-CCM",
    "ECDHE-ECDSA-AES128-CCM8",
    "ARIA128-GCM-SHA256",
    "ECDHE-RSA-CAMELLIA128-SHA256",
];

const SUITES_1_3: [&str; 4] = [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_CCM_SHA256",
];

/// A handshake, and what openssl says of it: `None` when it failed.
async fn handshake(to: SocketAddr, flags: &[&str]) -> Option<String> {
    let to = to.to_string();
    let always = ["s_client", "-brief", "-servername", NAME, "-connect", &to];
    let said = run("openssl", &[&always, flags].concat()).await;
    assert!(!said.err.contains("Error with command"), "openssl does not know these: {flags:?}: {}", said.err);
    // Where no suite is shared s2n-tls closes with a warning, which openssl takes for success.
    said.err.contains("CONNECTION ESTABLISHED").then_some(said.err)
}

async fn open(world: &World, policy: &Policy) -> SocketAddr {
    world.edge.remove_listener(LISTENER);
    world.listen(policy.name, &[CertificateKey(1), CertificateKey(2)]).await
}

async fn world() -> World {
    let world = World::new().await;
    world.edge.put_certificate(CertificateKey(1), Certificate::rsa(&[NAME]).await.material(1));
    world.edge.put_certificate(CertificateKey(2), Certificate::ec_of(&[NAME], 384).await.material(1));
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn each_policy_takes_its_versions_and_no_other() {
    let world = world().await;
    for policy in POLICIES {
        let to = open(&world, policy).await;
        for (version, spoken, flag) in VERSIONS {
            let said = handshake(to, &[flag, "-cipher", "DEFAULT@SECLEVEL=0"]).await;
            let offered = policy.protocols.contains(&version);
            assert_eq!(said.is_some(), offered, "{} with {version}: {said:?}", policy.name);
            if let Some(said) = said {
                assert!(said.contains(&format!("Protocol version: {spoken}\n")), "{}: {said}", policy.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_policy_takes_its_suites_and_no_other() {
    let world = world().await;
    for policy in POLICIES {
        let to = open(&world, policy).await;
        let old = SUITES.map(|suite| {
            let cipher = format!("{suite}:@SECLEVEL=0");
            (suite, ["-no_tls1_3".to_owned(), "-cipher".to_owned(), cipher])
        });
        let new = SUITES_1_3
            .map(|suite| (suite, ["-tls1_3".to_owned(), "-ciphersuites".to_owned(), suite.to_owned()]));
        let asked = iter(old.into_iter().chain(new)).map(|(suite, flags)| async move {
            let said = handshake(to, &flags.each_ref().map(String::as_str)).await;
            (suite, said)
        });
        let answers: Vec<_> = asked.buffer_unordered(4).collect().await;
        for (suite, said) in answers {
            let offered = policy.ciphers.contains(&suite);
            assert_eq!(said.is_some(), offered, "{} with {suite}: {said:?}", policy.name);
            if let Some(said) = said {
                assert!(said.contains(&format!("Ciphersuite: {suite}\n")), "{}: {said}", policy.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_a_policy_takes_is_served_under_its_newest_version_and_another_refused() {
    let world = World::new().await;
    let kinds = [
        (KeyFamily::Rsa, 2048, Certificate::rsa(&[NAME]).await),
        (KeyFamily::Ec, 256, Certificate::ec(&[NAME]).await),
        (KeyFamily::Ec, 384, Certificate::ec_of(&[NAME], 384).await),
        (KeyFamily::Ec, 521, Certificate::ec_of(&[NAME], 521).await),
    ];
    for policy in POLICIES {
        let newest = VERSIONS.iter().find(|(version, ..)| policy.protocols.first() == Some(version));
        let (.., flag) = newest.expect("a version");
        for (family, bits, certificate) in &kinds {
            world.edge.remove_listener(LISTENER);
            world.edge.put_certificate(CERTIFICATE, certificate.material(1));
            let tls = Tls {
                policy: policy.name.to_owned(),
                default_certificate: CERTIFICATE,
                certificates: vec![],
            };
            let serves = serving(Some(tls), Routes::always(Action::Forward(Forward::to(GROUP))));
            let address = SocketAddr::from(([127, 0, 0, 1], 0));
            let opened = world
                .edge
                .put_listener(
                    LISTENER,
                    Listener { address, serves, http: Arc::default(), firewall: Arc::default() },
                )
                .await;
            let takes = policy.takes(*family, *bits);
            assert_eq!(opened.is_ok(), takes, "{} with {family:?} {bits}: {opened:?}", policy.name);
            if let Ok(to) = opened {
                let said = handshake(to, &[flag, "-cipher", "DEFAULT@SECLEVEL=0"]).await;
                assert!(said.is_some(), "{} with {family:?} {bits}", policy.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_changes_its_policy_while_it_is_open() {
    let world = world().await;
    let to = world.listen("ELBSecurityPolicy-2016-08", &[CertificateKey(1), CertificateKey(2)]).await;
    let old = ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"];
    assert!(handshake(to, &old).await.is_some());
    assert!(handshake(to, &["-tls1_3"]).await.is_none());
    assert_eq!(
        world.listen("ELBSecurityPolicy-TLS13-1-3-2021-06", &[CertificateKey(1), CertificateKey(2)]).await,
        to
    );
    assert!(handshake(to, &old).await.is_none());
    assert!(handshake(to, &["-tls1_3"]).await.is_some());
}
