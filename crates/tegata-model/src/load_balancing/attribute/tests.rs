use super::*;

use super::super::network_attribute::{
    DATAGRAM_TARGET_GROUP, NETWORK_LOAD_BALANCER, OTHER_NETWORK_LISTENER, STREAM_TARGET_GROUP, TCP_LISTENER,
};

const TABLES: [&Table; 9] = [
    LOAD_BALANCER,
    NETWORK_LOAD_BALANCER,
    TARGET_GROUP,
    STREAM_TARGET_GROUP,
    DATAGRAM_TARGET_GROUP,
    HTTP_LISTENER,
    HTTPS_LISTENER,
    TCP_LISTENER,
    OTHER_NETWORK_LISTENER,
];

fn change(key: &str, value: &str) -> Vec<(String, Option<String>)> {
    vec![(key.to_owned(), Some(value.to_owned()))]
}

#[test]
fn every_default_is_a_value_that_may_be_set() {
    for attribute in TABLES.iter().flat_map(|table| table.attributes) {
        assert!(attribute.accepts.takes(attribute.default), "{}", attribute.key);
    }
}

#[test]
fn no_key_stands_twice_in_a_table() {
    for table in TABLES {
        for (place, attribute) in table.attributes.iter().enumerate() {
            assert!(
                table.attributes[..place].iter().all(|other| other.key != attribute.key),
                "{}",
                attribute.key
            );
            assert!(!table.elsewhere.contains(&attribute.key), "{}", attribute.key);
        }
    }
}

#[test]
fn what_is_set_is_shown_in_place_of_the_default() {
    let key = "deregistration_delay.timeout_seconds";
    let none = Attributes::default();
    let set = TARGET_GROUP.set(&none, &change(key, "30")).expect("a good value");
    assert_eq!(value(TARGET_GROUP, &set, key), Some("30"));
    assert_eq!(value(TARGET_GROUP, &none, key), Some("300"));
    let is_aws = |attribute: &&Attribute| !attribute.key.starts_with("tegata.");
    assert_eq!(TARGET_GROUP.all(&set).count(), TARGET_GROUP.attributes.iter().filter(is_aws).count());
    assert!(TARGET_GROUP.all(&set).any(|shown| shown == (key, "30")));
}

#[test]
fn setting_the_default_again_leaves_nothing_behind() {
    let key = "deletion_protection.enabled";
    let set = LOAD_BALANCER.set(&Attributes::default(), &change(key, "true")).expect("a flag");
    assert_eq!(LOAD_BALANCER.set(&set, &change(key, "false")), Ok(Attributes::default()));
}

#[test]
fn what_nothing_acts_by_can_have_its_default_alone() {
    let others =
        TABLES.iter().flat_map(|table| table.attributes.iter().map(move |attribute| (table, attribute)));
    for (table, attribute) in others.filter(|(_, attribute)| !attribute.honoured) {
        let none = Attributes::default();
        assert_eq!(table.set(&none, &change(attribute.key, attribute.default)), Ok(Attributes::default()));
        let candidates =
            ["true", "false", "off", "on", "1", "2", "900", "strictest", "remove", "app_cookie", "x"];
        let other = candidates.into_iter().find(|it| *it != attribute.default && attribute.accepts.takes(it));
        let Some(other) = other else { continue };
        let refused = AttributeRefused::NotHonoured {
            key: attribute.key.to_owned(),
            value: other.to_owned(),
            default: attribute.default,
        };
        assert_eq!(table.set(&none, &change(attribute.key, other)), Err(refused));
    }
}

#[test]
fn bad_values_are_refused_with_what_would_be_right() {
    for (table, key, value, wanted) in [
        (LOAD_BALANCER, "deletion_protection.enabled", "yes", "'true' or 'false'"),
        (LOAD_BALANCER, "idle_timeout.timeout_seconds", "0", "between '1-4000' inclusive"),
        (LOAD_BALANCER, "idle_timeout.timeout_seconds", "+5", "between '1-4000' inclusive"),
        (LOAD_BALANCER, "idle_timeout.timeout_seconds", "05", "between '1-4000' inclusive"),
        (LOAD_BALANCER, "idle_timeout.timeout_seconds", "99999999999", "between '1-4000' inclusive"),
        (TARGET_GROUP, "slow_start.duration_seconds", "29", "'0' or between '30-900' inclusive"),
        (TARGET_GROUP, "stickiness.type", "source_ip", "one of [lb_cookie, app_cookie]"),
        (
            HTTPS_LISTENER,
            "routing.http.response.x_frame_options.header_value",
            "DENY\r\nSet-Cookie: a=b",
            "at most '1024' printable ASCII characters",
        ),
    ] {
        let refused = AttributeRefused::Value {
            key: key.to_owned(),
            value: value.to_owned(),
            wanted: wanted.to_owned(),
        };
        assert_eq!(table.set(&Attributes::default(), &change(key, value)), Err(refused));
    }
}

#[test]
fn unknown_foreign_missing_and_repeated_keys_are_told_apart() {
    let none = Attributes::default();
    let key = "no.such.key".to_owned();
    assert_eq!(LOAD_BALANCER.set(&none, &change(&key, "x")), Err(AttributeRefused::Unknown { key }));
    let key = "dns_record.client_routing_policy".to_owned();
    assert_eq!(LOAD_BALANCER.set(&none, &change(&key, "x")), Err(AttributeRefused::Unsupported { key }));
    let key = "deletion_protection.enabled".to_owned();
    let without = [(key.clone(), None)];
    assert_eq!(LOAD_BALANCER.set(&none, &without), Err(AttributeRefused::Missing { key: key.clone() }));
    let twice = [(key.clone(), Some("true".to_owned())), (key.clone(), Some("false".to_owned()))];
    assert_eq!(LOAD_BALANCER.set(&none, &twice), Err(AttributeRefused::Repeated { key }));
}

#[test]
fn attributes_of_tegatas_own_are_shown_once_they_are_set() {
    let key = "tegata.target_tls.trust_store";
    let set = TARGET_GROUP.set(&Attributes::default(), &change(key, "targets")).expect("a good value");
    assert!(TARGET_GROUP.all(&set).any(|shown| shown == (key, "targets")));
    assert!(TARGET_GROUP.all(&Attributes::default()).all(|(key, _)| !key.starts_with("tegata.")));
}
