//! What this process counts as it answers.

use std::time::Instant;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::labels::{OperationLabels, ReasonLabel, RequestLabels};

/// In seconds: most operations take a few milliseconds, and a description may wait for two seconds.
const BUCKETS: [f64; 12] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Why somebody was not let in. All of them are there from the start, at zero.
const REASONS: [&str; 5] = ["unknown-key", "signature", "missing", "incomplete", "other"];

/// Counts what is answered. Cheap to clone; all clones count together.
#[derive(Clone)]
pub(crate) struct Counters {
    requests: Family<RequestLabels, Counter>,
    durations: Family<OperationLabels, Histogram, fn() -> Histogram>,
    authentication_failures: Family<ReasonLabel, Counter>,
    status_answers: Counter,
}

impl Default for Counters {
    fn default() -> Counters {
        let authentication_failures = Family::<ReasonLabel, Counter>::default();
        for reason in REASONS {
            drop(authentication_failures.get_or_create(&ReasonLabel { reason }));
        }
        Counters {
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            authentication_failures,
            status_answers: Counter::default(),
        }
    }
}

impl Counters {
    /// Counts a request that came at `begun`, and how it came out: `done`, or the code of its refusal.
    pub(crate) fn count_request(
        &self,
        service: &'static str,
        operation: &str,
        outcome: &str,
        begun: Instant,
    ) {
        let of = OperationLabels { service, operation: operation.to_owned() };
        self.durations.get_or_create(&of).observe(begun.elapsed().as_secs_f64());
        let OperationLabels { service, operation } = of;
        let labels = RequestLabels { service, operation, outcome: outcome.to_owned() };
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts a request that failed authentication, by code.
    pub(crate) fn count_authentication_failure(&self, code: &str) {
        let reason = match code {
            "UnrecognizedClientException" | "InvalidClientTokenId" => "unknown-key",
            "InvalidSignatureException" | "SignatureDoesNotMatch" => "signature",
            code if code.starts_with("MissingAuthenticationToken") => "missing",
            code if code.starts_with("IncompleteSignature") => "incomplete",
            _ => "other",
        };
        self.authentication_failures.get_or_create(&ReasonLabel { reason }).inc();
    }

    /// Counts an OCSP answer.
    pub(crate) fn count_status_answer(&self) {
        self.status_answers.inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "requests",
            "Requests answered, by service, operation and outcome (done, or the error code)",
            self.requests.clone(),
        );
        registry.register(
            "request_duration_seconds",
            "Time until a request was answered, by service and operation",
            self.durations.clone(),
        );
        registry.register(
            "authentication_failures",
            "Requests that failed authentication, by reason",
            self.authentication_failures.clone(),
        );
        registry.register("ocsp_answers", "OCSP answers given", self.status_answers.clone());
    }
}
