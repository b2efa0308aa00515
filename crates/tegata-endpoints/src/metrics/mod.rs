//! What whoever watches an instance reads: `/metrics` in OpenMetrics' text format, as Prometheus takes it.
//!
//! Counters are of this process since it started. Gauges are read when asked for, from indexes and up to fixed numbers:
//! a look costs the same at ten certificates and at a million.

mod labels;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use ipnet::IpNet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::registry::Registry;
use tegata_operations::gauges::{Gauges, gauges};
use tegata_operations::tally::ByStatus;
use tegata_operations::{Error, Instance};

use crate::acm;
use crate::browser::is_from_page;
use crate::metrics::labels::{CertificateLabels, JobLabels, OutcomeLabel, RequestLabels, StatusLabel};

/// Where it is.
pub(crate) const PATH: &str = "/metrics";
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// How long a look waits for certificates to be counted anew; the last count is shown when it takes longer.
const COUNT_WITHIN: Duration = Duration::from_millis(50);
const SECONDS_IN_A_DAY: f64 = 86_400.0;

/// Counts what is answered. Cheap to clone; all clones count together.
#[derive(Clone, Default)]
pub(crate) struct Metrics {
    requests: Family<RequestLabels, Counter>,
    status_answers: Counter,
    /// Networks from where one may look, besides this machine.
    permitted: Arc<[IpNet]>,
}

impl Metrics {
    pub(crate) fn permitting(self, networks: Vec<IpNet>) -> Metrics {
        Metrics { permitted: networks.into(), ..self }
    }

    /// Counts a request and how it came out: `done`, or the code of its refusal.
    pub(crate) fn count_request(&self, service: &'static str, operation: &str, outcome: &str) {
        let labels = RequestLabels { service, operation: operation.to_owned(), outcome: outcome.to_owned() };
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts an OCSP answer.
    pub(crate) fn count_status_answer(&self) {
        self.status_answers.inc();
    }

    /// The page, or why its reader may not have it.
    pub(crate) async fn answer(&self, instance: &Instance, parts: &Parts, peer: IpAddr) -> Response<Bytes> {
        if !self.may_look(parts, peer) {
            let why = "Metrics are shown to this machine alone. Permit more with --permit-metrics CIDR.\n";
            return plain(StatusCode::FORBIDDEN, why.to_owned());
        }
        if parts.method != Method::GET && parts.method != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Metrics are read by GET.\n".to_owned());
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        match self.text(instance).await {
            Ok(text) => {
                let mut response = plain(StatusCode::OK, text);
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
                response
            }
            Err(error) => {
                tracing::error!(error = %error.for_log(), "metrics could not be read");
                plain(StatusCode::SERVICE_UNAVAILABLE, "The store does not answer.\n".to_owned())
            }
        }
    }

    /// A page in a browser reaches loopback too, with its user's hands; it is not this machine that asks then.
    fn may_look(&self, parts: &Parts, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        let permitted = self.permitted.iter().any(|network| network.contains(&peer));
        permitted || peer.is_loopback() && !is_from_page(parts)
    }

    async fn text(&self, instance: &Instance) -> Result<String, Error> {
        let by_status = instance.tally.by_status(COUNT_WITHIN).await;
        let gauges = gauges(instance).await?;
        let mut registry = Registry::with_prefix("tegata");
        self.register_counters(&mut registry, instance);
        register_gauges(&mut registry, &gauges, by_status.as_ref());
        let mut text = String::new();
        encode(&mut text, &registry).map_err(Error::internal)?;
        Ok(text)
    }

    fn register_counters(&self, registry: &mut Registry, instance: &Instance) {
        let tally = &instance.tally;
        registry.register(
            "requests",
            "Requests answered, by service, operation and outcome (done, or the code of the refusal)",
            self.requests.clone(),
        );
        registry.register("ocsp_answers", "OCSP answers given", self.status_answers.clone());
        registry.register(
            "certificates_issued",
            "Certificates issued for the first time",
            ConstCounter::new(tally.issued()),
        );
        registry.register("certificates_renewed", "Certificates renewed", ConstCounter::new(tally.renewed()));
        registry.register(
            "secrets_under_old_keys",
            "Stored secrets that are sealed under a key-encryption key which is not the newest, as counted last",
            ConstGauge::new(i64::try_from(tally.under_old_keys()).unwrap_or(i64::MAX)),
        );
        if let Some(counted) = tally.handshakes() {
            let handshakes = Family::<OutcomeLabel, Counter>::default();
            for (outcome, count) in [("done", counted.done), ("failed", counted.failed)] {
                handshakes.get_or_create(&OutcomeLabel { outcome }).inc_by(count);
            }
            registry.register("edge_handshakes", "TLS handshakes of the edge, by outcome", handshakes);
        }
    }
}

fn register_gauges(registry: &mut Registry, gauges: &Gauges, by_status: Option<&ByStatus>) {
    let ending = Family::<CertificateLabels, Gauge<f64, AtomicU64>>::default();
    for certificate in &gauges.ending {
        let labels = CertificateLabels {
            certificate_arn: acm::certificate_arn(&certificate.tenant, certificate.id),
            domain_name: certificate.domain_name.clone(),
        };
        let left = gauges.now.duration_until(certificate.not_after).as_secs_f64() / SECONDS_IN_A_DAY;
        ending.get_or_create(&labels).set(left);
    }
    let help = "Days until an issued certificate ends, for those that end next";
    registry.register("certificate_days_to_expiry", help, ending);
    if let Some(by_status) = by_status {
        let certificates = Family::<StatusLabel, Gauge<f64, AtomicU64>>::default();
        for (status, count) in by_status.iter() {
            certificates.get_or_create(&StatusLabel { status: status.clone() }).set(*count as f64);
        }
        registry.register("certificates", "Certificates by status, as counted last", certificates);
    }
    let jobs = Family::<JobLabels, Gauge>::default();
    for queued in &gauges.jobs {
        let labels = JobLabels { kind: queued.kind.clone(), state: queued.state.as_str() };
        jobs.get_or_create(&labels).set(i64::from(queued.count));
    }
    registry.register("jobs", "Jobs by kind and state, counted up to 10000 for a state", jobs);
}

fn plain(status: StatusCode, text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests;
