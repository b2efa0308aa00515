//! How a listener treats HTTP: the attributes of load balancers and listeners as the edge needs them.
//!
//! Plain data, as all of `vocabulary`. Names and values of headers are parsed already, so that a request costs no parsing.

use std::time::Duration;

use http::header::{HeaderName, HeaderValue};

use crate::vocabulary::AccessLogKey;

/// How a listener treats connections and headers (ELB API, `LoadBalancerAttribute` and `ListenerAttribute`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// How long no byte of a connection, to a client or to a target, may move.
    pub idle_timeout: Duration,
    /// How long a client's connection takes new requests.
    pub client_keep_alive: Duration,
    /// Whether HTTP/2 is offered in the handshake.
    pub http2: bool,
    /// Which requests of HTTP/1.1 that two readers could understand in two ways are forwarded.
    pub desync: DesyncMode,
    /// Whether headers are dropped whose names have other characters than letters, digits and hyphens.
    pub drop_invalid_headers: bool,
    /// Whether the target gets the host as the client wrote it. If not, its port is made to be the listener's.
    pub preserve_host: bool,
    /// What becomes of `X-Forwarded-For`.
    pub forwarded_for: ForwardedFor,
    /// Whether the client's port is written behind its address in `X-Forwarded-For`.
    pub client_port: bool,
    /// The headers that tell targets about the client's TLS.
    pub tls_headers: Option<TlsHeaders>,
    /// The headers that tell targets about the client's certificate.
    pub client_certificate_headers: ClientCertificateHeaders,
    /// Whether answers have a `Server` header.
    pub server_header: bool,
    /// Headers of every answer; each takes the place of the target's.
    pub response_headers: Vec<(HeaderName, HeaderValue)>,
    /// The access log that requests are written to.
    pub access_log: Option<AccessLogKey>,
}

impl Default for HttpSettings {
    /// What an application load balancer does until it is configured.
    fn default() -> HttpSettings {
        HttpSettings {
            idle_timeout: Duration::from_secs(60),
            client_keep_alive: Duration::from_secs(3600),
            http2: true,
            desync: DesyncMode::Defensive,
            drop_invalid_headers: false,
            preserve_host: false,
            forwarded_for: ForwardedFor::Append,
            client_port: false,
            tls_headers: None,
            client_certificate_headers: ClientCertificateHeaders::default(),
            server_header: true,
            response_headers: Vec::new(),
            access_log: None,
        }
    }
}

/// Which ambiguous requests are forwarded (ELB User Guide, "Desync mitigation mode").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesyncMode {
    /// All that the parser accepts.
    Monitor,
    /// Ambiguous ones too, on connections that are closed afterwards.
    Defensive,
    /// Those alone that RFC 9112 allows.
    Strictest,
}

/// What becomes of `X-Forwarded-For` (ELB User Guide, "X-Forwarded headers").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardedFor {
    /// The client's address is added.
    Append,
    /// It is forwarded as it came.
    Preserve,
    /// It is removed.
    Remove,
}

/// The names of the headers that tell targets about the client's TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsHeaders {
    /// Of the header with the protocol version, such as `TLSv1.3`.
    pub version: HeaderName,
    /// Of the header with the cipher suite, by OpenSSL's name.
    pub cipher_suite: HeaderName,
}

/// The names of the headers that tell targets about the client's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificateHeaders {
    /// Of the header with a chain that was not verified.
    pub chain: HeaderName,
    /// Of the header with the issuer.
    pub issuer: HeaderName,
    /// Of the header with the certificate.
    pub leaf: HeaderName,
    /// Of the header with the serial number.
    pub serial_number: HeaderName,
    /// Of the header with the subject.
    pub subject: HeaderName,
    /// Of the header with the times of validity.
    pub validity: HeaderName,
}

impl Default for ClientCertificateHeaders {
    /// ELB's names.
    fn default() -> ClientCertificateHeaders {
        ClientCertificateHeaders {
            chain: HeaderName::from_static("x-amzn-mtls-clientcert"),
            issuer: HeaderName::from_static("x-amzn-mtls-clientcert-issuer"),
            leaf: HeaderName::from_static("x-amzn-mtls-clientcert-leaf"),
            serial_number: HeaderName::from_static("x-amzn-mtls-clientcert-serial-number"),
            subject: HeaderName::from_static("x-amzn-mtls-clientcert-subject"),
            validity: HeaderName::from_static("x-amzn-mtls-clientcert-validity"),
        }
    }
}

impl ClientCertificateHeaders {
    /// Whether one of these headers has the name.
    pub(crate) fn has(&self, name: &HeaderName) -> bool {
        let ClientCertificateHeaders { chain, issuer, leaf, serial_number, subject, validity } = self;
        [chain, issuer, leaf, serial_number, subject, validity].contains(&name)
    }
}
