//! Names: from text to the wire's lower-case form that keys are in, and back.

use std::str::FromStr;

use domain::base::Name;
use domain::base::name::ToName;

use super::RecordError;

/// The lower-case wire form of a name as Route 53 takes it: absolute with or without its last dot, octal
/// escapes for letters that need one.
///
/// # Errors
/// When it is no domain name.
pub fn canonical_name(text: &str) -> Result<Vec<u8>, RecordError> {
    let fault = |why: String| RecordError::Name { name: text.chars().take(300).collect(), why };
    let mut octal = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            octal.push(letter);
            continue;
        }
        // Route 53 escapes in octal (`\052` for `*`), zone files in decimal.
        let digits: String = letters.clone().take(3).collect();
        match u8::from_str_radix(&digits, 8) {
            Ok(byte) if digits.len() == 3 => {
                letters.nth(2);
                octal.push_str(&format!("\\{byte:03}"));
            }
            _ => octal.push('\\'),
        }
    }
    let mut name: Name<Vec<u8>> = Name::from_str(&octal).map_err(|error| fault(error.to_string()))?;
    name.make_canonical();
    Ok(name.as_octets().clone())
}

/// A name as Route 53 writes it: with its last dot, and octal escapes but for letters, digits, `-`, `_` and `*`
/// inside. A leading `*` is escaped as `\052`.
#[must_use]
pub fn presentation_name(wire: &[u8]) -> String {
    let mut text = String::with_capacity(wire.len() + 4);
    let mut rest = wire;
    while let Some((length, after)) = rest.split_first().filter(|(length, _)| **length > 0) {
        let (label, after) = after.split_at(usize::from(*length).min(after.len()));
        for byte in label {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => text.push(char::from(*byte)),
                other => text.push_str(&format!("\\{other:03o}")),
            }
        }
        text.push('.');
        rest = after;
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

/// The parent of a wire name; `None` for the root.
pub(super) fn parent(name: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*name.first()?);
    if length == 0 { None } else { name.get(length + 1..) }
}

/// Whether a wire name is another one, or below it.
pub(super) fn is_at_or_below(name: &[u8], above: &[u8]) -> bool {
    std::iter::successors(Some(name), |at| parent(at)).any(|at| at == above)
}

/// The lower-case wire form of a name in a message.
pub(super) fn canonical_of(name: &impl ToName) -> Vec<u8> {
    let mut wire = Vec::with_capacity(64);
    for label in name.iter_labels() {
        wire.push(u8::try_from(label.len()).unwrap_or_default());
        wire.extend(label.as_slice().iter().map(u8::to_ascii_lowercase));
    }
    wire
}
