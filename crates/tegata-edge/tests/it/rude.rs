//! Clients that are slow, silent, or not in their right mind.

use std::net::SocketAddr;

use tegata_edge::Action;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::certificates::Certificate;
use crate::world::{CERTIFICATE, GROUP, NAME, POLICY, World, curl};

async fn clear(world: &World) -> SocketAddr {
    world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await
}

/// Everything that is answered to these bytes until the edge closes the connection.
async fn answered(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    // The edge may close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_byte_by_byte_is_served() {
    let world = World::new().await;
    let mut stream = TcpStream::connect(clear(&world).await).await.expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let request = b"POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    for byte in request {
        stream.write_all(&[*byte]).await.expect("sent");
        tokio::task::yield_now().await;
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("5 bytes: hello"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_served_while_clients_are_silent() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[NAME]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = world.listen(POLICY, &[]).await;
    let mut silent = Vec::new();
    for _ in 0..500 {
        silent.push(TcpStream::connect(to).await.expect("a connection"));
    }
    // Half of a ClientHello, and then nothing.
    for stream in &mut silent[..250] {
        stream.write_all(&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]).await.expect("sent");
    }
    let trusted = certificate.file().display().to_string();
    let said = curl(to, "https", "/", &["--cacert", &trusted]).await;
    assert!(said.succeeded, "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn large_headers_are_taken_up_to_a_limit() {
    let world = World::new().await;
    let to = clear(&world).await;
    let request = |sizes: &[usize]| {
        let filling: String =
            sizes.iter().map(|size| format!("X-Filling: {}\r\n", "f".repeat(*size))).collect();
        format!("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{filling}\r\n")
    };
    let answer = answered(to, request(&[16_000; 4]).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{:.200}", answer);
    // One header, all headers, and more than is read.
    for sizes in [&[17_000][..], &[15_000; 5], &[200_000]] {
        let answer = answered(to, request(sizes).as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer:.200}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(70_000));
    let answer = answered(to, long.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 414 "), "{answer:.200}");
    let many: String = (0..200).map(|count| format!("X-{count}: 1\r\n")).collect();
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n");
    let answer = answered(to, many.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn http_on_a_port_of_https_is_answered() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[NAME]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = world.listen(POLICY, &[]).await;
    for request in ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi"] {
        let answer = answered(to, request.as_bytes()).await;
        assert!(answer.contains(" 400 Bad Request\r\n") && answer.contains("server: awselb/2.0"), "{answer}");
        let page = "<center>The plain HTTP request was sent to HTTPS port</center>";
        assert!(answer.contains(page) && answer.contains("connection: close"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_http_is_refused() {
    let world = World::new().await;
    let to = clear(&world).await;
    let refused: [&[u8]; 8] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\nConnection: close\r\n\r\n",
    ];
    for bytes in refused {
        let bytes = [bytes, b"\r\n\r\n"].concat();
        let mut stream = TcpStream::connect(to).await.expect("a connection");
        stream.write_all(&bytes).await.expect("sent");
        stream.shutdown().await.expect("said");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        let shown = String::from_utf8_lossy(&bytes);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{shown:?}: {answer}");
    }
    let after = answered(to, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(after.starts_with("HTTP/1.1 200 "), "{after}");
}

/// RFC 9112 §6.3: of two lengths the chunks count, and the target sees one length alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_not_smuggled_past_its_length() {
    let world = World::new().await;
    let to = clear(&world).await;
    let smuggling = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\
                      Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    let answer = answered(to, smuggling).await;
    if answer.starts_with("HTTP/1.1 200 ") {
        assert!(answer.ends_with("5 bytes: hello"), "{answer}");
        assert!(!answer.contains("content-length: 4\n"), "{answer}");
    } else {
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_served_after_noise_instead_of_a_handshake() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[NAME]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = world.listen(POLICY, &[]).await;
    for bytes in [
        &b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[..],
        &[0; 4096],
        &[0x80, 0x2e, 1, 3, 1],
        &[0x16, 3, 3, 0xff, 0xff],
    ] {
        let mut stream = TcpStream::connect(to).await.expect("a connection");
        stream.write_all(bytes).await.expect("sent");
        stream.shutdown().await.expect("said");
    }
    let trusted = certificate.file().display().to_string();
    assert!(curl(to, "https", "/", &["--cacert", &trusted]).await.succeeded);
}

/// RFC 9112 §2.2: old clients send a CRLF after the body of a POST.
#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_follow_a_request_do_not_cost_its_answer() {
    let world = World::new().await;
    let to = clear(&world).await;
    for request in [
        &b"POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello\r\n"[..],
        b"POST /x HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello\r\n",
        b"POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n\r\n",
    ] {
        let answer = answered(to, request).await;
        assert!(answer.contains(" 200 ") && answer.ends_with("5 bytes: hello"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_slows_the_target_down() {
    let world = World::new().await;
    let to = clear(&world).await;
    for version in ["1.1", "1.0"] {
        let sent_before = world.site.sent();
        let mut stream = TcpStream::connect(to).await.expect("a connection");
        let request = format!("GET /endless HTTP/{version}\r\nHost: a\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("sent");
        stream.read_u8().await.expect("the answer begins");
        // Until the target is not asked for more: sockets and buffers in between are full.
        let mut sent = world.site.sent();
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            match world.site.sent() {
                now if now == sent => break,
                now => sent = now,
            }
            assert!(
                sent - sent_before < 60_000_000,
                "{sent} bytes were taken for a client that reads nothing"
            );
        }
    }
}
