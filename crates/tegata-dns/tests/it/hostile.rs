//! Proofs looked up at servers that are silent, wrong, or old.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tegata_dns::resolver::{CnameOutcome, Mode, ProofResolver, Reach, Reserved, ResolverConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

const VALUE: &str = "_value.validations.test.";
const CLASS_IN: u16 = 1;
const CLASS_CH: u16 = 3;

/// A server whose answers a test makes, by UDP and TCP.
struct Played {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    _stop: DropGuard,
}

impl Played {
    /// `answer` gets the query and whether it came by UDP; `None` is silence.
    async fn start(answer: impl Fn(&[u8], bool) -> Option<Vec<u8>> + Send + Sync + 'static) -> Played {
        let (tcp, udp) = loop {
            let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
            if let Ok(udp) = UdpSocket::bind(tcp.local_addr().expect("bound")).await {
                break (tcp, udp);
            }
        };
        let address = udp.local_addr().expect("bound");
        let (answer, asked, stop) =
            (Arc::new(answer), Arc::<AtomicUsize>::default(), CancellationToken::new());
        let tasks = TaskTracker::new();
        let (of_udp, counted, stopped) = (Arc::clone(&answer), Arc::clone(&asked), stop.clone());
        let serve_udp = async move {
            let mut buffer = [0; 2048];
            while let Ok((length, peer)) = udp.recv_from(&mut buffer).await {
                counted.fetch_add(1, Ordering::SeqCst);
                if let Some(answer) = of_udp(&buffer[..length], true) {
                    udp.send_to(&answer, peer).await.expect("sent");
                }
            }
        };
        tasks.spawn(stopped.run_until_cancelled_owned(serve_udp));
        let serve_tcp = async move {
            while let Ok((mut stream, _)) = tcp.accept().await {
                let Ok(length) = stream.read_u16().await else { continue };
                let mut query = vec![0; length.into()];
                if stream.read_exact(&mut query).await.is_ok()
                    && let Some(answer) = answer(&query, false)
                {
                    let length = u16::try_from(answer.len()).expect("short");
                    let _ = stream.write_all(&[&length.to_be_bytes()[..], &answer].concat()).await;
                }
            }
        };
        tasks.spawn(stop.clone().run_until_cancelled_owned(serve_tcp));
        Played { address, asked, _stop: stop.drop_guard() }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn resolver(&self, server_timeout: Duration) -> ProofResolver {
        ProofResolver::new(ResolverConfig {
            mode: Mode::Roots(vec![self.address]),
            port: self.address.port(),
            deadline: Duration::from_secs(20),
            server_timeout,
            reserved_addresses: Reserved::Asked,
            hosted: Arc::new(|_| None),
            cookies: Arc::default(),
            random: crate::random(),
        })
    }
}

/// Where the question ends: name, type, class.
fn question_end(query: &[u8]) -> usize {
    let name = query[12..].iter().position(|octet| *octet == 0).expect("a name");
    12 + name + 5
}

fn wire(name: &str) -> Vec<u8> {
    let labels = name.trim_end_matches('.').split('.');
    let mut wire: Vec<u8> =
        labels.flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).collect();
    wire.push(0);
    wire
}

/// An authoritative answer with one record of the question's name.
fn answer(query: &[u8], class: u16, kind: u16, data: &[u8]) -> Vec<u8> {
    let mut answer =
        [&query[..2], &[0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0], &query[12..question_end(query)]].concat();
    answer.extend([0xc0, 12]);
    answer.extend(kind.to_be_bytes());
    answer.extend(class.to_be_bytes());
    answer.extend(60_u32.to_be_bytes());
    answer.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
    answer.extend(data);
    answer
}

/// An authoritative answer without records.
fn no_data(query: &[u8]) -> Vec<u8> {
    [&query[..2], &[0x84, 0, 0, 1, 0, 0, 0, 0, 0, 0], &query[12..question_end(query)]].concat()
}

/// A delegation of `zone` to a server on 127.0.0.1.
fn delegation(query: &[u8], zone: &str) -> Vec<u8> {
    let mut answer =
        [&query[..2], &[0x80, 0, 0, 1, 0, 0, 0, 1, 0, 1], &query[12..question_end(query)]].concat();
    let server = wire(&format!("ns.{zone}"));
    for (owner, kind, data) in [(wire(zone), 2_u16, server.clone()), (server, 1, vec![127, 0, 0, 1])] {
        answer.extend(owner);
        answer.extend(kind.to_be_bytes());
        answer.extend(CLASS_IN.to_be_bytes());
        answer.extend(3600_u32.to_be_bytes());
        answer.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        answer.extend(data);
    }
    answer
}

