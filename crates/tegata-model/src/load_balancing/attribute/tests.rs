use super::*;

const TABLES: [&Table; 4] = [LOAD_BALANCER, TARGET_GROUP, HTTP_LISTENER, HTTPS_LISTENER];

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
    let none = Attributes::default();
    let set =
        LOAD_BALANCER.set(&none, &change("idle_timeout.timeout_seconds", "4000")).expect("a good value");
    assert_eq!(value(LOAD_BALANCER, &set, "idle_timeout.timeout_seconds"), Some("4000"));
    assert_eq!(value(LOAD_BALANCER, &none, "idle_timeout.timeout_seconds"), Some("60"));
    assert_eq!(LOAD_BALANCER.all(&set).count(), LOAD_BALANCER.attributes.len());
    assert!(LOAD_BALANCER.all(&set).any(|shown| shown == ("idle_timeout.timeout_seconds", "4000")));
}

#[test]
fn setting_the_default_again_leaves_nothing_behind() {
    let set =
        TARGET_GROUP.set(&Attributes::default(), &change("stickiness.enabled", "true")).expect("a flag");
    assert_eq!(TARGET_GROUP.set(&set, &change("stickiness.enabled", "false")), Ok(Attributes::default()));
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
            "at most '1024' printable characters",
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
    let key = "waf.fail_open.enabled".to_owned();
    let without = [(key.clone(), None)];
    assert_eq!(LOAD_BALANCER.set(&none, &without), Err(AttributeRefused::Missing { key: key.clone() }));
    let twice = [(key.clone(), Some("true".to_owned())), (key.clone(), Some("false".to_owned()))];
    assert_eq!(LOAD_BALANCER.set(&none, &twice), Err(AttributeRefused::Repeated { key }));
}
