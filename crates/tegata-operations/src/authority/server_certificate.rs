//! The certificate of the instance's own server: what its API speaks TLS with.
//!
//! It is signed by an intermediate of the instance, so that who trusts the root trusts the API. It is kept in the store
//! with its key sealed: a restart signs nothing, and an instance comes up although its disk is full. Its times are real
//! ones, also while the instance rehearses another time: clients live by the real one.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_model::ServerName;
use tegata_model::authority::KeyFamily;
use tegata_model::certificate::{Issuer, Serial};
use tegata_model::validity::{SERVER_DAYS, Window, renewal_lead, server_window};
use tegata_store::authorities::{self, Reservation};
use tegata_store::{StoreError, meta};
use tegata_x509::lint::{Kind, NamesFor};
use tegata_x509::profile::{self, Leaf, Locations};
use tegata_x509::{KeyAlgorithm, PrivateKey, Signer, pem};
use zeroize::Zeroizing;

use super::establish::check;
use super::{Authorities, EstablishError};
use crate::{Instance, Worker};

/// Where its key is sealed to.
const PLACE: &str = "server-certificate-key";

/// A certificate for the instance's own server, with its key.
pub struct ServerCertificate {
    /// The certificate, then its chain, in PEM.
    pub chain_pem: String,
    /// The private key, in PKCS#8 PEM.
    pub key_pem: Zeroizing<String>,
    /// From when to when it is valid, in real time.
    pub window: Window,
}

impl ServerCertificate {
    /// Whether another one should take its place.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let Window { not_before, not_after } = self.window;
        now < not_before || not_after - renewal_lead(not_before, not_after) <= now
    }
}

/// What the store keeps under the names.
#[derive(Serialize, Deserialize)]
struct Kept {
    chain_pem: String,
    /// Hexadecimal.
    sealed_key: String,
    not_before: Timestamp,
    not_after: Timestamp,
}

/// The certificate for these names: the one that the store keeps, or another one when that is due. When none can be made,
/// as on a full disk, the one that is kept goes on.
///
/// # Errors
/// When there is none, and none can be made.
pub async fn server_certificate(
    worker: &Worker,
    authorities: &Authorities,
    names: &[ServerName],
) -> Result<ServerCertificate, EstablishError> {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let place = format!("server-certificate/{}", names.join(","));
    let now = worker.clock.real_now();
    let kept = match find(worker, &place).await? {
        Some((kept, true)) if !kept.is_due(now) => return Ok(kept),
        other => other,
    };
    match (make(worker, authorities, &names, place).await, kept) {
        (Ok(made), _) => Ok(made),
        (Err(error), Some((kept, _))) => {
            let not_after = kept.window.not_after;
            tracing::error!(%error, %not_after, "the API's certificate could not be renewed");
            Ok(kept)
        }
        (Err(error), None) => Err(error),
    }
}

/// The certificate that is kept, and whether the newest key-encryption key has sealed its key. One whose key cannot be
/// opened any more is no loss: another is made.
async fn find(instance: &Instance, place: &str) -> Result<Option<(ServerCertificate, bool)>, EstablishError> {
    let place = place.to_owned();
    let kept = instance.read(move |tx| meta::find(tx, &place)).await?;
    let read = kept.and_then(|kept| serde_json::from_slice::<Kept>(&kept).ok());
    Ok(read.and_then(|kept| {
        let sealed = hex::decode(&kept.sealed_key).ok()?;
        let key = instance.sealer.open(PLACE, &sealed).ok()?;
        let window = Window { not_before: kept.not_before, not_after: kept.not_after };
        let certificate =
            ServerCertificate { chain_pem: kept.chain_pem, key_pem: pem::encode_key(&key), window };
        Some((certificate, instance.sealer.is_newest(&sealed)))
    }))
}

async fn make(
    instance: &Instance,
    authorities: &Authorities,
    names: &[String],
    place: String,
) -> Result<ServerCertificate, EstablishError> {
    let now = instance.clock.real_now();
    let random = u32::from_be_bytes(instance.entropy.bytes());
    // An instance that was made while its clock ran ahead has no intermediate that is valid in real time yet.
    let times = [now, instance.clock.now()];
    let picked = times.into_iter().find_map(|now| {
        let window = server_window(now);
        authorities.choose(Issuer::Own, KeyFamily::Ec, window, random).map(|authority| (authority, window))
    });
    let (authority, window) =
        picked.ok_or(tegata_x509::Error::Key("no intermediate is valid at this time"))?;
    let window = Window { not_after: window.not_after.min(authority.window().not_after), ..window };
    // 1. The bytes, linted.
    let key = PrivateKey::generate(KeyAlgorithm::EcPrime256v1)?;
    let serial = Serial::from_random(instance.entropy.bytes());
    let list_url = authority.list_url(serial);
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let leaf = Leaf {
        names: &texts,
        spki: key.spki_der(),
        serial: serial.octets(),
        period: (window.not_before, window.not_after),
        // OCSP vouches for what was issued to others.
        locations: Locations { ocsp: None, ..authority.locations(&list_url) },
    };
    let to_be_signed = profile::leaf(&leaf, &authority.issuer, authority.signer().signature_algorithm())?;
    let kind = Kind::Leaf { days_max: SERVER_DAYS, names: NamesFor::OwnServer };
    check("the API's server", &to_be_signed, kind, Some(&authority.issuer), authority.signer())?;
    // 2. Reserve and record.
    let (bytes, issuer) = (to_be_signed.clone(), authority.id);
    instance
        .write(move |tx| -> Result<(), StoreError> {
            let serial = serial.octets();
            authorities::reserve(tx, &Reservation { serial, issuer, to_be_signed: &bytes }, now)
        })
        .await?;
    // 3. Sign, 4. store.
    let certificate = profile::sign(&to_be_signed, authority.signer())?;
    let mut chain_pem = pem::encode_certificate(&certificate);
    chain_pem.push_str(&authority.chain_pem);
    let pkcs8 = key.to_pkcs8_der()?;
    let kept = Kept {
        chain_pem: chain_pem.clone(),
        sealed_key: hex::encode(instance.sealer.seal(PLACE, &pkcs8)),
        not_before: window.not_before,
        not_after: window.not_after,
    };
    let kept = serde_json::to_vec(&kept).map_err(StoreError::corrupt)?;
    instance.write(move |tx| meta::put(tx, &place, &kept)).await?;
    tracing::info!(names = names.join(" "), not_after = %window.not_after, "issued a certificate for the API");
    Ok(ServerCertificate { chain_pem, key_pem: pem::encode_key(&pkcs8), window })
}

impl fmt::Debug for ServerCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCertificate").field("window", &self.window).finish_non_exhaustive()
    }
}
