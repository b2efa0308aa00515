//! Rewriting hosts and paths before a request goes to a target (ELB User Guide, "Transforms for listener rules").

use http::Uri;
use http::header::HeaderValue;
use http::uri::PathAndQuery;
use regex::bytes::Regex;

use super::super::host::{is_host, without_port};
use super::text::regex;
use super::wildcard::Case;
use crate::vocabulary::{ReplacementPiece, Rewrite};

/// The longest path with its query, as of requests (ELB quota "Request line").
const TARGET_MAX: usize = 16 * 1024;

/// A rewritten text cannot stand in a request: 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RewriteFailed;

/// A rewrite that is ready to be applied.
#[derive(Debug)]
struct Rewriter {
    regex: Regex,
    replacement: Vec<ReplacementPiece>,
}

/// How a rule rewrites requests.
#[derive(Debug, Default)]
pub(crate) struct Rewrites {
    host: Option<Rewriter>,
    url: Option<Rewriter>,
}

impl Rewrites {
    /// # Errors
    /// When an expression is none, or too large.
    pub(super) fn new(host: Option<&Rewrite>, url: Option<&Rewrite>) -> Result<Rewrites, regex::Error> {
        let ready = |rewrite: Option<&Rewrite>, case| {
            rewrite
                .map(|rewrite| {
                    let regex = regex(&rewrite.regex, case)?;
                    Ok(Rewriter { regex, replacement: rewrite.replacement.clone() })
                })
                .transpose()
        };
        Ok(Rewrites { host: ready(host, Case::Ignored)?, url: ready(url, Case::Differs)? })
    }

    /// The host that the target gets instead of `host`, with the port that it had; `None` when it stays.
    ///
    /// # Errors
    /// When what comes out is no host.
    pub(crate) fn host(&self, host: &HeaderValue) -> Result<Option<HeaderValue>, RewriteFailed> {
        let name = without_port(host);
        let Some(rewritten) = self.host.as_ref().map_or(Ok(None), |rewriter| rewriter.apply(name))? else {
            return Ok(None);
        };
        let port = host.to_str().ok().and_then(|host| host.get(name.len()..)).unwrap_or_default();
        let host = rewritten + port;
        let is_good = is_host(host.as_bytes()) && without_port_of(&host) == host.len() - port.len();
        let host = HeaderValue::try_from(host).map_err(|_| RewriteFailed)?;
        if is_good { Ok(Some(host)) } else { Err(RewriteFailed) }
    }

    /// The path with its query that the target gets instead of a request's; `None` when it stays.
    ///
    /// # Errors
    /// When what comes out cannot be requested.
    pub(crate) fn url(&self, uri: &Uri) -> Result<Option<PathAndQuery>, RewriteFailed> {
        let Some(rewriter) = &self.url else { return Ok(None) };
        let text = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let Some(rewritten) = rewriter.apply(text)? else { return Ok(None) };
        let is_good = rewritten.starts_with('/')
            && rewritten.len() <= TARGET_MAX
            && rewritten.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let target = PathAndQuery::try_from(rewritten).map_err(|_| RewriteFailed)?;
        if is_good { Ok(Some(target)) } else { Err(RewriteFailed) }
    }
}

/// Where the port of a host begins, or its end.
fn without_port_of(host: &str) -> usize {
    HeaderValue::try_from(host).map_or(0, |host| without_port(&host).len())
}

