//! Types of record sets.

use std::fmt;
use std::str::FromStr;

/// A type that Route 53 has (Route 53 API reference, `ResourceRecordSet`, member `Type`). The order is Route 53's: by
/// mnemonic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordType {
    /// An IPv4 address (RFC 1035).
    A,
    /// An IPv6 address (RFC 3596).
    Aaaa,
    /// Which authorities may issue certificates (RFC 8659).
    Caa,
    /// Another name for the same thing (RFC 1035).
    Cname,
    /// The key of a delegated zone that is signed (RFC 4034).
    Ds,
    /// How an HTTPS service is reached (RFC 9460).
    Https,
    /// A mail exchanger (RFC 1035).
    Mx,
    /// A rule that rewrites names (RFC 3403).
    Naptr,
    /// A name server (RFC 1035).
    Ns,
    /// Another place in the DNS, as for addresses (RFC 1035).
    Ptr,
    /// The start of a zone (RFC 1035).
    Soa,
    /// Who may send mail, in the form before TXT took its place (RFC 7208 §3.1).
    Spf,
    /// Where a service is (RFC 2782).
    Srv,
    /// The fingerprint of an SSH key (RFC 4255).
    Sshfp,
    /// How a service is reached (RFC 9460).
    Svcb,
    /// What certificate a TLS server has (RFC 6698).
    Tlsa,
    /// Text (RFC 1035).
    Txt,
}

/// A text that is not the mnemonic of a type that Route 53 has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a record type of Route 53")]
pub struct UnknownRecordType(pub String);

impl RecordType {
    /// All, in their order.
    pub const ALL: [RecordType; 17] = [
        RecordType::A,
        RecordType::Aaaa,
        RecordType::Caa,
        RecordType::Cname,
        RecordType::Ds,
        RecordType::Https,
        RecordType::Mx,
        RecordType::Naptr,
        RecordType::Ns,
        RecordType::Ptr,
        RecordType::Soa,
        RecordType::Spf,
        RecordType::Srv,
        RecordType::Sshfp,
        RecordType::Svcb,
        RecordType::Tlsa,
        RecordType::Txt,
    ];

    /// Its mnemonic, such as `AAAA`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.names().0
    }

    /// Its number on the wire (IANA, "Domain Name System (DNS) Parameters").
    #[must_use]
    pub fn code(self) -> u16 {
        self.names().1
    }

    fn names(self) -> (&'static str, u16) {
        match self {
            RecordType::A => ("A", 1),
            RecordType::Aaaa => ("AAAA", 28),
            RecordType::Caa => ("CAA", 257),
            RecordType::Cname => ("CNAME", 5),
            RecordType::Ds => ("DS", 43),
            RecordType::Https => ("HTTPS", 65),
            RecordType::Mx => ("MX", 15),
            RecordType::Naptr => ("NAPTR", 35),
            RecordType::Ns => ("NS", 2),
            RecordType::Ptr => ("PTR", 12),
            RecordType::Soa => ("SOA", 6),
            RecordType::Spf => ("SPF", 99),
            RecordType::Srv => ("SRV", 33),
            RecordType::Sshfp => ("SSHFP", 44),
            RecordType::Svcb => ("SVCB", 64),
            RecordType::Tlsa => ("TLSA", 52),
            RecordType::Txt => ("TXT", 16),
        }
    }
}

impl FromStr for RecordType {
    type Err = UnknownRecordType;

    fn from_str(text: &str) -> Result<RecordType, UnknownRecordType> {
        let found = RecordType::ALL.into_iter().find(|record_type| record_type.as_str() == text);
        found.ok_or_else(|| UnknownRecordType(text.chars().take(20).collect()))
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_ordered_by_their_mnemonics() {
        assert!(RecordType::ALL.is_sorted_by_key(|record_type| record_type.as_str()));
        assert!(RecordType::ALL.is_sorted());
    }

    #[test]
    fn a_mnemonic_is_read_again() {
        for record_type in RecordType::ALL {
            assert_eq!(record_type.as_str().parse(), Ok(record_type));
        }
        assert_eq!("LOC".parse::<RecordType>(), Err(UnknownRecordType("LOC".to_owned())));
    }
}
