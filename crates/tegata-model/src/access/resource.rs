//! What is acted on, as policies know it.

use super::PrincipalName;
use crate::load_balancing::{Kind, Listener, LoadBalancerId, TargetGroupId};
use crate::tag::Tag;
use crate::{AccountId, CertificateId, HostedZoneId, Tenant, arn};

/// The kinds of things that policies can name; each is an entity type of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceKind {
    /// The account as a whole: for what names no single thing, such as a list or a request.
    Account,
    /// A certificate.
    Certificate,
    /// A hosted zone.
    HostedZone,
    /// A load balancer.
    LoadBalancer,
    /// A listener; it is in its load balancer.
    Listener,
    /// A target group.
    TargetGroup,
    /// A principal, as the role whose permissions `AssumeRole` gives.
    Role,
}

impl ResourceKind {
    /// All kinds.
    pub const ALL: [ResourceKind; 7] = [
        ResourceKind::Account,
        ResourceKind::Certificate,
        ResourceKind::HostedZone,
        ResourceKind::LoadBalancer,
        ResourceKind::Listener,
        ResourceKind::TargetGroup,
        ResourceKind::Role,
    ];

    /// The kind that `api/references.txt` means; `None` for a word that names no kind.
    #[must_use]
    pub fn of_reference(word: &str) -> Option<ResourceKind> {
        Some(match word {
            // What is found by its name is looked for among all of the account.
            "names" => ResourceKind::Account,
            "certificate" => ResourceKind::Certificate,
            "hosted-zone" => ResourceKind::HostedZone,
            "load-balancer" => ResourceKind::LoadBalancer,
            "listener" => ResourceKind::Listener,
            "target-group" => ResourceKind::TargetGroup,
            "role" => ResourceKind::Role,
            _ => return None,
        })
    }

    /// The entity type's name in policies.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ResourceKind::Account => "Account",
            ResourceKind::Certificate => "Certificate",
            ResourceKind::HostedZone => "HostedZone",
            ResourceKind::LoadBalancer => "LoadBalancer",
            ResourceKind::Listener => "Listener",
            ResourceKind::TargetGroup => "TargetGroup",
            ResourceKind::Role => "Role",
        }
    }
}

/// A thing that is acted on. Its identifier in policies is the ARN in its one canonical spelling, so that no other
/// spelling of it slips past a policy that forbids; the account's is its twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Resource {
    /// Of which kind.
    pub kind: ResourceKind,
    /// By which policies know it.
    pub id: String,
    /// The load balancer that a listener is in.
    pub load_balancer: Option<String>,
    /// The account that a role is in, which may be another than the caller's.
    pub role_account: Option<AccountId>,
    /// What its owner wrote on it.
    pub tags: Vec<Tag>,
}

impl Resource {
    /// The account as a whole.
    #[must_use]
    pub fn account(account: &AccountId) -> Resource {
        Resource::plain(ResourceKind::Account, account.to_string())
    }

    /// A certificate.
    #[must_use]
    pub fn certificate(tenant: &Tenant, id: CertificateId) -> Resource {
        Resource::plain(ResourceKind::Certificate, arn::certificate(tenant, id))
    }

    /// A hosted zone; it belongs to no region, and Route 53 writes no account into its ARN.
    #[must_use]
    pub fn hosted_zone(id: &HostedZoneId) -> Resource {
        Resource::plain(ResourceKind::HostedZone, arn::hosted_zone(id))
    }

    /// A load balancer.
    #[must_use]
    pub fn load_balancer(tenant: &Tenant, kind: Kind, name: &str, id: LoadBalancerId) -> Resource {
        let kind = kind.in_arn();
        Resource::plain(
            ResourceKind::LoadBalancer,
            balancing(tenant, &format!("loadbalancer/{kind}/{name}/{id}")),
        )
    }

    /// A listener of a load balancer.
    #[must_use]
    pub fn listener(listener: &Listener) -> Resource {
        let Listener { tenant, load_balancer_name: name, load_balancer, id, .. } = listener;
        let kind = listener.kind();
        let above = Resource::load_balancer(tenant, kind, name, *load_balancer).id;
        let kind = kind.in_arn();
        let own = balancing(tenant, &format!("listener/{kind}/{name}/{load_balancer}/{id}"));
        Resource { load_balancer: Some(above), ..Resource::plain(ResourceKind::Listener, own) }
    }

    /// A target group.
    #[must_use]
    pub fn target_group(tenant: &Tenant, name: &str, id: TargetGroupId) -> Resource {
        Resource::plain(ResourceKind::TargetGroup, balancing(tenant, &format!("targetgroup/{name}/{id}")))
    }

    /// A principal as a role. The account may be another than the caller's.
    #[must_use]
    pub fn role(account: &AccountId, name: &PrincipalName) -> Resource {
        let id = arn::principal(account, &format!("role/{name}"));
        Resource { role_account: Some(account.clone()), ..Resource::plain(ResourceKind::Role, id) }
    }

    /// The same thing with its tags.
    #[must_use]
    pub fn with_tags(self, tags: Vec<Tag>) -> Resource {
        Resource { tags, ..self }
    }

    /// How refusals name it: AWS writes `*` where an action names no single thing.
    #[must_use]
    pub fn words(&self) -> &str {
        if self.kind == ResourceKind::Account { "*" } else { &self.id }
    }

    fn plain(kind: ResourceKind, id: String) -> Resource {
        Resource { kind, id, load_balancer: None, role_account: None, tags: Vec::new() }
    }
}

fn balancing(tenant: &Tenant, resource: &str) -> String {
    arn::of("elasticloadbalancing", tenant, resource)
}
