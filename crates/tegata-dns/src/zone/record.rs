//! Record values: from the text that Route 53 takes to the wire.

use std::str::FromStr;

use domain::base::name::ParsedName;
use domain::base::rdata::{ComposeRecordData, ParseAnyRecordData};
use domain::base::{Name, Rtype};
use domain::dep::octseq::Parser;
use domain::rdata::AllRecordData;
use domain::zonefile::inplace::{Entry, Zonefile};

use tegata_names::{Piece, pieces};

/// Why a value cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The type is not served.
    #[error("the record type {0} is not supported")]
    Type(String),
    /// The value is not one of its type; in Route 53's words, as far as they are known.
    #[error("FATAL problem: {problem} ({words}) encountered with '{encountered}'")]
    Value {
        /// Route 53's name of the problem.
        problem: String,
        /// What is wrong.
        words: String,
        /// What was given.
        encountered: String,
    },
}

impl RecordError {
    fn of(problem: impl Into<String>, words: impl Into<String>, encountered: &str) -> RecordError {
        let encountered = encountered.chars().take(300).collect();
        RecordError::Value { problem: problem.into(), words: words.into(), encountered }
    }
}

/// The types that are served, as Route 53 lists them ("Supported DNS record types").
pub const SUPPORTED_TYPES: [&str; 17] = [
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP",
    "SVCB", "TLSA", "TXT",
];

/// A value may be as long as Route 53 takes one.
const VALUE_BYTES_MAX: usize = 4000;
/// A string of a TXT value (RFC 1035 §3.3).
const STRING_OCTETS_MAX: usize = 255;

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
/// When the type is not served, or the value is not one of its values.
pub fn parse_value(kind: &str, value: &str) -> Result<(u16, Vec<u8>), RecordError> {
    let number = rtype(kind)?;
    // SPF has the form of TXT.
    let scanned_as = if kind == "SPF" { "TXT" } else { kind };
    let fault = |why: &str| fault_of(scanned_as, value, why);
    if value.len() > VALUE_BYTES_MAX {
        return Err(fault("it is longer than 4,000 characters"));
    }
    if value.contains(['\n', '\r']) || value.trim().is_empty() {
        return Err(fault("it is empty or has more than one line"));
    }
    if scanned_as == "TXT" {
        check_strings(value)?;
    }
    // What groups lines and begins comments in zone files has no meaning here, and would swallow what follows.
    if let Some(letter) = unquoted(value).find(|letter| matches!(letter, '(' | ')' | ';')) {
        return Err(fault(&format!("it has a {letter} outside of quotes")));
    }
    for name in names_in(scanned_as, value) {
        check_name(name)?;
    }
    let decimal = with_decimal_escapes(value).ok_or_else(|| fault("it has an escape beyond \\377"))?;
    let mut file = Zonefile::from(format!(". 0 IN {scanned_as} {decimal}\n").as_str());
    file.set_origin(domain::base::Name::root_bytes());
    let record = match file.next_entry() {
        Ok(Some(Entry::Record(record))) => record,
        Ok(_) => return Err(fault("it is not a record")),
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
    if !reads_back(scanned_as, &data) {
        return Err(fault("it cannot be written into an answer"));
    }
    Ok((number.to_int(), data))
}

/// Whether what would be served is a value of its type to those who read it.
fn reads_back(kind: &str, data: &[u8]) -> bool {
    let Ok(number) = rtype(kind) else { return false };
    let mut parser = Parser::from_ref(data);
    let read = AllRecordData::<&[u8], ParsedName<&[u8]>>::parse_any_rdata(number, &mut parser);
    let mut again = Vec::new();
    read.is_ok_and(|read| read.compose_canonical_rdata(&mut again).is_ok())
        && parser.remaining() == 0
        && again == data
}

fn fault_of(kind: &str, value: &str, why: &str) -> RecordError {
    match kind {
        "A" => RecordError::of("ARRDATAIllegalIPv4Address", "Value is not a valid IPv4 address", value),
        "AAAA" => RecordError::of("AAAARRDATAIllegalIPv6Address", "Value is not a valid IPv6 address", value),
        _ => RecordError::of(
            format!("{kind}RRDATAInvalid"),
            format!("Value is not valid for {kind}: {why}"),
            value,
        ),
    }
}

/// Checks that a TXT value is strings in quotation marks and nothing else (Route 53 Developer Guide, "TXT record type").
/// Between two strings there may be spaces or nothing.
fn check_strings(value: &str) -> Result<(), RecordError> {
    let unquoted =
        || RecordError::of("InvalidCharacterString", "Value should be enclosed in quotation marks", value);
    let mut rest = value.trim_matches([' ', '\t']);
    while !rest.is_empty() {
        let body = rest.strip_prefix('"').ok_or_else(unquoted)?;
        let mut escaped = false;
        let end = body.char_indices().find(|(_, letter)| {
            let ends = *letter == '"' && !escaped;
            escaped = *letter == '\\' && !escaped;
            ends
        });
        let (end, _) = end.ok_or_else(unquoted)?;
        let (string, after) = body.split_at(end);
        if octets(string).is_some_and(|octets| octets > STRING_OCTETS_MAX) {
            return Err(RecordError::of(
                "CharacterStringTooLong",
                "Value is too long",
                &format!("\"{string}\""),
            ));
        }
        rest = after.get(1..).unwrap_or_default().trim_start_matches([' ', '\t']);
    }
    Ok(())
}

/// How many octets a string is; `None` when it has an escape that is of no octet.
fn octets(string: &str) -> Option<usize> {
    pieces(string).try_fold(0, |octets, piece| match piece.ok()? {
        Piece::Plain(character) | Piece::Quoted(character) => Some(octets + character.len_utf8()),
        Piece::Octal(_) => Some(octets + 1),
    })
}

/// The domain names in a value, as they are written.
fn names_in<'a>(kind: &str, value: &'a str) -> Vec<&'a str> {
    let places: &[usize] = match kind {
        "CNAME" | "NS" | "PTR" => &[0],
        "HTTPS" | "MX" | "SVCB" => &[1],
        "NAPTR" => &[5],
        "SOA" => &[0, 1],
        "SRV" => &[3],
        _ => &[],
    };
    let mut quoted = false;
    let fields = value.split(move |letter: char| {
        quoted ^= letter == '"';
        !quoted && matches!(letter, ' ' | '\t')
    });
    let fields: Vec<&str> = fields.filter(|field| !field.is_empty()).collect();
    places.iter().filter_map(|place| fields.get(*place).copied()).collect()
}

