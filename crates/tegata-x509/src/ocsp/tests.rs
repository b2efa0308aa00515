use der::Encode;
use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::key::{KeyAlgorithm, PrivateKey};
use crate::profile::{self, AuthorityName};
use crate::validity::inclusive_days;

struct Responder {
    key: PrivateKey,
    issuer: Issuer,
    names: IssuerNames,
}

fn responder(algorithm: KeyAlgorithm) -> Responder {
    let key = PrivateKey::generate(algorithm).expect("a key");
    let name = AuthorityName {
        country: "JP".to_owned(),
        organisation: "Example".to_owned(),
        common_name: "Example ECDSA 256 M01".to_owned(),
    };
    let period = inclusive_days(Date::constant(2026, 1, 1), 3000);
    let tbs = profile::root(&name, &key, &[0x41; 16], period).expect("a certificate");
    let der = crate::sign(&tbs, &key).expect("signed");
    let issuer = Issuer::of_certificate(&der).expect("an issuer");
    Responder { key, issuer, names: IssuerNames::of_certificate(&der).expect("its names") }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

#[test]
fn a_request_is_read_as_it_was_written() {
    let Responder { names, .. } = responder(KeyAlgorithm::EcPrime256v1);
    let other = responder(KeyAlgorithm::EcPrime256v1).names;
    for digest in Digest::ALL {
        let request = write_request(&names, digest, &[0x7f, 1, 2]).expect("written");
        let asked = read_request(&request).expect("read");
        assert_eq!((asked.digest, &asked.serial[..]), (digest, &[0x7f, 1, 2][..]));
        assert!(names.matches(&asked));
        assert!(!other.matches(&asked), "the same name with another key is another issuer");
    }
}

#[test]
fn what_asks_for_none_or_two_or_by_other_digests_is_refused() {
    let Responder { names, .. } = responder(KeyAlgorithm::EcPrime256v1);
    let one = |serial: &'static [u8]| Request {
        certificate: certificate_id(&names, Digest::Sha1, serial).expect("an identifier"),
        extensions: None,
    };
    let written = |requests| {
        let to_be_signed = TbsRequest { version: None, requestor: None, requests, extensions: None };
        OcspRequest { to_be_signed, signature: None }.to_der().expect("written")
    };
    assert!(read_request(&written(vec![one(&[1])])).is_ok());
    assert!(read_request(&written(Vec::new())).is_err());
    assert!(read_request(&written(vec![one(&[1]), one(&[2])])).is_err());
    let mut md5 = one(&[1]);
    md5.certificate.digest.oid = ObjectIdentifier::new_unwrap("1.2.840.113549.2.5");
    assert!(read_request(&written(vec![md5])).is_err());
    assert!(read_request(&[0x30; REQUEST_BYTES_MAX + 1]).is_err());
    assert!(read_request(b"").is_err());
}

#[test]
fn an_answer_is_signed_over_what_it_says() {
    for algorithm in [KeyAlgorithm::EcPrime256v1, KeyAlgorithm::Rsa2048] {
        let Responder { key, issuer, names } = responder(algorithm);
        let asked = read_request(&write_request(&names, Digest::Sha1, &[0x41; 16]).expect("written"))
            .expect("a request");
        let (from, until) = (at("2026-11-26T10:00:00Z"), at("2026-11-30T10:00:00Z"));
        let revoked = Standing::Revoked { at: at("2026-11-25T09:00:00Z"), reason: Reason::KeyCompromise };
        for standing in [Standing::Good, revoked] {
            let der = answer(&issuer, &names, &key, &asked, standing, from, until).expect("an answer");
            let answered = Answered::from_der(&der).expect("of its form");
            assert_eq!(answered.bytes.kind, BASIC);
            let basic = <[Any; 3]>::try_from(
                <Vec<Any>>::from_der(answered.bytes.response.as_bytes()).expect("a sequence"),
            );
            let [data, _, _] = basic.expect("data, algorithm, signature");
            let data = data.to_der().expect("DER");
            let read = ResponseData::from_der(&data).expect("of its form");
            assert_eq!(read.responder_key.as_bytes(), issuer.key_identifier());
            let single = &read.responses[0];
            assert_eq!(single.certificate.serial.as_bytes(), &[0x41; 16]);
            match (&single.status, standing) {
                (Status::Good(_), Standing::Good) => {}
                (Status::Revoked(info), Standing::Revoked { reason, .. }) => {
                    assert_eq!(info.reason, Some(reason));
                }
                _ => panic!("another standing"),
            }
        }
    }
}

#[test]
fn a_status_alone_is_an_answer_too() {
    for (unanswered, status) in
        [(Unanswered::Malformed, 1), (Unanswered::Internal, 2), (Unanswered::Unauthorized, 6)]
    {
        assert_eq!(unanswered.der(), [0x30, 3, 0x0a, 1, status]);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_request(&bytes);
    }
}