impl Rewriter {
    /// The text with its first part that matches replaced; `None` when no part does.
    fn apply(&self, text: &str) -> Result<Option<String>, RewriteFailed> {
        let Some(captures) = self.regex.captures(text.as_bytes()) else { return Ok(None) };
        let Some(part) = captures.get(0) else { return Ok(None) };
        let mut rewritten = text.as_bytes()[..part.start()].to_vec();
        for piece in &self.replacement {
            match piece {
                ReplacementPiece::Text(text) => rewritten.extend_from_slice(text.as_bytes()),
                ReplacementPiece::Group(group) => {
                    rewritten.extend_from_slice(captures.get(*group).map_or(&[], |it| it.as_bytes()));
                }
            }
        }
        rewritten.extend_from_slice(&text.as_bytes()[part.end()..]);
        String::from_utf8(rewritten).map(Some).map_err(|_| RewriteFailed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrites(
        host: Option<(&str, &[ReplacementPiece])>,
        url: Option<(&str, &[ReplacementPiece])>,
    ) -> Rewrites {
        let rewrite = |(regex, pieces): (&str, &[ReplacementPiece])| Rewrite {
            regex: regex.to_owned(),
            replacement: pieces.to_vec(),
        };
        Rewrites::new(host.map(rewrite).as_ref(), url.map(rewrite).as_ref()).expect("expressions")
    }

    fn text(text: &str) -> ReplacementPiece {
        ReplacementPiece::Text(text.to_owned())
    }

    #[test]
    fn a_host_is_rewritten_and_keeps_its_port() {
        let pieces = [text("internal.dev."), ReplacementPiece::Group(1), text(".myweb.com")];
        let rewrites = rewrites(Some((r"^mywebsite-(.+)\.com$", &pieces)), None);
        let host = |host| {
            let host = rewrites.host(&HeaderValue::from_static(host));
            host.map(|host| host.map(|host| host.to_str().expect("ASCII").to_owned()))
        };
        assert_eq!(host("mywebsite-example.com"), Ok(Some("internal.dev.example.myweb.com".to_owned())));
        assert_eq!(host("MyWebsite-a.com:8080"), Ok(Some("internal.dev.a.myweb.com:8080".to_owned())));
        assert_eq!(host("other.com"), Ok(None));
    }

    #[test]
    fn a_host_that_is_none_fails() {
        for bad in ["", "a b", "a/b", "a:b", "a@b", "a:80"] {
            let pieces = [text(bad)];
            let rewrites = rewrites(Some(("^.*$", &pieces)), None);
            for host in ["example.com", "example.com:8080"] {
                assert_eq!(rewrites.host(&HeaderValue::from_static(host)), Err(RewriteFailed), "{bad}");
            }
        }
    }

    #[test]
    fn a_url_is_rewritten_with_its_query() {
        let pieces = [text("/v2/"), ReplacementPiece::Group(1), text("?id="), ReplacementPiece::Group(2)];
        let rewrites = rewrites(None, Some((r"^/v1/([a-z]+)/([0-9]+)$", &pieces)));
        let url = |uri: &'static str| {
            rewrites.url(&Uri::from_static(uri)).map(|url| url.map(|url| url.as_str().to_owned()))
        };
        assert_eq!(url("/v1/orders/7"), Ok(Some("/v2/orders?id=7".to_owned())));
        assert_eq!(url("http://a.example/v1/orders/7"), Ok(Some("/v2/orders?id=7".to_owned())));
        assert_eq!(url("/v1/orders/7?x"), Ok(None));
        assert_eq!(url("/V1/orders/7"), Ok(None));
    }

    #[test]
    fn only_the_first_part_is_replaced() {
        let pieces = [text("b")];
        let rewrites = rewrites(None, Some(("a", &pieces)));
        let url = rewrites.url(&Uri::from_static("/a/a?a")).expect("a path").expect("another");
        assert_eq!(url.as_str(), "/b/a?a");
    }

    #[test]
    fn a_url_that_cannot_be_requested_fails() {
        for bad in ["", "x", "http://elsewhere/", "/a#b", "*"] {
            let pieces = [text(bad)];
            let rewrites = rewrites(None, Some(("^.*$", &pieces)));
            assert_eq!(rewrites.url(&Uri::from_static("/a")), Err(RewriteFailed), "{bad}");
        }
        let pieces: Vec<_> = std::iter::repeat_n(ReplacementPiece::Group(0), 1000).collect();
        let rewrites = rewrites(None, Some(("^.*$", &pieces)));
        let long = Uri::try_from(format!("/{}", "a".repeat(100))).expect("a path");
        assert_eq!(rewrites.url(&long), Err(RewriteFailed));
    }
}
