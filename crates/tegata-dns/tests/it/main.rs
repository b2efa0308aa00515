//! The server, asked by dig.

mod dig;
mod proofs;
