//! The codes of what the gate refuses, as AWS writes them in each protocol ("Common Errors" of the API references).

use tegata_aws::WireError;
use tegata_aws::contract::Protocol;
use tegata_aws::sigv4::SignatureError;

/// An HTTP status and a code.
type Code = (u16, &'static str);

/// What the gate refuses.
struct Codes {
    /// No signature.
    missing: Code,
    /// A signature of which a part is missing, or that does not cover the body.
    incomplete: Code,
    /// A signature that does not hold, or no longer.
    mismatch: Code,
    /// An access key that is not known.
    unknown_key: Code,
    /// Temporary credentials that have expired.
    expired_token: Code,
    /// A page in a browser.
    denied: Code,
}

const JSON: Codes = Codes {
    missing: (400, "MissingAuthenticationTokenException"),
    incomplete: (400, "IncompleteSignatureException"),
    mismatch: (400, "InvalidSignatureException"),
    unknown_key: (400, "UnrecognizedClientException"),
    expired_token: (400, "ExpiredTokenException"),
    denied: (403, "AccessDeniedException"),
};
const XML: Codes = Codes {
    missing: (403, "MissingAuthenticationToken"),
    incomplete: (400, "IncompleteSignature"),
    mismatch: (403, "SignatureDoesNotMatch"),
    unknown_key: (403, "InvalidClientTokenId"),
    expired_token: (403, "ExpiredToken"),
    denied: (403, "AccessDenied"),
};

const EC2: Codes = Codes {
    missing: (401, "AuthFailure"),
    incomplete: (400, "IncompleteSignature"),
    mismatch: (403, "SignatureDoesNotMatch"),
    unknown_key: (401, "AuthFailure"),
    expired_token: (400, "RequestExpired"),
    denied: (403, "UnauthorizedOperation"),
};

fn codes(protocol: Protocol) -> &'static Codes {
    match protocol {
        Protocol::Ec2 => &EC2,
        Protocol::Json => &JSON,
        Protocol::Query | Protocol::RestXml => &XML,
    }
}

fn refusal((status, code): Code, message: impl Into<String>) -> WireError {
    WireError::new(status, code, message)
}

pub(super) fn refuse_signature(protocol: Protocol, error: &SignatureError) -> WireError {
    let codes = codes(protocol);
    let code = match error {
        SignatureError::Missing => codes.missing,
        SignatureError::Incomplete(_) | SignatureError::UnsignedPayload => codes.incomplete,
        SignatureError::Expired(_) | SignatureError::Mismatch => codes.mismatch,
    };
    refusal(code, error.to_string())
}

pub(super) fn unknown_key(protocol: Protocol) -> WireError {
    let message = match protocol {
        Protocol::Ec2 => "AWS was not able to validate the provided access credentials",
        _ => "The security token included in the request is invalid.",
    };
    refusal(codes(protocol).unknown_key, message)
}

pub(super) fn expired_token(protocol: Protocol) -> WireError {
    refusal(codes(protocol).expired_token, "The security token included in the request is expired")
}

pub(super) fn wrong_scope(protocol: Protocol, message: &str) -> WireError {
    refusal(codes(protocol).mismatch, message)
}

pub(super) fn from_page(protocol: Protocol) -> WireError {
    refusal(
        codes(protocol).denied,
        "This instance accepts every access key on its loopback address (--trust-loopback), so it refuses \
         requests that a web page can send: those with an Origin or Sec-Fetch header, or with a host other \
         than localhost, 127.0.0.0/8, [::1] and AWS's host names of these services. Use http://127.0.0.1 \
         with a command line tool, or start it without --trust-loopback.",
    )
}
