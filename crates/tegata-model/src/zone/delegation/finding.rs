//! What can be wrong with a delegation.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// One thing that is wrong with a delegation, or that keeps it from being seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Queries of this instance go to forwarders.
    Forwarded,
    /// No server of a zone above answers.
    ZoneUnanswered {
        /// The zone.
        zone: String,
        /// What its last server said.
        why: String,
    },
    /// The parent does not know the name.
    UnknownAtParent {
        /// The parent.
        parent: String,
    },
    /// The parent knows the name and does not delegate it.
    NotDelegated {
        /// The parent.
        parent: String,
    },
    /// The servers of the parent do not agree.
    ParentsDisagree {
        /// The parent.
        parent: String,
        /// Those that say something else than the first, or nothing.
        servers: Vec<String>,
    },
    /// The parent delegates to other servers.
    ServersDiffer {
        /// The parent.
        parent: String,
        /// Those that it should name and does not, each with the addresses that it needs too.
        missing: BTreeMap<String, BTreeSet<IpAddr>>,
        /// Those that it names and should not.
        foreign: Vec<String>,
    },
    /// Servers of another operator, to which the parent delegates, still answer for the zone.
    OldServersAnswer {
        /// The servers.
        servers: Vec<String>,
    },
    /// A server's name has no address.
    ServerWithoutAddress {
        /// The server.
        server: String,
    },
    /// A server's name is in the zone, and the parent gives no address for it.
    GlueMissing {
        /// The parent.
        parent: String,
        /// The server.
        server: String,
        /// The addresses that the zone has for it.
        addresses: BTreeSet<IpAddr>,
    },
    /// The parent gives other addresses for a server than the zone has.
    GlueDiffers {
        /// The parent.
        parent: String,
        /// The server.
        server: String,
        /// The addresses that the parent gives.
        at_parent: BTreeSet<IpAddr>,
        /// The addresses that the zone has.
        in_zone: BTreeSet<IpAddr>,
    },
    /// A server's address is of a private network.
    PrivateAddress {
        /// The server.
        server: String,
        /// Its address.
        address: IpAddr,
    },
    /// A server does not answer.
    ServerSilent {
        /// The server.
        server: String,
        /// Its address.
        address: IpAddr,
        /// What was tried.
        why: String,
    },
    /// A server answers, but is not authoritative for the zone.
    ServerLame {
        /// The server.
        server: String,
        /// Its address.
        address: IpAddr,
        /// What it said.
        why: String,
    },
    /// A server that should be this instance serves another copy of the zone.
    OtherZone {
        /// The server.
        server: String,
        /// Its address.
        address: IpAddr,
        /// The servers in the NS record set there.
        servers: Vec<String>,
    },
    /// The parent has DS records, and the zone is not signed.
    DsWithoutSignature {
        /// The parent.
        parent: String,
        /// The DS records.
        ds: Vec<String>,
    },
}

impl Finding {
    /// A name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Finding::Forwarded => "forwarded",
            Finding::ZoneUnanswered { .. } => "zone-unanswered",
            Finding::UnknownAtParent { .. } => "unknown-at-parent",
            Finding::NotDelegated { .. } => "not-delegated",
            Finding::ParentsDisagree { .. } => "parents-disagree",
            Finding::ServersDiffer { .. } => "servers-differ",
            Finding::OldServersAnswer { .. } => "old-servers-answer",
            Finding::ServerWithoutAddress { .. } => "server-without-address",
            Finding::GlueMissing { .. } => "glue-missing",
            Finding::GlueDiffers { .. } => "glue-differs",
            Finding::PrivateAddress { .. } => "private-address",
            Finding::ServerSilent { .. } => "server-silent",
            Finding::ServerLame { .. } => "server-lame",
            Finding::OtherZone { .. } => "other-zone",
            Finding::DsWithoutSignature { .. } => "ds-without-signature",
        }
    }

    /// The hop at which it is wrong: a zone above, or one of the zone's servers. `None` when nothing was walked.
    #[must_use]
    pub fn hop(&self) -> Option<&str> {
        match self {
            Finding::Forwarded => None,
            Finding::ZoneUnanswered { zone, .. } => Some(zone),
            Finding::UnknownAtParent { parent }
            | Finding::NotDelegated { parent }
            | Finding::ParentsDisagree { parent, .. }
            | Finding::ServersDiffer { parent, .. }
            | Finding::GlueMissing { parent, .. }
            | Finding::GlueDiffers { parent, .. }
            | Finding::DsWithoutSignature { parent, .. } => Some(parent),
            Finding::OldServersAnswer { servers } => servers.first().map(String::as_str),
            Finding::ServerWithoutAddress { server }
            | Finding::PrivateAddress { server, .. }
            | Finding::ServerSilent { server, .. }
            | Finding::ServerLame { server, .. }
            | Finding::OtherZone { server, .. } => Some(server),
        }
    }
}
