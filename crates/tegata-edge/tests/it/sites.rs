//! One socket for the sites of several owners, as a CDN has, and the rules by which a site answers.

use std::net::SocketAddr;
use std::sync::Arc;

use tegata_edge::{
    Action, CertificateKey, Condition, FixedResponse, NamedSite, Pattern, Protocol, Routes, Rule, SecureSite,
    SiteKey, Sites, Tls,
};
use tokio::net::TcpStream;

use crate::certificates::Certificate;
use crate::clients::{Said, run};
use crate::raw::{ask, ask_once, status};
use crate::world::{CERTIFICATE, POLICY, World, serving};

/// An answer that says this.
fn saying(text: &str) -> Action {
    Action::FixedResponse(FixedResponse { status: 200, content_type: None, body: text.to_owned() })
}

fn secure(policy: &str, certificate: CertificateKey, text: &str) -> SecureSite {
    let tls = Tls { policy: policy.to_owned(), default_certificate: certificate, certificates: vec![] };
    SecureSite { tls, routes: Arc::new(Routes::always(saying(text))) }
}

fn named<T>(key: u64, names: &[&str], site: T) -> NamedSite<T> {
    NamedSite { key: SiteKey(key), names: names.iter().map(|name| (*name).to_owned()).collect(), site }
}

/// Two owners on one socket: the first has a policy of TLS 1.2, the second one of TLS 1.3.
struct Shared {
    world: World,
    certificates: [Certificate; 2],
    to: SocketAddr,
}

const FIRST: &str = "www.first.example";
const SECOND: &str = "shop.second.example";

fn first() -> NamedSite<SecureSite> {
    let policy = "ELBSecurityPolicy-TLS-1-2-2017-01";
    named(1, &[FIRST, "first.example"], secure(policy, CertificateKey(1), "first"))
}

fn second() -> NamedSite<SecureSite> {
    let policy = "ELBSecurityPolicy-TLS13-1-3-2021-06";
    named(2, &["*.second.example"], secure(policy, CertificateKey(2), "second"))
}

impl Shared {
    async fn open() -> Shared {
        let world = World::new().await;
        let certificates =
            [Certificate::ec(&[FIRST, "first.example"]).await, Certificate::rsa(&["*.second.example"]).await];
        for (key, certificate) in (1..).zip(&certificates) {
            world.edge.put_certificate(CertificateKey(key), certificate.material(1));
        }
        let to = world.open(Protocol::Https(Sites::ByName(vec![first(), second()]))).await;
        Shared { world, certificates, to }
    }

