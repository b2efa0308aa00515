//! Attributes of a target group that do not go together (ELB API, `TargetGroupAttribute`).

use super::attribute::{Attributes, TARGET_GROUP, is_on, number, value};
use super::target_group::Protocol;

/// Why the attributes of a target group do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CombinationRefused {
    /// Stickiness by a cookie of the application, which is not named.
    #[error("You must set an application cookie name to enable stickiness of type 'app_cookie'")]
    NoCookieName,
    /// Slow start with an algorithm that has a rule of its own for new targets.
    #[error(
        "Attribute 'slow_start.duration_seconds' must be '0' unless 'load_balancing.algorithm.type' is 'round_robin'"
    )]
    SlowStart,
    /// Stickiness of a group whose targets speak TLS (ELB User Guide, "Sticky sessions" of network load balancers).
    #[error("You cannot enable stickiness on target groups with the TLS protocol")]
    StickinessOfTls,
}

/// Whether the attributes of a target group of this protocol go together.
///
/// # Errors
/// See [`CombinationRefused`].
pub fn check_combination(protocol: Protocol, attributes: &Attributes) -> Result<(), CombinationRefused> {
    match protocol {
        Protocol::Http | Protocol::Https => of_application(attributes),
        Protocol::Tls if attributes.get("stickiness.enabled").is_some_and(|value| value == "true") => {
            Err(CombinationRefused::StickinessOfTls)
        }
        Protocol::Tcp | Protocol::Tls | Protocol::Udp | Protocol::TcpUdp => Ok(()),
    }
}

fn of_application(attributes: &Attributes) -> Result<(), CombinationRefused> {
    let word = |key| value(TARGET_GROUP, attributes, key).unwrap_or_default();
    let is_sticky = is_on(TARGET_GROUP, attributes, "stickiness.enabled");
    if is_sticky
        && word("stickiness.type") == "app_cookie"
        && word("stickiness.app_cookie.cookie_name").is_empty()
    {
        return Err(CombinationRefused::NoCookieName);
    }
    let has_slow_start = number(TARGET_GROUP, attributes, "slow_start.duration_seconds") != Some(0);
    if has_slow_start && word("load_balancing.algorithm.type") != "round_robin" {
        return Err(CombinationRefused::SlowStart);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(attributes: &[(&str, &str)]) -> Result<(), CombinationRefused> {
        let owned = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        check_combination(Protocol::Http, &owned.collect())
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let (on, by_application) = (("stickiness.enabled", "true"), ("stickiness.type", "app_cookie"));
        let (slow, fewest) = (
            ("slow_start.duration_seconds", "30"),
            ("load_balancing.algorithm.type", "least_outstanding_requests"),
        );
        assert_eq!(checked(&[]), Ok(()));
        assert_eq!(checked(&[on]), Ok(()));
        assert_eq!(checked(&[by_application]), Ok(()), "not enabled");
        assert_eq!(checked(&[on, by_application]), Err(CombinationRefused::NoCookieName));
        assert_eq!(checked(&[on, by_application, ("stickiness.app_cookie.cookie_name", "id")]), Ok(()));
        assert_eq!(checked(&[slow]), Ok(()));
        assert_eq!(checked(&[slow, fewest]), Err(CombinationRefused::SlowStart));
        let sticky: Attributes = [(on.0.to_owned(), on.1.to_owned())].into();
        assert_eq!(check_combination(Protocol::Tls, &sticky), Err(CombinationRefused::StickinessOfTls));
        assert_eq!(check_combination(Protocol::Tcp, &sticky), Ok(()));
    }
}
