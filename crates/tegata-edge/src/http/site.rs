//! Which site of a socket a request is for.

use std::sync::Arc;

use http::StatusCode;
use http::header::HeaderValue;

use super::host::without_port;
use super::rules::RuleSet;
use crate::metrics::RequestMetrics;
use crate::names::ServerName;
use crate::sites::SiteIndex;

/// A site as HTTP serves it.
pub(crate) struct Site {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) metrics: RequestMetrics,
}

/// What the connection says of the site that its requests are for.
#[derive(Debug)]
pub(crate) enum Handshake {
    /// None was done: HTTP in the clear.
    None,
    /// TLS, with the server name that the client asked for.
    Tls(Option<ServerName>),
}

/// The site of a request for `host`.
///
/// # Errors
/// 421 when sites are told apart by name and no site has the host's, or another one than the handshake was for
/// (RFC 9110 §7.4, §15.5.20): a connection that shows one site's certificate must not answer for another site.
pub(crate) fn site<'a>(
    sites: &'a SiteIndex<Site>,
    handshake: &Handshake,
    host: &HeaderValue,
) -> Result<&'a Site, StatusCode> {
    let SiteIndex::ByName(index) = sites else {
        return sites.find(None).ok_or(StatusCode::MISDIRECTED_REQUEST);
    };
    let find = |name: &ServerName| index.matching(name).next();
    let by_host = find(&ServerName::new(without_port(host)));
    let is_same = match handshake {
        Handshake::None => true,
        Handshake::Tls(name) => match (by_host, name.as_ref().and_then(find)) {
            (Some(by_host), Some(by_handshake)) => Arc::ptr_eq(by_host, by_handshake),
            _ => false,
        },
    };
    by_host.filter(|_| is_same).map(Arc::as_ref).ok_or(StatusCode::MISDIRECTED_REQUEST)
}
