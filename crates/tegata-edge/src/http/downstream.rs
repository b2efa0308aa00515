//! The client's side of a connection, and what targets learn of it.

use std::net::{IpAddr, SocketAddr};

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::host::own_host;
use super::request::FORWARDED_FOR;

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// The client's side of a connection, in the form in which targets learn of it.
#[derive(Debug)]
pub(crate) struct Downstream {
    client: HeaderValue,
    pub(super) protocol: &'static str,
    pub(super) port: u16,
    port_in_digits: HeaderValue,
    /// The host of requests that name none.
    pub(crate) own_host: HeaderValue,
}

impl Downstream {
    /// A client's connection to this address and port of ours.
    pub(crate) fn new(client: IpAddr, address: SocketAddr, is_tls: bool) -> Downstream {
        let port = address.port();
        Downstream {
            client: HeaderValue::try_from(client.to_string()).expect("an address is printable"),
            protocol: if is_tls { "https" } else { "http" },
            port,
            port_in_digits: HeaderValue::from(port),
            own_host: own_host(address, is_tls),
        }
    }

    /// Adds the client's address, protocol and port (ELB User Guide, "HTTP headers and Application Load Balancers").
    pub(super) fn add_to(&self, headers: &mut HeaderMap) -> Option<()> {
        let before: Vec<&[u8]> = headers.get_all(&FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
        let chain = if before.is_empty() {
            self.client.clone()
        } else {
            let before = before.join(&b", "[..]);
            HeaderValue::from_bytes(&[&before[..], self.client.as_bytes()].join(&b", "[..])).ok()?
        };
        headers.insert(FORWARDED_FOR, chain);
        headers.insert(FORWARDED_PROTO, HeaderValue::from_static(self.protocol));
        headers.insert(FORWARDED_PORT, self.port_in_digits.clone());
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_of_forwarders_grows() {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_static("192.0.2.1"));
        let own = SocketAddr::from(([192, 0, 2, 3], 443));
        let downstream = Downstream::new(IpAddr::from([192, 0, 2, 2]), own, true);
        downstream.add_to(&mut headers).expect("headers");
        assert_eq!(headers[FORWARDED_FOR], "192.0.2.1, 192.0.2.2");
        assert_eq!(headers[FORWARDED_PROTO], "https");
        assert_eq!(headers[FORWARDED_PORT], "443");
    }
}
