//! How the page looks.

use jiff::Timestamp;
use maud::{Markup, html};
use tegata_operations::certificate::approval::Progress;
use tegata_operations::certificate::mail::APPROVALS;

use super::form::Form;
use super::words::{Outcome, Words, on_outcome, on_progress, words};
use crate::page::{Language, Page, PageColour, moment};

/// What the page is about.
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) names: Vec<String>,
    /// Who issues: the authority's organisation.
    pub(super) organisation: String,
    /// The principal; `root` is the account's owner.
    pub(super) requested_by: Option<String>,
    pub(super) requested_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) arn: String,
    pub(super) progress: Progress,
}

/// Writes the page.
pub(super) fn page(language: Language, form: &Form, asked: Option<&Asked>, outcome: Outcome) -> Page {
    let words = words(language);
    let (heading, explanation) = on_outcome(language, outcome);
    let colour = match outcome {
        Outcome::Open => PageColour::Plain,
        Outcome::Approved | Outcome::AlreadyApproved => PageColour::Good,
        Outcome::Denied | Outcome::Over | Outcome::Unknown | Outcome::Fault => PageColour::Over,
    };
    let is_approved = colour == PageColour::Good;
    let content = html! {
        h1 { (heading) }
        p { (explanation) }
        @if let Some(asked) = asked {
            @if is_approved {
                p.progress { (on_progress(language, &asked.progress)) }
                @if !matches!(asked.progress, Progress::Issued(_) | Progress::Ended) {
                    (again(words.look_again, language, form))
                }
            }
            (facts(&words, asked))
        }
        @if outcome == Outcome::Open { (decision(&words, language, form)) }
    };
    Page { language, colour, title: words.title, content, footer: other_language(language, form) }
}

fn facts(words: &Words, asked: &Asked) -> Markup {
    let others = asked.names.iter().filter(|name| **name != asked.name);
    let others: Vec<&str> = others.map(String::as_str).collect();
    let by = asked.requested_by.as_deref().map(|by| if by == "root" { words.owner } else { by });
    html! {
        dl {
            dt { (words.domain) } dd.domain { (asked.name) }
            @if !others.is_empty() { dt { (words.other_names) } dd { (others.join(", ")) } }
            @if let Some(by) = by { dt { (words.requested_by) } dd { (by) } }
            dt { (words.requested_at) } dd { (moment(asked.requested_at)) }
            dt { (words.answer_until) } dd { (moment(asked.expires_at)) }
            dt { (words.issued_by) } dd { (asked.organisation) }
            dt { (words.account) } dd { (asked.account) }
            dt { (words.region) } dd { (asked.region) }
            dt { (words.certificate) } dd.arn { (asked.arn) }
        }
    }
}

/// The button stands in an element that scripts look for (ACM User Guide, "Automate email validation").
fn decision(words: &Words, language: Language, form: &Form) -> Markup {
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

fn other_language(language: Language, form: &Form) -> Markup {
    let other = language.other();
    html! { span lang=(other.tag()) { (again(other.name(), other, form)) } }
}

/// Opens the page once more, in a language.
fn again(label: &str, language: Language, form: &Form) -> Markup {
    html! {
        form method="get" action=(APPROVALS) {
            input type="hidden" name="code" value=(form.code);
            input type="hidden" name="context" value=(form.context);
            button type="submit" name="lang" value=(language.tag()) { (label) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            name: "www.example.com".to_owned(),
            names: vec!["www.example.com".to_owned(), "example.com".to_owned()],
            organisation: "Example Trust".to_owned(),
            requested_by: Some("root".to_owned()),
            requested_at: "2026-11-28T06:40:00Z".parse().expect("a time"),
            expires_at: "2026-12-01T06:40:00Z".parse().expect("a time"),
            account: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            arn: "arn:aws:acm:us-east-1:123456789012:certificate/1".to_owned(),
            progress: Progress::Waiting(vec!["example.com".to_owned()]),
        }
    }

    fn written(language: Language, form: &Form, asked: &Asked, outcome: Outcome) -> String {
        page(language, form, Some(asked), outcome).html()
    }

    #[test]
    fn what_came_from_outside_is_escaped() {
        let hostile = "\"><script>alert(1)</script>";
        let form = Form { code: hostile.to_owned(), context: hostile.to_owned(), ..Form::default() };
        let named = Asked { name: hostile.to_owned(), requested_by: Some(hostile.to_owned()), ..asked() };
        let page = written(Language::English, &form, &named, Outcome::Open);
        assert!(!page.contains("<script") && page.contains("&lt;script"), "{page}");
    }

    #[test]
    fn it_asks_in_both_languages() {
        let form = Form { code: "code".to_owned(), context: "context".to_owned(), ..Form::default() };
        for language in [Language::English, Language::Japanese] {
            let page = written(language, &form, &asked(), Outcome::Open);
            let (_, body) = page.split_once("</style>").expect("a style");
            insta::assert_snapshot!(body.replace("><", ">\n<"));
        }
    }

    #[test]
    fn it_is_no_page_of_aws() {
        for language in [Language::English, Language::Japanese] {
            let page = written(language, &Form::default(), &asked(), Outcome::Open);
            assert!(!page.contains("AWS"), "{page}");
        }
    }

    #[test]
    fn after_an_approval_it_says_what_becomes_of_the_certificate() {
        let issued_at = "2026-11-28T06:41:00Z".parse().expect("a time");
        for (progress, said) in [
            (Progress::Waiting(vec!["example.com".to_owned()]), "approved too: example.com"),
            (Progress::Issuing, "is being issued"),
            (Progress::Issued(issued_at), "was issued on 2026-11-28 06:41 UTC"),
            (Progress::Ended, "was not issued"),
        ] {
            let page = written(
                Language::English,
                &Form::default(),
                &Asked { progress, ..asked() },
                Outcome::Approved,
            );
            assert!(page.contains(said), "{said}: {page}");
        }
    }
}
