//! `tegata up`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use jiff::SignedDuration;
use tegata_model::{AccountId, ServerName};

use super::DEFAULT_DATA;
use super::span::span;
use crate::logging::LogFormat;

/// `tegata up`.
#[derive(Debug, Args)]
pub(crate) struct Up {
    /// Where everything is kept; made at first start, readable by nobody else.
    #[arg(long, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    pub(crate) data: PathBuf,

    /// Where the API listens. Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4566")]
    pub(crate) api: SocketAddr,

    /// Speak TLS on the API's socket on loopback too. Off loopback the API always speaks TLS, with a certificate of this
    /// instance's authority: clients trust `root.pem`. Revocation lists, OCSP and `/health` are served by plain HTTP on
    /// the same port.
    #[arg(long)]
    pub(crate) api_tls: bool,

    /// A host name or IP address by which clients reach the API, for its certificate. May be given several times. The
    /// address of --api, localhost and loopback addresses are in it anyway.
    #[arg(long, value_name = "NAME")]
    pub(crate) api_name: Vec<ServerName>,

    /// Where the authoritative DNS server listens, by UDP and TCP. Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:5354")]
    pub(crate) dns: SocketAddr,

    /// How the log is written to standard error. `TEGATA_LOG` says what is logged, as in `info,tegata_dns=debug`.
    #[arg(long, value_name = "FORMAT", value_enum, env = "TEGATA_LOG_FORMAT", default_value = "auto")]
    pub(crate) log_format: LogFormat,

    /// A PostgreSQL URL, to keep state there instead of in an SQLite file in DIR. It may have libpq's parameters, as
    /// `sslmode=verify-full&sslrootcert=FILE`, and several hosts. With a password in it, use the variable and not the
    /// argument.
    #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,

    /// Make another instance, with another account and another root, in a data directory whose store is lost. What is left
    /// of the old one is renamed. Refused while the store is there.
    #[arg(long)]
    pub(crate) begin_anew: bool,

    /// The journal: revocations and how far the store has come, so that no older copy of the store takes them back. Put it on
    /// another disk than the store, or it is lost with it. `journal` in DIR when left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,

    /// Let debuggers attach and core dumps be written, for who looks for a fault in Tegata: they hold its keys.
    #[arg(long)]
    pub(crate) allow_core_dumps: bool,

    /// Accept any access key that a tool brings, unverified; an identifier of twelve digits names the account, and every
    /// other, such as `test`, means the instance's own. Refused unless the API listens on loopback alone.
    #[arg(long)]
    pub(crate) trust_loopback: bool,

    /// The account of this instance, at first start: twelve digits. Without it, drawn at random; 000000000000 with
    /// --trust-loopback, as tools for local clouds expect.
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    pub(crate) account: Option<AccountId>,

    /// How far the instance's clock runs ahead of the system's, such as `160d` or `36h`.
    #[arg(long, value_name = "SPAN", value_parser = span, allow_hyphen_values = true)]
    pub(crate) clock_offset: Option<SignedDuration>,

    /// Look proofs up by these forwarders instead of walking down from the root servers.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "dns_hint")]
    pub(crate) dns_forwarder: Vec<SocketAddr>,

    /// Walk down from these root servers instead of the Internet's; all name servers are then asked on
    /// the same port. For private name spaces.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) dns_hint: Vec<SocketAddr>,

    /// Look for proofs by HTTP at this port instead of 80. For private name spaces.
    #[arg(long, value_name = "PORT", default_value_t = 80)]
    pub(crate) http_validation_port: u16,

    /// Show validation records, but write none into the zones hosted here.
    #[arg(long)]
    pub(crate) no_validation_records: bool,

    /// `O` of the authority's names, at first start.
    #[arg(long, value_name = "NAME", default_value = "Tegata")]
    pub(crate) organisation: String,

    /// RSA-4096 and P-384 for the authority, at first start, instead of RSA-2048 and P-256.
    #[arg(long)]
    pub(crate) high_strength: bool,

    /// A network that is not of the Internet and may be reached for others, as by webhooks: `192.168.7.0/24`. May be
    /// given several times.
    #[arg(long, value_name = "CIDR")]
    pub(crate) permit_egress: Vec<ipnet::IpNet>,

    /// A network that targets of load balancers may be in: `10.20.0.0/16`. May be given several times. Loopback and
    /// private networks when left out. Link-local addresses and those of this instance itself are never targets.
    #[arg(long, value_name = "CIDR")]
    pub(crate) target_network: Vec<ipnet::IpNet>,

    /// An address on which listeners of load balancers open. May be given several times: two load balancers with the same
    /// port need two. On Linux, 127.0.0.1 to 127.0.0.50 when left out.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) edge_address: Vec<std::net::IpAddr>,

    /// A network that may read `/metrics` besides this machine: `10.20.0.0/16`. May be given several times.
    #[arg(long, value_name = "CIDR")]
    pub(crate) permit_metrics: Vec<ipnet::IpNet>,

    /// How often the passphrase of an exported key is stretched (PBKDF2 iterations), at first start.
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000,
          value_parser = clap::value_parser!(u32).range(2048..=10_000_000))]
    pub(crate) export_iterations: u32,

    /// Where relying parties find revocation lists and issuer certificates: `http://HOST[:PORT]`, at first
    /// start. The API's own address when left out.
    #[arg(long, value_name = "URL", value_parser = crate::base_url::for_relying_parties)]
    pub(crate) pki_base_url: Option<String>,

    /// Where people reach this instance's pages, such as the one where they approve by mail: `http://HOST[:PORT]`. The
    /// API's own address when left out.
    #[arg(long, value_name = "URL", value_parser = crate::base_url::for_people)]
    pub(crate) pages_base_url: Option<String>,

    /// The SMTP relay that delivers mails: `smtp://USER:PASSWORD@HOST:587?tls=required` or `smtps://HOST`. Mails stay in
    /// the outbox (`tegata mail list`) when left out. With a password in it, use the variable and not the argument.
    #[arg(long, value_name = "URL", env = "TEGATA_SMTP", hide_env_values = true)]
    pub(crate) smtp: Option<String>,

    /// Who mails are from.
    #[arg(long, value_name = "ADDRESS", requires = "smtp", default_value = "no-reply@tegata.test")]
    pub(crate) mail_from: String,

    /// Signs mails by DKIM with this key: the file of an RSA key in PEM, `BEGIN RSA PRIVATE KEY`.
    #[arg(long, value_name = "FILE", requires = "dkim_selector")]
    pub(crate) dkim_key: Option<PathBuf>,

    /// The selector under which the DKIM key is published.
    #[arg(long, value_name = "NAME", requires = "dkim_key")]
    pub(crate) dkim_selector: Option<String>,
}

fn account(text: &str) -> Result<AccountId, String> {
    AccountId::try_from(text.to_owned()).map_err(|error| error.to_string())
}
