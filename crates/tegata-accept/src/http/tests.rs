use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::http::Method;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use tokio::io::{AsyncWriteExt, DuplexStream};

use super::*;
use crate::client_stream::Deadlines;
use crate::places::Places;

const SECONDS: Duration = Duration::from_secs(1);
const LIMITS: Limits = Limits {
    headers_within: Duration::from_secs(15),
    idle: Duration::from_secs(30),
    write: Duration::from_secs(20),
    target_bytes_max: 1024,
    header_bytes_max: 2048,
    one_header_bytes_max: 1024,
    headers_max: 16,
    too_large: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    streams_max: 8,
    connection_age: Duration::from_secs(3600),
};
const DEADLINES: Deadlines = Deadlines {
    first_byte: Duration::from_secs(10),
    idle: Duration::from_secs(30),
    in_progress: Duration::from_secs(90),
    write: Duration::from_secs(30),
};

/// How much of the endless answer to `/endless` was taken.
type Taken = Arc<AtomicUsize>;

/// Serves one connection until it ends; its other end, and how much was taken of an endless answer.
fn served() -> (DuplexStream, impl Future<Output = Result<(), BoxError>>, Taken) {
    served_within(&LIMITS)
}

fn served_within(limits: &Limits) -> (DuplexStream, impl Future<Output = Result<(), BoxError>>, Taken) {
    let (near, far) = tokio::io::duplex(16 * 1024);
    let place = Places::new(1, 1).take(IpAddr::V4(Ipv4Addr::LOCALHOST)).expect("room");
    let stream = ClientStream::new(near, place, DEADLINES);
    let taken = Taken::default();
    let counted = Arc::clone(&taken);
    let serving = async move {
        let answer = move |request| answer(request, Arc::clone(&counted));
        serve(stream, limits, &Closing::default(), answer).await
    };
    (far, serving, taken)
}

