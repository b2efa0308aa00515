//! What stands at the moment, in the store and in this process.

use std::sync::atomic::AtomicU64;

use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use tegata_model::job::Job;
use tegata_operations::Instance;
use tegata_operations::authority::AuthorityFiles;
use tegata_operations::instance::counters::ByStatus;
use tegata_operations::instance::gauges::Gauges;
use tegata_store::jobs::JobState;

use super::labels::{
    AuthorityLabel, BuildLabels, CertificateLabels, EffectLabels, JobLabels, KindLabel, OutcomeLabel,
    StatusLabel, TargetLabels,
};
use crate::acm;

type Seconds = Gauge<f64, AtomicU64>;

/// Every status of a certificate (ACM API, `CertificateStatus`), so that none is missing because there is no such
/// certificate yet.
const STATUSES: [&str; 6] =
    ["PENDING_VALIDATION", "ISSUED", "VALIDATION_TIMED_OUT", "FAILED", "EXPIRED", "REVOKED"];

/// What this process has done and sees.
pub(super) fn register_process(registry: &mut Registry, instance: &Instance, files: &AuthorityFiles) {
    let counters = &instance.counters;
    registry.register("build", "The release", Info::new(BuildLabels { version: env!("CARGO_PKG_VERSION") }));
    let help = "Certificates issued for the first time";
    registry.register("certificates_issued", help, ConstCounter::new(counters.issued()));
    registry.register("certificates_renewed", "Certificates renewed", ConstCounter::new(counters.renewed()));
    registry.register(
        "secrets_under_old_keys",
        "Stored secrets that are encrypted under an older key-encryption key, at the last count",
        ConstGauge::new(i64::try_from(counters.under_old_keys()).unwrap_or(i64::MAX)),
    );
    let events = Family::<KindLabel, Counter>::default();
    for (kind, count) in counters.events() {
        events.get_or_create(&KindLabel { kind: kind.as_str() }).inc_by(count);
    }
    registry.register("events", "Events by kind, those of other nodes on the same store included", events);
    if let Some(counted) = counters.handshakes() {
        let handshakes = Family::<OutcomeLabel, Counter>::default();
        for (outcome, count) in [("done", counted.done), ("failed", counted.failed)] {
            handshakes.get_or_create(&OutcomeLabel { outcome }).inc_by(count);
        }
        registry.register("edge_handshakes", "TLS handshakes of the edge, by outcome", handshakes);
    }
    let passes = Family::<EffectLabels, Counter>::default();
    for (effect, counted) in counters.passes() {
        for (outcome, count) in [("done", counted.done), ("failed", counted.failed)] {
            passes.get_or_create(&EffectLabels { effect, outcome }).inc_by(count);
        }
    }
    let help = "Runs of the reconciling effects, by effect and outcome";
    registry.register("effect_runs", help, passes);
    let targets = Family::<TargetLabels, Gauge>::default();
    for (group, state, count) in instance.edge.count_targets() {
        let labels = TargetLabels { target_group: group.to_string(), state: state.as_str() };
        targets.get_or_create(&labels).set(i64::try_from(count).unwrap_or(i64::MAX));
    }
    registry.register("edge_targets", "Targets that this node checks, by target group and state", targets);
    let (issued, due) =
        (Family::<AuthorityLabel, Seconds>::default(), Family::<AuthorityLabel, Seconds>::default());
    for list in files.lists() {
        let label = AuthorityLabel { authority: list.authority.clone() };
        issued.get_or_create(&label).set(list.this_update.as_duration().as_secs_f64());
        due.get_or_create(&label).set(list.next_update.as_duration().as_secs_f64());
    }
    let help = "When the revocation list of a root was signed";
    registry.register("revocation_list_this_update_timestamp_seconds", help, issued);
    let help = "When the revocation list of a root must be replaced (nextUpdate)";
    registry.register("revocation_list_next_update_timestamp_seconds", help, due);
}

/// What stands in the store.
pub(super) fn register_store(registry: &mut Registry, gauges: &Gauges, by_status: Option<&ByStatus>) {
    let ending = Family::<CertificateLabels, Seconds>::default();
    for certificate in &gauges.ending {
        let labels = CertificateLabels {
            certificate_arn: acm::certificate_arn(&certificate.tenant, certificate.id),
            domain_name: certificate.domain_name.clone(),
        };
        ending.get_or_create(&labels).set(certificate.not_after.as_duration().as_secs_f64());
    }
    let help = "When an issued certificate expires, for those that expire next";
    registry.register("certificate_not_after_timestamp_seconds", help, ending);
    let help = "Time of the instance's clock, which may be ahead of the system clock";
    registry.register(
        "clock_timestamp_seconds",
        help,
        ConstGauge::new(gauges.now.as_duration().as_secs_f64()),
    );
    if let Some(by_status) = by_status {
        let certificates = Family::<StatusLabel, Seconds>::default();
        for status in STATUSES {
            certificates.get_or_create(&StatusLabel { status: status.to_owned() }).set(0.0);
        }
        for (status, count) in by_status.iter() {
            certificates.get_or_create(&StatusLabel { status: status.clone() }).set(*count as f64);
        }
        registry.register("certificates", "Certificates by status, at the last count", certificates);
    }
    let jobs = Family::<JobLabels, Gauge>::default();
    let of = |kind: &str, state: JobState| JobLabels { kind: kind.to_owned(), state: state.as_str() };
    for (kind, state) in Job::KINDS.into_iter().flat_map(|kind| JobState::ALL.map(|state| (kind, state))) {
        jobs.get_or_create(&of(kind, state)).set(0);
    }
    for queued in &gauges.jobs {
        jobs.get_or_create(&of(&queued.kind, queued.state)).set(i64::from(queued.count));
    }
    let help = "Jobs by kind and state (claimed: leased by a node), counted up to 10000 for a state";
    registry.register("jobs", help, jobs);
    let help = "RSA keys generated in advance";
    registry.register("key_pool_keys", help, ConstGauge::new(i64::from(gauges.keys_ready)));
}
