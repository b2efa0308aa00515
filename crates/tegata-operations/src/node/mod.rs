//! Nodes: who runs on this store, and what each of them serves.
//!
//! The own node is asked in memory. Only others say in the store what they do, so an embedded store, on which one node
//! runs, is asked nothing and written nothing about what is served.

mod announce;
mod in_sync;
mod list;
mod listener_state;
mod report;
mod status;

pub use self::announce::{announce, is_outdated, leave};
pub(crate) use self::in_sync::{behind_at_edge, is_answered_with};
pub use self::list::{Fault, Listed, Nodes, list};
pub(crate) use self::listener_state::{Elsewhere, ListenerStates, listener_elsewhere};
pub use self::report::{faults_left, report_listener, report_zone};
pub use self::status::{NodeStatus, StatusChanges};
