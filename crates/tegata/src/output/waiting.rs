//! What a terminal shows while something is waited for.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::escaped;

/// How often the spinner turns.
const TURN: Duration = Duration::from_millis(120);

/// A line on standard error that says what is waited for: on a terminal it turns and is written over, elsewhere each new
/// text is a line of its own. Gone once dropped.
pub(crate) struct Waiting {
    spinner: ProgressBar,
    /// Whether lines are written where there is no terminal.
    is_told: bool,
    last: String,
}

impl Waiting {
    /// Something that is waited for; nothing is shown of it when `is_told` is not set.
    pub(super) fn new(is_told: bool) -> Waiting {
        let spinner = if is_told { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        // A template that is refused leaves the usual one, which shows the same.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            spinner.set_style(style);
        }
        spinner.enable_steady_tick(TURN);
        Waiting { spinner, is_told, last: String::new() }
    }

    /// Says what is waited for now.
    pub(crate) fn say(&mut self, text: &str) {
        if !self.is_told || text == self.last {
            return;
        }
        text.clone_into(&mut self.last);
        let harmless = escaped(text, |letter| letter.escape_default().to_string());
        if self.spinner.is_hidden() {
            eprintln!("{harmless}");
        } else {
            self.spinner.set_message(harmless);
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.spinner.finish_and_clear();
    }
}
