//! What can be asked of trust stores.

mod add_revocations;
mod content;
mod create;
mod delete;
mod delete_association;
mod list;
mod list_associations;
mod list_revocations;
mod modify;
mod remove_revocations;

mod object;
mod refusal;

pub use self::add_revocations::add_revocations;
pub use self::content::{CONTENT_PATH, Content, NotServed, content_at, locate};
pub use self::create::{RequestedTrustStore, create};
pub use self::delete::delete;
pub use self::delete_association::delete_association;
pub use self::list::{ListTrustStores, Page, list};
pub use self::list_associations::{Association, list_associations};
pub use self::list_revocations::{RevocationPage, list_revocations};
pub use self::modify::modify;
pub use self::object::ObjectNamed;
pub use self::remove_revocations::remove_revocations;

use tegata_model::Tenant;
use tegata_model::load_balancing::{TrustStore, TrustStoreId};
use tegata_store::ReadTx;
use tegata_store::load_balancing::trust_stores;

use crate::{Error, Named};

/// The tenant's trust store of that identifier.
pub(crate) fn trust_store(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    named: &Named<TrustStoreId>,
) -> Result<TrustStore, Error> {
    trust_stores::find(tx, tenant, named.id)?.ok_or_else(|| refusal::not_found(&named.as_written))
}
