//! What can be wrong with a placement: a closed list.

use jiff::Timestamp;

use super::{Protocol, TlsVersion};

/// Something that is wrong at a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The place of the hop.
    pub hop: usize,
    /// What is wrong there.
    pub fault: Fault,
}

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })? => $code:literal,)*) => {
        /// What can be wrong at a hop.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Fault {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $type,)* })?,)*
        }

        impl Fault {
            /// The codes of all faults.
            pub const CODES: &[&str] = &[$($code,)*];

            /// Its name on the wire: stable, in kebab case.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Fault::$name $({ $($field: _,)* })? => $code,)*
                }
            }
        }
    };
}

faults! {
    // Where the name leads.
    /// No hosted zone here has the name, and no declared hop either.
    NoRecord {
        /// The hosted zone that the name would be in, if there is one.
        zone: Option<String>,
    } => "no-record",
    /// An alias points to a name that has no records.
    AliasToNothing {
        /// The name that it points to.
        target: String,
    } => "alias-to-nothing",
    /// A record points to something that is neither a load balancer nor declared.
    RecordPointsElsewhere {
        /// The address or name that it points to.
        target: String,
    } => "record-points-elsewhere",
    /// The path comes back to a hop that it has been at.
    PathLoop {
        /// The name to which it comes back.
        name: String,
    } => "path-loop",
    /// A declared hop sends on to something that is not declared.
    ForwardsToNothing {
        /// What it sends on to.
        name: String,
    } => "forwards-to-nothing",

    // Load balancers.
    /// A load balancer has no listener.
    NoListener => "no-listener",
    /// A load balancer has no listener that speaks TLS.
    NoTlsListener => "no-tls-listener",
    /// An HTTP listener does not redirect to HTTPS.
    HttpNotRedirected {
        /// The port of the listener that speaks TLS.
        tls_port: u16,
    } => "http-not-redirected",
    /// A listener sends requests to a target group without targets.
    NoTargets {
        /// The group.
        group: String,
    } => "no-targets",
    /// A target fails its health checks.
    TargetUnhealthy {
        /// Why.
        reason: String,
    } => "target-unhealthy",
    /// A target that is not declared, so that its network and its certificate are not known.
    UndeclaredHop => "undeclared-hop",

    // Certificates.
    /// The declared certificate is not here.
    CertificateMissing {
        /// Its ARN.
        arn: String,
    } => "certificate-missing",
    /// The certificate was not issued yet, or never will be.
    CertificateNotIssued {
        /// Its status, as ACM calls it.
        status: &'static str,
    } => "certificate-not-issued",
    /// The certificate has expired.
    CertificateExpired {
        /// When.
        at: Timestamp,
    } => "certificate-expired",
    /// The certificate expires soon.
    CertificateExpiresSoon {
        /// When.
        at: Timestamp,
        /// In how many days.
        days: i64,
        /// Whether its owner has to renew it: it is not renewed by itself.
        by_owner: bool,
    } => "certificate-expires-soon",
    /// The certificate is revoked.
    CertificateRevoked => "certificate-revoked",
    /// The certificate is in a region from which this hop cannot use it.
    CertificateOfAnotherRegion {
        /// Its region.
        region: String,
        /// The region that it has to be in.
        needed: String,
    } => "certificate-of-another-region",
    /// The certificate is not for the name.
    CertificateNotForName {
        /// The name.
        name: String,
        /// The names that it has.
        names: Vec<String>,
    } => "certificate-not-for-name",
    /// A certificate of this instance's where only one from elsewhere can be placed.
    OwnCertificateNotPossible => "own-certificate-not-possible",

    // From hop to hop.
    /// Data goes in the clear over a network that is not trusted.
    PlainText => "plain-text",
    /// The hop before speaks another protocol than the hop serves.
    ProtocolDiffers {
        /// What the hop before speaks.
        spoken: Protocol,
        /// What is served.
        served: Protocol,
    } => "protocol-differs",
    /// The two sides of a connection have no version of TLS in common.
    NoCommonTlsVersion {
        /// What the hop before offers.
        offered: Vec<TlsVersion>,
        /// What the hop accepts.
        accepted: Vec<TlsVersion>,
    } => "no-common-tls-version",
    /// The hop accepts an older version of TLS than the one before.
    OlderTlsThanBefore {
        /// The oldest that it accepts.
        oldest: TlsVersion,
        /// The oldest that the hop before accepts.
        before: TlsVersion,
    } => "older-tls-than-before",
    /// The hop accepts TLS 1.0 or 1.1.
    OldTlsVersions {
        /// The oldest that it accepts.
        oldest: TlsVersion,
    } => "old-tls-versions",
    /// The hop wants a client certificate, and the load balancer before it has none.
    ClientCertificateMissing => "client-certificate-missing",
    /// The load balancer before it does not verify the hop's certificate, on a network that is not trusted.
    CertificateNotVerified => "certificate-not-verified",

    // What connections have shown.
    /// This instance may not connect to the address.
    NotPermitted {
        /// Why.
        reason: String,
    } => "not-permitted",
    /// No connection could be made.
    Unreachable {
        /// Why.
        reason: String,
    } => "unreachable",
    /// The handshake failed.
    HandshakeFailed {
        /// Why.
        reason: String,
    } => "handshake-failed",
    /// The hop answers in the clear, where TLS is intended.
    PlainTextServed => "plain-text-served",
    /// The hop speaks TLS, where plain text is intended.
    TlsServed => "tls-served",
    /// The hop serves another certificate than the intended one.
    OtherCertificateServed {
        /// SHA-256 of the intended one, in hexadecimal.
        intended: String,
        /// SHA-256 of the served one.
        served: String,
    } => "other-certificate-served",
    /// The served certificate is not for the name.
    ServedNotForName {
        /// The name.
        name: String,
        /// The names that it has.
        names: Vec<String>,
    } => "served-not-for-name",
    /// The served certificate has expired, or is not valid yet.
    ServedNotValid {
        /// From when it is valid.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    } => "served-not-valid",
    /// The served certificate expires soon.
    ServedExpiresSoon {
        /// When.
        at: Timestamp,
        /// In how many days.
        days: i64,
    } => "served-expires-soon",
    /// The served chain leads to no root of this instance or of this machine.
    ServedNotTrusted {
        /// Why.
        reason: String,
    } => "served-not-trusted",
    /// The hop asks for a client certificate, which is not declared.
    ClientCertificateAsked => "client-certificate-asked",
    /// The hop agreed on a version of TLS that it was not declared to accept.
    OtherTlsVersionServed {
        /// The version.
        served: TlsVersion,
        /// What it was declared to accept.
        intended: Vec<TlsVersion>,
    } => "other-tls-version-served",
}
