//! `tegata mail …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::{items, moment, text};
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
            let answer = client.call("tegata", "DescribeMail", &json!({ "MailId": id })).await?;
            printer.print(&answer, |style| shown(&answer, style))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Mails")
        .map(|mail| {
            vec![
                moment(mail, "/CreatedAt"),
                text(mail, "/State").to_owned(),
                text(mail, "/Recipient").to_owned(),
                text(mail, "/Subject").to_owned(),
                text(mail, "/MailId").to_owned(),
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
