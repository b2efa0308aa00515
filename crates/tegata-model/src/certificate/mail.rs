//! Proof by mail: the readers of a domain's mail are asked whether a certificate may be issued.
//!
//! ```text
//!             no MX at the validation domain ──► FAILED, NO_AVAILABLE_CONTACTS
//!            ╱
//!  pending ─┬─ five mails for each name ──► approved ──────────────► SUCCESS
//!           │                          ├──► denied ────────────────► FAILED, DOMAIN_VALIDATION_DENIED
//!           │                          └──► asked again (resend)
//!           └─ 72 h ──► timed out
//! ```
//!
//! In a renewal the owner has something to do as soon as the mails are out, a denial ends the attempt, and the next
//! attempt asks anew. Each name needs a click of its own, and a click proves the very name that its mail was about:
//! never the domain of the mailbox, and no other name under it.

use jiff::Timestamp;

use super::evidence::LookUpResult;
use super::fail::{Failure, NothingToFail, failed};
use super::{
    Certificate, FailureReason, NameState, Next, Progress, Proving, Purpose, Usage, ValidationMethod, event,
    renewal,
};
use crate::DomainName;
use crate::domain_name::is_or_is_under;

mod mailboxes;

pub use self::mailboxes::{MAILBOXES, addresses, usual_domain};

/// What was seen of a validation domain's mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactsSeen {
    /// The validation domain.
    pub domain: String,
    /// Good when its mail is taken somewhere, bad when it says or shows that it is not.
    pub sighting: LookUpResult,
}

/// The validation domains that are still to be asked, each once.
#[must_use]
pub fn domains_to_ask(certificate: &Certificate) -> Vec<&str> {
    let Some(proving) = certificate.proving() else { return Vec::new() };
    let mut domains: Vec<&str> = Vec::new();
    for (name, state) in certificate.states(proving.purpose) {
        let mail = name
            .mail
            .as_ref()
            .filter(|mail| state == NameState::Pending && is_to_ask(mail.asked_at, proving));
        if let Some(mail) = mail.filter(|mail| !domains.contains(&mail.domain.as_str())) {
            domains.push(&mail.domain);
        }
    }
    domains
}

/// A mail round to be sent: for which name, to which domain's mailboxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToAsk {
    /// The name to be proven.
    pub name: DomainName,
    /// Whose mailboxes.
    pub domain: String,
}

/// What follows from what was seen of the validation domains.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// The new state and what to tell.
    pub progress: Progress,
    /// The mails to send, in the same transaction; five addresses each.
    pub to_ask: Vec<ToAsk>,
}

/// Takes what was seen of the validation domains: those that can be reached are asked. A domain without mail
/// cannot be asked. What could not be looked up stays to be asked.
///
/// # Errors
/// When nothing is being proven by mail.
pub fn contacts_seen(
    mut certificate: Certificate,
    seen: &[ContactsSeen],
    usage: Usage,
    now: Timestamp,
) -> Result<Asking, NothingToFail> {
    let proving = proving_by_mail(&certificate).ok_or(NothingToFail)?;
    let sighting_of =
        |domain: &str| seen.iter().find(|seen| seen.domain == domain).map(|seen| &seen.sighting);
    let pending: Vec<bool> =
        certificate.states(proving.purpose).map(|(_, state)| state == NameState::Pending).collect();
    let (mut to_ask, mut unreachable) = (Vec::new(), Vec::new());
    let mut cause = String::new();
    let names = certificate.managed_mut().map_or(&mut [][..], |managed| &mut managed.names);
    for (name, is_pending) in names.iter_mut().zip(pending) {
        let Some(mail) = name.mail.as_mut().filter(|mail| is_pending && is_to_ask(mail.asked_at, proving))
        else {
            continue;
        };
        match sighting_of(&mail.domain) {
            Some(LookUpResult::Good) => {
                mail.asked_at = Some(now);
                to_ask.push(ToAsk { name: name.name.clone(), domain: mail.domain.clone() });
            }
            Some(LookUpResult::Bad { why }) => {
                unreachable.push(name.name.as_str().to_owned());
                cause.clone_from(why);
            }
            Some(LookUpResult::NoRootServer { .. } | LookUpResult::Unanswered { .. }) | None => {}
        }
    }
    if !unreachable.is_empty() {
        let failure = Failure { reason: FailureReason::NoAvailableContacts, names: unreachable, why: cause };
        let progress = failed(certificate, &failure, usage, now)?;
        return Ok(Asking { progress, to_ask: Vec::new() });
    }
    let mut events = Vec::new();
    if proving.purpose == Purpose::Renewal && !to_ask.is_empty() {
        // Nothing can go on by itself here: somebody has to click.
        events.extend(renewal::action_required(&mut certificate, None, usage, now));
    }
    Ok(Asking { progress: Progress { certificate, events, next: Next::Nothing }, to_ask })
}

