//! The gate: requests go out through here or not at all.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use s2n_tls::config::Config;
use tokio::time::Instant;
use url::Host;

use crate::exchange::{Answer, Asked, BODY_GRACE, Counts, exchange};
use crate::fault::Fault;
use crate::limits::{ADDRESSES_MAX, Limits};
use crate::resolver::Resolver;
use crate::rules::{Place, Rules};
use crate::tls::{self, Trust, TrustError};

/// What becomes of a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    /// It is the answer.
    Nothing,
    /// So many are followed.
    UpTo(u8),
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Whose answer it is: the URL after redirects.
    pub url: String,
    /// The address that gave it.
    pub address: SocketAddr,
    /// Its body, as much as the limits let in.
    pub body: Bytes,
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    rules: Arc<Rules>,
    resolver: Arc<dyn Resolver>,
    limits: Limits,
    tls: Config,
}

impl Gate {
    /// A way out under these rules.
    ///
    /// # Errors
    /// When the roots cannot be used.
    pub fn new(
        rules: Arc<Rules>,
        resolver: Arc<dyn Resolver>,
        trust: &Trust,
        limits: Limits,
    ) -> Result<Gate, TrustError> {
        Ok(Gate { rules, resolver, limits, tls: tls::config(trust)? })
    }

    /// Fetches what is at a URL.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn get(&self, url: &str, following: Following) -> Result<Response, Fault> {
        let asked = Asked {
            method: Method::GET,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            counts: Counts::Whole,
        };
        self.bounded(url, &asked, following).await
    }

    /// Sends a body to a URL. A redirect is the answer. Only the head of an answer counts: a body that is late, endless or
    /// broken takes nothing away, and is empty here.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn post(&self, url: &str, headers: HeaderMap, body: Bytes) -> Result<Response, Fault> {
        let asked = Asked { method: Method::POST, headers, body, counts: Counts::Head };
        self.bounded(url, &asked, Following::Nothing).await
    }

    async fn bounded(&self, url: &str, asked: &Asked, following: Following) -> Result<Response, Fault> {
        let within = self.limits.within;
        let until = Instant::now() + within;
        let grace = if asked.counts == Counts::Head { BODY_GRACE } else { Duration::ZERO };
        let walking = tokio::time::timeout_at(until + grace, self.walk(url, asked, following, until));
        walking.await.unwrap_or(Err(Fault::Late(within)))
    }

    /// Asks, and asks on where the answer points to.
    async fn walk(
        &self,
        url: &str,
        asked: &Asked,
        following: Following,
        until: Instant,
    ) -> Result<Response, Fault> {
        let mut place = Place::parse(url)?;
        let mut left = match following {
            Following::Nothing => 0,
            Following::UpTo(count) => count,
        };
        loop {
            let (address, answer) = self.ask(&place, asked, until).await?;
            let Following::UpTo(count) = following else { return Ok(response(&place, address, answer)) };
            if !is_redirect(answer.status) {
                return Ok(response(&place, address, answer));
            }
            left = left.checked_sub(1).ok_or(Fault::TooManyRedirects(count))?;
            let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
            let next = location.and_then(|location| place.url.join(location).ok());
            place = Place::of(next.ok_or_else(|| Fault::NoLocation(place.url().to_owned()))?)?;
        }
    }

    /// One request to one place: every address of its name is judged, and one that was judged is connected to.
    async fn ask(&self, place: &Place, asked: &Asked, until: Instant) -> Result<(SocketAddr, Answer), Fault> {
        let addresses = self.addresses(place).await?;
        // One address that is refused is enough: a name that points both outside and inside is up to no good, and
        // the order in which its addresses are tried must not decide.
        addresses.iter().try_for_each(|address| self.rules.judge_address(*address, place.port))?;
        let mut fault = Fault::NoAddress(place.host.to_string());
        for address in addresses {
            let address = SocketAddr::new(address, place.port);
            match exchange(address, place, asked, &self.tls, &self.limits, until).await {
                Ok(answer) => return Ok((address, answer)),
                // Nothing was sent yet: another address may do.
                Err(next @ Fault::Unreachable { .. }) => fault = next,
                Err(other) => return Err(other),
            }
        }
        Err(fault)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    pub(crate) async fn addresses(&self, place: &Place) -> Result<Vec<IpAddr>, Fault> {
        let Host::Domain(name) = &place.host else { return Ok(place.literal().into_iter().collect()) };
        let found = self.resolver.addresses(name).await;
        let mut found = found.map_err(|source| Fault::Lookup { name: name.clone(), source })?;
        if found.len() > ADDRESSES_MAX {
            return Err(Fault::TooManyAddresses(name.clone()));
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|address| seen.insert(*address));
        if found.is_empty() { Err(Fault::NoAddress(name.clone())) } else { Ok(found) }
    }
}

fn response(place: &Place, address: SocketAddr, answer: Answer) -> Response {
    let Answer { status, headers, body } = answer;
    Response { status, headers, url: place.url().to_owned(), address, body }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
