//! Placements: where TLS ends on the path from a name, and under which certificate.

mod balancers;
mod certificates;
mod check;
mod declare;
mod describe;
mod gather;
mod glob;
mod list;
mod list_declared;
mod undeclare;
mod walk;

use tegata_model::ServerName;

use crate::Error;
use crate::reason::PlacementReason;

pub use self::check::{CheckedPlacement, check, draw};
pub use self::declare::declare;
pub use self::describe::describe;
pub use self::list::{ListedPlacement, PlacementPage, list};
pub use self::list_declared::list_declared;
pub use self::undeclare::undeclare;
pub use self::walk::{WalkedPlacement, walk};

/// The DNS name of a path as it is compared: lower case, no trailing dot.
fn path_name(text: &str) -> Result<String, Error> {
    match text.parse() {
        Ok(ServerName::Host(name)) => Ok(name),
        Ok(ServerName::Address(_)) | Err(_) => Err(Error::invalid(
            PlacementReason::PathName,
            format!("DomainName {text} is not a host name: give the name that clients connect to."),
        )),
    }
}
