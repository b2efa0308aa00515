//! Names in the DNS as Route 53 writes them: octal escapes, the wire's form, and the canonical order of DNSSEC.
//!
//! The model keeps names of zones and record sets as [`RecordName`]; the name servers keep their zones in its order.

pub mod canonical;
mod escape;
mod name;

pub use self::escape::{BadEscape, Piece, pieces};
pub use self::name::{NameError, RecordName};
