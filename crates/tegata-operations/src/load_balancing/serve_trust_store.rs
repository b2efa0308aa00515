//! Trust stores as an edge needs them.

use std::collections::HashSet;

use tegata_model::load_balancing::TrustStoreId;
use tegata_store::load_balancing::{trust_store_revocations, trust_stores};
use tegata_x509::ca_bundle;
use tegata_x509::revocation_file::{IssuedBy, RevocationFile};

use crate::{Error, Worker};

/// A trust store to be served.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServedTrustStore {
    /// The certificates of its authorities, in DER.
    pub authorities: Vec<Vec<u8>>,
    /// What is on its revocation lists. A list whose authority is not in the bundle any more does not count.
    pub revoked: HashSet<IssuedBy>,
}

/// A trust store of any account as it is to be served now; `None` when it is gone.
///
/// # Errors
/// When the store fails, or holds something else.
pub async fn served_trust_store(
    worker: &Worker,
    id: TrustStoreId,
) -> Result<Option<ServedTrustStore>, Error> {
    let found = worker.read(move |tx| {
        let Some(bundle) = trust_stores::bundle(tx, id)? else { return Ok(None) };
        let mut lists = Vec::new();
        for revocation in trust_store_revocations::list(tx, id)? {
            lists.extend(trust_store_revocations::content(tx, id, revocation.id)?);
        }
        Ok::<_, Error>(Some((bundle, lists)))
    });
    let Some((bundle, lists)) = found.await? else { return Ok(None) };
    // Half a million entries take a while.
    let reading = tokio::task::spawn_blocking(move || read(&bundle, &lists));
    reading.await.map_err(Error::internal)?.map(Some)
}

fn read(bundle: &str, lists: &[Vec<u8>]) -> Result<ServedTrustStore, Error> {
    let authorities = ca_bundle::read(bundle.as_bytes()).map_err(Error::internal)?;
    let mut revoked = HashSet::new();
    for list in lists {
        let list = RevocationFile::read(list).map_err(Error::internal)?;
        if authorities.iter().any(|authority| list.is_signed_by(authority)) {
            let issuer = list.issuer();
            revoked.extend(
                list.serials()
                    .iter()
                    .map(|serial| IssuedBy { issuer: issuer.to_vec(), serial: serial.clone() }),
            );
        }
    }
    let authorities = authorities.iter().map(|authority| authority.der().to_vec()).collect();
    Ok(ServedTrustStore { authorities, revoked })
}
