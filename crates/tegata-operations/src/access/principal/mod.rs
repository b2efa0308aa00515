//! Principals: the named users of an account.

mod create;
mod delete;
mod list;

pub use create::create;
pub use delete::delete;
pub use list::list;

use tegata_model::access::{NameRefused, PrincipalName};

use crate::Error;
use crate::reason::AccessReason;

/// The most principals of an account.
pub(crate) const PRINCIPALS_MAX: u32 = 1000;

/// A name that is none.
pub(crate) fn no_name(error: &NameRefused) -> Error {
    Error::invalid(AccessReason::Name, format!("{error}."))
}

/// A principal that is not there.
pub(crate) fn no_such(name: &PrincipalName) -> Error {
    Error::not_found(AccessReason::NoSuchPrincipal, format!("There is no principal {name}."))
}
