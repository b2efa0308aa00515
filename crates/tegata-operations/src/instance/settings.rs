//! Settings: how an operator sets an instance up.
//!
//! Two types, since two things may happen to a value. [`Founding`] values are decided once: they are in the root
//! certificates, or in the key of every row. They are kept in the store with the authority, and another value later is
//! refused. [`Settings`] may change at each start and while the instance runs, so [`Instance::settings`] gives those of
//! the moment.
//!
//! [`Instance::settings`]: crate::Instance::settings

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use tegata_model::authority::KeyStrength;
use tegata_model::certificate::request::NamePolicy;
use tegata_model::load_balancing::listener::CERTIFICATES_USUAL;
use tegata_model::network::Network;
use tegata_model::{AccountId, Region};

/// What is fixed at first start and cannot change. The JSON of it is kept in the store; a member that an earlier
/// release did not keep has a default here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founding {
    /// The account that callers have unless their access key names another.
    pub account: AccountId,
    /// The region for callers that name none, such as the CLI.
    pub region: Region,
    /// `O` of the authorities' subjects, and what ACM calls the issuer.
    pub organisation: String,
    /// `C` of the authorities' subjects: two letters (ISO 3166).
    pub country: String,
    /// How large the authorities' keys are. `None` in a store of an earlier release: the authorities themselves say it.
    #[serde(default)]
    pub key_strength: Option<KeyStrength>,
}

impl Founding {
    /// What `tegata up` begins with, for `account`.
    #[must_use]
    pub fn embedded(account: AccountId) -> Founding {
        Founding {
            account,
            region: Region::try_from("us-east-1".to_owned()).expect("a region's name"),
            organisation: "Tegata".to_owned(),
            country: "JP".to_owned(),
            key_strength: Some(KeyStrength::Usual),
        }
    }
}

/// What may change at each start and, on SIGHUP, while the instance runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where relying parties find revocation lists and issuer certificates: `http://host[:port]`, no trailing slash.
    /// Goes into every certificate that is issued from now on (RFC 5280 §4.2.1.13, §4.2.2.1). Certificates issued before
    /// keep the URL that they carry.
    pub pki_base_url: String,
    /// Where people reach this instance's pages, such as the one where they approve: `http://host[:port]`, no trailing
    /// slash. Goes into mails.
    pub pages_base_url: String,
    /// The domains that a CAA record may name to let this instance issue (RFC 8659 §4.2).
    pub issuer_domains: Vec<String>,
    /// What follows the token in a validation CNAME's value, as `acm-validations.aws`. Clients never parse it. A
    /// certificate keeps the record that it was given.
    pub validation_suffix: String,
    /// Whether the validation CNAME is written by itself when the name's zone is hosted here.
    pub write_validation_records: bool,
    /// The names of this instance's name servers, by fours: a hosted zone has the first four, and a second zone of the
    /// same name the next four (Route 53 gives zones of one name different name servers). All of them have to lead to
    /// this instance. With fewer than eight there is one zone of a name.
    pub name_servers: Vec<String>,
    /// The addresses on which the edge's listeners open. A load balancer's first listener takes the first address where
    /// its port is free, and the others follow it: two load balancers cannot both listen on a port of one address.
    pub edge_addresses: Vec<IpAddr>,
    /// Which addresses the DNS gives for load balancers on an address of the edge's, where these are others: those of
    /// a router in front, and those of the machine where listeners open on every address. For an address that is not in
    /// here the DNS gives the address itself.
    pub edge_public_addresses: BTreeMap<IpAddr, Vec<IpAddr>>,
    /// The domain of load balancers' DNS names: `<name>-<id>.<region>.elb.<edge_domain>`.
    pub edge_domain: String,
    /// The VPC and its subnets, and which of the edge's addresses these have.
    pub network: Network,
    /// Which address an instance stands for when it is registered as a target by its identifier
    /// (`i-` and 8 to 17 hexadecimal digits): Tegata runs no instances of its own.
    pub instances: BTreeMap<String, IpAddr>,
    /// The folders that stand for buckets: what AWS takes from S3, such as the bundles of trust stores, is a file there.
    pub buckets: BTreeMap<String, PathBuf>,
    /// How much an account may have.
    pub quotas: Quotas,
    /// Which names the authority stands for. A name against it makes a certificate FAILED, not a request refused.
    pub names: NamePolicy,
    /// How many RSA keys lie ready. One takes a tenth of a second to make, and no request should wait for it.
    pub rsa_keys_ready: u32,
    /// How often PBKDF2 (HMAC-SHA-256) stretches the passphrase of an exported key: 2,048 times at least, which is
    /// ACM's number and OpenSSL's default. Who finds an exported key pays as much for each guess at its passphrase
    /// as an export costs: with the default a good 10 ms of a core, fifty times what ACM lets them pay, and still
    /// some eighty exports a second from each core.
    pub export_iterations: u32,
    /// Networks that may read metrics, besides this machine.
    pub metrics_networks: Vec<IpNet>,
}

