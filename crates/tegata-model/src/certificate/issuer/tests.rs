use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::Tenant;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn window(from: &str, to: &str) -> Window {
    Window { not_before: at(from), not_after: at(to) }
}

fn intermediates() -> Vec<Term> {
    let ids = [2, 3].map(|number| AuthorityId(Uuid::from_u128(number)));
    let of = |id| Term {
        id,
        tenant: None,
        role: Role::Intermediate,
        key_family: KeyFamily::Ec,
        window: window("2026-11-28T00:00:00Z", "2034-11-27T23:59:59Z"),
    };
    ids.map(of).into()
}

#[test]
fn the_random_number_chooses_among_those_that_outlive_the_leaf() {
    let terms = intermediates();
    let usual = window("2026-12-01T00:00:00Z", "2027-06-01T00:00:00Z");
    let chosen = |family, leaf, random| Issuer::Own.choose_authority(&terms, family, leaf, random);
    assert_eq!(chosen(KeyFamily::Ec, usual, 0), Some(terms[0].id));
    assert_eq!(chosen(KeyFamily::Ec, usual, 1), Some(terms[1].id));
    assert_eq!(chosen(KeyFamily::Ec, usual, 2), Some(terms[0].id));
    assert_eq!(chosen(KeyFamily::Rsa, usual, 0), None, "families are not mixed");
    let early = window("2026-11-01T00:00:00Z", "2027-06-01T00:00:00Z");
    assert_eq!(chosen(KeyFamily::Ec, early, 0), None, "no leaf begins before its issuer");
    let late = window("2034-11-01T00:00:00Z", "2035-06-01T00:00:00Z");
    assert!(chosen(KeyFamily::Ec, late, 0).is_some(), "the leaf then ends with its issuer");
}

#[test]
fn an_accounts_authority_signs_nothing_for_the_instances_issuer() {
    let tenant = Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    };
    let of_account = |term| Term { tenant: Some(tenant.clone()), ..term };
    let of_account: Vec<Term> = intermediates().into_iter().map(of_account).collect();
    let leaf = window("2026-12-01T00:00:00Z", "2027-06-01T00:00:00Z");
    assert_eq!(Issuer::Own.choose_authority(&of_account, KeyFamily::Ec, leaf, 0), None);
}
