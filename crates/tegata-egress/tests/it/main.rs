//! The gate against servers that mean well, and servers that do not.

mod https;
mod requests;
mod server;
