//! Serial numbers (RFC 5280 §4.1.2.2).

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest serial number that a certificate may have, in octets (RFC 5280 §4.1.2.2).
pub const OCTETS_MAX: usize = 20;

/// A certificate's serial number: the octets of a positive integer, without the zero in front that keeps its
/// DER positive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Serial {
    length: u8,
    octets: [u8; OCTETS_MAX],
}

impl Serial {
    /// Makes a serial of 16 random octets: the first bit is cleared, and the second set so that no
    /// serial begins with a zero octet, which DER would have to drop. 126 random bits remain, and the
    /// CA/B Baseline Requirements §7.1 ask for 64.
    #[must_use]
    pub fn from_random(mut octets: [u8; 16]) -> Serial {
        octets[0] = (octets[0] & 0x7f) | 0x40;
        Serial::of_fixed(&octets)
    }

    /// Makes a serial of 16 octets for a certificate that is about to be signed: the time in milliseconds, then 80 random
    /// bits, of which the CA/B Baseline Requirements §7.1 ask for 64. Serials that are drawn one after the other lie
    /// beside each other in the store, so many at once change few of its pages.
    #[must_use]
    pub fn draw(now: Timestamp, random: [u8; 10]) -> Serial {
        let [_, _, time @ ..] = now.as_millisecond().to_be_bytes();
        let mut octets = [0; 16];
        octets[..6].copy_from_slice(&time);
        octets[6..].copy_from_slice(&random);
        Serial::from_random(octets)
    }

    /// The serial of these octets, most significant first; zeros in front do not count. `None` when there are
    /// none, or more than [`OCTETS_MAX`].
    #[must_use]
    pub fn from_octets(octets: &[u8]) -> Option<Serial> {
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        let significant = &octets[zeros.min(octets.len().saturating_sub(1))..];
        (1..=OCTETS_MAX).contains(&significant.len()).then(|| Serial::of_fixed(significant))
    }

    /// The octets, most significant first.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets[..usize::from(self.length)]
    }

    /// Lower-case hexadecimal with colons, as ACM shows it.
    #[must_use]
    pub fn colons(&self) -> String {
        let octets: Vec<String> = self.octets().iter().map(|octet| format!("{octet:02x}")).collect();
        octets.join(":")
    }

    /// `octets` are known to fit.
    fn of_fixed(octets: &[u8]) -> Serial {
        let mut serial = Serial { length: 0, octets: [0; OCTETS_MAX] };
        for (place, octet) in serial.octets.iter_mut().zip(octets) {
            *place = *octet;
            serial.length += 1;
        }
        serial
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.octets().iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Serial({self})")
    }
}

impl From<Serial> for String {
    fn from(serial: Serial) -> String {
        serial.to_string()
    }
}

impl TryFrom<String> for Serial {
    type Error = String;

    fn try_from(text: String) -> Result<Serial, String> {
        let wrong = || {
            format!(
                "`{text}` is not a serial number: a serial number is up to 20 octets in hexadecimal digits"
            )
        };
        if text.is_empty() || !text.len().is_multiple_of(2) || !text.is_ascii() {
            return Err(wrong());
        }
        let octet = |place: usize| u8::from_str_radix(&text[place..place + 2], 16).map_err(|_| wrong());
        let octets = (0..text.len()).step_by(2).map(octet).collect::<Result<Vec<u8>, String>>()?;
        Serial::from_octets(&octets).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_is_written_as_acm_writes_it_and_read_back() {
        for (octets, colons) in [
            (&[0x03, 0xe9][..], "03:e9"),
            (&[0], "00"),
            (&[0, 0x80], "80"),
            (&[0xff; 20], &["ff"; 20].join(":")),
        ] {
            let serial = Serial::from_octets(octets).expect("a serial");
            assert_eq!(serial.colons(), colons);
            assert_eq!(Serial::try_from(String::from(serial)), Ok(serial));
        }
        assert_eq!(Serial::from_octets(&[]), None);
        assert_eq!(Serial::from_octets(&[1; 21]), None);
        for wrong in ["", "0", "xy", "é0", &"11".repeat(21)] {
            assert!(Serial::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_random_serial_keeps_its_sixteen_octets() {
        assert_eq!(Serial::from_random([0; 16]).octets().len(), 16);
        assert_eq!(Serial::from_random([0xff; 16]).octets()[0], 0x7f);
        let at = |second| Timestamp::from_second(second).expect("a time");
        let (first, second) = (Serial::draw(at(1), [0xff; 10]), Serial::draw(at(2), [0; 10]));
        assert!(first.octets() < second.octets() && second.octets().len() == 16);
        assert_eq!(Serial::draw(at(-1), [0; 10]).octets().len(), 16);
    }
}
