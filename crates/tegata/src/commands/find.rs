//! Which thing is meant: commands take a name, an identifier, the beginning or the end of one, or an ARN.
//!
//! What is said has to mean one thing. When it means several, nothing is done and all of them are shown.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::certificate::KEY_TYPES;
use super::{items, text};
use crate::client::Client;
use crate::exit::{Class, Ended};
use crate::output::short_id;

/// The shortest part of an identifier that is taken.
const PART_MIN: usize = 4;
/// How many certificates a call lists at most.
const PAGE: u32 = 1000;
/// How many that are meant alike are shown.
const SHOWN_MAX: usize = 10;

/// How long a whole identifier is: a UUID (RFC 9562 §4).
pub(crate) const ID_LENGTH: usize = 36;

/// Something that may be meant.
pub(crate) struct Candidate {
    /// What it is named by in calls.
    pub(crate) id: String,
    /// What people are told of it.
    pub(crate) told: String,
}

/// The one candidate that `said` means. A whole identifier means no other that begins or ends alike.
///
/// # Errors
/// None is meant, or several are.
pub(crate) fn one(kind: &str, said: &str, all: &str, candidates: Vec<Candidate>) -> Result<String> {
    if let Some(exact) = candidates.iter().position(|candidate| candidate.id == said) {
        return Ok(candidates.into_iter().nth(exact).map(|candidate| candidate.id).unwrap_or_default());
    }
    let mut meant = candidates.into_iter();
    match (meant.next(), meant.next()) {
        (None, _) => {
            let message = format!("there is no {kind} {said}: `{all}` lists them");
            Err(Ended::new(Class::NotFound, message).into())
        }
        (Some(one), None) => Ok(one.id),
        (Some(first), Some(second)) => {
            let all: Vec<Candidate> = [first, second].into_iter().chain(meant).collect();
            let shown: Vec<&str> =
                all.iter().take(SHOWN_MAX).map(|candidate| candidate.told.as_str()).collect();
            let more = if all.len() > SHOWN_MAX { "\n  …" } else { "" };
            bail!(
                "{said} matches more than one {kind}: give the identifier of one:\n  {}{more}",
                shown.join("\n  ")
            )
        }
    }
}

