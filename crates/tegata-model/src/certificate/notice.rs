//! Notices: the events about a certificate on certain days before its end.
//!
//! Each day of a certificate's last weeks is a moment: its end less a number of whole days. An effect walks over those
//! moments and asks here which events are due. Nothing is stored with a certificate for it.

use jiff::Timestamp;

use super::renewal::Stage;
use super::{Certificate, Status, Usage, event};
use crate::account_configuration::AccountConfiguration;
use crate::event::Event;

/// On which days before the end an owner is reminded of a renewal that waits for him (ACM User Guide, "DNS validation
/// renewal" and "Amazon EventBridge support"; the 45th is that of private certificates there, and of all here).
pub const REMINDER_DAYS: [u32; 6] = [45, 30, 15, 7, 3, 1];

/// What is told of a certificate `days` whole days before its end: that it approaches, once a day from when its account
/// wants to know; and that its renewal waits for its owner, on the days of [`REMINDER_DAYS`].
#[must_use]
pub fn notices(
    certificate: &Certificate,
    usage: Usage,
    configuration: AccountConfiguration,
    days: u32,
    now: Timestamp,
) -> Vec<Event> {
    let mut events = Vec::new();
    if certificate.status() != Status::Issued {
        return events;
    }
    if days <= configuration.days_before_expiry {
        events.push(event::approaching_expiration(certificate, days, now));
    }
    let stage = certificate.renewal().map(|renewal| renewal.stage);
    if let Some(Stage::ActionRequired { reason }) = stage.filter(|_| REMINDER_DAYS.contains(&days)) {
        events.push(event::renewal_reminder(certificate, reason, usage, days, now));
    }
    events
}
