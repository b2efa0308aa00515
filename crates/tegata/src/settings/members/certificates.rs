//! What certificates are issued for, and how many. Read again on SIGHUP.

use super::super::member::{Member, Read, Takes, Usual};
use super::super::value::{host, many, number, one, some, switch};

/// Ours to give: an instance of one's own needs no 2,500.
const UNLIMITED: &str = "10000000";
const MOST: u32 = 10_000_000;
/// A list of more would take seconds to read.
const ON_LISTENERS_MOST: u32 = 100_000;
/// A certificate has at most a hundred names (ACM User Guide, "Quotas").
const NAMES_MOST: u32 = 100;

pub(super) static MEMBERS: &[Member] = &[
    Member {
        key: "issuer_domains",
        flag: "issuer-domain",
        takes: Takes::Many("NAME"),
        usual: Usual::Texts(&["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]),
        example: &["ca.example.com"],
        is_secret: false,
        meaning: "The issuer domain names that this instance accepts in CAA records. For a name in a zone \
                  that is hosted here, only the CAA records of that zone count. The default is ACM's names.",
        read: Read::Live(|live, texts| {
            live.settings.issuer_domains = some(texts, host)?;
            Ok(())
        }),
    },
    Member {
        key: "validation_suffix",
        flag: "validation-suffix",
        takes: Takes::One("NAME"),
        usual: Usual::Texts(&["acm-validations.aws"]),
        example: &["validations.example.com"],
        is_secret: false,
        meaning: "The domain at the end of the value of a validation CNAME. A certificate keeps the record \
                  that it was given.",
        read: Read::Live(|live, texts| {
            live.settings.validation_suffix = one(texts, host)?;
            Ok(())
        }),
    },
    Member {
        key: "write_validation_records",
        flag: "write-validation-records",
        takes: Takes::Switch,
        usual: Usual::Texts(&["true"]),
        example: &["false"],
        is_secret: false,
        meaning: "Whether validation records are added automatically to zones that are hosted here.",
        read: Read::Live(|live, texts| {
            live.settings.write_validation_records = one(texts, switch)?;
            Ok(())
        }),
    },
    Member {
        key: "names.reserved_suffixes",
        flag: "names-reserved-suffix",
        takes: Takes::Many("NAME"),
        usual: Usual::Texts(&["amazonaws.com", "cloudfront.net", "elasticbeanstalk.com"]),
        example: &["corp.example"],
        is_secret: false,
        meaning: "Domains that no certificate is issued for. A request for a name under one of them fails \
                  with DOMAIN_NOT_ALLOWED.",
        read: Read::Live(|live, texts| {
            live.settings.names.reserved_suffixes = many(texts, host)?;
            Ok(())
        }),
    },
    Member {
        key: "names.public_top_level_domains",
        flag: "names-public-top-level-domain",
        takes: Takes::Many("NAME"),
        usual: Usual::Words("any name is permitted, such as those under .internal or .test"),
        example: &["com", "net", "jp"],
        is_secret: false,
        meaning: "The only top-level domains that names may have. A request for another one fails with \
                  INVALID_PUBLIC_DOMAIN.",
        read: Read::Live(|live, texts| {
            live.settings.names.public_top_level_domains = Some(some(texts, host)?);
            Ok(())
        }),
    },
    Member {
        key: "quotas.names_per_certificate",
        flag: "quotas-names-per-certificate",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&["100"]),
        example: &["10"],
        is_secret: false,
        meaning: "The most names of a certificate.",
        read: Read::Live(|live, texts| {
            live.settings.quotas.names_per_certificate = one(texts, |text| number(text, 1, NAMES_MOST))?;
            Ok(())
        }),
    },
    Member {
        key: "quotas.certificates",
        flag: "quotas-certificates",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&[UNLIMITED]),
        example: &["2500"],
        is_secret: false,
        meaning: "The most certificates of an account in a region, including expired and revoked ones.",
        read: Read::Live(|live, texts| {
            live.settings.quotas.certificates = one(texts, |text| number(text, 0, MOST))?;
            Ok(())
        }),
    },
    Member {
        key: "quotas.certificates_per_year",
        flag: "quotas-certificates-per-year",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&[UNLIMITED]),
        example: &["5000"],
        is_secret: false,
        meaning: "The most certificates that an account may request in a region in 365 days.",
        read: Read::Live(|live, texts| {
            live.settings.quotas.certificates_per_year = one(texts, |text| number(text, 0, MOST))?;
            Ok(())
        }),
    },
    Member {
        key: "quotas.imported_certificates",
        flag: "quotas-imported-certificates",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&[UNLIMITED]),
        example: &["2500"],
        is_secret: false,
        meaning: "The most imported certificates of an account in a region, including expired ones.",
        read: Read::Live(|live, texts| {
            live.settings.quotas.imported_certificates = one(texts, |text| number(text, 0, MOST))?;
            Ok(())
        }),
    },
    Member {
        key: "quotas.imported_certificates_per_year",
        flag: "quotas-imported-certificates-per-year",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&[UNLIMITED]),
        example: &["5000"],
        is_secret: false,
        meaning: "The most certificates that an account may import in a region in 365 days. A re-import \
                  does not count.",
        read: Read::Live(|live, texts| {
            live.settings.quotas.imported_certificates_per_year = one(texts, |text| number(text, 0, MOST))?;
            Ok(())
        }),
    },
    Member {
        key: "quotas.certificates_per_load_balancer",
        flag: "quotas-certificates-per-load-balancer",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&["25"]),
        example: &["1000"],
        is_secret: false,
        meaning: "The most certificates on the listeners of a load balancer, besides their default certificates. \
                  Adding one reads and writes the list of all of them.",
        read: Read::Live(|live, texts| {
            live.settings.quotas.certificates_per_load_balancer =
                one(texts, |text| number(text, 0, ON_LISTENERS_MOST))?;
            Ok(())
        }),
    },
    Member {
        key: "rsa_keys_ready",
        flag: "rsa-keys-ready",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&["8"]),
        example: &["32"],
        is_secret: false,
        meaning: "How many RSA keys are generated in advance, so that no request waits for one. Generating \
                  one takes a tenth of a second.",
        read: Read::Live(|live, texts| {
            live.settings.rsa_keys_ready = one(texts, |text| number(text, 0, 1000))?;
            Ok(())
        }),
    },
    Member {
        key: "export_iterations",
        flag: "export-iterations",
        takes: Takes::One("NUMBER"),
        usual: Usual::Texts(&["100000"]),
        example: &["600000"],
        is_secret: false,
        meaning: "PBKDF2 iterations for the passphrase of an exported key, at least 2,048. More of them \
                  make guessing the passphrase slower, and each export too.",
        read: Read::Live(|live, texts| {
            live.settings.export_iterations = one(texts, |text| number(text, 2048, MOST))?;
            Ok(())
        }),
    },
];