async fn answer(
    request: Request<Incoming>,
    taken: Taken,
) -> Response<http_body_util::combinators::BoxBody<Bytes, Infallible>> {
    if request.uri().path() == "/endless" {
        let part = move |()| {
            taken.fetch_add(4096, Ordering::SeqCst);
            Some((Ok(Frame::data(Bytes::from_static(&[b'x'; 4096]))), ()))
        };
        let parts = futures_util::stream::unfold((), move |state| std::future::ready(part(state)));
        return Response::new(BodyExt::boxed(StreamBody::new(parts)));
    }
    let status = if request.uri().path() == "/431" { 431 } else { 200 };
    let body =
        request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let mut response = Response::new(Full::new(body).boxed());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

/// Everything that comes back for these bytes until the connection ends, or nothing comes for a second.
async fn answered(bytes: &[u8]) -> String {
    answered_within(&LIMITS, bytes).await
}

async fn answered_within(limits: &Limits, bytes: &[u8]) -> String {
    let (mut far, serving, _) = served_within(limits);
    let client = async {
        far.write_all(bytes).await.expect("sent");
        let (mut answer, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(Ok(count @ 1..)) = tokio::time::timeout(SECONDS, far.read(&mut part)).await {
            answer.extend_from_slice(&part[..count]);
        }
        drop(far);
        String::from_utf8_lossy(&answer).into_owned()
    };
    tokio::join!(client, serving).0
}

/// After how many seconds a connection ends on which a client sends these bytes, one a second, and then none.
async fn seconds_to_end(bytes: &[u8]) -> u64 {
    let (mut far, serving, _) = served();
    let began = Instant::now();
    let client = async {
        for byte in bytes {
            if far.write_u8(*byte).await.is_err() {
                break;
            }
            tokio::time::sleep(SECONDS).await;
        }
        let _ = far.read_to_end(&mut Vec::new()).await;
        drop(far);
    };
    let (_, _) = tokio::join!(client, serving);
    began.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn bytes_that_follow_a_request_do_not_cost_its_answer() {
    for (request, body) in [
        (&b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc\r\n"[..], "abc"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc\r\n", "abc"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n\r\n", ""),
        (b"GET / HTTP/1.0\r\n\r\n\n", ""),
        (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ""),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HT", "abc"),
    ] {
        let said = answered(request).await;
        let sent = String::from_utf8_lossy(request);
        assert!(said.starts_with("HTTP/1.1 200 ") || said.starts_with("HTTP/1.0 200 "), "{sent:?}: {said:?}");
        assert!(said.contains(&format!("\r\n\r\n{body}")), "{sent:?}: {said:?}");
    }
    let two = answered(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(two.matches("HTTP/1.1 200 ").count(), 2, "{two}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_malformed_or_too_large_is_answered() {
    let long = |count, text: &str| text.repeat(count);
    let headers: String = (0..17).map(|count| format!("X-{count}: 1\r\n")).collect();
    for (status, request) in [
        (400, "hello world\r\n\r\n".to_owned()),
        (400, "garbage\r\n\r\n".to_owned()),
        (400, "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n".to_owned()),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n".to_owned()),
        (400, "GET / HTTP/3.1\r\nHost: a\r\n\r\n".to_owned()),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc".to_owned()),
        (414, format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", long(1025, "x"))),
        (414, format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", long(70_000, "x"))),
        (431, format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", long(2048, "x"))),
        (431, format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", long(200_000, "x"))),
        (431, format!("GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n")),
    ] {
        let said = answered(request.as_bytes()).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{request:.60}: {said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn headers_that_are_too_large_or_too_many_have_the_status_that_is_set() {
    let limits = Limits { too_large: StatusCode::BAD_REQUEST, ..LIMITS };
    let many: String = (0..17).map(|count| format!("X-{count}: 1\r\n")).collect();
    for headers in [many, format!("X: {}\r\n", "x".repeat(1100)), format!("X: {}\r\n", "x".repeat(200_000))] {
        let said =
            answered_within(&limits, format!("GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n").as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 400 "), "{headers:.60}: {said:?}");
    }
    // An answer to a request is sent as it is.
    let said = answered_within(&limits, b"GET /431 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(said.starts_with("HTTP/1.1 431 "), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_without_a_whole_request_ends() {
    assert_eq!(seconds_to_end(b"").await, 10, "silent");
    assert!((15..=16).contains(&seconds_to_end(b"PRI * HTTP/2.0\r\n\r\nSM\r\n").await), "a slow preface");
    assert!((15..=30).contains(&seconds_to_end(b"PRI * HTTP").await), "a part of the preface");
    assert!((15..=40).contains(&seconds_to_end(&[b'G'; 100]).await), "slow headers");
    assert!(
        (15..=40).contains(&seconds_to_end(b"GET / HTTP/1.1\r\nHost: a\r\nX: ").await),
        "half of the headers"
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_produced_as_fast_as_the_client_reads() {
    let (mut far, serving, taken) = served();
    let began = Instant::now();
    let client = async {
        far.write_all(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
        tokio::time::sleep(SECONDS * 10).await;
        assert!(taken.load(Ordering::SeqCst) < 300_000, "{taken:?}");
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = client => {}
        ended = serving => assert!(ended.is_err(), "its client does not read"),
    }
    assert_eq!(began.elapsed().as_secs(), 30);
}

/// An HTTP/2 client; its connection is driven by `connection`, which answers pings.
async fn http2_client(
    far: DuplexStream,
) -> (::h2::client::SendRequest<Bytes>, ::h2::client::Connection<DuplexStream, Bytes>) {
    ::h2::client::handshake(far).await.expect("a handshake")
}

fn get(path: &str) -> Request<()> {
    let builder = Request::builder().method(Method::GET).uri(format!("http://a{path}"));
    builder.body(()).expect("a request")
}

#[tokio::test(start_paused = true)]
async fn an_http2_connection_that_only_pings_ends_and_one_with_requests_stays() {
    let (far, serving, _) = served();
    let began = Instant::now();
    let client = async {
        let (mut requests, mut connection) = http2_client(far).await;
        let mut pings = connection.ping_pong().expect("pings");
        let asking = async {
            for _ in 0..10 {
                tokio::time::sleep(SECONDS * 20).await;
                let (answer, _) = requests.send_request(get("/"), true).expect("sent");
                assert_eq!(answer.await.expect("an answer").status(), 200);
            }
        };
        tokio::select! { () = asking => {}, ended = &mut connection => panic!("{ended:?}") }
        let asked = began.elapsed().as_secs();
        let pinging = async {
            while pings.ping(::h2::Ping::opaque()).await.is_ok() {
                tokio::time::sleep(SECONDS).await;
            }
        };
        let (ended, ()) = tokio::join!(connection, pinging);
        (asked, ended)
    };
    // Our side may find the connection closed by the client already.
    let ((asked, ended), _) = tokio::join!(client, serving);
    ended.expect("GOAWAY without an error");
    assert_eq!(asked, 200);
    assert!((230..=262).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_http2_client_that_leaves_one_answer_unread_is_given_up() {
    let (far, serving, taken) = served();
    let began = Instant::now();
    let client = async {
        let (mut requests, connection) = http2_client(far).await;
        let (_unread, _) = requests.send_request(get("/endless"), true).expect("sent");
        // Other requests go on, and do not hide it.
        let asking = async {
            loop {
                tokio::time::sleep(SECONDS * 5).await;
                let Ok(mut ready) = requests.clone().ready().await else { break };
                let Ok((answer, _)) = ready.send_request(get("/"), true) else { break };
                let _ = answer.await;
            }
        };
        let (_, ()) = tokio::join!(connection, asking);
    };
    let ((), _) = tokio::join!(client, serving);
    assert!(taken.load(Ordering::SeqCst) < 300_000, "{taken:?}");
    assert!((20..=60).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

/// A connection that is to take requests for a minute.
const SHORT_LIVED: Limits = Limits { connection_age: Duration::from_secs(60), ..LIMITS };

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_old_closes_with_its_next_answer() {
    let (mut far, serving, _) = served_within(&SHORT_LIVED);
    let client = async {
        let mut said = Vec::new();
        for _ in 0..7 {
            far.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
            tokio::time::sleep(SECONDS * 10).await;
            let mut part = [0; 4096];
            let count = far.read(&mut part).await.expect("an answer");
            said.push(String::from_utf8_lossy(&part[..count]).contains("connection: close"));
        }
        assert_eq!(far.read_to_end(&mut Vec::new()).await.expect("the end"), 0);
        said
    };
    let (said, ended) = tokio::join!(client, serving);
    ended.expect("its end");
    assert_eq!(said, [false, false, false, false, false, false, true]);
}

#[tokio::test(start_paused = true)]
async fn an_old_http2_connection_is_ended_without_a_lost_request() {
    let (far, serving, _) = served_within(&SHORT_LIVED);
    let began = Instant::now();
    let client = async {
        let (mut requests, connection) = http2_client(far).await;
        let asking = async {
            let mut answered = 0;
            loop {
                tokio::time::sleep(SECONDS * 7).await;
                let Ok(mut ready) = requests.clone().ready().await else { return answered };
                let Ok((answer, _)) = ready.send_request(get("/"), true) else { return answered };
                assert_eq!(answer.await.expect("an answer").status(), 200);
                answered += 1;
                requests = ready;
            }
        };
        let (ended, answered) = tokio::join!(connection, asking);
        ended.expect("GOAWAY without an error");
        answered
    };
    let (answered, _) = tokio::join!(client, serving);
    assert!((8..=9).contains(&answered), "{answered}");
    assert!((56..=75).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}
