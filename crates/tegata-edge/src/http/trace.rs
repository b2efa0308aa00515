//! `X-Amzn-Trace-Id`: a request is followed by it through several hops (ELB User Guide, "Request tracing").

use std::hash::Hasher;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use siphasher::sip128::{Hasher128, SipHasher13};

const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");
/// A longer header is replaced (ELB User Guide: 7 KB).
const LENGTH_MAX: usize = 7 * 1024;
/// `1-`, eight digits of time, `-`, twenty-four digits.
const ID_LENGTH: usize = 35;
const ROOT: &[u8] = b"Root=";
const SELF: &[u8] = b"Self=";

/// The header of a request.
pub(super) fn id(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(&TRACE_ID)
}

/// Makes identifiers that are unique, and cannot be guessed without the seed.
pub(crate) struct TraceIds {
    seed: [u8; 16],
    count: AtomicU64,
}

impl TraceIds {
    /// From 16 random bytes.
    pub(crate) fn new(seed: [u8; 16]) -> TraceIds {
        TraceIds { seed, count: AtomicU64::new(0) }
    }

    /// Adds this hop to a request at `now`, in seconds since 1970.
    pub(super) fn put(&self, headers: &mut HeaderMap, now: i64) {
        let id = self.next(now);
        let made = match headers.get(&TRACE_ID).filter(|sent| sent.len() <= LENGTH_MAX) {
            None => {
                let mut alone = [0; ROOT.len() + ID_LENGTH];
                alone[..ROOT.len()].copy_from_slice(ROOT);
                alone[ROOT.len()..].copy_from_slice(&id);
                HeaderValue::from_bytes(&alone)
            }
            Some(sent) => HeaderValue::from_bytes(&extended(sent.as_bytes(), &id)),
        };
        headers.insert(TRACE_ID, made.expect("digits, and what was a header's value before"));
    }

    fn next(&self, now: i64) -> [u8; ID_LENGTH] {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut hasher = SipHasher13::new_with_key(&self.seed);
        hasher.write_u64(count);
        let hash = hasher.finish128();
        let time = u32::try_from(now.rem_euclid(1 << 32)).unwrap_or_default();
        let mut id = [b'-'; ID_LENGTH];
        id[0] = b'1';
        put_hex(&mut id[2..10], u64::from(time));
        put_hex(&mut id[11..27], hash.h1);
        put_hex(&mut id[27..35], hash.h2);
        id
    }
}

/// What a client sent, with this hop in it: without `Root` it becomes the root, else `Self`.
fn extended(sent: &[u8], id: &[u8]) -> Vec<u8> {
    let fields = || sent.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
    let starts = |field: &[u8], name: &[u8]| {
        field.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let has_root = fields().any(|field| starts(field, ROOT));
    let mut made = [if has_root { SELF } else { ROOT }, id].concat();
    for field in fields().filter(|field| !field.is_empty() && !starts(field, SELF)) {
        made.push(b';');
        made.extend_from_slice(field);
    }
    made
}

/// Writes the lowest digits that there is room for.
fn put_hex(to: &mut [u8], mut number: u64) {
    for digit in to.iter_mut().rev() {
        *digit = b"0123456789abcdef"[(number & 15) as usize];
        number >>= 4;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn traced(sent: Option<&str>) -> String {
        let mut headers = HeaderMap::new();
        if let Some(sent) = sent {
            headers.insert(TRACE_ID, HeaderValue::try_from(sent).expect("a value"));
        }
        TraceIds::new([7; 16]).put(&mut headers, 0x5f84_c7a1);
        headers[TRACE_ID].to_str().expect("text").to_owned()
    }

    #[test]
    fn this_hop_is_the_root_or_stands_before_it() {
        let id = traced(None);
        let id = id.strip_prefix("Root=").expect("a root");
        assert!(id.starts_with("1-5f84c7a1-"), "{id}");
        assert_eq!(id.len(), ID_LENGTH);
        assert!(id[11..].bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        for (sent, expected) in [
            ("Root=1-a-b", "Self=ID;Root=1-a-b".to_owned()),
            ("Self=1-c-d;Root=1-a-b;CalledFrom=app", "Self=ID;Root=1-a-b;CalledFrom=app".to_owned()),
            ("CalledFrom=app", "Root=ID;CalledFrom=app".to_owned()),
            ("", "Root=ID".to_owned()),
            (&format!("Root=1-a-b;X={}", "x".repeat(LENGTH_MAX)), "Root=ID".to_owned()),
        ] {
            assert_eq!(traced(Some(sent)), expected.replace("ID", id), "{sent:.40}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_sent_this_hop_stands_in_it_once(sent in "[ -~]{0,80}") {
            let made = traced(Some(&sent));
            let this = &traced(None)["Root=".len()..];
            prop_assert_eq!(made.matches(this).count(), 1);
            prop_assert!(made.starts_with("Root=1-") || made.starts_with("Self=1-"));
            let has = |name: &str| made.split(';').filter(|it| it.trim().to_lowercase().starts_with(name)).count();
            prop_assert!(has("self=") <= 1);
            prop_assert!(has("root=") >= 1);
        }
    }

    #[test]
    fn no_identifier_comes_twice() {
        let ids = TraceIds::new([1; 16]);
        let made: std::collections::HashSet<_> = (0..1000).map(|_| ids.next(0)).collect();
        assert_eq!(made.len(), 1000);
        assert_ne!(ids.next(0), TraceIds::new([2; 16]).next(0));
    }
}