impl Settings {
    /// What the DNS answers for a load balancer whose listeners open on this address.
    #[must_use]
    pub fn public_addresses(&self, address: IpAddr) -> Vec<IpAddr> {
        self.edge_public_addresses.get(&address).cloned().unwrap_or_else(|| vec![address])
    }
}

/// How much an account may have in a region (ACM User Guide, "Quotas").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotas {
    /// Names on one certificate.
    pub names_per_certificate: u32,
    /// Certificates, expired and revoked ones included.
    pub certificates: u32,
    /// Certificates requested in 365 days.
    pub certificates_per_year: u32,
    /// Imported certificates, expired ones included.
    pub imported_certificates: u32,
    /// Certificates imported in 365 days; importing anew in place of one does not count.
    pub imported_certificates_per_year: u32,
    /// Certificates on the listeners of one load balancer, besides their defaults.
    pub certificates_per_load_balancer: u32,
}

/// Ours to give: an instance of one's own needs no 2,500.
fn unlimited() -> u32 {
    10_000_000
}

impl Default for Settings {
    /// What `tegata up` has when nothing else is said.
    fn default() -> Settings {
        Settings {
            pki_base_url: "http://127.0.0.1:4566".to_owned(),
            pages_base_url: "http://127.0.0.1:4566".to_owned(),
            issuer_domains: ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]
                .map(str::to_owned)
                .to_vec(),
            validation_suffix: "acm-validations.aws".to_owned(),
            write_validation_records: true,
            name_servers: (1..=8).map(|number| format!("ns{number}.tegata.test")).collect(),
            edge_addresses: loopback(),
            edge_public_addresses: BTreeMap::new(),
            edge_domain: "tegata.test".to_owned(),
            network: Network::default(),
            instances: BTreeMap::new(),
            buckets: BTreeMap::new(),
            quotas: Quotas::default(),
            names: NamePolicy {
                // ACM User Guide, "Troubleshooting certificate requests": names that are AWS's own to prove.
                reserved_suffixes: ["amazonaws.com", "cloudfront.net", "elasticbeanstalk.com"]
                    .map(str::to_owned)
                    .to_vec(),
                public_top_level_domains: None,
            },
            rsa_keys_ready: 8,
            export_iterations: 100_000,
            metrics_networks: Vec::new(),
        }
    }
}

/// On Linux all of 127.0.0.0/8 is loopback: an address for each load balancer that an account may have. Elsewhere only
/// the first one is there without being set up.
fn loopback() -> Vec<IpAddr> {
    let last = if cfg!(target_os = "linux") { 50 } else { 1 };
    (1..=last).map(|last| Ipv4Addr::new(127, 0, 0, last).into()).collect()
}

impl Default for Quotas {
    fn default() -> Quotas {
        Quotas {
            names_per_certificate: 100,
            certificates: unlimited(),
            certificates_per_year: unlimited(),
            imported_certificates: unlimited(),
            imported_certificates_per_year: unlimited(),
            certificates_per_load_balancer: CERTIFICATES_USUAL,
        }
    }
}
