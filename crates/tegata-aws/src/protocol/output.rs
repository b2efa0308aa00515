//! What an operation answers, before its protocol writes it.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::contract::Protocol;

/// An answer, by the model's member names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// As JSON 1.1 sends it. A tree of a page of certificates would cost more than all else about the page.
    Json(Bytes),
    /// As a tree, which the other protocols write by the contract.
    Tree(Value),
}

impl Output {
    /// An answer as the protocol will want it.
    ///
    /// # Errors
    /// When the answer has no form in JSON, which is a bug in the code that made it.
    pub fn of(protocol: Protocol, answer: &impl Serialize) -> Result<Output, serde_json::Error> {
        Ok(match protocol {
            Protocol::Json => Output::Json(serde_json::to_vec(answer)?.into()),
            Protocol::Query | Protocol::Ec2 | Protocol::RestXml => {
                Output::Tree(serde_json::to_value(answer)?)
            }
        })
    }

    /// The answer as a tree, for who reads it.
    #[must_use]
    pub fn into_tree(self) -> Value {
        match self {
            Output::Json(text) => serde_json::from_slice(&text).unwrap_or_default(),
            Output::Tree(tree) => tree,
        }
    }

    /// The answer as JSON, for who sends it.
    pub(super) fn into_json(self) -> Bytes {
        match self {
            Output::Json(text) => text,
            Output::Tree(tree) => tree.to_string().into(),
        }
    }
}

impl From<Value> for Output {
    fn from(tree: Value) -> Output {
        Output::Tree(tree)
    }
}
