//! Giving out the root certificates.

use tegata_model::authority::Role;
use tegata_store::authorities;
use tegata_x509::pem;

use crate::{Caller, Error, Instance};

/// The roots to trust, in PEM: the new ones first, then the older.
///
/// # Errors
/// When the store fails.
pub async fn export_roots(instance: &Instance, caller: &Caller) -> Result<String, Error> {
    caller.may("tegata:ExportRoots")?;
    let listed = instance.read(|tx| Ok::<_, Error>(authorities::list(tx)?)).await?;
    let of_role = |role| listed.iter().filter(move |authority| authority.role == role);
    let roots = of_role(Role::Root).chain(of_role(Role::OlderRoot));
    Ok(roots.map(|root| pem::encode_certificate(&root.certificate_der)).collect())
}
