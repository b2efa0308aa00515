//! `tegata certificate records`: the records that prove a certificate's names, to paste where their zone is.

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{items, text};
use super::describe::describe;
use crate::arguments::RecordForm;
use crate::client::Client;
use crate::exit::{Class, Ended};

/// How long a resolver may keep the record, in seconds.
const TTL: u32 = 300;

/// A record that proves one or more names.
struct Record {
    domain: String,
    name: String,
    kind: String,
    value: String,
}

/// The records of a certificate in the form that is asked for, and as JSON.
pub(super) async fn records(client: &Client, arn: &str, form: RecordForm) -> Result<(Value, String)> {
    let answer = describe(client, arn).await?;
    let records = read(&answer);
    if records.is_empty() {
        let message = "this certificate has no validation records in the DNS: `tegata certificate describe` \
                       shows how its names are proven";
        return Err(Ended::new(Class::NotFound, message).into());
    }
    let json = as_json(&records);
    let text = match form {
        RecordForm::Text => as_text(&records),
        RecordForm::Zone => as_zone(&records),
        RecordForm::Csv => as_csv(&records),
        RecordForm::Terraform => as_terraform(&records),
        RecordForm::Json => serde_json::to_string_pretty(&json)?,
    };
    Ok((json, text))
}

/// Each record once: an apex and its wildcard share theirs.
fn read(answer: &Value) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for option in items(answer, "/Certificate/DomainValidationOptions") {
        let of = |member: &str| text(option, &format!("/ResourceRecord/{member}")).to_owned();
        let name = of("Name");
        if !name.is_empty() && !records.iter().any(|known| known.name == name) {
            let domain = text(option, "/DomainName").to_owned();
            records.push(Record { domain, name, kind: of("Type"), value: of("Value") });
        }
    }
    records
}

fn lines(records: &[Record], line: impl Fn(&Record) -> String) -> String {
    records.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn as_json(records: &[Record]) -> Value {
    let one = |record: &Record| json!({ "DomainName": record.domain, "Name": record.name, "Type": record.kind, "Value": record.value });
    records.iter().map(one).collect()
}

fn as_text(records: &[Record]) -> String {
    lines(records, |record| {
        format!(
            "{}\n  name   {}\n  type   {}\n  value  {}",
            record.domain, record.name, record.kind, record.value
        )
    })
}

fn as_zone(records: &[Record]) -> String {
    lines(records, |record| format!("{} {TTL} IN {} {}", record.name, record.kind, record.value))
}

/// No name in the DNS that a certificate may have holds a comma or a quote, so nothing has to be quoted.
fn as_csv(records: &[Record]) -> String {
    let rows = lines(records, |record| {
        format!("{},{},{},{}", record.domain, record.name, record.kind, record.value)
    });
    format!("Domain Name,Record Name,Record Type,Record Value\n{rows}")
}

fn as_terraform(records: &[Record]) -> String {
    let resource = |(number, record): (usize, &Record)| {
        format!(
            "# {}\nresource \"aws_route53_record\" \"validation_{number}\" {{\n  zone_id = var.zone_id\n  name    = \"{}\"\n  \
             type    = \"{}\"\n  ttl     = {TTL}\n  records = [\"{}\"]\n}}",
            record.domain, record.name, record.kind, record.value
        )
    };
    records.iter().enumerate().map(resource).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Record> {
        let option = |domain: &str, name: &str| {
            json!({ "DomainName": domain,
                "ResourceRecord": { "Name": name, "Type": "CNAME", "Value": "_v.validations.test." } })
        };
        let options = [
            option("a.example", "_r.a.example."),
            option("*.a.example", "_r.a.example."),
            option("b.example", "_s.b.example."),
        ];
        read(&json!({ "Certificate": { "DomainValidationOptions": options } }))
    }

    #[test]
    fn a_record_is_written_once_in_each_form() {
        let records = some();
        assert_eq!(records.len(), 2);
        assert_eq!(
            as_zone(&records),
            "_r.a.example. 300 IN CNAME _v.validations.test.\n_s.b.example. 300 IN CNAME _v.validations.test."
        );
        assert_eq!(
            as_csv(&records).lines().nth(1),
            Some("a.example,_r.a.example.,CNAME,_v.validations.test.")
        );
        let terraform = as_terraform(&records);
        assert!(terraform.contains("resource \"aws_route53_record\" \"validation_1\" {"), "{terraform}");
        assert!(terraform.contains("  records = [\"_v.validations.test.\"]\n}"), "{terraform}");
        assert!(as_text(&records).contains("  name   _r.a.example."));
        assert_eq!(as_json(&records)[1]["Name"], "_s.b.example.");
    }
}
