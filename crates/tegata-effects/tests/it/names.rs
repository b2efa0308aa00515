//! Name servers, played: what the tests put into them is what look-ups find.

use std::collections::HashMap;

use async_trait::async_trait;
use parking_lot::Mutex;
use tegata_effects::proving::{CaaFound, ProofFound, Prover, Reach};
use tegata_model::DomainName;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::{HttpRedirect, ValidationMethod, ValidationRecord};
use tokio::sync::Notify;

/// Name servers that answer from memory.
#[derive(Default)]
pub(crate) struct Names {
    state: Mutex<State>,
    asked: Notify,
}

#[derive(Default)]
struct State {
    cnames: HashMap<String, String>,
    caa: HashMap<String, CaaVerdict>,
    redirects: Vec<String>,
    without_mail: Vec<String>,
    silent_under: Option<String>,
    away: bool,
    hanging: bool,
    panicking: bool,
}

impl Names {
    /// Puts a validation record where it belongs.
    pub(crate) fn put(&self, record: &ValidationRecord) {
        self.state.lock().cnames.insert(record.name.clone(), record.value.clone());
    }

    /// Takes a validation record away.
    pub(crate) fn remove(&self, record: &ValidationRecord) {
        self.state.lock().cnames.remove(&record.name);
    }

    /// Takes all records away.
    pub(crate) fn clear(&self) {
        self.state.lock().cnames.clear();
    }

    /// Decides what the CAA records of a name say.
    pub(crate) fn set_caa(&self, name: &str, verdict: CaaVerdict) {
        self.state.lock().caa.insert(name.to_owned(), verdict);
    }

    /// What serves a name leads to where it should.
    pub(crate) fn put_redirect(&self, redirect: &HttpRedirect) {
        self.state.lock().redirects.push(redirect.from.clone());
    }

    /// A domain has no mail servers.
    pub(crate) fn set_without_mail(&self, domain: &str) {
        self.state.lock().without_mail.push(domain.to_owned());
    }

    /// Names under `apex` are on the Internet, and their servers never answer.
    pub(crate) fn set_silent_under(&self, apex: &str) {
        self.state.lock().silent_under = Some(format!(".{apex}"));
    }

    /// No server answers, or one does again.
    pub(crate) fn set_away(&self, away: bool) {
        self.state.lock().away = away;
    }

    /// Look-ups never end, or do again.
    pub(crate) fn set_hanging(&self, hanging: bool) {
        self.state.lock().hanging = hanging;
    }

    /// Look-ups panic, or do not any more.
    pub(crate) fn set_panicking(&self, panicking: bool) {
        self.state.lock().panicking = panicking;
    }

    /// Resolves once a look-up has begun since the last call.
    pub(crate) async fn asked(&self) {
        self.asked.notified().await;
    }

    /// `None` for a name that is elsewhere, when only what is here may be asked.
    async fn reach(&self, name: &str, reach: Reach) -> Option<()> {
        let silent = self.state.lock().silent_under.clone();
        if silent.is_some_and(|apex| name.trim_end_matches('.').ends_with(&apex)) {
            if reach == Reach::Here {
                return None;
            }
            self.asked.notify_one();
            std::future::pending::<()>().await;
        }
        self.trouble().await;
        Some(())
    }

    async fn trouble(&self) {
        self.asked.notify_one();
        assert!(!self.state.lock().panicking, "on purpose");
        if self.state.lock().hanging {
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl Prover for Names {
    async fn proof(&self, record: &ValidationRecord, reach: Reach) -> Option<ProofFound> {
        self.reach(&record.name, reach).await?;
        let state = self.state.lock();
        let target = state.cnames.get(&record.name);
        let sighting = match target {
            _ if state.away => LookUpResult::Unanswered { why: "no server answered".to_owned() },
            Some(target) if record.is_answered_by(target) => LookUpResult::Good,
            Some(_) => LookUpResult::Bad { why: "it says something else".to_owned() },
            None => LookUpResult::Bad { why: "there is no such name".to_owned() },
        };
        Some(ProofFound { sighting, found: target.into_iter().cloned().collect(), trace: Vec::new() })
    }

    async fn redirect(&self, redirect: &HttpRedirect, _content: &str) -> ProofFound {
        self.trouble().await;
        let sighting = match self.state.lock().redirects.contains(&redirect.from) {
            true => LookUpResult::Good,
            false => LookUpResult::Bad { why: "it leads nowhere".to_owned() },
        };
        ProofFound { sighting, found: Vec::new(), trace: Vec::new() }
    }

    async fn contacts(&self, domain: &str, reach: Reach) -> Option<ProofFound> {
        self.reach(domain, reach).await?;
        let state = self.state.lock();
        let sighting = match state.without_mail.iter().any(|without| without == domain) {
            _ if state.away => LookUpResult::Unanswered { why: "no server answered".to_owned() },
            true => LookUpResult::Bad { why: "it has no MX record".to_owned() },
            false => LookUpResult::Good,
        };
        Some(ProofFound { sighting, found: Vec::new(), trace: Vec::new() })
    }

    async fn caa(&self, name: &DomainName, _method: ValidationMethod, reach: Reach) -> Option<CaaFound> {
        self.reach(name.base(), reach).await?;
        let state = self.state.lock();
        let verdict = match state.caa.get(name.as_str()) {
            _ if state.away => CaaVerdict::Unanswered { why: "no server answered".to_owned() },
            Some(verdict) => verdict.clone(),
            None => CaaVerdict::Permitted,
        };
        Some(CaaFound { verdict, found: Vec::new(), trace: Vec::new() })
    }
}
