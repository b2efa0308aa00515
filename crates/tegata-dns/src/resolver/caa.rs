//! Looking up the CAA record set that is relevant for a name (RFC 8659 §3).

use std::str::FromStr;

use domain::base::Rtype;
use domain::rdata::AllRecordData;

use super::config::Reach;
use super::domain_name::OwnedName;
use super::response::Answer;
use super::shared::Shared;
use super::walk::Walk;

/// How many CNAMEs are followed at one name.
const CHAIN_MAX: usize = 8;

/// What a look-up of CAA records showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaaLookup {
    /// What came of it.
    pub outcome: CaaOutcome,
    /// Step by step: who was asked what, and what came back.
    pub trace: Vec<String>,
}

/// What came of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaaOutcome {
    /// No name on the way to the root has a CAA record set.
    None,
    /// The relevant record set.
    Found {
        /// At which name.
        at: String,
        /// Its records.
        records: Vec<CaaRecord>,
    },
    /// No answer that counts: then nothing may be issued (CA/B Baseline Requirements §3.2.2.8).
    Unanswered {
        /// What kept it from being answered, in a sentence.
        why: String,
    },
    /// No root server answers this machine, so it can look nothing up, whatever the name.
    NoRootServer {
        /// What kept it from being answered, in a sentence.
        why: String,
    },
}

/// A CAA record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaaRecord {
    /// Whether the flag 128 is set.
    pub critical: bool,
    /// Its tag.
    pub tag: String,
    /// Its value.
    pub value: String,
}

/// `None` when it would have to be looked up where `reach` does not go.
pub(super) async fn look_up(shared: &Shared, name: &str, reach: Reach) -> Option<CaaLookup> {
    let mut walk = Walk::new(shared, reach);
    let outcome = climb(&mut walk, name.strip_prefix("*.").unwrap_or(name)).await;
    (!walk.is_cut_off).then_some(CaaLookup { outcome, trace: walk.trace })
}

async fn climb(walk: &mut Walk<'_>, name: &str) -> CaaOutcome {
    let Ok(mut at) = OwnedName::from_str(name) else {
        return CaaOutcome::Unanswered { why: format!("{name} is not a domain name") };
    };
    while !at.is_root() {
        match at_name(walk, &at).await {
            Ok(records) if records.is_empty() => {}
            Ok(records) => return CaaOutcome::Found { at: format!("{at}."), records },
            Err(failed) => return failed,
        }
        let Some(parent) = at.split_first().map(|(_, parent)| parent) else { break };
        let above: OwnedName = domain::base::name::ToName::to_name(&parent);
        let is_hosted = |name: &OwnedName| (walk.config.hosted)(&name.to_string()).is_some();
        // Who hosts a zone here has given this instance the say over it; what stands above may not even be
        // reachable, as for private names.
        if is_hosted(&at) && !is_hosted(&above) {
            walk.note(format!("{at} is the apex of a zone hosted here: parent domains are not checked"));
            break;
        }
        at = above;
    }
    CaaOutcome::None
}

/// The CAA record set at a name, CNAMEs followed.
async fn at_name(walk: &mut Walk<'_>, name: &OwnedName) -> Result<Vec<CaaRecord>, CaaOutcome> {
    let mut at = name.clone();
    for _ in 0..CHAIN_MAX {
        match walk.ask(&at, Rtype::CAA).await {
            Answer::Records(records) => return Ok(records.iter().filter_map(record).collect()),
            Answer::Alias(target) => at = target,
            Answer::NoData | Answer::NoName => return Ok(Vec::new()),
            Answer::NoRootServer(why) => return Err(CaaOutcome::NoRootServer { why }),
            Answer::Failed(why) => return Err(CaaOutcome::Unanswered { why }),
        }
    }
    Err(CaaOutcome::Unanswered { why: format!("{name} has a chain of more than {CHAIN_MAX} CNAMEs") })
}

fn record<O: AsRef<[u8]>, N>(data: &AllRecordData<O, N>) -> Option<CaaRecord> {
    let AllRecordData::Caa(caa) = data else { return None };
    Some(CaaRecord {
        critical: caa.flags().bits() & 128 != 0,
        tag: caa.tag().to_string(),
        value: String::from_utf8_lossy(caa.value().as_ref()).into_owned(),
    })
}
