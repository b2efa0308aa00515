//! Going on with replacements, and looking at what is served meanwhile.

use std::io;

use tegata_edge::client::{self, NameCheck};
use tegata_model::ReplacementId;
use tegata_model::replacement::Unproven;
use tegata_operations::Error;
use tegata_operations::certificate::replacement::{Advanced, ToCheck, advance, record_check};
use tegata_store::jobs::Claim;
use tegata_x509::describe;

use super::outcome::JobOutcome;
use crate::Effects;

/// How many certificates of a chain are compared.
const VERIFIED: usize = 2;

/// Goes on until there is something to wait for.
pub(super) async fn replace(
    effects: &Effects,
    claim: &Claim,
    id: ReplacementId,
) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    let mut advanced = advance(worker, claim, id).await?;
    loop {
        advanced = match advanced {
            Advanced::Settled => return Ok(JobOutcome::Settled),
            Advanced::GoOn => advance(worker, claim, id).await?,
            Advanced::Check(listeners) => {
                let served = all_serve(effects, &listeners).await;
                record_check(worker, claim, id, served).await?
            }
        };
    }
}

/// How many listeners serve what they should, or what the first one serves that does not.
async fn all_serve(effects: &Effects, listeners: &[ToCheck]) -> Result<usize, Unproven> {
    for listener in listeners {
        serves(effects, listener).await?;
    }
    Ok(listeners.len())
}

/// Compares what a listener serves with what it should, by a real handshake.
async fn serves(effects: &Effects, listener: &ToCheck) -> Result<(), Unproven> {
    let ToCheck { address, server_name, chain, others, old } = listener;
    let clock = effects.worker.clock.clone();
    let roots = effects.authorities.roots_pem();
    let config = client::config(&roots, NameCheck::None, move || clock.now());
    let not_seen = |why: String| Unproven::NotSeen { why };
    let config = config.map_err(|error| not_seen(format!("the roots cannot be used: {error}")))?;
    let stream =
        client::connect(&config, *address, server_name).await.map_err(|error| match error.kind() {
            // Something answers, and not with a certificate of this instance.
            io::ErrorKind::Other => Unproven::Differs { why: error.to_string() },
            _ => not_seen(error.to_string()),
        })?;
    let differs = |what: &str| Unproven::Differs {
        why: format!("{address} serves {what} for {server_name} instead of the new certificate"),
    };
    let served = client::chain(&stream).map_err(|_| differs("no certificate"))?;
    // s2n-tls gives the chain that it has verified, from the leaf to a root: of what was sent, the leaf and its issuer are
    // in it for certain.
    if chain.iter().take(VERIFIED).eq(served.iter().take(VERIFIED)) {
        return Ok(());
    }
    let leaf = served.first().and_then(|leaf| describe::describe(leaf).ok());
    match leaf {
        // Another certificate of the listener has the name too, and goes before the new one.
        Some(leaf) if others.iter().any(|other| other.colons() == leaf.serial) => Ok(()),
        Some(leaf) if old.is_some_and(|old| old.colons() == leaf.serial) => {
            Err(not_seen(format!("{address} still serves the old certificate for {server_name}")))
        }
        Some(_) if served.first() == chain.first() => Err(differs("another issuer's certificate")),
        Some(leaf) => Err(differs(&format!("the certificate with the serial {}", leaf.serial))),
        None => Err(differs("no certificate that can be read")),
    }
}
