//! PEM read strictly (RFC 7468 §3, "strict"): for what somebody hands in once and has kept from then on, where a
//! guess at what was meant would be kept too. [`crate::pem`] reads leniently, for looking at things.
//!
//! Lines end with LF or CRLF. Outside of blocks stands any text, which is passed over (RFC 7468 §2): `openssl ca` and
//! easy-rsa write the certificate in words there, `openssl pkcs12` attributes, and Windows editors a byte order mark.
//! Inside of them only base64 is allowed.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

/// What stands between one BEGIN line and its END line.
pub struct Block {
    /// What the BEGIN line says it is.
    pub label: String,
    /// The bytes: wiped when dropped, since they may be a key's.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Why a text is not strictly PEM.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PemFault {
    /// No block in it.
    #[error("it has no -----BEGIN line")]
    Empty,
    /// More blocks than are accepted.
    #[error("it has more than {limit} blocks")]
    TooMany {
        /// How many are accepted.
        limit: usize,
    },
    /// Two octets for each letter, as Windows tools write "Unicode".
    #[error("the text is in UTF-16; save it as ASCII or UTF-8")]
    Utf16,
    /// A line that should not be there.
    #[error("line {number} {why}")]
    Line {
        /// Counted from 1.
        number: usize,
        /// What is wrong with it, as the rest of a sentence that begins with the line.
        why: &'static str,
    },
    /// The headers of a key that OpenSSL's older form encrypts (RFC 1421 §4.6.1.1).
    #[error("line {number} says that the block is encrypted")]
    Encrypted {
        /// Counted from 1.
        number: usize,
    },
}

