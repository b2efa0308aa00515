//! A certificate that changes while it is in use: handshakes that begin afterwards get the new one, and nothing fails.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use s2n_tls::config::Config;
use s2n_tls_tokio::{TlsConnector, TlsStream};
use tegata_accept::{ClientStream, Deadlines, Places};
use tegata_edge::server::{FIRST_OCTET, TlsServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::certificates::Certificate;
use crate::world::{CERTIFICATE, NAME, POLICY, World};

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
    world.edge.put_certificate(CERTIFICATE, kinds[0].material(0));
    let to = world.listen(POLICY, &[CERTIFICATE]).await;
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
        world.edge.put_certificate(CERTIFICATE, kinds[of].material(version));
        assert_eq!(world.edge.certificate_version(CERTIFICATE), Some(version));
        assert!(served(&config, to).await == ders[of], "version {version} is served at once");
    }
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = load.join_next().await {
        ended.expect("nothing failed");
    }
    assert!(handshakes.load(Ordering::Relaxed) > 0 && requests.load(Ordering::Relaxed) > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_one_certificate_takes_another_and_keeps_its_connections() {
    let kinds = [Certificate::ec(&[NAME]).await, Certificate::ec(&[NAME]).await];
    let ders = [kinds[0].der().await, kinds[1].der().await];
    let config = trusting(&[&kinds[0], &kinds[1]]);
    let [first, second] = [kinds[0].material(0), kinds[1].material(1)];
    let server = Arc::new(TlsServer::new(&first.chain_pem, &first.key_pem).expect("a server"));
    let listener = tegata_accept::bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a socket");
    let to = listener.local_addr().expect("an address");
    let accepting = Arc::clone(&server);
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut echoes = JoinSet::new();
        loop {
            let (stream, peer) = listener.accept().await.expect("a connection");
            let server = Arc::clone(&accepting);
            echoes.spawn(async move {
                let place = Places::new(10, 10).take(peer.ip()).expect("room");
                let mut stream = ClientStream::new(stream, place, Deadlines::all(Duration::from_secs(600)));
                assert_eq!(stream.first_octet().await.expect("an octet"), Some(FIRST_OCTET));
                let mut stream = server.accept(stream).await.expect("a handshake");
                assert!(!stream.is_http2(), "the client has not asked for it");
                while let Ok(octet) = stream.read_u8().await {
                    stream.write_u8(octet).await.expect("sent");
                    stream.flush().await.expect("sent");
                }
            });
        }
    });
    let mut kept = connect(&config, to).await;
    let mut echo = async |octet: u8| {
        kept.write_u8(octet).await.expect("sent");
        assert_eq!(kept.read_u8().await.expect("an answer"), octet);
    };
    echo(1).await;
    assert_eq!(served(&config, to).await, ders[0]);
    server.replace(&second.chain_pem, &second.key_pem).expect("replaced");
    assert_eq!(served(&config, to).await, ders[1]);
    server.replace(&first.chain_pem, &second.key_pem).expect_err("they do not belong together");
    assert_eq!(served(&config, to).await, ders[1], "the one before is served on");
    echo(2).await;
}
