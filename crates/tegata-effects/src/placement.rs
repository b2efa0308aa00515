//! Looking at the hops of placements: a handshake with any certificate, which is then described and judged.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use tegata_egress::{Beginning, Destination, Gate, Handshake, LookFault};
use tegata_model::ServerName;
use tegata_model::placement::{ClientCertificate, Protocol, SeenAtHop, SeenTls, TlsVersion, Trusted};
use tegata_operations::Clock;
use tegata_operations::authority::Authorities;
use tegata_operations::instance::observe_hop::{HopQuery, ObserveHop};
use tegata_x509::chain::{check_name, verify};
use tegata_x509::describe::describe;
use tegata_x509::pem;

/// What HTTP servers are offered (RFC 7301).
const HTTP: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Whom a served chain may lead to.
struct Roots {
    authorities: Arc<Authorities>,
    /// This machine's, in DER; read at the first walk.
    machine: OnceLock<Vec<Vec<u8>>>,
    read_machine: fn() -> Vec<Vec<u8>>,
    clock: Clock,
}

/// Looks at hops through this gate, and judges what they serve by the roots of the instance and of this machine, which
/// `read_machine` reads.
pub fn observe_hop(
    gate: Gate,
    authorities: Arc<Authorities>,
    read_machine: fn() -> Vec<Vec<u8>>,
    clock: Clock,
) -> ObserveHop {
    let roots = Arc::new(Roots { authorities, machine: OnceLock::new(), read_machine, clock });
    Arc::new(move |query| {
        let (gate, roots) = (gate.clone(), Arc::clone(&roots));
        Box::pin(async move { look(&gate, &roots, &query).await })
    })
}

async fn look(gate: &Gate, roots: &Roots, query: &HopQuery) -> SeenAtHop {
    let destination = match query.socket {
        Some(socket) => Destination::Known(socket),
        None => match named(&query.address) {
            Some(destination) => destination,
            None => return SeenAtHop::Unreachable("its address is not known".to_owned()),
        },
    };
    let (beginning, protocols): (_, &[&[u8]]) = match query.protocol {
        Protocol::Http | Protocol::Https => (Beginning::Tls, &HTTP),
        Protocol::Tcp | Protocol::Tls | Protocol::Udp => (Beginning::Tls, &[]),
        Protocol::Postgresql => (Beginning::Postgresql, &[]),
    };
    let url = format!("https://{}/", query.address);
    match gate.look(&destination, &query.server_name, beginning, protocols).await {
        Ok(handshake) => seen(roots, &query.server_name, handshake),
        // Which addresses a name has is not for everyone to know.
        Err(LookFault::Refused(fault)) => SeenAtHop::NotPermitted(fault.for_requester(&url)),
        Err(LookFault::Unreachable(fault)) => SeenAtHop::Unreachable(fault.for_requester(&url)),
        Err(LookFault::NoTls) => SeenAtHop::PlainText,
        Err(LookFault::Failed(why)) => SeenAtHop::HandshakeFailed(why),
    }
}

/// Host and port of an address that somebody wrote.
fn named(address: &str) -> Option<Destination> {
    let (host, port) = address.rsplit_once(':')?;
    let host = match host.parse::<ServerName>().ok()? {
        ServerName::Host(name) => name,
        ServerName::Address(address) => address.to_string(),
    };
    Some(Destination::Named { host, port: port.parse().ok()? })
}

fn seen(roots: &Roots, name: &str, handshake: Handshake) -> SeenAtHop {
    let Some((leaf, rest)) = handshake.chain.split_first() else {
        return SeenAtHop::HandshakeFailed("the server sent no certificate".to_owned());
    };
    let described = match describe(leaf) {
        Ok(described) => described,
        Err(error) => return SeenAtHop::HandshakeFailed(format!("its certificate cannot be read: {error}")),
    };
    let addresses = described.ip_addresses.iter().map(IpAddr::to_string);
    let session = handshake.session.as_ref();
    // A server that refuses clients without a certificate ends the handshake: that says what it asks for.
    let key_fault = handshake.fault.filter(|_| !handshake.asks_client_certificate);
    SeenAtHop::Tls(Box::new(SeenTls {
        version: session.and_then(|session| TlsVersion::from_library(&session.version)),
        cipher_suite: session.map(|session| session.cipher_suite.clone()).unwrap_or_default(),
        application_protocol: session.and_then(|session| session.application_protocol.clone()),
        names: described.dns_names.iter().cloned().chain(addresses).collect(),
        is_for_name: check_name(leaf, name).is_ok(),
        issuer: described.issuer,
        not_before: described.not_before,
        not_after: described.not_after,
        fingerprint: described.fingerprint,
        trusted: roots.trusted(leaf, rest, described.not_before, described.not_after),
        key_fault,
        client_certificate: match handshake.asks_client_certificate {
            true => ClientCertificate::Required,
            false => ClientCertificate::NotRequired,
        },
    }))
}

impl Roots {
    /// Whose root a chain leads to. Whether the leaf is out of date is another question.
    fn trusted(&self, leaf: &[u8], rest: &[Vec<u8>], from: Timestamp, until: Timestamp) -> Trusted {
        // The end may lie before the beginning: strangers wrote both.
        let at = self.clock.now().max(from).min(until);
        let own = pem::decode_certificates(&self.authorities.roots_pem()).unwrap_or_default();
        match verify(leaf, rest, &own, at, None) {
            Ok(()) => Trusted::ByInstance,
            Err(why) => match verify(leaf, rest, self.machine.get_or_init(self.read_machine), at, None) {
                Ok(()) => Trusted::ByMachine,
                Err(_) => Trusted::No(why.to_string()),
            },
        }
    }
}
