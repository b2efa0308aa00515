//! What monitoring reads: `/metrics` in OpenMetrics' text format, as Prometheus takes it.
//!
//! Counters are of this process since it started. Gauges are read when asked for, from indexes and up to fixed numbers:
//! a look costs the same at ten certificates and at a million.

mod counters;
mod gauges;
mod labels;
mod process;

use std::net::IpAddr;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use ipnet::IpNet;
use jiff::Timestamp;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use tegata_dns::server::QueryMetrics;
use tegata_edge::EdgeMetrics;
use tegata_operations::authority::AuthorityFiles;
use tegata_operations::instance::gauges::gauges;
use tegata_operations::{Error, Instance};

pub(crate) use self::counters::Counters;
use crate::browser::is_from_page;

/// Where it is.
pub(crate) const PATH: &str = "/metrics";
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// How long a look waits for certificates to be counted anew; the last count is shown when it takes longer.
const COUNT_WITHIN: Duration = Duration::from_millis(50);

/// What is shown, and to whom. Cheap to clone; all clones count together.
#[derive(Clone)]
pub(crate) struct Metrics {
    pub(crate) counters: Counters,
    edge: EdgeMetrics,
    dns: QueryMetrics,
    started_at: Timestamp,
}

impl Metrics {
    /// Metrics of a process that started at `started_at`, for this machine.
    pub(crate) fn new(started_at: Timestamp) -> Metrics {
        Metrics {
            counters: Counters::default(),
            edge: EdgeMetrics::default(),
            dns: QueryMetrics::default(),
            started_at,
        }
    }

    /// The same, with what the edge and the DNS server count.
    pub(crate) fn of_servers(self, edge: EdgeMetrics, dns: QueryMetrics) -> Metrics {
        Metrics { edge, dns, ..self }
    }

    /// The page, or why its reader may not have it.
    pub(crate) async fn answer(
        &self,
        instance: &Instance,
        files: &AuthorityFiles,
        parts: &Parts,
        peer: IpAddr,
    ) -> Response<Bytes> {
        if !may_look(&instance.settings().metrics_networks, parts, peer) {
            let why = "Metrics are readable only from this machine. Permit other networks with \
                       --permit-metrics CIDR.\n";
            return plain(StatusCode::FORBIDDEN, why.to_owned());
        }
        if parts.method != Method::GET && parts.method != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Use GET to read metrics.\n".to_owned());
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        match self.text(instance, files).await {
            Ok(text) => {
                let mut response = plain(StatusCode::OK, text);
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
                response
            }
            Err(error) => {
                tracing::error!(error = %error.for_log(), "metrics could not be read");
                plain(StatusCode::SERVICE_UNAVAILABLE, "The metrics cannot be written.\n".to_owned())
            }
        }
    }

    async fn text(&self, instance: &Instance, files: &AuthorityFiles) -> Result<String, Error> {
        let mut registry = Registry::default();
        process::register(&mut registry, self.started_at);
        let registry_of_tegata = registry.sub_registry_with_prefix("tegata");
        self.counters.register(registry_of_tegata);
        self.edge.register(registry_of_tegata);
        self.dns.register(registry_of_tegata);
        instance.store_metrics().register(registry_of_tegata);
        gauges::register_process(registry_of_tegata, instance, files);
        // The rest is told also while the store is away: that is when somebody looks.
        let by_status = instance.counters.by_status(COUNT_WITHIN).await;
        let is_up = instance.check_store().await.is_ok();
        let help = "Whether the store takes changes (1) or is full, away or read-only (0)";
        registry_of_tegata.register("store_up", help, ConstGauge::new(i64::from(is_up)));
        match gauges(instance).await {
            Ok(gauges) => gauges::register_store(registry_of_tegata, &gauges, by_status.as_ref()),
            Err(error) if error.is_logged_by_the_store() => {}
            Err(error) => tracing::error!(error = %error.for_log(), "metrics of the store could not be read"),
        }
        let mut text = String::new();
        encode(&mut text, &registry).map_err(Error::internal)?;
        Ok(text)
    }
}

/// Whether `peer` may read metrics: this machine, and who is in `networks`. A page in a browser reaches loopback too, with
/// its user's hands; it is not this machine that asks then.
fn may_look(networks: &[IpNet], parts: &Parts, peer: IpAddr) -> bool {
    let peer = peer.to_canonical();
    let permitted = networks.iter().any(|network| network.contains(&peer));
    permitted || peer.is_loopback() && !is_from_page(parts)
}

fn plain(status: StatusCode, text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests;
