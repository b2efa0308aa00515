//! The types that settings are read into, one for each time when a value counts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;
use jiff::SignedDuration;
use tegata_model::authority::KeyStrength;
use tegata_model::{AccountId, Region, ServerName};
use tegata_operations::Settings;
use zeroize::Zeroizing;

use crate::logging::LogFormat;

/// Founding values, as far as somebody named them: at a later start, one that was not named is the one that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FoundingGiven {
    pub(crate) account: Option<AccountId>,
    pub(crate) region: Option<Region>,
    pub(crate) organisation: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) key_strength: Option<KeyStrength>,
}

/// What is read at each start.
#[derive(Clone)]
pub(crate) struct StartSettings {
    pub(crate) api: SocketAddr,
    /// TLS on the API's socket on loopback too.
    pub(crate) api_tls: bool,
    /// Names and addresses in the certificate of the API's socket, besides its own address and loopback.
    pub(crate) api_names: Vec<ServerName>,
    pub(crate) dns: SocketAddr,
    /// A PostgreSQL URL; the embedded store when there is none.
    pub(crate) store: Option<Zeroizing<String>>,
    pub(crate) trust_loopback: bool,
    /// Where the clock was left at the last run when there is none.
    pub(crate) node_name: Option<String>,
    pub(crate) clock_offset: Option<SignedDuration>,
    pub(crate) log_format: LogFormat,
    /// In the data directory when there is none.
    pub(crate) journal: Option<PathBuf>,
    pub(crate) dns_forwarders: Vec<SocketAddr>,
    pub(crate) dns_hints: Vec<SocketAddr>,
    /// Where proofs by HTTP are looked for: 80, but in a private name space.
    pub(crate) http_validation_port: u16,
    pub(crate) smtp: Option<Zeroizing<String>>,
    pub(crate) mail_from: String,
    pub(crate) dkim_key: Option<PathBuf>,
    pub(crate) dkim_selector: Option<String>,
}

/// What is read at each start and on SIGHUP.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LiveSettings {
    /// The URL used last, or the API's own address, when there is none.
    pub(crate) pki_base_url: Option<String>,
    /// The API's own address when there is none.
    pub(crate) pages_base_url: Option<String>,
    /// What is logged.
    pub(crate) log: String,
    /// Networks outside the public Internet that webhooks, HTTP validation and walks of placements may connect to.
    pub(crate) permit_egress: Vec<IpNet>,
    /// Networks that targets of load balancers may be in; loopback and private ones when there are none.
    pub(crate) target_networks: Vec<IpNet>,
    /// All others, with base URLs that are not settled yet.
    pub(crate) settings: Settings,
}

impl Default for StartSettings {
    /// What the table's usual values are written over.
    fn default() -> StartSettings {
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        StartSettings {
            api: loopback,
            api_tls: false,
            api_names: Vec::new(),
            dns: loopback,
            store: None,
            trust_loopback: false,
            node_name: None,
            clock_offset: None,
            log_format: LogFormat::Auto,
            journal: None,
            dns_forwarders: Vec::new(),
            dns_hints: Vec::new(),
            http_validation_port: 80,
            smtp: None,
            mail_from: String::new(),
            dkim_key: None,
            dkim_selector: None,
        }
    }
}
