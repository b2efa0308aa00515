//! Importing a certificate, and importing another in its place.

mod read;

use tegata_model::certificate::import::{
    ImportRefused, OCSP_URL_MAX, ReimportRefused, plan_import, plan_reimport,
};
use tegata_model::certificate::{KeyAlgorithm, Origin, Version};
use tegata_model::tag::Tag;
use tegata_model::{CertificateId, Tenant};
use tegata_store::certificates::quota::Counts;
use tegata_store::certificates::{self, imports, quota};
use tegata_store::{Sealer, WriteTx};
use zeroize::Zeroizing;

use self::read::Bundle;
use crate::instance::settings::Quotas;
use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// What an owner hands in, in PEM and unread.
pub struct PemBundle {
    /// The certificate alone.
    pub certificate: Vec<u8>,
    /// Its private key, under no passphrase.
    pub private_key: Zeroizing<Vec<u8>>,
    /// The issuer's certificate, then those above it; none for a certificate that signed itself.
    pub chain: Option<Vec<u8>>,
}

/// Imports a certificate with its key: it is ISSUED at once, and its owner's to renew.
///
/// # Errors
/// `invalid` with the reason of what is wrong; `limit-exceeded` when a quota is used up.
pub async fn import(
    instance: &Instance,
    caller: &Caller,
    import_fixture: PemBundle,
    tags: Vec<Tag>,
) -> Result<CertificateId, Error> {
    caller.may("acm:ImportCertificate")?;
    let bundle = read::read(import_fixture).await?;
    let now = instance.clock.now();
    let draft = plan_import(bundle.brought.clone(), &tags, now).map_err(|refused| refusal(&refused))?;
    let id = CertificateId(instance.entropy.uuid(now));
    let begun = draft.begin(id, caller.tenant.clone(), now);
    let (tenant, quotas, sealer) =
        (caller.tenant.clone(), instance.settings().quotas.clone(), instance.sealer.clone());
    instance
        .write(move |tx| {
            check_quotas(&quotas, quota::count(tx, Origin::Imported, &tenant, now)?)?;
            certificates::insert(tx, &begun.certificate)?;
            save_version(tx, &sealer, id, begun.certificate.version.as_ref(), &bundle)?;
            for event in &begun.events {
                tx.record_event(event)?;
            }
            Ok(id)
        })
        .await
}

/// Imports another certificate in place of an imported one: same identifier, same users, which serve the new one from
/// their next handshake on. There is no way back to the one before.
///
/// # Errors
/// `no-such-certificate`; `invalid` with the reason of what is wrong.
pub async fn reimport(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    import_fixture: PemBundle,
) -> Result<(), Error> {
    caller.may("acm:ImportCertificate")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    // What is not there is said before what was handed in is looked at.
    exists(instance, tenant.clone(), id).await?;
    let bundle = read::read(import_fixture).await?;
    let sealer = instance.sealer.clone();
    instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            let usage = stored.usage();
            let progress = plan_reimport(stored.certificate.clone(), bundle.brought.clone(), usage, now)
                .map_err(|refused| reimport_refusal(&refused))?;
            super::save(tx, &stored, &progress, now)?;
            save_version(tx, &sealer, id, progress.certificate.version.as_ref(), &bundle)
        })
        .await
}

async fn exists(instance: &Instance, tenant: Tenant, id: CertificateId) -> Result<(), Error> {
    instance.read(move |tx| super::certificate(tx, &tenant, id).map(|_| ())).await
}

fn save_version(
    tx: &mut WriteTx<'_>,
    sealer: &Sealer,
    id: CertificateId,
    version: Option<&Version>,
    bundle: &Bundle,
) -> Result<(), Error> {
    let version = version.ok_or_else(|| Error::internal("an import without a version"))?;
    let sealed_key = sealer.seal(&imports::key_place(id, version.number), bundle.pkcs8());
    let brought = imports::Brought {
        number: version.number,
        serial: version.serial,
        leaf: &bundle.leaf,
        chain_pem: &bundle.chain_pem,
        sealed_key: &sealed_key,
    };
    Ok(imports::put(tx, id, &brought)?)
}

