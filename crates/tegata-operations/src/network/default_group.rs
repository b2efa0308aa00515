//! The security group that every VPC has.

use tegata_model::Tenant;
use tegata_model::network::{SecurityGroup, SecurityGroupId, SecurityGroupRuleId};

use crate::InstanceSecret;

/// The default group of a tenant's VPC as it is before its first change. Its identifier is always the same, so that
/// nothing has to be stored for tenants who do not use it.
pub(crate) fn default_group(secret: &InstanceSecret, tenant: &Tenant) -> SecurityGroup {
    let random = |part: &[u8]| {
        let (account, region) = (tenant.account.as_str().as_bytes(), tenant.region.as_str().as_bytes());
        let digest = secret.digest("default-security-group", &[account, region, part]);
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
        bytes
    };
    let rules = [b"egress".as_slice(), b"ingress"].map(|part| SecurityGroupRuleId::from_random(random(part)));
    SecurityGroup::of_vpc(SecurityGroupId::from_random(random(b"group")), tenant.clone(), rules)
}
