//! The OCSP answers that a server sends along with its certificate (RFC 6066 §8, RFC 8446 §4.4.2.1).

use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::Serial;
use tegata_store::certificates::versions;
use tegata_x509::describe::describe;
use tegata_x509::ocsp::{Digest, write_request};

use super::RevocationAnswers;
use super::answers::Answer;
use crate::authority::IssuingAuthority;
use crate::{Error, Worker};

/// What goes along with a version of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staple {
    /// Which version it is about.
    pub version: u32,
    /// Its serial number, where it is one that an authority here may have given out.
    pub serial: Option<Serial>,
    /// The answer; `None` for a certificate that names no OCSP responder, or was not signed here.
    pub answer: Option<StapledAnswer>,
}

/// An OCSP answer to be sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StapledAnswer {
    /// Its bytes.
    pub der: Vec<u8>,
    /// When a newer one is there.
    pub refresh_at: Timestamp,
    /// Until when it counts.
    pub ends_at: Timestamp,
}

/// What goes along with the current version of a certificate, which may have been imported; `None` when it has none.
///
/// # Errors
/// When the store fails, or a key cannot be used.
pub async fn staple(
    worker: &Worker,
    answers: &RevocationAnswers,
    id: CertificateId,
) -> Result<Option<Staple>, Error> {
    let Some(current) = worker.read(move |tx| Ok::<_, Error>(versions::current(tx, id)?)).await? else {
        return Ok(None);
    };
    let version = current.number;
    // An imported certificate may have any form.
    let Ok(described) = describe(&current.leaf) else {
        return Ok(Some(Staple { version, serial: None, answer: None }));
    };
    let serial = Serial::try_from(described.serial.replace(':', "")).ok();
    let signed_by = |issuing: &Arc<IssuingAuthority>| {
        described.authority_key.as_deref() == Some(&hex::encode(issuing.issuer.key_identifier()))
    };
    let issuing = answers.authorities().all_issuing().into_iter().find(signed_by);
    let mut answer = None;
    if let (Some(serial), Some(issuing), false) = (serial, issuing, described.ocsp_urls.is_empty()) {
        // RFC 5019 §2.1.1: the digest that every client knows.
        let request =
            write_request(&issuing.names, Digest::Sha1, serial.octets()).map_err(Error::internal)?;
        let answered = answers.ocsp(worker, issuing.id, &request).await?;
        answer = answered.ok().map(|answer| stapled(&answer));
    }
    Ok(Some(Staple { version, serial, answer }))
}

fn stapled(answer: &Answer) -> StapledAnswer {
    StapledAnswer { der: answer.der.clone(), refresh_at: answer.fresh_until(), ends_at: answer.next_update }
}
