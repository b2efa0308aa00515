//! `tegata mail …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::{find, items, moment, text};
use crate::arguments::Mail;
use crate::client::Client;
use crate::output::{Printer, Style, fields, table};

pub(crate) async fn run(client: &Client, command: Mail, printer: &Printer) -> Result<ExitCode> {
    match command {
        Mail::List => {
            let answer = client.call("tegata", "ListMails", &json!({})).await?;
            printer.print(&answer, |style| listed(&answer, style))?;
        }
        Mail::Show { id } => {
            let id = meant(client, &id).await?;
            let answer = client.call("tegata", "DescribeMail", &json!({ "MailId": id })).await?;
            printer.print(&answer, |style| shown(&answer, style))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The identifier of the mail that is meant: a whole one may be older than the list.
async fn meant(client: &Client, said: &str) -> Result<String> {
    let answer = client.call("tegata", "ListMails", &json!({})).await?;
    let candidates = find::listed(&answer, "/Mails", "/MailId", &["/Recipient", "/Subject"], said);
    if candidates.is_empty() && said.len() == find::ID_LENGTH {
        return Ok(said.to_owned());
    }
    find::one("mail", said, "tegata mail list", candidates)
}

fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Mails")
        .map(|mail| {
            vec![
                moment(mail, "/CreatedAt"),
                text(mail, "/State").to_owned(),
                text(mail, "/Recipient").to_owned(),
                text(mail, "/Subject").to_owned(),
                style.id(text(mail, "/MailId")),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "There are no mails.".to_owned();
    }
    table(style, &["Written", "State", "To", "Subject", "Id"], &rows)
}

fn shown(answer: &Value, style: &Style) -> String {
    let Some(mail) = answer.get("Mail") else { return String::new() };
    let pairs = [
        ("To", text(mail, "/Recipient").to_owned()),
        ("Subject", text(mail, "/Subject").to_owned()),
        ("State", text(mail, "/State").to_owned()),
        ("Written", moment(mail, "/CreatedAt")),
        ("Sent", moment(mail, "/SentAt")),
        ("Last error", text(mail, "/LastError").to_owned()),
        ("Certificate", text(mail, "/CertificateArn").to_owned()),
    ];
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("{}\n\n{}", fields(style, &pairs), text(answer, "/Body"))
}
