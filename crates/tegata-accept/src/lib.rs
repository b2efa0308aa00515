//! Accepting TCP connections: the one piece of code for the API, DNS over TCP and the edge.
//!
//! [`accept`] takes connections from a listening socket. Each connection needs a [`Place`]; when all [`Places`] are
//! taken, the connection that has been idle the longest is closed to make room, so a new client is served. A
//! [`ClientStream`] ends a connection that is silent, idle, or whose client does not read. [`http`] serves HTTP/1.1 and
//! HTTP/2 on such a stream, with deadlines for headers and for connections without requests.

mod accept;
mod activity;
mod client_stream;
mod closing;
pub mod descriptors;
pub mod http;
mod in_task;
mod lazy_timer;
mod peer;
mod places;
mod unread;

pub use accept::{accept, bind};
pub use activity::{Activity, InProgress, Waiting};
pub use client_stream::{ClientStream, Deadlines, Readable};
pub use closing::{Closing, DRAIN_WITHIN};
pub use lazy_timer::{ConnectionTimer, LazyTimer};
pub use peer::Peer;
pub use places::{Place, Places};
