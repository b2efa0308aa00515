//! TLS on the API's socket: whether it is spoken, under which names, and the URL that comes of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use tegata_edge::server::TlsServer;
use tegata_model::ServerName;
use tegata_model::server_name::server_names;
use tegata_operations::Worker;
use tegata_operations::authority::{Authorities, ServerCertificate, server_certificate};

/// How the API's socket speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ApiScheme {
    /// HTTP in the clear: on loopback, unless TLS was asked for.
    Http,
    /// HTTP over TLS.
    Https,
}

impl ApiScheme {
    /// What a socket on `api` speaks. Off loopback that is TLS: requests carry secrets, such as the passphrase of an
    /// exported key beside the key.
    pub(crate) fn on(api: IpAddr, tls_wanted: bool) -> ApiScheme {
        match !tls_wanted && api.to_canonical().is_loopback() {
            true => ApiScheme::Http,
            false => ApiScheme::Https,
        }
    }

    /// The scheme of its URLs.
    pub(crate) fn scheme(self) -> &'static str {
        match self {
            ApiScheme::Http => "http",
            ApiScheme::Https => "https",
        }
    }

    /// Where programs on this machine reach the API: a socket on every address is reached by loopback.
    pub(crate) fn url(self, api: SocketAddr) -> String {
        let ip = match api.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("{}://{}", self.scheme(), SocketAddr::new(ip, api.port()))
    }
}

/// The TLS of the API's socket, and what is needed to renew its certificate.
pub(crate) struct ApiTls {
    pub(crate) server: Arc<TlsServer>,
    pub(crate) names: Vec<ServerName>,
    pub(crate) certificate: ServerCertificate,
}

/// Gets a certificate for a socket on `api` that clients also reach by `chosen` names.
pub(crate) async fn prepare(
    worker: &Worker,
    authorities: &Authorities,
    api: IpAddr,
    chosen: &[ServerName],
) -> Result<ApiTls> {
    if api.is_unspecified() && chosen.is_empty() {
        tracing::warn!(
            "the API listens on every address, but its certificate is only for localhost: give the host \
             names and addresses that clients use with --api-name"
        );
    }
    let names = server_names(chosen, api);
    let certificate = server_certificate(worker, authorities, &names).await;
    let certificate = certificate.context("the API has no certificate for TLS")?;
    let server = TlsServer::new(&certificate.chain_pem, &certificate.key_pem);
    let server = Arc::new(server.context("the API's certificate cannot be served")?);
    Ok(ApiTls { server, names, certificate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_only() {
        let speaks = |text: &str, wanted| ApiScheme::on(text.parse().expect("an address"), wanted);
        for loopback in ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(speaks(loopback, false), ApiScheme::Http, "{loopback}");
            assert_eq!(speaks(loopback, true), ApiScheme::Https, "{loopback}");
        }
        for network in ["0.0.0.0", "::", "10.0.0.1", "192.0.2.1", "2001:db8::1", "169.254.0.1"] {
            assert_eq!(speaks(network, false), ApiScheme::Https, "{network}");
        }
    }

    #[test]
    fn the_url_is_one_that_can_be_reached() {
        let url = |text: &str| ApiScheme::Https.url(text.parse().expect("an address"));
        assert_eq!(url("10.0.0.1:4566"), "https://10.0.0.1:4566");
        assert_eq!(url("0.0.0.0:4566"), "https://127.0.0.1:4566");
        assert_eq!(url("[::]:4566"), "https://[::1]:4566");
    }
}
