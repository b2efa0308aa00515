//! The client's side of a connection, and what targets learn of it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::client_certificate::ClientCertificate;
use super::host::own_host;
use super::request::FORWARDED_FOR;
use crate::http_settings::{ForwardedFor, HttpSettings};

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// The client's side of a connection, in the form in which targets learn of it.
#[derive(Debug)]
pub(crate) struct Downstream {
    client: SocketAddr,
    client_address: HeaderValue,
    tls: Option<ClientTls>,
    pub(super) protocol: &'static str,
    pub(super) port: u16,
    port_in_digits: HeaderValue,
    /// The host of requests that name none.
    pub(crate) own_host: HeaderValue,
}

/// What a client's handshake agreed on.
#[derive(Debug, Clone)]
pub(crate) struct ClientTls {
    /// Such as `TLSv1.3`.
    pub(crate) version: HeaderValue,
    /// By OpenSSL's name.
    pub(crate) cipher_suite: HeaderValue,
    /// The certificate that the client showed.
    pub(crate) certificate: Option<Arc<ClientCertificate>>,
}

impl Downstream {
    /// A client's connection to this address and port of ours.
    pub(crate) fn new(client: SocketAddr, address: SocketAddr, tls: Option<ClientTls>) -> Downstream {
        let port = address.port();
        Downstream {
            client,
            client_address: HeaderValue::try_from(client.ip().to_string()).expect("an address is printable"),
            protocol: if tls.is_some() { "https" } else { "http" },
            port,
            port_in_digits: HeaderValue::from(port),
            own_host: own_host(address, tls.is_some()),
            tls,
        }
    }

    /// The client's address and port.
    pub(super) fn client(&self) -> SocketAddr {
        self.client
    }

    /// What the client's handshake agreed on.
    pub(super) fn tls(&self) -> Option<&ClientTls> {
        self.tls.as_ref()
    }

    /// The client's address.
    pub(super) fn client_ip(&self) -> IpAddr {
        self.client.ip()
    }

    /// Whether the port is the one that URLs of the protocol leave out.
    pub(super) fn has_usual_port(&self) -> bool {
        self.port == if self.tls.is_some() { 443 } else { 80 }
    }

    /// Adds the client's address, protocol and port, and its TLS where targets are to learn of it (ELB User Guide, "HTTP
    /// headers and Application Load Balancers").
    pub(super) fn add_to(&self, headers: &mut HeaderMap, settings: &HttpSettings) -> Option<()> {
        match settings.forwarded_for {
            ForwardedFor::Append => self.append_address(headers, settings.client_port)?,
            ForwardedFor::Preserve => {}
            ForwardedFor::Remove => {
                headers.remove(&FORWARDED_FOR);
            }
        }
        headers.insert(FORWARDED_PROTO, HeaderValue::from_static(self.protocol));
        headers.insert(FORWARDED_PORT, self.port_in_digits.clone());
        if let (Some(names), Some(tls)) = (&settings.tls_headers, &self.tls) {
            headers.insert(names.version.clone(), tls.version.clone());
            headers.insert(names.cipher_suite.clone(), tls.cipher_suite.clone());
        }
        if let Some(certificate) = self.tls.as_ref().and_then(|tls| tls.certificate.as_ref()) {
            certificate.add_to(headers, &settings.client_certificate_headers);
        }
        Some(())
    }

