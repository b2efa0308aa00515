//! `tegata certificate`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use jiff::SignedDuration;

use super::names::{any_key, certificate_name, requested_key, sort, status};
use super::span::{span, wait};
use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Certificate {
    /// Ask for a certificate.
    Request {
        /// The names; the first becomes the common name.
        #[arg(required = true, value_name = "NAME", value_parser = certificate_name)]
        names: Vec<String>,
        /// How to prove the names: by a DNS record, or by a mail to the domain's mailboxes.
        #[arg(long, value_name = "METHOD", default_value = "dns", value_parser = ["dns", "email"])]
        validation: String,
        /// The key's algorithm.
        #[arg(long, value_name = "ALGORITHM", default_value = "EC_prime256v1", value_parser = requested_key())]
        #[arg(ignore_case = true)]
        key_algorithm: String,
        /// Let it be exported with its key later; that cannot be changed afterwards.
        #[arg(long)]
        exportable: bool,
        /// Wait until it is issued.
        #[arg(long)]
        wait: bool,
        /// Wait for at most so long, such as `5m`.
        #[arg(long, value_name = "SPAN", value_parser = wait, default_value = "5m", requires = "wait")]
        timeout: SignedDuration,
    },
    /// Show one certificate.
    #[command(visible_alias = "show")]
    Describe {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// List certificates, of every key algorithm.
    #[command(visible_alias = "ls")]
    List {
        /// At most how many.
        #[arg(long, value_name = "COUNT", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
        max_items: u32,
        /// All of them, however many there are.
        #[arg(long, conflicts_with = "max_items")]
        all: bool,
        /// Go on where a list ended: its `NextToken`.
        #[arg(long, value_name = "TOKEN")]
        starting_token: Option<String>,
    },
    /// Wait until a certificate is issued, or can no longer be.
    Wait {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// At most how long, such as `5m`.
        #[arg(long, value_name = "SPAN", value_parser = wait, default_value = "5m")]
        timeout: SignedDuration,
    },
    /// Why a certificate is still pending, or failed, and what to do: what was looked up, seen and expected.
    Explain {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// Show each look-up step by step, and the events.
        #[arg(long, short)]
        verbose: bool,
    },
    /// Write the records that prove a certificate's names, to paste at a DNS provider.
    Records {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// In which form.
        #[arg(long, value_enum, default_value_t = RecordForm::Text)]
        format: RecordForm,
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
        #[arg(long = "replaces", visible_alias = "arn", value_name = "CERTIFICATE", add = complete::certificates())]
        replaces: Option<String>,
    },
    /// Export an exportable certificate with its chain and its private key, the key under a passphrase.
    Export {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// The file whose first line is the passphrase: 4 to 128 ASCII characters, none of them #, $ or %.
        #[arg(long, value_name = "FILE")]
        passphrase_file: PathBuf,
        /// The folder to write certificate.pem, chain.pem and private-key.pem into; standard output when left out.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Renew an exported certificate now; what is used here is renewed by itself.
    Renew {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Search certificates: all that is named has to hold.
    Search {
        /// One of its names has this in it; repeatable.
        #[arg(long = "name", value_name = "TEXT")]
        names: Vec<String>,
        /// Its status.
        #[arg(long, value_name = "STATUS", value_parser = status(), ignore_case = true)]
        status: Option<String>,
        /// Its key's algorithm.
        #[arg(long, value_name = "ALGORITHM", value_parser = any_key(), ignore_case = true)]
        key_algorithm: Option<String>,
        /// It ends within this time, such as 30d.
        #[arg(long, value_name = "SPAN", value_parser = span)]
        ends_before: Option<SignedDuration>,
        /// What to sort by.
        #[arg(long, value_name = "NAME", default_value = "CREATED_AT", value_parser = sort(), ignore_case = true)]
        sort: String,
        /// The greatest first.
        #[arg(long)]
        descending: bool,
        /// At most how many.
        #[arg(long, value_name = "COUNT", visible_alias = "max-results", default_value_t = 100)]
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        max_items: u32,
        /// All that are found, however many there are.
        #[arg(long, conflicts_with = "max_items")]
        all: bool,
    },
    /// Replace a certificate by another one wherever it is attached: for every change that cannot be made in place.
    Replace {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
        /// How the new one's names are proven.
        #[arg(long, value_name = "METHOD", value_parser = ["dns", "email"])]
        validation: Option<String>,
        /// The new one's key.
        #[arg(long, value_name = "ALGORITHM", value_parser = requested_key(), ignore_case = true)]
        key_algorithm: Option<String>,
        /// The new one's names, the first its common name; repeatable.
        #[arg(long = "name", value_name = "NAME", value_parser = certificate_name)]
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
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Revoke an exported certificate for good: every version of it that is still valid.
    Revoke {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
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
    #[command(visible_alias = "rm")]
    Delete {
        /// Which: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Replacement {
    /// List the last replacements, the newest first.
    #[command(visible_alias = "ls")]
    List,
    /// Show one, step by step.
    Show {
        /// Which: its identifier, or the beginning or end of it.
        id: String,
    },
    /// Leave one where it is for now.
    Stop {
        /// Which: its identifier, or the beginning or end of it.
        id: String,
    },
    /// Let one go on.
    Resume {
        /// Which: its identifier, or the beginning or end of it.
        id: String,
    },
    /// Put the old certificate back in its places, and delete the new one.
    Undo {
        /// Which: its identifier, or the beginning or end of it.
        id: String,
    },
}

/// How the records that prove names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordForm {
    /// Name, type and value, for the form of a DNS provider.
    Text,
    /// Lines of a zone file (RFC 1035 §5).
    Zone,
    /// A table with headings, as ACM's console writes it (RFC 4180).
    Csv,
    /// Resources of Terraform's AWS provider.
    Terraform,
    /// A list for programs.
    Json,
}
