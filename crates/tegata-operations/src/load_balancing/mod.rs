//! Load balancing: load balancers, their listeners and the groups of targets behind them.

pub mod listener;
pub mod load_balancer;
pub mod rule;
mod serve;
mod serve_trust_store;
pub mod target_group;
pub mod trust_store;

pub use self::serve::{
    ServedAccessLog, ServedGroup, ServedListener, served_group, served_listener, served_listeners_after,
    served_load_balancer, served_load_balancers_after,
};
pub use self::serve_trust_store::{ServedTrustStore, served_trust_store};
