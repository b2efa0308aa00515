//! `tegata principal`, `tegata access-key` and `tegata policy`.

use std::path::PathBuf;

use clap::Subcommand;

use super::names::{key_owner, policy, principal};
use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Principal {
    /// Make a principal. It may do nothing until a policy permits it.
    Create {
        /// Its name: 1 to 64 of A-Z, a-z, 0-9 and _+=,.@-
        #[arg(value_parser = principal)]
        name: String,
    },
    /// List principals.
    #[command(visible_alias = "ls")]
    List,
    /// Delete a principal with its access keys.
    #[command(visible_alias = "rm")]
    Delete {
        /// Which: its name or its ARN.
        #[arg(value_parser = principal, add = complete::principals())]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccessKey {
    /// Make an access key for a principal; its secret is shown this once.
    Create {
        /// For whom; `root` is the account's owner.
        #[arg(long, value_name = "NAME", value_parser = key_owner, add = complete::principals())]
        principal: String,
    },
    /// List a principal's access keys.
    #[command(visible_alias = "ls")]
    List {
        /// Whose; `root` is the account's owner.
        #[arg(long, value_name = "NAME", value_parser = key_owner, add = complete::principals())]
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
    /// Delete a key permanently.
    #[command(visible_alias = "rm")]
    Delete {
        /// Which.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Replace the owner's access keys by a new one, which goes to credentials.json in the data directory. All old ones stop
    /// working. Where none of them signs any more, stop the instance first: then the data directory is enough.
    RotateOwner {
        /// The PostgreSQL URL of an instance that is stopped, when its state is not in the data directory.
        #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
        store: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// Put a document of policies in Cedar, in place of the one of that name.
    Put {
        /// The document's name.
        #[arg(value_parser = policy)]
        name: String,
        /// The file with the policies; `-` reads standard input.
        file: PathBuf,
    },
    /// List the documents.
    #[command(visible_alias = "ls")]
    List,
    /// Show a document.
    Show {
        /// Which.
        #[arg(value_parser = policy, add = complete::policies())]
        name: String,
    },
    /// Delete a document.
    #[command(visible_alias = "rm")]
    Delete {
        /// Which.
        #[arg(value_parser = policy, add = complete::policies())]
        name: String,
    },
    /// Say whether a principal may do something, and which policies decide so.
    Check {
        /// Who.
        #[arg(long, value_name = "NAME", value_parser = principal, add = complete::principals())]
        principal: String,
        /// What, such as acm:RequestCertificate.
        #[arg(long, value_name = "ACTION")]
        action: String,
        /// To what: the ARN of a certificate, hosted zone, load balancer, listener or target group, or a name of a
        /// certificate. The account when left out, as for lists and requests.
        #[arg(long, value_name = "ARN", add = complete::certificates())]
        resource: Option<String>,
        /// From where.
        #[arg(long, value_name = "ADDRESS")]
        source_ip: Option<std::net::IpAddr>,
        /// A condition key with its value, or values with commas between them: acm:DomainNames=a.example.com,b.example.com
        #[arg(long, value_name = "KEY=VALUE", value_parser = condition)]
        context: Vec<(String, String)>,
    },
}

/// A condition key and its value.
fn condition(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
    pair.ok_or_else(|| "write it as KEY=VALUE, such as acm:ValidationMethod=DNS".to_owned())
}
