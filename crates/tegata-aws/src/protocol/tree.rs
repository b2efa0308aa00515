//! Bringing what a protocol read into the contract's form.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Number, Value};

use super::limits::{DEPTH_MAX, VALUES_MAX};
use crate::Moment;
use crate::contract::{Kind, Shape};

/// What does not fit: where, and what was expected there.
#[derive(Debug)]
pub(super) struct Misfit(pub(super) String);

impl Misfit {
    /// A value of another kind.
    pub(super) fn expected(kind: Kind, found: &str) -> Misfit {
        Misfit(format!("Expected {} and found {found}.", named(kind)))
    }

    /// Nesting that no contract has.
    pub(super) fn too_deep() -> Misfit {
        Misfit(format!("The request is nested more than {DEPTH_MAX} levels deep."))
    }
}

/// How many values a request may still hold, while it is read.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    /// What a request begins with.
    pub(super) fn new() -> Budget {
        Budget(VALUES_MAX)
    }

    /// Takes one value out of it.
    pub(super) fn take(&mut self) -> Result<(), Misfit> {
        self.0 = self
            .0
            .checked_sub(1)
            .ok_or_else(|| Misfit(format!("The request holds more than {VALUES_MAX} values.")))?;
        Ok(())
    }
}

/// The text of a blob, once it is known to be base64.
pub(super) fn blob(text: String) -> Result<Value, Misfit> {
    match BASE64_STANDARD.decode(&text) {
        Ok(_) => Ok(Value::String(text)),
        Err(_) => Err(Misfit("Expected base64 and found other text.".to_owned())),
    }
}

/// A number as a time, once it is known to be in the calendar.
pub(super) fn time(number: Number) -> Result<Value, Misfit> {
    match number.as_f64().and_then(Moment::from_seconds) {
        Some(_) => Ok(Value::Number(number)),
        None => Err(Misfit(format!("{number} is not a valid time: it is after the year 9999."))),
    }
}

/// What a shape of this kind is called in messages.
pub(super) fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Structure => "a structure",
        Kind::List => "a list",
        Kind::Map => "a map",
        Kind::String => "a string",
        Kind::Blob => "base64",
        Kind::Boolean => "a boolean",
        Kind::Integer | Kind::Long => "a whole number",
        Kind::Double | Kind::Float => "a number",
        Kind::Timestamp => "a time",
    }
}

/// The value of a scalar that came as text, as in forms, paths and XML.
pub(super) fn scalar(shape: &Shape, text: String) -> Result<Value, Misfit> {
    let misfit =
        || Misfit(format!("'{}' is not {}.", text.chars().take(100).collect::<String>(), named(shape.kind)));
    match shape.kind {
        Kind::Boolean => match text.as_str() {
            "true" | "True" | "1" => Ok(Value::Bool(true)),
            "false" | "False" | "0" => Ok(Value::Bool(false)),
            _ => Err(misfit()),
        },
        Kind::Integer | Kind::Long => text.trim().parse::<i64>().map(Value::from).map_err(|_| misfit()),
        // What is not finite has no form in the tree.
        Kind::Double | Kind::Float => {
            let number = text.trim().parse::<f64>().ok().and_then(Number::from_f64);
            number.map(Value::Number).ok_or_else(misfit)
        }
        Kind::Timestamp => {
            let at: jiff::Timestamp = text.trim().parse().map_err(|_| misfit())?;
            serde_json::to_value(Moment(at)).map_err(|_| misfit())
        }
        Kind::String => Ok(Value::String(text)),
        Kind::Blob => blob(text),
        Kind::Structure | Kind::List | Kind::Map => Err(misfit()),
    }
}

/// The text of a scalar, for forms, headers and XML.
pub(super) fn text(shape: &Shape, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if shape.kind == Kind::Timestamp => {
            let at = number.as_f64().and_then(Moment::from_seconds).unwrap_or_default();
            format!("{:.3}", at.0)
        }
        other => other.to_string(),
    }
}