/// Checks a name in a value as names of record sets are checked.
fn check_name(name: &str) -> Result<(), RecordError> {
    if name == "." {
        return Ok(());
    }
    let unsupported = |letter: char| {
        RecordError::of(
            "UnsupportedCharacter",
            "Value contains unsupported characters",
            letter.encode_utf8(&mut [0; 4]),
        )
    };
    // The zone's apex in zone files, and nothing here.
    if name == "@" {
        return Err(unsupported('@'));
    }
    if let Some(letter) = name.chars().find(|letter| !letter.is_ascii_graphic()) {
        return Err(unsupported(letter));
    }
    for label in name.strip_suffix('.').unwrap_or(name).split('.') {
        if label.is_empty() {
            return Err(RecordError::of("DomainLabelEmpty", "Domain label is empty", name));
        }
    }
    let is_name = with_decimal_escapes(name).is_some_and(|name| Name::<Vec<u8>>::from_str(&name).is_ok());
    if is_name {
        return Ok(());
    }
    let is_long = |label: &&str| octets(label).is_some_and(|octets| octets > 63);
    Err(match name.split('.').find(is_long) {
        Some(label) => RecordError::of("DomainLabelTooLong", "Domain label is too long", label),
        None => RecordError::of("DomainNameInvalid", "Value is not a valid domain name", name),
    })
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
    for piece in pieces(value) {
        match piece.ok()? {
            Piece::Plain(character) => decimal.push(character),
            Piece::Octal(octet) => decimal.push_str(&format!("\\{octet:03}")),
            Piece::Quoted(character) => decimal.extend(['\\', character]),
        }
    }
    Some(decimal)
}
