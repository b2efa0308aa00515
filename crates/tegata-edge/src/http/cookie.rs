//! Cookies that the edge reads and sets for stickiness (RFC 6265; ELB User Guide, "Sticky sessions").

use http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

/// How long a client keeps a cookie of the edge's, in seconds: seven days, whatever the stickiness is.
const KEPT_FOR: i64 = 7 * 86_400;

/// The values of the cookies of this name, in the order in which they were sent. A value in quotes or with escapes is
/// left as it is.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let fields = headers.get_all(COOKIE).iter().filter_map(|field| field.to_str().ok());
    fields
        .flat_map(|field| field.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(given, value)| (given == name).then_some(value))
}

/// Sets a cookie, and its twin for requests across sites: the same value under the name with `CORS`, since browsers
/// send a cookie across sites only with `SameSite=None; Secure`.
///
/// `now` is in seconds since 1970.
pub(crate) fn set(headers: &mut HeaderMap, name: &str, value: &str, now: i64) {
    set_alone(headers, name, value, now);
    put(headers, &format!("{name}CORS"), value, now, "; SameSite=None; Secure");
}

/// Sets a cookie without a twin.
///
/// `now` is in seconds since 1970.
pub(crate) fn set_alone(headers: &mut HeaderMap, name: &str, value: &str, now: i64) {
    put(headers, name, value, now, "");
}

fn put(headers: &mut HeaderMap, name: &str, value: &str, now: i64, more: &str) {
    let Some(expires) = http_date(now.saturating_add(KEPT_FOR)) else { return };
    if let Ok(field) = HeaderValue::try_from(format!("{name}={value}; Expires={expires}; Path=/{more}")) {
        headers.append(SET_COOKIE, field);
    }
}

/// A time as HTTP writes it (RFC 9110 §5.6.7).
fn http_date(seconds: i64) -> Option<String> {
    let at = Timestamp::from_second(seconds).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_name_alone() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; AWSALBTG=x=; AWSALBTGCORS=y;AWSALBTG=z"));
        headers.append(COOKIE, HeaderValue::from_static("AWSALBTG"));
        headers.append(COOKIE, HeaderValue::from_static("awsalbtg=no; AWSALBTG=last"));
        assert_eq!(values(&headers, "AWSALBTG").collect::<Vec<_>>(), ["x=", "z", "last"]);
        assert_eq!(values(&headers, "none").count(), 0);
    }

    #[test]
    fn a_cookie_is_set_with_its_twin() {
        let mut headers = HeaderMap::new();
        set(&mut headers, "AWSALBTG", "v", 0);
        let fields: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(
            fields,
            [
                "AWSALBTG=v; Expires=Thu, 08 Jan 1970 00:00:00 GMT; Path=/",
                "AWSALBTGCORS=v; Expires=Thu, 08 Jan 1970 00:00:00 GMT; Path=/; SameSite=None; Secure"
            ]
        );
    }
}
