//! What goes to a target, and what comes back from one, is framed by the edge and no one else.

use tegata_edge::Action;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::certificates::Certificate;
use crate::raw::{Afterwards, OK, RawTarget, ask, ask_once, status};
use crate::world::{CERTIFICATE, GROUP, LISTENER, NAME, POLICY, World, curl, group};

/// A world whose target is `target`, and where its listener is.
async fn before(target: &RawTarget) -> (World, std::net::SocketAddr) {
    let world = World::new().await;
    world.edge.put_group(GROUP, group(&[target.address]));
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    (world, to)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_gets_a_request_with_one_valid_host_or_none_at_all() {
    let target = RawTarget::open(OK, Afterwards::Stay).await;
    let (_world, to) = before(&target).await;
    // The port is not a usual one, so the host is forwarded with it.
    for (request, expected) in [
        ("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive, Host\r\n\r\n", Ok("a.example")),
        ("GET http://b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", Ok("b.example")),
        ("OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n", Ok("a.example")),
        ("GET / HTTP/1.0\r\n\r\n", Ok("127.0.0.1")),
        ("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", Err(400)),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", Err(400)),
        ("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", Err(400)),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", Err(400)),
        ("GET index.html HTTP/1.1\r\nHost: a.example\r\n\r\n", Err(400)),
        ("GET a.example:80 HTTP/1.1\r\nHost: a.example:80\r\n\r\n", Err(400)),
        ("GET [::1]:80 HTTP/1.1\r\nHost: a.example\r\n\r\n", Err(400)),
        ("GET http:foo HTTP/1.1\r\nHost: a.example\r\n\r\n", Err(400)),
        ("DELETE * HTTP/1.1\r\nHost: a.example\r\n\r\n", Err(400)),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Err(501)),
    ] {
        let answer = ask_once(to, request).await;
        let heads = target.heads();
        match expected {
            Ok(host) => {
                assert_eq!(status(&answer), 200, "{request:?}: {answer}");
                let hosts: Vec<&str> =
                    heads[0].split("\r\n").filter_map(|line| line.strip_prefix("host: ")).collect();
                assert_eq!(hosts, [format!("{host}:{}", to.port())], "{request:?}");
            }
            Err(refused) => {
                assert_eq!((status(&answer), heads), (refused, vec![]), "{request:?}: {answer}");
            }
        }
    }
}

