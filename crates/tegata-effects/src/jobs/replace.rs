//! Going on with replacements, and looking at what is served meanwhile.

use tegata_edge::client::{self, NameCheck};
use tegata_model::ReplacementId;
use tegata_operations::Error;
use tegata_operations::certificate::replacement::{Advanced, ToCheck, advance, record_check};
use tegata_store::jobs::Claim;
use tegata_x509::describe;

use super::outcome::JobOutcome;
use crate::Effects;

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
async fn all_serve(effects: &Effects, listeners: &[ToCheck]) -> Result<usize, String> {
    for listener in listeners {
        serves(effects, listener).await?;
    }
    Ok(listeners.len())
}

async fn serves(effects: &Effects, listener: &ToCheck) -> Result<(), String> {
    let ToCheck { address, server_name, serial } = listener;
    let clock = effects.worker.clock.clone();
    let roots = effects.authorities.roots_pem();
    let config = client::config(&roots, NameCheck::None, move || clock.now());
    let config = config.map_err(|error| format!("the roots cannot be used: {error}"))?;
    let stream = client::connect(&config, *address, server_name).await.map_err(|error| error.to_string())?;
    let chain = client::chain(&stream).map_err(|error| format!("{address} sends no certificate: {error}"))?;
    let leaf = chain.first().and_then(|leaf| describe::describe(leaf).ok());
    match leaf {
        Some(leaf) if leaf.serial == serial.colons() => Ok(()),
        Some(_) => Err(format!("{address} does not serve it for {server_name} yet; it is checked again")),
        None => Err(format!("{address} sends no certificate")),
    }
}
