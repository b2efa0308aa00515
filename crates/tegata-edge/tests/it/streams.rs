//! Bytes and datagrams of network load balancers' listeners, with sockets of the system on both sides.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tegata_edge::{
    Alpn, Carries, Cause, Firewall, Forward, Group, GroupKey, GroupSettings, Health, Listener, Protocol,
    Stream, StreamTargets, Target, Tls, Transport,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use crate::certificates::Certificate;
use crate::clients::run;
use crate::world::{CERTIFICATE, GROUP, LISTENER, NAME, POLICY, World, curl, group};

const IDLE: Duration = Duration::from_secs(30);

/// What the world's listener carries, to these groups.
fn stream(carries: Carries, groups: &[(GroupKey, u32)]) -> Stream {
    Stream {
        carries,
        forward: Forward { groups: groups.to_vec(), sticky_seconds: None },
        idle_timeout: IDLE,
        datagram_idle_timeout: IDLE,
    }
}

async fn open(world: &World, stream: Stream) -> SocketAddr {
    world.open(Protocol::Stream(stream)).await
}

fn tls(alpn: Alpn) -> Carries {
    let tls =
        Tls { policy: POLICY.to_owned(), default_certificate: CERTIFICATE, certificates: vec![CERTIFICATE] };
    Carries::Tls(tls, alpn)
}

/// A group of one target, whose health is not asked for while the test runs.
fn unchecked(target: SocketAddr, stream: StreamTargets) -> Group {
    let mut group = group(&[target]);
    group.health_check.interval = Duration::from_secs(3600);
    group.health_check.probe = tegata_edge::Probe::Connection;
    group.health_check.proxy_header = stream.proxy_header;
    group.settings = GroupSettings { stream, ..GroupSettings::default() };
    group
}

async fn target() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

/// The next connection that has something to say: health checks have not.
async fn spoken_to(listener: &TcpListener) -> (TcpStream, u8) {
    loop {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        if let Ok(first) = stream.read_u8().await {
            return (stream, first);
        }
    }
}

