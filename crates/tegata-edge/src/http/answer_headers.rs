//! Headers that a listener's attributes put on its answers.

use http::Response;
use http::header::{HeaderValue, SERVER};
use http_body_util::Either;

use super::reply::Body;
use crate::http_settings::HttpSettings;

/// What ELB calls itself in its own answers.
const OWN_NAME: HeaderValue = HeaderValue::from_static("awselb/2.0");

/// Sets the headers of an answer, of a target or of the edge (ELB User Guide, "HTTP header modification": on every status).
pub(crate) fn put(settings: &HttpSettings, response: &mut Response<Body>) {
    let is_own = matches!(response.body(), Either::Right(_));
    let headers = response.headers_mut();
    if !settings.server_header {
        headers.remove(SERVER);
    } else if is_own {
        headers.insert(SERVER, OWN_NAME);
    }
    for (name, value) in &settings.response_headers {
        headers.insert(name.clone(), value.clone());
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use http::header::{STRICT_TRANSPORT_SECURITY, X_FRAME_OPTIONS};

    use super::*;
    use crate::http::reply;

    #[test]
    fn a_listener_s_headers_are_on_every_answer() {
        let mut settings = HttpSettings::default();
        let mut answer = reply::error(StatusCode::BAD_GATEWAY);
        put(&settings, &mut answer);
        assert_eq!(answer.headers()[SERVER], "awselb/2.0");
        settings.server_header = false;
        settings.response_headers = vec![
            (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=1")),
        ];
        answer.headers_mut().append(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        put(&settings, &mut answer);
        assert!(!answer.headers().contains_key(SERVER));
        assert_eq!(answer.headers().get_all(X_FRAME_OPTIONS).iter().collect::<Vec<_>>(), ["DENY"]);
        assert_eq!(answer.headers()[STRICT_TRANSPORT_SECURITY], "max-age=1");
    }
}
