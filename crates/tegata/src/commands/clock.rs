//! `tegata clock …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::moment;
use crate::arguments::Clock;
use crate::client::Client;
use crate::output::Printer;

pub(crate) async fn run(client: &Client, command: Clock, printer: &Printer) -> Result<ExitCode> {
    let answer = match command {
        Clock::Acknowledge => client.call("tegata", "AcknowledgeClock", &json!({})).await?,
        Clock::Show => client.call("tegata", "DescribeClock", &json!({})).await?,
        Clock::Advance { by } => {
            client.call("tegata", "AdvanceClock", &json!({ "Seconds": by.as_secs() })).await?
        }
    };
    printer.print(&answer, |_| {
        let ahead = answer.get("OffsetSeconds").and_then(Value::as_i64).unwrap_or_default();
        let days = ahead / 86_400;
        let shown =
            format!("{}  ({days} days and {} seconds ahead)", moment(&answer, "/Now"), ahead % 86_400);
        match answer.get("Doubt").and_then(Value::as_str) {
            Some(doubt) => format!("{shown}\nNot trusted: {doubt}"),
            None => shown,
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
