//! Connections to a target that are kept between requests.
//!
//! That the target has closed one is noticed when it is used again. It is dropped once it has been idle for long.

use std::collections::VecDeque;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use super::connection::UpstreamConnection;

/// How long an idle connection to a target is kept.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// How many idle connections to one target are kept.
const KEPT_MAX: usize = 256;

/// Idle connections to one target, the longest idle in front.
#[derive(Default)]
pub(crate) struct IdleConnections(Mutex<VecDeque<Box<UpstreamConnection>>>);

impl IdleConnections {
    /// Keeps a connection for the next request.
    pub(crate) fn put(&self, connection: Box<UpstreamConnection>) {
        let mut idle = self.0.lock();
        if idle.len() >= KEPT_MAX {
            idle.pop_front();
        }
        idle.push_back(connection);
    }

    /// The connection that was used last, if one is left.
    pub(crate) fn take(&self, now: Instant) -> Option<Box<UpstreamConnection>> {
        loop {
            let connection = self.0.lock().pop_back()?;
            // Whether the target has closed it meanwhile shows when the request is about to be sent.
            if now < connection.last_request_at() + KEPT_FOR && connection.is_ready() {
                return Some(connection);
            }
        }
    }

    /// Drops connections that have been idle for long.
    pub(crate) fn sweep(&self) {
        let now = Instant::now();
        let mut idle = self.0.lock();
        while idle.front().is_some_and(|oldest| now >= oldest.last_request_at() + KEPT_FOR) {
            idle.pop_front();
        }
    }
}
