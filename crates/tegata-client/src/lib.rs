//! Client of an instance's API: signed calls, as any client of AWS makes them.
//!
//! [`Client`] keeps connections open and speaks HTTP or HTTPS. [`Signer`] makes the requests alone, for a program that has
//! connections of its own. [`Pauses`] are for clients that ask again until something has happened. Built on the contracts of
//! `tegata-aws`; knows nothing of what an instance does with a call.

mod client;
mod error;
mod pauses;
mod roots;
mod signer;

pub use client::{ANSWER_WITHIN, Client};
pub use error::{CallError, InvalidEndpoint, InvalidRoots, Refusal, UnknownOperation};
pub use pauses::{Late, Pauses};
pub use roots::Roots;
pub use signer::{AccessKey, Call, Signer};
