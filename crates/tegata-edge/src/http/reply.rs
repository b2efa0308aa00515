//! Answers of the edge's own.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::{Response, StatusCode, Uri};
use http_body_util::{Either, Full};

use crate::target::answer_body::AnswerBody;
use crate::vocabulary::{FixedResponse, Redirect};

/// An answer's body: a target's as it arrives, or one of the edge.
pub(crate) type Body = Either<AnswerBody, Full<Bytes>>;

/// An error page, as ELB sends one.
pub(crate) fn error(status: StatusCode) -> Response<Body> {
    let title = title(status);
    page(status, &title, &title, "")
}

/// What ELB says in answer to HTTP on a port of HTTPS.
pub(crate) fn plain_http() -> Response<Body> {
    let (status, why) = (StatusCode::BAD_REQUEST, "The plain HTTP request was sent to HTTPS port");
    page(status, &format!("400 {why}"), &title(status), &format!("<center>{why}</center>\r\n"))
}

fn title(status: StatusCode) -> String {
    format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default())
}

fn page(status: StatusCode, title: &str, heading: &str, more: &str) -> Response<Body> {
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{heading}</h1></center>\r\n{more}</body>\r\n</html>\r\n"
    );
    let mut response = Response::new(Either::Right(Full::new(Bytes::from(page))));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

/// A fixed response.
pub(crate) fn fixed(fixed: &FixedResponse) -> Response<Body> {
    let mut response = Response::new(Either::Right(Full::new(Bytes::from(fixed.body.clone()))));
    *response.status_mut() = StatusCode::from_u16(fixed.status).unwrap_or(StatusCode::OK);
    // ELB says what a body is that nothing else is said of.
    let content_type = fixed.content_type.as_deref().or((!fixed.body.is_empty()).then_some("text/plain"));
    if let Some(Ok(value)) = content_type.map(HeaderValue::try_from) {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}

/// What a redirect's placeholders stand for.
pub(crate) struct Placeholders<'a> {
    pub(crate) protocol: &'static str,
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    pub(crate) uri: &'a Uri,
}

/// Another address for the client (ELB API, `RedirectActionConfig`).
pub(crate) fn redirect(redirect: &Redirect, placeholders: &Placeholders<'_>) -> Response<Body> {
    let path = placeholders.uri.path();
    let path = path.strip_prefix('/').unwrap_or(path);
    let query = placeholders.uri.query().unwrap_or_default();
    let fill = |template: &str| {
        template
            .replace("#{protocol}", placeholders.protocol)
            .replace("#{host}", placeholders.host)
            .replace("#{port}", &placeholders.port.to_string())
            .replace("#{path}", path)
            .replace("#{query}", query)
    };
    let protocol = fill(&redirect.protocol).to_ascii_lowercase();
    let mut location = format!("{protocol}://{}", fill(&redirect.host));
    let port = fill(&redirect.port);
    let usual = if protocol == "https" { "443" } else { "80" };
    if port != usual {
        location.push_str(&format!(":{port}"));
    }
    location.push_str(&fill(&redirect.path));
    let query = fill(&redirect.query);
    if !query.is_empty() {
        location.push_str(&format!("?{query}"));
    }
    let Ok(location) = HeaderValue::try_from(location) else { return error(StatusCode::BAD_REQUEST) };
    let mut response = Response::new(Either::Right(Full::default()));
    *response.status_mut() =
        if redirect.permanent { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND };
    response.headers_mut().insert(LOCATION, location);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_fills_its_placeholders() {
        let to_https = Redirect {
            protocol: "HTTPS".to_owned(),
            port: "443".to_owned(),
            host: "#{host}".to_owned(),
            path: "/#{path}".to_owned(),
            query: "#{query}".to_owned(),
            permanent: true,
        };
        let uri = Uri::from_static("/a/b?c=d");
        let placeholders = Placeholders { protocol: "http", host: "www.example.com", port: 80, uri: &uri };
        let response = redirect(&to_https, &placeholders);
        assert_eq!(response.status(), 301);
        assert_eq!(response.headers()[LOCATION], "https://www.example.com/a/b?c=d");
        let elsewhere = Redirect { port: "#{port}".to_owned(), permanent: false, ..to_https };
        let placeholders = Placeholders { port: 8080, ..placeholders };
        let response = redirect(&elsewhere, &placeholders);
        assert_eq!(response.status(), 302);
        assert_eq!(response.headers()[LOCATION], "https://www.example.com:8080/a/b?c=d");
    }
}
