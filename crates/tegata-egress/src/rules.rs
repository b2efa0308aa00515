//! Where one may go.

use std::net::IpAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use ipnet::IpNet;
use url::{Host, Url};

use crate::networks::{Special, special};

/// The ports that ordinary addresses may be reached at. In a network that the operator permits, any.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];
/// The longest URL.
const URL_BYTES_MAX: usize = 2048;

/// Why one may not go there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// Longer than 2,048 bytes.
    #[error("a URL may have at most {URL_BYTES_MAX} bytes")]
    TooLong,
    /// Not a URL.
    #[error("`{0}` is not a URL; write it as https://host/path")]
    NoUrl(String),
    /// Neither http nor https.
    #[error("the scheme {0} is not allowed: use http or https")]
    Scheme(String),
    /// A user or password in the URL.
    #[error("a URL may not contain a user or password")]
    Credentials,
    /// The port.
    #[error(
        "port {0} is not allowed: use 80, 443, 8080 or 8443. In networks that the operator permits, every \
         port is allowed"
    )]
    Port(u16),
    /// The address.
    #[error(
        "the address {address} is {purpose}, which is not allowed unless the operator permits its network"
    )]
    Address {
        /// Which.
        address: IpAddr,
        /// What it is for.
        purpose: &'static str,
    },
}

/// Which addresses and ports one may go to. Clones share what is permitted.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    permitted: Arc<ArcSwap<Vec<IpNet>>>,
}

/// A URL that has the right form, taken apart. Its addresses are not judged yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(crate) url: Url,
    pub(crate) host: Host<String>,
    pub(crate) port: u16,
}

impl Place {
    /// Takes a URL apart.
    ///
    /// # Errors
    /// When it is no URL, of another scheme, or holds credentials.
    pub fn parse(text: &str) -> Result<Place, Refused> {
        if text.len() > URL_BYTES_MAX {
            return Err(Refused::TooLong);
        }
        let url = Url::parse(text).map_err(|_| Refused::NoUrl(text.to_owned()))?;
        // Browsers take the first thing behind any number of slashes for the host; here that is a slip.
        let behind_scheme = text.trim_start().split_once(':').map_or("", |(_, rest)| rest);
        let names_host = behind_scheme.strip_prefix("//").is_some_and(|rest| !rest.starts_with(['/', '\\']));
        if matches!(url.scheme(), "http" | "https") && !names_host {
            return Err(Refused::NoUrl(text.to_owned()));
        }
        Place::of(url)
    }

    pub(crate) fn of(mut url: Url) -> Result<Place, Refused> {
        if url.as_str().len() > URL_BYTES_MAX {
            return Err(Refused::TooLong);
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        url.set_fragment(None);
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(Refused::NoUrl(url.into()));
        };
        Ok(Place { host: host.to_owned(), port, url })
    }

    /// The URL in its canonical spelling, without a fragment.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The address, when the host is one.
    #[must_use]
    pub fn literal(&self) -> Option<IpAddr> {
        match self.host {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }
}

impl Rules {
    /// Rules under which these networks may be reached too, at any port.
    #[must_use]
    pub fn permitting(networks: impl IntoIterator<Item = IpNet>) -> Rules {
        let rules = Rules::default();
        rules.permit(networks);
        rules
    }

    /// Lets these networks be reached instead of those before, from now on.
    pub fn permit(&self, networks: impl IntoIterator<Item = IpNet>) {
        self.permitted.store(Arc::new(networks.into_iter().collect()));
    }

    /// Judges what can be judged of a URL before its name is resolved.
    ///
    /// # Errors
    /// Why one may not go there.
    pub fn judge(&self, text: &str) -> Result<Place, Refused> {
        let place = Place::parse(text)?;
        match place.literal() {
            Some(address) => self.judge_address(address, place.port)?,
            // A name may turn out to be in a permitted network, where any port will do.
            None if self.permitted.load().is_empty() && !PORTS.contains(&place.port) => {
                return Err(Refused::Port(place.port));
            }
            None => {}
        }
        Ok(place)
    }

    /// Judges an address that somebody is about to connect to.
    ///
    /// # Errors
    /// Why one may not.
    pub fn judge_address(&self, address: IpAddr, port: u16) -> Result<(), Refused> {
        let refused = |purpose| Err(Refused::Address { address, purpose });
        let permitted = self.permitted.load().iter().any(|network| network.contains(&address));
        match special(address) {
            // Permitting a way of translating addresses does not permit every address.
            Some(Special::Embeds(inside, _)) if permitted => {
                self.judge_address(inside.into(), port).map_err(|refused| match refused {
                    Refused::Address { purpose, .. } => Refused::Address { address, purpose },
                    other => other,
                })
            }
            Some(Special::Purpose(_)) | None if permitted => Ok(()),
            Some(Special::Purpose(purpose) | Special::Embeds(_, purpose)) => refused(purpose),
            None if PORTS.contains(&port) => Ok(()),
            None => Err(Refused::Port(port)),
        }
    }
}

#[cfg(test)]
mod tests;
