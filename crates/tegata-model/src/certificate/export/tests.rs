use super::*;
use crate::certificate::renewal::is_eligible;
use crate::certificate::tests::{at, requested};
use crate::certificate::{RevocationReason, Revoked, Serial, Usage, Version};
use crate::event::EventKind;

const NOW: &str = "2026-11-23T10:00:00Z";

fn exportable() -> Certificate {
    let mut certificate = requested(&["example.com"], at(NOW));
    certificate.export = ExportOption::Enabled;
    certificate.version = Some(Version {
        number: 3,
        serial: Serial::from_random([7; 16]),
        not_before: at("2026-11-23T00:00:00Z"),
        not_after: at("2027-05-01T00:00:00Z"),
        issued_at: at(NOW),
        authority: None,
        issuer: "Tegata".to_owned(),
        signature_algorithm: "SHA256WITHECDSA".to_owned(),
    });
    certificate
}

#[test]
fn an_export_is_noted_and_makes_it_eligible_for_renewal() {
    let before = exportable();
    assert!(!is_eligible(&before, Usage::Unused));
    let progress = plan_export(before, at(NOW)).expect("exported");
    assert_eq!(progress.certificate.exported, Some(Exported { version: 3, at: at(NOW) }));
    assert!(is_eligible(&progress.certificate, Usage::Unused));
    assert_eq!(progress.events[0].kind, EventKind::CertificateExported);
    // A renewal brings a key that has not left.
    let mut renewed = progress.certificate;
    renewed.version.as_mut().expect("a version").number = 4;
    assert!(!is_eligible(&renewed, Usage::Unused));
    let again = plan_export(renewed, at("2026-12-01T00:00:00Z")).expect("exported");
    assert!(again.certificate.is_current_exported());
}

#[test]
fn what_may_not_leave_stays() {
    let refused = |change: fn(&mut Certificate)| {
        let mut certificate = exportable();
        change(&mut certificate);
        plan_export(certificate, at(NOW)).expect_err("refused")
    };
    assert_eq!(refused(|it| it.export = ExportOption::Disabled), ExportRefused::NotExportable);
    assert_eq!(refused(|it| it.version = None), ExportRefused::Pending);
    assert_eq!(refused(|it| it.expired_at = it.created_at.into()), ExportRefused::NotIssued(Status::Expired));
    assert_eq!(
        refused(|it| {
            it.revoked = Some(Revoked { at: it.created_at, reason: RevocationReason::Superseded });
        }),
        ExportRefused::NotIssued(Status::Revoked)
    );
}

#[test]
fn passphrases_are_ascii_without_three_characters() {
    for good in [&b"abcd"[..], b"pass word\n", b"\x00\x7f~!", b"correct horse battery staple"] {
        assert!(is_passphrase(good), "{good:?}");
    }
    for wrong in [&b"pass#"[..], b"$word", b"100%", "p\u{e4}ss".as_bytes(), b"\x80abc"] {
        assert!(!is_passphrase(wrong), "{wrong:?}");
    }
}

#[test]
fn a_key_that_its_requester_has_is_not_exported() {
    let mut certificate = exportable();
    let key = KeyHolder::Requester { public_key_pem: "a public key".to_owned() };
    certificate.managed_mut().expect("it was requested").key = key;
    assert_eq!(plan_export(certificate, at(NOW)), Err(ExportRefused::KeyNotHeld));
}
