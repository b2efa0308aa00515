use proptest::prelude::*;

use super::*;

fn name(text: &str) -> RecordName {
    text.parse().expect("a name")
}

#[test]
fn names_are_kept_as_route_53_writes_them() {
    assert_eq!(name("WWW.Example.com").to_string(), "www.example.com.");
    assert_eq!(name("*.example.com.").to_string(), "\\052.example.com.");
    assert_eq!(name("\\052.example.com."), name("*.example.com"));
    assert_eq!(name("*.Example.com.").plain(), "*.example.com");
    assert_eq!(
        name("\\101.\\000\\001\\002.c").to_string(),
        "a.\\000\\001\\002.c.",
        "a letter by its escape too"
    );
    assert_eq!(name("*.Example.com").to_wire(), b"\x01*\x07example\x03com\0");
    assert_eq!((RecordName::root().to_string(), RecordName::root().to_wire()), (".".to_owned(), vec![0]));
}

#[test]
fn what_is_wrong_with_a_name_is_said() {
    use NameError::{Character, Empty, LabelEmpty, LabelLong, Long};
    let label = "x".repeat(64);
    for (wrong, problem) in [
        ("", Empty as fn(String) -> NameError),
        (".", Empty),
        ("a..b", LabelEmpty),
        (".a", LabelEmpty),
        ("a..", LabelEmpty),
        (&"a.".repeat(140), Long),
    ] {
        assert_eq!(wrong.parse::<RecordName>(), Err(problem(wrong.to_owned())));
    }
    assert_eq!(format!("{label}.b").parse::<RecordName>(), Err(LabelLong(label)));
    for (wrong, encountered) in [
        ("a b.c", " "),
        ("a\tb.c", "\t"),
        ("\u{e4}.c", "\u{e4}"),
        ("a.\\05.b", "\\05"),
        ("a.\\999.b", "\\999"),
        ("a.\\+12.b", "\\+"),
    ] {
        assert_eq!(wrong.parse::<RecordName>(), Err(Character(encountered.to_owned())));
    }
    assert_eq!(name("a\\040b.c").to_string(), "a\\040b.c.");
}

#[test]
fn a_name_is_in_its_zone_by_labels_and_not_by_letters() {
    assert!(name("www.example.com").is_in(&name("example.com")));
    assert!(name("example.com").is_in(&name("example.com")));
    assert!(!name("notexample.com").is_in(&name("example.com")));
    let above: Vec<String> = name("a.b.c").ancestors().map(String::from).collect();
    assert_eq!(above, ["a.b.c.", "b.c.", "c."]);
}

#[test]
fn the_order_of_names_is_that_of_dnssec() {
    // RFC 4034 §6.1 has this example.
    let sorted = [
        "example.",
        "a.example.",
        "yljkjljk.a.example.",
        "Z.a.example.",
        "zABC.a.EXAMPLE.",
        "z.example.",
        "\\001.z.example.",
        "*.z.example.",
        "\\200.z.example.",
    ];
    let mut names = sorted.map(name);
    names.reverse();
    names.sort();
    assert_eq!(names, sorted.map(name));
}

#[test]
fn route_53s_order_is_that_of_the_reversed_text_with_its_last_dot() {
    let sorted = [
        "example.com.",
        "\\041.example.com.",
        "\\052.example.com.",
        "1.example.com.",
        "_t.example.com.",
        "a-b.example.com.",
        "y.a-b.example.com.",
        "a.example.com.",
        "x-1.a.example.com.",
        "x.a.example.com.",
        "b.example.com.",
    ];
    let mut names = sorted.map(name);
    names.reverse();
    names.sort_by_key(RecordName::sort_key);
    assert_eq!(names.map(String::from), sorted);
    assert_eq!(name("a\\056b\\134.c").sort_key(), "c.a\\056b\\134.", "each name has a key of its own");
}

#[test]
fn keys_below_a_name_are_those_of_the_names_below_it() {
    let (first, end) = name("example.com").keys_below();
    let is_between = |text: &str| (&first..&end).contains(&&name(text).sort_key()) && text != "example.com";
    for below in ["a.example.com", "z.z.example.com", "\\377.example.com", "!.example.com"] {
        assert!(is_between(below), "{below}");
    }
    for other in ["example.com", "com", "example-x.com", "exampleX.com", "example/x.com", "a.example.org"] {
        assert!(!is_between(other), "{other}");
    }
}

/// Names of few and strange octets, so that some are equal and many are in each other.
fn some_labels() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let octet = prop::sample::select(vec![0, 1, 2, b'-', b'.', b'a', b'A', b'b', 255]);
    prop::collection::vec(prop::collection::vec(octet, 1..4), 1..5)
}

fn of_labels(labels: &[Vec<u8>]) -> RecordName {
    let mut text = String::new();
    for label in labels {
        write_label(&mut text, label, |_| false);
    }
    name(&text)
}

proptest! {
    #[test]
    fn what_is_taken_is_taken_again(text in "\\PC{0,80}") {
        if let Ok(name) = text.parse::<RecordName>() {
            prop_assert_eq!(String::from(&name).parse::<RecordName>(), Ok(name.clone()));
        }
    }

    /// RFC 4034 §6.1, word for word: labels from the root's side, as strings of octets in lower case, and a name that
    /// ends sorts before one that goes on.
    #[test]
    fn keys_have_the_canonical_order(one in some_labels(), other in some_labels()) {
        let lower = |labels: &[Vec<u8>]| labels.iter().rev().map(|label| label.to_ascii_lowercase()).collect::<Vec<_>>();
        let (one_name, other_name) = (of_labels(&one), of_labels(&other));
        prop_assert_eq!(one_name.cmp(&other_name), lower(&one).cmp(&lower(&other)));
        let is_in = lower(&one).starts_with(&lower(&other));
        prop_assert_eq!(one_name.is_in(&other_name), is_in);
        let above = canonical::parent(one_name.canonical()).map(<[u8]>::to_vec);
        let parent = if one.len() > 1 { of_labels(&one[1..]).canonical().to_vec() } else { Vec::new() };
        prop_assert_eq!(above, Some(parent));
    }
}
