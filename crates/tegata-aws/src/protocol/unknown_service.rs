//! Refusals for services that are not here, in the protocol that their callers speak.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Response, StatusCode};
use serde_json::json;

use super::http_answer::answer;
use super::route::credential_scope;
use super::wire_error::WireError;
use super::xml;
use crate::contract::{SERVICES, Service};

/// The services of AWS's that speak REST-XML; the others without an operation in the request speak REST-JSON.
const REST_XML: [&str; 6] = ["cloudfront", "route53", "s3", "s3-object-lambda", "s3-outposts", "s3express"];
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const SMITHY_PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");
const RPC_V2_CBOR: &str = "rpc-v2-cbor";
/// How much of a service's name is repeated.
const NAME_CHARACTERS_MAX: usize = 64;

/// How the caller of a service that is not here speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// With this content type.
    Json(&'static str),
    Query,
    RestXml,
    S3,
    Cbor,
}

/// Refuses a request for a service that is not here, so that its SDK can read why. The body of the request is not
/// needed.
#[must_use]
pub fn refuse_unknown_service(parts: &Parts, request_id: &str) -> Response<Bytes> {
    let names: Vec<&str> = SERVICES.iter().map(Service::signing_name).collect();
    let here = names.join(", ");
    let Some(service) = named(parts) else {
        // No protocol to answer in: the code stands in a header, the sentence in the body.
        let sentence = format!(
            "The request names no service, neither by X-Amz-Target nor by the credential scope, the host or \
             the path. Supported services: {here}.\n"
        );
        let mut response = answer(404, "text/plain", sentence, request_id);
        response.headers_mut().insert(ERROR_TYPE, HeaderValue::from_static("UnknownOperationException"));
        return response;
    };
    let error = WireError::new(
        StatusCode::NOT_IMPLEMENTED.as_u16(),
        "NotImplemented",
        format!(
            "The service {service} is not supported in this release of Tegata. Supported services: {here}."
        ),
    );
    let mut response = encode(dialect(parts, &service), &error, request_id);
    response.headers_mut().insert(ERROR_TYPE, HeaderValue::from_static("NotImplemented"));
    response
}

/// The service that a request names, as far as it is fit to be repeated.
fn named(parts: &Parts) -> Option<String> {
    let of_target = || {
        let target = parts.headers.get("x-amz-target")?.to_str().ok()?;
        Some(target.split_once('.').map_or(target, |(prefix, _)| prefix).to_owned())
    };
    let of_path = || parts.uri.path().strip_prefix("/service/")?.split('/').next().map(str::to_owned);
    let name = credential_scope(parts).map(|(_, service)| service).or_else(of_target).or_else(of_path)?;
    let name: String = name.chars().filter(char::is_ascii_graphic).take(NAME_CHARACTERS_MAX).collect();
    Some(name).filter(|name| !name.is_empty())
}

fn dialect(parts: &Parts, service: &str) -> Dialect {
    let text =
        |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content_type = text(CONTENT_TYPE);
    let has_action =
        || parts.uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("Action=")));
    if text(SMITHY_PROTOCOL) == RPC_V2_CBOR {
        Dialect::Cbor
    } else if parts.headers.contains_key("x-amz-target") {
        let is_1_0 = content_type.starts_with("application/x-amz-json-1.0");
        Dialect::Json(if is_1_0 { "application/x-amz-json-1.0" } else { "application/x-amz-json-1.1" })
    } else if content_type.starts_with("application/x-www-form-urlencoded") || has_action() {
        Dialect::Query
    } else if REST_XML.contains(&service) {
        if service.starts_with("s3") { Dialect::S3 } else { Dialect::RestXml }
    } else {
        Dialect::Json("application/json")
    }
}

