use std::collections::BTreeMap;

use tegata_model::placement::known::{Known, KnownName, Record};
use tegata_model::placement::{
    self, ClientCertificate, DeclaredCertificate, DeclaredHop, DeclaredKind, Network, Protocol, trace,
};
use tegata_model::{ServerName, Tenant};

use super::*;
use tegata_operations::placement::CheckedPlacement;

fn hop(name: &str, host: &str, protocol: Protocol, forwards_to: &[&str]) -> DeclaredHop {
    DeclaredHop {
        tenant: tenant(),
        name: name.to_owned(),
        kind: DeclaredKind::Instance,
        host: host.parse::<ServerName>().expect("a host"),
        port: 443,
        protocol,
        certificate: (protocol == Protocol::Https).then_some(DeclaredCertificate::Outside { arn: None }),
        server_name: None,
        network: Network::Untrusted,
        client_certificate: ClientCertificate::NotRequired,
        tls_versions: Vec::new(),
        forwards_to: forwards_to.iter().map(|next| (*next).to_owned()).collect(),
        declared_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

fn tenant() -> Tenant {
    Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "eu-west-1".parse().expect("a region"),
    }
}

fn checked() -> CheckedPlacement {
    let record = Record::Address("192.0.2.7".parse().expect("an address"));
    let name = KnownName { zone: Some("example.com".to_owned()), records: vec![record] };
    let known = Known {
        tenant: tenant(),
        names: BTreeMap::from([("www.example.com".to_owned(), name)]),
        load_balancers: Vec::new(),
        declared: vec![
            hop("front", "192.0.2.7", Protocol::Https, &["back", "nothing"]),
            hop("back", "10.0.0.8", Protocol::Http, &[]),
        ],
        certificates: BTreeMap::new(),
    };
    let mut placement = trace("www.example.com", &known);
    let findings = placement::check(&placement, &known.tenant, jiff::Timestamp::UNIX_EPOCH);
    placement.hops[1].policy = Some("<&>".to_owned());
    placement.hops[1].name = "<script>&\"".to_owned();
    CheckedPlacement { placement, findings }
}

#[test]
fn the_text_is_a_tree_with_faults_at_their_hops() {
    let text = text::picture(&checked());
    insta::assert_snapshot!(text);
}

#[test]
fn the_picture_is_xml_and_texts_are_escaped() {
    let svg = svg::picture(&checked());
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{svg}");
    assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;&amp;"), "{svg}");
    for code in ["forwards-to-nothing", "plain-text"] {
        assert!(svg.contains(code), "{code}: {svg}");
    }
    let opened = svg.matches("<text").count();
    assert_eq!(opened, svg.matches("</text>").count());
}

#[test]
fn long_texts_lose_their_middle_and_sentences_break_between_words() {
    assert_eq!(lines::wrapped("abcdefghij", 3, 2), ["abc", "…ij"]);
    assert_eq!(lines::wrapped("abcdef", 3, 2), ["abc", "def"]);
    assert_eq!(lines::labels("www.example.com", 12, 3), ["www.example.", "com"]);
    assert_eq!(lines::labels("a-b.example.com", 4, 2).len(), 2);
    assert_eq!(lines::sentence("one two three", 7), ["one two", "three"]);
}
