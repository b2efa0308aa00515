//! The authorities' public files: certificates, and revocation lists signed anew before they age.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use tegata_model::authority::Role;
use tegata_store::authorities::{self, StoredCrl};
use tegata_x509::Issuer;
use tegata_x509::crl::{Edition, sign_list};
use tegata_x509::describe::describe;

use super::{Authorities, certificate_path, crl_path, own_roots};
use crate::{Error, Worker};

/// How long a list counts (CA/B Baseline Requirements §4.9.7: at most ten days for what lists leaves).
const LIST_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long before its end a list is signed anew: relying parties have a list over a weekend without this instance.
const LIST_RENEWED_BEFORE: SignedDuration = SignedDuration::from_hours(5 * 24);
/// A list begins a little before now, for relying parties whose clocks are behind.
const BACKDATED: SignedDuration = SignedDuration::from_mins(5);

/// Where the root certificates are, in PEM, for people to download.
pub const ROOTS_PATH: &str = "/pki/root.pem";

/// What is served under `/pki/`. Replaced as a whole, never edited.
#[derive(Debug, Default)]
pub struct AuthorityFiles {
    files: HashMap<String, (&'static str, Vec<u8>)>,
    roots: Vec<RootCertificate>,
    next: Option<Timestamp>,
    lists: Vec<PublishedList>,
}

/// A revocation list that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedList {
    /// The common name of the authority whose list it is.
    pub authority: String,
    /// From when it counts.
    pub this_update: Timestamp,
    /// By when the next one is there.
    pub next_update: Timestamp,
}

impl AuthorityFiles {
    /// The media type and content of a path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<(&'static str, &[u8])> {
        self.files.get(path).map(|(media_type, content)| (*media_type, content.as_slice()))
    }

    /// The revocation lists of roots. Those of intermediates are signed when somebody asks.
    #[must_use]
    pub fn lists(&self) -> &[PublishedList] {
        &self.lists
    }

    /// The roots in [`ROOTS_PATH`], the new ones first.
    #[must_use]
    pub fn roots(&self) -> &[RootCertificate] {
        &self.roots
    }

    fn publish_roots(&mut self, authorities: &Authorities) -> Result<(), tegata_x509::Error> {
        let loaded = authorities.loaded();
        for root in own_roots(loaded.members.iter().map(|member| &member.authority)) {
            let der = &root.certificate_der;
            let described = describe(der)?;
            self.roots.push(RootCertificate {
                subject: described.subject,
                not_after: described.not_after,
                fingerprint: described.fingerprint,
            });
        }
        self.files
            .insert(ROOTS_PATH.to_owned(), ("application/x-pem-file", loaded.roots_pem.as_bytes().to_vec()));
        Ok(())
    }

    /// When a list has to be signed anew.
    #[must_use]
    pub fn due(&self) -> Timestamp {
        self.next.unwrap_or(Timestamp::MIN)
    }
}

/// A root certificate, as people compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootCertificate {
    /// Its subject, as `C=JP,O=Tegata,CN=…`.
    pub subject: String,
    /// Until when it counts.
    pub not_after: Timestamp,
    /// SHA-256 of the certificate, in lower-case hexadecimal.
    pub fingerprint: String,
}

/// Signs anew the lists that have aged, and gives all public files.
///
/// # Errors
/// When the store fails, or a key cannot be used.
pub async fn publish(worker: &Worker, authorities: &Authorities) -> Result<AuthorityFiles, Error> {
    let now = worker.clock.now();
    let mut files = AuthorityFiles::default();
    for member in &authorities.loaded().members {
        let authority = &member.authority;
        let id = authority.id;
        if authority.role != Role::CrossCertificate {
            let certificate = ("application/pkix-cert", authority.certificate_der.clone());
            files.files.insert(certificate_path(id), certificate);
        }
        // Leaves are named by lists of their shards, which are signed when somebody asks.
        let Some(signer) = member.signer.as_ref().filter(|_| authority.role != Role::Intermediate) else {
            continue;
        };
        let stored = worker.read(move |tx| authorities::crl(tx, id)).await?;
        let fresh =
            |list: &StoredCrl| now < list.next_update - LIST_RENEWED_BEFORE && list.this_update <= now;
        let list = match stored {
            Some(list) if fresh(&list) => list,
            stored => {
                let issuer = Issuer::of_certificate(&authority.certificate_der).map_err(Error::internal)?;
                let (this_update, next_update) = (now - BACKDATED, now + LIST_LIFE);
                let number = stored.map_or(1, |list| list.number + 1);
                let edition = Edition { number, this_update, next_update, part: &[] };
                let der = sign_list(&issuer, signer.as_ref(), edition, &[]).map_err(Error::internal)?;
                let kept = StoredCrl { number, this_update, next_update, der: der.clone() };
                worker.write(move |tx| authorities::put_crl(tx, id, &kept)).await?;
                StoredCrl { number, this_update, next_update, der }
            }
        };
        let due = list.next_update - LIST_RENEWED_BEFORE;
        files.next = Some(files.next.map_or(due, |next| next.min(due)));
        files.lists.push(PublishedList {
            authority: authority.name.clone(),
            this_update: list.this_update,
            next_update: list.next_update,
        });
        files.files.insert(crl_path(id), ("application/pkix-crl", list.der));
    }
    files.publish_roots(authorities).map_err(Error::internal)?;
    Ok(files)
}
