//! Remembering where zones are delegated to, so that look-ups of many names do not burden the servers above them.
//!
//! Only delegations are kept, never an answer that proves something or forbids it. How long they are kept is bounded
//! besides their TTL, so that who has lost a domain cannot prove names in it for long.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::Duration;

use domain::base::name::ToName;
use lru::LruCache;
use parking_lot::Mutex;
use tokio::time::Instant;

use super::domain_name::OwnedName;

/// How many zones are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(16_384).expect("not zero");
/// For how long at most what the root servers delegate: their own TTL is two days.
const TOP_LEVEL_MAX: Duration = Duration::from_secs(60 * 60);
/// For how long at most what any other zone delegates.
const BELOW_MAX: Duration = Duration::from_secs(60);

/// The servers of zones.
pub(super) struct Delegations {
    zones: Mutex<LruCache<OwnedName, Delegation>>,
}

struct Delegation {
    servers: Vec<(String, SocketAddr)>,
    until: Instant,
}

impl Delegations {
    pub(super) fn new() -> Delegations {
        Delegations { zones: Mutex::new(LruCache::new(REMEMBERED)) }
    }

    /// The closest zone at `name` or above it whose servers are known.
    pub(super) fn closest(&self, name: &OwnedName) -> Option<(OwnedName, Vec<(String, SocketAddr)>)> {
        let now = Instant::now();
        let mut zones = self.zones.lock();
        for ancestor in name.iter_suffixes() {
            let zone = lower_case(&ancestor.to_name());
            match zones.get(&zone) {
                Some(known) if now < known.until => return Some((zone, known.servers.clone())),
                Some(_) => drop(zones.pop(&zone)),
                None => {}
            }
        }
        None
    }

    /// Remembers the servers of a zone for as long as its delegation says.
    pub(super) fn remember(&self, zone: &OwnedName, servers: &[(String, SocketAddr)], ttl: Duration) {
        let longest = if zone.label_count() <= 2 { TOP_LEVEL_MAX } else { BELOW_MAX };
        let until = Instant::now() + ttl.min(longest);
        self.zones.lock().put(lower_case(zone), Delegation { servers: servers.to_vec(), until });
    }

    /// Forgets a zone: its servers are of no use, and its delegation may have changed.
    pub(super) fn forget(&self, zone: &OwnedName) {
        self.zones.lock().pop(&lower_case(zone));
    }
}

fn lower_case(name: &OwnedName) -> OwnedName {
    let mut octets = name.as_octets().clone();
    octets.make_ascii_lowercase();
    // Length octets are below 64, where no letters are.
    OwnedName::from_octets(octets).unwrap_or_else(|_| name.clone())
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn name(text: &str) -> OwnedName {
        OwnedName::from_str(text).expect("a name")
    }

    #[tokio::test(start_paused = true)]
    async fn the_closest_delegation_is_found_until_its_time_is_over() {
        let delegations = Delegations::new();
        let servers = vec![("ns.test".to_owned(), SocketAddr::from(([192, 0, 2, 1], 53)))];
        delegations.remember(&name("TEST"), &servers, Duration::from_secs(172_800));
        delegations.remember(&name("example.test"), &servers, Duration::from_secs(30));
        let closest = |text: &str| delegations.closest(&name(text)).map(|(zone, _)| zone.to_string());
        assert_eq!(closest("www.Example.test").as_deref(), Some("example.test"));
        assert_eq!(closest("other.test").as_deref(), Some("test"));
        assert_eq!(closest("www.example.net"), None);
        tokio::time::advance(Duration::from_secs(30)).await;
        assert_eq!(closest("www.example.test").as_deref(), Some("test"), "its TTL is over");
        tokio::time::advance(TOP_LEVEL_MAX).await;
        assert_eq!(closest("www.example.test"), None, "no TTL counts for longer");
    }

    #[tokio::test(start_paused = true)]
    async fn a_zone_that_is_forgotten_is_asked_for_again() {
        let delegations = Delegations::new();
        delegations.remember(&name("example.test"), &[], Duration::from_secs(30));
        delegations.forget(&name("EXAMPLE.test"));
        assert!(delegations.closest(&name("example.test")).is_none());
    }
}
