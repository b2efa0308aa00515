//! Following the path from a name, over what is known and what is declared.

use std::net::IpAddr;

use super::known::{Known, KnownGroup, KnownListener, KnownLoadBalancer, KnownTarget, Record};
use super::{DeclaredHop, Fault, Finding, Hop, HopKind, Placement, Protocol, new_hop, tls_end};
use crate::ServerName;

/// How many hops a placement has at most. A picture with more is not readable.
pub const HOPS_MAX: usize = 200;
/// How many hops are followed one behind the other.
const DEPTH_MAX: usize = 16;

/// Follows the path from `name`, which is in lower case and has no trailing dot.
#[must_use]
pub fn trace(name: &str, known: &Known) -> Placement {
    let placement =
        Placement { name: name.to_owned(), hops: Vec::new(), findings: Vec::new(), is_truncated: false };
    let mut path = Path { known, placement };
    path.name(name, None);
    tls_end::assign(&mut path.placement.hops);
    path.placement
}

struct Path<'a> {
    known: &'a Known,
    placement: Placement,
}

impl<'a> Path<'a> {
    /// Adds a hop, unless there are too many, and gives its place.
    fn add(&mut self, hop: Hop) -> Option<usize> {
        if self.placement.hops.len() >= HOPS_MAX {
            self.placement.is_truncated = true;
            return None;
        }
        self.placement.hops.push(hop);
        Some(self.placement.hops.len() - 1)
    }

    fn found(&mut self, hop: usize, fault: Fault) {
        let finding = Finding { hop, fault };
        if !self.placement.findings.contains(&finding) {
            self.placement.findings.push(finding);
        }
    }

    /// Whether the hop at `from`, or one before it, is what `same` says.
    fn is_behind(&self, from: Option<usize>, same: impl Fn(&Hop) -> bool) -> bool {
        let mut current = from;
        while let Some(hop) = current.and_then(|place| self.placement.hops.get(place)) {
            if same(hop) {
                return true;
            }
            current = hop.from;
        }
        false
    }

    fn name(&mut self, name: &str, from: Option<usize>) {
        if let Some(before) = from {
            let is_loop = self.is_behind(from, |hop| hop.kind == HopKind::Name && hop.name == name);
            if is_loop || self.placement.depth(before) >= DEPTH_MAX {
                return self.found(before, Fault::PathLoop { name: name.to_owned() });
            }
        }
        let Some(place) = self.add(new_hop::name(name, from)) else { return };
        let known = self.known.names.get(name).cloned().unwrap_or_default();
        if known.records.is_empty() {
            let declared = self.declared_at_name(name);
            if declared.is_empty() {
                self.found(place, Fault::NoRecord { zone: known.zone });
            }
            for hop in declared {
                self.declared(hop, place, None);
            }
        }
        for record in &known.records {
            match record {
                Record::Alias(target) | Record::Cname(target) => self.target_name(record, target, place),
                Record::Address(address) => self.address(*address, place),
            }
        }
    }

    fn target_name(&mut self, record: &Record, target: &str, place: usize) {
        let known = self.known;
        if let Some(balancer) = known.load_balancers.iter().find(|balancer| balancer.dns_name == target) {
            return self.load_balancer(balancer, place);
        }
        let declared = self.declared_at_name(target);
        if !declared.is_empty() {
            for hop in declared {
                self.declared(hop, place, None);
            }
        } else if known.names.get(target).is_some_and(|name| !name.records.is_empty()) {
            self.name(target, Some(place));
        } else {
            let target = target.to_owned();
            self.found(
                place,
                match record {
                    Record::Alias(_) => Fault::AliasToNothing { target },
                    Record::Cname(_) | Record::Address(_) => Fault::RecordPointsElsewhere { target },
                },
            );
        }
    }

    fn address(&mut self, address: IpAddr, place: usize) {
        let known = self.known;
        let declared: Vec<&DeclaredHop> =
            known.declared.iter().filter(|hop| hop.host == ServerName::Address(address)).collect();
        let balancers: Vec<&KnownLoadBalancer> =
            known.load_balancers.iter().filter(|balancer| balancer.addresses.contains(&address)).collect();
        if declared.is_empty() && balancers.is_empty() {
            self.found(place, Fault::RecordPointsElsewhere { target: address.to_string() });
        }
        for balancer in balancers {
            self.load_balancer(balancer, place);
        }
        for hop in declared {
            self.declared(hop, place, None);
        }
    }

