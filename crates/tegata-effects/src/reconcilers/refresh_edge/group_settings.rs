//! From a target group and its attributes to how the edge speaks to its targets and chooses them.

use std::time::Duration;

use tegata_edge::{
    Algorithm, GroupSettings, MinimumHealthy, Stickiness, StreamTargets, TargetVerification, TargetVersion,
    Transport,
};
use tegata_model::load_balancing::target_group::Protocol;
use tegata_model::load_balancing::target_verification::SERVER_NAME;
use tegata_model::load_balancing::{Kind, ProtocolVersion};
use tegata_operations::load_balancing::ServedGroup;

use super::translate::trust_store_key;

/// How the edge speaks to a group's targets and chooses them.
pub(super) fn group_settings(served: &ServedGroup) -> GroupSettings {
    let number = |key: &str| served.attribute(key).parse::<u32>().ok();
    // `off` is no number.
    let minimum = |part: &str| {
        let key = format!("target_group_health.unhealthy_state_routing.minimum_healthy_targets.{part}");
        number(&key).map_or(0, |minimum| minimum as usize)
    };
    GroupSettings {
        transport: transport(served.protocol),
        verification: served.trust_store.map(|id| TargetVerification {
            trust_store: trust_store_key(id),
            server_name: Some(served.attribute(SERVER_NAME).to_owned()).filter(|name| !name.is_empty()),
        }),
        version: match served.protocol_version {
            ProtocolVersion::Http1 => TargetVersion::Http1,
            ProtocolVersion::Http2 => TargetVersion::Http2,
            ProtocolVersion::Grpc => TargetVersion::Grpc,
        },
        algorithm: match served.attribute("load_balancing.algorithm.type") {
            "least_outstanding_requests" => Algorithm::LeastOutstandingRequests,
            "weighted_random" => Algorithm::WeightedRandom,
            _ => Algorithm::RoundRobin,
        },
        slow_start: Duration::from_secs(number("slow_start.duration_seconds").unwrap_or_default().into()),
        minimum_healthy: MinimumHealthy { count: minimum("count"), percentage: minimum("percentage") },
        stickiness: stickiness(served),
        stream: stream(served),
    }
}

/// What carries requests.
pub(super) fn transport(protocol: Protocol) -> Transport {
    match protocol {
        Protocol::Http | Protocol::Tcp | Protocol::Udp | Protocol::TcpUdp => Transport::Clear,
        Protocol::Https | Protocol::Tls => Transport::Tls,
    }
}

/// How targets get bytes and datagrams; an application load balancer's groups have none of these attributes.
fn stream(served: &ServedGroup) -> StreamTargets {
    let is_on = |key| served.attribute(key) == "true";
    StreamTargets {
        proxy_header: has_proxy_header(served),
        sticky_source: served.protocol.kind() == Kind::Network && is_on("stickiness.enabled"),
        reset_deregistered: is_on("deregistration_delay.connection_termination.enabled"),
        reset_unhealthy: match served.protocol {
            Protocol::Tcp | Protocol::Tls => {
                is_on("target_health_state.unhealthy.connection_termination.enabled")
            }
            // Datagrams lose nothing when the next one goes to another target.
            Protocol::Udp | Protocol::TcpUdp => true,
            Protocol::Http | Protocol::Https => false,
        },
    }
}

/// Whether the targets of a group are told who their client is.
pub(super) fn has_proxy_header(served: &ServedGroup) -> bool {
    served.attribute("proxy_protocol_v2.enabled") == "true"
}

fn stickiness(served: &ServedGroup) -> Option<Stickiness> {
    let number = |key: &str| served.attribute(key).parse::<u32>().ok();
    if served.attribute("stickiness.enabled") != "true" {
        return None;
    }
    Some(match served.attribute("stickiness.type") {
        "source_ip" => return None,
        "app_cookie" => Stickiness::Application {
            cookie: served.attribute("stickiness.app_cookie.cookie_name").to_owned(),
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
            draining: Vec::new(),
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
            stream: StreamTargets::default(),
        };
        assert_eq!(settings, expected);
    }

    #[test]
    fn groups_of_network_load_balancers_say_how_bytes_are_carried() {
        let of = |protocol, attributes: &[(&str, &str)]| {
            group_settings(&ServedGroup { protocol, ..served(attributes) }).stream
        };
        let tcp = of(Protocol::Tcp, &[]);
        assert_eq!(tcp, StreamTargets { reset_unhealthy: true, ..StreamTargets::default() });
        let set = [
            ("proxy_protocol_v2.enabled", "true"),
            ("stickiness.enabled", "true"),
            ("deregistration_delay.connection_termination.enabled", "true"),
            ("target_health_state.unhealthy.connection_termination.enabled", "false"),
        ];
        let expected = StreamTargets {
            proxy_header: true,
            sticky_source: true,
            reset_deregistered: true,
            reset_unhealthy: false,
        };
        assert_eq!(of(Protocol::Tcp, &set), expected);
        let udp = of(Protocol::Udp, &[]);
        assert!(udp.reset_deregistered && udp.reset_unhealthy && !udp.proxy_header);
        assert_eq!(of(Protocol::Http, &[("stickiness.enabled", "true")]), StreamTargets::default());
    }
}
