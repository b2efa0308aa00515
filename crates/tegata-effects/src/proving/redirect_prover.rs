//! Proofs by HTTP: whether what serves a name leads to where only its owner was told to lead.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use http::header::LOCATION;
use tegata_dns::resolver::ProofResolver;
use tegata_egress::{Fault, Following, Gate, Resolver, Response};
use tegata_model::certificate::HttpRedirect;
use tegata_model::certificate::evidence::LookUpResult;
use url::Url;

use super::ProofFound;

/// How many places are asked in a row: what serves a name may lead to HTTPS first, or to another host of its owner's.
const STEPS_MAX: usize = 5;
/// How long all of them may take together.
const WITHIN: Duration = Duration::from_secs(20);

/// Names by their authoritative servers, as all proofs are looked up.
pub struct ByAuthority(pub ProofResolver);

#[async_trait]
impl Resolver for ByAuthority {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        self.0.look_up_addresses(name).await.map_err(io::Error::other)
    }
}

/// Asks what serves a name, at `port` instead of 80 when the hierarchy is a private one.
pub(super) async fn look(gate: &Gate, port: u16, redirect: &HttpRedirect, content: &str) -> ProofFound {
    let (mut trace, mut found) = (Vec::new(), Vec::new());
    let walking = walk(gate, port, redirect, content, &mut trace, &mut found);
    let sighting = tokio::time::timeout(WITHIN, walking).await.unwrap_or_else(|_| LookUpResult::Unanswered {
        why: format!("{} was not answered within {} s", redirect.from, WITHIN.as_secs()),
    });
    ProofFound { sighting, found, trace }
}

async fn walk(
    gate: &Gate,
    port: u16,
    redirect: &HttpRedirect,
    content: &str,
    trace: &mut Vec<String>,
    found: &mut Vec<String>,
) -> LookUpResult {
    let Ok(mut at) = Url::parse(&redirect.from) else {
        return LookUpResult::Bad { why: format!("{} is not a URL", redirect.from) };
    };
    if port != 80 {
        let _ = at.set_port(Some(port));
    }
    for _ in 0..STEPS_MAX {
        let response = match gate.get(at.as_str(), Following::Nothing).await {
            Ok(response) => response,
            Err(fault) => {
                trace.push(format!("{at}: {fault}"));
                return of_fault(&at, &fault);
            }
        };
        trace.push(format!("{at} at {}: {}", response.address, response.status));
        if let Some(next) = location(&at, &response) {
            found.push(next.to_string());
            if next.as_str() == redirect.to {
                return LookUpResult::Good;
            }
            at = next;
            continue;
        }
        if response.status.is_success() && String::from_utf8_lossy(&response.body).trim() == content {
            found.push("the content itself".to_owned());
            return LookUpResult::Good;
        }
        let why = format!("{at} answers {} without a location", response.status.as_u16());
        return if response.status.is_server_error() {
            LookUpResult::Unanswered { why }
        } else {
            LookUpResult::Bad { why }
        };
    }
    LookUpResult::Bad { why: format!("{} has more than {STEPS_MAX} redirects", redirect.from) }
}

fn location(at: &Url, response: &Response) -> Option<Url> {
    if !response.status.is_redirection() {
        return None;
    }
    let location = response.headers.get(LOCATION)?.to_str().ok()?;
    at.join(location).ok()
}

/// A place that one may not go to, or a name without an address, is the owner's to put right; what cannot be reached now
/// is asked again.
fn of_fault(at: &Url, fault: &Fault) -> LookUpResult {
    let why = format!("{at}: {fault}");
    match fault {
        Fault::Refused(_) | Fault::NoAddress(_) | Fault::TooManyAddresses(_) => LookUpResult::Bad { why },
        _ => LookUpResult::Unanswered { why },
    }
}
