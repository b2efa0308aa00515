//! `tegata events` and `tegata webhook`.

use clap::Subcommand;

use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum Events {
    /// Show events: the latest ones, or those from a position on.
    Tail {
        /// Keep printing new events. With `--output json`, one event per line.
        #[arg(long)]
        follow: bool,
        /// Begin at this position; 0 is the oldest stored event.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
        /// Begin with the latest events, this many.
        #[arg(long, value_name = "COUNT", default_value_t = 20, conflicts_with = "from",
              value_parser = clap::value_parser!(u32).range(1..=1000))]
        last: u32,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Webhook {
    /// Create a webhook. Its signing secret is shown only once.
    Create {
        /// The URL that events are sent to: `https://HOST/PATH`.
        url: String,
        /// Send events from this position on, not only new ones.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
    },
    /// List webhooks, with the position and the last error of each.
    #[command(visible_alias = "ls")]
    List,
    /// Delete a webhook.
    #[command(visible_alias = "rm")]
    Delete {
        /// Its URL, its identifier, or the beginning or end of the identifier.
        #[arg(value_name = "WEBHOOK", add = complete::webhooks())]
        id: String,
    },
    /// Send events to a webhook again, or resume a disabled one.
    Replay {
        /// Its URL, its identifier, or the beginning or end of the identifier.
        #[arg(value_name = "WEBHOOK", add = complete::webhooks())]
        id: String,
        /// Send events from this position on. Default: where it stopped.
        #[arg(long, value_name = "POSITION")]
        from: Option<u64>,
    },
    /// Show the latest deliveries and their outcome, newest first.
    Deliveries {
        /// Its URL, its identifier, or the beginning or end of the identifier.
        #[arg(value_name = "WEBHOOK", add = complete::webhooks())]
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// List the latest mails, newest first.
    #[command(visible_alias = "ls")]
    List,
    /// Show a mail. Its text is stored until a relay accepts it.
    Show {
        /// Its identifier, or the beginning or end of it.
        #[arg(value_name = "MAIL")]
        id: String,
    },
}
