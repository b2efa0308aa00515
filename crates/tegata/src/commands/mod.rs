//! The commands that talk to a running instance.

pub(crate) mod access;
pub(crate) mod certificate;
pub(crate) mod clock;
pub(crate) mod events;
pub(crate) mod inspect;
pub(crate) mod mail;
pub(crate) mod manual;
pub(crate) mod owner_key;
pub(crate) mod root;
pub(crate) mod webhook;
pub(crate) mod zone;

use serde_json::Value;

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
    let time = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds as i64).ok());
    time.map(|time| time.to_string()).unwrap_or_default()
}
