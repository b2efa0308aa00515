//! Settings that were read: typed, and checked as far as one can without a store.

use std::net::SocketAddr;
use std::path::PathBuf;

use tegata_effects::mail_relay::{DkimOptions, Relay, RelayOptions};
use zeroize::Zeroizing;

use super::layers::{Given, Layers, Problem, Problems};
use super::member::{Member, Read, Usual};
use super::members::{find, members};
use super::typed::{FoundingGiven, LiveSettings, StartSettings};

/// Where look-ups of proofs begin.
#[derive(Debug, Clone)]
pub(crate) enum Resolving {
    Internet,
    Hints(Vec<SocketAddr>),
    Forwarders(Vec<SocketAddr>),
}

/// Settings that were read.
#[derive(Clone)]
pub(crate) struct Configured {
    /// The file that was read, if there was one.
    pub(crate) file: Option<PathBuf>,
    pub(crate) founding: FoundingGiven,
    pub(crate) start: StartSettings,
    pub(crate) live: LiveSettings,
    /// What was said of them, and where.
    pub(crate) layers: Layers,
}

impl Configured {
    /// Reads what `layers` say, and the usual value of what they do not say.
    pub(super) fn read(file: Option<PathBuf>, layers: Layers) -> Result<Configured, Problems> {
        let (mut founding, mut start, mut live) = <(FoundingGiven, StartSettings, LiveSettings)>::default();
        let mut problems = Vec::new();
        for member in members() {
            let usual: Vec<String>;
            let texts = match (layers.of(member), member.usual) {
                (Some(given), _) => given.texts.as_slice(),
                (None, Usual::Texts(texts)) => {
                    usual = texts.iter().map(|text| (*text).to_owned()).collect();
                    &usual
                }
                (None, Usual::Words(_)) => continue,
            };
            let read = match member.read {
                // Not named is another thing than named as usual.
                Read::Founding(_) if layers.of(member).is_none() => Ok(()),
                Read::Founding(read) => read(&mut founding, texts),
                Read::Start(read) => read(&mut start, texts),
                Read::Live(read) => read(&mut live, texts),
            };
            if let Err(why) = read {
                problems.push(problem(&layers, member.key, why));
            }
        }
        let configured = Configured { file, founding, start, live, layers };
        if problems.is_empty() {
            problems = configured.contradictions();
        }
        if problems.is_empty() { Ok(configured) } else { Err(Problems(problems)) }
    }

    /// What was said of a setting.
    pub(crate) fn given(&self, key: &str) -> Option<&Given> {
        find(key).and_then(|member| self.layers.of(member))
    }

    /// A fault of a setting, with where it was said.
    pub(crate) fn problem(&self, key: &str, why: impl Into<String>) -> Problem {
        problem(&self.layers, key, why.into())
    }

    /// The members of which something else was said than in `before`.
    pub(crate) fn changed_since(&self, before: &Configured) -> Vec<&'static Member> {
        let texts =
            |configured: &Configured, member| configured.layers.of(member).map(|given| given.texts.clone());
        members().filter(|member| texts(self, member) != texts(before, member)).collect()
    }

    /// Where look-ups of proofs begin.
    pub(crate) fn resolving(&self) -> Resolving {
        let StartSettings { dns_forwarders, dns_hints, .. } = &self.start;
        match (dns_hints.is_empty(), dns_forwarders.is_empty()) {
            (false, _) => Resolving::Hints(dns_hints.clone()),
            (true, false) => Resolving::Forwarders(dns_forwarders.clone()),
            (true, true) => Resolving::Internet,
        }
    }

    /// The relay that delivers mails, put together.
    pub(crate) fn relay(&self) -> Result<Option<Relay>, Problem> {
        let StartSettings { smtp, mail_from, dkim_key, dkim_selector, .. } = &self.start;
        let Some(url) = smtp else { return Ok(None) };
        let dkim = match (dkim_key, dkim_selector) {
            (Some(file), Some(selector)) => {
                let key_pem = std::fs::read_to_string(file)
                    .map_err(|error| self.problem("dkim_key", format!("{}: {error}", file.display())))?;
                Some(DkimOptions { selector: selector.clone(), key_pem: Zeroizing::new(key_pem) })
            }
            _ => None,
        };
        let options = RelayOptions { url: url.clone(), from: mail_from.clone(), dkim };
        let relay = Relay::new(options).map_err(|error| {
            use tegata_effects::mail_relay::RelayError;
            let key = match error {
                RelayError::Url => "smtp",
                RelayError::From(_) => "mail_from",
                RelayError::Dkim => "dkim_key",
            };
            let file =
                dkim_key.as_ref().filter(|_| key == "dkim_key").map(|file| format!("{}: ", file.display()));
            self.problem(key, file.unwrap_or_default() + &error.to_string())
        })?;
        Ok(Some(relay))
    }

    /// Values that do not go together.
    fn contradictions(&self) -> Vec<Problem> {
        let start = &self.start;
        let mut found = Vec::new();
        let mut refuse = |key, why: &str| found.push(self.problem(key, why));
        for key in ["store", "smtp"] {
            if self.given(key).is_some() && self.given(&format!("{key}_file")).is_some() {
                refuse(key, &format!("`{key}_file` is set too: set only one of them"));
            }
        }
        if !start.dns_hints.is_empty() && !start.dns_forwarders.is_empty() {
            refuse("dns_hints", "`dns_forwarders` is set too: set only one of them");
        }
        if start.trust_loopback && !start.api.ip().is_loopback() {
            refuse(
                "trust_loopback",
                &format!(
                    "it accepts every access key, so it is refused on {}: leave it out, or listen on a \
                     loopback address with --api 127.0.0.1:4566",
                    start.api.ip()
                ),
            );
        }
        if start.dkim_key.is_some() && start.dkim_selector.is_none() {
            refuse(
                "dkim_key",
                "`dkim_selector` is missing: set it to the DNS label under which the public key is published",
            );
        }
        if start.dkim_selector.is_some() && start.dkim_key.is_none() {
            refuse("dkim_selector", "`dkim_key` is missing: set it to the file of the private key");
        }
        if start.smtp.is_none() {
            for key in ["mail_from", "dkim_key"] {
                if self.given(key).is_some() {
                    refuse(
                        key,
                        "`smtp` is missing: set it to the URL of a mail relay, because mails are not sent \
                         without one",
                    );
                }
            }
        }
        found
    }
}

fn problem(layers: &Layers, key: &str, why: String) -> Problem {
    let source = find(key).and_then(|member| layers.of(member)).map(|given| given.source.clone());
    Problem { key: Some(key.to_owned()), source, why }
}
