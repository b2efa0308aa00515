//! Redirects that prove names by HTTP: derived, so that they need no memory.

use tegata_model::AccountId;
use tegata_model::certificate::HttpRedirect;

use crate::Instance;

/// Where content is, in every path that proves a name (CA/B Baseline Requirements §3.2.2.4.18).
pub const WELL_KNOWN: &str = "/.well-known/pki-validation/";

/// The redirect that proves `name` for `account`: the same for ever, and another for every other account and instance
/// (ACM User Guide, "HTTP validation"). It leads to a page of this instance's.
#[must_use]
pub fn validation_redirect(instance: &Instance, account: &AccountId, name: &str) -> HttpRedirect {
    let parts = [account.as_str().as_bytes(), name.as_bytes()];
    let digest = instance.secret.digest("validation-redirect", &parts);
    let (file, label) = (hex::encode(&digest[..16]), hex::encode(&digest[16..22]));
    let settings = instance.settings();
    let base = &settings.pages_base_url;
    HttpRedirect {
        from: format!("http://{name}{WELL_KNOWN}{file}.txt"),
        to: format!("{base}/{label}{WELL_KNOWN}{file}.txt"),
    }
}

/// What is served where a redirect leads to; an owner who serves it directly need not redirect. `path` is that of the page.
/// `None` for a path that is none of these.
#[must_use]
pub fn content_at(instance: &Instance, path: &str) -> Option<String> {
    let (label, file) = path.strip_prefix('/')?.split_once(WELL_KNOWN)?;
    let file = file.strip_suffix(".txt")?;
    let is_hex = |text: &str, length| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if !is_hex(label, 12) || !is_hex(file, 32) {
        return None;
    }
    let digest = instance.secret.digest("validation-content", &[label.as_bytes(), file.as_bytes()]);
    Some(hex::encode(digest))
}

/// What a redirect leads to.
#[must_use]
pub fn content_of(instance: &Instance, redirect: &HttpRedirect) -> Option<String> {
    // Not by the base URL of the settings: the redirect was given under the one of its time.
    let (before, file) = redirect.to.rsplit_once(WELL_KNOWN)?;
    let (_, label) = before.rsplit_once('/')?;
    content_at(instance, &format!("/{label}{WELL_KNOWN}{file}"))
}
