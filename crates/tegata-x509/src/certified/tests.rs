use super::*;
use crate::strict_pem;

macro_rules! certificate {
    ($name:literal) => {
        read(include_bytes!(concat!("../../../tegata-testkit/fixtures/import/", $name)))
    };
}

fn read(pem: &[u8]) -> ReadCertificate {
    let blocks = strict_pem::read(pem, 1).expect("one certificate");
    ReadCertificate::read(&blocks[0].bytes).expect("a certificate")
}

#[test]
fn each_link_of_a_good_chain_holds() {
    let (leaf, issuing, root) =
        (certificate!("rsa.pem"), certificate!("issuing-rsa.pem"), certificate!("root-rsa.pem"));
    assert_eq!(issuing.certifies(&leaf, 0), Ok(()));
    assert_eq!(root.certifies(&issuing, 1), Ok(()));
    assert!(root.is_self_signed());
    assert!(!issuing.is_self_signed());
    let (leaf, issuing, root) =
        (certificate!("ec.pem"), certificate!("issuing-ec.pem"), certificate!("root-ec.pem"));
    assert_eq!(issuing.certifies(&leaf, 0), Ok(()));
    assert_eq!(root.certifies(&issuing, 1), Ok(()));
    assert_eq!(root.description().version, 3);
}

#[test]
fn self_signed_certificates_of_every_kind_are_known_as_such() {
    for certificate in [
        certificate!("self-rsa1024.pem"),
        certificate!("self-rsa3072.pem"),
        certificate!("self-rsa4096.pem"),
        certificate!("self-p384.pem"),
        certificate!("self-p521.pem"),
        certificate!("self-ip.pem"),
    ] {
        assert!(certificate.is_self_signed(), "{}", certificate.description().subject);
    }
}

#[test]
fn a_link_that_does_not_hold_says_why() {
    let (leaf, issuing, root) =
        (certificate!("rsa.pem"), certificate!("issuing-rsa.pem"), certificate!("root-rsa.pem"));
    assert!(matches!(root.certifies(&leaf, 0), Err(NotCertified::Name { .. })));
    assert!(matches!(leaf.certifies(&issuing, 0), Err(NotCertified::Name { .. })));
    assert_eq!(issuing.certifies(&leaf, 1), Err(NotCertified::PathLength { limit: 0 }));
    assert_eq!(root.certifies(&issuing, 2), Err(NotCertified::PathLength { limit: 1 }));
    // A certificate that names itself, and is no authority's.
    let alone = certificate!("self-ip.pem");
    assert_eq!(alone.certifies(&alone, 0), Err(NotCertified::NotAuthority));
    // Any change after the signing is seen, wherever it is.
    let der = leaf.der();
    for place in (20..der.len()).step_by(7) {
        let mut bytes = der.to_vec();
        bytes[place] ^= 1;
        if let Ok(changed) = ReadCertificate::read(&bytes) {
            assert!(issuing.certifies(&changed, 0).is_err(), "byte {place}");
        }
    }
}
