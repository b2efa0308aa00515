//! AWS's wire: requests of the three protocols, answers, signatures.

use http::Request;
use http::request::Parts;
use jiff::Timestamp;
use tegata_aws::contract::{Service, service, validation_message};
use tegata_aws::protocol::{decode, decode_answer, encode_request};
use tegata_aws::sigv4::{Claim, KeyCache};

/// The first line is the operation, the rest the body.
pub(crate) fn json(bytes: &[u8]) {
    let (operation, body) = split(bytes);
    let request = Request::post("/").header("x-amz-target", format!("CertificateManager.{operation}"));
    read(contract("acm"), request, body);
}

/// A form.
pub(crate) fn query(bytes: &[u8]) {
    read(contract("elbv2"), Request::post("/"), bytes);
}

/// The first line is method and path, the rest the body.
pub(crate) fn rest_xml(bytes: &[u8]) {
    let (line, body) = split(bytes);
    let (method, path) = line.split_once(' ').unwrap_or(("POST", &line));
    read(contract("route53"), Request::builder().method(method).uri(path), body);
}

/// The answer of a server to our own client.
pub(crate) fn answer(bytes: &[u8]) {
    for (of, operation) in [
        ("acm", "DescribeCertificate"),
        ("elbv2", "DescribeListeners"),
        ("route53", "ListResourceRecordSets"),
    ] {
        let contract = contract(of);
        let operation = contract.operation(operation).expect("an operation");
        for status in [200, 400] {
            let _ = decode_answer(contract, operation, status, bytes);
        }
    }
}

/// The first line is the Authorization header, the second X-Amz-Date, the third the URI.
pub(crate) fn signature(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let mut next = || lines.next().unwrap_or_default().to_owned();
    let (authorization, date, uri) = (next(), next(), next());
    let request = Request::post(if uri.is_empty() { "/" } else { &uri });
    let request = request.header("host", "localhost").header("x-amz-date", date);
    for request in [request.header("authorization", authorization), Request::get(&*uri)] {
        let Ok(request) = request.body(()) else { continue };
        let (parts, ()) = request.into_parts();
        if let Ok(claim) = Claim::read(&parts) {
            let keys = KeyCache::new(std::num::NonZeroUsize::MIN);
            let verdict = claim.verify(&parts, bytes, b"secret", Timestamp::UNIX_EPOCH, &keys);
            assert!(verdict.is_err(), "nobody signs with a key that was never used");
        }
    }
}

fn contract(name: &str) -> &'static Service {
    service(name).expect("a contract")
}

fn split(bytes: &[u8]) -> (String, &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    (String::from_utf8_lossy(line).into_owned(), rest.get(1..).unwrap_or_default())
}

/// What is read and fits the contract is written and read again as it was.
fn read(contract: &'static Service, request: http::request::Builder, body: &[u8]) {
    let Some(parts) = parts(request) else { return };
    let Ok(call) = decode(contract, &parts, body) else { return };
    let violations = contract.violations(call.operation, &call.input);
    if !violations.is_empty() {
        assert!(!validation_message(&violations).is_empty());
        return;
    }
    let again = encode_request(contract, call.operation, &call.input);
    let mut request = Request::builder().method(again.method).uri(&again.path);
    if let Some(headers) = request.headers_mut() {
        headers.extend(again.headers);
    }
    let parts = self::parts(request).expect("what our client writes is a request");
    let read_again = decode(contract, &parts, &again.body).expect("what our client writes is read");
    assert_eq!(read_again.operation.name, call.operation.name);
}

fn parts(request: http::request::Builder) -> Option<Parts> {
    Some(request.body(()).ok()?.into_parts().0)
}
