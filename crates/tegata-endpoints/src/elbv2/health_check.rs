//! The health check of a target group, as requests that create or modify one give it.

use tegata_aws::generated::elbv2::Matcher;
use tegata_model::load_balancing::target_group::HealthCheckChange;
use tegata_operations::Error;

use super::from_wire::{number, target_protocol};

/// The members of a request that are about the health check.
#[derive(Default)]
pub(super) struct HealthCheckMembers {
    pub(super) enabled: Option<bool>,
    pub(super) protocol: Option<String>,
    pub(super) port: Option<String>,
    pub(super) path: Option<String>,
    pub(super) interval_seconds: Option<i64>,
    pub(super) timeout_seconds: Option<i64>,
    pub(super) healthy_threshold: Option<i64>,
    pub(super) unhealthy_threshold: Option<i64>,
    pub(super) matcher: Option<Matcher>,
}

impl HealthCheckMembers {
    /// What the request sets.
    ///
    /// # Errors
    /// When a number is out of range, or the protocol is not supported.
    pub(super) fn into_change(self) -> Result<HealthCheckChange, Error> {
        let (matcher, grpc_matcher) =
            self.matcher.map(|matcher| (matcher.http_code, matcher.grpc_code)).unwrap_or_default();
        Ok(HealthCheckChange {
            enabled: self.enabled,
            protocol: target_protocol(self.protocol.as_deref())?,
            port: self.port,
            path: self.path,
            interval_seconds: number("Interval", self.interval_seconds)?,
            timeout_seconds: number("Timeout", self.timeout_seconds)?,
            healthy_threshold: number("Threshold", self.healthy_threshold)?,
            unhealthy_threshold: number("Threshold", self.unhealthy_threshold)?,
            matcher,
            grpc_matcher,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_taken_over_and_numbers_out_of_range_are_refused() {
        let members = || HealthCheckMembers {
            port: Some("traffic-port".to_owned()),
            interval_seconds: Some(30),
            healthy_threshold: Some(3),
            matcher: Some(Matcher { http_code: Some("200".to_owned()), grpc_code: Some("0".to_owned()) }),
            ..HealthCheckMembers::default()
        };
        let expected = HealthCheckChange {
            port: Some("traffic-port".to_owned()),
            interval_seconds: Some(30),
            healthy_threshold: Some(3),
            matcher: Some("200".to_owned()),
            grpc_matcher: Some("0".to_owned()),
            ..HealthCheckChange::default()
        };
        assert_eq!(members().into_change().expect("valid"), expected);
        for timeout in [-1, i64::MAX] {
            let refused = HealthCheckMembers { timeout_seconds: Some(timeout), ..members() };
            refused.into_change().expect_err("out of range");
        }
    }
}
