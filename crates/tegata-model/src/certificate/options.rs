//! What a request chooses about a certificate, in ACM's names.

use serde::{Deserialize, Serialize};

/// How control over a name is proven (ACM API, `ValidationMethod`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ValidationMethod {
    /// A CNAME that only who runs the zone can put there.
    Dns,
    /// A click in a mail that only the domain's mailboxes get.
    Email,
    /// A redirect that only who serves the name can put there: for what a CDN manages.
    Http,
}

/// A service that manages certificates of its own (ACM API, `CertificateManagedBy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ManagedBy {
    /// The CDN.
    CloudFront,
}

/// Whether key and certificate may leave Tegata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ExportOption {
    /// They may.
    Enabled,
    /// They stay.
    Disabled,
}

/// Whether a certificate is to be logged (ACM API, `CertificateTransparencyLoggingPreference`). It has had no effect
/// since June 2026; configurations still send it and compare it with what descriptions say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TransparencyLogging {
    /// It is.
    #[default]
    Enabled,
    /// It is not.
    Disabled,
}

impl ValidationMethod {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ValidationMethod::Dns => "DNS",
            ValidationMethod::Email => "EMAIL",
            ValidationMethod::Http => "HTTP",
        }
    }
}

impl ManagedBy {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ManagedBy::CloudFront => "CLOUDFRONT",
        }
    }
}

impl TransparencyLogging {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TransparencyLogging::Enabled => "ENABLED",
            TransparencyLogging::Disabled => "DISABLED",
        }
    }

    /// What ACM's name means.
    #[must_use]
    pub fn from_name(name: &str) -> Option<TransparencyLogging> {
        [TransparencyLogging::Enabled, TransparencyLogging::Disabled]
            .into_iter()
            .find(|it| it.as_str() == name)
    }
}

impl ExportOption {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ExportOption::Enabled => "ENABLED",
            ExportOption::Disabled => "DISABLED",
        }
    }
}
