//! The frame that all pages for people share: one style, nothing loaded, nothing run.

mod language;

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{Response, StatusCode};
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) use self::language::Language;

const STYLE: &str = include_str!("page.css");

/// Nothing is loaded but the page's own style, which is in it; nothing is run, framed, or sent anywhere else. The style is
/// named by the digest of its bytes, which a test holds against them.
const POLICY: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    include_str!("page.css.sha256"),
    "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
);

const FIXED: [(HeaderName, HeaderValue); 6] = [
    (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    // The address may have a code in it, and what is shown depends on who asks.
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// The colour of a page's upper edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageColour {
    /// It asks or tells.
    Plain,
    /// Something went well.
    Good,
    /// Something is over, or went wrong.
    Over,
}

/// One page.
pub(crate) struct Page {
    pub(crate) language: Language,
    pub(crate) colour: PageColour,
    pub(crate) title: &'static str,
    /// What is in the frame, below the brand.
    pub(crate) content: Markup,
    /// What is below the frame.
    pub(crate) footer: Markup,
}

impl Page {
    /// Writes the page. What came from outside is escaped by the templates.
    pub(crate) fn html(self) -> String {
        let colour = match self.colour {
            PageColour::Plain => "open",
            PageColour::Good => "good",
            PageColour::Over => "over",
        };
        let markup = html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main class=(colour) {
                        p.brand { "Tegata" }
                        (self.content)
                    }
                    footer { (self.footer) }
                }
            }
        };
        markup.into_string()
    }
}

/// An answer with a page.
pub(crate) fn response(status: StatusCode, page: Page) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(page.html()));
    *response.status_mut() = status;
    for (name, value) in FIXED {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A time for people, to the minute, in UTC.
pub(crate) fn moment(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_has_the_digest_that_the_policy_names() {
        use base64::Engine as _;
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, STYLE.as_bytes());
        let expected = base64::engine::general_purpose::STANDARD.encode(digest);
        assert!(POLICY.contains(&format!("'sha256-{expected}'")), "it is {expected}");
    }

    #[test]
    fn times_are_in_utc_and_say_so() {
        let time: Timestamp = "2026-11-28T06:40:59Z".parse().expect("a time");
        assert_eq!(moment(time), "2026-11-28 06:40 UTC");
    }
}
