//! Requests through the edge, by curl.

use tegata_edge::{Action, FixedResponse, GroupKey, Redirect, Tls};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::certificates::Certificate;
use crate::clients::Said;
use crate::world::{CERTIFICATE, GROUP, NAME, POLICY, World, curl, group};

/// A world with an HTTPS listener, and curl to it that trusts its certificate alone.
struct Secure {
    world: World,
    certificate: Certificate,
    to: std::net::SocketAddr,
}

impl Secure {
    async fn open() -> Secure {
        let (world, certificate) = (World::new().await, Certificate::ec(&[NAME]).await);
        world.edge.put_certificate(CERTIFICATE, certificate.material(1));
        let to = world.listen(POLICY, &[]).await;
        Secure { world, certificate, to }
    }

    async fn curl(&self, path: &str, extra: &[&str]) -> Said {
        let trusted = self.certificate.file().display().to_string();
        curl(self.to, "https", path, &[&["--cacert", &trusted], extra].concat()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_learns_the_clients_address_and_protocol() {
    let secure = Secure::open().await;
    for version in ["--http1.1", "--http2"] {
        let said = secure
            .curl(
                "/a/b?c=d",
                &[
                    version,
                    "-H",
                    "X-Forwarded-For: 192.0.2.1",
                    "-H",
                    "Connection: X-Secret",
                    "-H",
                    "X-Secret: 1",
                ],
            )
            .await;
        assert!(said.succeeded, "{said:?}");
        let port = secure.to.port();
        for expected in [
            "GET /a/b?c=d\n".to_owned(),
            format!("host: {NAME}:{port}\n"),
            "x-forwarded-for: 192.0.2.1, 127.0.0.1\n".to_owned(),
            "x-forwarded-proto: https\n".to_owned(),
            format!("x-forwarded-port: {port}\n"),
        ] {
            assert!(said.out.contains(&expected), "{version}: {expected:?} in {}", said.out);
        }
        assert!(!said.out.contains("connection:"), "{version}: {}", said.out);
        if version == "--http1.1" {
            assert!(!said.out.contains("x-secret"), "{}", said.out);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_is_agreed_in_the_handshake() {
    let secure = Secure::open().await;
    for (flag, version) in [("--http1.1", "1.1"), ("--http2", "2"), ("--http1.0", "1")] {
        let said = secure.curl("/", &[flag, "-o", "/dev/null", "-w", "%{http_version} %{http_code}"]).await;
        assert_eq!(said.out, format!("{version} 200"), "{flag}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_go_both_ways_whole() {
    let secure = Secure::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("upload");
    std::fs::write(&file, vec![b'u'; 2_000_000]).expect("a file");
    let upload = format!("@{}", file.display());
    for version in ["--http1.1", "--http2"] {
        let known = secure.curl("/", &[version, "--data-binary", &upload]).await;
        assert!(known.out.contains("\n2000000 bytes: uuu"), "{version}: {known:?}");
        let chunked =
            secure.curl("/", &[version, "-H", "Transfer-Encoding: chunked", "--data-binary", &upload]).await;
        assert!(chunked.out.contains("\n2000000 bytes: uuu"), "{version}: {chunked:?}");
        let large = secure.curl("/large", &[version, "-o", "/dev/null", "-w", "%{size_download}"]).await;
        assert_eq!(large.out, "3000000", "{version}: {large:?}");
        let head = secure.curl("/large", &[version, "--head", "-w", "%{http_code}"]).await;
        assert!(head.out.ends_with("200"), "{version}: {head:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_targets_are_kept() {
    let mut secure = Secure::open().await;
    let known =
        secure.world.healths.wait_for(|healths| healths.values().any(tegata_edge::Health::is_healthy));
    known.await.expect("an edge");
    // No more checks, which connect too.
    let mut seldom = group(&[secure.world.site.address]);
    seldom.health_check.interval = std::time::Duration::from_secs(3_600);
    secure.world.edge.put_group(GROUP, seldom);
    assert!(secure.curl("/", &[]).await.succeeded);
    let before = secure.world.site.connections();
    for _ in 0..5 {
        assert!(secure.curl("/", &[]).await.succeeded);
    }
    assert!(secure.world.site.connections() <= before + 1, "one for the first check at most");
    // One that the target closes is not used again.
    for _ in 0..5 {
        assert_eq!(secure.curl("/close", &[]).await.out, "closed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_forwarded_has_elbs_status() {
    let secure = Secure::open().await;
    let status = ["-o", "/dev/null", "-w", "%{http_code}"];
    let refused =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    secure.world.edge.put_group(GROUP, group(&[refused]));
    assert_eq!(secure.curl("/", &status).await.out, "502");
    secure.world.edge.put_group(GROUP, group(&[]));
    assert_eq!(secure.curl("/", &status).await.out, "503");
    secure.world.edge.remove_group(GROUP);
    assert_eq!(secure.curl("/", &status).await.out, "503");
    assert_eq!(secure.curl("/", &[&status[..], &["-X", "TRACE"]].concat()).await.out, "405");
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_share_requests_out() {
    let secure = Secure::open().await;
    let other = crate::site::Site::open().await;
    secure.world.edge.put_group(GroupKey(2), group(&[other.address]));
    let groups = vec![(GROUP, 3), (GroupKey(2), 0)];
    let action = Action::Forward(tegata_edge::Forward { groups, sticky_seconds: None });
    let tls = tegata_edge::Tls {
        policy: POLICY.to_owned(),
        default_certificate: CERTIFICATE,
        certificates: vec![],
    };
    secure.world.listen_as(Some(tls), action).await;
    secure.world.edge.remove_group(GROUP);
    let status = ["-o", "/dev/null", "-w", "%{http_code}"];
    for _ in 0..4 {
        assert_eq!(secure.curl("/", &status).await.out, "503", "a weight of 0 gets nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_edge_s_own_is_not_lost_to_a_client_that_still_sends() {
    let secure = Secure::open().await;
    let fixed = FixedResponse { status: 200, content_type: None, body: "heard".to_owned() };
    let tls = Tls { policy: POLICY.to_owned(), default_certificate: CERTIFICATE, certificates: vec![] };
    secure.world.listen_as(Some(tls), Action::FixedResponse(fixed)).await;
    for version in ["--http1.1", "--http2"] {
        for _ in 0..10 {
            let said = secure.curl("/", &[version, "--data", "a=b"]).await;
            assert_eq!((said.succeeded, said.out.as_str()), (true, "heard"), "{version} {said:?}");
        }
        let said = secure.curl("/", &[version, "-X", "TRACE", "--data", "a=b", "-w", "%{http_code}"]).await;
        assert!(said.succeeded && said.out.ends_with("405"), "{version} {said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_answers_with_a_fixed_response_or_a_redirect() {
    let world = World::new().await;
    let fixed = FixedResponse {
        status: 418,
        content_type: Some("text/plain".to_owned()),
        body: "short and stout".to_owned(),
    };
    let to = world.listen_as(None, Action::FixedResponse(fixed)).await;
    let said = curl(to, "http", "/", &["-w", " %{http_code} %{content_type}"]).await;
    assert_eq!(said.out, "short and stout 418 text/plain");
    let redirect = Redirect {
        protocol: "HTTPS".to_owned(),
        port: "443".to_owned(),
        host: "#{host}".to_owned(),
        path: "/#{path}".to_owned(),
        query: "#{query}".to_owned(),
        permanent: true,
    };
    assert_eq!(world.listen_as(None, Action::Redirect(redirect)).await, to, "the socket stays open");
    let said = curl(to, "http", "/a?b=c", &["-w", "%{http_code} %{redirect_url}"]).await;
    assert_eq!(said.out, format!("301 https://{NAME}/a?b=c"));
}

#[tokio::test(flavor = "multi_thread")]
async fn http_2_carries_many_requests_at_a_time() {
    let secure = Secure::open().await;
    let at = format!("--connect-to={}", secure.to);
    let url = format!("https://{NAME}/");
    let said = crate::clients::run("h2load", &["-n", "2000", "-c", "4", "-m", "100", &at, &url]).await;
    assert!(said.out.contains("2000 succeeded, 0 failed, 0 errored, 0 timeout"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_closes_without_saying_so_costs_no_request() {
    let world = World::new().await;
    let target = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = target.local_addr().expect("an address");
    let (closed, mut closings) = tokio::sync::mpsc::unbounded_channel();
    let mut answering = tokio::task::JoinSet::new();
    answering.spawn(async move {
        loop {
            let (mut stream, _) = target.accept().await.expect("a connection");
            let mut asked = Vec::new();
            while !asked.ends_with(b"hello") && !asked.starts_with(b"GET /health") {
                if stream.read_buf(&mut asked).await.expect("a request") == 0 {
                    break;
                }
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.expect("answered");
            drop(stream);
            if asked.ends_with(b"hello") {
                closed.send(()).expect("the test waits");
            }
        }
    });
    world.edge.put_group(GROUP, group(&[address]));
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    for _ in 0..20 {
        assert_eq!(curl(to, "http", "/", &["--data", "hello"]).await.out, "ok");
        // A request that is under way when its connection is closed cannot be saved: it may have been acted on.
        closings.recv().await.expect("the connection is closed");
    }
}
