//! `tegata zone`.

use clap::Subcommand;

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
