//! One suite over every back end.

mod certificates;
mod cluster;
mod durability;
mod queue;
#[macro_use]
mod suite;

mod load_balancing;
