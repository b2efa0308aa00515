use std::net::IpAddr;

use proptest::prelude::*;

use super::*;
use crate::network::{egress, ingress};

fn group() -> SecurityGroup {
    let tenant = Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    };
    let (id, rule) = (SecurityGroupId::from_random([1; 16]), rule_id(0));
    SecurityGroup::new(id, tenant, "web".to_owned(), "web servers".to_owned(), rule)
}

fn rule_id(number: u8) -> SecurityGroupRuleId {
    SecurityGroupRuleId::from_random([number; 16])
}

fn rule(number: u8, protocol: &str, ports: (i64, i64), cidr: &str) -> SecurityGroupRule {
    SecurityGroupRule {
        id: rule_id(number),
        direction: Direction::Ingress,
        permission: protocol_and_ports(protocol, Some(ports.0), Some(ports.1)).expect("a permission"),
        peer: peer(cidr).expect("a network"),
        description: None,
    }
}

fn opened(group: &SecurityGroup, port: u16) -> Vec<String> {
    let nets = ingress(std::slice::from_ref(group), &|_| Vec::new(), TCP, port);
    nets.iter().map(ToString::to_string).collect()
}

#[test]
fn a_new_group_lets_everything_out_and_nothing_in() {
    let group = group();
    assert_eq!(opened(&group, 443), Vec::<String>::new());
    let out = egress(std::slice::from_ref(&group), &|_| Vec::new());
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].0.to_string(), "0.0.0.0/0");
}

#[test]
fn rules_open_ports_to_networks() {
    let rules = [
        rule(1, "tcp", (443, 443), "192.0.2.7/24"),
        rule(2, "tcp", (8000, 8999), "2001:db8::/32"),
        rule(3, "-1", (0, 0), "198.51.100.0/24"),
        rule(4, "udp", (443, 443), "203.0.113.0/24"),
        rule(5, "6", (443, 443), "192.0.2.128/25"),
    ];
    let group = authorize(&group(), &rules).expect("all are new");
    assert_eq!(
        opened(&group, 443),
        ["192.0.2.0/24", "198.51.100.0/24"],
        "host bits go, and what is within another"
    );
    assert_eq!(opened(&group, 8500), ["198.51.100.0/24", "2001:db8::/32"]);
    assert_eq!(opened(&group, 80), ["198.51.100.0/24"]);
}

#[test]
fn what_is_in_a_group_may_connect_by_it() {
    let member: IpAddr = "127.0.0.7".parse().expect("an address");
    let own = SecurityGroup::of_vpc(
        SecurityGroupId::from_random([1; 16]),
        group().tenant,
        [rule_id(1), rule_id(2)],
    );
    let members = |id| if id == own.id { vec![member] } else { Vec::new() };
    let nets = ingress(std::slice::from_ref(&own), &members, TCP, 80);
    assert_eq!(nets, [IpNet::from(member)]);
}

#[test]
fn rules_are_changed_all_or_none() {
    let (one, two) = (rule(1, "tcp", (80, 80), "10.0.0.0/8"), rule(2, "tcp", (81, 81), "10.0.0.0/8"));
    let with = authorize(&group(), &[one.clone(), two.clone()]).expect("new");
    let again =
        authorize(&with, &[rule(3, "tcp", (82, 82), "10.0.0.0/8"), rule(4, "6", (80, 80), "10.1.0.0/8")]);
    assert_eq!(
        again,
        Err(ChangeRefused::Duplicate(one.permission, one.peer)),
        "by number and with host bits"
    );
    let selector = |rule: &SecurityGroupRule| Selector::Rule(rule.permission, rule.peer);
    let (without, gone) = revoke(&with, Direction::Ingress, &[selector(&one)]).expect("it is there");
    assert_eq!((without.rules.len(), gone.as_slice()), (2, std::slice::from_ref(&one)));
    let unknown = revoke(&without, Direction::Ingress, &[Selector::Id(two.id), selector(&one)]);
    assert_eq!(unknown, Err(ChangeRefused::NoSuchRule));
    let out = revoke(&with, Direction::Egress, &[Selector::Id(two.id)]);
    assert_eq!(out, Err(ChangeRefused::NoSuchRuleId(two.id)), "in the other direction");
    let same = modify(&with, &[(two.id, one.permission, one.peer, None)]);
    assert_eq!(same, Err(ChangeRefused::Duplicate(one.permission, one.peer)));
    let told = describe_rules(&with, Direction::Ingress, &[(Selector::Id(two.id), Some("two".to_owned()))]);
    assert_eq!(told.expect("it is there").rules[2].description.as_deref(), Some("two"));
    let many: Vec<SecurityGroupRule> = (0..61).map(|at| rule(9, "tcp", (at, at), "10.0.0.0/8")).collect();
    assert_eq!(authorize(&group(), &many), Err(ChangeRefused::TooMany));
    authorize(&group(), &many[..60]).expect("as many as there may be");
}