/// Why a click changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickRefused {
    /// The name is proven already: somebody else has clicked.
    AlreadyApproved,
    /// Nothing is being proven any more: it was denied, has failed, ended, or the time is over.
    Over,
}

/// Takes an approval: it proves the one name that the mail was about.
///
/// # Errors
/// When there is nothing to prove any more.
pub fn approved(mut certificate: Certificate, name: &str, now: Timestamp) -> Result<Progress, ClickRefused> {
    let proving = still_open(&certificate, name, now)?;
    certificate.set_states(proving.purpose, |of, state| {
        if of.name.as_str() == name { NameState::Proven { at: now } } else { state }
    });
    let all = certificate.is_proven(proving.purpose);
    let events = if all { vec![event::validated(&certificate, now)] } else { Vec::new() };
    Ok(Progress { certificate, events, next: if all { Next::Issue } else { Next::Nothing } })
}

/// Takes a denial: nothing is issued, and in a renewal not in this attempt.
///
/// # Errors
/// When there is nothing to deny any more.
pub fn denied(
    certificate: Certificate,
    name: &str,
    usage: Usage,
    now: Timestamp,
) -> Result<Progress, ClickRefused> {
    still_open(&certificate, name, now)?;
    let failure = Failure {
        reason: FailureReason::DomainValidationDenied,
        names: vec![name.to_owned()],
        why: format!("a recipient of the mail for {name} denied the request"),
    };
    failed(certificate, &failure, usage, now).map_err(|NothingToFail| ClickRefused::Over)
}

/// Why no mail is sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResendRefused {
    /// It is not being proven by mail, or not any more.
    NotProvenByMail,
    /// The certificate has no such name.
    NoSuchName,
    /// The name is proven, or has failed.
    NotPending,
    /// The validation domain is neither the name nor above it.
    DomainNotAbove,
}

/// Asks again, this once at another domain if the caller names one. The stored certificate stays as it is.
///
/// # Errors
/// When there is nothing to ask for.
pub fn plan_resend(
    certificate: &Certificate,
    name: &str,
    domain: &str,
    now: Timestamp,
) -> Result<ToAsk, ResendRefused> {
    let proving = proving_by_mail(certificate).filter(|proving| now < proving.until);
    let proving = proving.ok_or(ResendRefused::NotProvenByMail)?;
    let mut states = certificate.states(proving.purpose);
    let found = states.find(|(of, _)| of.name.as_str().eq_ignore_ascii_case(name));
    let (of, state) = found.ok_or(ResendRefused::NoSuchName)?;
    if state != NameState::Pending {
        return Err(ResendRefused::NotPending);
    }
    let domain = domain.trim_start_matches("*.").to_ascii_lowercase();
    if !is_or_is_under(of.name.base(), &domain) || !domain.contains('.') {
        return Err(ResendRefused::DomainNotAbove);
    }
    Ok(ToAsk { name: of.name.clone(), domain })
}

fn proving_by_mail(certificate: &Certificate) -> Option<Proving> {
    certificate.proving().filter(|_| certificate.method() == Some(ValidationMethod::Email))
}

fn still_open(certificate: &Certificate, name: &str, now: Timestamp) -> Result<Proving, ClickRefused> {
    let proving = proving_by_mail(certificate).filter(|proving| now < proving.until);
    let state_of = |purpose| {
        let mut states = certificate.states(purpose);
        states.find(|(of, _)| of.name.as_str() == name).map(|(_, state)| state)
    };
    match proving.and_then(|proving| Some((proving, state_of(proving.purpose)?))) {
        Some((proving, NameState::Pending)) => Ok(proving),
        Some((_, NameState::Proven { .. })) => Err(ClickRefused::AlreadyApproved),
        // Issued meanwhile: then it was approved.
        None if matches!(state_of(Purpose::Renewal), Some(NameState::Proven { .. })) => {
            Err(ClickRefused::AlreadyApproved)
        }
        _ => Err(ClickRefused::Over),
    }
}

fn is_to_ask(asked_at: Option<Timestamp>, proving: Proving) -> bool {
    asked_at.is_none_or(|asked_at| asked_at < proving.since)
}

#[cfg(test)]
mod tests;
