//! Spans of time, as people write them.

use jiff::{SignedDuration, Span, SpanRelativeTo};

/// A span of weeks, days, hours, minutes and seconds, a day being 24 hours.
pub(crate) fn span(text: &str) -> Result<SignedDuration, String> {
    let form = "write it in days, hours, minutes and seconds, such as 160d, 36h or 5m30s";
    let span: Span = text.parse().map_err(|_| form.to_owned())?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return Err(format!("years and months vary in length: {form}"));
    }
    span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| format!("{text} is too long: {form}"))
}

/// A span that is longer than nothing.
pub(super) fn forward(text: &str) -> Result<SignedDuration, String> {
    let span = span(text)?;
    if span > SignedDuration::ZERO {
        return Ok(span);
    }
    Err("it must be longer than 0s: the clock only moves forward".to_owned())
}

/// A span that may be waited for.
pub(super) fn wait(text: &str) -> Result<SignedDuration, String> {
    let span = span(text)?;
    if span.is_negative() { Err("it must be 0s or longer".to_owned()) } else { Ok(span) }
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

    #[test]
    fn what_is_refused_is_said_without_a_librarys_words() {
        for text in ["100y", "2mo", "soon", "-", ""] {
            let why = span(text).expect_err(text);
            assert!(why.contains("such as 160d") && !why.contains("jiff") && !why.contains("::"), "{why}");
        }
    }

    #[test]
    fn a_clock_goes_forward_alone_and_a_wait_does_not_end_before_it_begins() {
        assert!(forward("-5d").is_err() && forward("0s").is_err());
        assert_eq!(forward("1w"), Ok(SignedDuration::from_hours(7 * 24)));
        assert!(wait("-1s").is_err());
        assert_eq!(wait("0s"), Ok(SignedDuration::ZERO));
    }
}
