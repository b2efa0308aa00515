//! The edge from outside: openssl, curl and h2load as clients, a small site behind.
//!
//! These programs are needed; a test fails, and says which one, where one is missing.

mod access_log;
mod certificates;
mod circle;
mod clients;
mod draining;
mod framing;
mod health;
mod policies;
mod raw;
mod requests;
mod resumption;
mod rude;
mod selection;
mod site;
mod sites;
mod staples;
mod streams;
mod swap;
mod upgrade;
mod world;
