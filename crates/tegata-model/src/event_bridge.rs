//! Events as the world outside reads them: in the shape of Amazon EventBridge ("Events and event structure" in its User
//! Guide), so that consumers of ACM's events take these.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use uuid::{Builder, Uuid};

use crate::access::Resource;
use crate::event::{BridgeName, Event, SubjectKind};
use crate::{CertificateId, HostedZoneId, Tenant};

/// What ACM calls itself in its events.
const ACM: &str = "aws.acm";
/// What Tegata calls itself in the events that ACM has not.
const TEGATA: &str = "tegata";

/// An event in EventBridge's shape. Written as JSON, its members come in the order of AWS's examples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Envelope {
    version: &'static str,
    id: Uuid,
    #[serde(rename = "detail-type")]
    detail_type: &'static str,
    source: &'static str,
    account: String,
    time: String,
    region: String,
    resources: Vec<String>,
    detail: Value,
}

impl Envelope {
    /// Which event: the same at every delivery.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What happened: ACM's words for what ACM tells, the event's own kind for the rest.
    #[must_use]
    pub fn detail_type(&self) -> &str {
        self.detail_type
    }
}

/// An event of a tenant's, as it stands at a position of the log.
#[must_use]
pub fn envelope(position: i64, tenant: &Tenant, event: &Event) -> Envelope {
    let (source, detail_type) = match event.kind.bridge_name() {
        BridgeName::Acm(name) => (ACM, name),
        BridgeName::Tegata => (TEGATA, event.kind.as_str()),
    };
    Envelope {
        version: "0",
        id: identifier(position, event.at),
        detail_type,
        source,
        account: tenant.account.to_string(),
        time: Timestamp::from_second(event.at.as_second()).unwrap_or(event.at).to_string(),
        region: tenant.region.to_string(),
        resources: vec![resource(tenant, event)],
        detail: event.detail.clone(),
    }
}

/// A UUID of version 8 (RFC 9562 §5.8): the time as in version 7, and the position, which no other event of this
/// instance has. It is computed each time and needs no place in the log.
fn identifier(position: i64, at: Timestamp) -> Uuid {
    let mut octets = [0; 16];
    octets[..6].copy_from_slice(&at.as_millisecond().to_be_bytes()[2..]);
    octets[8..].copy_from_slice(&position.to_be_bytes());
    Builder::from_custom_bytes(octets).into_uuid()
}

/// The ARN, where the event's subject alone spells one; otherwise the subject as it stands.
fn resource(tenant: &Tenant, event: &Event) -> String {
    let subject = &event.subject;
    match event.kind.subject_kind() {
        SubjectKind::Certificate => match subject.parse::<CertificateId>() {
            Ok(id) => Resource::certificate(tenant, id).id,
            Err(_) => subject.clone(),
        },
        SubjectKind::HostedZone => Resource::hosted_zone(&HostedZoneId(subject.clone())).id,
        SubjectKind::Other => subject.clone(),
    }
}

#[cfg(test)]
mod tests;
