//! What can be typed behind `tegata`. The manual pages and completions are made from here.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::SignedDuration;

/// The certificate manager that people run themselves.
///
/// Ask for a certificate by domain name, prove the domain, get it issued, attach it where TLS ends, and
/// forget it. Speaks the wire API of AWS Certificate Manager, Route 53 and Elastic Load Balancing.
#[derive(Debug, Parser)]
#[command(name = "tegata", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// How answers are written: a table for people, or JSON for programs.
    #[arg(long, global = true, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,

    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For people.
    Table,
    /// For programs: one JSON document on standard output.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run everything in one process, on embedded defaults.
    Up(Box<Up>),
    /// Watch a certificate live its whole life, in a private instance that is gone afterwards.
    Tour,
    /// Certificates: request, describe, list, wait, explain, import, export, delete.
    Certificate {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Certificate,
    },
    /// Hosted zones and their record sets.
    Zone {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Zone,
    },
    /// Look at a certificate as in a browser's padlock: the one a server shows, a file, or an ARN.
    Inspect {
        /// Which instance, when SUBJECT is an ARN.
        #[command(flatten)]
        target: Target,
        /// `HOST:PORT`, a PEM file, or a certificate's ARN.
        subject: String,
        /// The name to ask a server for, when it is not HOST.
        #[arg(long, value_name = "NAME")]
        server_name: Option<String>,
    },
    /// The event log: what happened, in the shape of Amazon EventBridge.
    Events {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Events,
    },
    /// Webhooks: who is told of events, signed as Standard Webhooks says.
    Webhook {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Webhook,
    },
    /// The outbox: mails that ask for approval.
    Mail {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Mail,
    },
    /// The root certificate: write it out, or make this machine trust it.
    Root {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Root,
    },
    /// Principals: who may sign besides the account's owner.
    Principal {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Principal,
    },
    /// Access keys of principals.
    AccessKey {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: AccessKey,
    },
    /// Policies in Cedar: what principals may do.
    Policy {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Policy,
    },
    /// The instance's clock, on a laptop: rehearse a year in seconds.
    Clock {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Clock,
    },
    /// Write the completion script of a shell to standard output.
    Completion {
        /// For which shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    Man {
        /// Where to; made when it is not there.
        folder: PathBuf,
    },
}

/// `tegata up`.
#[derive(Debug, Args)]
pub(crate) struct Up {
    /// Where everything is kept; made at first start, readable by nobody else.
    #[arg(long, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    pub(crate) data: PathBuf,

    /// Where the API listens. Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4566")]
    pub(crate) api: SocketAddr,

    /// Where the authoritative DNS server listens, by UDP and TCP. Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:5354")]
    pub(crate) dns: SocketAddr,

    /// A PostgreSQL URL, to keep state there instead of in an SQLite file in DIR.
    #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,

    /// Accept whatever access key a tool brings, unverified; an identifier of twelve digits names the
    /// account. Refused unless the API listens on loopback alone.
    #[arg(long)]
    pub(crate) trust_loopback: bool,

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

    /// A network that may read `/metrics` besides this machine: `10.20.0.0/16`. May be given several times.
    #[arg(long, value_name = "CIDR")]
    pub(crate) permit_metrics: Vec<ipnet::IpNet>,

    /// How often the passphrase of an exported key is stretched (PBKDF2 iterations), at first start.
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000,
          value_parser = clap::value_parser!(u32).range(2048..=10_000_000))]
    pub(crate) export_iterations: u32,

    /// Where relying parties find revocation lists and issuer certificates: `http://HOST[:PORT]`, at first
    /// start. The API's own address when left out.
    #[arg(long, value_name = "URL")]
    pub(crate) pki_base_url: Option<String>,

    /// Where people reach this instance's pages, such as the one where they approve by mail: `http://HOST[:PORT]`. The
    /// API's own address when left out.
    #[arg(long, value_name = "URL")]
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

