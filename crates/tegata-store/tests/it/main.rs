//! One suite over every back end.

mod access;
mod certificates;
mod cluster;
mod declared_hops;
mod durability;
mod embedded;
mod failover;
mod load_balancing;
mod nodes;
mod queue;
mod relay;
mod schema;
mod sealed;
mod search;
mod suite;
mod tls;
mod trust_stores;
mod vocabulary;
mod webhooks;
mod zones;
