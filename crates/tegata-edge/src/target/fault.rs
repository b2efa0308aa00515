//! Why a target has not answered.

use std::io;

/// Why a target has not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// It took too long.
    #[error("the target did not answer in time")]
    Late,
    /// No connection.
    #[error("the target could not be reached: {0}")]
    Unreachable(#[source] io::Error),
    /// The handshake failed, or took too long.
    #[error("the TLS handshake with the target failed: {0}")]
    Tls(#[source] io::Error),
    /// It has as many connections as it may have.
    #[error("the target has {0} connections already")]
    Full(usize),
    /// Its address may not be connected to.
    #[error("the target may not be connected to: {0}")]
    NotPermitted(String),
    /// No answer on the connection, or none that is HTTP.
    #[error("the target's connection broke: {0}")]
    Broken(#[source] hyper::Error),
}
