//! The server, asked by dig.

mod dig;
