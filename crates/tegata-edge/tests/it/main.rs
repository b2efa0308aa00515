//! The edge from outside: openssl, curl and h2load as clients, a small site behind.
//!
//! These programs are needed; a test fails, and says which one, where one is missing.

mod certificates;
mod clients;
mod draining;
mod health;
mod policies;
mod requests;
mod rude;
mod selection;
mod site;
mod swap;
mod upgrade;
mod world;
