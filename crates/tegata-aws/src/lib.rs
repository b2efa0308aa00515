//! Codec for the AWS wire: SigV4, JSON 1.1, Query, REST-XML, and the services' contracts.
//!
//! Each protocol turns a request into one generic tree ([`serde_json::Value`]), guided by the contract of the
//! operation; the contract's constraints are checked on the tree, in AWS's own words; and the tree becomes one
//! of the [`generated`] structs. Answers go the same way back. So a new operation needs no codec of its own.
//! In the tree, times are numbers of seconds since 1970 and blobs are base64, as in JSON 1.1.

pub mod contract;
pub mod generated;
pub mod protocol;
pub mod sigv4;

mod scalar;

pub use protocol::WireError;
pub use scalar::{Blob, Moment};