    /// curl with this server name in the handshake, trusting the certificate of one site alone.
    async fn curl(&self, of: usize, server_name: &str, extra: &[&str]) -> Said {
        let resolve = format!("{server_name}:{}:{}", self.to.port(), self.to.ip());
        let url = format!("https://{server_name}:{}/", self.to.port());
        let trusted = self.certificates[of].file().display().to_string();
        let always = ["--silent", "--show-error", "--resolve", &resolve, "--cacert", &trusted, &url];
        run("curl", &[&always, extra].concat()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_name_chooses_certificate_policy_and_answer() {
    let shared = Shared::open().await;
    for version in ["--http1.1", "--http2"] {
        for (of, name, text) in [
            (0, FIRST, "first"),
            (0, "first.example", "first"),
            (1, SECOND, "second"),
            (1, "a.second.example", "second"),
        ] {
            let said = shared.curl(of, name, &[version]).await;
            assert_eq!(said.out, text, "{version} {name}: {said:?}");
        }
    }
    let (older, newer) = (["--tls-max", "1.2"], ["--tlsv1.3"]);
    assert_eq!(shared.curl(0, FIRST, &older).await.out, "first");
    assert!(!shared.curl(0, FIRST, &newer).await.succeeded, "its policy has no TLS 1.3");
    assert!(!shared.curl(1, SECOND, &older).await.succeeded, "its policy has no TLS 1.2");
    assert_eq!(shared.curl(1, SECOND, &newer).await.out, "second");
    for name in ["elsewhere.example", "second.example"] {
        assert!(!shared.curl(0, name, &["--insecure"]).await.succeeded, "{name} is not a name of any site");
    }
    let to = shared.to.to_string();
    let said = run("openssl", &["s_client", "-brief", "-noservername", "-connect", &to]).await;
    assert!(!said.err.contains("CONNECTION ESTABLISHED"), "{said:?}");
}

/// RFC 9110 §15.5.20.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_of_another_site_than_the_server_name_is_misdirected() {
    let shared = Shared::open().await;
    for version in ["--http1.1", "--http2"] {
        for (host, expected) in [
            (FIRST, "200"),
            ("FIRST.example.:8443", "200"),
            (SECOND, "421"),
            ("elsewhere.example", "421"),
            ("127.0.0.1", "421"),
        ] {
            let host_field = format!("Host: {host}");
            let extra = [version, "-H", &host_field, "-o", "/dev/null", "-w", "%{http_code}"];
            assert_eq!(shared.curl(0, FIRST, &extra).await.out, expected, "{version} {host}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_counted_by_the_owner_of_the_site() {
    let shared = Shared::open().await;
    shared.curl(0, FIRST, &[]).await;
    shared.curl(1, SECOND, &[]).await;
    shared.curl(1, SECOND, &[]).await;
    shared.curl(1, SECOND, &["-H", "Host: www.first.example"]).await;
    let count = |text: &str, site: &str, status: &str| {
        let labels =
            format!("edge_requests_total{{listener=\"{:016x}\",site=\"{site}\",status=\"{status}\"}} ", 1);
        text.lines().find_map(|line| line.strip_prefix(&labels)).map(str::to_owned)
    };
    let text = shared.world.metrics();
    for (site, status, expected) in
        [("0000000000000001", "2xx", "1"), ("0000000000000002", "2xx", "2"), ("", "4xx", "1")]
    {
        assert_eq!(count(&text, site, status).as_deref(), Some(expected), "{site} {status}: {text}");
    }
    shared.world.open(Protocol::Https(Sites::ByName(vec![second()]))).await;
    let text = shared.world.metrics();
    assert_eq!(count(&text, "0000000000000001", "2xx"), None, "its site is gone");
    assert_eq!(count(&text, "0000000000000002", "2xx").as_deref(), Some("2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sites_come_and_go_while_the_socket_stays_open() {
    let shared = Shared::open().await;
    assert_eq!(shared.world.open(Protocol::Https(Sites::ByName(vec![second()]))).await, shared.to);
    assert!(!shared.curl(0, FIRST, &[]).await.succeeded);
    assert_eq!(shared.curl(1, SECOND, &[]).await.out, "second");
    shared.world.open(Protocol::Https(Sites::ByName(vec![second(), first()]))).await;
    assert_eq!(shared.curl(0, FIRST, &[]).await.out, "first");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_clear_the_host_chooses_the_site_of_each_request() {
    let world = World::new().await;
    let site = |key, name, text| named(key, &[name], Arc::new(Routes::always(saying(text))));
    // A name that two sites have belongs to the first.
    let sites = vec![site(1, FIRST, "first"), site(2, SECOND, "second"), site(3, SECOND, "third")];
    let to = world.open(Protocol::Http(Sites::ByName(sites))).await;
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    for (host, expected, text) in [
        (FIRST, 200, "first"),
        (SECOND, 200, "second"),
        ("elsewhere.example", 421, "</html>\r\n"),
        (FIRST, 200, "first"),
    ] {
        let answer = ask(&mut stream, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
        assert_eq!(status(&answer), expected, "{host}: {answer}");
        assert!(answer.ends_with(text), "{host}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_of_one_site_answers_for_every_host() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[FIRST]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = world.open(Protocol::Https(Sites::One(secure(POLICY, CERTIFICATE, "one")))).await;
    let url = format!("https://{FIRST}:{}/", to.port());
    let connect = format!("{FIRST}:{}:{to}", to.port());
    for host in [FIRST, SECOND] {
        let host_field = format!("Host: {host}");
        let said = run("curl", &["-sSk", "--connect-to", &connect, "-H", &host_field, &url]).await;
        assert_eq!(said.out, "one", "{said:?}");
    }
    let to = to.to_string();
    let said = run("openssl", &["s_client", "-brief", "-noservername", "-connect", &to]).await;
    assert!(said.err.contains("CONNECTION ESTABLISHED"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_a_site_decide_by_host_and_path() {
    let world = World::new().await;
    let patterns =
        |patterns: &[&str]| patterns.iter().map(|text| Pattern::Wildcard((*text).to_owned())).collect();
    let routes = Routes {
        rules: vec![
            Rule::new(
                1,
                vec![
                    Condition::HostHeader(patterns(&["*.first.example"])),
                    Condition::PathPattern(patterns(&["/img/*"])),
                ],
                saying("images"),
            ),
            Rule::new(2, vec![Condition::HostHeader(patterns(&[FIRST]))], saying("first")),
        ],
        default: saying("default"),
    };
    let to = world.open(serving(None, routes)).await;
    for (host, path, expected) in [
        (FIRST, "/img/a/b?c", "images"),
        ("WWW.First.example:80", "/img/", "images"),
        (FIRST, "/other", "first"),
        (SECOND, "/img/a", "default"),
    ] {
        let answer = ask_once(to, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
        assert!(answer.ends_with(&format!("\r\n\r\n{expected}")), "{host} {path}: {answer}");
    }
}
