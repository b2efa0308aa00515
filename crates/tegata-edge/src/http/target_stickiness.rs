//! Clients that stay with a target of a group (ELB User Guide, "Sticky sessions").

use std::net::SocketAddr;

use http::header::{HeaderMap, SET_COOKIE};

use super::cookie;
use super::cookie_keys::CookieKeys;
use crate::group_settings::Stickiness;
use crate::vocabulary::GroupKey;

const COOKIE: &str = "AWSALB";
const TWIN: &str = "AWSALBCORS";
/// The first and only part: what is kept is short.
const APPLICATION_COOKIE: &str = "AWSALBAPP-0";

/// The target that a client's cookie names, while the stickiness is not over. The caller says whether it still gets
/// requests.
///
/// `now` is in seconds since 1970.
pub(super) fn target(
    keys: &CookieKeys,
    stickiness: &Stickiness,
    group: GroupKey,
    headers: &HeaderMap,
    now: i64,
) -> Option<SocketAddr> {
    let (name, twin) = match stickiness {
        Stickiness::Duration { .. } => (COOKIE, Some(TWIN)),
        // It counts together with the target's own.
        Stickiness::Application { cookie, .. } => {
            cookie::values(headers, cookie).next()?;
            (APPLICATION_COOKIE, None)
        }
    };
    let twins = twin.into_iter().flat_map(|twin| cookie::values(headers, twin));
    cookie::values(headers, name).chain(twins).find_map(|value| {
        let content = keys.open(name, value)?;
        let (of_group, rest) = content.split_first_chunk::<8>()?;
        let (until, address) = rest.split_first_chunk::<8>()?;
        let is_valid = u64::from_be_bytes(*of_group) == group.0 && now < i64::from_be_bytes(*until);
        let address = std::str::from_utf8(address).ok()?;
        is_valid.then(|| address.parse().ok()).flatten()
    })
}

/// Has the client stay with `target` from now on. Each answer renews the time; with a cookie of the target's, each
/// answer that sets it.
pub(super) fn stay(
    keys: &CookieKeys,
    stickiness: &Stickiness,
    group: GroupKey,
    target: SocketAddr,
    headers: &mut HeaderMap,
    now: i64,
) {
    let (name, seconds) = match stickiness {
        Stickiness::Duration { seconds } => (COOKIE, *seconds),
        Stickiness::Application { cookie, seconds } if sets(headers, cookie) => {
            (APPLICATION_COOKIE, *seconds)
        }
        Stickiness::Application { .. } => return,
    };
    let until = now.saturating_add(i64::from(seconds));
    let mut content = Vec::with_capacity(64);
    content.extend_from_slice(&group.0.to_be_bytes());
    content.extend_from_slice(&until.to_be_bytes());
    content.extend_from_slice(target.to_string().as_bytes());
    let Some(value) = keys.seal(name, &content, now) else { return };
    match stickiness {
        Stickiness::Duration { .. } => cookie::set(headers, name, &value, now),
        Stickiness::Application { .. } => cookie::set_alone(headers, name, &value, now),
    }
}

/// Whether an answer sets a cookie of this name.
fn sets(headers: &HeaderMap, name: &str) -> bool {
    let mut fields = headers.get_all(SET_COOKIE).iter().filter_map(|field| field.to_str().ok());
    fields.any(|field| field.split_once('=').is_some_and(|(given, _)| given.trim() == name))
}

#[cfg(test)]
mod tests {
    use http::header::{COOKIE as COOKIE_HEADER, HeaderValue};
    use zeroize::Zeroizing;

    use super::*;
    use crate::vocabulary::CookieKey;

    const GROUP: GroupKey = GroupKey(1);

    fn keys() -> CookieKeys {
        let keys = CookieKeys::default();
        keys.put(&[CookieKey { id: 1, begins_at: 0, key: Zeroizing::new([7; 32]) }]);
        keys
    }

    fn address() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 80))
    }

    /// What a client sends back of an answer's cookies.
    fn sent_back(answer: &HeaderMap) -> HeaderMap {
        let pair = |field: &HeaderValue| {
            let pair = field.to_str().expect("ASCII").split(';').next().expect("a pair");
            (COOKIE_HEADER, HeaderValue::try_from(pair).expect("ASCII"))
        };
        let mut sent = HeaderMap::new();
        for field in answer.get_all(SET_COOKIE) {
            let (name, value) = pair(field);
            sent.append(name, value);
        }
        sent
    }

    #[test]
    fn a_client_stays_with_its_target_for_the_time_of_its_group() {
        let (keys, sticky) = (keys(), Stickiness::Duration { seconds: 60 });
        let mut answer = HeaderMap::new();
        stay(&keys, &sticky, GROUP, address(), &mut answer, 1000);
        let sent = sent_back(&answer);
        assert_eq!(sent.len(), 2, "with its twin");
        assert_eq!(target(&keys, &sticky, GROUP, &sent, 1059), Some(address()));
        assert_eq!(target(&keys, &sticky, GROUP, &sent, 1060), None);
        assert_eq!(target(&keys, &sticky, GroupKey(2), &sent, 1000), None);
        let changed = Stickiness::Application { cookie: "id".to_owned(), seconds: 60 };
        assert_eq!(target(&keys, &changed, GROUP, &sent, 1000), None);
    }

    #[test]
    fn an_application_s_cookie_is_needed_to_stay_with_its_target() {
        let (keys, sticky) = (keys(), Stickiness::Application { cookie: "id".to_owned(), seconds: 60 });
        let mut answer = HeaderMap::new();
        stay(&keys, &sticky, GROUP, address(), &mut answer, 1000);
        assert!(answer.is_empty(), "the target has set none");
        answer.append(SET_COOKIE, HeaderValue::from_static("id=7; Path=/"));
        stay(&keys, &sticky, GROUP, address(), &mut answer, 1000);
        let both = sent_back(&answer);
        assert_eq!(both.len(), 2);
        assert_eq!(target(&keys, &sticky, GROUP, &both, 1000), Some(address()));
        let mut alone = both.clone();
        let kept = both.get_all(COOKIE_HEADER).iter().nth(1).expect("the edge's").clone();
        alone.insert(COOKIE_HEADER, kept);
        assert_eq!(target(&keys, &sticky, GROUP, &alone, 1000), None);
    }
}