    fn append_address(&self, headers: &mut HeaderMap, with_port: bool) -> Option<()> {
        let client = match with_port {
            false => self.client_address.clone(),
            true => HeaderValue::try_from(self.client.to_string()).expect("an address is printable"),
        };
        let before: Vec<&[u8]> = headers.get_all(&FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
        let chain = if before.is_empty() {
            client
        } else {
            let before = before.join(&b", "[..]);
            HeaderValue::from_bytes(&[&before[..], client.as_bytes()].join(&b", "[..])).ok()?
        };
        headers.insert(FORWARDED_FOR, chain);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::http_settings::TlsHeaders;

    fn added(client: &str, settings: &HttpSettings, before: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in before {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(value));
        }
        let own = SocketAddr::from(([192, 0, 2, 3], 443));
        let tls = ClientTls {
            version: HeaderValue::from_static("TLSv1.3"),
            cipher_suite: HeaderValue::from_static("TLS_AES_128_GCM_SHA256"),
            certificate: None,
        };
        let downstream = Downstream::new(client.parse().expect("an address"), own, Some(tls));
        downstream.add_to(&mut headers, settings).expect("headers");
        headers
    }

    #[test]
    fn the_chain_of_forwarders_grows_as_the_listener_says() {
        let (append, preserve, remove) = (ForwardedFor::Append, ForwardedFor::Preserve, ForwardedFor::Remove);
        for (forwarded_for, client_port, client, before, after) in [
            (append, false, "192.0.2.2:80", &[][..], Some("192.0.2.2")),
            (append, false, "192.0.2.2:80", &["192.0.2.1"], Some("192.0.2.1, 192.0.2.2")),
            (append, false, "192.0.2.2:80", &["a", "b, c"], Some("a, b, c, 192.0.2.2")),
            (append, true, "192.0.2.2:80", &["192.0.2.1"], Some("192.0.2.1, 192.0.2.2:80")),
            (append, true, "[2001:db8::1]:80", &[], Some("[2001:db8::1]:80")),
            (preserve, true, "192.0.2.2:80", &[], None),
            (preserve, true, "192.0.2.2:80", &["192.0.2.1"], Some("192.0.2.1")),
            (remove, true, "192.0.2.2:80", &["192.0.2.1"], None),
        ] {
            let settings = HttpSettings { forwarded_for, client_port, ..HttpSettings::default() };
            let headers = added(client, &settings, before);
            let chain = headers.get(FORWARDED_FOR).map(|chain| chain.to_str().expect("text"));
            assert_eq!(chain, after, "{forwarded_for:?} {client} {before:?}");
            assert_eq!(headers[FORWARDED_PROTO], "https");
            assert_eq!(headers[FORWARDED_PORT], "443");
        }
    }

    proptest! {
        #[test]
        fn the_last_of_the_chain_is_the_client_whatever_it_sent(before in proptest::collection::vec("[ -~]{0,20}", 0..4)) {
            let mut headers = HeaderMap::new();
            for value in &before {
                headers.append(FORWARDED_FOR, HeaderValue::try_from(value).expect("ASCII"));
            }
            let own = SocketAddr::from(([192, 0, 2, 3], 80));
            let client = SocketAddr::from(([192, 0, 2, 2], 1));
            Downstream::new(client, own, None).add_to(&mut headers, &HttpSettings::default()).expect("headers");
            prop_assert_eq!(headers.get_all(FORWARDED_FOR).iter().count(), 1);
            let chain = headers[FORWARDED_FOR].to_str().expect("ASCII");
            prop_assert_eq!(chain.rsplit(", ").next(), Some("192.0.2.2"));
            prop_assert_eq!(&headers[FORWARDED_PROTO], "http");
        }
    }

    #[test]
    fn targets_learn_of_tls_under_the_names_of_the_listener() {
        assert_eq!(added("192.0.2.2:80", &HttpSettings::default(), &[]).len(), 3);
        let names = TlsHeaders {
            version: HeaderName::from_static("x-amzn-tls-version"),
            cipher_suite: HeaderName::from_static("x-suite"),
        };
        let settings = HttpSettings { tls_headers: Some(names), ..HttpSettings::default() };
        let headers = added("192.0.2.2:80", &settings, &[]);
        assert_eq!(headers["x-amzn-tls-version"], "TLSv1.3");
        assert_eq!(headers["x-suite"], "TLS_AES_128_GCM_SHA256");
    }
}
