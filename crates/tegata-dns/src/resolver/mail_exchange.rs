//! Looking up where a domain's mail goes (RFC 5321 §5.1).

use std::str::FromStr;

use domain::base::Rtype;
use domain::rdata::AllRecordData;

use super::config::Reach;
use super::domain_name::OwnedName;
use super::response::Answer;
use super::shared::Shared;
use super::walk::Walk;

/// How many CNAMEs are followed.
const CHAIN_MAX: usize = 8;
/// How many mail servers are told of.
const TOLD_MAX: usize = 16;

/// What a look-up of a domain's mail servers showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLookup {
    /// What came of it.
    pub outcome: MailOutcome,
    /// Step by step: who was asked what, and what came back.
    pub trace: Vec<String>,
}

/// What came of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailOutcome {
    /// Mail goes to these servers, as `10 mail.example.com.`.
    Servers(Vec<String>),
    /// The domain takes no mail: it has no MX record, or says so (RFC 7505). An address record alone does not count:
    /// who is asked for approval is to be somebody who has said where his mail goes.
    None {
        /// In a sentence.
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
pub(super) async fn look_up(shared: &Shared, domain: &str, reach: Reach) -> Option<MailLookup> {
    let mut walk = Walk::new(shared, reach);
    let outcome = ask(&mut walk, domain).await;
    (!walk.is_cut_off).then_some(MailLookup { outcome, trace: walk.trace })
}

async fn ask(walk: &mut Walk<'_>, domain: &str) -> MailOutcome {
    let Ok(mut at) = OwnedName::from_str(domain) else {
        return MailOutcome::Unanswered { why: format!("{domain} is not a domain name") };
    };
    for _ in 0..CHAIN_MAX {
        match walk.ask(&at, Rtype::MX).await {
            Answer::Records(records) => return judge(domain, records.iter().filter_map(server).collect()),
            Answer::Alias(target) => at = target,
            Answer::NoData => return MailOutcome::None { why: format!("{domain} has no MX record") },
            Answer::NoName => return MailOutcome::None { why: format!("there is no {domain}") },
            Answer::NoRootServer(why) => return MailOutcome::NoRootServer { why },
            Answer::Failed(why) => return MailOutcome::Unanswered { why },
        }
    }
    MailOutcome::Unanswered { why: format!("{domain} has a chain of more than {CHAIN_MAX} CNAMEs") }
}

fn judge(domain: &str, mut servers: Vec<(u16, String)>) -> MailOutcome {
    // RFC 7505 §3: a single MX record with the root for a server.
    servers.retain(|(_, exchange)| exchange != ".");
    if servers.is_empty() {
        return MailOutcome::None {
            why: format!("the MX record of {domain} says that it does not accept mail"),
        };
    }
    servers.sort();
    servers.truncate(TOLD_MAX);
    MailOutcome::Servers(servers.into_iter().map(|(preference, at)| format!("{preference} {at}")).collect())
}

fn server<O: AsRef<[u8]>, N: std::fmt::Display>(data: &AllRecordData<O, N>) -> Option<(u16, String)> {
    let AllRecordData::Mx(mx) = data else { return None };
    let exchange = mx.exchange().to_string();
    let exchange = if exchange.ends_with('.') { exchange } else { format!("{exchange}.") };
    Some((mx.preference(), exchange))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_mx_takes_no_mail() {
        assert!(matches!(judge("example.com", vec![(0, ".".to_owned())]), MailOutcome::None { .. }));
        let servers = vec![(20, "b.example.com.".to_owned()), (10, "a.example.com.".to_owned())];
        let expected = ["10 a.example.com.", "20 b.example.com."].map(str::to_owned).to_vec();
        assert_eq!(judge("example.com", servers), MailOutcome::Servers(expected));
    }
}
