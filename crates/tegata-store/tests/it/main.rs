//! One suite over every back end.

mod certificates;
mod cluster;
mod durability;
mod queue;
mod suite;