/// Which instance a command talks to.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The API's address.
    #[arg(long, value_name = "URL", env = "TEGATA_ENDPOINT", default_value = "http://127.0.0.1:4566")]
    pub(crate) endpoint: String,

    /// Where the instance keeps its data: the access key is read from there when the environment has none.
    #[arg(long, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    pub(crate) data: PathBuf,

    /// In which region.
    #[arg(long, value_name = "REGION", env = "AWS_REGION", default_value = "us-east-1")]
    pub(crate) region: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Certificate {
    /// Ask for a certificate.
    Request {
        /// The names; the first becomes the common name.
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        /// How to prove the names: by a DNS record, or by a mail to the domain's mailboxes.
        #[arg(long, value_name = "METHOD", default_value = "dns", value_parser = ["dns", "email"])]
        validation: String,
        /// The key's algorithm.
        #[arg(long, value_name = "ALGORITHM", default_value = "EC_prime256v1",
              value_parser = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"])]
        key_algorithm: String,
        /// Let it be exported with its key later; that cannot be changed afterwards.
        #[arg(long)]
        exportable: bool,
        /// Wait until it is issued.
        #[arg(long)]
        wait: bool,
    },
    /// Show one certificate.
    Describe {
        /// Which.
        arn: String,
    },
    /// List certificates, of every key algorithm.
    List {
        /// At most how many.
        #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u16).range(1..=1000))]
        max_items: u16,
    },
    /// Wait until a certificate is issued, or can no longer be.
    Wait {
        /// Which.
        arn: String,
        /// At most how long, such as `5m`.
        #[arg(long, value_name = "SPAN", value_parser = span, default_value = "5m")]
        timeout: SignedDuration,
    },
    /// Why a certificate is still pending, or failed: what was looked up, seen and expected.
    Explain {
        /// Which.
        arn: String,
    },
    /// Import a certificate that another authority issued, with its private key.
    Import {
        /// The certificate alone, in PEM.
        #[arg(long, value_name = "FILE")]
        certificate: PathBuf,
        /// Its private key in PEM, under no passphrase.
        #[arg(long, value_name = "FILE")]
        private_key: PathBuf,
        /// The issuer's certificate in PEM, then those above it. Only a certificate that signed itself needs none.
        #[arg(long, value_name = "FILE")]
        chain: Option<PathBuf>,
        /// The imported certificate whose place it takes: what uses that serves this one from then on.
        #[arg(long)]
        arn: Option<String>,
    },
    /// Export an exportable certificate with its chain and its private key, the key under a passphrase.
    Export {
        /// Which.
        arn: String,
        /// The file whose first line is the passphrase: 4 to 128 ASCII characters, none of them #, $ or %.
        #[arg(long, value_name = "FILE")]
        passphrase_file: PathBuf,
        /// The folder to write certificate.pem, chain.pem and private-key.pem into; standard output when left out.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Renew an exported certificate now; what is used here is renewed by itself.
    Renew {
        /// Which.
        arn: String,
    },
    /// Search certificates: all that is named has to hold.
    Search {
        /// One of its names has this in it; repeatable.
        #[arg(long = "name", value_name = "TEXT")]
        names: Vec<String>,
        /// Its status, such as ISSUED or PENDING_VALIDATION.
        #[arg(long, value_name = "STATUS")]
        status: Option<String>,
        /// Its key's algorithm, such as RSA_2048 or EC_prime256v1.
        #[arg(long, value_name = "ALGORITHM")]
        key_algorithm: Option<String>,
        /// It ends within this time, such as 30d.
        #[arg(long, value_name = "SPAN", value_parser = span)]
        ends_before: Option<SignedDuration>,
        /// What to sort by, such as NOT_AFTER or COMMON_NAME.
        #[arg(long, value_name = "NAME", default_value = "CREATED_AT")]
        sort: String,
        /// The greatest first.
        #[arg(long)]
        descending: bool,
        /// At most so many.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=500))]
        max_results: u16,
    },
    /// Replace a certificate by another one wherever it is attached: for every change that cannot be made in place.
    Replace {
        /// Which.
        arn: String,
        /// How the new one's names are proven.
        #[arg(long, value_name = "METHOD", value_parser = ["dns", "email"])]
        validation: Option<String>,
        /// The new one's key.
        #[arg(long, value_name = "ALGORITHM", value_parser = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"])]
        key_algorithm: Option<String>,
        /// The new one's names, the first its common name; repeatable.
        #[arg(long = "name", value_name = "NAME")]
        names: Vec<String>,
        /// Leave the old one, unattached, instead of deleting it.
        #[arg(long)]
        keep_old: bool,
        /// Do not wait until it is done.
        #[arg(long)]
        detach: bool,
    },
    /// Replacements that run or ran: look at them, stop, resume or undo them.
    Replacement {
        #[command(subcommand)]
        command: Replacement,
    },
    /// Prove the names by DNS instead of by mail from now on, under the same ARN; shows the records that it takes.
    Migrate {
        /// Which.
        arn: String,
    },
    /// Revoke an exported certificate for good: every version of it that is still valid.
    Revoke {
        /// Which.
        arn: String,
        /// Why.
        #[arg(long, value_name = "REASON", default_value = "UNSPECIFIED",
              value_parser = ["UNSPECIFIED", "KEY_COMPROMISE", "CA_COMPROMISE", "AFFILIATION_CHANGED", "SUPERSEDED",
                              "CESSATION_OF_OPERATION", "PRIVILEGE_WITHDRAWN", "A_A_COMPROMISE"])]
        reason: String,
        /// Show what would be revoked and who would notice, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Do not ask whether it is meant.
        #[arg(long, conflicts_with = "dry_run")]
        yes: bool,
    },
    /// Delete a certificate that is not in use.
    Delete {
        /// Which.
        arn: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Events {
    /// Show events: the last ones, or those from a position on.
    Tail {
        /// Go on with what happens from now on; as JSON, one event a line.
        #[arg(long)]
        follow: bool,
        /// Begin at this position; 0 is the oldest event that is kept.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
        /// Begin so many events before the end.
        #[arg(long, value_name = "COUNT", default_value_t = 20, conflicts_with = "from",
              value_parser = clap::value_parser!(u32).range(1..=1000))]
        last: u32,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Webhook {
    /// Register a URL that is told of events. Shows the secret that it checks signatures with, this once.
    Create {
        /// Where events are sent: `https://HOST/PATH`.
        url: String,
        /// Tell it the events from this position on, not just those from now on.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
    },
    /// List webhooks, how far each has come and what keeps it.
    List,
    /// Delete a webhook.
    Delete {
        /// Its identifier.
        id: String,
    },
    /// Tell a webhook events once more, or make a disabled one go on.
    Replay {
        /// Its identifier.
        id: String,
        /// From this position on; from where it stopped when left out.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
    },
    /// Show what became of the last deliveries, the newest first.
    Deliveries {
        /// Its identifier.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Replacement {
    /// List the last replacements, the newest first.
    List,
    /// Show one, step by step.
    Show {
        /// Which.
        id: String,
    },
    /// Leave one where it is for now.
    Stop {
        /// Which.
        id: String,
    },
    /// Let one go on.
    Resume {
        /// Which.
        id: String,
    },
    /// Put the old certificate back in its places, and delete the new one.
    Undo {
        /// Which.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// List the last mails, the newest first.
    List,
    /// Show a mail, with its text until a relay has it.
    Show {
        /// Its identifier.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Zone {
    /// Create a hosted zone.
    Create {
        /// Its apex, such as `example.com`.
        name: String,
    },
    /// List hosted zones.
    List,
    /// List a zone's record sets.
    Records {
        /// The zone's identifier or its apex.
        zone: String,
    },
    /// Write a record set, replacing the one of that name and type.
    Put {
        /// The zone's identifier or its apex.
        zone: String,
        /// The record set's name.
        name: String,
        /// Its type, such as `A`.
        #[arg(value_name = "TYPE")]
        kind: String,
        /// Its values.
        #[arg(required = true, value_name = "VALUE")]
        values: Vec<String>,
        /// Time to live, in seconds.
        #[arg(long, default_value_t = 300)]
        ttl: u32,
    },
    /// Delete a record set.
    Remove {
        /// The zone's identifier or its apex.
        zone: String,
        /// The record set's name.
        name: String,
        /// Its type, such as `A`.
        #[arg(value_name = "TYPE")]
        kind: String,
    },
    /// Delete a hosted zone that has only its SOA and NS record sets.
    Delete {
        /// The zone's identifier or its apex.
        zone: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Root {
    /// Write the root certificates, in PEM, to a file or standard output.
    Export {
        /// Where to.
        file: Option<PathBuf>,
    },
    /// Add the root certificates to this machine's trust store.
    Trust,
    /// Take the root certificates out of this machine's trust store.
    Untrust,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Clock {
    /// Show the instance's time.
    Show,
    /// Move the clock forward. Only on a laptop: with the embedded store and the API on loopback alone.
    Advance {
        /// How far, such as `160d` or `36h`.
        #[arg(value_parser = span)]
        by: SignedDuration,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Principal {
    /// Make a principal. It may do nothing until a policy permits it.
    Create {
        /// Its name: 1 to 64 of A-Z, a-z, 0-9 and _+=,.@-
        name: String,
    },
    /// List principals.
    List,
    /// Delete a principal with its access keys.
    Delete {
        /// Which.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccessKey {
    /// Make an access key for a principal; its secret is shown this once.
    Create {
        /// For whom.
        #[arg(long, value_name = "NAME")]
        principal: String,
    },
    /// List a principal's access keys.
    List {
        /// Whose.
        #[arg(long, value_name = "NAME")]
        principal: String,
    },
    /// Let a key open nothing any more: at once here, within ten seconds on other nodes.
    Disable {
        /// Which.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Make a disabled key active again.
    Enable {
        /// Which.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Delete a key for good.
    Delete {
        /// Which.
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// Put a document of policies in Cedar, in place of the one of that name.
    Put {
        /// The document's name.
        name: String,
        /// The file with the policies; `-` reads standard input.
        file: PathBuf,
    },
    /// List the documents.
    List,
    /// Show a document.
    Show {
        /// Which.
        name: String,
    },
    /// Delete a document.
    Delete {
        /// Which.
        name: String,
    },
    /// Say whether a principal may do something, and which policies decide so.
    Check {
        /// Who.
        #[arg(long, value_name = "NAME")]
        principal: String,
        /// What, such as acm:RequestCertificate.
        #[arg(long, value_name = "ACTION")]
        action: String,
        /// To what: the ARN of a certificate, hosted zone, load balancer, listener or target group. The account when
        /// left out, as for lists and requests.
        #[arg(long, value_name = "ARN")]
        resource: Option<String>,
        /// From where.
        #[arg(long, value_name = "ADDRESS")]
        source_ip: Option<std::net::IpAddr>,
        /// A condition key with its value, or values with commas between them: acm:DomainNames=a.example.com,b.example.com
        #[arg(long, value_name = "KEY=VALUE", value_parser = condition)]
        context: Vec<(String, String)>,
    },
}

/// `$XDG_DATA_HOME/tegata`, in its usual place when that is not set (XDG Base Directory Specification).
static DEFAULT_DATA: LazyLock<String> = LazyLock::new(|| {
    let home = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local").join("share")));
    home.map_or_else(|| "tegata-data".to_owned(), |home| home.join("tegata").to_string_lossy().into_owned())
});

/// A condition key and its value.
fn condition(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
    pair.ok_or_else(|| "write it as KEY=VALUE, such as acm:ValidationMethod=DNS".to_owned())
}

/// A span of days, hours, minutes and seconds, a day being 24 hours.
fn span(text: &str) -> Result<SignedDuration, String> {
    let span: jiff::Span =
        text.parse().map_err(|error| format!("{error}; write it as 160d, 36h or 5m30s"))?;
    span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        assert_eq!(span("160d"), Ok(SignedDuration::from_hours(160 * 24)));
        assert_eq!(span("1h30m"), Ok(SignedDuration::from_mins(90)));
        assert!(span("soon").is_err());
    }
}
