//! Filters: three-valued, and true to what facets and details say together.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn facets(status: &str, is_made: bool) -> Facets {
    Facets {
        status: status.to_owned(),
        renewal_status: None,
        renewal_eligibility: "INELIGIBLE".to_owned(),
        key_algorithm: "RSA_2048".to_owned(),
        key_usages: BTreeSet::new(),
        extended_key_usages: BTreeSet::new(),
        certificate_type: "AMAZON_ISSUED".to_owned(),
        key_pair_origin: "AWS_MANAGED".to_owned(),
        export_option: "DISABLED".to_owned(),
        validation_method: Some("DNS".to_owned()),
        managed_by: None,
        in_use: false,
        exported: false,
        is_made,
        is_named: true,
    }
}

fn details(number: u128, name: &str, not_after: Option<i64>) -> Details {
    let time = |second| Timestamp::from_second(second).expect("a time");
    Details {
        id: CertificateId(Uuid::from_u128(number)),
        domain_name: name.to_owned(),
        dns_names: vec![name.to_owned(), format!("www.{name}")],
        serial: not_after.map(|_| "00:11".to_owned()),
        not_before: not_after.map(|_| time(0)),
        not_after: not_after.map(time),
    }
}

fn detail() -> impl Strategy<Value = Detail> {
    prop_oneof![
        (0_u128..3).prop_map(|number| Detail::Identifier(CertificateId(Uuid::from_u128(number)))),
        "[ab]{1,2}".prop_map(|text| Detail::DomainName(Text::contains(&text))),
        "[ab]".prop_map(|text| Detail::DnsName(Text::equals(&text))),
        Just(Detail::Serial("00:11".to_owned())),
        (0_i64..4).prop_map(|second| {
            Detail::NotAfter(Span { start: None, end: Some(Timestamp::from_second(second).expect("a time")) })
        }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let leaf = prop_oneof![
        prop_oneof![Just("ISSUED"), Just("FAILED")]
            .prop_map(|status| Facet::Status(status.to_owned()))
            .prop_map(Filter::Facet),
        any::<bool>().prop_map(|in_use| Filter::Facet(Facet::InUse(in_use))),
        detail().prop_map(Filter::Detail),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::Any),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What facets decide holds for each certificate of these facets, and with details nothing is left open.
    #[test]
    fn facets_decide_for_all_that_share_them(
        filter in filter(), issued in any::<bool>(), number in 0_u128..3, name in "[ab]{1,2}", second in 0_i64..4,
    ) {
        let facets = facets(if issued { "ISSUED" } else { "FAILED" }, issued);
        let details = details(number, &name, issued.then_some(second));
        let known = filter.holds(&facets, Some(&details));
        prop_assert!(known.is_some());
        if let Some(decided) = filter.holds(&facets, None) {
            prop_assert_eq!(Some(decided), known);
        }
        if known == Some(true) {
            prop_assert!(filter.required().iter().all(|required| required.holds(&details)));
        }
    }
}

#[test]
fn names_know_no_case_and_spans_include_their_ends() {
    let details = details(1, "shop.example.com", Some(10));
    assert!(Detail::DomainName(Text::equals("SHOP.example.COM")).holds(&details));
    assert!(Detail::DnsName(Text::contains("W.Shop")).holds(&details));
    assert!(!Detail::DomainName(Text::contains("www")).holds(&details));
    let at = |second| Timestamp::from_second(second).ok();
    for (start, end, holds) in
        [(at(10), at(10), true), (None, at(9), false), (at(11), None, false), (None, None, true)]
    {
        assert_eq!(Detail::NotAfter(Span { start, end }).holds(&details), holds);
    }
}
