//! How targets do, in the words of `DescribeTargetHealth`.

use std::borrow::Cow;

/// How one target does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetHealth {
    /// Whether it gets requests.
    pub state: TargetState,
    /// Why not; `None` when it does.
    pub reason: Option<HealthReason>,
}

/// `TargetHealthStateEnum` of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// Not checked often enough yet.
    Initial,
    /// Gets requests.
    Healthy,
    /// Failed its checks.
    Unhealthy,
    /// Taken out of service or never put in.
    Unused,
    /// Finishing what it has.
    Draining,
    /// It is not checked.
    Unavailable,
}

/// `TargetHealthReasonEnum` of the API, with what its description adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HealthReason {
    /// The edge has not taken it up yet.
    RegistrationInProgress,
    /// The first checks are under way.
    InitialHealthChecking,
    /// It answered with a status outside of the matcher.
    ResponseCodeMismatch {
        /// The status.
        status: u16,
    },
    /// It did not answer in time.
    Timeout,
    /// It could not be reached, or did not speak HTTP.
    FailedHealthChecks {
        /// What went wrong, in a few words; empty when unknown.
        cause: String,
    },
    /// It is not in the group.
    NotRegistered,
    /// No listener forwards to the group.
    NotInUse,
    /// It is finishing what it has.
    DeregistrationInProgress,
    /// This process runs no edge.
    InternalError,
}

impl TargetState {
    /// Every state.
    pub const ALL: [TargetState; 6] = [
        TargetState::Initial,
        TargetState::Healthy,
        TargetState::Unhealthy,
        TargetState::Unused,
        TargetState::Draining,
        TargetState::Unavailable,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TargetState::Initial => "initial",
            TargetState::Healthy => "healthy",
            TargetState::Unhealthy => "unhealthy",
            TargetState::Unused => "unused",
            TargetState::Draining => "draining",
            TargetState::Unavailable => "unavailable",
        }
    }
}

impl HealthReason {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            HealthReason::RegistrationInProgress => "Elb.RegistrationInProgress",
            HealthReason::InitialHealthChecking => "Elb.InitialHealthChecking",
            HealthReason::ResponseCodeMismatch { .. } => "Target.ResponseCodeMismatch",
            HealthReason::Timeout => "Target.Timeout",
            HealthReason::FailedHealthChecks { .. } => "Target.FailedHealthChecks",
            HealthReason::NotRegistered => "Target.NotRegistered",
            HealthReason::NotInUse => "Target.NotInUse",
            HealthReason::DeregistrationInProgress => "Target.DeregistrationInProgress",
            HealthReason::InternalError => "Elb.InternalError",
        }
    }

    /// The sentence on the wire.
    #[must_use]
    pub fn description(&self) -> Cow<'static, str> {
        match self {
            HealthReason::RegistrationInProgress => "Target registration is in progress".into(),
            HealthReason::InitialHealthChecking => "Initial health checks in progress".into(),
            HealthReason::ResponseCodeMismatch { status } => {
                format!("Health checks failed with these codes: [{status}]").into()
            }
            HealthReason::Timeout => "Request timed out".into(),
            HealthReason::FailedHealthChecks { cause } if cause.is_empty() => "Health checks failed".into(),
            HealthReason::FailedHealthChecks { cause } => format!("Health checks failed: {cause}").into(),
            HealthReason::NotRegistered => "Target is not registered to the target group".into(),
            HealthReason::NotInUse => {
                "Target group is not configured to receive traffic from the load balancer".into()
            }
            HealthReason::DeregistrationInProgress => "Target deregistration is in progress".into(),
            HealthReason::InternalError => "Health checks failed due to an internal error".into(),
        }
    }
}

impl TargetHealth {
    /// Gets requests.
    pub const HEALTHY: TargetHealth = TargetHealth { state: TargetState::Healthy, reason: None };

    /// In `state` for `reason`.
    #[must_use]
    pub fn because(state: TargetState, reason: HealthReason) -> TargetHealth {
        TargetHealth { state, reason: Some(reason) }
    }
}
