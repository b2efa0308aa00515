//! Load balancers, listeners and target groups.

mod attributes;
mod balancers;
mod in_use;
mod listeners;
mod nodes;
mod rules;
mod settling;
mod tags;
mod target_groups;
mod world;