#[test]
fn permissions_are_read_as_ec2_reads_them() {
    let all = Permission { protocol: None, from: None, to: None };
    assert_eq!(protocol_and_ports("-1", Some(80), Some(80)), Ok(all), "ports are ignored");
    let every = Permission { protocol: Some(1), from: Some(-1), to: Some(-1) };
    assert_eq!(protocol_and_ports("icmp", None, None), Ok(every));
    assert_eq!(protocol_and_ports("50", Some(1), None).map(|read| read.protocol_name()), Ok("50".to_owned()));
    assert_eq!(protocol_and_ports("tcp", Some(80), None), Err(PermissionRefused::NoPorts("tcp".to_owned())));
    assert_eq!(protocol_and_ports("tcp", Some(81), Some(80)), Err(PermissionRefused::Ports(81, 80)));
    assert_eq!(protocol_and_ports("udp", Some(0), Some(65_536)), Err(PermissionRefused::Ports(0, 65_536)));
    assert_eq!(protocol_and_ports("tpc", None, None), Err(PermissionRefused::Protocol("tpc".to_owned())));
    assert_eq!(peer("10.0.0.0/33"), Err(PermissionRefused::Cidr("10.0.0.0/33".to_owned())));
    assert_eq!(peer("10.0.0.1"), Err(PermissionRefused::Cidr("10.0.0.1".to_owned())));
}

proptest! {
    /// A client is let in exactly if one rule lets it in.
    #[test]
    fn a_list_is_what_its_rules_are(
        rules in proptest::collection::vec((0_i64..20, 0_i64..20, any::<u32>(), 0_u8..=32), 0..10),
        port in 0_u16..20,
        client in any::<u32>(),
    ) {
        let made = rules.iter().map(|(first, more, address, prefix)| {
            let cidr = format!("{}/{prefix}", std::net::Ipv4Addr::from(*address));
            rule(1, "tcp", (*first, first + more), &cidr)
        });
        let mut group = group();
        group.rules = made.collect();
        let client = IpAddr::from(std::net::Ipv4Addr::from(client));
        let expected = group.rules.iter().any(|rule| {
            let Peer::Network(network) = rule.peer else { return false };
            let range = rule.ports_of(TCP).expect("TCP");
            network.contains(&client) && (range.from..=range.to).contains(&port)
        });
        let list = ingress(std::slice::from_ref(&group), &|_| Vec::new(), TCP, port);
        prop_assert_eq!(list.iter().any(|network| network.contains(&client)), expected);
    }

    #[test]
    fn reading_permissions_does_not_fail_badly(protocol in ".{0,8}", from in any::<Option<i64>>(), to in any::<Option<i64>>(), cidr in ".{0,20}") {
        if let Ok(read) = protocol_and_ports(&protocol, from, to) {
            let rule = SecurityGroupRule { permission: read, ..rule(1, "tcp", (1, 1), "10.0.0.0/8") };
            let _ = (rule.ports_of(TCP), read.protocol_name());
        }
        let _ = peer(&cidr);
    }
}
