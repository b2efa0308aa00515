//! Tegata's own service: what AWS has no word for.

mod advance_clock;
mod describe_clock;
mod explain_certificate;
mod export_roots;
mod preview_revocation;
mod refusal;

use crate::dispatch::dispatch;

pub(crate) use refusal::code;

dispatch! {
    "AdvanceClock" => advance_clock,
    "DescribeClock" => describe_clock,
    "ExplainCertificate" => explain_certificate,
    "ExportRoots" => export_roots,
    "PreviewRevocation" => preview_revocation,
}
