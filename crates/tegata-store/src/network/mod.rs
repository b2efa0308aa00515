//! Security groups, and the tags of what EC2's API shows.

pub mod security_groups;
pub mod tags;
