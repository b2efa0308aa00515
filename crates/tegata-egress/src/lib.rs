//! The one way out: HTTP requests to places that others name, such as webhooks, and looks at what servers there serve.
//!
//! A user who names a URL must not reach through us what only we can reach: this machine, its network, a cloud's metadata.
//! So a name is resolved once, every address that it has is judged by [`Rules`], and the connection goes to an address
//! that was judged. A redirect is another URL and is judged from the start. Time and size are bounded.
//!
//! Knows nothing of Tegata.

mod exchange;
mod fault;
mod gate;
mod handshake;
mod limits;
mod look;
mod networks;
mod resolver;
mod rules;
mod tls;

pub use fault::Fault;
pub use gate::{Following, Gate, Response};
pub use handshake::{Handshake, HandshakeError, Session, handshake};
pub use limits::Limits;
pub use look::{Beginning, Destination, LookFault};
pub use resolver::{Resolver, SystemResolver};
pub use rules::{Place, Refused, Rules};
pub use tls::{Trust, TrustError};
