//! `tegata placement`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::names::dns_name;
use crate::complete;

/// What a declared hop can be.
const KINDS: [&str; 6] = ["instance", "container", "lightsail", "database", "cdn", "other"];
/// What a declared hop can serve.
const PROTOCOLS: [&str; 5] = ["http", "https", "tcp", "tls", "postgresql"];
/// Where a declared hop's certificate can come from.
const SOURCES: [&str; 2] = ["own", "outside"];
/// Whether a network is trusted.
const NETWORKS: [&str; 2] = ["trusted", "untrusted"];
/// Versions of TLS.
const VERSIONS: [&str; 4] = ["1.0", "1.1", "1.2", "1.3"];

#[derive(Debug, Subcommand)]
pub(crate) enum Placement {
    /// Declare a hop that the instance does not run: a server, a container, a database. A hop of that name is replaced.
    Declare(Box<Declaration>),
    /// Delete a declared hop.
    Undeclare {
        /// Its name.
        #[arg(value_name = "HOP", add = complete::hops())]
        name: String,
    },
    /// List declared hops.
    Hops,
    /// List the names that lead to a load balancer or a declared hop, and where TLS ends for each.
    #[command(visible_alias = "ls")]
    List {
        /// Only names of this hosted zone.
        #[arg(long, value_parser = dns_name, add = complete::zones())]
        zone: Option<String>,
    },
    /// Show the path from a name, hop by hop: where TLS ends, and which certificate belongs there.
    Show {
        /// The name that clients connect to.
        #[arg(value_parser = dns_name)]
        name: String,
    },
    /// Check a path, by what is known and declared: what is wrong at which hop, why, and what to do.
    Check {
        /// The name that clients connect to.
        #[arg(value_parser = dns_name)]
        name: String,
    },
    /// Connect to every hop of a path, and compare what is served with what is intended.
    Walk {
        /// The name that clients connect to.
        #[arg(value_parser = dns_name)]
        name: String,
    },
    /// Draw a path, with what is wrong marked at the hops: as text, or as SVG for a browser or a slide.
    Draw {
        /// The name that clients connect to.
        #[arg(value_parser = dns_name)]
        name: String,
        /// Write an SVG picture to this file, `-` for standard output.
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
}

/// A hop to be declared.
#[derive(Debug, Args)]
pub(crate) struct Declaration {
    /// Its name, without a dot.
    #[arg(value_name = "HOP", add = complete::hops())]
    pub(crate) name: String,
    /// Where it listens. A target of a load balancer is this hop when address and port are the same.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) at: String,
    /// What it is.
    #[arg(long, value_parser = PossibleValuesParser::new(KINDS))]
    pub(crate) kind: String,
    /// What it serves. TCP is a byte stream that it does not look into.
    #[arg(long, value_parser = PossibleValuesParser::new(PROTOCOLS))]
    pub(crate) protocol: String,
    /// Where its certificate comes from: this instance through ACM's API, or elsewhere. Default: it has none.
    #[arg(long, value_name = "SOURCE", value_parser = PossibleValuesParser::new(SOURCES))]
    pub(crate) certificate: Option<String>,
    /// Which certificate of ACM belongs there: one of its names, the beginning or end of its identifier, or its ARN.
    #[arg(long, value_name = "CERTIFICATE", requires = "certificate", add = complete::certificates())]
    pub(crate) certificate_arn: Option<String>,
    /// The name that its certificate has to have. Default: the name of the path.
    #[arg(long, value_name = "NAME", value_parser = dns_name)]
    pub(crate) server_name: Option<String>,
    /// Whether the network between the hop before and this one is trusted.
    #[arg(long, default_value = "untrusted", value_parser = PossibleValuesParser::new(NETWORKS))]
    pub(crate) network: String,
    /// It refuses connections without a client certificate.
    #[arg(long)]
    pub(crate) client_certificate: bool,
    /// A version of TLS that it accepts. Can be given several times. Default: not known.
    #[arg(long = "tls", value_name = "VERSION", value_parser = PossibleValuesParser::new(VERSIONS))]
    pub(crate) tls_versions: Vec<String>,
    /// What it sends on to: a declared hop or a DNS name. Can be given several times.
    #[arg(long, value_name = "HOP")]
    pub(crate) forwards_to: Vec<String>,
}
