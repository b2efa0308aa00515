//! `tegata events` and `tegata webhook`.

use clap::Subcommand;

use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Events {
    /// Show events: the last ones, or those from a position on.
    Tail {
        /// Go on with what happens from now on; as JSON, one event a line.
        #[arg(long)]
        follow: bool,
        /// Begin at this position; 0 is the oldest event that is kept.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
        /// Begin this many events before the end.
        #[arg(long, value_name = "COUNT", default_value_t = 20, conflicts_with = "from",
              value_parser = clap::value_parser!(u32).range(1..=1000))]
        last: u32,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Webhook {
    /// Register a URL that is told of events. Shows the secret that it checks signatures with, this once.
    Create {
        /// Where events are sent: `https://HOST/PATH`.
        url: String,
        /// Tell it the events from this position on, not just those from now on.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
    },
    /// List webhooks, how far each has come and what keeps it.
    #[command(visible_alias = "ls")]
    List,
    /// Delete a webhook.
    #[command(visible_alias = "rm")]
    Delete {
        /// Its URL, its identifier, or the beginning or end of that.
        #[arg(value_name = "WEBHOOK", add = complete::webhooks())]
        id: String,
    },
    /// Tell a webhook events once more, or make a disabled one go on.
    Replay {
        /// Its URL, its identifier, or the beginning or end of that.
        #[arg(value_name = "WEBHOOK", add = complete::webhooks())]
        id: String,
        /// From this position on; from where it stopped when left out.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
    },
    /// Show what became of the last deliveries, the newest first.
    Deliveries {
        /// Its URL, its identifier, or the beginning or end of that.
        #[arg(value_name = "WEBHOOK", add = complete::webhooks())]
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// List the last mails, the newest first.
    #[command(visible_alias = "ls")]
    List,
    /// Show a mail, with its text until a relay has it.
    Show {
        /// Its identifier, or the beginning or end of it.
        #[arg(value_name = "MAIL")]
        id: String,
    },
}
