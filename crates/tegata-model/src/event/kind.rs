//! Kinds of events: a closed list, with what each means for those who read events.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How EventBridge names an event: its `source` and `detail-type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BridgeName {
    /// One of ACM's events, under its name there (ACM User Guide, "Amazon EventBridge support").
    Acm(&'static str),
    /// An event that AWS has not; its kind is its name.
    Tegata,
}

/// Who is to notice an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// It happened because a call was made, which is in the audit log.
    Asked,
    /// It is worth a line in the log.
    News,
    /// It is worth a warning in the log.
    Warning,
    /// As a warning, and the metrics have a counter for alerts, which is there at zero.
    Alert,
}

/// What an event's subject is the identifier of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// A certificate.
    Certificate,
    /// A hosted zone.
    HostedZone,
    /// Something whose identifier alone spells no ARN.
    Other,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $text:literal, $bridge:expr, $attention:ident, $subject:ident;)*) => {
        /// What happened, as `noun.verb`.
        ///
        /// The texts are stored and are what receivers of events filter by: none is ever renamed or taken out.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum EventKind {
            $($(#[$doc])* $name,)*
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[EventKind] = &[$(EventKind::$name,)*];

            /// The text: stored, and shown to readers of events.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(EventKind::$name => $text,)*
                }
            }

            /// How EventBridge names it.
            #[must_use]
            pub fn bridge_name(self) -> BridgeName {
                match self {
                    $(EventKind::$name => $bridge,)*
                }
            }

            /// Who is to notice it.
            #[must_use]
            pub fn attention(self) -> Attention {
                match self {
                    $(EventKind::$name => Attention::$attention,)*
                }
            }

            /// What its subject is the identifier of.
            #[must_use]
            pub fn subject_kind(self) -> SubjectKind {
                match self {
                    $(EventKind::$name => SubjectKind::$subject,)*
                }
            }
        }
    };
}

use BridgeName::{Acm, Tegata};

