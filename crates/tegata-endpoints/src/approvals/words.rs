//! What the page says, in English and in Japanese.

use super::page::Outcome;

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Japanese,
}

/// The words of a language.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) domain: &'static str,
    pub(super) account: &'static str,
    pub(super) region: &'static str,
    pub(super) certificate: &'static str,
    pub(super) approve: &'static str,
    pub(super) deny: &'static str,
    pub(super) other_language: &'static str,
}

impl Language {
    /// The language that was chosen on the page; else the browser's first that there is; else English.
    pub(super) fn chosen(chosen: Option<&str>, preferred: Option<&str>) -> Language {
        let of = |tag: &str| match tag.trim().split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("ja") => Some(Language::Japanese),
            Some(primary) if primary.eq_ignore_ascii_case("en") => Some(Language::English),
            _ => None,
        };
        let tags = preferred.into_iter().flat_map(|tags| tags.split(',').take(16));
        let first = || tags.filter_map(|tag| of(tag.split(';').next().unwrap_or(tag))).next();
        chosen.and_then(of).or_else(first).unwrap_or(Language::English)
    }

    pub(super) fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Japanese => "ja",
        }
    }

    pub(super) fn other(self) -> Language {
        match self {
            Language::English => Language::Japanese,
            Language::Japanese => Language::English,
        }
    }

    pub(super) fn words(self) -> Words {
        match self {
            Language::English => Words {
                title: "Certificate approval",
                domain: "Domain",
                account: "AWS account ID",
                region: "AWS Region name",
                certificate: "Certificate Identifier",
                approve: "I Approve",
                deny: "I Deny",
                other_language: "日本語",
            },
            Language::Japanese => Words {
                title: "証明書の承認",
                domain: "ドメイン",
                account: "アカウント ID",
                region: "リージョン",
                certificate: "証明書の識別子",
                approve: "承認する",
                deny: "拒否する",
                other_language: "English",
            },
        }
    }

    /// A heading, and what it means.
    pub(super) fn told(self, outcome: Outcome) -> (&'static str, &'static str) {
        match self {
            Language::English => in_english(outcome),
            Language::Japanese => in_japanese(outcome),
        }
    }
}

fn in_english(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Open => (
            "May this certificate be issued?",
            "Somebody asked for a certificate for the domain below. Approve only if you know the account and expect it.",
        ),
        Outcome::Approved => {
            ("Approved", "Thank you. The certificate is issued once all of its names are approved.")
        }
        Outcome::AlreadyApproved => {
            ("Already approved", "This domain was approved before. There is nothing left to do.")
        }
        Outcome::Denied => ("Denied", "No certificate is issued for this request."),
        Outcome::Over => (
            "This request is over",
            "Its time has run out, or it was decided otherwise. If a certificate is still wanted, its owner has to ask again.",
        ),
        Outcome::Unknown => (
            "There is no such request",
            "Open the link exactly as it is in the mail. Mail programs sometimes break long links in two.",
        ),
        Outcome::Fault => ("That did not work", "Nothing was decided. Try again in a moment."),
    }
}

fn in_japanese(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Open => (
            "この証明書を発行してよろしいですか",
            "下記のドメインの証明書が申請されました。アカウントに心当たりがあり、申請を承知している場合にだけ承認してください。",
        ),
        Outcome::Approved => ("承認しました", "証明書は、すべての名前が承認されると発行されます。"),
        Outcome::AlreadyApproved => {
            ("すでに承認されています", "このドメインは以前に承認されました。操作は必要ありません。")
        }
        Outcome::Denied => ("拒否しました", "この申請に対して証明書は発行されません。"),
        Outcome::Over => (
            "この申請は終了しています",
            "期限が切れたか、別の決定がされました。証明書が必要な場合は、申請者がもう一度申請してください。",
        ),
        Outcome::Unknown => (
            "該当する申請がありません",
            "メールのリンクをそのまま開いてください。長いリンクが途中で切れていることがあります。",
        ),
        Outcome::Fault => {
            ("処理できませんでした", "何も決定されていません。しばらくしてからもう一度お試しください。")
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
