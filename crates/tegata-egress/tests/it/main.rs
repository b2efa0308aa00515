//! The gate against servers that mean well, and servers that do not.

mod requests;
mod server;
