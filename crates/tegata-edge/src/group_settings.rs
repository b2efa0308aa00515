//! How a target group's targets are spoken to and chosen: plain data, as all of `vocabulary`.

use std::time::Duration;

use crate::stream_settings::StreamTargets;
use crate::trust_store::TrustStoreKey;

/// How a group's targets are spoken to and chosen (ELB API, `CreateTargetGroup` and `TargetGroupAttribute`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSettings {
    /// What requests are carried by.
    pub transport: Transport,
    /// How the certificates of targets are verified, where TLS carries requests; `None` when any is accepted.
    pub verification: Option<TargetVerification>,
    /// What is spoken.
    pub version: TargetVersion,
    /// Which target gets a request.
    pub algorithm: Algorithm,
    /// How long the share of a target grows that has become healthy; zero for not at all.
    pub slow_start: Duration,
    /// With fewer healthy targets than this, all get requests.
    pub minimum_healthy: MinimumHealthy,
    /// How clients stay with a target.
    pub stickiness: Option<Stickiness>,
    /// How targets get bytes and datagrams; of groups of network load balancers.
    pub stream: StreamTargets,
}

impl Default for GroupSettings {
    /// What a target group of protocol HTTP has until it is configured.
    fn default() -> GroupSettings {
        GroupSettings {
            transport: Transport::Clear,
            verification: None,
            version: TargetVersion::Http1,
            algorithm: Algorithm::RoundRobin,
            slow_start: Duration::ZERO,
            minimum_healthy: MinimumHealthy::default(),
            stickiness: None,
            stream: StreamTargets::default(),
        }
    }
}

/// What requests are carried by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// TCP in the clear.
    Clear,
    /// TLS. As with ELB the target's certificate is not verified, and no server name is sent, unless a group says so.
    Tls,
}

/// How the certificates of targets are verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetVerification {
    /// The authorities that may have issued them. Without them no target is connected to.
    pub trust_store: TrustStoreKey,
    /// The name that they are for, which is sent in the handshake; each target's own address when there is none.
    pub server_name: Option<String>,
}

/// What is spoken with targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetVersion {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2; in the clear with prior knowledge (RFC 9113 §3.3).
    Http2,
    /// gRPC, over HTTP/2.
    Grpc,
}

/// Which target gets a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// One after the other.
    RoundRobin,
    /// The one with the fewest requests in progress.
    LeastOutstandingRequests,
    /// Any, all with the same weight.
    WeightedRandom,
}

/// How many targets have to be healthy for the unhealthy ones to get no requests (ELB User Guide, "Target group health").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinimumHealthy {
    /// This many.
    pub count: usize,
    /// And this part of all, in percent; zero for any.
    pub percentage: usize,
}

impl Default for MinimumHealthy {
    fn default() -> MinimumHealthy {
        MinimumHealthy { count: 1, percentage: 0 }
    }
}

/// How clients stay with a target (ELB User Guide, "Sticky sessions").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stickiness {
    /// By a cookie of the edge's, for so many seconds after each answer.
    Duration {
        /// In seconds.
        seconds: u32,
    },
    /// By a cookie of the edge's beside one that the target sets, for so many seconds after each answer that sets it.
    Application {
        /// The target's cookie.
        cookie: String,
        /// In seconds.
        seconds: u32,
    },
}
