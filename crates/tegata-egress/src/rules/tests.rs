use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

fn permitting(networks: &[&str]) -> Rules {
    Rules::permitting(networks.iter().map(|network| network.parse().expect("a network")))
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[test]
fn ordinary_addresses_may_be_reached_at_the_ports_of_the_web() {
    let rules = Rules::default();
    for ordinary in ["1.1.1.1", "8.8.8.8", "198.17.255.255", "223.255.255.255", "2606:4700::1111", "2a00::1"]
    {
        assert_eq!(rules.judge_address(address(ordinary), 443), Ok(()), "{ordinary}");
        assert_eq!(rules.judge_address(address(ordinary), 25), Err(Refused::Port(25)), "{ordinary}");
    }
}

#[test]
fn what_is_not_of_the_internet_is_refused() {
    let rules = Rules::default();
    for special in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.31.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.19.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        let judged = rules.judge_address(address(special), 443);
        assert!(matches!(judged, Err(Refused::Address { .. })), "{special}: {judged:?}");
    }
}

#[test]
fn a_permitted_network_may_be_reached_at_any_port_and_no_other() {
    let rules = permitting(&["127.0.0.0/8", "fd00::/8"]);
    assert_eq!(rules.judge_address(address("127.0.0.1"), 31_337), Ok(()));
    assert_eq!(rules.judge_address(address("fd00::1"), 31_337), Ok(()));
    assert!(rules.judge_address(address("10.0.0.1"), 443).is_err());
    assert!(rules.judge_address(address("::ffff:127.0.0.1"), 443).is_err(), "in other clothes");
    assert_eq!(rules.judge_address(address("1.1.1.1"), 443), Ok(()), "the rest of the Internet stays open");
}

#[test]
fn who_permits_a_translation_does_not_permit_what_is_translated() {
    let rules = permitting(&["64:ff9b::/96"]);
    assert_eq!(rules.judge_address(address("64:ff9b::808:808"), 443), Ok(()));
    assert!(rules.judge_address(address("64:ff9b::7f00:1"), 443).is_err(), "127.0.0.1 inside");
    assert!(rules.judge_address(address("64:ff9b::a9fe:a9fe"), 443).is_err(), "169.254.169.254 inside");
    let everything = permitting(&["64:ff9b::/96", "127.0.0.0/8"]);
    assert_eq!(everything.judge_address(address("64:ff9b::7f00:1"), 443), Ok(()));
}

#[test]
fn every_spelling_of_a_url_is_judged_by_what_it_means() {
    let rules = Rules::default();
    for special in [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://①②⑦.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
    ] {
        let judged = rules.judge(special);
        assert!(matches!(judged, Err(Refused::Address { .. })), "{special}: {judged:?}");
    }
    for (text, refused) in [
        ("ftp://example.com/", Refused::Scheme("ftp".to_owned())),
        ("file:///etc/passwd", Refused::Scheme("file".to_owned())),
        ("https://user:secret@example.com/", Refused::Credentials),
        ("https://user@example.com/", Refused::Credentials),
        ("https://example.com:22/", Refused::Port(22)),
        ("example.com", Refused::NoUrl("example.com".to_owned())),
        ("https://", Refused::NoUrl("https://".to_owned())),
        ("http:///x", Refused::NoUrl("http:///x".to_owned())),
        ("http:/example.com/", Refused::NoUrl("http:/example.com/".to_owned())),
        ("http:example.com", Refused::NoUrl("http:example.com".to_owned())),
        ("http:\\\\example.com/", Refused::NoUrl("http:\\\\example.com/".to_owned())),
    ] {
        assert_eq!(rules.judge(text).map(|place| place.url().to_owned()), Err(refused), "{text}");
    }
    let long = format!("https://example.com/{}", "a".repeat(3000));
    assert_eq!(rules.judge(&long), Err(Refused::TooLong));
    let place = rules.judge("HTTPS://Example.COM:443/a b?c#d").expect("allowed");
    assert_eq!(place.url(), "https://example.com/a%20b?c");
}

fn special_v4() -> impl Strategy<Value = Ipv4Addr> {
    let networks: Vec<(u32, u32)> = vec![
        (0x0a00_0000, 8),
        (0x7f00_0000, 8),
        (0xa9fe_0000, 16),
        (0xac10_0000, 12),
        (0xc0a8_0000, 16),
        (0x6440_0000, 10),
        (0xe000_0000, 4),
        (0xf000_0000, 4),
        (0, 8),
    ];
    (prop::sample::select(networks), any::<u32>())
        .prop_map(|((network, bits), random)| Ipv4Addr::from(network | (random & (u32::MAX >> bits))))
}

proptest! {
    #[test]
    fn an_address_inside_is_refused_in_whatever_it_is_wrapped(inside in special_v4()) {
        let rules = Rules::default();
        let number = u128::from(u32::from(inside));
        let wrapped = [
            number,
            0xffff_0000_0000 | number,
            0xffff_0000_0000_0000 | number,
            (0x0064_ff9b_u128 << 96) | number,
            (0x0064_ff9b_0001_u128 << 80) | number,
            (0x2002_u128 << 112) | (number << 80),
        ];
        prop_assert!(rules.judge_address(inside.into(), 443).is_err());
        for number in wrapped {
            prop_assert!(rules.judge_address(Ipv6Addr::from(number).into(), 443).is_err());
            // Also where the way of translating is permitted.
            let translation = permitting(&["::/3", "2002::/16"]);
            prop_assert!(translation.judge_address(Ipv6Addr::from(number).into(), 443).is_err() || number < 2);
        }
    }

    #[test]
    fn only_global_unicast_addresses_are_ordinary(number in any::<u128>()) {
        let address = Ipv6Addr::from(number);
        if Rules::default().judge_address(address.into(), 443).is_ok() {
            prop_assert_eq!(number >> 125, 1, "outside of 2000::/3: {}", address);
        }
    }

    #[test]
    fn ordinary_addresses_agree_with_what_the_library_knows(number in any::<u32>()) {
        let address = Ipv4Addr::from(number);
        if Rules::default().judge_address(address.into(), 443).is_ok() {
            prop_assert!(!address.is_private() && !address.is_loopback() && !address.is_link_local());
            prop_assert!(!address.is_broadcast() && !address.is_documentation() && !address.is_multicast());
            prop_assert!(!address.is_unspecified());
        }
    }

    #[test]
    fn any_text_is_judged_without_a_fault(text in "\\PC*") {
        let _ = Rules::default().judge(&text);
        let _ = Rules::default().judge(&format!("http://{text}/"));
    }
}
