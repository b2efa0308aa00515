//! CAA: whether an authority may issue for a name (RFC 8659).

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

/// Decides on a relevant record set; an empty one permits.
///
/// A wildcard name looks at `issuewild`, and at `issue` where there is none; any other name looks at `issue`
/// alone (§4.3). `iodef` is passed over; an unknown critical property forbids (§4.5).
#[must_use]
pub fn decide(properties: &[CaaProperty], issuer_domains: &[String], wildcard: bool) -> CaaDecision {
    const KNOWN: [&str; 6] = ["issue", "issuewild", "iodef", "issuemail", "contactemail", "contactphone"];
    let unknown = properties.iter().find(|property| {
        property.critical && !KNOWN.iter().any(|known| property.tag.eq_ignore_ascii_case(known))
    });
    if let Some(property) = unknown {
        let why =
            format!("the CAA record set has the critical property {}, which is not known here", property.tag);
        return CaaDecision::Forbidden { why };
    }
    let of_tag = |tag: &str| {
        let values = properties.iter().filter(|property| property.tag.eq_ignore_ascii_case(tag));
        values.map(|property| property.value.as_str()).collect::<Vec<_>>()
    };
    let mut relevant = of_tag("issue");
    if wildcard {
        let wild = of_tag("issuewild");
        if !wild.is_empty() {
            relevant = wild;
        }
    }
    let permits = |value: &&str| {
        let domain = value.split(';').next().unwrap_or_default().trim().trim_end_matches('.');
        issuer_domains.iter().any(|own| own.eq_ignore_ascii_case(domain))
    };
    if relevant.is_empty() || relevant.iter().any(permits) {
        return CaaDecision::Permitted;
    }
    let named: Vec<String> = relevant.iter().map(|value| format!("\"{value}\"")).collect();
    let why = format!(
        "the CAA record set permits only {}; permit one of {} to let this authority issue",
        named.join(", "),
        issuer_domains.join(", ")
    );
    CaaDecision::Forbidden { why }
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
            let permitted = |wildcard| decide(&properties, &own, wildcard) == CaaDecision::Permitted;
            assert_eq!(permitted(false), name_permitted, "{records:?}");
            assert_eq!(permitted(true), wildcard_permitted, "{records:?} for a wildcard");
        }
    }
}
