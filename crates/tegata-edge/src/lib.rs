//! Where TLS ends: listeners, the choice of certificate, security policies, proxying and health checks.
//!
//! An [`Edge`] holds open sockets and serves what it was last given, piece by piece: a certificate, a target group, a
//! listener. A change costs the work of one piece, and connections and handshakes in progress keep what they began
//! with. The crate knows no database and nothing of Tegata.
//!
//! `vocabulary` has what an edge is given. `listen` opens sockets, `tls` does handshakes, `http` answers requests or
//! forwards them, `stream` carries bytes and datagrams without a look at them, `target` has the connections to targets and their health checks. `sites` finds the site of a socket
//! that a client asks for.

mod edge;
mod firewall;
mod group_settings;
mod http;
mod http_settings;
mod listen;
mod metrics;
mod names;
mod sites;
mod stream;
mod stream_settings;
mod target;
mod tls;
mod trust_store;
mod vocabulary;

pub use edge::{Edge, EdgeConfig};
pub use firewall::Firewall;
pub use group_settings::{
    Algorithm, GroupSettings, MinimumHealthy, Stickiness, TargetVerification, TargetVersion, Transport,
};
pub use http::cookie_keys::CookieKeys;
pub use http::rules::{RuleError, RuleSet};
pub use http_settings::{ClientCertificateHeaders, DesyncMode, ForwardedFor, HttpSettings, TlsHeaders};
pub use listen::listener::ListenError;
pub use metrics::EdgeMetrics;
pub use stream_settings::{Alpn, StreamTargets};
pub use tls::explanation::{ExplainedSelection, Loss, SelectionRule, explain_selection};
pub use tls::mutual::suites::serves_mutual_authentication;
pub use tls::policy::{POLICIES, Policy, policy};
pub use tls::preference::{Candidate, Criterion};
pub use tls::staples::Staple;
pub use tls::tickets::{TicketKey, TicketKeys};
pub use tls::{client, server};
pub use trust_store::{MutualAuthentication, TrustStore, TrustStoreKey};
pub use vocabulary::{
    AccessEntry, AccessLogKey, AccessProtocol, AccessTarget, AccessTls, Action, Carries, Cause,
    CertificateKey, CertificateSummary, Condition, CookieKey, FixedResponse, Forward, Group, GroupKey,
    Health, HealthCheck, KeyFamily, Listener, ListenerKey, LoadMaterial, LoadingMaterial, MatchedRule,
    Material, NamedSite, OnAccess, OnHealth, OnStapleDue, Pattern, PerformedAction, PermitTarget, Probe,
    Protocol, Redirect, ReplacementPiece, Rewrite, Routes, Rule, Seconds, SecureSite, SiteKey, Sites, Stream,
    Target, TargetHealths, Tls, TransformOutcome, Transformed, Unclear,
};