/// Whether `said` can be part of an identifier.
fn is_part(said: &str) -> bool {
    said.len() >= PART_MIN && said.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// The ARN of the certificate that is meant: by its ARN, one of its names, or the beginning or end of its identifier.
pub(crate) async fn certificate(client: &Client, said: &str) -> Result<String> {
    if said.starts_with("arn:") {
        return Ok(said.to_owned());
    }
    let is_name = said.contains('.');
    if !is_name && !is_part(said) {
        let message = format!(
            "{said} is not a certificate: give one of its names, its ARN, its identifier, or at least \
             {PART_MIN} characters from the beginning or end of the identifier"
        );
        return Err(Ended::new(Class::NotFound, message).into());
    }
    let candidates = if is_name { by_name(client, said).await? } else { by_part(client, said).await? };
    let all = format!("tegata certificate list --region {}", client.region());
    one("certificate", said, &all, candidates)
}

/// Certificates that have a name: written as in the certificate, or with letters beyond ASCII.
async fn by_name(client: &Client, said: &str) -> Result<Vec<Candidate>> {
    let name = if said.is_ascii() {
        said.to_ascii_lowercase()
    } else {
        idna::domain_to_ascii(said).unwrap_or_else(|_| said.to_owned())
    };
    let name = name.strip_suffix('.').unwrap_or(&name);
    let filter = json!({ "DnsName": { "Value": name, "ComparisonOperator": "EQUALS" } });
    let filter = json!({ "Filter": { "X509AttributeFilter": { "SubjectAlternativeName": filter } } });
    let mut ask = json!({ "MaxResults": 100, "FilterStatement": filter });
    let mut found = Vec::new();
    loop {
        let answer = client.call("acm", "SearchCertificates", &ask).await?;
        found.extend(items(&answer, "/Results").map(|result| Candidate {
            id: text(result, "/CertificateArn").to_owned(),
            told: format!(
                "{}  {}  {}",
                short(text(result, "/CertificateArn")),
                text(result, "/CertificateMetadata/AcmCertificateMetadata/Status"),
                text(result, "/X509Attributes/Subject/CommonName"),
            ),
        }));
        match answer.get("NextToken") {
            Some(Value::String(token)) if found.len() <= SHOWN_MAX => ask["NextToken"] = json!(token),
            _ => return Ok(found),
        }
    }
}

async fn by_part(client: &Client, said: &str) -> Result<Vec<Candidate>> {
    let mut ask = json!({ "MaxItems": PAGE, "Includes": { "keyTypes": KEY_TYPES } });
    let mut found = Vec::new();
    let said = said.to_ascii_lowercase();
    loop {
        let answer = client.call("acm", "ListCertificates", &ask).await?;
        let matching = items(&answer, "/CertificateSummaryList")
            .filter(|certificate| is_of(id_of(text(certificate, "/CertificateArn")), &said));
        found.extend(matching.map(|certificate| Candidate {
            id: text(certificate, "/CertificateArn").to_owned(),
            told: format!(
                "{}  {}  {}",
                id_of(text(certificate, "/CertificateArn")),
                text(certificate, "/Status"),
                text(certificate, "/DomainName")
            ),
        }));
        match answer.get("NextToken") {
            Some(Value::String(token)) if found.len() <= SHOWN_MAX => ask["NextToken"] = json!(token),
            _ => return Ok(found),
        }
    }
}

/// The identifier in an ARN.
pub(crate) fn id_of(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// What tells an ARN apart from others, for messages.
pub(crate) fn short(arn: &str) -> &str {
    short_id(id_of(arn))
}

/// Whether an identifier begins or ends as was said.
fn is_of(id: &str, said: &str) -> bool {
    id.starts_with(said) || id.ends_with(said)
}

/// The things of a list of Tegata's own whose identifier begins or ends as was said.
pub(crate) fn listed(answer: &Value, list: &str, id: &str, told: &[&str], said: &str) -> Vec<Candidate> {
    let matching = items(answer, list).filter(|item| is_part(said) && is_of(text(item, id), said));
    matching
        .map(|item| Candidate {
            id: text(item, id).to_owned(),
            told: [id].iter().chain(told).map(|member| text(item, member)).collect::<Vec<_>>().join("  "),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(ids: &[&str]) -> Vec<Candidate> {
        let candidate = |id: &&str| Candidate { id: (*id).to_owned(), told: format!("{id}  ISSUED") };
        ids.iter().map(candidate).collect()
    }

    #[test]
    fn what_means_one_thing_is_taken() {
        assert_eq!(one("webhook", "ab", "list", candidates(&["abc"])).expect("one"), "abc");
        let exact = one("webhook", "abc", "list", candidates(&["abcd", "abc"]));
        assert_eq!(exact.expect("the whole one"), "abc");
    }

    #[test]
    fn what_means_several_is_refused_with_all_of_them() {
        let refused =
            one("webhook", "ab", "list", candidates(&["abc", "abd"])).expect_err("refused").to_string();
        assert!(
            refused.contains("ab matches more than one webhook")
                && refused.contains("abc  ISSUED\n  abd  ISSUED"),
            "{refused}"
        );
    }

    #[test]
    fn what_means_nothing_is_not_found() {
        let missing = one("webhook", "ab", "tegata webhook list", Vec::new()).expect_err("none");
        assert_eq!(Class::of(&missing), Class::NotFound);
        assert!(missing.to_string().contains("`tegata webhook list`"), "{missing}");
    }

    #[test]
    fn names_and_parts_of_identifiers_are_told_apart() {
        assert!(is_part("12ab") && is_part("12345678-aaaa"));
        assert!(!is_part("12a") && !is_part("site"));
        assert!(
            is_of("12345678-cdef", "1234")
                && is_of("12345678-cdef", "cdef")
                && !is_of("12345678-cdef", "5678")
        );
    }
}
