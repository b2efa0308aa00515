//! Where TLS ends: listeners, the choice of certificate, security policies, proxying and health checks.
//!
//! An [`Edge`] holds open sockets and serves what it was last told to. It is told piece by piece (a certificate,
//! a target group, a listener), so that one change costs one piece's work; connections and handshakes in progress
//! go on with what they began with. It knows no database and nothing of Tegata.

mod answer;
mod certificate;
pub mod client;
mod connection;
mod edge;
mod group;
mod handshake;
mod health;
mod hop_by_hop;
mod listener;
mod metrics;
mod policy;
mod proxy;
mod relay;
mod reply;
mod request;
mod secure_stream;
mod selection;
pub mod server;
mod target;
mod target_stream;

pub use certificate::{KeyFamily, Material};
pub use edge::{Edge, EdgeConfig, OnHealth, PermitTarget};
pub use group::{Group, HealthCheck, Target};
pub use health::{Cause, Health, TargetHealths};
pub use listener::{Action, FixedResponse, ListenError, Listener, Redirect, Tls};
pub use metrics::EdgeMetrics;
pub use policy::{POLICIES, Policy, policy};

/// Names a thing of the caller's: a certificate, a target group or a listener.
pub type Key = u128;
