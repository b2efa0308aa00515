//! Datagrams: each client's go to the same target until there are none for a while.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tegata_accept::{Closing, Place};
use tokio::net::UdpSocket;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::choice::Flow;
use super::state::{StreamState, Streams};
use crate::target::proxy_header;

/// The longest datagram.
const DATAGRAM_MAX: usize = 65_535;
/// After an error of the socket as such, so that it does not spin.
const PAUSE: Duration = Duration::from_millis(20);

thread_local! {
    /// A flow that waits holds no buffer.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; DATAGRAM_MAX]);
}

/// Opens a socket for datagrams.
///
/// # Errors
/// When the address is taken or may not be used.
pub(crate) fn bind(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = std::net::UdpSocket::bind(address)?;
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(socket)
}

/// The flows of an open socket, by client.
type FlowTable = Arc<Mutex<HashMap<SocketAddr, Arc<OpenFlow>>>>;

/// A client's datagrams on their way to one target.
struct OpenFlow {
    /// Connected to the target.
    socket: UdpSocket,
    /// What comes before each datagram.
    header: Vec<u8>,
    place: Place,
    /// Its target's flows end.
    end: CancellationToken,
}

/// Carries datagrams until `closing` begins. `state` gives what the socket does now.
pub(crate) async fn serve(
    socket: Arc<UdpSocket>,
    state: impl Fn() -> Option<Arc<StreamState>>,
    streams: Streams,
    closing: Closing,
    tasks: TaskTracker,
) {
    let flows = FlowTable::default();
    let Ok(address) = socket.local_addr() else { return };
    // Room for the header before the datagram.
    let mut buffer = vec![0; proxy_header::LENGTH_MAX + DATAGRAM_MAX];
    loop {
        let received = tokio::select! {
            received = socket.recv_from(&mut buffer[proxy_header::LENGTH_MAX..]) => received,
            () = closing.begun() => return,
        };
        let (length, client) = match received {
            Ok(received) => received,
            Err(error) => {
                tracing::debug!(%address, %error, "no datagram could be received");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let payload = proxy_header::LENGTH_MAX..proxy_header::LENGTH_MAX + length;
        let known = flows.lock().get(&client).cloned();
        if let Some(flow) = known {
            flow.place.activity().record_moved();
            // A datagram that cannot be sent now is lost, as anywhere on its way.
            let _ = flow.socket.try_send(with_header(&mut buffer, &flow.header, payload));
            continue;
        }
        let Some(state) = state() else { continue };
        let Some((opened, header)) = open(client, address, &state, &streams) else { continue };
        let first = with_header(&mut buffer, &header, payload);
        let Some(flow) = opened.begin(first, header) else { continue };
        let flow = Arc::new(flow);
        flows.lock().insert(client, Arc::clone(&flow));
        let answering = Answering {
            flow,
            client,
            flows: Arc::clone(&flows),
            listener: Arc::clone(&socket),
            idle_timeout: state.datagram_idle_timeout,
            closing: closing.clone(),
        };
        tasks.spawn(answering.run());
    }
}

/// A datagram with a header before it: there is room for one.
fn with_header<'a>(buffer: &'a mut [u8], header: &[u8], payload: Range<usize>) -> &'a [u8] {
    let begin = payload.start - header.len();
    buffer[begin..payload.start].copy_from_slice(header);
    &buffer[begin..payload.end]
}

/// A flow whose first datagram is not sent yet.
struct NewFlow {
    socket: std::net::UdpSocket,
    place: Place,
    end: CancellationToken,
}

impl NewFlow {
    /// Sends the first datagram: the runtime does not know yet that the socket can be written to.
    fn begin(self, first: &[u8], header: Vec<u8>) -> Option<OpenFlow> {
        let _ = self.socket.send(first);
        self.place.activity().record_moved();
        let socket = UdpSocket::from_std(self.socket);
        let socket =
            socket.inspect_err(|error| tracing::debug!(%error, "a flow could not be opened")).ok()?;
        Some(OpenFlow { socket, header, place: self.place, end: self.end })
    }
}

/// Chooses a target for a client, and the header of its datagrams. `None` when there is none, or no room.
fn open(
    client: SocketAddr,
    address: SocketAddr,
    state: &StreamState,
    streams: &Streams,
) -> Option<(NewFlow, Vec<u8>)> {
    if !state.firewall.admits(client.ip()) {
        tracing::debug!(%address, client = %client.ip(), "no security group lets this client in");
        return None;
    }
    let place = streams.flow_places.take(client.ip())?;
    let flow = Flow { client, address, attempt: 0 };
    let chosen = streams.hash.choose(&streams.groups, &state.forward, &flow)?;
    let target = chosen.target.address();
    if !state.firewall.reaches(target) {
        tracing::debug!(%target, "no security group lets datagrams out to this target");
        return None;
    }
    let connected = chosen
        .target
        .permitted()
        .map_err(|fault| fault.to_string())
        .and_then(|()| connect(target).map_err(|error| error.to_string()));
    let socket =
        connected.inspect_err(|error| tracing::debug!(%target, %error, "a target gets no datagrams")).ok()?;
    let with_header = chosen.group.group.settings.stream.proxy_header;
    let header = if with_header { proxy_header::datagram(client, address) } else { Vec::new() };
    Some((NewFlow { socket, place, end: chosen.target.streams_end() }, header))
}

fn connect(target: SocketAddr) -> io::Result<std::net::UdpSocket> {
    let any = match target.ip() {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    let socket = std::net::UdpSocket::bind((any, 0))?;
    socket.connect(target)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// The way back of a flow.
struct Answering {
    flow: Arc<OpenFlow>,
    client: SocketAddr,
    flows: FlowTable,
    /// Answers come from where the client sent its datagrams.
    listener: Arc<UdpSocket>,
    idle_timeout: Duration,
    closing: Closing,
}

impl Answering {
    /// Carries answers until the flow ends, and forgets it.
    async fn run(self) {
        let activity = self.flow.place.activity();
        loop {
            let due = activity.moved_at() + self.idle_timeout;
            tokio::select! {
                readable = self.flow.socket.readable() => match readable {
                    Ok(()) => self.pass_on(),
                    Err(_) => break,
                },
                () = tokio::time::sleep_until(due) => {
                    if activity.moved_at() + self.idle_timeout <= Instant::now() {
                        break;
                    }
                }
                () = std::future::poll_fn(|context| activity.poll_closed(context)) => break,
                () = self.flow.end.cancelled() => break,
                () = self.closing.begun() => break,
            }
        }
        self.flows.lock().remove(&self.client);
    }

    /// Sends on what the target has answered.
    fn pass_on(&self) {
        BUFFER.with_borrow_mut(|buffer| {
            // An error says that the target refuses datagrams: the flow goes on until it is idle.
            while let Ok(length) = self.flow.socket.try_recv(buffer) {
                self.flow.place.activity().record_moved();
                let _ = self.listener.try_send_to(&buffer[..length], self.client);
            }
        });
    }
}
