//! From a target group and its attributes to how the edge speaks to its targets and chooses them.

use std::time::Duration;

use tegata_edge::{
    Algorithm, GroupSettings, MinimumHealthy, Stickiness, TargetVerification, TargetVersion, Transport,
};
use tegata_model::load_balancing::ProtocolVersion;
use tegata_model::load_balancing::attribute::{TARGET_GROUP, is_on, number, value};
use tegata_model::load_balancing::target_group::Protocol;
use tegata_model::load_balancing::target_verification::SERVER_NAME;
use tegata_operations::load_balancing::ServedGroup;

use super::translate::trust_store_key;

/// How the edge speaks to a group's targets and chooses them.
pub(super) fn group_settings(served: &ServedGroup) -> GroupSettings {
    let word = |key| value(TARGET_GROUP, &served.attributes, key).unwrap_or_default();
    let number = |key: &str| number(TARGET_GROUP, &served.attributes, key);
    // `off` is no number.
    let minimum = |part: &str| {
        let key = format!("target_group_health.unhealthy_state_routing.minimum_healthy_targets.{part}");
        number(&key).map_or(0, |minimum| minimum as usize)
    };
    GroupSettings {
        transport: transport(served.protocol),
        verification: served.trust_store.map(|id| TargetVerification {
            trust_store: trust_store_key(id),
            server_name: Some(word(SERVER_NAME).to_owned()).filter(|name| !name.is_empty()),
        }),
        version: match served.protocol_version {
            ProtocolVersion::Http1 => TargetVersion::Http1,
            ProtocolVersion::Http2 => TargetVersion::Http2,
            ProtocolVersion::Grpc => TargetVersion::Grpc,
        },
        algorithm: match word("load_balancing.algorithm.type") {
            "least_outstanding_requests" => Algorithm::LeastOutstandingRequests,
            "weighted_random" => Algorithm::WeightedRandom,
            _ => Algorithm::RoundRobin,
        },
        slow_start: Duration::from_secs(number("slow_start.duration_seconds").unwrap_or_default().into()),
        minimum_healthy: MinimumHealthy { count: minimum("count"), percentage: minimum("percentage") },
        stickiness: stickiness(served),
    }
}

/// What carries requests.
pub(super) fn transport(protocol: Protocol) -> Transport {
    match protocol {
        Protocol::Http => Transport::Clear,
        Protocol::Https => Transport::Tls,
    }
}

fn stickiness(served: &ServedGroup) -> Option<Stickiness> {
    let word = |key| value(TARGET_GROUP, &served.attributes, key).unwrap_or_default();
    let number = |key: &str| number(TARGET_GROUP, &served.attributes, key);
    if !is_on(TARGET_GROUP, &served.attributes, "stickiness.enabled") {
        return None;
    }
    Some(match word("stickiness.type") {
        "app_cookie" => Stickiness::Application {
            cookie: word("stickiness.app_cookie.cookie_name").to_owned(),
            seconds: number("stickiness.app_cookie.duration_seconds")?,
        },
        _ => Stickiness::Duration { seconds: number("stickiness.lb_cookie.duration_seconds")? },
    })
}

#[cfg(test)]
mod tests {
    use tegata_model::load_balancing::target_group::HealthCheck;

    use super::*;

    fn served(attributes: &[(&str, &str)]) -> ServedGroup {
        let owned = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        ServedGroup {
            arn: String::new(),
            targets: Vec::new(),
            health_check: HealthCheck::default(),
            protocol: Protocol::Http,
            protocol_version: ProtocolVersion::Http1,
            attributes: owned.collect(),
            trust_store: None,
        }
    }

    #[test]
    fn without_attributes_the_edge_has_its_defaults() {
        assert_eq!(group_settings(&served(&[])), GroupSettings::default());
    }

    #[test]
    fn what_is_set_arrives_at_the_edge() {
        let minimum = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
        let settings = group_settings(&ServedGroup {
            protocol: Protocol::Https,
            protocol_version: ProtocolVersion::Grpc,
            trust_store: Some(tegata_model::load_balancing::TrustStoreId(7)),
            ..served(&[
                ("load_balancing.algorithm.type", "weighted_random"),
                ("slow_start.duration_seconds", "30"),
                (&format!("{minimum}.count"), "2"),
                (&format!("{minimum}.percentage"), "50"),
                ("stickiness.enabled", "true"),
                ("stickiness.type", "app_cookie"),
                ("stickiness.app_cookie.cookie_name", "id"),
                ("stickiness.app_cookie.duration_seconds", "60"),
                (SERVER_NAME, "app.internal"),
            ])
        });
        let expected = GroupSettings {
            transport: Transport::Tls,
            verification: Some(TargetVerification {
                trust_store: tegata_edge::TrustStoreKey(7),
                server_name: Some("app.internal".to_owned()),
            }),
            version: TargetVersion::Grpc,
            algorithm: Algorithm::WeightedRandom,
            slow_start: Duration::from_secs(30),
            minimum_healthy: MinimumHealthy { count: 2, percentage: 50 },
            stickiness: Some(Stickiness::Application { cookie: "id".to_owned(), seconds: 60 }),
        };
        assert_eq!(settings, expected);
    }
}
