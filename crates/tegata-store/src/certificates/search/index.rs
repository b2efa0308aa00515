//! Keeping the index: in the transaction that changes a certificate.

use aws_lc_rs::digest;
use jiff::Timestamp;
use tegata_model::certificate::search::{Details, Facets};
use tegata_model::certificate::{Certificate, Origin, Usage};
use tegata_model::{CertificateId, Tenant};

use crate::{Json, StoreError, WriteTx, params};

/// What the index has of a certificate. It follows from the certificate alone, so it is worked out before a transaction
/// where that is possible: transactions run one after the other.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::certificates) struct Entry {
    /// The identifier of its facets, which its row keeps.
    pub(in crate::certificates) facets: i64,
    /// The facets as they are stored under that identifier.
    facets_text: String,
    details: Details,
    times: Times,
}

impl Entry {
    /// The entry of a certificate.
    pub(in crate::certificates) fn of(certificate: &Certificate, usage: Usage) -> Entry {
        let facets_text = Json(Facets::of(certificate, usage)).text();
        Entry {
            facets: identifier(&certificate.tenant, &facets_text),
            facets_text,
            details: Details::of(certificate),
            times: Times::of(certificate),
        }
    }

    /// Puts a new certificate into the index.
    pub(in crate::certificates) fn insert(
        &self,
        tx: &mut WriteTx<'_>,
        tenant: &Tenant,
    ) -> Result<(), StoreError> {
        self.keep_facets(tx, tenant)?;
        let (details, times) = (&self.details, &self.times);
        tx.execute(
            "INSERT INTO certificate_search (facets, certificate_id, domain_name, dns_names, serial, not_before, \
             not_after, issued_at, imported_at, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                self.facets,
                details.id.0,
                details.domain_name,
                details.dns_names.join("\n"),
                details.serial,
                details.not_before,
                details.not_after,
                times.issued,
                times.imported,
                times.revoked
            ],
        )?;
        names(details).try_for_each(|name| insert_name(tx, tenant, name, details.id))
    }

    /// Puts a certificate's new state into the index, in place of the one before. Both are of the same certificate.
    pub(in crate::certificates) fn replace(
        &self,
        tx: &mut WriteTx<'_>,
        tenant: &Tenant,
        before: &Entry,
    ) -> Result<(), StoreError> {
        if self == before {
            return Ok(());
        }
        if self.facets != before.facets {
            self.keep_facets(tx, tenant)?;
        }
        let (details, times) = (&self.details, &self.times);
        tx.execute(
            "UPDATE certificate_search SET facets = ?3, domain_name = ?4, dns_names = ?5, serial = ?6, \
             not_before = ?7, not_after = ?8, issued_at = ?9, imported_at = ?10, revoked_at = ?11 \
             WHERE facets = ?1 AND certificate_id = ?2",
            params![
                before.facets,
                details.id.0,
                self.facets,
                details.domain_name,
                details.dns_names.join("\n"),
                details.serial,
                details.not_before,
                details.not_after,
                times.issued,
                times.imported,
                times.revoked
            ],
        )?;
        // Only what is imported anew under its ARN has other names than before.
        for name in names(&before.details).filter(|name| !names(details).any(|kept| kept == *name)) {
            delete_name(tx, tenant, name, details.id)?;
        }
        for name in names(details).filter(|name| !names(&before.details).any(|had| had == *name)) {
            insert_name(tx, tenant, name, details.id)?;
        }
        Ok(())
    }

    /// Keeps the combination of facets.
    fn keep_facets(&self, tx: &mut WriteTx<'_>, tenant: &Tenant) -> Result<(), StoreError> {
        tx.execute(
            "INSERT INTO certificate_facets (id, account, region, document) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO NOTHING",
            params![self.facets, tenant.account.as_str(), tenant.region.as_str(), self.facets_text],
        )?;
        Ok(())
    }
}

/// Takes a certificate, whose row is still there, out of the index.
pub(in crate::certificates) fn delete(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM certificate_search WHERE certificate_id = ?1 \
         AND facets = (SELECT facets FROM certificates WHERE id = ?1)",
        params![certificate.id.0],
    )?;
    for name in names(&Details::of(certificate)) {
        delete_name(tx, &certificate.tenant, name, certificate.id)?;
    }
    Ok(())
}

/// When it was issued here, brought here, taken back.
#[derive(Debug, PartialEq, Eq)]
struct Times {
    issued: Option<Timestamp>,
    imported: Option<Timestamp>,
    revoked: Option<Timestamp>,
}

impl Times {
    fn of(certificate: &Certificate) -> Times {
        let issued_here = certificate.origin() == Origin::AmazonIssued;
        Times {
            issued: certificate.version.as_ref().filter(|_| issued_here).map(|version| version.issued_at),
            imported: certificate.imported().map(|imported| imported.at),
            revoked: certificate.revoked.map(|revoked| revoked.at),
        }
    }
}

/// Each name that it is found by: a domain name need not be among the DNS names of what was imported.
fn names(details: &Details) -> impl Iterator<Item = &str> {
    let named = Some(details.domain_name.as_str()).filter(|name| !name.is_empty());
    let other = named.filter(|name| !details.dns_names.iter().any(|dns_name| dns_name == name));
    details.dns_names.iter().map(String::as_str).chain(other)
}

fn insert_name(
    tx: &mut WriteTx<'_>,
    tenant: &Tenant,
    name: &str,
    id: CertificateId,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_names (account, region, name, certificate_id) VALUES (?1, ?2, ?3, ?4)",
        params![tenant.account.as_str(), tenant.region.as_str(), name, id.0],
    )?;
    Ok(())
}

fn delete_name(
    tx: &mut WriteTx<'_>,
    tenant: &Tenant,
    name: &str,
    id: CertificateId,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM certificate_names WHERE account = ?1 AND region = ?2 AND name = ?3 AND certificate_id = ?4",
        params![tenant.account.as_str(), tenant.region.as_str(), name, id.0],
    )?;
    Ok(())
}

/// The identifier of a combination: the same for ever, so that nothing has to be looked up to write it.
fn identifier(tenant: &Tenant, facets: &str) -> i64 {
    let whose = [tenant.account.as_str(), tenant.region.as_str(), facets].join("\n");
    let digest = digest::digest(&digest::SHA256, whose.as_bytes());
    let bytes = digest.as_ref().first_chunk::<8>().copied().unwrap_or_default();
    i64::from_be_bytes(bytes)
}
