//! Load balancing: load balancers, their listeners and the groups of targets behind them.

pub mod listener;
pub mod load_balancer;
pub mod target_group;