/// The blocks in a text, in their order, at most `limit`.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(text: &[u8], limit: usize) -> Result<Vec<Block>, PemFault> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, Zeroizing<Vec<u8>>)> = None;
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return Err(PemFault::Utf16);
    }
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    for (place, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let number = place + 1;
        let fault = |why| PemFault::Line { number, why };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // Files that are joined may each begin with a byte order mark.
        let line = if open.is_none() { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line) } else { line };
        let start = line.trim_ascii_start();
        let is_boundary = start.starts_with(b"-----BEGIN") || start.starts_with(b"-----END");
        if open.is_none() && !is_boundary {
            continue;
        }
        if line.trim_ascii().len() != line.len() {
            return Err(fault("begins or ends with spaces"));
        }
        match &mut open {
            None => {
                if line.starts_with(b"-----END") {
                    return Err(fault("ends a block that has not started"));
                }
                let label = delimited(line, "-----BEGIN ").ok_or(fault("is not a valid -----BEGIN line"))?;
                if blocks.len() == limit {
                    return Err(PemFault::TooMany { limit });
                }
                open = Some((label, Zeroizing::new(Vec::new())));
            }
            Some((label, body)) => {
                if let Some(end) = delimited(line, "-----END ") {
                    if end != *label {
                        return Err(fault("has another label than the -----BEGIN line"));
                    }
                    let bytes = BASE64_STANDARD.decode(body.as_slice()).map(Zeroizing::new);
                    let bytes = bytes.map_err(|_| fault("ends a block that is not base64"))?;
                    if bytes.is_empty() {
                        return Err(fault("ends a block that is empty"));
                    }
                    blocks.push(Block { label: (*label).to_owned(), bytes });
                    open = None;
                } else if line.starts_with(b"Proc-Type:") {
                    return Err(PemFault::Encrypted { number });
                } else if line.is_empty() {
                    return Err(fault("is empty, inside a block"));
                } else if !line.iter().all(|byte| is_base64(*byte)) {
                    return Err(fault("is not base64"));
                } else {
                    body.extend_from_slice(line);
                }
            }
        }
    }
    match open {
        Some(_) => {
            let number = text.split(|byte| *byte == b'\n').count();
            Err(PemFault::Line { number, why: "is the last one, and the block has no -----END line" })
        }
        None if blocks.is_empty() => Err(PemFault::Empty),
        None => Ok(blocks),
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The label of a BEGIN or END line (RFC 7468 §3): upper-case letters, digits and single blanks.
fn delimited<'a>(line: &'a [u8], before: &str) -> Option<&'a str> {
    let label = line.strip_prefix(before.as_bytes())?.strip_suffix(b"-----")?;
    let letter = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b' ';
    if (1..=64).contains(&label.len()) && label.iter().all(letter) {
        std::str::from_utf8(label).ok()
    } else {
        None
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault_of(text: &str) -> String {
        read(text.as_bytes(), 2).err().expect("a fault").to_string()
    }

    #[test]
    fn blocks_are_read_in_their_order() {
        let text = "\n-----BEGIN A-----\r\nYQ==\r\n-----END A-----\r\n\n-----BEGIN B C-----\nYmI=\n-----END B C-----";
        let blocks = read(text.as_bytes(), 2).expect("two blocks");
        let blocks: Vec<_> = blocks.iter().map(|block| (block.label.as_str(), &block.bytes[..])).collect();
        assert_eq!(blocks, [("A", &b"a"[..]), ("B C", b"bb")]);
    }

    #[test]
    fn text_around_blocks_is_passed_over() {
        for text in [
            "\u{feff}-----BEGIN A-----\nYQ==\n-----END A-----\n",
            "Certificate:\n    Data:\n        Version: 3 (0x2)\n-----BEGIN A-----\nYQ==\n-----END A-----\n",
            "Bag Attributes\r\n    localKeyID: 01 \r\nKey Attributes: <No Attributes>\r\n-----BEGIN A-----\r\nYQ==\r\n-----END A-----\r\n",
            " 0 s:CN = a\n   i:CN = b\n-----BEGIN A-----\nYQ==\n-----END A-----\n---\nServer certificate\n-- end\n",
            "\u{feff}# na\u{ef}ve \t\n\n-----BEGIN A-----\nYQ==\n-----END A-----\n\n# the end",
        ] {
            let blocks = read(text.as_bytes(), 1).expect(text);
            assert_eq!((blocks[0].label.as_str(), &blocks[0].bytes[..]), ("A", &b"a"[..]), "{text}");
        }
        let joined = "\u{feff}-----BEGIN A-----\nYQ==\n-----END A-----\n".repeat(2);
        assert_eq!(read(joined.as_bytes(), 2).expect("two blocks").len(), 2);
    }

    #[test]
    fn utf_16_is_told_from_no_pem() {
        let text: Vec<u8> = "\u{feff}-----BEGIN A-----\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&text, 1).err(), Some(PemFault::Utf16));
    }

    #[test]
    fn faults_name_their_line() {
        for (text, said) in [
            ("", "it has no -----BEGIN line"),
            ("\n\n", "it has no -----BEGIN line"),
            ("subject=x\n", "it has no -----BEGIN line"),
            ("YQ==\n", "it has no -----BEGIN line"),
            (
                "------- x -----\n-----BEGIN a-----\nYQ==\n-----END a-----\n",
                "line 2 is not a valid -----BEGIN line",
            ),
            ("YQ==\n-----END A-----\n", "line 2 ends a block that has not started"),
            ("x\n  -----BEGIN A-----\nYQ==\n-----END A-----\n", "line 2 begins or ends with spaces"),
            ("-----BEGIN A-----\nYQ==\ntext\nb\n-----END A-----\n", "line 5 ends a block that is not base64"),
            ("-----BEGIN A-----\nYQ==\nin words\n-----END A-----\n", "line 3 is not base64"),
            ("-----BEGIN A-----\n\u{feff}YQ==\n-----END A-----\n", "line 2 is not base64"),
            ("-----BEGIN A-----\nYQ==\n", "line 2 is the last one, and the block has no -----END line"),
            (
                "-----BEGIN A-----\nYQ==\n-----END B-----\n",
                "line 3 has another label than the -----BEGIN line",
            ),
            ("-----BEGIN A-----\nYQ== \n-----END A-----\n", "line 2 begins or ends with spaces"),
            ("-----BEGIN A----- \nYQ==\n-----END A-----\n", "line 1 begins or ends with spaces"),
            ("-----BEGIN A-----\n\nYQ==\n-----END A-----\n", "line 2 is empty, inside a block"),
            ("-----BEGIN A-----\nY*==\n-----END A-----\n", "line 2 is not base64"),
            ("-----BEGIN A-----\nYQ=\n-----END A-----\n", "line 3 ends a block that is not base64"),
            ("-----BEGIN A-----\n-----END A-----\n", "line 2 ends a block that is empty"),
            (
                "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nYQ==\n-----END A-----\n",
                "line 2 says that the block is encrypted",
            ),
        ] {
            assert_eq!(fault_of(text), said, "{text:?}");
        }
        assert_eq!(
            fault_of(&"-----BEGIN A-----\nYQ==\n-----END A-----\n".repeat(3)),
            "it has more than 2 blocks"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(chain in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..200), 1..5)) {
            let blocks = read(crate::pem::encode_chain(&chain).as_bytes(), 5).expect("blocks");
            let read: Vec<&[u8]> = blocks.iter().map(|block| &block.bytes[..]).collect();
            prop_assert_eq!(read, chain.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }

        #[test]
        fn random_text_never_panics(text in "(-----BEGIN [A-Z]{0,12}-----|-----END [A-Z]{0,12}-----|[a-zA-Z+/= \r\n]{0,20}){0,8}") {
            let _ = read(text.as_bytes(), 3);
        }
    }
}
