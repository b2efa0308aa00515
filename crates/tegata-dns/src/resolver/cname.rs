//! Looking a validation CNAME up.

use std::str::FromStr;

use domain::base::Rtype;
use domain::base::name::ToName;
use domain::rdata::AllRecordData;

use super::config::Reach;
use super::domain_name::OwnedName;
use super::response::Answer;
use super::shared::Shared;
use super::walk::Walk;

/// How many chained CNAMEs are followed (ACM User Guide, "Troubleshoot DNS validation problems").
const CHAIN_MAX: usize = 5;

/// What a look-up of a validation CNAME showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CnameProof {
    /// What came of it.
    pub outcome: CnameOutcome,
    /// The targets found, in order.
    pub found: Vec<String>,
    /// Step by step: who was asked what, and what came back.
    pub trace: Vec<String>,
}

/// What came of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CnameOutcome {
    /// The expected target is there.
    Proven,
    /// There is an answer, but another one: the owner has something to do.
    NotProven {
        /// What is wrong, in a sentence.
        why: String,
    },
    /// No answer that counts.
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

/// `None` when it would have to be looked up where `reach` does not go.
pub(super) async fn look_up(shared: &Shared, name: &str, expected: &str, reach: Reach) -> Option<CnameProof> {
    let mut found = Vec::new();
    let mut walk = Walk::new(shared, reach);
    let outcome = follow(&mut walk, name, expected, &mut found).await;
    (!walk.is_cut_off).then_some(CnameProof { outcome, found, trace: walk.trace })
}

async fn follow(walk: &mut Walk<'_>, name: &str, expected: &str, found: &mut Vec<String>) -> CnameOutcome {
    let not_proven = |why: String| CnameOutcome::NotProven { why };
    let (Ok(first), Ok(expected)) = (OwnedName::from_str(name), OwnedName::from_str(expected)) else {
        return not_proven(format!("{name} is not a domain name"));
    };
    let mut at = first.clone();
    for _ in 0..CHAIN_MAX {
        match walk.ask(&at, Rtype::CNAME).await {
            Answer::Records(records) => {
                let target = records.iter().find_map(|data| match data {
                    AllRecordData::Cname(cname) => Some(cname.cname().to_name::<Vec<u8>>()),
                    _ => None,
                });
                let Some(target) = target else { return not_proven(format!("{at} has no CNAME")) };
                found.push(format!("{target}."));
                if answers(&target, &expected) {
                    return CnameOutcome::Proven;
                }
                at = target;
            }
            Answer::Alias(target) => at = target,
            Answer::NoData | Answer::NoName if found.is_empty() => {
                return not_proven(format!("there is no CNAME at {first}: add it with the value {expected}"));
            }
            Answer::NoData | Answer::NoName => {
                let chain = found.join(", then ");
                return not_proven(format!(
                    "{first} is a CNAME to {chain}, but {expected} was expected: correct its value"
                ));
            }
            Answer::NoRootServer(why) => return CnameOutcome::NoRootServer { why },
            Answer::Failed(why) => return CnameOutcome::Unanswered { why },
        }
    }
    not_proven(format!("{first} has a chain of more than {CHAIN_MAX} CNAMEs and does not reach {expected}"))
}

/// The expected target, or the same without the leading `_` that some DNS providers refuse in values.
fn answers(target: &OwnedName, expected: &OwnedName) -> bool {
    let bare = expected.to_string();
    let bare = bare.strip_prefix('_').and_then(|bare| OwnedName::from_str(bare).ok());
    target.name_eq(expected) || bare.is_some_and(|bare| target.name_eq(&bare))
}
