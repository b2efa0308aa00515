//! One suite over every back end.

mod access;
mod certificates;
mod cluster;
mod durability;
mod embedded;
mod load_balancing;
mod queue;
mod search;
mod suite;
mod webhooks;
mod zones;
