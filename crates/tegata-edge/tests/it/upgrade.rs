//! Connections that change their protocol, as WebSocket does (RFC 6455).

use s2n_tls::config::Config;
use s2n_tls_tokio::TlsConnector;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::certificates::Certificate;
use crate::world::{CERTIFICATE, GROUP, LISTENER, NAME, POLICY, World};

/// A request to change to WebSocket.
pub(crate) const OPENING: &str = "GET /upgrade HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive, Upgrade\r\n\
                       Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// Reads a head, up to its empty line.
pub(crate) async fn head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.expect("a head"));
    }
    String::from_utf8(bytes).expect("text").to_ascii_lowercase()
}

async fn is_echoed(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    stream.write_all(OPENING.as_bytes()).await.expect("sent");
    let head = head(stream).await;
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    assert!(head.contains("\r\nupgrade: websocket\r\n"), "{head}");
    assert!(head.contains("\r\nconnection: upgrade\r\n"), "{head}");
    for round in 0..100_usize {
        let frame = vec![round as u8; 1 + round * 37];
        stream.write_all(&frame).await.expect("sent");
        let mut echoed = vec![0; frame.len()];
        stream.read_exact(&mut echoed).await.expect("echoed");
        assert_eq!(echoed, frame);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_goes_through_over_tls_and_in_the_clear() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[NAME]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = world.listen(POLICY, &[]).await;
    let mut trusting = Config::builder();
    trusting.with_system_certs(false).expect("a setting");
    trusting.set_security_policy(&s2n_tls::security::DEFAULT_TLS13).expect("a setting");
    trusting.trust_pem(&std::fs::read(certificate.file()).expect("a file")).expect("a certificate");
    let connector = TlsConnector::new(trusting.build().expect("a configuration"));
    let stream = TcpStream::connect(to).await.expect("a connection");
    let mut stream = connector.connect(NAME, stream).await.expect("a handshake");
    is_echoed(&mut stream).await;

    world.edge.remove_listener(LISTENER);
    let to = world.listen_as(None, tegata_edge::Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    is_echoed(&mut TcpStream::connect(to).await.expect("a connection")).await;
    // The one of the listener that is gone goes on until it has had its time.
    stream.write_all(b"still").await.expect("sent");
    let mut echoed = [0; 5];
    stream.read_exact(&mut echoed).await.expect("echoed");
    assert_eq!(&echoed, b"still");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_does_not_change_is_answered_for() {
    let world = World::new().await;
    let to = world.listen_as(None, tegata_edge::Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    let opening = OPENING.replace("/upgrade", "/close");
    stream.write_all(opening.as_bytes()).await.expect("sent");
    let head = head(&mut stream).await;
    assert!(head.starts_with("http/1.1 200 "), "{head}");
}
