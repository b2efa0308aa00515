//! One suite over every back end.

mod cluster;
mod durability;
mod queue;
mod suite;
