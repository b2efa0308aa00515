//! What the page says, in English and in Japanese.

use tegata_operations::certificate::approval::Progress;

use crate::page::{Language, moment};

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

/// The words of a language.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) domain: &'static str,
    pub(super) other_names: &'static str,
    pub(super) requested_by: &'static str,
    /// Who the account's owner is called.
    pub(super) owner: &'static str,
    pub(super) requested_at: &'static str,
    pub(super) answer_until: &'static str,
    pub(super) issued_by: &'static str,
    pub(super) account: &'static str,
    pub(super) region: &'static str,
    pub(super) certificate: &'static str,
    pub(super) approve: &'static str,
    pub(super) deny: &'static str,
    pub(super) look_again: &'static str,
}

pub(super) fn words(language: Language) -> Words {
    match language {
        Language::English => Words {
            title: "Certificate approval",
            domain: "Domain",
            other_names: "Other names",
            requested_by: "Requested by",
            owner: "the account's owner (root)",
            requested_at: "Requested on",
            answer_until: "Answer until",
            issued_by: "Issuer",
            account: "Account",
            region: "Region",
            certificate: "Certificate",
            approve: "I Approve",
            deny: "I Deny",
            look_again: "Look again",
        },
        Language::Japanese => Words {
            title: "証明書の承認",
            domain: "ドメイン",
            other_names: "その他の名前",
            requested_by: "申請者",
            owner: "アカウントの所有者（root）",
            requested_at: "申請日時",
            answer_until: "回答期限",
            issued_by: "発行者",
            account: "アカウント",
            region: "リージョン",
            certificate: "証明書",
            approve: "承認する",
            deny: "拒否する",
            look_again: "もう一度確認する",
        },
    }
}

/// A heading, and what it means.
pub(super) fn on_outcome(language: Language, outcome: Outcome) -> (&'static str, &'static str) {
    match language {
        Language::English => in_english(outcome),
        Language::Japanese => in_japanese(outcome),
    }
}

/// What becomes of the certificate after an approval.
pub(super) fn on_progress(language: Language, progress: &Progress) -> String {
    match (language, progress) {
        (Language::English, Progress::Waiting(names)) => {
            format!("The certificate is issued once these names are approved too: {}.", names.join(", "))
        }
        (Language::English, Progress::Issuing) => {
            "All of its names are approved, and the certificate is being issued.".to_owned()
        }
        (Language::English, Progress::Issued(at)) => {
            format!("The certificate was issued on {}.", moment(*at))
        }
        (Language::English, Progress::Ended) => {
            "The certificate was not issued: the request has failed or was deleted.".to_owned()
        }
        (Language::Japanese, Progress::Waiting(names)) => {
            format!("次の名前も承認されると、証明書が発行されます: {}", names.join("、"))
        }
        (Language::Japanese, Progress::Issuing) => {
            "すべての名前が承認され、証明書を発行しています。".to_owned()
        }
        (Language::Japanese, Progress::Issued(at)) => {
            format!("証明書は {} に発行されました。", moment(*at))
        }
        (Language::Japanese, Progress::Ended) => {
            "申請は別の理由で終了したため、証明書は発行されません。".to_owned()
        }
    }
}

fn in_english(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Open => (
            "Approve this certificate?",
            "A certificate was requested for the domain below. Approve it only if you know the account and \
             expect the request.",
        ),
        Outcome::Approved => ("Approved", "Thank you. Your answer is saved."),
        Outcome::AlreadyApproved => {
            ("Already approved", "This domain is approved already. You do not need to do anything.")
        }
        Outcome::Denied => ("Denied", "No certificate is issued for this request."),
        Outcome::Over => (
            "This request has ended",
            "It has timed out, or it was decided in another way. If a certificate is still needed, its \
             owner must request a new one.",
        ),
        Outcome::Unknown => (
            "Request not found",
            "Open the link exactly as it is in the mail. Mail programs sometimes break long links into two \
             lines.",
        ),
        Outcome::Fault => ("An error occurred", "Your answer was not saved. Try again in a moment."),
    }
}

fn in_japanese(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Open => (
            "この証明書を発行してよろしいですか",
            "下記のドメインの証明書が申請されました。アカウントに心当たりがあり、申請を承知している場合にだけ承認してください。",
        ),
        Outcome::Approved => ("承認しました", "回答を受け付けました。"),
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
