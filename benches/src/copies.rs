//! Many certificates that can be served, without issuing each: all after one that was.

use anyhow::{Context, Result};
use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, Serial};
use tegata_operations::{Caller, Instance};
use tegata_store::certificates::versions::{self, Current, Reservation, Signed};
use tegata_store::{StoreError, certificates};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Copies that one transaction inserts.
const AT_ONCE: usize = 5_000;

/// The name of a copy.
#[must_use]
pub fn name(copy: usize, number: usize) -> String {
    format!("n{number}.c{copy}.example.com")
}

/// Inserts copies of an issued certificate, each with this many names of its own, and with the template's leaf and key.
///
/// # Errors
/// When the template is not issued, or the store fails.
pub async fn insert(
    instance: &Instance,
    owner: &Caller,
    template: CertificateId,
    copies: usize,
    names_each: usize,
) -> Result<Vec<CertificateId>> {
    let (tenant, mut ids) = (owner.tenant.clone(), Vec::with_capacity(copies));
    let read = instance
        .read(move |tx| {
            let stored = certificates::find(tx, &tenant, template)?;
            Ok::<_, StoreError>(stored.zip(versions::current_with_key(tx, template)?))
        })
        .await?;
    let (stored, (current, sealed)) = read.context("an issued certificate with its key")?;
    let key = instance.sealer.open(&sealed.place, &sealed.bytes)?;
    for begin in (0..copies).step_by(AT_ONCE) {
        let numbers = begin..copies.min(begin + AT_ONCE);
        let made = numbers.map(|copy| copied(instance, &stored.certificate, &key, copy, names_each));
        let made = made.collect::<Result<Vec<_>>>()?;
        ids.extend(made.iter().map(|(certificate, _)| certificate.id));
        let Current { leaf, chain_pem, .. } = &current;
        let (leaf, chain_pem, now) = (leaf.clone(), chain_pem.clone(), instance.clock.now());
        let save = move |tx: &mut tegata_store::WriteTx<'_>| -> Result<(), StoreError> {
            for (certificate, sealed_key) in &made {
                certificates::insert(tx, certificate)?;
                let Some(version) = &certificate.version else { continue };
                let Some(authority) = version.authority else { continue };
                let reservation = Reservation {
                    serial: version.serial,
                    certificate: certificate.id,
                    number: 1,
                    authority,
                    not_after: version.not_after,
                    to_be_signed: b"",
                };
                versions::reserve(tx, &reservation, now)?;
                let signed = Signed {
                    leaf: &leaf,
                    chain_id: b"chain of the copies",
                    chain_pem: &chain_pem,
                    sealed_key: Some(sealed_key),
                };
                versions::make_current(tx, certificate.id, 1, version.serial, &signed)?;
            }
            Ok(())
        };
        instance.write(save).await?;
    }
    Ok(ids)
}

fn copied(
    instance: &Instance,
    template: &Certificate,
    key: &Zeroizing<Vec<u8>>,
    copy: usize,
    names_each: usize,
) -> Result<(Certificate, Vec<u8>)> {
    let mut certificate = template.clone();
    let spread = (copy as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    certificate.id = CertificateId(Uuid::from_u128((copy as u128) << 80 | spread >> 48));
    let managed = certificate.managed_mut().context("a certificate of our own authority")?;
    let first = managed.names.first().context("a name")?.clone();
    let names = (0..names_each).map(|number| {
        let mut of = first.clone();
        of.name = name(copy, number).parse()?;
        Ok(of)
    });
    managed.names = names.collect::<Result<Vec<_>>>()?;
    let version = certificate.version.as_mut().context("a version")?;
    version.serial = Serial::from_random(spread.to_be_bytes());
    let sealed = instance.sealer.seal(&versions::key_place(version.serial), key);
    Ok((certificate, sealed))
}
