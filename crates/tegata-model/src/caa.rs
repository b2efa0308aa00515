//! CAA: whether an authority may issue for a name (RFC 8659, with the parameters of RFC 8657).

use crate::certificate::ValidationMethod;
use crate::certificate::evidence::written_out;

/// One property of the relevant CAA record set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaaProperty {
    /// Whether an authority that does not know the tag must not issue (flag 128).
    pub critical: bool,
    /// The tag, such as `issue`; letter case does not count (§4.1).
    pub tag: String,
    /// The value, such as `ca.example.net; account=230123`.
    pub value: String,
}

/// What the record set says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaaDecision {
    /// We may issue.
    Permitted,
    /// We may not.
    Forbidden {
        /// Why, in a sentence.
        why: String,
    },
}

/// Who asks, for what.
#[derive(Debug, Clone, Copy)]
pub struct CaaAsk<'a> {
    /// The names by which records may permit us.
    pub issuer_domains: &'a [String],
    /// Whether it is for a wildcard name.
    pub is_wildcard: bool,
    /// How the name was proven.
    pub method: ValidationMethod,
}

/// Decides on a relevant record set; an empty one permits.
///
/// A wildcard name looks at `issuewild`, and at `issue` where there is none; any other name looks at `issue`
/// alone (§4.3). `iodef` is passed over; an unknown critical property forbids (§4.5). A value that cannot be read permits
/// no authority (§4.2), and one with parameters of RFC 8657 permits us only if we keep to them.
#[must_use]
pub fn decide(properties: &[CaaProperty], ask: &CaaAsk<'_>) -> CaaDecision {
    const KNOWN: [&str; 6] = ["issue", "issuewild", "iodef", "issuemail", "contactemail", "contactphone"];
    let unknown = properties.iter().find(|property| {
        property.critical && !KNOWN.iter().any(|known| property.tag.eq_ignore_ascii_case(known))
    });
    if let Some(property) = unknown {
        let why = format!(
            "the CAA record set has the critical property {}, which is not supported",
            written_out(&property.tag)
        );
        return CaaDecision::Forbidden { why };
    }
    let of_tag = |tag: &str| {
        let values = properties.iter().filter(|property| property.tag.eq_ignore_ascii_case(tag));
        values.map(|property| property.value.as_str()).collect::<Vec<_>>()
    };
    let mut relevant = of_tag("issue");
    if ask.is_wildcard {
        let wild = of_tag("issuewild");
        if !wild.is_empty() {
            relevant = wild;
        }
    }
    let mut restricted = None;
    for value in &relevant {
        let Some(IssueValue { issuer, parameters }) = read(value) else { continue };
        if !ask.issuer_domains.iter().any(|own| own.eq_ignore_ascii_case(issuer)) {
            continue;
        }
        match restriction(&parameters, ask.method) {
            None => return CaaDecision::Permitted,
            Some(why) => restricted = Some(why),
        }
    }
    if relevant.is_empty() {
        return CaaDecision::Permitted;
    }
    let named: Vec<String> = relevant.iter().map(|value| format!("\"{}\"", written_out(value))).collect();
    let advice = restricted
        .unwrap_or_else(|| format!("add one of {} to permit this authority", ask.issuer_domains.join(", ")));
    let why = format!("the CAA record set permits only {}; {advice}", named.join(", "));
    CaaDecision::Forbidden { why }
}

/// The value of an `issue` or `issuewild` property, taken apart.
struct IssueValue<'a> {
    issuer: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

/// Reads a value as RFC 8659 §4.2 writes it; `None` when it is not written so.
fn read(value: &str) -> Option<IssueValue<'_>> {
    let blank = [' ', '\t'];
    let (issuer, rest) = value.split_once(';').unwrap_or((value, ""));
    let issuer = issuer.trim_matches(blank);
    let issuer = issuer.strip_suffix('.').unwrap_or(issuer);
    let is_label = |label: &str| {
        let inner = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
        label.bytes().all(inner) && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    if !issuer.is_empty() && !issuer.split('.').all(is_label) {
        return None;
    }
    let mut parameters = Vec::new();
    let rest = rest.trim_matches(blank);
    // A semicolon behind the last parameter is common, though the grammar has none.
    let rest = rest.strip_suffix(';').unwrap_or(rest);
    if !rest.trim_matches(blank).is_empty() {
        for parameter in rest.split(';') {
            let (tag, value) = parameter.split_once('=')?;
            let (tag, value) = (tag.trim_matches(blank), value.trim_matches(blank));
            let is_value = |octet: u8| matches!(octet, 0x21..=0x3a | 0x3c..=0x7e);
            if !is_label(tag) || !value.bytes().all(is_value) {
                return None;
            }
            parameters.push((tag, value));
        }
    }
    Some(IssueValue { issuer, parameters })
}

