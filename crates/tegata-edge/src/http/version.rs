//! Which requests a group's targets can be given, by the version of HTTP that they speak (ELB User Guide, "HTTP 464").

use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode, Version};

use crate::group_settings::TargetVersion;

/// ELB's own status for a request that does not fit the version of the group's protocol.
const INCOMPATIBLE: u16 = 464;

/// The status of a request that does not fit.
pub(super) fn incompatible() -> StatusCode {
    StatusCode::from_u16(INCOMPATIBLE).unwrap_or(StatusCode::BAD_REQUEST)
}

/// Whether targets that speak `version` can be given a request.
pub(super) fn is_compatible<B>(version: TargetVersion, request: &Request<B>) -> bool {
    let is_http2 = request.version() == Version::HTTP_2;
    match version {
        TargetVersion::Http1 => !is_http2 || !is_grpc(request),
        TargetVersion::Http2 => is_http2,
        TargetVersion::Grpc => is_http2 && *request.method() == Method::POST,
    }
}

/// gRPC over HTTP2, "Requests": the media type begins so.
fn is_grpc<B>(request: &Request<B>) -> bool {
    let media_type = request.headers().get(CONTENT_TYPE);
    media_type.is_some_and(|sent| sent.as_bytes().starts_with(b"application/grpc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_to_fit_the_version_of_its_group() {
        let (http1, http2, grpc) = (TargetVersion::Http1, TargetVersion::Http2, TargetVersion::Grpc);
        for (group, version, method, media_type, expected) in [
            (http1, Version::HTTP_11, "GET", "", true),
            (http1, Version::HTTP_2, "POST", "text/plain", true),
            (http1, Version::HTTP_2, "POST", "application/grpc+proto", false),
            (http2, Version::HTTP_11, "GET", "", false),
            (http2, Version::HTTP_2, "GET", "", true),
            (http2, Version::HTTP_2, "POST", "application/grpc", true),
            (grpc, Version::HTTP_11, "POST", "application/grpc", false),
            (grpc, Version::HTTP_2, "GET", "application/grpc", false),
            (grpc, Version::HTTP_2, "POST", "application/grpc", true),
        ] {
            let request = Request::builder().version(version).method(method).header(CONTENT_TYPE, media_type);
            let request = request.body(()).expect("a request");
            assert_eq!(
                is_compatible(group, &request),
                expected,
                "{group:?} {version:?} {method} {media_type}"
            );
        }
    }
}