kinds! {
    /// An intermediate was made to follow another.
    AuthorityIntermediateMade => "authority.intermediate-made", Tegata, News, Other;
    /// A root comes to its end.
    AuthorityRootEnds => "authority.root-ends", Tegata, Alert, Other;
    /// A certificate ends in this many days.
    CertificateApproachingExpiration => "certificate.approaching-expiration", Acm("ACM Certificate Approaching Expiration"), Alert, Certificate;
    /// A certificate was issued, renewed or imported.
    CertificateAvailable => "certificate.available", Acm("ACM Certificate Available"), News, Certificate;
    /// A certificate was deleted.
    CertificateDeleted => "certificate.deleted", Tegata, Asked, Certificate;
    /// A certificate has expired.
    CertificateExpired => "certificate.expired", Acm("ACM Certificate Expired"), Alert, Certificate;
    /// A certificate was exported with its key.
    CertificateExported => "certificate.exported", Tegata, News, Certificate;
    /// A certificate cannot be issued.
    CertificateFailed => "certificate.failed", Tegata, Alert, Certificate;
    /// A certificate was noted as expired by a clock that was wrong.
    CertificateNotExpired => "certificate.not-expired", Tegata, News, Certificate;
    /// A renewal waits for its owner.
    CertificateRenewalActionRequired => "certificate.renewal-action-required", Acm("ACM Certificate Renewal Action Required"), Alert, Certificate;
    /// An attempt to renew has begun.
    CertificateRenewalStarted => "certificate.renewal-started", Tegata, News, Certificate;
    /// A replacement of a certificate has taken a step.
    CertificateReplacement => "certificate.replacement", Tegata, News, Certificate;
    /// A certificate was requested.
    CertificateRequested => "certificate.requested", Tegata, Asked, Certificate;
    /// A certificate was revoked.
    CertificateRevoked => "certificate.revoked", Acm("ACM Certificate Revoked"), News, Certificate;
    /// Every name of a certificate is proven.
    CertificateValidated => "certificate.validated", Tegata, News, Certificate;
    /// A change of the validation method has begun or ended.
    CertificateValidationMethodUpdate => "certificate.validation-method-update", Tegata, News, Certificate;
    /// The names of a certificate were not proven in time.
    CertificateValidationTimedOut => "certificate.validation-timed-out", Tegata, Alert, Certificate;
    /// The operator trusts the clock again.
    ClockAcknowledged => "clock.acknowledged", Tegata, Asked, Other;
    /// The clock of a rehearsal was moved.
    ClockAdvanced => "clock.advanced", Tegata, Asked, Other;
    /// A hop that this instance does not run was declared, or declared anew.
    HopDeclared => "hop.declared", Tegata, Asked, Other;
    /// A declared hop was undeclared.
    HopUndeclared => "hop.undeclared", Tegata, Asked, Other;
    /// A hosted zone was created.
    HostedZoneCreated => "hosted-zone.created", Tegata, Asked, HostedZone;
    /// A hosted zone was deleted.
    HostedZoneDeleted => "hosted-zone.deleted", Tegata, Asked, HostedZone;
    /// A job for a certificate fails again and again, and goes on.
    JobFailing => "job.failing", Tegata, News, Other;
    /// A job has failed too often and is not tried again.
    JobGivenUp => "job.given-up", Tegata, Warning, Other;
    /// A listener was changed.
    ListenerChanged => "listener.changed", Tegata, Asked, Other;
    /// A listener was created.
    ListenerCreated => "listener.created", Tegata, Asked, Other;
    /// A listener was deleted.
    ListenerDeleted => "listener.deleted", Tegata, Asked, Other;
    /// A listener could not open its port.
    ListenerFailed => "listener.failed", Tegata, Alert, Other;
    /// A listener has opened its port.
    ListenerOpened => "listener.opened", Tegata, News, Other;
    /// The tags of a listener were changed.
    ListenerTagged => "listener.tagged", Tegata, Asked, Other;
    /// A load balancer was changed.
    LoadBalancerChanged => "load-balancer.changed", Tegata, Asked, Other;
    /// A load balancer was created.
    LoadBalancerCreated => "load-balancer.created", Tegata, Asked, Other;
    /// A load balancer was deleted.
    LoadBalancerDeleted => "load-balancer.deleted", Tegata, Asked, Other;
    /// The tags of a load balancer were changed.
    LoadBalancerTagged => "load-balancer.tagged", Tegata, Asked, Other;
    /// A validation mail could not be delivered.
    MailGivenUp => "mail.given-up", Tegata, Alert, Certificate;
    /// A rule of a listener was changed, or has another priority.
    RuleChanged => "rule.changed", Tegata, Asked, Other;
    /// A rule of a listener was created.
    RuleCreated => "rule.created", Tegata, Asked, Other;
    /// A rule of a listener was deleted.
    RuleDeleted => "rule.deleted", Tegata, Asked, Other;
    /// The tags of a rule were changed.
    RuleTagged => "rule.tagged", Tegata, Asked, Other;
    /// The rules of a security group were changed.
    SecurityGroupChanged => "security-group.changed", Tegata, Asked, Other;
    /// A security group was created.
    SecurityGroupCreated => "security-group.created", Tegata, Asked, Other;
    /// A security group was deleted.
    SecurityGroupDeleted => "security-group.deleted", Tegata, Asked, Other;
    /// The operator has acknowledged that the store is a restored copy.
    StoreRestoreAcknowledged => "store.restore-acknowledged", Tegata, News, Other;
    /// A target group was changed.
    TargetGroupChanged => "target-group.changed", Tegata, Asked, Other;
    /// A target group was created.
    TargetGroupCreated => "target-group.created", Tegata, Asked, Other;
    /// A target group was deleted.
    TargetGroupDeleted => "target-group.deleted", Tegata, Asked, Other;
    /// The tags of a target group were changed.
    TargetGroupTagged => "target-group.tagged", Tegata, Asked, Other;
    /// Targets were taken out of a target group.
    TargetGroupTargetsDeregistered => "target-group.targets-deregistered", Tegata, Asked, Other;
    /// Targets were put into a target group.
    TargetGroupTargetsRegistered => "target-group.targets-registered", Tegata, Asked, Other;
    /// A trust store has another bundle, or other revocation lists.
    TrustStoreChanged => "trust-store.changed", Tegata, Asked, Other;
    /// A trust store was created.
    TrustStoreCreated => "trust-store.created", Tegata, Asked, Other;
    /// A trust store was deleted.
    TrustStoreDeleted => "trust-store.deleted", Tegata, Asked, Other;
    /// The tags of a trust store were changed.
    TrustStoreTagged => "trust-store.tagged", Tegata, Asked, Other;
    /// A webhook was created.
    WebhookCreated => "webhook.created", Tegata, Asked, Other;
    /// A webhook was deleted.
    WebhookDeleted => "webhook.deleted", Tegata, Asked, Other;
    /// A webhook has failed for too long and gets no more events.
    WebhookDisabled => "webhook.disabled", Tegata, Warning, Other;
    /// A webhook was moved to a position of the log.
    WebhookReplayed => "webhook.replayed", Tegata, News, Other;
}

/// A text that is no kind of event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of event that this release knows")]
pub struct UnknownKind(String);

impl FromStr for EventKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<EventKind, UnknownKind> {
        let found = EventKind::ALL.iter().find(|kind| kind.as_str() == text);
        found.copied().ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

impl TryFrom<String> for EventKind {
    type Error = UnknownKind;

    fn try_from(text: String) -> Result<EventKind, UnknownKind> {
        text.parse()
    }
}

impl From<EventKind> for String {
    fn from(kind: EventKind) -> String {
        kind.as_str().to_owned()
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_from_its_own_text() {
        for kind in EventKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(kind.as_str().matches('.').count(), 1, "{kind} is `noun.verb`");
        }
        assert!("certificate.forgotten".parse::<EventKind>().is_err());
    }

    #[test]
    fn what_acm_announces_is_about_certificates() {
        let acms = EventKind::ALL.iter().filter(|kind| matches!(kind.bridge_name(), Acm(_)));
        let acms: Vec<EventKind> = acms.copied().collect();
        assert_eq!(acms.len(), 5, "ACM has five events");
        assert!(acms.iter().all(|kind| kind.subject_kind() == SubjectKind::Certificate));
    }
}
