//! JSON read along a shape: only what the shape knows becomes a tree, so a large value that no one looks at costs
//! nothing. The rest is read over.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::limits::DEPTH_MAX;
use super::tree::{self, Budget, Misfit};
use super::wire_error::WireError;
use crate::contract::{Kind, Service, Shape, ShapeRef};

/// Reads a body as a shape: unknown members and nulls go, everything else must be of its kind.
///
/// # Errors
/// `SerializationException` with what is wrong.
pub(super) fn read(service: &Service, shape: &Shape, body: &[u8]) -> Result<Value, WireError> {
    let reading = Reading { service, budget: RefCell::new(Budget::new()), misfit: Cell::new(None) };
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let seed = At { reading: &reading, shape, depth: 0 };
    let read = seed.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    let why = match read {
        Ok(Some(value)) => return Ok(value),
        Ok(None) => Misfit::expected(shape.kind, "null").0,
        Err(error) => match reading.misfit.take() {
            Some(Misfit(why)) => why,
            None => format!("The body is not JSON: {error}"),
        },
    };
    Err(WireError::new(400, "SerializationException", why))
}

/// What is shared by all parts of one reading.
struct Reading<'a> {
    service: &'a Service,
    budget: RefCell<Budget>,
    /// What ended the reading. Kept apart from serde's error, which would add a line and column to it.
    misfit: Cell<Option<Misfit>>,
}

/// A place in the tree. Gives `None` for null.
#[derive(Clone, Copy)]
struct At<'a> {
    reading: &'a Reading<'a>,
    shape: &'a Shape,
    depth: usize,
}

impl<'a> At<'a> {
    fn below(self, shape: &str) -> At<'a> {
        At { shape: self.reading.service.shape(shape), depth: self.depth + 1, ..self }
    }

    fn fail<E: serde::de::Error>(self, misfit: Misfit) -> E {
        self.reading.misfit.set(Some(misfit));
        E::custom("misfit")
    }

    fn unexpected<E: serde::de::Error>(self, found: &str) -> E {
        self.fail(Misfit::expected(self.shape.kind, found))
    }
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        self.reading.budget.borrow_mut().take().map_err(|misfit| self.fail(misfit))?;
        if self.depth > DEPTH_MAX {
            return Err(self.fail(Misfit::too_deep()));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(tree::named(self.shape.kind))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Option<Value>, E> {
        match self.shape.kind {
            Kind::Boolean => Ok(Some(Value::Bool(value))),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Option<Value>, E> {
        match self.shape.kind {
            Kind::Integer | Kind::Long => Ok(Some(Value::from(value))),
            _ => self.number(Number::from(value)),
        }
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Option<Value>, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.number(Number::from(value)),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Option<Value>, E> {
        match Number::from_f64(value) {
            Some(number) => self.number(number),
            None => Err(self.unexpected("a number")),
        }
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Option<Value>, E> {
        match self.shape.kind {
            Kind::String => Ok(Some(Value::from(text))),
            Kind::Blob => tree::blob(text.to_owned()).map(Some).map_err(|misfit| self.fail(misfit)),
            _ => Err(self.unexpected("a string")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<Value>, A::Error> {
        if self.shape.kind != Kind::List {
            return Err(self.unexpected("a list"));
        }
        let mut list = Vec::new();
        if let Some(member) = &self.shape.member {
            let item = self.below(&member.shape);
            while let Some(value) = items.next_element_seed(item)? {
                list.extend(value);
            }
        } else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
        }
        Ok(Some(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Option<Value>, A::Error> {
        match self.shape.kind {
            Kind::Structure => self.structure(entries),
            Kind::Map => self.map(entries),
            _ => Err(self.unexpected("a structure")),
        }
    }
}

impl At<'_> {
    fn structure<'de, A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<Value>, A::Error> {
        let mut found = Map::new();
        while let Some(member) = entries.next_key_seed(MemberName(self.shape))? {
            let Some((name, member)) = member else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            // Of a member that comes twice the last counts, as with most readers of JSON.
            match entries.next_value_seed(self.below(&member.shape))? {
                Some(value) => found.insert(name.clone(), value),
                None => found.swap_remove(name),
            };
        }
        // In the model's order, in which constraint errors show them.
        let mut ordered = Map::with_capacity(found.len());
        for name in self.shape.members.keys() {
            if let Some((name, value)) = found.swap_remove_entry(name) {
                ordered.insert(name, value);
            }
        }
        Ok(Some(Value::Object(ordered)))
    }

    fn map<'de, A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<Value>, A::Error> {
        let mut found = Map::new();
        let Some(of) = &self.shape.value else { return Ok(Some(Value::Object(found))) };
        while let Some(name) = entries.next_key::<String>()? {
            match entries.next_value_seed(self.below(&of.shape))? {
                Some(value) => found.insert(name, value),
                None => found.swap_remove(&name),
            };
        }
        Ok(Some(Value::Object(found)))
    }

    fn number<E: serde::de::Error>(self, number: Number) -> Result<Option<Value>, E> {
        match self.shape.kind {
            Kind::Double | Kind::Float => Ok(Some(Value::Number(number))),
            Kind::Timestamp => tree::time(number).map(Some).map_err(|misfit| self.fail(misfit)),
            _ => Err(self.unexpected("a number")),
        }
    }
}

/// The name of a structure's member; `None` for one that the shape does not know.
struct MemberName<'a>(&'a Shape);

impl<'a, 'de> DeserializeSeed<'de> for MemberName<'a> {
    type Value = Option<(&'a String, &'a ShapeRef)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for MemberName<'a> {
    type Value = Option<(&'a String, &'a ShapeRef)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.members.get_key_value(name))
    }
}
