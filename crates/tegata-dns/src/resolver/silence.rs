//! Remembering for a short time which servers do not answer, so that each name of a zone whose servers are silent does
//! not wait for all of them again.
//!
//! What is remembered is about a server and a zone: one that is silent for a zone that it does not know may well answer
//! for others, and a stranger's zone must not make it look silent for them.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::Duration;

use lru::LruCache;
use parking_lot::Mutex;
use tokio::time::Instant;

use super::domain_name::OwnedName;

/// How many pairs of server and zone are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(65_536).expect("not zero");
/// After this many queries in a row without an answer a server is left alone for a while: one may have been lost.
const LOST_MAX: u32 = 2;
/// How long at first; twice as long each time.
const PAUSE_FIRST: Duration = Duration::from_secs(2);
/// How long at most.
const PAUSE_LAST: Duration = Duration::from_secs(60);
/// How long a server is waited for that was silent before.
const PROBE_WITHIN: Duration = Duration::from_secs(1);

/// Which servers were silent.
pub(super) struct Silence {
    servers: Mutex<LruCache<(SocketAddr, OwnedName), Silent>>,
}

#[derive(Clone, Copy)]
struct Silent {
    /// How many queries in a row had no answer.
    lost: u32,
    since: Instant,
    /// Until when it is left alone.
    until: Instant,
}

/// Whether a server may be asked.
pub(super) enum Permit {
    /// It may, and is waited for this long.
    Ask(Duration),
    /// It is left alone: it has been silent for this long.
    LeaveAlone {
        /// How long it has been silent.
        silent_for: Duration,
    },
}

impl Silence {
    pub(super) fn new() -> Silence {
        Silence { servers: Mutex::new(LruCache::new(REMEMBERED)) }
    }

    /// Whether a server may be asked about a zone. When its pause is over, one query is let through to find out, and the
    /// others go on leaving it alone until that has ended.
    pub(super) fn permit(&self, server: SocketAddr, zone: &OwnedName, within: Duration) -> Permit {
        let now = Instant::now();
        let mut servers = self.servers.lock();
        let Some(silent) = servers.get_mut(&(server, zone.clone())) else { return Permit::Ask(within) };
        if silent.lost < LOST_MAX {
            return Permit::Ask(within);
        }
        if now < silent.until {
            return Permit::LeaveAlone { silent_for: now.saturating_duration_since(silent.since) };
        }
        let within = within.min(PROBE_WITHIN);
        silent.until = now + within;
        Permit::Ask(within)
    }

    /// A server has answered, whatever it said.
    pub(super) fn answered(&self, server: SocketAddr, zone: &OwnedName) {
        self.servers.lock().pop(&(server, zone.clone()));
    }

    /// A server has not answered a query that was sent at `asked_at`.
    pub(super) fn silent(&self, server: SocketAddr, zone: &OwnedName, asked_at: Instant) {
        let now = Instant::now();
        let mut servers = self.servers.lock();
        let fresh = || Silent { lost: 0, since: asked_at, until: now };
        let silent = servers.get_or_insert_mut((server, zone.clone()), fresh);
        // Queries that were sent together count once.
        if silent.lost < LOST_MAX || asked_at + PROBE_WITHIN >= silent.until {
            silent.lost = silent.lost.saturating_add(1);
            let doubled = silent.lost.saturating_sub(LOST_MAX).min(8);
            silent.until = now + (PAUSE_FIRST * 2_u32.pow(doubled)).min(PAUSE_LAST);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    const WITHIN: Duration = Duration::from_secs(3);

    fn server() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 53))
    }

    fn zone(name: &str) -> OwnedName {
        OwnedName::from_str(name).expect("a name")
    }

    fn may_ask(silence: &Silence, zone: &OwnedName) -> bool {
        matches!(silence.permit(server(), zone, WITHIN), Permit::Ask(_))
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_server_is_left_alone_for_its_zone_and_probed_by_one_query_at_a_time() {
        let (silence, dead, other) = (Silence::new(), zone("dead.test"), zone("other.test"));
        silence.silent(server(), &dead, Instant::now());
        assert!(may_ask(&silence, &dead), "one datagram may have been lost");
        silence.silent(server(), &dead, Instant::now());
        assert!(!may_ask(&silence, &dead));
        assert!(may_ask(&silence, &other), "it may answer for other zones");
        tokio::time::advance(PAUSE_FIRST).await;
        assert!(may_ask(&silence, &dead));
        assert!(!may_ask(&silence, &dead), "one query finds out");
        silence.answered(server(), &dead);
        assert!(may_ask(&silence, &dead) && may_ask(&silence, &dead));
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_up_to_a_minute() {
        let (silence, dead) = (Silence::new(), zone("dead.test"));
        for _ in 0..40 {
            silence.silent(server(), &dead, Instant::now());
            tokio::time::advance(PAUSE_LAST).await;
            assert!(may_ask(&silence, &dead), "it is asked each minute at least");
        }
    }
}
