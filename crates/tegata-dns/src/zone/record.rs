//! Record values: from the text that Route 53 takes to the wire.

use domain::base::Rtype;
use domain::base::rdata::ComposeRecordData;
use domain::zonefile::inplace::{Entry, Zonefile};

/// Why a record set cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The name is none.
    #[error("{name} is not a domain name: {why}")]
    Name {
        /// What was given.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// The type is not served.
    #[error("the record type {0} is not supported")]
    Type(String),
    /// The value is not one of its type.
    #[error("the value '{value}' is not valid for {kind}: {why}")]
    Value {
        /// The type.
        kind: String,
        /// What was given.
        value: String,
        /// What is wrong.
        why: String,
    },
}

/// The types that are served, as Route 53 lists them ("Supported DNS record types").
pub const SUPPORTED_TYPES: [&str; 17] = [
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP",
    "SVCB", "TLSA", "TXT",
];

/// A value may be as long as Route 53 takes one.
const VALUE_BYTES_MAX: usize = 4000;

/// The type's number.
///
/// # Errors
/// When it is not served.
pub(super) fn rtype(kind: &str) -> Result<Rtype, RecordError> {
    // The domain crate knows SPF (RFC 7208 §3.1) by its number alone.
    if kind == "SPF" {
        return Ok(Rtype::from_int(99));
    }
    let known = SUPPORTED_TYPES.contains(&kind).then(|| kind.parse().ok()).flatten();
    known.ok_or_else(|| RecordError::Type(kind.chars().take(20).collect()))
}

/// The wire form of a value of a type. Names in it are absolute with or without their last dot.
///
/// # Errors
/// When the type is not served or the value is none of its.
pub fn parse_value(kind: &str, value: &str) -> Result<(u16, Vec<u8>), RecordError> {
    let number = rtype(kind)?;
    let fault = |why: &str| RecordError::Value {
        kind: kind.to_owned(),
        value: value.chars().take(300).collect(),
        why: why.to_owned(),
    };
    if value.len() > VALUE_BYTES_MAX {
        return Err(fault("it is longer than 4,000 characters"));
    }
    if value.contains(['\n', '\r']) || value.trim().is_empty() {
        return Err(fault("it is empty or has more than one line"));
    }
    // What groups lines and begins comments in zone files has no meaning here, and would swallow what follows.
    if let Some(letter) = unquoted(value).find(|letter| matches!(letter, '(' | ')' | ';')) {
        return Err(fault(&format!("it has a {letter} outside of quotes")));
    }
    let decimal = with_decimal_escapes(value).ok_or_else(|| fault("it has an escape beyond \\377"))?;
    // SPF has the form of TXT.
    let scanned_as = if kind == "SPF" { "TXT" } else { kind };
    let mut file = Zonefile::from(format!(". 0 IN {scanned_as} {decimal}\n").as_str());
    file.set_origin(domain::base::Name::root_bytes());
    let record = match file.next_entry() {
        Ok(Some(Entry::Record(record))) => record,
        Ok(_) => return Err(fault("it is no record")),
        Err(error) => {
            // The position is of a line that the caller never saw.
            let text = error.to_string();
            return Err(fault(text.rsplit(": ").next().unwrap_or(&text)));
        }
    };
    if !matches!(file.next_entry(), Ok(None)) {
        return Err(fault("it is more than one record"));
    }
    let mut data = Vec::new();
    record.data().compose_canonical_rdata(&mut data).map_err(|_| fault("it is too long"))?;
    Ok((number.to_int(), data))
}

/// The letters outside of quotes, escaped ones left out.
fn unquoted(value: &str) -> impl Iterator<Item = char> {
    let mut quoted = false;
    let mut escaped = false;
    value.chars().filter(move |letter| {
        if escaped {
            escaped = false;
            return false;
        }
        match letter {
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ => return !quoted,
        }
        false
    })
}

/// Route 53 escapes by three octal digits ("Supported DNS record types"), zone files by three decimal ones
/// (RFC 1035 §5.1). `None` when an escape is of no octet.
fn with_decimal_escapes(value: &str) -> Option<String> {
    let mut decimal = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('\\') {
        decimal.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let digits = escape.get(..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
        if let Some(digits) = digits {
            let octet = u8::from_str_radix(digits, 8).ok()?;
            decimal.push_str(&format!("\\{octet:03}"));
            rest = &escape[3..];
        } else {
            // Another letter stands for itself.
            let length = escape.chars().next().map_or(0, char::len_utf8);
            decimal.push('\\');
            decimal.push_str(&escape[..length]);
            rest = &escape[length..];
        }
    }
    decimal.push_str(rest);
    Some(decimal)
}
