//! `tegata principal`, `tegata access-key` and `tegata policy`.

use std::path::PathBuf;

use clap::Subcommand;

use super::names::{key_owner, policy, principal};
use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Principal {
    /// Create a principal. It may do nothing until a policy permits it.
    Create {
        /// Its name: 1 to 64 characters of A-Z, a-z, 0-9 and _+=,.@-
        #[arg(value_parser = principal)]
        name: String,
    },
    /// List principals.
    #[command(visible_alias = "ls")]
    List,
    /// Delete a principal with its access keys.
    #[command(visible_alias = "rm")]
    Delete {
        /// Its name or its ARN.
        #[arg(value_parser = principal, add = complete::principals())]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccessKey {
    /// Create an access key for a principal. The secret is shown only once.
    Create {
        /// The principal; `root` is the account's owner.
        #[arg(long, value_name = "NAME", value_parser = key_owner, add = complete::principals())]
        principal: String,
    },
    /// List a principal's access keys.
    #[command(visible_alias = "ls")]
    List {
        /// The principal; `root` is the account's owner.
        #[arg(long, value_name = "NAME", value_parser = key_owner, add = complete::principals())]
        principal: String,
    },
    /// Disable a key: immediately on this node, within ten seconds on other nodes.
    Disable {
        /// The ID of the access key.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Enable a disabled key.
    Enable {
        /// The ID of the access key.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Delete a key permanently.
    #[command(visible_alias = "rm")]
    Delete {
        /// The ID of the access key.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Replace all access keys of the owner with a new one, and write it to credentials.json in the data directory. If
    /// no old key works any more, stop the instance first: then only the data directory is needed.
    RotateOwner {
        /// The PostgreSQL URL of a stopped instance, when its state is not in the data directory.
        #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
        store: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// Save a document of Cedar policies. It replaces the document of the same name.
    Put {
        /// The document's name.
        #[arg(value_parser = policy)]
        name: String,
        /// The file with the policies; `-` reads standard input.
        file: PathBuf,
    },
    /// List policy documents.
    #[command(visible_alias = "ls")]
    List,
    /// Show a policy document.
    Show {
        /// Its name.
        #[arg(value_parser = policy, add = complete::policies())]
        name: String,
    },
    /// Delete a policy document.
    #[command(visible_alias = "rm")]
    Delete {
        /// Its name.
        #[arg(value_parser = policy, add = complete::policies())]
        name: String,
    },
    /// Check whether a principal may do something, and which policies decide it.
    Check {
        /// The principal.
        #[arg(long, value_name = "NAME", value_parser = principal, add = complete::principals())]
        principal: String,
        /// The action, such as acm:RequestCertificate.
        #[arg(long, value_name = "ACTION")]
        action: String,
        /// The resource: the ARN of a certificate, hosted zone, load balancer, listener or target group, or a domain
        /// name of a certificate. Default: the account, as for lists and requests.
        #[arg(long, value_name = "ARN", add = complete::certificates())]
        resource: Option<String>,
        /// The source IP address of the request.
        #[arg(long, value_name = "ADDRESS")]
        source_ip: Option<std::net::IpAddr>,
        /// A condition key with its values, separated by commas: acm:DomainNames=a.example.com,b.example.com
        #[arg(long, value_name = "KEY=VALUE", value_parser = condition)]
        context: Vec<(String, String)>,
    },
}

/// A condition key and its value.
fn condition(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
    pair.ok_or_else(|| "write it as KEY=VALUE, such as acm:ValidationMethod=DNS".to_owned())
}
