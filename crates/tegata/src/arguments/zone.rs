//! `tegata zone`.

use clap::{Args, Subcommand};

use super::names::{dns_name, record_type};
use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Zone {
    /// Create a hosted zone.
    Create {
        /// Its name, such as `example.com`.
        #[arg(value_parser = dns_name)]
        name: String,
    },
    /// List hosted zones.
    #[command(visible_alias = "ls")]
    List,
    /// List a zone's record sets.
    Records {
        /// The zone's name or its identifier.
        #[arg(value_parser = dns_name, add = complete::zones())]
        zone: String,
    },
    /// Create or replace the record set of a name and type.
    Put {
        #[command(flatten)]
        record_set: RecordSetName,
        /// Its values.
        #[arg(required_unless_present = "of_alias", value_name = "VALUE")]
        values: Vec<String>,
        #[command(flatten)]
        alias: AliasOf,
        /// Time to live, in seconds; an alias has that of its target.
        #[arg(long, default_value_t = 300, conflicts_with = "of_alias")]
        ttl: u32,
    },
    /// Delete a record set.
    #[command(visible_alias = "rm")]
    Remove {
        #[command(flatten)]
        record_set: RecordSetName,
    },
    /// Check whether the DNS leads to a hosted zone: what to enter at the registrar, and what is wrong at which hop.
    Delegation {
        /// The zone's identifier or its apex.
        #[arg(value_parser = dns_name, add = complete::zones())]
        zone: String,
    },
    /// Delete a hosted zone that has only its SOA and NS record sets.
    Delete {
        /// The zone's name or its identifier.
        #[arg(value_parser = dns_name, add = complete::zones())]
        zone: String,
    },
}

/// What an alias is answered with.
#[derive(Debug, Args)]
#[group(id = "of_alias", multiple = false, conflicts_with = "values")]
pub(crate) struct AliasOf {
    /// Make it an alias of this load balancer: by its name or its ARN.
    #[arg(long, value_name = "LOAD_BALANCER", add = complete::load_balancers())]
    pub(crate) load_balancer: Option<String>,
    /// Make it an alias of the record set of the same type at this name of the zone.
    #[arg(long, value_name = "NAME", value_parser = dns_name)]
    pub(crate) alias: Option<String>,
}

/// Which record set of which zone.
#[derive(Debug, Args)]
pub(crate) struct RecordSetName {
    /// The zone's name or its identifier.
    #[arg(value_parser = dns_name, add = complete::zones())]
    pub(crate) zone: String,
    /// The record set's name. The zone's name is appended when it is missing; `@` is the zone itself.
    #[arg(value_parser = dns_name)]
    pub(crate) name: String,
    /// Its type, such as `A`.
    #[arg(value_name = "TYPE", value_parser = record_type)]
    pub(crate) kind: String,
}
