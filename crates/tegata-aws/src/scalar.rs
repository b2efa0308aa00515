//! Scalars with a form of their own on the wire.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A time: seconds since 1970 in the tree, with a fraction where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub Timestamp);

/// Bytes: base64 in the tree. Prints nothing of itself, since keys travel so.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl Moment {
    /// The time that many seconds after 1970, to the millisecond. `None` beyond the calendar (the years -9999 to 9999).
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Option<Moment> {
        // A number that is too large saturates, and then is beyond the calendar.
        let millis = (seconds * 1000.0).round() as i64;
        Timestamp::from_millisecond(millis).ok().map(Moment)
    }
}

impl Default for Moment {
    fn default() -> Moment {
        Moment(Timestamp::UNIX_EPOCH)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_millisecond() {
            whole if whole % 1000 == 0 => serializer.serialize_i64(whole / 1000),
            // Milliseconds are what AWS shows, and an f64 holds them exactly enough until the year 287396.
            millis => serializer.serialize_f64(millis as f64 / 1000.0),
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Moment::from_seconds(seconds).ok_or_else(|| de::Error::custom("a time beyond the calendar"))
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Blob, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map(Blob).map_err(de::Error::custom)
    }
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}
