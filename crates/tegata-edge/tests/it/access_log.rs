//! What an access log is given of requests, by curl and by connections of our own.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tegata_edge::{
    AccessEntry, AccessLogKey, AccessProtocol, Action, Condition, FixedResponse, Forward, HttpSettings,
    Listener, MatchedRule, Pattern, PerformedAction, Redirect, Rewrite, Routes, Rule, Tls,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::certificates::Certificate;
use crate::upgrade::{OPENING, head};
use crate::world::{CERTIFICATE, GROUP, LISTENER, NAME, POLICY, World, curl, group, serving};

const LOG: AccessLogKey = AccessLogKey(7);

fn rule(priority: u32, path: &str, action: Action) -> Rule {
    Rule::new(priority, vec![Condition::PathPattern(vec![Pattern::Wildcard(path.to_owned())])], action)
}

/// A fixed response, a redirect, a rewrite, and else the site.
fn routes() -> Routes {
    let fixed = FixedResponse { status: 418, content_type: None, body: "short and stout".to_owned() };
    let redirect = Redirect {
        protocol: "#{protocol}".to_owned(),
        port: "#{port}".to_owned(),
        host: "#{host}".to_owned(),
        path: "/elsewhere".to_owned(),
        query: String::new(),
        permanent: false,
    };
    let to_site = Action::Forward(Forward::to(GROUP));
    let replacement = vec![tegata_edge::ReplacementPiece::Text("/new".to_owned())];
    let rewrite = Rewrite { regex: "^/old".to_owned(), replacement };
    Routes {
        rules: vec![
            rule(10, "/fixed", Action::FixedResponse(fixed)),
            rule(20, "/redirect", Action::Redirect(redirect)),
            Rule { url_rewrite: Some(rewrite), ..rule(30, "/old*", to_site.clone()) },
        ],
        default: to_site,
    }
}

async fn listen(world: &World, tls: Option<Tls>) -> std::net::SocketAddr {
    let http = Arc::new(HttpSettings { access_log: Some(LOG), ..HttpSettings::default() });
    let listener = Listener {
        address: ([127, 0, 0, 1], 0).into(),
        serves: serving(tls, routes()),
        http,
        firewall: Arc::default(),
    };
    world.edge.put_listener(LISTENER, listener).await.expect("a listener")
}

