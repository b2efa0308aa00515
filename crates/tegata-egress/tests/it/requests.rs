use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderValue};
use tegata_egress::{Fault, Following, Limits, Refused};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::{Server, Told, gate};

fn page(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
}

#[tokio::test]
async fn a_body_is_posted_and_the_answer_is_read() {
    let server = Server::start(vec![page("taken")]).await;
    let gate = gate(&["127.0.0.0/8"], Told::new(&[&["127.0.0.1"]]), Limits::default());
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", HeaderValue::from_static("1"));
    let url = format!("http://hook.example:{}/a?b=c#d", server.address.port());
    let answer = gate.post(&url, headers, Bytes::from_static(b"{}")).await.expect("answered");
    assert_eq!(
        (answer.status.as_u16(), &answer.body[..], answer.address),
        (200, &b"taken"[..], server.address)
    );
    let asked = &server.asked()[0];
    assert!(asked.starts_with("POST /a?b=c HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains(&format!("host: hook.example:{}\r\n", server.address.port())), "{asked}");
    assert!(asked.contains("webhook-id: 1\r\n") && asked.ends_with("\r\n\r\n{}"), "{asked}");
}

#[tokio::test]
async fn the_status_of_a_post_counts_whatever_the_body_does() {
    for (body, rest) in [
        ("too short", "content-length: 100\r\n\r\nshort"),
        ("a bad chunk", "transfer-encoding: chunked\r\n\r\nzz\r\nok"),
        ("chunks without an end", "transfer-encoding: chunked\r\n\r\n2\r\nok\r\n"),
    ] {
        let server = Server::start(vec![format!("HTTP/1.1 200 OK\r\n{rest}")]).await;
        let gate = gate(&["127.0.0.0/8"], Told::new(&[&["127.0.0.1"]]), Limits::default());
        let url = format!("http://hook.example:{}/", server.address.port());
        let answer = gate.post(&url, HeaderMap::new(), Bytes::from_static(b"{}")).await;
        assert_eq!(answer.map(|answer| answer.status.as_u16()).ok(), Some(200), "{body}");
        assert!(
            gate.get(&url, Following::Nothing).await.is_err(),
            "{body}: where the body counts it is a fault"
        );
    }
}

#[tokio::test]
async fn the_status_of_a_post_counts_when_its_body_never_comes() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("bound");
    let limits = Limits::default();
    let gate = gate(&["127.0.0.0/8"], Told::new(&[&["127.0.0.1"]]), limits);
    let url = format!("http://hook.example:{}/", address.port());
    let posting = gate.post(&url, HeaderMap::new(), Bytes::new());
    let answering = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let _ = stream.read(&mut [0; 4096]).await.expect("a request");
        stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 10\r\n\r\n").await.expect("written");
        stream
    };
    let (answer, _held) = tokio::join!(posting, answering);
    assert_eq!(answer.expect("answered").status.as_u16(), 202);
}

#[tokio::test]
async fn nobody_inside_is_reached_without_permission() {
    let server = Server::start(vec![page("secret")]).await;
    let port = server.address.port();
    for (name, resolved) in [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("inside.example", "127.0.0.1")] {
        let gate = gate(&[], Told::new(&[&[resolved]]), Limits::default());
        let refused = gate.get(&format!("http://{name}:{port}/"), Following::UpTo(3)).await;
        assert!(matches!(refused, Err(Fault::Refused(Refused::Address { .. }))), "{name}: {refused:?}");
    }
    let mixed = gate(&[], Told::new(&[&["93.184.215.14", "127.0.0.1"]]), Limits::default());
    let refused = mixed.get("http://both.example/", Following::Nothing).await;
    assert!(matches!(refused, Err(Fault::Refused(Refused::Address { .. }))), "one is enough: {refused:?}");
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test]
async fn a_name_is_resolved_once_so_that_it_cannot_change_its_mind() {
    let server = Server::start(vec![page("seen")]).await;
    // The second look-up would give what is refused; it must not come to one.
    let gate = gate(&["127.0.0.1/32"], Told::new(&[&["127.0.0.1"], &["10.0.0.1"]]), Limits::default());
    let url = format!("http://rebinding.example:{}/", server.address.port());
    let answer = gate.get(&url, Following::Nothing).await.expect("answered");
    assert_eq!(answer.address, server.address);
    let refused = gate.get(&url, Following::Nothing).await;
    assert!(matches!(refused, Err(Fault::Refused(Refused::Address { .. }))), "{refused:?}");
}

