//! Which sessions are resumed, as openssl sees it (RFC 5077; RFC 8446 §2.2).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tegata_edge::{
    Action, CertificateKey, FixedResponse, Listener, ListenerKey, Routes, TicketKey, TicketKeys, Tls,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::certificates::Certificate;
use crate::clients::run;
use crate::world::{CERTIFICATE, NAME, POLICY, World, serving};

const VERSIONS: [&str; 2] = ["-tls1_2", "-tls1_3"];

/// Keys of these bytes. The clock stands at 1000: the last one makes tickets.
fn keys(secrets: &[u8]) -> TicketKeys {
    let count = i64::try_from(secrets.len()).expect("a few");
    let key = |(begins_at, byte): (i64, &u8)| TicketKey { secret: Zeroizing::new([*byte; 32]), begins_at };
    TicketKeys {
        keys: (1_000 - 10 * (count - 1)..).step_by(10).zip(secrets).map(key).collect(),
        encrypt_for: Duration::from_secs(10),
        decrypt_for: Duration::from_secs(10),
    }
}

async fn world() -> World {
    let world = World::new().await;
    world.edge.put_certificate(CERTIFICATE, Certificate::ec(&[NAME]).await.material(1));
    world.edge.put_ticket_keys(keys(&[1]));
    world
}

fn tls(policy: &str) -> Tls {
    Tls { policy: policy.to_owned(), default_certificate: CERTIFICATE, certificates: vec![] }
}

async fn listen(world: &World, key: u64, policy: &str) -> SocketAddr {
    let answer = FixedResponse { status: 200, content_type: None, body: "here".to_owned() };
    let serves = serving(Some(tls(policy)), Routes::always(Action::FixedResponse(answer)));
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    world
        .edge
        .put_listener(
            ListenerKey(key),
            Listener { address, serves, http: Arc::default(), firewall: Arc::default() },
        )
        .await
        .expect("a listener")
}

/// A session of a client, in a file of openssl's.
struct Session {
    folder: TempDir,
    version: &'static str,
}

impl Session {
    /// A first handshake.
    async fn begin(to: SocketAddr, version: &'static str) -> Session {
        let session = Session { folder: tempfile::tempdir().expect("a folder"), version };
        let said = session.ask(to, "-sess_out").await;
        assert!(said.contains("New, TLS"), "{version}: {said}");
        assert!(session.file().exists(), "{version}: no ticket: {said}");
        session
    }

    /// Whether it is resumed there.
    async fn is_resumed(&self, to: SocketAddr) -> bool {
        let said = self.ask(to, "-sess_in").await;
        let (resumed, new) = (said.contains("Reused, TLS"), said.contains("New, TLS"));
        assert!(resumed != new, "{}: {said}", self.version);
        resumed
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("session.pem")
    }

    /// A request, so that the client has read the ticket that comes with the answer.
    async fn ask(&self, to: SocketAddr, how: &str) -> String {
        let command = format!(
            "printf 'GET / HTTP/1.1\\r\\nHost: {NAME}\\r\\nConnection: close\\r\\n\\r\\n' | \
             openssl s_client -connect {to} -servername {NAME} {} -ign_eof {how} {} 2>&1",
            self.version,
            self.file().display()
        );
        let said = run("sh", &["-c", &command]).await;
        assert!(said.out.contains("200 OK"), "{}", said.out);
        said.out
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_resumed_until_two_keys_came_after_its_own() {
    let world = world().await;
    let to = listen(&world, 1, POLICY).await;
    for version in VERSIONS {
        world.edge.put_ticket_keys(keys(&[1]));
        let session = Session::begin(to, version).await;
        assert!(session.is_resumed(to).await, "{version}");
        world.edge.put_ticket_keys(keys(&[1, 2]));
        assert!(session.is_resumed(to).await, "{version}: the key before still opens");
        world.edge.put_ticket_keys(keys(&[1, 2, 3]));
        assert!(!session.is_resumed(to).await, "{version}: that key has ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_edge_with_the_same_keys_resumes_a_session() {
    let (world, other) = (world().await, world().await);
    let certificate = Certificate::rsa(&[NAME]).await;
    for node in [&world, &other] {
        node.edge.put_certificate(CERTIFICATE, certificate.material(1));
    }
    let (to, elsewhere) = (listen(&world, 1, POLICY).await, listen(&other, 1, POLICY).await);
    for version in VERSIONS {
        let session = Session::begin(to, version).await;
        assert!(session.is_resumed(elsewhere).await, "{version}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_not_resumed_where_it_was_not_made() {
    let world = world().await;
    let to = listen(&world, 1, POLICY).await;
    let other = listen(&world, 2, POLICY).await;
    for version in VERSIONS {
        let session = Session::begin(to, version).await;
        assert!(!session.is_resumed(other).await, "{version}: another listener");
        listen(&world, 1, "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06").await;
        assert!(!session.is_resumed(to).await, "{version}: another policy");
        listen(&world, 1, POLICY).await;
        assert!(session.is_resumed(to).await, "{version}");
        world.edge.put_certificate(CERTIFICATE, Certificate::ec(&[NAME]).await.material(2));
        assert!(!session.is_resumed(to).await, "{version}: another version of the certificate");
        world.edge.put_certificate(CertificateKey(1), Certificate::ec(&[NAME]).await.material(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_no_session_is_resumed() {
    let world = world().await;
    world.edge.put_ticket_keys(TicketKeys::default());
    let to = listen(&world, 1, POLICY).await.to_string();
    let said = run("openssl", &["s_client", "-connect", &to, "-tls1_2", "-reconnect"]).await;
    assert!(!said.out.contains("Reused, TLS"), "{}", said.out);
}
