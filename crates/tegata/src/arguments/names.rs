//! Names that are typed: checked by the model's own rules, and said in its words.

use clap::builder::PossibleValuesParser;
use tegata_model::DomainName;
use tegata_model::access::{OWNER, PolicyName, PrincipalName};
use tegata_model::certificate::KeyAlgorithm;

/// What a certificate can be (ACM API Reference, `CertificateStatus`).
const STATUSES: [&str; 7] =
    ["PENDING_VALIDATION", "ISSUED", "INACTIVE", "EXPIRED", "VALIDATION_TIMED_OUT", "REVOKED", "FAILED"];

/// What a search sorts by (ACM API Reference, `SearchCertificates`).
const SORTS: [&str; 19] = [
    "CREATED_AT",
    "NOT_AFTER",
    "NOT_BEFORE",
    "STATUS",
    "RENEWAL_STATUS",
    "RENEWAL_ELIGIBILITY",
    "COMMON_NAME",
    "KEY_ALGORITHM",
    "TYPE",
    "IN_USE",
    "EXPORTED",
    "EXPORT_OPTION",
    "ISSUED_AT",
    "IMPORTED_AT",
    "REVOKED_AT",
    "MANAGED_BY",
    "VALIDATION_METHOD",
    "CERTIFICATE_ARN",
    "CERTIFICATE_KEY_PAIR_ORIGIN",
];

/// A name that a certificate is for. One with letters beyond ASCII becomes what the DNS has (UTS #46, RFC 5891).
pub(super) fn certificate_name(text: &str) -> Result<String, String> {
    let name = ascii(text)?;
    let name: DomainName = name.strip_suffix('.').unwrap_or(&name).parse().map_err(|error| said(&error))?;
    Ok(name.as_str().to_owned())
}

/// A name in the DNS, such as a zone's. What the DNS takes is for the instance to say; letters beyond ASCII are converted.
pub(super) fn dns_name(text: &str) -> Result<String, String> {
    ascii(text)
}

/// The type of a record set, such as `A` or `aaaa`.
pub(super) fn record_type(text: &str) -> Result<String, String> {
    let kind = text.to_ascii_uppercase();
    if !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(kind)
    } else {
        Err("a type is a word such as A, AAAA, CNAME, MX or TXT".to_owned())
    }
}

/// The name of a principal, or its ARN.
pub(super) fn principal(text: &str) -> Result<String, String> {
    let name = if text.starts_with("arn:") { text.rsplit('/').next().unwrap_or(text) } else { text };
    PrincipalName::try_from(name.to_owned()).map(String::from).map_err(|error| said(&error))
}

/// Whose access keys: a principal's, or those of the account's owner.
pub(super) fn key_owner(text: &str) -> Result<String, String> {
    if text == OWNER { Ok(text.to_owned()) } else { principal(text) }
}

/// The name of a document of policies.
pub(super) fn policy(text: &str) -> Result<String, String> {
    PolicyName::try_from(text.to_owned()).map(String::from).map_err(|error| said(&error))
}

/// A status of certificates.
pub(super) fn status() -> PossibleValuesParser {
    PossibleValuesParser::new(STATUSES)
}

/// What a search sorts by.
pub(super) fn sort() -> PossibleValuesParser {
    PossibleValuesParser::new(SORTS)
}

/// A key algorithm that may be asked for.
pub(super) fn requested_key() -> PossibleValuesParser {
    PossibleValuesParser::new(
        KeyAlgorithm::ALL.into_iter().filter(|it| it.may_be_requested()).map(KeyAlgorithm::as_str),
    )
}

/// Any key algorithm.
pub(super) fn any_key() -> PossibleValuesParser {
    PossibleValuesParser::new(KeyAlgorithm::ALL.map(KeyAlgorithm::as_str))
}

fn ascii(text: &str) -> Result<String, String> {
    if text.is_ascii() {
        return Ok(text.to_owned());
    }
    idna::domain_to_ascii(text)
        .map_err(|_| format!("`{text}` is not a valid internationalised domain name (UTS #46)"))
}

fn said(error: &impl ToString) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_certificates_are_checked_by_the_models_rules() {
        assert_eq!(certificate_name("例え.jp").as_deref(), Ok("xn--r8jz45g.jp"));
        assert_eq!(certificate_name("*.Bücher.example").as_deref(), Ok("*.xn--bcher-kva.example"));
        assert_eq!(certificate_name("WWW.example.com.").as_deref(), Ok("www.example.com"));
        for refused in ["localhost", "-a.example.com", "192.0.2.1", "a..example"] {
            let why = certificate_name(refused).expect_err(refused);
            assert!(!why.contains("regular expression"), "{why}");
        }
    }

    #[test]
    fn principals_are_named_by_their_arn_too() {
        assert_eq!(principal("arn:aws:iam::123456789012:user/alice").as_deref(), Ok("alice"));
        assert!(principal("a b").expect_err("refused").contains("1 to 64"));
    }

    #[test]
    fn record_types_are_read_in_either_case() {
        assert_eq!(record_type("aaaa").as_deref(), Ok("AAAA"));
        assert!(record_type("192.0.2.1").is_err());
    }
}
