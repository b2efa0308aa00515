//! In which language a page is written.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Japanese,
}

impl Language {
    /// The language that was chosen on the page; else the browser's first that there is; else English.
    pub(crate) fn of_request(chosen: Option<&str>, headers: &HeaderMap) -> Language {
        Language::chosen(chosen, headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
    }

    fn chosen(chosen: Option<&str>, preferred: Option<&str>) -> Language {
        let of = |tag: &str| match tag.trim().split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("ja") => Some(Language::Japanese),
            Some(primary) if primary.eq_ignore_ascii_case("en") => Some(Language::English),
            _ => None,
        };
        let tags = preferred.into_iter().flat_map(|tags| tags.split(',').take(16));
        let first = || tags.filter_map(|tag| of(tag.split(';').next().unwrap_or(tag))).next();
        chosen.and_then(of).or_else(first).unwrap_or(Language::English)
    }

    /// Its tag (RFC 5646).
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Japanese => "ja",
        }
    }

    pub(crate) fn other(self) -> Language {
        match self {
            Language::English => Language::Japanese,
            Language::Japanese => Language::English,
        }
    }

    /// Its name in itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Japanese => "日本語",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_on_the_page_comes_before_the_browsers() {
        for (chosen, preferred, expected) in [
            (None, None, Language::English),
            (None, Some("ja,en;q=0.8"), Language::Japanese),
            (None, Some("de-DE, fr;q=0.9, ja-JP;q=0.5, en;q=0.3"), Language::Japanese),
            (None, Some("en-GB,ja"), Language::English),
            (Some("en"), Some("ja"), Language::English),
            (Some("tlh"), Some("ja"), Language::Japanese),
            (None, Some(";;,,-,"), Language::English),
        ] {
            assert_eq!(Language::chosen(chosen, preferred), expected, "{chosen:?} {preferred:?}");
        }
    }
}
