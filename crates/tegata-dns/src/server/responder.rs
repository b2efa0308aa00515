//! What a client gets: the answer that the zones hold, its DNS cookie, and over UDP the limit on answers.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use jiff::Timestamp;

use super::cookies::CookieSecrets;
use super::metrics::QueryMetrics;
use super::rate_limit::{RateLimiter, Verdict};
use crate::resolver::Random;
use crate::zone::{AnswerKind, Query, Snapshot, Transport, answer, bad_cookie, truncated};

/// What the server takes from its surroundings.
#[derive(Clone)]
pub struct Surroundings {
    /// Fills with random bytes: cookies and the limit on answers have secrets.
    pub random: Random,
    /// Tells the time, which stands in cookies.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Counts queries.
    pub metrics: QueryMetrics,
}

/// What all sockets share: the zones, and what cookies are made with.
pub(super) struct Responder {
    zones: Arc<ArcSwap<Snapshot>>,
    secrets: ArcSwap<CookieSecrets>,
    surroundings: Surroundings,
}

impl Responder {
    pub(super) fn new(zones: Arc<ArcSwap<Snapshot>>, surroundings: Surroundings) -> Responder {
        let secrets = CookieSecrets::new(random(&surroundings), random(&surroundings));
        Responder { zones, secrets: ArcSwap::from_pointee(secrets), surroundings }
    }

    /// Takes a new secret for cookies.
    pub(super) fn rotate_secret(&self) {
        self.secrets.store(Arc::new(self.secrets.load().rotated(random(&self.surroundings))));
    }

    /// A limiter for one of `parts` sockets that share the clients.
    pub(super) fn limiter(&self, parts: u32) -> RateLimiter {
        RateLimiter::new(random(&self.surroundings), parts)
    }

    /// What counts queries.
    pub(super) fn metrics(&self) -> &QueryMetrics {
        &self.surroundings.metrics
    }

    /// What does not change while a few queries are answered.
    pub(super) fn moment(&self) -> Moment {
        let seconds = (self.surroundings.now)().as_second();
        Moment {
            zones: self.zones.load(),
            secrets: self.secrets.load(),
            // The seconds of a cookie are counted in 32 bits (RFC 9018 §4.3).
            seconds: u32::try_from(seconds.rem_euclid(1 << 32)).unwrap_or_default(),
        }
    }
}

fn random(surroundings: &Surroundings) -> [u8; 16] {
    let mut bytes = [0; 16];
    (surroundings.random)(&mut bytes);
    bytes
}

/// The zones, the secrets and the time for one turn of a socket.
pub(super) struct Moment {
    zones: arc_swap::Guard<Arc<Snapshot>>,
    secrets: arc_swap::Guard<Arc<CookieSecrets>>,
    seconds: u32,
}

impl Moment {
    /// What goes back to a client that asked by TCP. Its address is its own, so nothing is limited.
    pub(super) fn by_tcp(&self, query: &[u8], client: IpAddr) -> Option<Vec<u8>> {
        let query = Query::read(query)?;
        let client = client.to_canonical();
        let cookie = query.cookie().map(|cookie| self.secrets.answer(cookie, client, self.seconds));
        answer(&self.zones, &query, Transport::Tcp, cookie).map(|answer| answer.bytes)
    }

    /// What goes back to a client that asked by UDP. `elapsed` is a time that only grows.
    ///
    /// A client whose cookie is good has its own address and is not limited. Over the limit, a client that knows cookies
    /// is sent one to ask again with, and any other is sent to TCP.
    pub(super) fn by_udp(
        &self,
        limiter: &mut RateLimiter,
        query: &[u8],
        client: IpAddr,
        elapsed: Duration,
    ) -> Option<Vec<u8>> {
        let query = Query::read(query)?;
        let client = client.to_canonical();
        let brought = query.cookie();
        let is_known = brought.is_some_and(|cookie| self.secrets.accept(cookie, client, self.seconds));
        let cookie = brought.map(|cookie| self.secrets.answer(cookie, client, self.seconds));
        // RFC 7873 §5.4: who asks for a cookie alone learns that the one it has is no good.
        if let Some(cookie) = &cookie
            && query.is_for_cookie()
            && brought.is_some_and(|cookie| cookie.server().is_some())
            && !is_known
        {
            return bad_cookie(&query, cookie.clone());
        }
        let answer = answer(&self.zones, &query, Transport::Udp, cookie.clone())?;
        if is_known {
            return Some(answer.bytes);
        }
        match limiter.judge(client, answer.kind, answer.subject, elapsed) {
            Verdict::Send => Some(answer.bytes),
            Verdict::Drop => None,
            // A refusal is as short as it can be, and TCP would bring the same.
            Verdict::Truncate if answer.kind == AnswerKind::Refused => Some(answer.bytes),
            Verdict::Truncate => match cookie {
                Some(cookie) => bad_cookie(&query, cookie),
                None => truncated(&query, None),
            },
        }
    }
}

#[cfg(test)]
mod tests;
