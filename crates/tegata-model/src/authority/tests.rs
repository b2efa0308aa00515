use jiff::Timestamp;
use jiff::civil::Date;

use super::*;

#[test]
fn issuers_stand_before_those_they_sign_and_families_are_not_mixed() {
    let plan = plan_hierarchy("Tegata", KeyStrength::Usual, Date::constant(2026, 11, 23));
    for (place, planned) in plan.iter().enumerate() {
        if let Some(issuer) = planned.issuer {
            assert!(issuer < place, "{}", planned.name);
            assert!(plan[issuer].valid.1 >= planned.valid.1, "{} outlives its issuer", planned.name);
        }
        if planned.role == Role::Intermediate {
            let issuer = &plan[planned.issuer.expect("an intermediate has an issuer")];
            assert_eq!(issuer.key_family, planned.key_family);
        }
    }
}

#[test]
fn each_family_has_a_root_a_cross_certificate_and_two_intermediates() {
    let plan = plan_hierarchy("Tegata", KeyStrength::High, Date::constant(2026, 11, 23));
    for family in [KeyFamily::Rsa, KeyFamily::Ec] {
        let count = |role| plan.iter().filter(|p| p.role == role && p.key_family == family).count();
        assert_eq!((count(Role::Root), count(Role::CrossCertificate), count(Role::Intermediate)), (1, 1, 2));
    }
}
fn term(role: Role, key_family: KeyFamily, number: u128, from: &str, to: &str) -> Term {
    let window = Window { not_before: at(from), not_after: at(to) };
    Term { id: AuthorityId(uuid::Uuid::from_u128(number)), tenant: None, role, key_family, window }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn hierarchy() -> Vec<Term> {
    let mut terms = vec![term(Role::Root, KeyFamily::Ec, 1, "2026-11-28T00:00:00Z", "2046-11-27T23:59:59Z")];
    terms.extend([2, 3].map(|number| {
        term(Role::Intermediate, KeyFamily::Ec, number, "2026-11-28T00:00:00Z", "2034-11-27T23:59:59Z")
    }));
    terms
}

#[test]
fn intermediates_get_successors_a_year_before_they_end() {
    let terms = hierarchy();
    assert_eq!(plan_intermediates(&terms, at("2033-11-20T00:00:00Z")), []);
    let planned = plan_intermediates(&terms, at("2033-12-01T10:00:00Z"));
    let ordinals: Vec<usize> = planned.iter().map(|planned| planned.ordinal).collect();
    assert_eq!(ordinals, [3, 4]);
    assert_eq!(planned[0].valid, (Date::constant(2033, 12, 1), Date::constant(2041, 11, 30)));
    assert_eq!(planned[0].root, terms[0].id);
    assert_eq!(plan_intermediates(&terms, at("2036-03-21T00:00:00Z")).len(), 2, "after their end as well");
}

#[test]
fn the_last_intermediates_end_with_their_root() {
    let mut terms = hierarchy();
    let late = at("2046-06-01T00:00:00Z");
    let planned = plan_intermediates(&terms, late);
    assert_eq!(planned[0].valid.1, Date::constant(2046, 11, 27));
    terms.extend([4, 5].map(|number| {
        let (from, to) = ("2046-06-01T00:00:00Z", "2046-11-27T23:59:59Z");
        term(Role::Intermediate, KeyFamily::Ec, number, from, to)
    }));
    assert_eq!(plan_intermediates(&terms, late), [], "and are made once");
    assert_eq!(plan_intermediates(&hierarchy(), at("2046-11-28T00:00:00Z")), [], "the root has ended");
    assert_eq!(plan_intermediates(&hierarchy(), at("2026-11-27T00:00:00Z")), [], "it has not begun");
}

#[test]
fn the_end_of_a_root_is_warned_of_step_by_step() {
    let root = &hierarchy()[0];
    for (now, warning) in [
        ("2044-01-01T00:00:00Z", None),
        ("2045-01-01T00:00:00Z", Some(730)),
        ("2045-12-01T00:00:00Z", Some(365)),
        ("2046-11-01T00:00:00Z", Some(30)),
        ("2047-01-01T00:00:00Z", Some(0)),
    ] {
        assert_eq!(root_warning(root, at(now)), warning, "{now}");
    }
}

#[test]
fn an_accounts_authority_is_not_followed_by_another() {
    let tenant = Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    };
    let of_account: Vec<Term> =
        hierarchy().into_iter().map(|term| Term { tenant: Some(tenant.clone()), ..term }).collect();
    assert_eq!(plan_intermediates(&of_account, at("2033-12-01T10:00:00Z")), []);
}
