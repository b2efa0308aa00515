//! `tegata certificate`.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::SignedDuration;

use super::span::span;

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
