//! Amazon Resource Names, built and taken apart (AWS General Reference, "Amazon Resource Names"):
//! `arn:partition:service:region:account:resource`.

use crate::access::SessionName;
use crate::load_balancing::TargetGroupId;
use crate::{AccountId, CertificateId, HostedZoneId, Tenant};

/// The partition that every ARN of ours is in.
pub const PARTITION: &str = "aws";

/// An ARN, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The partition, as `aws`.
    pub partition: &'a str,
    /// The service, as `acm`.
    pub service: &'a str,
    /// The region; empty for what belongs to none.
    pub region: &'a str,
    /// The account; empty for what belongs to none.
    pub account: &'a str,
    /// The rest, which may have colons.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes an ARN apart; `None` when it does not have six parts.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Arn<'a>> {
        let mut parts = text.splitn(6, ':');
        (parts.next()? == "arn").then_some(())?;
        Some(Arn {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }
}

impl std::fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Arn { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// The ARN of a resource of a tenant's.
#[must_use]
pub fn of(service: &str, tenant: &Tenant, resource: &str) -> String {
    let (region, account) = (tenant.region.as_str(), tenant.account.as_str());
    Arn { partition: PARTITION, service, region, account, resource }.to_string()
}

/// The ARN of a certificate.
#[must_use]
pub fn certificate(tenant: &Tenant, id: CertificateId) -> String {
    of("acm", tenant, &format!("certificate/{id}"))
}

/// The ARN of a target group.
#[must_use]
pub fn target_group(tenant: &Tenant, name: &str, id: TargetGroupId) -> String {
    of("elasticloadbalancing", tenant, &format!("targetgroup/{name}/{id}"))
}

/// The ARN of a hosted zone; it belongs to no region, and Route 53 writes no account into it.
#[must_use]
pub fn hosted_zone(id: &HostedZoneId) -> String {
    let resource = format!("hostedzone/{id}");
    Arn { partition: PARTITION, service: "route53", region: "", account: "", resource: &resource }.to_string()
}

/// The ARN of a principal: `root`, or `user/alice` as IAM writes a user's.
#[must_use]
pub fn principal(account: &AccountId, resource: &str) -> String {
    Arn { partition: PARTITION, service: "iam", region: "", account: account.as_str(), resource }.to_string()
}

/// The ARN of a session of a principal (STS API Reference, `AssumedRoleUser`).
#[must_use]
pub fn session(account: &AccountId, principal: &str, session: &SessionName) -> String {
    let resource = format!("assumed-role/{principal}/{session}");
    let account = account.as_str();
    Arn { partition: PARTITION, service: "sts", region: "", account, resource: &resource }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_written_as_it_was_read() {
        let text = "arn:aws:acm:us-east-1:123456789012:certificate/a:b";
        let arn = Arn::parse(text).expect("an ARN");
        assert_eq!((arn.service, arn.region, arn.resource), ("acm", "us-east-1", "certificate/a:b"));
        assert_eq!(arn.to_string(), text);
        assert_eq!(Arn::parse("arn:aws:acm:us-east-1:1"), None);
        assert_eq!(Arn::parse("urn:aws:acm:r:1:x"), None);
    }
}
