//! A certificate that changes while it is in use: handshakes that begin afterwards get the new one, and nothing fails.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use s2n_tls::config::Config;
use s2n_tls_tokio::{TlsConnector, TlsStream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::certificates::Certificate;
use crate::world::{KEY, NAME, POLICY, World};

const SWAPS: u64 = 300;

/// A client that trusts these certificates alone.
fn trusting(certificates: &[&Certificate]) -> Config {
    let mut builder = Config::builder();
    builder.with_system_certs(false).expect("a setting");
    builder.set_security_policy(&s2n_tls::security::DEFAULT_TLS13).expect("a setting");
    for certificate in certificates {
        builder.trust_pem(&std::fs::read(certificate.file()).expect("a file")).expect("a certificate");
    }
    builder.build().expect("a configuration")
}

async fn connect(config: &Config, to: SocketAddr) -> TlsStream<TcpStream> {
    let stream = TcpStream::connect(to).await.expect("a connection");
    TlsConnector::new(config.clone()).connect(NAME, stream).await.expect("a handshake")
}

/// The certificate that a new handshake gets.
async fn served(config: &Config, to: SocketAddr) -> Vec<u8> {
    let stream = connect(config, to).await;
    let chain = stream.as_ref().peer_cert_chain().expect("a chain");
    let leaf = chain.iter().next().expect("a leaf").expect("a leaf");
    leaf.der().expect("its bytes").to_vec()
}

async fn ask(stream: &mut TlsStream<TcpStream>) {
    stream.write_all(b"GET /close-not HTTP/1.1\r\nHost: www.example.com\r\n\r\n").await.expect("sent");
    let mut answer = Vec::new();
    while !answer.ends_with(b"0 bytes: ") {
        let count = stream.read_buf(&mut answer).await.expect("an answer");
        assert!(count > 0, "the connection was dropped");
    }
    assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_fails_while_a_certificate_changes() {
    let world = World::new().await;
    let kinds = [Certificate::ec(&[NAME]).await, Certificate::ec(&[NAME]).await];
    let ders = [kinds[0].der().await, kinds[1].der().await];
    world.edge.put_certificate(KEY, kinds[0].material(0));
    let to = world.listen(POLICY, &[KEY]).await;
    let config = trusting(&[&kinds[0], &kinds[1]]);
    let (over, handshakes, requests) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut load = JoinSet::new();
    for _ in 0..4 {
        let (with, until, count) = (config.clone(), Arc::clone(&over), Arc::clone(&handshakes));
        load.spawn(async move {
            while !until.load(Ordering::Relaxed) {
                ask(&mut connect(&with, to).await).await;
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        let (with, until, count) = (config.clone(), Arc::clone(&over), Arc::clone(&requests));
        load.spawn(async move {
            // One connection to the end.
            let mut stream = connect(&with, to).await;
            while !until.load(Ordering::Relaxed) {
                ask(&mut stream).await;
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    for version in 1..=SWAPS {
        let of = usize::from(version % 2 == 1);
        world.edge.put_certificate(KEY, kinds[of].material(version));
        assert_eq!(world.edge.certificate_version(KEY), Some(version));
        assert!(served(&config, to).await == ders[of], "version {version} is served at once");
    }
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = load.join_next().await {
        ended.expect("nothing failed");
    }
    assert!(handshakes.load(Ordering::Relaxed) > 0 && requests.load(Ordering::Relaxed) > 0);
}
