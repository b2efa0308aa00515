//! What is fixed at first start: it is in the root certificates, or in the key of every row.

use tegata_model::authority::KeyStrength;

use super::super::member::{Member, Read, Takes, Usual};
use super::super::value::{country, one, organisation, parsed, switch};

pub(super) static MEMBERS: &[Member] = &[
    Member {
        key: "account",
        flag: "account",
        takes: Takes::One("ACCOUNT"),
        usual: Usual::Words("random; 000000000000 with trust_loopback, as tools for local clouds expect"),
        example: &["444455556666"],
        is_secret: false,
        meaning: "The account ID: twelve digits. With trust_loopback, an access key of twelve digits \
                  selects another account.",
        read: Read::Founding(|founding, texts| {
            founding.account = Some(one(texts, parsed)?);
            Ok(())
        }),
    },
    Member {
        key: "region",
        flag: "region",
        takes: Takes::One("REGION"),
        usual: Usual::Texts(&["us-east-1"]),
        example: &["ap-northeast-1"],
        is_secret: false,
        meaning: "The region of the owner's access key, and the default region of requests.",
        read: Read::Founding(|founding, texts| {
            founding.region = Some(one(texts, parsed)?);
            Ok(())
        }),
    },
    Member {
        key: "organisation",
        flag: "organisation",
        takes: Takes::One("NAME"),
        usual: Usual::Texts(&["Tegata"]),
        example: &["Example Corp"],
        is_secret: false,
        meaning: "The organisation (O) in the names of the authority's certificates. ACM shows it as the \
                  issuer.",
        read: Read::Founding(|founding, texts| {
            founding.organisation = Some(one(texts, organisation)?);
            Ok(())
        }),
    },
    Member {
        key: "country",
        flag: "country",
        takes: Takes::One("COUNTRY"),
        usual: Usual::Texts(&["JP"]),
        example: &["DE"],
        is_secret: false,
        meaning: "The country (C) in the names of the authority's certificates: two letters (ISO 3166).",
        read: Read::Founding(|founding, texts| {
            founding.country = Some(one(texts, country)?);
            Ok(())
        }),
    },
    Member {
        key: "high_strength",
        flag: "high-strength",
        takes: Takes::Switch,
        usual: Usual::Texts(&["false"]),
        example: &["true"],
        is_secret: false,
        meaning: "Use RSA-4096 and P-384 for the authority's keys instead of RSA-2048 and P-256.",
        read: Read::Founding(|founding, texts| {
            let high = one(texts, switch)?;
            founding.key_strength = Some(if high { KeyStrength::High } else { KeyStrength::Usual });
            Ok(())
        }),
    },
];
