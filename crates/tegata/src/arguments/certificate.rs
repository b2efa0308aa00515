//! `tegata certificate`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use jiff::SignedDuration;

use super::names::{any_key, certificate_name, requested_key, sort, status};
use super::span::{span, wait};
use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Certificate {
    /// Request a certificate.
    Request {
        /// Its domain names; the first becomes the common name.
        #[arg(required = true, value_name = "NAME", value_parser = certificate_name)]
        names: Vec<String>,
        /// How to prove the names: by a DNS record, or by mail to mailboxes of the domain.
        #[arg(long, value_name = "METHOD", default_value = "dns", value_parser = ["dns", "email"])]
        validation: String,
        /// The key algorithm.
        #[arg(long, value_name = "ALGORITHM", default_value = "EC_prime256v1", value_parser = requested_key())]
        #[arg(ignore_case = true)]
        key_algorithm: String,
        /// Allow export with the private key later. This cannot be changed afterwards.
        #[arg(long)]
        exportable: bool,
        /// Wait until it is issued.
        #[arg(long)]
        wait: bool,
        /// Wait at most this long, such as `5m`.
        #[arg(long, value_name = "SPAN", value_parser = wait, default_value = "5m", requires = "wait")]
        timeout: SignedDuration,
    },
    /// Show one certificate.
    #[command(visible_alias = "show")]
    Describe {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// List certificates of every key algorithm.
    #[command(visible_alias = "ls")]
    List {
        /// The greatest number of results.
        #[arg(long, value_name = "COUNT", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
        max_items: u32,
        /// Show all of them.
        #[arg(long, conflicts_with = "max_items")]
        all: bool,
        /// Continue a list: the `NextToken` of its last page.
        #[arg(long, value_name = "TOKEN")]
        starting_token: Option<String>,
    },
    /// Wait until a certificate is issued or has failed.
    Wait {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// The longest time to wait, such as `5m`.
        #[arg(long, value_name = "SPAN", value_parser = wait, default_value = "5m")]
        timeout: SignedDuration,
    },
    /// Explain why a certificate is pending or failed, and what to do. Shows what was looked up, found and expected.
    Explain {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// Show the steps of each look-up, and the events.
        #[arg(long, short)]
        verbose: bool,
    },
    /// Print the validation records of a certificate, to paste at a DNS provider.
    Records {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// The format.
        #[arg(long, value_enum, default_value_t = RecordForm::Text)]
        format: RecordForm,
    },
    /// Import a certificate that another authority issued, with its private key.
    Import {
        /// The certificate without its chain, in PEM.
        #[arg(long, value_name = "FILE")]
        certificate: PathBuf,
        /// Its private key in PEM, without a passphrase.
        #[arg(long, value_name = "FILE")]
        private_key: PathBuf,
        /// The issuer's certificate and those above it, in PEM, in this order. A self-signed certificate needs none.
        #[arg(long, value_name = "FILE")]
        chain: Option<PathBuf>,
        /// The imported certificate to replace, under the same ARN. Listeners that use it serve the new one.
        #[arg(long = "replaces", visible_alias = "arn", value_name = "CERTIFICATE", add = complete::certificates())]
        replaces: Option<String>,
    },
    /// Export a certificate with its chain and its encrypted private key. It must have been requested as exportable.
    Export {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// A file with the passphrase on its first line: 4 to 128 ASCII characters without #, $ and %.
        #[arg(long, value_name = "FILE")]
        passphrase_file: PathBuf,
        /// The folder for certificate.pem, chain.pem and private-key.pem. Default: standard output.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Renew an exported certificate now. Certificates that are in use here are renewed automatically.
    Renew {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Search certificates that match all the given filters.
    Search {
        /// Part of one of its names; repeatable.
        #[arg(long = "name", value_name = "TEXT")]
        names: Vec<String>,
        /// Its status.
        #[arg(long, value_name = "STATUS", value_parser = status(), ignore_case = true)]
        status: Option<String>,
        /// Its key's algorithm.
        #[arg(long, value_name = "ALGORITHM", value_parser = any_key(), ignore_case = true)]
        key_algorithm: Option<String>,
        /// It expires within this time, such as 30d.
        #[arg(long, value_name = "SPAN", value_parser = span)]
        ends_before: Option<SignedDuration>,
        /// The field to sort by.
        #[arg(long, value_name = "NAME", default_value = "CREATED_AT", value_parser = sort(), ignore_case = true)]
        sort: String,
        /// Sort in descending order.
        #[arg(long)]
        descending: bool,
        /// The greatest number of results.
        #[arg(long, value_name = "COUNT", visible_alias = "max-results", default_value_t = 100)]
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        max_items: u32,
        /// Show all results.
        #[arg(long, conflicts_with = "max_items")]
        all: bool,
    },
    /// Replace a certificate with a new one on every listener that uses it. For changes that cannot be made in place.
    Replace {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// How to prove the names of the new certificate.
        #[arg(long, value_name = "METHOD", value_parser = ["dns", "email"])]
        validation: Option<String>,
        /// The key algorithm of the new certificate.
        #[arg(long, value_name = "ALGORITHM", value_parser = requested_key(), ignore_case = true)]
        key_algorithm: Option<String>,
        /// The names of the new certificate; the first becomes the common name. Repeatable.
        #[arg(long = "name", value_name = "NAME", value_parser = certificate_name)]
        names: Vec<String>,
        /// Keep the old certificate, detached, instead of deleting it.
        #[arg(long)]
        keep_old: bool,
        /// Do not wait for the end.
        #[arg(long)]
        detach: bool,
    },
    /// Replacements of certificates: list, show, stop, resume or undo them.
    Replacement {
        #[command(subcommand)]
        command: Replacement,
    },
    /// Change the validation of a certificate from mail to DNS, under the same ARN. Prints the records that are needed.
    Migrate {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Revoke an exported certificate: every version of it that is still valid. This cannot be undone.
    Revoke {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// The reason.
        #[arg(long, value_name = "REASON", default_value = "UNSPECIFIED",
              value_parser = ["UNSPECIFIED", "KEY_COMPROMISE", "CA_COMPROMISE", "AFFILIATION_CHANGED", "SUPERSEDED",
                              "CESSATION_OF_OPERATION", "PRIVILEGE_WITHDRAWN", "A_A_COMPROMISE"])]
        reason: String,
        /// Show what would be revoked and what it affects, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Do not ask for confirmation.
        #[arg(long, conflicts_with = "dry_run")]
        yes: bool,
    },
    /// Delete a certificate that is not in use.
    #[command(visible_alias = "rm")]
    Delete {
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Replacement {
    /// List the latest replacements, newest first.
    #[command(visible_alias = "ls")]
    List,
    /// Show the steps of a replacement.
    Show {
        /// Its identifier, or the beginning or end of it.
        id: String,
    },
    /// Stop a replacement after its present step.
    Stop {
        /// Its identifier, or the beginning or end of it.
        id: String,
    },
    /// Resume a stopped replacement.
    Resume {
        /// Its identifier, or the beginning or end of it.
        id: String,
    },
    /// Attach the old certificate again, and delete the new one.
    Undo {
        /// Its identifier, or the beginning or end of it.
        id: String,
    },
}

/// Format of validation records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordForm {
    /// Name, type and value, to type into a form.
    Text,
    /// Lines of a zone file (RFC 1035 §5).
    Zone,
    /// CSV with headings, as ACM's console exports it (RFC 4180).
    Csv,
    /// Terraform resources (AWS provider).
    Terraform,
    /// A list for programs.
    Json,
}
