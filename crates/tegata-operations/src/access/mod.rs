//! Who may: from what a request names to the policies that decide on it.

pub mod access_key;
mod admit;
mod check;
pub mod policy;
mod policy_cache;
pub mod principal;
mod resolve;
pub mod session;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tegata_aws::contract::{SERVICES, Service};
use tegata_model::access::ResourceKind;
use tegata_model::access::schema::{AccessSchema, Action, WITHOUT_PERMISSION};

pub use admit::admit;
pub use check::{Checked, check};
pub use policy_cache::PolicyCache;
pub use resolve::Reference;
pub(crate) use resolve::resource;

/// What policies can speak of: every operation of every service that is handled.
pub static SCHEMA: LazyLock<AccessSchema> = LazyLock::new(|| {
    let actions: Vec<Action> = SERVICES.iter().flat_map(actions).collect();
    AccessSchema::new(&actions).expect("names of operations make a schema; a test makes it")
});

/// The actions of a service: each can be asked about the kinds of objects that any of its operations names, for a listener
/// is found by an action on its load balancer, too.
fn actions(service: &Service) -> Vec<Action> {
    let handled = || service.operations().filter(|operation| service.is_handled(&operation.name));
    let references = handled().flat_map(|operation| operation.references.iter().flatten());
    let kinds = references.flat_map(|reference| &reference.kinds);
    let resources: BTreeSet<ResourceKind> =
        kinds.filter_map(|kind| ResourceKind::of_reference(kind)).collect();
    handled()
        .map(|operation| format!("{}:{}", service.signing_name(), operation.name))
        .filter(|name| !WITHOUT_PERMISSION.contains(&name.as_str()))
        .map(|name| Action { name, resources: resources.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_make_a_schema() {
        let text = SCHEMA.text();
        assert!(text.contains("action \"acm:RequestCertificate\""));
        assert!(!text.contains("acm:CreateAcmeEndpoint\""), "what is not handled is not there");
        let kinds = "resource: [Account, Certificate, LoadBalancer, Listener, TargetGroup]";
        let line =
            text.lines().find(|line| line.starts_with("action \"elasticloadbalancing:DeleteListener\""));
        assert!(line.is_some_and(|line| line.contains(kinds)), "{line:?}");
    }

    #[test]
    fn every_kind_of_reference_is_known() {
        for service in SERVICES.iter() {
            for reference in service.operations().flat_map(|operation| operation.references.iter().flatten())
            {
                for kind in &reference.kinds {
                    assert!(ResourceKind::of_reference(kind).is_some(), "{}: {kind}", service.name);
                }
            }
        }
    }
}
