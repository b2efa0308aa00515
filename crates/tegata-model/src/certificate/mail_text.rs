//! What a mail says that asks whether a certificate may be issued.
//!
//! People read it, and so do scripts that approve (ACM User Guide, "Automate email validation"): the subject and the
//! lines with labels are ACM's, and stay as they are.

use super::Purpose;
use crate::{DomainName, Tenant};

/// A mail without its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailText {
    /// One line.
    pub subject: String,
    /// Plain text, lines ended by LF.
    pub body: String,
}

/// What the mail is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The name to be proven.
    pub name: &'a DomainName,
    /// Whose certificate.
    pub tenant: &'a Tenant,
    /// The certificate's ARN.
    pub arn: &'a str,
    /// The first issue or a renewal.
    pub purpose: Purpose,
    /// Who issues: the authority's organisation.
    pub organisation: &'a str,
    /// Where the reader approves or denies.
    pub link: &'a str,
}

/// Writes the mail, in English and in Japanese. Nothing in it can break a line but the text itself: names, accounts and
/// regions are of letters, digits, hyphens, dots and `*`.
#[must_use]
pub fn write(about: About<'_>) -> MailText {
    let About { name, tenant, arn, purpose, organisation, link } = about;
    let (why, why_in_japanese) = match purpose {
        Purpose::FirstIssue => (
            format!("{organisation} was asked to issue a certificate for {name}."),
            format!("{name} の証明書の発行が {organisation} に申請されました。"),
        ),
        Purpose::Renewal => (
            format!(
                "The certificate for {name} expires soon and is in use. It is validated by mail, so it \
                 is\nrenewed only if you approve it again."
            ),
            format!(
                "{name} の証明書は使用中で、まもなく有効期限を迎えます。メールで検証する証明書は、もう一度承認されたときだけ更新されます。"
            ),
        ),
    };
    let account = &tenant.account;
    let region = &tenant.region;
    let body = format!(
        "Greetings,

{why}
Verify that the domain, the AWS account ID and the certificate identifier below
belong to a request from you or from somebody in your organisation.

Domain: {name}
AWS account ID: {account}
AWS Region name: {region}
Certificate Identifier: {arn}

To approve or deny this request, go to
{link}

The link can be used for 72 hours. If you did not ask for this certificate,
deny it there, or ignore this mail: no certificate is issued without an approval.

----

{why_in_japanese}
上記のドメイン、アカウント ID、証明書の識別子に心当たりがあるか確かめてください。
承認または拒否は次のリンクから行えます（72 時間有効）。
{link}

心当たりがない場合は、リンク先で拒否するか、このメールを無視してください。承認されない限り発行されません。
"
    );
    MailText { subject: format!("Certificate request for {name}"), body }
}
