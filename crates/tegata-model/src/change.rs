//! Changes: which snapshots have to be built anew.

use crate::certificate::Serial;
use crate::load_balancing::{ListenerId, LoadBalancerId, TargetGroupId, TrustStoreId};
use crate::rotating_key::KeyPurpose;
use crate::{AuthorityId, CertificateId, HostedZoneId};

/// Something of which a node keeps a snapshot has changed. Every change is logged in the transaction that makes it, so that DNS
/// answers and edges, on any node, read only what is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A hosted zone's record sets.
    HostedZone(HostedZoneId),
    /// What a certificate serves: chain and key.
    Certificate(CertificateId),
    /// A load balancer that was made or deleted, or has another address.
    LoadBalancer(LoadBalancerId),
    /// A listener or its certificates.
    Listener(ListenerId),
    /// A target group or its targets.
    TargetGroup(TargetGroupId),
    /// A certificate of an authority was revoked.
    Revocation(Serial),
    /// An authority was made.
    Authority(AuthorityId),
    /// Access keys, principals or policies; with the access key's identifier or the name.
    Access(String),
    /// The keys of that purpose, which all edges share.
    RotatingKeys(KeyPurpose),
    /// A trust store's bundle or revocation lists.
    TrustStore(TrustStoreId),
}

impl Change {
    /// Which kind it is, as the store keeps it.
    #[must_use]
    pub fn topic(&self) -> &'static str {
        match self {
            Change::HostedZone(_) => "hosted-zone",
            Change::Certificate(_) => "certificate",
            Change::LoadBalancer(_) => "load-balancer",
            Change::Listener(_) => "listener",
            Change::TargetGroup(_) => "target-group",
            Change::Revocation(_) => "revocation",
            Change::Authority(_) => "authority",
            Change::Access(_) => "access",
            Change::RotatingKeys(_) => "rotating-keys",
            Change::TrustStore(_) => "trust-store",
        }
    }

    /// Which of its kind it is about, as the store keeps it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Change::HostedZone(id) => id.to_string(),
            Change::Certificate(id) => id.to_string(),
            Change::LoadBalancer(id) => id.to_string(),
            Change::Listener(id) => id.to_string(),
            Change::TargetGroup(id) => id.to_string(),
            Change::Revocation(serial) => serial.to_string(),
            Change::Authority(id) => id.to_string(),
            Change::Access(name) => name.clone(),
            Change::RotatingKeys(purpose) => purpose.as_str().to_owned(),
            Change::TrustStore(id) => id.to_string(),
        }
    }

    /// What [`Change::topic`] and [`Change::key`] were taken from; `None` for what this release does not know, as a node of a
    /// newer one may write.
    #[must_use]
    pub fn parse(topic: &str, key: &str) -> Option<Change> {
        Some(match topic {
            "hosted-zone" => Change::HostedZone(HostedZoneId(key.to_owned())),
            "certificate" => Change::Certificate(key.parse().ok()?),
            "load-balancer" => Change::LoadBalancer(key.parse().ok()?),
            "listener" => Change::Listener(key.parse().ok()?),
            "target-group" => Change::TargetGroup(key.parse().ok()?),
            "revocation" => Change::Revocation(Serial::try_from(key.to_owned()).ok()?),
            "authority" => Change::Authority(key.parse().ok()?),
            "access" => Change::Access(key.to_owned()),
            "rotating-keys" => Change::RotatingKeys(KeyPurpose::parse(key)?),
            "trust-store" => Change::TrustStore(key.parse().ok()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        for change in [
            Change::HostedZone(HostedZoneId("Z1".to_owned())),
            Change::Certificate(CertificateId(Uuid::from_u128(1))),
            Change::LoadBalancer(LoadBalancerId(5)),
            Change::Listener(ListenerId(2)),
            Change::TargetGroup(TargetGroupId(3)),
            Change::Revocation(Serial::from_random([7; 16])),
            Change::Authority(AuthorityId(Uuid::from_u128(4))),
            Change::Access("AKIAEXAMPLE".to_owned()),
            Change::RotatingKeys(KeyPurpose::StickinessCookies),
            Change::TrustStore(TrustStoreId(6)),
        ] {
            assert_eq!(Change::parse(change.topic(), &change.key()), Some(change));
        }
        assert_eq!(Change::parse("of-a-newer-release", "x"), None);
        assert_eq!(Change::parse("listener", "no identifier"), None);
    }
}