fn encode(dialect: Dialect, error: &WireError, request_id: &str) -> Response<Bytes> {
    let xml = |write: &dyn Fn(&mut xml::Writer)| {
        let mut out = xml::Writer::new();
        write(&mut out);
        answer(error.status, xml::CONTENT_TYPE, out.finish(), request_id)
    };
    let code_and_message = |out: &mut xml::Writer| {
        out.text("Code", &error.code);
        out.text("Message", &error.message);
    };
    match dialect {
        Dialect::Json(content_type) => {
            let body = json!({ "__type": error.code, "message": error.message });
            answer(error.status, content_type, body.to_string(), request_id)
        }
        Dialect::Cbor => {
            let body = cbor_of_texts(&[("__type", &error.code), ("message", &error.message)]);
            let mut response = answer(error.status, "application/cbor", body, request_id);
            response.headers_mut().insert(SMITHY_PROTOCOL, HeaderValue::from_static(RPC_V2_CBOR));
            response
        }
        Dialect::Query | Dialect::RestXml => xml(&|out| {
            out.open("ErrorResponse");
            out.open("Error");
            out.text("Type", "Receiver");
            code_and_message(out);
            out.close("Error");
            out.text("RequestId", request_id);
            out.close("ErrorResponse");
        }),
        Dialect::S3 => xml(&|out| {
            out.open("Error");
            code_and_message(out);
            out.text("RequestId", request_id);
            out.close("Error");
        }),
    }
}

/// A map of texts in CBOR (RFC 8949 §3.1: major types 5 and 3). Two members need no library.
fn cbor_of_texts(members: &[(&str, &str)]) -> Vec<u8> {
    let mut out = vec![0xa0 | u8::try_from(members.len()).unwrap_or(0)];
    for text in members.iter().flat_map(|(name, value)| [name, value]) {
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        out.push(0x79);
        out.extend(length.to_be_bytes());
        out.extend(&text.as_bytes()[..usize::from(length)]);
    }
    out
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn refused(request: http::request::Builder) -> (u16, String, Vec<u8>) {
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let response = refuse_unknown_service(&parts, "r-1");
        let content_type = response.headers()[CONTENT_TYPE].to_str().expect("text").to_owned();
        (response.status().as_u16(), content_type, response.body().to_vec())
    }

    fn scoped(method: &str, service: &str) -> http::request::Builder {
        let value = format!(
            "AWS4-HMAC-SHA256 Credential=k/20261123/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
        );
        Request::builder().method(method).uri("/").header("authorization", value)
    }

    const WHY: &str = "is not supported in this release of Tegata. Supported services: acm, ec2, elasticloadbalancing, route53, sts, tegata.";

    #[test]
    fn each_service_is_refused_in_its_own_protocol() {
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        let (status, content_type, body) = refused(scoped("POST", "iam").header("content-type", form));
        let body = String::from_utf8(body).expect("text");
        assert_eq!((status, content_type.as_str()), (501, "text/xml"));
        let inside = format!("<Code>NotImplemented</Code><Message>The service iam {WHY}</Message>");
        assert!(
            body.contains(&format!("<ErrorResponse><Error><Type>Receiver</Type>{inside}</Error>")),
            "{body}"
        );
        let (_, _, body) = refused(scoped("GET", "s3"));
        assert!(String::from_utf8(body).expect("text").contains("\n<Error><Code>NotImplemented</Code>"));
        let (_, _, body) = refused(scoped("GET", "cloudfront"));
        assert!(String::from_utf8(body).expect("text").contains("<ErrorResponse><Error>"));
        let target =
            scoped("POST", "acm-pca").header("x-amz-target", "ACMPrivateCA.ListCertificateAuthorities");
        let (_, content_type, body) = refused(target);
        assert_eq!(content_type, "application/x-amz-json-1.1");
        let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(
            body,
            json!({ "__type": "NotImplemented", "message": format!("The service acm-pca {WHY}") })
        );
        let (_, content_type, _) = refused(scoped("GET", "lambda"));
        assert_eq!(content_type, "application/json");
    }

    /// RFC 8949, appendix A: 0xa2 is a map of two, 0x79 a text with its length in two octets.
    #[test]
    fn cbor_is_answered_in_cbor() {
        let request = scoped("POST", "acm-pca").header("smithy-protocol", "rpc-v2-cbor");
        let (status, content_type, body) = refused(request);
        assert_eq!((status, content_type.as_str()), (501, "application/cbor"));
        assert_eq!(&body[..10], b"\xa2\x79\x00\x06__type");
        assert_eq!(&body[10..27], b"\x79\x00\x0eNotImplemented");
    }

    #[test]
    fn what_names_no_service_is_told_so_as_text() {
        let (status, content_type, body) = refused(Request::get("/"));
        assert_eq!((status, content_type.as_str()), (404, "text/plain"));
        assert!(body.starts_with(b"The request names no service"));
    }
}