/// Why parameters do not permit us what they are attached to; `None` when they do (RFC 8657 §§3, 4). Others than those of
/// that RFC are the issuer's to define, and we define none.
fn restriction(parameters: &[(&str, &str)], method: ValidationMethod) -> Option<String> {
    let of = |wanted: &str| {
        let values = parameters.iter().filter(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
        values.map(|(_, value)| *value).collect::<Vec<&str>>()
    };
    if !of("accounturi").is_empty() {
        return Some("its accounturi is an ACME account, and this authority has no ACME accounts".to_owned());
    }
    // The labels of ACME for the same way of proving, and the authority's own (RFC 8657 §4).
    let labels: &[&str] = match method {
        ValidationMethod::Dns => &["dns-01", "ca-dns"],
        ValidationMethod::Http => &["http-01", "ca-http"],
        ValidationMethod::Email => &["ca-email"],
    };
    match &of("validationmethods")[..] {
        [] => None,
        [methods] if methods.split(',').any(|method| labels.contains(&method)) => None,
        _ => Some(format!(
            "its validationmethods do not contain {}, which the name was proven with",
            labels[0]
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(text: &str) -> CaaProperty {
        let mut fields = text.splitn(3, ' ');
        let mut next = || fields.next().unwrap_or_default().to_owned();
        CaaProperty { critical: next() == "128", tag: next(), value: next() }
    }

    #[test]
    fn the_table_of_rfc_8659() {
        let own = ["ca.example.net".to_owned(), "amazon.com".to_owned()];
        for (records, name_permitted, wildcard_permitted) in [
            (&[][..], true, true),
            (&["0 issue ca.example.net"], true, true),
            (&["0 ISSUE CA.Example.NET"], true, true),
            (&["0 issue ca.example.net; account=230123"], true, true),
            (&["0 issue  ca.example.net ; policy=ev"], true, true),
            (&["0 issue other.example.net"], false, false),
            (&["0 issue other.example.net", "0 issue amazon.com"], true, true),
            (&["0 issue ;"], false, false),
            (&["0 issue "], false, false),
            (&["0 issue %%%%%"], false, false),
            (&["0 issuewild ca.example.net"], true, true),
            (&["0 issuewild ;"], true, false),
            (&["0 issue ;", "0 issuewild ca.example.net"], false, true),
            (&["0 issue ca.example.net", "0 issuewild other.example.net"], true, false),
            (&["0 iodef mailto:security@example.com"], true, true),
            (&["0 tbs unknown"], true, true),
            (&["128 tbs unknown"], false, false),
            (&["128 issue ca.example.net"], true, true),
            (&["128 tbs unknown", "0 issue ca.example.net"], false, false),
        ] {
            let properties: Vec<CaaProperty> = records.iter().map(|text| property(text)).collect();
            let permitted = |is_wildcard| {
                let ask = CaaAsk { issuer_domains: &own, is_wildcard, method: ValidationMethod::Dns };
                decide(&properties, &ask) == CaaDecision::Permitted
            };
            assert_eq!(permitted(false), name_permitted, "{records:?}");
            assert_eq!(permitted(true), wildcard_permitted, "{records:?} for a wildcard");
        }
    }

    #[test]
    fn the_parameters_of_rfc_8657_are_kept() {
        let own = ["ca.example.net".to_owned()];
        for (value, dns, email, http) in [
            ("ca.example.net; validationmethods=dns-01", true, false, false),
            ("ca.example.net; validationmethods=ca-email,dns-01", true, true, false),
            ("ca.example.net;VALIDATIONMETHODS=http-01;", false, false, true),
            ("ca.example.net; validationmethods=tls-alpn-01", false, false, false),
            ("ca.example.net; validationmethods=", false, false, false),
            ("ca.example.net; validationmethods=dns-01; validationmethods=dns-01", false, false, false),
            ("ca.example.net; accounturi=https://ca.example.net/acct/1", false, false, false),
            ("ca.example.net; accounturi=", false, false, false),
            ("ca.example.net; policy=ev", true, true, true),
            ("ca.example.net; policy", false, false, false),
            ("ca.example.net; pol\u{7}icy=ev", false, false, false),
            ("ca.example.net; policy=e v", false, false, false),
            ("ca.example.net policy=ev", false, false, false),
        ] {
            let issue = CaaProperty { critical: false, tag: "issue".to_owned(), value: value.to_owned() };
            for (method, permitted) in [
                (ValidationMethod::Dns, dns),
                (ValidationMethod::Email, email),
                (ValidationMethod::Http, http),
            ] {
                let ask = CaaAsk { issuer_domains: &own, is_wildcard: false, method };
                let decision = decide(std::slice::from_ref(&issue), &ask);
                assert_eq!(
                    decision == CaaDecision::Permitted,
                    permitted,
                    "{value} by {method:?}: {decision:?}"
                );
            }
        }
    }
}