async fn is_reset(stream: &mut TcpStream) -> bool {
    stream.read(&mut [0]).await.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_go_both_ways_and_a_target_may_speak_first() {
    let world = World::new().await;
    let (listener, address) = target().await;
    world.edge.put_group(GROUP, unchecked(address, StreamTargets::default()));
    let to = open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await;
    let mut client = TcpStream::connect(to).await.expect("a connection");
    // The first connection may be a health check's, which has ended already.
    let greeting = async {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            if stream.write_all(b"220 ready\r\n").await.is_ok()
                && stream.read_u8().await.is_ok_and(|first| first == b'Q')
            {
                return stream;
            }
        }
    };
    let asking = async {
        let mut greeting = [0; 11];
        client.read_exact(&mut greeting).await.expect("a greeting");
        assert_eq!(&greeting, b"220 ready\r\n");
        client.write_all(b"QUIT").await.expect("written");
        client.shutdown().await.expect("ended");
        client
    };
    let (mut served, mut client) = tokio::join!(greeting, asking);
    let mut rest = Vec::new();
    served.read_to_end(&mut rest).await.expect("the rest, and the end");
    assert_eq!(rest, b"UIT");
    // The client has ended, and still gets what comes.
    served.write_all(&[7; 300_000]).await.expect("written");
    drop(served);
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.expect("an answer and an orderly end");
    assert_eq!(answer.len(), 300_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_is_reset_on_both_sides() {
    let world = World::new().await;
    let (listener, address) = target().await;
    world.edge.put_group(GROUP, unchecked(address, StreamTargets::default()));
    let idle_timeout = Duration::from_millis(300);
    let to = open(&world, Stream { idle_timeout, ..stream(Carries::Tcp, &[(GROUP, 1)]) }).await;
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_u8(1).await.expect("written");
    let (mut served, _) = spoken_to(&listener).await;
    assert!(is_reset(&mut client).await && is_reset(&mut served).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_ends_here_and_http_is_not_looked_at() {
    let world = World::new().await;
    let certificate = Certificate::ec(&[NAME]).await;
    world.edge.put_certificate(CERTIFICATE, certificate.material(1));
    let to = open(&world, stream(tls(Alpn::None), &[(GROUP, 1)])).await;
    let file = certificate.file().display().to_string();
    let said = curl(to, "https", "/", &["--cacert", &file, "-H", "X-Odd_Name: 1"]).await;
    assert!(said.succeeded, "{}", said.err);
    // The site shows the request as it came: nothing was added.
    let lower = said.out.to_ascii_lowercase();
    assert!(lower.contains("x-odd_name: 1") && !lower.contains("x-forwarded-for"), "{}", said.out);
    let large = ["--cacert", &file, "-o", "/dev/null", "-w", "%{size_download}"];
    let said = curl(to, "https", "/large", &large).await;
    assert!(said.succeeded, "{}", said.err);
    assert_eq!(world.edge.handshakes(), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_alpn_policy_decides_what_is_agreed_on() {
    let world = World::new().await;
    world.edge.put_certificate(CERTIFICATE, Certificate::ec(&[NAME]).await.material(1));
    let agreed = async |to: SocketAddr, offered: &str| {
        let (to, mut arguments) = (to.to_string(), vec!["s_client", "-connect"]);
        arguments.push(&to);
        if !offered.is_empty() {
            arguments.extend(["-alpn", offered]);
        }
        let said = run("openssl", &arguments).await;
        let found = said.out.lines().find_map(|line| line.strip_prefix("ALPN protocol: "));
        found.map(str::to_owned)
    };
    for (alpn, offered, expected) in [
        (Alpn::None, "h2,http/1.1", None),
        (Alpn::Http1Only, "h2,http/1.1", Some("http/1.1")),
        (Alpn::Http1Only, "h2,http/1.0", Some("http/1.0")),
        (Alpn::Http1Only, "h2", None),
        (Alpn::Http2Only, "http/1.1,h2", Some("h2")),
        (Alpn::Http2Optional, "h2,http/1.1", Some("http/1.1")),
        (Alpn::Http2Optional, "h2", Some("h2")),
        (Alpn::Http2Preferred, "http/1.1,h2", Some("h2")),
        (Alpn::Http2Preferred, "", None),
    ] {
        let to = open(&world, stream(tls(alpn), &[(GROUP, 1)])).await;
        assert_eq!(agreed(to, offered).await.as_deref(), expected, "{alpn:?} {offered}");
    }
    // HTTP/1.1 alone ends after the handshake.
    let to = open(&world, stream(tls(Alpn::Http2Only), &[(GROUP, 1)])).await;
    let said = curl(to, "https", "/", &["--insecure", "--http1.1"]).await;
    assert!(!said.succeeded, "{}", said.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_over_tls_is_offered_what_the_client_agreed_on() {
    let world = World::new().await;
    world.edge.put_certificate(CERTIFICATE, Certificate::ec(&[NAME]).await.material(1));
    // The edge itself is the target: another listener where TLS ends, and the site behind it.
    let inner = tegata_edge::ListenerKey(9);
    let listener = tegata_edge::Listener {
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        serves: Protocol::Stream(stream(tls(Alpn::Http1Only), &[(GROUP, 1)])),
        http: Default::default(),
        firewall: Default::default(),
    };
    let behind = world.edge.put_listener(inner, listener).await.expect("a listener");
    let secure = GroupKey(2);
    let mut group = unchecked(behind, StreamTargets::default());
    group.settings.transport = Transport::Tls;
    world.edge.put_group(secure, group);
    let to = open(&world, stream(tls(Alpn::Http2Preferred), &[(secure, 1)])).await;
    let said = curl(to, "https", "/", &["--insecure", "--http1.1", "-w", "%{http_code}"]).await;
    assert!(said.succeeded && said.out.ends_with("200"), "{} {}", said.out, said.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_learns_its_client_by_a_header_first() {
    let world = World::new().await;
    let (listener, address) = target().await;
    let with_header = StreamTargets { proxy_header: true, ..StreamTargets::default() };
    world.edge.put_group(GROUP, unchecked(address, with_header));
    let to = open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await;
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_all(b"hello").await.expect("written");
    client.shutdown().await.expect("ended");
    let from = client.local_addr().expect("an address");
    let (mut checks, mut connections) = (0, 0);
    while (checks, connections) != (1, 1) {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.expect("all of it");
        assert_eq!(&bytes[..12], b"\r\n\r\n\0\r\nQUIT\n");
        match bytes[12] {
            0x20 => {
                assert_eq!(&bytes[13..], [0, 0, 0], "a health check has no addresses");
                checks += 1;
            }
            _ => {
                let mut expected = vec![0x21, 0x11, 0, 12, 127, 0, 0, 1, 127, 0, 0, 1];
                expected.extend([from.port().to_be_bytes(), to.port().to_be_bytes()].concat());
                expected.extend(b"hello");
                assert_eq!(bytes[12..], expected);
                connections += 1;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_a_target_that_is_gone_are_reset_where_the_group_says_so() {
    let world = World::new().await;
    let (listener, address) = target().await;
    for reset_deregistered in [false, true] {
        let settings = StreamTargets { reset_deregistered, ..StreamTargets::default() };
        let group = unchecked(address, settings);
        world.edge.put_group(GROUP, group.clone());
        let to = open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await;
        let mut client = TcpStream::connect(to).await.expect("a connection");
        client.write_u8(1).await.expect("written");
        let (mut served, _) = spoken_to(&listener).await;
        // It drains: new connections are refused, and this one goes on.
        let draining = Group { targets: Vec::new(), draining: vec![address], ..group.clone() };
        world.edge.put_group(GROUP, draining.clone());
        if let Ok(mut refused) = TcpStream::connect(to).await {
            assert!(matches!(refused.read(&mut [0]).await, Ok(0) | Err(_)), "there is no target");
        }
        served.write_u8(2).await.expect("written");
        assert_eq!(client.read_u8().await.expect("a byte"), 2);
        // It has drained.
        world.edge.put_group(GROUP, Group { draining: Vec::new(), ..draining });
        if reset_deregistered {
            assert!(is_reset(&mut client).await && is_reset(&mut served).await);
        } else {
            served.write_u8(3).await.expect("written");
            assert_eq!(client.read_u8().await.expect("a byte"), 3);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_a_target_that_becomes_unhealthy_are_reset() {
    let mut world = World::new().await;
    let (listener, address) = target().await;
    let mut checked = unchecked(address, StreamTargets { reset_unhealthy: true, ..StreamTargets::default() });
    // Its health is asked for elsewhere.
    checked.health_check = group(&[]).health_check;
    checked.health_check.port = Some(world.site.address.port());
    world.edge.put_group(GROUP, checked);
    let is = |wanted: fn(&Health) -> bool| {
        move |healths: &tegata_edge::TargetHealths| {
            healths.iter().any(|(target, health)| target.address == address && wanted(health))
        }
    };
    world.healths.wait_for(is(Health::is_healthy)).await.expect("an edge");
    let to = open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await;
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_u8(1).await.expect("written");
    let (mut served, _) = spoken_to(&listener).await;
    world.site.answer_health(500);
    assert!(is_reset(&mut client).await && is_reset(&mut served).await);
    let sick = is(|health| matches!(health, Health::Unhealthy(Cause::Status(500))));
    world.healths.wait_for(sick).await.expect("an edge");
    // All are unhealthy, so the target still gets new connections.
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_u8(9).await.expect("written");
    assert_eq!(spoken_to(&listener).await.1, 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_refuses_connections_is_passed_over() {
    let world = World::new().await;
    let (listener, address) = target().await;
    let (closed, gone) = target().await;
    drop(closed);
    let mut both = unchecked(address, StreamTargets::default());
    both.targets.push(Target { id: "gone".to_owned(), address: gone });
    world.edge.put_group(GROUP, both);
    let to = open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await;
    let mut served = 0;
    for number in 0..20 {
        let mut client = TcpStream::connect(to).await.expect("a connection");
        if client.write_u8(number).await.is_err() {
            continue;
        }
        let answer = tokio::select! {
            (_, first) = spoken_to(&listener) => Some(first),
            _ = client.read_u8() => None,
        };
        served += u32::from(answer == Some(number));
    }
    assert!(served >= 12, "{served} of 20 were served");
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_stay_with_their_target_where_the_group_says_so() {
    let world = World::new().await;
    let (first, one) = target().await;
    let (second, other) = target().await;
    let sticky = StreamTargets { sticky_source: true, ..StreamTargets::default() };
    let mut both = unchecked(one, sticky);
    both.targets.push(Target { id: "other".to_owned(), address: other });
    world.edge.put_group(GROUP, both);
    let to = open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await;
    let mut served = [0, 0];
    for _ in 0..12 {
        let mut client = TcpStream::connect(to).await.expect("a connection");
        client.write_u8(1).await.expect("written");
        tokio::select! {
            _ = spoken_to(&first) => served[0] += 1,
            _ = spoken_to(&second) => served[1] += 1,
        }
    }
    assert!(served.contains(&12), "{served:?}");
}

/// A target that answers each datagram with itself and its own number before it.
async fn echo(number: u8) -> (SocketAddr, tokio::task::JoinSet<()>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let address = socket.local_addr().expect("an address");
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let mut buffer = vec![0; 65_535];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let answer = [&[number], &buffer[..length]].concat();
            let _ = socket.send_to(&answer, from).await;
        }
    });
    (address, tasks)
}

/// Sends a datagram until there is an answer: datagrams may be lost.
async fn asked(client: &UdpSocket, datagram: &[u8]) -> Vec<u8> {
    let mut buffer = vec![0; 65_535];
    loop {
        client.send(datagram).await.expect("sent");
        let answer = tokio::time::timeout(Duration::from_secs(1), client.recv(&mut buffer)).await;
        if let Ok(Ok(length)) = answer {
            return buffer[..length].to_vec();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn datagrams_go_both_ways_and_flows_stay_with_their_target() {
    let world = World::new().await;
    let (one, _first) = echo(1).await;
    let (other, _second) = echo(2).await;
    let mut both = unchecked(one, StreamTargets { reset_unhealthy: true, ..StreamTargets::default() });
    both.targets.push(Target { id: "other".to_owned(), address: other });
    world.edge.put_group(GROUP, both);
    let to = open(&world, stream(Carries::Udp, &[(GROUP, 1)])).await;
    let mut seen = [0; 3];
    for _ in 0..20 {
        let client = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        client.connect(to).await.expect("connected");
        let first = asked(&client, b"a").await;
        assert_eq!(first[1..], *b"a");
        assert_eq!(asked(&client, &[8; 1400]).await[0], first[0], "the same target");
        seen[usize::from(first[0])] += 1;
    }
    assert!(seen[1] > 0 && seen[2] > 0, "{seen:?}");
    // No one listens for connections there.
    assert!(TcpStream::connect(to).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_datagram_carries_its_client_in_a_header() {
    let world = World::new().await;
    let (address, _echo) = echo(1).await;
    world.edge.put_group(
        GROUP,
        unchecked(address, StreamTargets { proxy_header: true, ..StreamTargets::default() }),
    );
    let to = open(&world, stream(Carries::Udp, &[(GROUP, 1)])).await;
    let client = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    client.connect(to).await.expect("connected");
    let answer = asked(&client, b"hello").await;
    let port = client.local_addr().expect("an address").port().to_be_bytes();
    assert_eq!(&answer[1..13], b"\r\n\r\n\0\r\nQUIT\n");
    assert_eq!(&answer[13..17], [0x21, 0x12, 0, 12]);
    assert_eq!((&answer[25..27], &answer[29..]), (&port[..], &b"hello"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_port_takes_connections_and_datagrams_and_changes_between_them() {
    let world = World::new().await;
    let (listener, address) = target().await;
    let datagrams = UdpSocket::bind(address).await.expect("the same port");
    world.edge.put_group(GROUP, unchecked(address, StreamTargets::default()));
    let to = open(&world, stream(Carries::TcpAndUdp, &[(GROUP, 1)])).await;
    let connects = async || {
        let mut client = TcpStream::connect(to).await?;
        client.write_u8(5).await?;
        std::io::Result::Ok(spoken_to(&listener).await.1)
    };
    let sends = async |byte: u8| {
        let client = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        client.connect(to).await.expect("connected");
        client.send(&[byte]).await.expect("sent");
        let mut buffer = [0];
        let received =
            tokio::time::timeout(Duration::from_millis(500), datagrams.recv_from(&mut buffer)).await;
        received.is_ok_and(|received| received.is_ok()) && buffer[0] == byte
    };
    assert_eq!(connects().await.expect("a connection"), 5);
    assert!(sends(1).await);
    // The socket that stays needed stays open; the other one closes at its own time.
    assert_eq!(open(&world, stream(Carries::Tcp, &[(GROUP, 1)])).await, to);
    assert_eq!(connects().await.expect("a connection"), 5);
    assert_eq!(open(&world, stream(Carries::TcpAndUdp, &[(GROUP, 1)])).await, to);
    assert!(sends(3).await);
    assert_eq!(connects().await.expect("a connection"), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flow_without_datagrams_ends() {
    let world = World::new().await;
    let target = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let address = target.local_addr().expect("an address");
    world.edge.put_group(GROUP, unchecked(address, StreamTargets::default()));
    let datagram_idle_timeout = Duration::from_millis(50);
    let to = open(&world, Stream { datagram_idle_timeout, ..stream(Carries::Udp, &[(GROUP, 1)]) }).await;
    let client = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    client.connect(to).await.expect("connected");
    let source = async || {
        client.send(b"a").await.expect("sent");
        target.recv_from(&mut [0]).await.expect("a datagram").1
    };
    let first = source().await;
    // The end of a flow shows by the next one, which has another socket.
    let other = async {
        loop {
            tokio::time::sleep(datagram_idle_timeout * 2).await;
            if source().await != first {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), other).await.expect("the flow ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn security_groups_hold_for_connections_and_datagrams() {
    let world = World::new().await;
    let (listener, address) = target().await;
    let datagrams = UdpSocket::bind(address).await.expect("the same port");
    world.edge.put_group(GROUP, unchecked(address, StreamTargets::default()));
    let port = free_port().await;
    let none = Firewall { clients: Some(Vec::new()), targets: None };
    let nowhere = Firewall { clients: None, targets: Some(Vec::new()) };
    for (round, firewall) in [(1, none), (2, nowhere), (3, Firewall::default())] {
        let listener = Listener {
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            serves: Protocol::Stream(stream(Carries::TcpAndUdp, &[(GROUP, 1)])),
            http: Default::default(),
            firewall: firewall.into(),
        };
        let to = world.edge.put_listener(LISTENER, listener).await.expect("a listener");
        let client = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        client.connect(to).await.expect("connected");
        client.send(&[round]).await.expect("sent");
        if round < 3 {
            // The reset may come before the connection is known to be there.
            if let Ok(mut client) = TcpStream::connect(to).await {
                assert!(!matches!(client.read(&mut [0]).await, Ok(1..)), "nothing but an end");
            }
        }
    }
    // Datagrams of one socket arrive in order: nothing came through before.
    let mut first = [0];
    datagrams.recv_from(&mut first).await.expect("a datagram");
    assert_eq!(first, [3]);
    let to = SocketAddr::from(([127, 0, 0, 1], port));
    let mut client = TcpStream::connect(to).await.expect("a connection");
    client.write_u8(7).await.expect("sent");
    assert_eq!(spoken_to(&listener).await.1, 7);
}

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address").port()
}
