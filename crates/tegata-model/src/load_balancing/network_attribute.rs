//! Attributes of network load balancers, of their target groups and of their listeners (ELB API, `LoadBalancerAttribute`,
//! `TargetGroupAttribute`, `ListenerAttribute`).
//!
//! The edge carries bytes between two connections, so targets see its address. `preserve_client_ip.enabled` is therefore
//! `false` for all groups, whatever ELB's default is; PROXY protocol tells a target who its client is.

use super::attribute::{Accepts, Table, flag, honoured, of, text};

/// Attributes of a network load balancer.
pub const NETWORK_LOAD_BALANCER: &Table = &Table {
    attributes: &[
        flag("access_logs.s3.enabled", "false"),
        text("access_logs.s3.bucket", 256),
        text("access_logs.s3.prefix", 1024),
        honoured(flag("deletion_protection.enabled", "false")),
        of(
            "dns_record.client_routing_policy",
            "any_availability_zone",
            Accepts::Word(&[
                "any_availability_zone",
                "availability_zone_affinity",
                "partial_availability_zone_affinity",
            ]),
        ),
        flag("ipv6.deny_all_igw_traffic", "false"),
        // All targets of an edge are in one zone.
        honoured(flag("load_balancing.cross_zone.enabled", "false")),
        of("secondary_ips.auto_assigned.per_subnet", "0", Accepts::Number(0, 7)),
        flag("zonal_shift.config.enabled", "false"),
    ],
    elsewhere: &[
        "client_keep_alive.seconds",
        "connection_logs.s3.bucket",
        "connection_logs.s3.enabled",
        "connection_logs.s3.prefix",
        "health_check_logs.s3.bucket",
        "health_check_logs.s3.enabled",
        "health_check_logs.s3.prefix",
        "idle_timeout.timeout_seconds",
        "routing.http.desync_mitigation_mode",
        "routing.http.drop_invalid_header_fields.enabled",
        "routing.http.preserve_host_header.enabled",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        "routing.http.xff_client_port.enabled",
        "routing.http.xff_header_processing.mode",
        "routing.http2.enabled",
        "waf.fail_open.enabled",
    ],
};

/// Keys of target groups that network load balancers have not.
macro_rules! other_groups {
    ($($more:literal),* $(,)?) => {
        &[
            "lambda.multi_value_headers.enabled",
            "load_balancing.algorithm.anomaly_mitigation",
            "load_balancing.algorithm.type",
            "slow_start.duration_seconds",
            "stickiness.app_cookie.cookie_name",
            "stickiness.app_cookie.duration_seconds",
            "stickiness.lb_cookie.duration_seconds",
            "target_failover.on_deregistration",
            "target_failover.on_unhealthy",
            $($more,)*
        ]
    };
}

macro_rules! network_group {
    ($terminates:literal $(, $more:expr)* $(,)?) => {
        &[
            honoured(of("deregistration_delay.timeout_seconds", "300", Accepts::Number(0, 3600))),
            honoured(flag("deregistration_delay.connection_termination.enabled", $terminates)),
            honoured(of(
                "load_balancing.cross_zone.enabled",
                "use_load_balancer_configuration",
                Accepts::Word(&["true", "false", "use_load_balancer_configuration"]),
            )),
            flag("preserve_client_ip.enabled", "false"),
            honoured(flag("proxy_protocol_v2.enabled", "false")),
            honoured(flag("stickiness.enabled", "false")),
            honoured(of("stickiness.type", "source_ip", Accepts::Word(&["source_ip"]))),
            of(
                "target_group_health.dns_failover.minimum_healthy_targets.count",
                "1",
                Accepts::OffOrNumber(1, 1000),
            ),
            of(
                "target_group_health.dns_failover.minimum_healthy_targets.percentage",
                "off",
                Accepts::OffOrNumber(1, 100),
            ),
            honoured(of(
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                "1",
                Accepts::Number(1, 1000),
            )),
            honoured(of(
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                "off",
                Accepts::OffOrNumber(1, 100),
            )),
            $($more,)*
        ]
    };
}

/// Attributes of a target group of protocol TCP or TLS.
pub const STREAM_TARGET_GROUP: &Table = &Table {
    attributes: network_group!(
        "false",
        honoured(flag("target_health_state.unhealthy.connection_termination.enabled", "true")),
        of("target_health_state.unhealthy.draining_interval_seconds", "0", Accepts::Number(0, 360_000)),
    ),
    elsewhere: other_groups!(),
};

/// Attributes of a target group of protocol UDP or `TCP_UDP`.
pub const DATAGRAM_TARGET_GROUP: &Table = &Table {
    attributes: network_group!("true"),
    elsewhere: other_groups!(
        "target_health_state.unhealthy.connection_termination.enabled",
        "target_health_state.unhealthy.draining_interval_seconds",
    ),
};

/// Keys of listeners that speak HTTP.
macro_rules! http_attributes {
    ($($before:expr),* $(,)?) => {
        &[
            $($before,)*
            "routing.http.response.server.enabled",
            "routing.http.response.access_control_allow_credentials.header_value",
            "routing.http.response.access_control_allow_headers.header_value",
            "routing.http.response.access_control_allow_methods.header_value",
            "routing.http.response.access_control_allow_origin.header_value",
            "routing.http.response.access_control_expose_headers.header_value",
            "routing.http.response.access_control_max_age.header_value",
            "routing.http.response.content_security_policy.header_value",
            "routing.http.response.strict_transport_security.header_value",
            "routing.http.response.x_content_type_options.header_value",
            "routing.http.response.x_frame_options.header_value",
            "routing.http.request.x_amzn_mtls_clientcert.header_name",
            "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
            "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
            "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
            "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
            "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
            "routing.http.request.x_amzn_tls_cipher_suite.header_name",
            "routing.http.request.x_amzn_tls_version.header_name",
        ]
    };
}

/// The key of the idle time-out, in seconds.
pub const IDLE_TIMEOUT: &str = "tcp.idle_timeout.seconds";

/// Attributes of a listener that carries bytes in the clear.
pub const TCP_LISTENER: &Table = &Table {
    attributes: &[honoured(of(IDLE_TIMEOUT, "350", Accepts::Number(60, 6000)))],
    elsewhere: http_attributes!(),
};

/// Attributes of a listener of a network load balancer that has no time-out of its own: TLS and UDP.
pub const OTHER_NETWORK_LISTENER: &Table =
    &Table { attributes: &[], elsewhere: http_attributes!(IDLE_TIMEOUT) };
