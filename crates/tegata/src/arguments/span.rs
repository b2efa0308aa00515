//! Spans of time, as people write them.

use jiff::SignedDuration;

/// A span of days, hours, minutes and seconds, a day being 24 hours.
pub(super) fn span(text: &str) -> Result<SignedDuration, String> {
    let span: jiff::Span =
        text.parse().map_err(|error| format!("{error}; write it as 160d, 36h or 5m30s"))?;
    span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        assert_eq!(span("160d"), Ok(SignedDuration::from_hours(160 * 24)));
        assert_eq!(span("1h30m"), Ok(SignedDuration::from_mins(90)));
        assert!(span("soon").is_err());
    }
}
