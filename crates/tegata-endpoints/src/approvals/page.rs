//! How the page looks.

use maud::{DOCTYPE, PreEscaped, html};
use tegata_operations::mail::APPROVALS;

use super::form::Form;
use super::words::{Language, Words};

/// What the page is about.
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) arn: String,
}

/// What the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It asks.
    Open,
    Approved,
    AlreadyApproved,
    Denied,
    Over,
    Unknown,
    Fault,
}

const STYLE: &str = include_str!("page.css");

/// The style is named by the digest of its bytes, which a test holds against them.
pub(super) const CONTENT_SECURITY_POLICY: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    include_str!("page.css.sha256"),
    "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
);

/// Writes the page. Whatever came from outside is escaped by the template.
pub(super) fn page(language: Language, form: &Form, asked: Option<&Asked>, outcome: Outcome) -> String {
    let words = language.words();
    let (heading, explanation) = language.told(outcome);
    let mark = match outcome {
        Outcome::Open => "open",
        Outcome::Approved | Outcome::AlreadyApproved => "good",
        Outcome::Denied | Outcome::Over | Outcome::Unknown | Outcome::Fault => "over",
    };
    let markup = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (words.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main class=(mark) {
                    p.brand { "Tegata" }
                    h1 { (heading) }
                    p { (explanation) }
                    @if let Some(asked) = asked { (facts(&words, asked)) }
                    @if outcome == Outcome::Open { (decision(&words, language, form)) }
                }
                footer { (other_language(&words, language, form)) }
            }
        }
    };
    markup.into_string()
}

fn facts(words: &Words, asked: &Asked) -> maud::Markup {
    html! {
        dl {
            dt { (words.domain) } dd.domain { (asked.name) }
            dt { (words.account) } dd { (asked.account) }
            dt { (words.region) } dd { (asked.region) }
            dt { (words.certificate) } dd.arn { (asked.arn) }
        }
    }
}

/// The button stands in an element that scripts look for (ACM User Guide, "Automate email validation").
fn decision(words: &Words, language: Language, form: &Form) -> maud::Markup {
    html! {
        form method="post" action=(APPROVALS) {
            input type="hidden" name="code" value=(form.code);
            input type="hidden" name="context" value=(form.context);
            input type="hidden" name="lang" value=(language.tag());
            span #approve-button .approve-button {
                button type="submit" name="decision" value="approve" { (words.approve) }
            }
            span.deny-button {
                button type="submit" name="decision" value="deny" { (words.deny) }
            }
        }
    }
}

fn other_language(words: &Words, language: Language, form: &Form) -> maud::Markup {
    let other = language.other().tag();
    html! {
        form method="get" action=(APPROVALS) {
            input type="hidden" name="code" value=(form.code);
            input type="hidden" name="context" value=(form.context);
            button type="submit" name="lang" value=(other) lang=(other) { (words.other_language) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            name: "www.example.com".to_owned(),
            account: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            arn: "arn:aws:acm:us-east-1:123456789012:certificate/1".to_owned(),
        }
    }

    #[test]
    fn the_style_has_the_digest_that_the_policy_names() {
        use base64::Engine as _;
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, STYLE.as_bytes());
        let expected = base64::engine::general_purpose::STANDARD.encode(digest);
        assert!(CONTENT_SECURITY_POLICY.contains(&format!("'sha256-{expected}'")), "it is {expected}");
    }

    #[test]
    fn what_came_from_outside_is_escaped() {
        let hostile = "\"><script>alert(1)</script>";
        let form = Form { code: hostile.to_owned(), context: hostile.to_owned(), ..Form::default() };
        let named = Asked { name: hostile.to_owned(), ..asked() };
        let page = page(Language::English, &form, Some(&named), Outcome::Open);
        assert!(!page.contains("<script") && page.contains("&lt;script"), "{page}");
    }

    #[test]
    fn it_asks_in_both_languages() {
        let form = Form { code: "code".to_owned(), context: "context".to_owned(), ..Form::default() };
        for language in [Language::English, Language::Japanese] {
            insta::assert_snapshot!(
                page(language, &form, Some(&asked()), Outcome::Open).replace("><", ">\n<")
            );
        }
    }
}
