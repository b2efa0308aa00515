//! Session tickets (RFC 5077; RFC 8446 §4.6.1): under which keys they are, and what they resume.
//!
//! The owner gives secrets that all nodes share. The key of a ticket is derived from a secret for one listener, site,
//! policy and version of the certificates. Elsewhere the ticket cannot be read, and the handshake is a full one: a
//! session never skips a check that its listener would make.

use std::time::{Duration, SystemTime};

use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use s2n_tls::callbacks::WallClock;
use s2n_tls::config::Builder;
use s2n_tls::error::Error;
use zeroize::Zeroizing;

use super::config_key::ConfigKey;
use crate::vocabulary::Seconds;

/// The secrets of session tickets, and how long they are used.
#[derive(Clone, Default)]
pub struct TicketKeys {
    /// In any order. Without one, no session is resumed.
    pub keys: Vec<TicketKey>,
    /// How long a key makes tickets, from its beginning.
    pub encrypt_for: Duration,
    /// How long it still opens them after that.
    pub decrypt_for: Duration,
}

/// A secret from which keys of session tickets are derived.
#[derive(Clone)]
pub struct TicketKey {
    /// 32 random bytes.
    pub secret: Zeroizing<[u8; 32]>,
    /// From when it makes tickets, in seconds since 1970. It opens those of other nodes before.
    pub begins_at: i64,
}

/// Has a configuration make tickets and take them, by the owner's clock.
pub(crate) fn resume(
    builder: &mut Builder,
    keys: &TicketKeys,
    config_key: &ConfigKey,
    now: &Seconds,
) -> Result<(), Error> {
    if keys.keys.is_empty() {
        return Ok(());
    }
    // Before the first key: keys that have ended by this clock are dropped when one is added.
    builder.set_wall_clock(At(Seconds::clone(now)))?;
    builder.set_ticket_key_encrypt_decrypt_lifetime(keys.encrypt_for)?;
    builder.set_ticket_key_decrypt_lifetime(keys.decrypt_for)?;
    let scope = config_key.bytes();
    for TicketKey { secret, begins_at } in &keys.keys {
        let begins_at = SystemTime::UNIX_EPOCH + seconds(*begins_at);
        let (name, key) = (derive(secret, "name", &scope)?, derive(secret, "key", &scope)?);
        let name = &name[..NAME_BYTES];
        builder.add_session_ticket_key(name, &*key, begins_at)?;
    }
    Ok(())
}

/// How long the name of a key is in a ticket of s2n-tls.
const NAME_BYTES: usize = 16;

fn derive(secret: &[u8; 32], what: &str, scope: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
    let derived = Salt::new(HKDF_SHA256, b"session tickets").extract(secret);
    let mut bytes = Zeroizing::new([0; 32]);
    derived
        .expand(&[what.as_bytes(), scope], HKDF_SHA256)
        .and_then(|expanded| expanded.fill(&mut *bytes))
        .map_err(|error| Error::application(Box::new(error)))?;
    Ok(bytes)
}

fn seconds(since_1970: i64) -> Duration {
    Duration::from_secs(u64::try_from(since_1970).unwrap_or_default())
}

/// The owner's clock, as s2n-tls asks it.
struct At(Seconds);

impl WallClock for At {
    fn get_time_since_epoch(&self) -> Duration {
        seconds((self.0)())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_uses_and_scopes_have_keys_of_their_own() {
        let derived = |secret, what, scope: &[u8]| derive(&[secret; 32], what, scope).expect("derived");
        let first = derived(1, "key", b"a");
        assert_eq!(first, derived(1, "key", b"a"));
        for other in [derived(2, "key", b"a"), derived(1, "name", b"a"), derived(1, "key", b"b")] {
            assert_ne!(first, other);
        }
    }
}