    /// The declared hops at a DNS name.
    fn declared_at_name(&self, name: &str) -> Vec<&'a DeclaredHop> {
        let is_at = |hop: &&DeclaredHop| matches!(&hop.host, ServerName::Host(host) if host == name);
        self.known.declared.iter().filter(is_at).collect()
    }

    fn load_balancer(&mut self, balancer: &'a KnownLoadBalancer, from: usize) {
        // An A and an AAAA record set lead to the same one.
        let is_there =
            |hop: &Hop| hop.from == Some(from) && hop.kind == balancer.kind && hop.name == balancer.name;
        if self.placement.hops.iter().any(is_there) {
            return;
        }
        if balancer.listeners.is_empty()
            && let Some(place) = self.add(new_hop::load_balancer(balancer, from))
        {
            self.found(place, Fault::NoListener);
        }
        let tls_port = balancer.listeners.iter().find(|listener| is_tls(listener.protocol));
        let tls_port = tls_port.map(|listener| listener.socket.port());
        for listener in &balancer.listeners {
            let hop = new_hop::listener(balancer, listener, &self.placement.name, from);
            let Some(place) = self.add(hop) else { return };
            self.plain_listener(listener, tls_port, place);
            self.groups(listener, place);
        }
    }

    /// What is wrong with a listener of HTTP in the clear.
    fn plain_listener(&mut self, listener: &KnownListener, tls_port: Option<u16>, place: usize) {
        let redirects = listener.answers == Some(super::Answers::RedirectToHttps);
        match tls_port {
            _ if listener.protocol != Protocol::Http || redirects => {}
            Some(tls_port) => self.found(place, Fault::HttpNotRedirected { tls_port }),
            None => self.found(place, Fault::NoTlsListener),
        }
    }

    fn groups(&mut self, listener: &'a KnownListener, place: usize) {
        for group in &listener.groups {
            if group.targets.is_empty() {
                self.found(place, Fault::NoTargets { group: group.name.clone() });
            }
            for target in &group.targets {
                self.target(group, target, place);
            }
        }
    }

    fn target(&mut self, group: &'a KnownGroup, target: &'a KnownTarget, from: usize) {
        let at = |hop: &&DeclaredHop| {
            target.socket.is_some_and(|socket| {
                hop.host == ServerName::Address(socket.ip()) && hop.port == socket.port()
            })
        };
        let place = match self.known.declared.iter().find(at) {
            Some(declared) => self.declared(declared, from, Some((group, target))),
            None => {
                let place = self.add(new_hop::target(group, target, &self.placement.name, from));
                if let Some(place) = place {
                    self.found(place, Fault::UndeclaredHop);
                }
                place
            }
        };
        if let (Some(place), Some(reason)) = (place, &target.unhealthy) {
            self.found(place, Fault::TargetUnhealthy { reason: reason.clone() });
        }
    }

    /// Adds a declared hop and what it sends on to.
    fn declared(
        &mut self,
        declared: &'a DeclaredHop,
        from: usize,
        target: Option<(&KnownGroup, &KnownTarget)>,
    ) -> Option<usize> {
        let address = declared.address();
        let is_loop = self.is_behind(Some(from), |hop| hop.name == declared.name && hop.address == address);
        if is_loop || self.placement.depth(from) >= DEPTH_MAX {
            self.found(from, Fault::PathLoop { name: declared.name.clone() });
            return None;
        }
        let is_there =
            |hop: &Hop| hop.from == Some(from) && hop.name == declared.name && hop.address == address;
        if target.is_none() && self.placement.hops.iter().any(is_there) {
            return None;
        }
        let before = self.placement.hops.get(from).and_then(|hop| hop.protocol);
        let certificates = &self.known.certificates;
        let hop = new_hop::declared(declared, certificates, &self.placement.name, from, target, before);
        let place = self.add(hop)?;
        if let Some((group, _)) = target
            && is_tls(group.protocol)
            && !group.verifies
            && declared.network == super::Network::Untrusted
        {
            self.found(place, Fault::CertificateNotVerified);
        }
        for next in &declared.forwards_to {
            let known = self.known;
            match known.declared.iter().find(|hop| hop.name == *next) {
                Some(hop) => {
                    self.declared(hop, place, None);
                }
                None if next.contains('.') => self.name(next, Some(place)),
                None => self.found(place, Fault::ForwardsToNothing { name: next.clone() }),
            }
        }
        Some(place)
    }
}

fn is_tls(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Https | Protocol::Tls)
}
