//! Effects that take no input: each compares what should be with what is, and does what is missing.

pub mod announce_node;
pub mod count_certificates;
pub mod expire;
pub mod fill_key_pool;
pub mod follow_authorities;
pub mod follow_events;
pub mod follow_revocations;
pub mod give_notices;
pub mod housekeeping;
pub mod keep_journal;
pub mod plan_renewals;
pub mod publish_authorities;
pub mod refresh_edge;
pub mod refresh_zones;
pub mod renew_server_certificate;
pub mod reseal_secrets;
pub mod resume_validations;
pub mod rotate_keys;
pub mod succeed_authorities;
pub mod watch_clock;