/// The next entry; it is written once the edge has let go of the answer, shortly after the client has it.
async fn next(world: &World) -> AccessEntry {
    loop {
        let taken = world.accesses.lock().pop();
        if let Some((log, entry)) = taken {
            assert_eq!(log, LOG);
            return entry;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_one_entry_with_what_was_done() {
    let (world, certificate) = (World::new().await, Certificate::ec(&[NAME]).await);
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let tls =
        Tls { policy: POLICY.to_owned(), default_certificate: CERTIFICATE, certificates: vec![CERTIFICATE] };
    let to = listen(&world, Some(tls)).await;
    let trusted = certificate.file().display().to_string();
    for (path, more, status, rule, action) in [
        ("/a?b=c", &["-d", "four"][..], 200, MatchedRule::Default, PerformedAction::Forward),
        ("/fixed", &[], 418, MatchedRule::Priority(10), PerformedAction::FixedResponse),
        (
            "/redirect",
            &[],
            302,
            MatchedRule::Priority(20),
            PerformedAction::Redirect(
                HeaderValue::try_from(format!("https://{NAME}:{}/elsewhere", to.port())).ok(),
            ),
        ),
        ("/old/a", &[], 200, MatchedRule::Priority(30), PerformedAction::Forward),
    ] {
        for (version, protocol, named) in
            [("--http1.1", AccessProtocol::Https, "HTTP/1.1"), ("--http2", AccessProtocol::H2, "HTTP/2.0")]
        {
            let arguments = [&["--cacert", trusted.as_str(), version, "-A", "the agent"][..], more].concat();
            let said = curl(to, "https", path, &arguments).await;
            assert!(said.succeeded, "{said:?}");
            let entry = next(&world).await;
            let method = if more.is_empty() { "GET" } else { "POST" };
            assert_eq!(entry.line, format!("{method} https://{NAME}:{}{path} {named}", to.port()));
            assert_eq!(
                (entry.protocol, entry.status, entry.rule, entry.action.as_ref()),
                (protocol, status, Some(rule), Some(&action)),
                "{path}"
            );
            assert_eq!(entry.user_agent, Some(HeaderValue::from_static("the agent")));
            let agreed = entry.tls.as_ref().expect("TLS");
            assert_eq!(
                (&agreed.version, agreed.server_name.as_deref()),
                (&"TLSv1.3".parse().expect("text"), Some(NAME))
            );
            assert!(entry.bytes_sent >= u64::try_from(said.out.len()).expect("small"), "{entry:?}");
            let is_sent = action == PerformedAction::Forward;
            assert_eq!(entry.target.is_some(), is_sent, "{path}");
            assert_eq!(entry.trace_id.is_some(), is_sent, "{path}");
            if let Some(target) = &entry.target {
                let (answered, status) = target.answered.expect("an answer");
                assert_eq!((target.group, target.address, status), (GROUP, world.site.address, 200));
                assert!(target.sent <= answered && answered <= entry.elapsed, "{entry:?}");
            }
            let url = entry.transformed.and_then(|transformed| transformed.url);
            assert_eq!(url.as_deref(), (path == "/old/a").then_some("/new/a"));
        }
    }
    assert!(world.accesses.lock().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_are_counted_with_the_body_of_a_request() {
    let world = World::new().await;
    let to = listen(&world, None).await;
    let body = "x".repeat(100_000);
    let mut counts = Vec::new();
    for body in ["", &body] {
        let said = curl(to, "http", "/", &["--http1.1", "--data-binary", body, "-H", "Expect:"]).await;
        assert!(said.succeeded, "{said:?}");
        counts.push(next(&world).await.bytes_received);
    }
    // The digits of the length differ too.
    assert_eq!(counts[1] - counts[0], 100_000 + 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_a_client_that_leaves_is_460_and_an_unclear_one_says_why() {
    let world = World::new().await;
    let target = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    world.edge.put_group(GROUP, group(&[target.local_addr().expect("an address")]));
    let to = listen(&world, None).await;
    for (length, body, status) in [("1", "x", 460), ("2", "x", 400)] {
        let mut client = TcpStream::connect(to).await.expect("a connection");
        let request = format!("GET / HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\n\r\n{body}");
        client.write_all(request.as_bytes()).await.expect("sent");
        loop {
            let (mut asked, _) = target.accept().await.expect("a connection of the edge");
            let mut head = [0; 4];
            // A health check asks too; it is let go.
            if asked.read_exact(&mut head).await.is_ok() && &head == b"GET " {
                let mut rest = vec![0; 4096];
                let read = asked.read(&mut rest).await.expect("a request");
                if String::from_utf8_lossy(&rest[..read]).contains(NAME) {
                    drop(client);
                    let entry = next(&world).await;
                    assert_eq!(entry.status, status, "{entry:?}");
                    let unclear = entry.unclear.expect("a reason");
                    assert_eq!(
                        (unclear.class, unclear.reason),
                        ("Ambiguous", "UndefinedContentLengthSemantics")
                    );
                    break;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_is_one_entry_when_it_ends() {
    let world = World::new().await;
    let to = listen(&world, None).await;
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_all(OPENING.as_bytes()).await.expect("sent");
    head(&mut client).await;
    client.write_all(&[1; 5000]).await.expect("sent");
    client.read_exact(&mut [0; 5000]).await.expect("echoed");
    assert!(world.accesses.lock().is_empty());
    client.shutdown().await.expect("the end");
    let entry = next(&world).await;
    assert_eq!((entry.protocol, entry.status), (AccessProtocol::Ws, 101));
    assert!(entry.bytes_received > 5000 && entry.bytes_sent >= 5000, "{entry:?}");
}
