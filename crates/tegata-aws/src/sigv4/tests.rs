use std::num::NonZeroUsize;

use http::Request;
use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn at(text: &str) -> Timestamp {
    parse_amz_date(text).expect("a date")
}

fn keys() -> KeyCache {
    KeyCache::new(NonZeroUsize::MIN)
}

fn parts(request: Request<()>) -> http::request::Parts {
    request.into_parts().0
}

/// The worked example of AWS's own documentation ("Signature Version 4 signing process", IAM ListUsers).
#[test]
fn the_documented_example_verifies() {
    let request = Request::get("/?Action=ListUsers&Version=2010-05-08")
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("host", "iam.amazonaws.com")
        .header("x-amz-date", "20150830T123600Z")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, \
             Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        )
        .body(())
        .expect("a request");
    let parts = parts(request);
    let claim = Claim::read(&parts).expect("a claim");
    assert_eq!((claim.region.as_str(), claim.service.as_str()), ("us-east-1", "iam"));
    assert_eq!(claim.verify(&parts, b"", SECRET.as_bytes(), at("20150830T123700Z"), &keys()), Ok(()));
    assert_eq!(
        claim.verify(&parts, b"x", SECRET.as_bytes(), at("20150830T123700Z"), &keys()),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        claim.verify(&parts, b"", b"another secret", at("20150830T123700Z"), &keys()),
        Err(SignatureError::Mismatch)
    );
    let late = claim.verify(&parts, b"", SECRET.as_bytes(), at("20150830T125000Z"), &keys());
    assert_eq!(
        late.expect_err("too late").to_string(),
        "Signature expired: 20150830T123600Z is now earlier than 20150830T124500Z (20150830T125000Z - 5 min.)"
    );
    assert!(claim.verify(&parts, b"", SECRET.as_bytes(), at("20150830T123000Z"), &keys()).is_err());
}

#[test]
fn what_is_not_whole_is_refused() {
    let unsigned = parts(Request::get("/").header("host", "x").body(()).expect("a request"));
    assert_eq!(Claim::read(&unsigned).expect_err("unsigned"), SignatureError::Missing);
    for header in [
        "Basic abc",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=k/20150830/r/s/aws4_request, SignedHeaders=host, Signature=zz",
    ] {
        let request =
            Request::get("/").header("x-amz-date", "20150830T123600Z").header("authorization", header);
        let parts = parts(request.body(()).expect("a request"));
        assert!(matches!(Claim::read(&parts), Err(SignatureError::Incomplete(_))), "{header}");
    }
}

/// Signs these headers and whatever the request declares of its body, as a client of another make may.
fn signed_by_hand(parts: &mut http::request::Parts, signed: &[&str], hash: &str, scope_day: &str) {
    let date = "20261123T000000Z";
    parts.headers.insert("x-amz-date", http::HeaderValue::from_static(date));
    let canonical = canonical::request(parts, signed, hash, None).expect("canonical");
    let to_sign = canonical::string_to_sign(date, &format!("{scope_day}/r/s/aws4_request"), &canonical);
    let signature = hmac::sign(&signing_key(SECRET.as_bytes(), scope_day, "r", "s"), to_sign.as_bytes());
    let header = format!(
        "AWS4-HMAC-SHA256 Credential=k/{scope_day}/r/s/aws4_request, SignedHeaders={}, Signature={}",
        signed.join(";"),
        hex::encode(signature)
    );
    parts.headers.insert("authorization", header.parse().expect("a header"));
}

fn verdict(parts: &http::request::Parts, body: &[u8]) -> Result<(), SignatureError> {
    let claim = Claim::read(parts)?;
    claim.verify(parts, body, SECRET.as_bytes(), at("20261123T000000Z"), &keys())
}

#[test]
fn an_unsigned_payload_is_refused_by_its_name() {
    let request = Request::post("/").header("host", "h").header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    let mut parts = parts(request.body(()).expect("a request"));
    let signed = ["host", "x-amz-content-sha256", "x-amz-date"];
    signed_by_hand(&mut parts, &signed, "UNSIGNED-PAYLOAD", "20261123");
    assert_eq!(verdict(&parts, b"whatever"), Err(SignatureError::UnsignedPayload));
}

#[test]
fn what_decides_has_to_be_signed() {
    let hash = canonical::body_hash(b"{}");
    for header in ["x-amz-target", "x-amz-security-token", "x-amz-content-sha256"] {
        let value =
            if header == "x-amz-content-sha256" { &*hash } else { "CertificateManager.ListCertificates" };
        let request = Request::post("/").header("host", "h").header(header, value);
        let mut parts = parts(request.body(()).expect("a request"));
        signed_by_hand(&mut parts, &["host", "x-amz-date"], &hash, "20261123");
        let refused = verdict(&parts, b"{}").expect_err(header).to_string();
        assert_eq!(refused, format!("the header {header} must be in SignedHeaders"));
        let mut signed = ["host", "x-amz-date", header];
        signed.sort_unstable();
        signed_by_hand(&mut parts, &signed, &hash, "20261123");
        assert_eq!(verdict(&parts, b"{}"), Ok(()), "{header}");
    }
}

#[test]
fn the_scopes_date_is_the_whole_day_of_the_request() {
    for day in ["2026", "202611", "20261123T", "20261122", "20261124"] {
        let mut parts = parts(Request::post("/").header("host", "h").body(()).expect("a request"));
        signed_by_hand(&mut parts, &["host", "x-amz-date"], &canonical::body_hash(b""), day);
        assert!(matches!(verdict(&parts, b""), Err(SignatureError::Incomplete(_))), "{day}");
    }
}

proptest! {
    /// What we sign, we verify; and no changed byte of path, query or body goes through.
    #[test]
    fn what_is_signed_is_verified(
        path in "/[a-zA-Z0-9%/ ._~-]{0,30}", query in "[a-z]{1,5}=[a-zA-Z0-9+%._-]{0,10}", body in any::<Vec<u8>>(),
    ) {
        let uri = format!("{}?{query}", path.replace(' ', "%20").replace('%', "%25"));
        let Ok(request) = Request::post(&uri).header("host", "localhost:4566").body(()) else { return Ok(()) };
        let mut parts = parts(request);
        let now = at("20261123T101112Z");
        let credentials = Credentials { access_key_id: "AKIDEXAMPLE", secret_access_key: SECRET, session_token: None };
        sign(&mut parts, &body, &credentials, "ap-northeast-1", "acm", now);
        let claim = Claim::read(&parts).expect("a claim");
        let later = now + SignedDuration::from_secs(3);
        prop_assert_eq!(claim.verify(&parts, &body, SECRET.as_bytes(), later, &keys()), Ok(()));
        let mut other = body.clone();
        other.push(0);
        prop_assert!(claim.verify(&parts, &other, SECRET.as_bytes(), later, &keys()).is_err());
    }

    #[test]
    fn whatever_stands_in_the_header_nothing_panics(header in "[ -~]{0,200}", date in "[ -~]{0,20}") {
        let request = Request::get("/").header("authorization", header).header("x-amz-date", date);
        if let Ok(request) = request.body(()) {
            let _ = Claim::read(&parts(request));
        }
    }
}
