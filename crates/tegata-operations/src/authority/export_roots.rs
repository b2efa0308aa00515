//! Giving out the root certificates.

use tegata_store::authorities;
use tegata_x509::pem;

use super::own_roots;
use crate::{Caller, Error, Instance};

/// The roots to trust, in PEM: the new ones first, then the older.
///
/// # Errors
/// When the store fails.
pub async fn export_roots(instance: &Instance, caller: &Caller) -> Result<String, Error> {
    caller.may("tegata:ExportRoots")?;
    let listed = instance.read(|tx| Ok::<_, Error>(authorities::list(tx)?)).await?;
    Ok(own_roots(listed.iter()).map(|root| pem::encode_certificate(&root.certificate_der)).collect())
}
