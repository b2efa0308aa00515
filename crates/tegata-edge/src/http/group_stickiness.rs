//! Clients that stay with the target group they first got (ELB User Guide, "Sticky sessions": target group stickiness).

use http::header::HeaderMap;

use super::cookie;
use super::cookie_keys::CookieKeys;
use crate::vocabulary::{Forward, GroupKey};

const COOKIE: &str = "AWSALBTG";
const TWIN: &str = "AWSALBTGCORS";

/// The group that a client's cookie names, if it is still one of the action's and the stickiness is not over. Its weight
/// does not matter.
///
/// `now` is in seconds since 1970.
pub(super) fn group(keys: &CookieKeys, forward: &Forward, headers: &HeaderMap, now: i64) -> Option<GroupKey> {
    forward.sticky_seconds?;
    let mut values = cookie::values(headers, COOKIE).chain(cookie::values(headers, TWIN));
    values.find_map(|value| {
        let (group, until) = read(&keys.open(COOKIE, value)?)?;
        let is_ours = forward.groups.iter().any(|(key, _)| *key == group);
        (is_ours && now < until).then_some(group)
    })
}

/// Has the client stay with `group` from now on. Each answer renews the time.
pub(super) fn stay(keys: &CookieKeys, forward: &Forward, group: GroupKey, headers: &mut HeaderMap, now: i64) {
    let Some(seconds) = forward.sticky_seconds else { return };
    let until = now.saturating_add(i64::from(seconds));
    if let Some(value) = keys.seal(COOKIE, &content(group, until), now) {
        cookie::set(headers, COOKIE, &value, now);
    }
}

/// What a cookie says: the group and the last second, eight octets each.
fn content(group: GroupKey, until: i64) -> [u8; 16] {
    let mut content = [0; 16];
    content[..8].copy_from_slice(&group.0.to_be_bytes());
    content[8..].copy_from_slice(&until.to_be_bytes());
    content
}

fn read(content: &[u8]) -> Option<(GroupKey, i64)> {
    let (group, until) = content.split_first_chunk::<8>()?;
    Some((GroupKey(u64::from_be_bytes(*group)), i64::from_be_bytes(until.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use http::header::{COOKIE as COOKIE_HEADER, HeaderValue, SET_COOKIE};
    use zeroize::Zeroizing;

    use super::*;
    use crate::vocabulary::CookieKey;

    fn forward(sticky_seconds: Option<u32>) -> Forward {
        Forward { groups: vec![(GroupKey(1), 1), (GroupKey(2), 0)], sticky_seconds }
    }

    fn keys() -> CookieKeys {
        let keys = CookieKeys::default();
        keys.put(&[CookieKey { id: 1, begins_at: 0, key: Zeroizing::new([7; 32]) }]);
        keys
    }

    /// What a client sends back of an answer's cookies, the first or the twin.
    fn sent_back(answer: &HeaderMap, at: usize) -> HeaderMap {
        let field = answer.get_all(SET_COOKIE).iter().nth(at).expect("a cookie").to_str().expect("ASCII");
        let pair = field.split(';').next().expect("a pair");
        HeaderMap::from_iter([(COOKIE_HEADER, HeaderValue::try_from(pair).expect("ASCII"))])
    }

    #[test]
    fn a_client_stays_for_as_long_as_the_action_says() {
        let (keys, forward) = (keys(), forward(Some(60)));
        let mut answer = HeaderMap::new();
        stay(&keys, &forward, GroupKey(2), &mut answer, 1000);
        for at in [0, 1] {
            let headers = sent_back(&answer, at);
            assert_eq!(group(&keys, &forward, &headers, 1059), Some(GroupKey(2)));
            assert_eq!(group(&keys, &forward, &headers, 1060), None);
        }
    }

    #[test]
    fn a_cookie_counts_for_groups_of_the_action_and_while_it_is_sticky() {
        let (keys, sticky) = (keys(), forward(Some(60)));
        let mut answer = HeaderMap::new();
        stay(&keys, &sticky, GroupKey(3), &mut answer, 1000);
        assert_eq!(group(&keys, &sticky, &sent_back(&answer, 0), 1000), None);
        let mut answer = HeaderMap::new();
        stay(&keys, &sticky, GroupKey(1), &mut answer, 1000);
        assert_eq!(group(&keys, &forward(None), &sent_back(&answer, 0), 1000), None);
        let mut none = HeaderMap::new();
        stay(&keys, &forward(None), GroupKey(1), &mut none, 1000);
        assert!(none.is_empty());
    }
}
