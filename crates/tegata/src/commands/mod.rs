//! The commands that talk to a running instance.

pub(crate) mod access;
pub(crate) mod backup;
pub(crate) mod certificate;
pub(crate) mod clock;
pub(crate) mod environment;
pub(crate) mod events;
pub(crate) mod find;
pub(crate) mod inspect;
pub(crate) mod load_balancing;
pub(crate) mod mail;
pub(crate) mod manual;
pub(crate) mod nodes;
pub(crate) mod owner_key;
pub(crate) mod placement;
pub(crate) mod rehearse;
pub(crate) mod root;
pub(crate) mod settings;
pub(crate) mod webhook;
pub(crate) mod zone;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tegata_operations::Clock;

use crate::client::Client;

/// A text of an answer; empty when it is not there.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The items of a list in an answer.
pub(crate) fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// A time of an answer, to the second; empty when it is not there.
pub(crate) fn moment(value: &Value, pointer: &str) -> String {
    let seconds = value.pointer(pointer).and_then(Value::as_f64);
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds as i64).ok());
    time.map(|time| time.to_string()).unwrap_or_default()
}

/// The whole days until a time of an answer; below zero when it is over. `None` when it is not there.
pub(crate) fn days_left(value: &Value, pointer: &str, now: Timestamp) -> Option<i64> {
    const DAY: i64 = 86_400;
    let end = value.pointer(pointer).and_then(Value::as_f64)? as i64;
    Some((end - now.as_second()).div_euclid(DAY))
}

/// A number with a comma between thousands.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut counted = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            counted.push(',');
        }
        counted.push(digit);
    }
    counted
}

/// The instance's time, which may have been moved; this machine's where it does not say.
pub(crate) async fn now(client: &Client) -> Timestamp {
    let clock = client.call("tegata", "DescribeClock", &json!({})).await.unwrap_or_default();
    let said = clock.get("Now").and_then(Value::as_f64);
    let said = said.and_then(|seconds| Timestamp::from_second(seconds as i64).ok());
    said.unwrap_or_else(|| Clock::system(SignedDuration::ZERO).now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_down_to_the_end_and_below_it() {
        let value = json!({ "NotAfter": 172_800.0 });
        let left = |now: i64| days_left(&value, "/NotAfter", Timestamp::from_second(now).expect("a time"));
        assert_eq!((left(0), left(1), left(172_801)), (Some(2), Some(1), Some(-1)));
        assert_eq!(days_left(&value, "/None", Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!([7, 999, 1000, 1_234_567].map(count), ["7", "999", "1,000", "1,234,567"]);
    }
}
