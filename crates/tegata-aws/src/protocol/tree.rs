//! Bringing what a protocol read into the contract's form.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};

use super::{DEPTH_MAX, VALUES_MAX};
use crate::contract::{Kind, Service, Shape};

/// What does not fit: where, and what was expected there.
#[derive(Debug)]
pub(super) struct Misfit(pub(super) String);

/// Fits a tree to a shape: unknown members and nulls go, everything else must be of its kind.
pub(super) fn fit(service: &Service, shape: &Shape, value: Value) -> Result<Value, Misfit> {
    let mut left = VALUES_MAX;
    fit_at(service, shape, value, 0, &mut left)
}

fn fit_at(
    service: &Service,
    shape: &Shape,
    value: Value,
    depth: usize,
    left: &mut usize,
) -> Result<Value, Misfit> {
    *left = left.checked_sub(1).ok_or_else(|| Misfit("The request holds too many values.".to_owned()))?;
    if depth > DEPTH_MAX {
        return Err(Misfit("The request is nested too deeply.".to_owned()));
    }
    match (shape.kind, value) {
        (Kind::Structure, Value::Object(mut members)) => {
            let mut fitted = Map::with_capacity(members.len());
            for (name, member) in &shape.members {
                if let Some(value) = members.swap_remove(name).filter(|value| !value.is_null()) {
                    let value = fit_at(service, service.shape(&member.shape), value, depth + 1, left)?;
                    fitted.insert(name.clone(), value);
                }
            }
            Ok(Value::Object(fitted))
        }
        (Kind::List, Value::Array(items)) => {
            let item = shape.member.as_ref().map(|member| service.shape(&member.shape));
            let Some(item) = item else { return Ok(Value::Array(items)) };
            let items = items.into_iter().filter(|value| !value.is_null());
            items
                .map(|value| fit_at(service, item, value, depth + 1, left))
                .collect::<Result<_, _>>()
                .map(Value::Array)
        }
        (Kind::Map, Value::Object(entries)) => {
            let Some(member) = &shape.value else { return Ok(Value::Object(entries)) };
            let of = service.shape(&member.shape);
            let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
            entries
                .map(|(name, value)| Ok((name, fit_at(service, of, value, depth + 1, left)?)))
                .collect::<Result<Map<_, _>, _>>()
                .map(Value::Object)
        }
        (Kind::Blob, Value::String(text)) => match BASE64_STANDARD.decode(&text) {
            Ok(_) => Ok(Value::String(text)),
            Err(_) => Err(Misfit("Expected base64 and found other text.".to_owned())),
        },
        (Kind::String, value @ Value::String(_)) => Ok(value),
        (Kind::Boolean, value @ Value::Bool(_)) => Ok(value),
        (Kind::Integer | Kind::Long, Value::Number(number)) if number.is_i64() => Ok(Value::Number(number)),
        (Kind::Timestamp | Kind::Double | Kind::Float, value @ Value::Number(_)) => Ok(value),
        (kind, value) => {
            let found = match value {
                Value::Null => "null",
                Value::Bool(_) => "a boolean",
                Value::Number(_) => "a number",
                Value::String(_) => "a string",
                Value::Array(_) => "a list",
                Value::Object(_) => "a structure",
            };
            Err(Misfit(format!("Expected {} and found {found}.", named(kind))))
        }
    }
}

fn named(kind: Kind) -> &'static str {
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
pub(super) fn scalar(shape: &Shape, text: &str) -> Result<Value, Misfit> {
    let misfit =
        || Misfit(format!("'{}' is not {}.", text.chars().take(100).collect::<String>(), named(shape.kind)));
    match shape.kind {
        Kind::Boolean => match text {
            "true" | "True" | "1" => Ok(Value::Bool(true)),
            "false" | "False" | "0" => Ok(Value::Bool(false)),
            _ => Err(misfit()),
        },
        Kind::Integer | Kind::Long => text.trim().parse::<i64>().map(Value::from).map_err(|_| misfit()),
        Kind::Double | Kind::Float => text.trim().parse::<f64>().map(Value::from).map_err(|_| misfit()),
        Kind::Timestamp => {
            let at: jiff::Timestamp = text.trim().parse().map_err(|_| misfit())?;
            Ok(serde_json::to_value(crate::Moment(at)).unwrap_or_default())
        }
        Kind::String | Kind::Blob => Ok(Value::String(text.to_owned())),
        Kind::Structure | Kind::List | Kind::Map => Err(misfit()),
    }
}

/// The text of a scalar, for forms, headers and XML.
pub(super) fn text(shape: &Shape, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if shape.kind == Kind::Timestamp => {
            let millis = (number.as_f64().unwrap_or_default() * 1000.0).round() as i64;
            let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
            format!("{at:.3}")
        }
        other => other.to_string(),
    }
}
