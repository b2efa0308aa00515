//! What listeners have answered, for who watches them.

use http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tokio::time::Instant;

use crate::vocabulary::ListenerKey;

/// In seconds: from a target on the same machine to one that is given up.
const BUCKETS: [f64; 13] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];
/// By the first digit of the status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ListenerLabel {
    listener: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ClassLabels {
    listener: String,
    status: &'static str,
}

/// The metrics of all listeners of an edge. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct EdgeMetrics {
    requests: Family<ClassLabels, Counter>,
    durations: Family<ListenerLabel, Histogram, fn() -> Histogram>,
}

impl Default for EdgeMetrics {
    fn default() -> EdgeMetrics {
        EdgeMetrics {
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
        }
    }
}

impl EdgeMetrics {
    /// Puts them into a registry. A listener is named by its key in 16 hexadecimal digits.
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
    }

    /// Those of one listener: without a request yet, they are zero.
    pub(crate) fn listener(&self, key: ListenerKey) -> ListenerMetrics {
        let listener = format!("{:016x}", key.0);
        let of_class =
            |status| self.requests.get_or_create_owned(&ClassLabels { listener: listener.clone(), status });
        ListenerMetrics {
            requests: CLASSES.map(of_class),
            duration: self.durations.get_or_create_owned(&ListenerLabel { listener: listener.clone() }),
        }
    }

    /// Forgets a listener that is gone.
    pub(crate) fn remove(&self, key: ListenerKey) {
        let listener = format!("{:016x}", key.0);
        for status in CLASSES {
            self.requests.remove(&ClassLabels { listener: listener.clone(), status });
        }
        self.durations.remove(&ListenerLabel { listener });
    }
}

/// The metrics of one listener.
#[derive(Debug, Clone)]
pub(crate) struct ListenerMetrics {
    requests: [Counter; CLASSES.len()],
    duration: Histogram,
}

impl ListenerMetrics {
    /// Counts an answer to a request that came at `begun`.
    pub(crate) fn count(&self, status: StatusCode, begun: Instant) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1).min(CLASSES.len() - 1);
        self.requests[class].inc();
        self.duration.observe(begun.elapsed().as_secs_f64());
    }
}
