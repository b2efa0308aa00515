//! Policies: what the named principals of an account may do.

mod delete;
mod list;
mod put;
mod show;

pub use delete::delete;
pub use list::list;
pub use put::put;
pub use show::show;
pub use tegata_store::policies::StoredPolicy;

use tegata_model::access::{DOCUMENTS_MAX, PolicyName};
use uuid::Uuid;

use crate::reason::AccessReason;
use crate::{Error, Instance};

/// As many documents as an account may have.
fn documents_max() -> u32 {
    u32::try_from(DOCUMENTS_MAX).unwrap_or(u32::MAX)
}

/// What will stand for the account's policies once they are changed.
fn revision(instance: &Instance) -> String {
    let uuid: Uuid = instance.entropy.uuid(instance.clock.now());
    uuid.to_string()
}

fn named(name: String) -> Result<PolicyName, Error> {
    PolicyName::try_from(name).map_err(|error| crate::access::principal::no_name(&error))
}

fn no_such(name: &PolicyName) -> Error {
    Error::not_found(AccessReason::NoSuchPolicy, format!("There is no policy {name}."))
}