async fn look(resolver: &ProofResolver, name: &str) -> CnameOutcome {
    let proof = resolver.look_up_cname(name, VALUE, Reach::Anywhere).await;
    proof.expect("anything may be asked").outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn records_of_another_class_prove_nothing() {
    for (class, proven) in [(CLASS_IN, true), (CLASS_CH, false)] {
        let played = Played::start(move |query, _| Some(answer(query, class, 5, &wire(VALUE)))).await;
        let outcome = look(&played.resolver(Duration::from_secs(3)), "_proof.example.test.").await;
        assert_eq!(outcome == CnameOutcome::Proven, proven, "{outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_copy_the_letters_of_the_name_is_asked_by_tcp() {
    // By UDP an answer that is guessed, and says something else; by TCP the server itself. Both in lower case.
    let played = Played::start(|query, by_udp| {
        let mut query = query.to_vec();
        let end = question_end(&query) - 4;
        query[12..end].make_ascii_lowercase();
        let value = if by_udp { "_guessed.validations.test." } else { VALUE };
        Some(answer(&query, CLASS_IN, 5, &wire(value)))
    })
    .await;
    let resolver = played.resolver(Duration::from_secs(3));
    let outcome = look(&resolver, "_a-name-with-many-letters-of-either-case.example.test.").await;
    assert_eq!(outcome, CnameOutcome::Proven);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_on_a_silent_server_do_not_each_wait_for_it() {
    let played = Played::start(|_, _| None).await;
    let resolver = played.resolver(Duration::from_millis(100));
    for number in 0..50 {
        let outcome = look(&resolver, &format!("_n{number}.example.test.")).await;
        assert!(matches!(outcome, CnameOutcome::NoRootServer { .. }), "{outcome:?}");
    }
    // It is probed again meanwhile on a slow machine, but by far not for each name.
    assert!((2..25).contains(&played.asked()), "{} queries", played.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_said_when_no_root_server_can_be_reached() {
    let played = Played::start(|_, _| None).await;
    let resolver = played.resolver(Duration::from_millis(100));
    let outcome = look(&resolver, "_proof.example.test.").await;
    let CnameOutcome::NoRootServer { why } = outcome else { panic!("{outcome:?}") };
    assert!(why.starts_with("no root server answers this machine; "), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_is_remembered_and_no_answer_is() {
    let played = Played::start(|query, _| {
        let end = question_end(query) - 4;
        let name = query[12..end].to_ascii_lowercase();
        // This one server is the root and the zone's own: the first query for a name asks the root.
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        match ASKED.fetch_add(1, Ordering::SeqCst) {
            0 => Some(delegation(query, "test")),
            1 => Some(no_data(query)),
            _ => {
                assert!(name.ends_with(b"\x04test\x00"));
                Some(answer(query, CLASS_IN, 5, &wire(VALUE)))
            }
        }
    })
    .await;
    let resolver = played.resolver(Duration::from_secs(3));
    let first = look(&resolver, "_proof.example.test.").await;
    assert!(matches!(first, CnameOutcome::NotProven { .. }), "{first:?}");
    let before = played.asked();
    assert_eq!(look(&resolver, "_proof.example.test.").await, CnameOutcome::Proven, "it is asked for again");
    assert_eq!(played.asked() - before, 1, "the root is not");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_only_be_asked_here_does_not_leave_by_a_cname() {
    let played =
        Played::start(|query, _| Some(answer(query, CLASS_IN, 5, &wire("_x.elsewhere.test.")))).await;
    let here = played.address;
    let config = |hosted: bool| ResolverConfig {
        mode: Mode::Roots(vec![SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9)]),
        port: 9,
        deadline: Duration::from_secs(20),
        server_timeout: Duration::from_secs(3),
        reserved_addresses: Reserved::Asked,
        hosted: Arc::new(move |name| (hosted && name.ends_with("example.test")).then_some(here)),
        cookies: Arc::default(),
        random: crate::random(),
    };
    for (hosted, asked) in [(true, 1), (false, 0)] {
        let before = played.asked();
        let resolver = ProofResolver::new(config(hosted));
        let proof = resolver.look_up_cname("_proof.example.test.", VALUE, Reach::Here).await;
        assert_eq!(proof, None);
        assert_eq!(played.asked() - before, asked);
    }
}
