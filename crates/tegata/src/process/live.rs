//! The settings that may change while an instance runs: completed by what depends on the sockets, and put into force.

use std::net::SocketAddr;

use anyhow::Result;
use tegata_model::ServerName;
use tegata_operations::authority::base_urls;
use tegata_operations::{Instance, Settings};
use tegata_store::Store;

use super::{ApiScheme, machine_addresses};
use crate::base_url;
use crate::settings::{Configured, Problem};

/// Where the API of this process is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) api: SocketAddr,
    pub(super) speaks: ApiScheme,
    pub(super) names: Vec<ServerName>,
}

/// Settings with all their base URLs.
pub(super) struct Complete {
    pub(super) settings: Settings,
    /// Whether somebody named the base URL of certificates, now or earlier.
    pki_is_named: bool,
}

impl Place {
    fn url(&self, scheme: &str) -> Option<String> {
        base_url::of_server(scheme, self.api, &self.names)
    }
}

/// The settings with base URLs: those that are named, or else the API's own address; and with the addresses of this
/// machine where listeners open on every one. `named_last` is the URL of
/// certificates that was named at an earlier start.
pub(super) fn complete(
    configured: &Configured,
    place: &Place,
    named_last: Option<String>,
) -> Result<Complete, Problem> {
    let live = &configured.live;
    let mut settings = live.settings.clone();
    let named = live.pki_base_url.clone().or(named_last);
    let pki_is_named = named.is_some();
    settings.pki_base_url = named.or_else(|| place.url("http")).ok_or_else(|| {
        let why = format!(
            "certificates contain the URL of revocation lists, but clients cannot connect to {}: give \
             --pki-base-url http://HOST[:PORT], or --api-name HOST",
            place.api.ip()
        );
        configured.problem("pki_base_url", why)
    })?;
    let pages = live.pages_base_url.clone().or_else(|| place.url(place.speaks.scheme()));
    settings.pages_base_url = pages.unwrap_or_else(|| settings.pki_base_url.clone());
    for address in settings.edge_addresses.iter().filter(|address| address.is_unspecified()) {
        let public = settings.edge_public_addresses.entry(*address);
        public.or_insert_with(|| machine_addresses::reached_by(*address));
    }
    Ok(Complete { settings, pki_is_named })
}

/// As [`complete`], with what the store remembers.
pub(super) async fn complete_by_store(
    configured: &Configured,
    place: &Place,
    store: &Store,
) -> Result<Complete> {
    Ok(complete(configured, place, base_urls::named_last(store).await?)?)
}

impl Complete {
    /// Puts them into force in a running instance. The URL of certificates is remembered first, since revocation lists
    /// name all of them.
    pub(super) async fn enforce(self, instance: &Instance, configured: &Configured) -> Result<()> {
        match base_urls::remember(instance, &self.settings.pki_base_url, self.pki_is_named).await {
            // What is stored is served all the same, and nothing is issued until it takes changes.
            Err(error) if error.unavailable().is_some() => {
                tracing::error!(%error, "the base URL of certificates could not be saved");
            }
            remembered => remembered?,
        }
        instance.set_settings(self.settings);
        instance.egress.permit(configured.live.permit_egress.iter().copied());
        instance.target_rules.permit(configured.live.target_networks.iter().copied());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingsArguments;

    fn place(api: &str) -> Place {
        Place { api: api.parse().expect("an address"), speaks: ApiScheme::Https, names: Vec::new() }
    }

    fn urls(
        values: &[(&'static str, &'static str)],
        api: &str,
        last: Option<&str>,
    ) -> Result<(String, String, bool), String> {
        let configured = SettingsArguments::of(values.iter().copied()).configure_alone().expect("settings");
        let complete = complete(&configured, &place(api), last.map(str::to_owned));
        let Complete { settings, pki_is_named } = complete.map_err(|problem| problem.to_string())?;
        Ok((settings.pki_base_url, settings.pages_base_url, pki_is_named))
    }

    #[test]
    fn base_urls_are_those_that_are_named_then_the_last_then_the_address() {
        let named = [("pki_base_url", "http://pki.example"), ("pages_base_url", "https://pages.example")];
        let of = |pki: &str, pages: &str, named| Ok((pki.to_owned(), pages.to_owned(), named));
        assert_eq!(
            urls(&named, "10.0.0.5:1", Some("http://old")),
            of("http://pki.example", "https://pages.example", true)
        );
        assert_eq!(urls(&[], "10.0.0.5:1", Some("http://old")), of("http://old", "https://10.0.0.5:1", true));
        assert_eq!(urls(&[], "10.0.0.5:1", None), of("http://10.0.0.5:1", "https://10.0.0.5:1", false));
    }

    #[test]
    fn an_address_that_listens_everywhere_is_no_base_url() {
        let refused = urls(&[], "0.0.0.0:4566", None).expect_err("refused");
        assert!(refused.contains("--pki-base-url"), "{refused}");
        let (pki, pages, _) = urls(&[], "[::]:4566", Some("http://pki.example")).expect("named earlier");
        assert_eq!((pki.as_str(), pages.as_str()), ("http://pki.example", "http://pki.example"));
    }
}
