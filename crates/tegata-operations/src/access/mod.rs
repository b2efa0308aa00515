//! Who may: from what a request names to the policies that decide on it.

pub mod access_key;
mod admit;
mod check;
pub mod policy;
mod policy_cache;
pub mod principal;
mod resolve;

use std::sync::LazyLock;

use tegata_aws::contract::SERVICES;
use tegata_model::access::schema::{AccessSchema, WITHOUT_PERMISSION};

pub use admit::admit;
pub use check::{Checked, check};
pub use policy_cache::PolicyCache;
pub use resolve::Reference;
pub(crate) use resolve::resource;

/// What policies can speak of: every operation of every service that is handled.
pub static SCHEMA: LazyLock<AccessSchema> = LazyLock::new(|| {
    let actions: Vec<String> = SERVICES
        .iter()
        .flat_map(|service| {
            let handled = service.operations().filter(|operation| service.is_handled(&operation.name));
            handled.map(|operation| format!("{}:{}", service.signing_name(), operation.name))
        })
        .filter(|action| !WITHOUT_PERMISSION.contains(&action.as_str()))
        .collect();
    AccessSchema::new(actions.iter().map(String::as_str))
        .expect("names of operations make a schema; a test makes it")
});

#[cfg(test)]
mod tests {
    #[test]
    fn the_contracts_make_a_schema() {
        assert!(super::SCHEMA.text().contains("action \"acm:RequestCertificate\""));
        assert!(
            !super::SCHEMA.text().contains("acm:CreateAcmeEndpoint\""),
            "what is not handled is not there"
        );
    }
}
