//! What rules look at in a request.

use std::net::IpAddr;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request};

use super::super::host::without_port;

/// What rules look at in a request.
pub(super) struct Facts<'a> {
    /// The host, without its port.
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    /// The query without the `?`; empty when there is none.
    pub(super) query: &'a str,
    pub(super) method: &'a Method,
    pub(super) headers: &'a HeaderMap,
    /// Of the connection, whatever headers say.
    pub(super) client: IpAddr,
}

impl<'a> Facts<'a> {
    pub(super) fn new<B>(request: &'a Request<B>, host: &'a HeaderValue, client: IpAddr) -> Facts<'a> {
        Facts {
            host: without_port(host),
            path: request.uri().path(),
            query: request.uri().query().unwrap_or_default(),
            method: request.method(),
            headers: request.headers(),
            client: client.to_canonical(),
        }
    }

    /// The values of a header that are printable; rules see no others.
    pub(super) fn header(&self, name: &HeaderName) -> impl Iterator<Item = &'a str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
    }

    /// The keys and values of the query, as they were sent.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }
}
