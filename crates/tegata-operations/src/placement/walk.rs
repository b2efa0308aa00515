//! Walking a placement: a connection to every hop, compared with what is intended.

use std::collections::BTreeMap;

use futures_util::stream::{self, StreamExt};
use tegata_model::CertificateId;
use tegata_model::placement::{Finding, Placement, Protocol, SeenAtHop, judge, trace};
use tegata_store::certificates::versions;
use tegata_store::{ReadTx, StoreError};
use tegata_x509::describe::describe;

use super::gather::Gathering;
use super::path_name;
use crate::instance::observe_hop::HopQuery;
use crate::{Caller, Error, Instance};

/// How many hops one walk connects to.
const HOPS_MAX: usize = 32;
/// How many are connected to at a time.
const AT_A_TIME: usize = 8;

/// A placement that was walked.
#[derive(Debug, Clone)]
pub struct WalkedPlacement {
    /// The path.
    pub placement: Placement,
    /// What connections to its hops have shown, by the place of the hop.
    pub seen: Vec<(usize, SeenAtHop)>,
    /// What is wrong, in the order of the hops.
    pub findings: Vec<Finding>,
    /// Whether some hops were not connected to, since there are too many.
    pub is_truncated: bool,
}

/// Connects to each hop of the path from a name, and compares what it serves with what is intended. Certificates are not
/// trusted in the handshake: they are looked at.
///
/// # Errors
/// `path-name` when it is no host name.
pub async fn walk(instance: &Instance, caller: &Caller, name: &str) -> Result<WalkedPlacement, Error> {
    caller.may("tegata:WalkPlacement")?;
    let name = path_name(name)?;
    let gathering = Gathering::new(instance, caller);
    let placement = instance
        .read(move |tx| {
            let mut placement = trace(&name, &gathering.known(tx, &name)?);
            read_fingerprints(tx, &mut placement)?;
            Ok::<_, Error>(placement)
        })
        .await?;
    let mut queries: Vec<(usize, HopQuery)> = placement
        .hops
        .iter()
        .enumerate()
        .filter_map(|(place, hop)| {
            let query = HopQuery {
                socket: hop.socket,
                address: hop.address.clone(),
                protocol: hop.protocol?,
                server_name: hop.server_name.clone(),
            };
            // Datagrams have no handshake that shows a certificate.
            let is_looked_at = !hop.address.is_empty() && query.protocol != Protocol::Udp;
            is_looked_at.then_some((place, query))
        })
        .collect();
    let is_truncated = placement.is_truncated || queries.len() > HOPS_MAX;
    queries.truncate(HOPS_MAX);
    let looks = stream::iter(queries).map(|(place, query)| {
        let seen = (instance.observe_hop)(query);
        async move { (place, seen.await) }
    });
    let seen: Vec<(usize, SeenAtHop)> = looks.buffered(AT_A_TIME).collect().await;
    let findings = judge(&placement, &seen, instance.clock.now());
    Ok(WalkedPlacement { placement, seen, findings, is_truncated })
}

/// Fills in what is to be served where a certificate is known.
fn read_fingerprints(tx: &mut ReadTx<'_>, placement: &mut Placement) -> Result<(), StoreError> {
    let mut read: BTreeMap<CertificateId, Option<String>> = BTreeMap::new();
    for hop in &mut placement.hops {
        let Some(known) = hop.certificate.as_mut().and_then(|certificate| certificate.known.as_mut()) else {
            continue;
        };
        let fingerprint = match read.get(&known.id) {
            Some(fingerprint) => fingerprint.clone(),
            None => {
                let current = versions::current(tx, known.id)?;
                let described = current.map(|current| describe(&current.leaf)).transpose();
                let fingerprint =
                    described.map_err(StoreError::corrupt)?.map(|described| described.fingerprint);
                read.entry(known.id).or_insert(fingerprint).clone()
            }
        };
        known.fingerprint = fingerprint;
    }
    Ok(())
}
