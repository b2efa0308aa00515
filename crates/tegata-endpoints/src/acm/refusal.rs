//! From refusals to ACM's codes.

use tegata_operations::reason::{CertificateReason, Reason};
use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.reason() {
        Reason::Certificate(reason) => (400, of_certificate(reason)),
        Reason::Access(_)
        | Reason::Event(_)
        | Reason::Instance(_)
        | Reason::LoadBalancing(_)
        | Reason::Network(_)
        | Reason::Placement(_)
        | Reason::Replacement(_)
        | Reason::Zone(_) => by_kind(error.kind()),
    }
}

pub(crate) fn of_certificate(reason: CertificateReason) -> &'static str {
    use CertificateReason as R;
    match reason {
        R::AccountConfiguration
        | R::DomainName
        | R::ExportOption
        | R::Filter
        | R::Import
        | R::KeyAlgorithm
        | R::NeverExported
        | R::NoCertificate
        | R::NoOptions
        | R::NotExportable
        | R::NotRenewable
        | R::NotRevocable
        | R::Passphrase
        | R::ReservedTag
        | R::ResourceArn
        | R::RevocationReason
        | R::SearchToken
        | R::Sort
        | R::ValidationMethod => "ValidationException",
        R::InUse => "ResourceInUseException",
        R::InvalidArn => "InvalidArnException",
        R::NextToken => "InvalidArgsException",
        R::NoSuchCertificate | R::NoSuchResource => "ResourceNotFoundException",
        R::NotByMail | R::NotUpdatable => "InvalidStateException",
        R::RequestInProgress => "RequestInProgressException",
        R::TagQuota => "ServiceQuotaExceededException",
        R::Throttled => "ThrottlingException",
        R::TokenReused | R::UpdateUnderWay => "ConflictException",
        R::TooManyCertificates
        | R::TooManyCertificatesInAYear
        | R::TooManyImportedCertificates
        | R::TooManyImportedCertificatesInAYear
        | R::TooManyNames => "LimitExceededException",
        R::TooManyTags => "TooManyTagsException",
        R::ValidationOption => "InvalidDomainValidationOptionsException",
    }
}

fn by_kind(kind: Kind) -> (u16, &'static str) {
    match kind {
        Kind::Invalid => (400, "ValidationException"),
        Kind::NotFound => (400, "ResourceNotFoundException"),
        Kind::Conflict => (400, "ConflictException"),
        Kind::LimitExceeded => (400, "LimitExceededException"),
        Kind::Denied => (400, "AccessDeniedException"),
        Kind::Throttled => (400, "ThrottlingException"),
        Kind::Unavailable => (503, "ServiceUnavailableException"),
        Kind::Internal => (500, "InternalServerException"),
    }
}
