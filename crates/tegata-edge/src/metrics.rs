//! Metrics of what listeners answer.

use http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tokio::time::Instant;

use crate::tls::mutual::reason::REASONS;
use crate::vocabulary::{ListenerKey, SiteKey};

/// In seconds: from a fast target on the same machine to the time-out.
const BUCKETS: [f64; 13] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];
/// By the first digit of the status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SocketLabels {
    listener: String,
    /// Empty, which Prometheus takes for absent, unless several owners share the socket.
    site: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ClassLabels {
    listener: String,
    site: Option<String>,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabels {
    listener: String,
    reason: &'static str,
}

/// The metrics of all listeners of an edge. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct EdgeMetrics {
    requests: Family<ClassLabels, Counter>,
    durations: Family<SocketLabels, Histogram, fn() -> Histogram>,
    refused_certificates: Family<ReasonLabels, Counter>,
}

impl Default for EdgeMetrics {
    fn default() -> EdgeMetrics {
        EdgeMetrics {
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            refused_certificates: Family::default(),
        }
    }
}

impl EdgeMetrics {
    /// Puts them into a registry. A listener or site is named by its key in 16 hexadecimal digits.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "edge_requests",
            "Requests answered by the edge, by listener and class of status",
            self.requests.clone(),
        );
        registry.register(
            "edge_request_duration_seconds",
            "Time until the head of an answer of the edge, by listener",
            self.durations.clone(),
        );
        registry.register(
            "edge_client_certificates_refused",
            "Handshakes that failed because of the client's certificate, by listener and reason",
            self.refused_certificates.clone(),
        );
    }

    /// The metrics of a listener, or of one of the sites that share it: zero before the first request.
    pub(crate) fn of(&self, listener: ListenerKey, site: Option<SiteKey>) -> RequestMetrics {
        let labels = SocketLabels::new(listener, site);
        let of_class = |status| self.requests.get_or_create_owned(&labels.with(status));
        RequestMetrics {
            requests: CLASSES.map(of_class),
            duration: self.durations.get_or_create_owned(&labels),
        }
    }

    /// Counts a handshake that failed because of the client's certificate.
    pub(crate) fn count_refused_certificate(&self, listener: ListenerKey, reason: &'static str) {
        let labels = ReasonLabels { listener: format!("{:016x}", listener.0), reason };
        self.refused_certificates.get_or_create(&labels).inc();
    }

    /// Drops the metrics of a listener, or of one of the sites that share it.
    pub(crate) fn remove(&self, listener: ListenerKey, site: Option<SiteKey>) {
        let labels = SocketLabels::new(listener, site);
        for status in CLASSES {
            self.requests.remove(&labels.with(status));
        }
        self.durations.remove(&labels);
        if site.is_none() {
            for reason in REASONS {
                self.refused_certificates.remove(&ReasonLabels { listener: labels.listener.clone(), reason });
            }
        }
    }
}

impl SocketLabels {
    fn new(listener: ListenerKey, site: Option<SiteKey>) -> SocketLabels {
        SocketLabels {
            listener: format!("{:016x}", listener.0),
            site: site.map(|site| format!("{:016x}", site.0)),
        }
    }

    fn with(&self, status: &'static str) -> ClassLabels {
        ClassLabels { listener: self.listener.clone(), site: self.site.clone(), status }
    }
}

/// The metrics of one listener or site.
#[derive(Debug, Clone)]
pub(crate) struct RequestMetrics {
    requests: [Counter; CLASSES.len()],
    duration: Histogram,
}

impl RequestMetrics {
    /// Counts an answer to a request that came at `begun`.
    pub(crate) fn count(&self, status: StatusCode, begun: Instant) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1).min(CLASSES.len() - 1);
        self.requests[class].inc();
        self.duration.observe(begun.elapsed().as_secs_f64());
    }
}
