use super::*;

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../../../tegata-testkit/fixtures/import/", $name)).as_slice()
    };
}

fn spki(pem: &[u8]) -> Vec<u8> {
    let blocks = strict_pem::read(pem, 1).expect("one certificate");
    crate::describe::spki_of(&blocks[0].bytes).expect("a certificate")
}

#[test]
fn keys_of_every_form_and_kind_belong_to_their_certificates() {
    for (key, certificate, algorithm) in [
        (file!("rsa.key"), file!("rsa.pem"), KeyAlgorithm::Rsa2048),
        (file!("rsa-pkcs1.key"), file!("rsa.pem"), KeyAlgorithm::Rsa2048),
        (file!("self-rsa1024.key"), file!("self-rsa1024.pem"), KeyAlgorithm::Rsa1024),
        (file!("self-rsa3072.key"), file!("self-rsa3072.pem"), KeyAlgorithm::Rsa3072),
        (file!("self-rsa4096.key"), file!("self-rsa4096.pem"), KeyAlgorithm::Rsa4096),
        (file!("ec.key"), file!("ec.pem"), KeyAlgorithm::EcPrime256v1),
        (file!("ec-sec1.key"), file!("ec.pem"), KeyAlgorithm::EcPrime256v1),
        (file!("ec-parameters.key"), file!("ec.pem"), KeyAlgorithm::EcPrime256v1),
        (file!("self-p384.key"), file!("self-p384.pem"), KeyAlgorithm::EcSecp384r1),
        (file!("self-p521.key"), file!("self-p521.pem"), KeyAlgorithm::EcSecp521r1),
    ] {
        let read = KeyFile::read(key).expect("a key");
        assert_eq!(read.algorithm(), algorithm);
        assert!(read.belongs_to(&spki(certificate)), "{algorithm:?}");
        assert!(!read.belongs_to(&spki(file!("self-ip.pem"))), "another's");
        // What is kept is read again as the same key.
        let again = KeyFile::read(crate::pem::encode_key(read.pkcs8_der()).as_bytes()).expect("the key");
        assert_eq!(again.pkcs8_der(), read.pkcs8_der());
        assert_eq!(format!("{read:?}"), format!("KeyFile({})", algorithm.as_str()));
    }
}

#[test]
fn what_is_no_usable_key_is_refused_by_what_it_is() {
    let fault = |text: &[u8]| KeyFile::read(text).expect_err("refused");
    assert_eq!(fault(file!("rsa-encrypted.key")), KeyFault::Encrypted);
    assert_eq!(fault(file!("rsa-encrypted-old.key")), KeyFault::Encrypted);
    assert_eq!(fault(file!("self-rsa2560.key")), KeyFault::Length { bits: 2560 });
    assert!(matches!(fault(file!("k256.key")), KeyFault::Unsupported(_)));
    assert!(matches!(fault(file!("ed25519.key")), KeyFault::Unsupported(_)));
    assert_eq!(fault(file!("rsa.pem")), KeyFault::NotOneKey(vec!["CERTIFICATE".to_owned()]));
    let two = [file!("ec.key"), file!("rsa.key")].concat();
    assert_eq!(fault(&two), KeyFault::NotOneKey(vec!["PRIVATE KEY".to_owned(); 2]));
    let three = file!("ec.key").repeat(3);
    assert_eq!(fault(&three), KeyFault::Pem(PemFault::TooMany { limit: 2 }));
    assert_eq!(fault(b"\x30\x03\x02\x01\x00"), KeyFault::Pem(PemFault::Empty));
    assert_eq!(fault(b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"), KeyFault::Damaged);
}

#[test]
fn a_key_with_a_bit_changed_is_not_taken_for_another() {
    let blocks = strict_pem::read(file!("rsa.key"), 1).expect("a key");
    let whole = KeyFile::read(file!("rsa.key")).expect("a key");
    for place in (30..blocks[0].bytes.len()).step_by(61) {
        let mut bytes = blocks[0].bytes.to_vec();
        bytes[place] ^= 1;
        if let Ok(other) = KeyFile::read(crate::pem::encode_key(&bytes).as_bytes()) {
            assert_eq!(other.pkcs8_der(), whole.pkcs8_der(), "byte {place}");
        }
    }
}
