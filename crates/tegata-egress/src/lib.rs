//! The one way out: HTTP requests to places that others name, such as webhooks.
//!
//! A user who names a URL must not reach through us what only we can reach: this machine, its network, a cloud's metadata.
//! So a name is resolved once, every address that it has is judged by [`Rules`], and the connection goes to an address
//! that was judged. A redirect is another URL and is judged from the start. Time and size are bounded.
//!
//! Knows nothing of Tegata.

mod exchange;
mod fault;
mod gate;
mod limits;
mod networks;
mod resolver;
mod rules;
mod tls;

pub use fault::Fault;
pub use gate::{Following, Gate, Response};
pub use limits::Limits;
pub use resolver::{Resolver, SystemResolver};
pub use rules::{Place, Refused, Rules};
pub use tls::{Trust, TrustError};