/// The target stays, and the edge does not wait for it to end.
#[tokio::test(flavor = "multi_thread")]
async fn informational_answers_without_end_are_no_answer() {
    let target = RawTarget::open("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20_000), Afterwards::Stay).await;
    let (_world, to) = before(&target).await;
    assert_eq!(status(&ask_once(to, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await), 502);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_websocket_changes_the_protocol() {
    let switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade, X-Hop\r\nX-Hop: 1\r\nUpgrade: websocket\r\n\r\n";
    let target = RawTarget::open(OK, Afterwards::Stay).await;
    let (world, to) = before(&target).await;
    for fields in [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Connection: Upgrade\r\nUpgrade: H2C\r\n",
        "Connection: Upgrade\r\nUpgrade: h2c, websocket\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade\r\nUpgrade: anything\r\n",
    ] {
        let answer = ask_once(to, &format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")).await;
        assert_eq!(status(&answer), 200, "{fields:?}: {answer}");
        let head = target.heads().concat();
        assert!(!head.contains("upgrade") && !head.contains("http2-settings"), "{fields:?}: {head}");
    }
    let websocket = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n";
    let agreeing = RawTarget::open(switching, Afterwards::Stay).await;
    world.edge.put_group(GROUP, group(&[agreeing.address]));
    let answer = ask_once(to, websocket).await.to_ascii_lowercase();
    assert!(answer.contains("\r\nupgrade: websocket\r\n") && !answer.contains("x-hop"), "{answer}");
    assert!(agreeing.heads().concat().contains("\r\nupgrade: websocket\r\n"));

    // What was not asked for, and what is another protocol than the one that was.
    assert_eq!(status(&ask_once(to, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await), 502);
    let other = RawTarget::open(switching.replace("websocket", "h2c"), Afterwards::Stay).await;
    world.edge.put_group(GROUP, group(&[other.address]));
    assert_eq!(status(&ask_once(to, websocket).await), 502);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_the_length_that_its_body_has() {
    const CHUNKS: &str = "\r\n5\r\nhello\r\n0\r\n\r\n";
    let filling = "f".repeat(17_000);
    let many: String = (0..400).map(|number| format!("Set-Cookie: c{number}=v\r\n")).collect();
    let cases = [
        (format!("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n{CHUNKS}"), 200),
        (format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 50\r\n{CHUNKS}"), 200),
        (format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n{CHUNKS}"), 502),
        (format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 5\r\n\r\nhello"), 200),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello".to_owned(), 502),
        ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello".to_owned(), 502),
        ("SSH-2.0-OpenSSH_9\r\n".to_owned(), 502),
        (format!("HTTP/1.1 200 OK\r\nX-A: {filling}\r\nX-B: {filling}\r\nContent-Length: 0\r\n\r\n"), 502),
        (format!("HTTP/1.1 200 {filling}{filling}\r\nContent-Length: 0\r\n\r\n"), 502),
        (
            "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(3)
                + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            200,
        ),
    ];
    let certificate = Certificate::ec(&[NAME]).await;
    for (answer, expected) in cases {
        let target = RawTarget::open(answer.clone(), Afterwards::Close).await;
        let (world, to) = before(&target).await;
        let one = ask_once(to, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert_eq!(status(&one), expected, "{answer:.200}: {one:.200}");
        world.edge.put_certificate(CERTIFICATE, certificate.material(1));
        world.edge.remove_listener(LISTENER);
        let to = world.listen(POLICY, &[]).await;
        let two = curl(to, "https", "/", &["--insecure", "--http2", "-w", " %{http_code}"]).await;
        assert!(two.out.ends_with(&expected.to_string()), "{answer:.200}: {two:?}");
        if expected == 200 {
            let body = one.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            assert!(body == "hello" || body == &CHUNKS[2..], "{one:.200}");
            assert_eq!(two.out, "hello 200", "{answer:.200}: {two:?}");
        }
    }
}

/// RFC 9112 §2.3: the version is the edge's own, and so is what becomes of the client's connection.
#[tokio::test(flavor = "multi_thread")]
async fn a_target_of_http_1_0_does_not_end_the_clients_connection() {
    let answer = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    let target = RawTarget::open(answer, Afterwards::Close).await;
    let (_world, to) = before(&target).await;
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    for _ in 0..3 {
        let answer = ask(&mut stream, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("hello"), "{answer}");
    }
}

/// HTTP/2 frames a body by itself; towards the target a method that seldom has one must not lose it.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_unknown_length_is_not_lost_whatever_the_method() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[NAME]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = world.listen(POLICY, &[]).await;
    for method in ["GET", "DELETE", "POST"] {
        for version in ["--http1.1", "--http2"] {
            let without_length = ["-X", method, version, "--insecure", "-H", "Content-Length:", "-H"];
            let chunked = ["Transfer-Encoding: chunked", "--data", "hello"];
            let said = curl(to, "https", "/", &[&without_length[..], &chunked].concat()).await;
            assert!(said.out.ends_with("5 bytes: hello"), "{method} {version}: {said:?}");
        }
    }
}

/// A world with a silent target, and a connection to its listener. Checks come once.
async fn silent() -> (World, TcpStream, TcpStream) {
    let world = World::new().await;
    let target = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = target.local_addr().expect("an address");
    let mut seldom = group(&[address]);
    seldom.health_check.interval = std::time::Duration::from_secs(36_000);
    world.edge.put_group(GROUP, seldom);
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n").await.expect("sent");
    loop {
        let (mut stream, _) = target.accept().await.expect("a connection");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("a head"));
        }
        if head.starts_with(b"POST") {
            return (world, client, stream);
        }
    }
}

/// ELB counts idle time (attribute `idle_timeout.timeout_seconds`).
#[tokio::test(start_paused = true)]
async fn a_slow_exchange_goes_on_as_long_as_bytes_move() {
    let (_world, mut client, mut target) = silent().await;
    let pause = || tokio::time::sleep(std::time::Duration::from_secs(40));
    for byte in b"0123456789" {
        pause().await;
        client.write_u8(*byte).await.expect("sent");
        assert_eq!(target.read_u8().await.expect("it comes through"), *byte);
    }
    target.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n").await.expect("sent");
    for byte in b"abc" {
        pause().await;
        target.write_u8(*byte).await.expect("sent");
    }
    let mut answer = vec![0; 2048];
    let mut length = 0;
    while !answer[..length].ends_with(b"abc") {
        length += client.read(&mut answer[length..]).await.expect("an answer");
    }
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_stands_still_for_a_minute_is_over() {
    let (_world, mut client, _target) = silent().await;
    let began = tokio::time::Instant::now();
    client.write_all(b"0123").await.expect("sent");
    let mut answer = [0; 13];
    client.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 504 ");
    let took = began.elapsed().as_secs();
    assert!((60..65).contains(&took), "{took} s");
}