fn check_quotas(quotas: &Quotas, counts: Counts) -> Result<(), Error> {
    if counts.certificates > quotas.imported_certificates {
        return Err(Error::limit_exceeded(
            CertificateReason::TooManyImportedCertificates,
            format!(
                "You have reached the limit of {} imported certificates. Delete certificates that are not in use, or ask \
                 the operator of this Tegata for a higher limit.",
                quotas.imported_certificates
            ),
        ));
    }
    if counts.in_a_year > quotas.imported_certificates_per_year {
        return Err(Error::limit_exceeded(
            CertificateReason::TooManyImportedCertificatesInAYear,
            format!(
                "Error: you have reached your limit of {} imported certificates in the last year.",
                quotas.imported_certificates_per_year
            ),
        ));
    }
    Ok(())
}

/// How the validity of things is told.
fn expired(what: &str) -> String {
    format!("The {what} has expired, is not valid.")
}

fn not_yet_valid(what: &str) -> String {
    format!("The {what} is not in effect yet, is not valid.")
}

/// ACM's words where they are known, and behind them the cause; otherwise ours: the field, the cause, the next step.
fn refusal(refused: &ImportRefused) -> Error {
    let chain_of = |index: &usize| format!(" The index within the chain is: {index}");
    let message = match refused {
        ImportRefused::Format { version } => format!(
            "The certificate is of X.509 version {version}. Import one of version 3, which has extensions."
        ),
        ImportRefused::Serial => {
            "The certificate's serial number has more than 20 octets. Get a new certificate with a shorter \
             one."
                .to_owned()
        }
        ImportRefused::ControlCharacter => "The certificate has a control character in its subject, its \
                                            issuer or a DNS name. Get a new certificate without it."
            .to_owned(),
        ImportRefused::KeyAlgorithm => format!("The private key is not supported. {SUPPORTED_KEYS}"),
        ImportRefused::KeyMismatch => {
            "The private key does not match the public key of the certificate. Pass the key that the \
             certificate was requested with."
                .to_owned()
        }
        ImportRefused::Expired => expired("certificate"),
        ImportRefused::NotYetValid => not_yet_valid("certificate"),
        ImportRefused::NoIssuer => {
            "The certificate's issuer name is empty. Get a new certificate from an authority that has a name.".to_owned()
        }
        ImportRefused::NotSelfSigned => "Provided certificate is not a valid self signed. Please provide either a \
                                         valid self-signed certificate or certificate chain."
            .to_owned(),
        ImportRefused::Chain { index, why } => format!(
            "Unable to validate certificate chain. The certificate chain must start with the immediate signing \
             certificate, followed by any intermediaries in order. The index within the chain of the invalid \
             certificate is: {index} ({why})"
        ),
        ImportRefused::ChainExpired { index } => expired("certificate chain") + &chain_of(index),
        ImportRefused::ChainNotYetValid { index } => not_yet_valid("certificate chain") + &chain_of(index),
        ImportRefused::KeyFamily => {
            "Could not validate the certificate with the certificate chain. The key of the certificate and that of \
             its issuer must both be RSA or both be elliptic curves'."
                .to_owned()
        }
        ImportRefused::NoName => "The certificate has no domain name and no IP address. It needs one in its \
                                  subject alternative names, or a domain name as its common name."
            .to_owned(),
        ImportRefused::OcspUrl { length } => format!(
            "The certificate has an OCSP URL of {length} characters. It may have at most {OCSP_URL_MAX}."
        ),
        ImportRefused::Tags(refused) => return super::tags_refused(refused),
    };
    Error::invalid(CertificateReason::Import, message)
}

/// What can be imported at all.
const SUPPORTED_KEYS: &str =
    "RSA with 1024, 2048, 3072 or 4096 bits, P-256, P-384 and P-521 can be imported.";

fn reimport_refusal(refused: &ReimportRefused) -> Error {
    let message = match refused {
        ReimportRefused::Import(refused) => return refusal(refused),
        ReimportRefused::NotImported => {
            "CertificateArn is of a certificate that was not imported, so it cannot be replaced by an \
             import. Leave CertificateArn out to import a new certificate."
                .to_owned()
        }
        ReimportRefused::KeyAlgorithm { has, brought } => {
            let name = |algorithm: &KeyAlgorithm| algorithm.as_str();
            format!(
                "The key algorithm cannot change on re-import: it is {}, but {} was given. Import it as a \
                 new certificate instead.",
                name(has),
                name(brought)
            )
        }
        ReimportRefused::UsageRemoved { usage } => format!(
            "Key usages cannot be removed on re-import: {usage} is missing. Get a certificate with this \
             usage, or import it as a new one."
        ),
    };
    Error::invalid(CertificateReason::Import, message)
}