#[tokio::test]
async fn redirects_are_followed_up_to_a_number_and_each_is_judged() {
    let server = Server::start(vec![redirect("/next"), redirect("//other.example:1/"), page("no")]).await;
    let port = server.address.port();
    let told = || Told::new(&[&["127.0.0.1"], &["127.0.0.1"], &["10.0.0.1"]]);
    let to_inside = gate(&["127.0.0.0/8"], told(), Limits::default());
    let url = format!("http://a.example:{port}/");
    let refused = to_inside.get(&url, Following::UpTo(5)).await;
    assert!(matches!(refused, Err(Fault::Refused(Refused::Address { .. }))), "{refused:?}");
    assert_eq!(server.asked().len(), 2, "the third place was not asked");
    let round = Server::start(vec![redirect("/again")]).await;
    let gate = gate(&["127.0.0.0/8"], Told::new(&[&["127.0.0.1"]]), Limits::default());
    let url = format!("http://a.example:{}/", round.address.port());
    assert!(matches!(gate.get(&url, Following::UpTo(3)).await, Err(Fault::TooManyRedirects(3))));
    assert_eq!(round.asked().len(), 4);
    let answer = gate.get(&url, Following::Nothing).await.expect("the redirect itself");
    assert_eq!((answer.status.as_u16(), answer.headers["location"].as_bytes()), (302, &b"/again"[..]));
    let file = Server::start(vec![redirect("file:///etc/passwd")]).await;
    let url = format!("http://a.example:{}/", file.address.port());
    let refused = gate.get(&url, Following::UpTo(3)).await;
    assert!(matches!(refused, Err(Fault::Refused(Refused::Scheme(_)))), "{refused:?}");
    let gone = gate.get(&format!("http://a.example:{port}/"), Following::UpTo(0)).await.expect("a page");
    assert_eq!(gone.status.as_u16(), 200);
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit() {
    let server =
        Server::start(vec![page(&"x".repeat(100_000)), "HTTP/1.1 200 OK\r\n\r\nendless".to_owned()]).await;
    let limits = Limits { body_bytes_max: 1000, ..Limits::default() };
    let gate = gate(&["127.0.0.0/8"], Told::new(&[&["127.0.0.1"]]), limits);
    let url = format!("http://a.example:{}/", server.address.port());
    assert_eq!(gate.get(&url, Following::Nothing).await.expect("answered").body.len(), 1000);
    assert_eq!(&gate.get(&url, Following::Nothing).await.expect("answered").body[..], b"endless");
}

#[tokio::test]
async fn who_does_not_answer_or_talks_nonsense_is_left() {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let limits = Limits { within: Duration::from_millis(200), ..Limits::default() };
    let gate = gate(&["127.0.0.0/8"], Told::new(&[&["127.0.0.1"]]), limits);
    let port = silent.local_addr().expect("an address").port();
    let late = gate.get(&format!("http://a.example:{port}/"), Following::Nothing).await;
    assert!(matches!(late, Err(Fault::Late(_))), "{late:?}");
    for nonsense in ["SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx", ""] {
        let server = Server::start(vec![nonsense.to_owned()]).await;
        let broken =
            gate.get(&format!("http://a.example:{}/", server.address.port()), Following::Nothing).await;
        assert!(matches!(broken, Err(Fault::Broken { .. })), "{nonsense}: {broken:?}");
        let tls =
            gate.get(&format!("https://a.example:{}/", server.address.port()), Following::Nothing).await;
        assert!(matches!(tls, Err(Fault::Tls { .. })), "{nonsense}: {tls:?}");
    }
    let headers = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(100_000));
    let server = Server::start(vec![headers]).await;
    let broken = gate.get(&format!("http://a.example:{}/", server.address.port()), Following::Nothing).await;
    assert!(matches!(broken, Err(Fault::Broken { .. })), "{broken:?}");
}
