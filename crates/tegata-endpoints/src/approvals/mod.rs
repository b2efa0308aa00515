//! The page where the reader of a domain's mail approves or denies a certificate.
//!
//! GET shows and never decides: mail scanners follow links. POST decides. It works without JavaScript, and has none.

mod form;
mod page;
mod words;

use std::net::IpAddr;

use bytes::Bytes;
use http::header::{ALLOW, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use tegata_operations::certificate::approval::{self, Decided, Decision, Shown, Standing};
use tegata_operations::certificate::mail::APPROVALS;
use tegata_operations::{Error, Instance};

use crate::audit::{ByMail, RefusalLog};
use crate::page::{Language, response};

use self::form::Form;
use self::page::{Asked, page};
use self::words::Outcome;

/// The largest form that is read: a code, a context and two words.
pub(crate) const FORM_BYTES_MAX: usize = 4096;

/// Whether a path is this page's.
pub(crate) fn is_page(path: &str) -> bool {
    path == APPROVALS
}

/// Answers a request for the page.
pub(crate) async fn answer(
    instance: &Instance,
    refusals: &RefusalLog,
    parts: &Parts,
    body: &[u8],
    peer: IpAddr,
) -> Response<Bytes> {
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let form = match parts.method {
        Method::GET | Method::HEAD => Form::read(query),
        Method::POST => Form::read(body),
        _ => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            return response;
        }
    };
    let language = Language::of_request(form.language.as_deref(), &parts.headers);
    let done = match (&parts.method, form.decision) {
        // A link that lost its end on the way, such as in a mail program, and not one that is unknown.
        _ if form.code.is_empty() => Ok((StatusCode::BAD_REQUEST, None, Outcome::Unknown)),
        (&Method::POST, Some(decision)) => decide(instance, refusals, &form, decision, peer).await,
        _ => show(instance, &form).await,
    };
    let (status, asked, outcome) = done.unwrap_or_else(|error| {
        tracing::error!(error = %error.for_log(), "an approval failed");
        (StatusCode::SERVICE_UNAVAILABLE, None, Outcome::Fault)
    });
    response(status, page(language, &form, asked.as_ref(), outcome))
}

type Answer = (StatusCode, Option<Asked>, Outcome);

async fn show(instance: &Instance, form: &Form) -> Result<Answer, Error> {
    let Some(shown) = approval::show(instance, &form.code, &form.context).await? else {
        return Ok((StatusCode::NOT_FOUND, None, Outcome::Unknown));
    };
    let outcome = match shown.standing {
        Standing::Open => Outcome::Open,
        Standing::Approved => Outcome::AlreadyApproved,
        Standing::Denied => Outcome::Denied,
        Standing::Over => Outcome::Over,
    };
    Ok((StatusCode::OK, Some(asked(instance, shown)), outcome))
}

async fn decide(
    instance: &Instance,
    refusals: &RefusalLog,
    form: &Form,
    decision: Decision,
    peer: IpAddr,
) -> Result<Answer, Error> {
    let decided = approval::decide(instance, &form.code, &form.context, decision).await?;
    let (status, outcome) = match (decided, decision) {
        (Decided::Taken, Decision::Approved) => (StatusCode::OK, Outcome::Approved),
        (Decided::Taken, Decision::Denied) => (StatusCode::OK, Outcome::Denied),
        (Decided::AlreadyApproved, _) => (StatusCode::OK, Outcome::AlreadyApproved),
        (Decided::Over, _) => (StatusCode::GONE, Outcome::Over),
        (Decided::Unknown, _) => (StatusCode::NOT_FOUND, Outcome::Unknown),
    };
    let shown = approval::show(instance, &form.code, &form.context).await?;
    let line = ByMail {
        peer,
        decision: match decision {
            Decision::Approved => "approve",
            Decision::Denied => "deny",
        },
        outcome: match decided {
            Decided::Taken => "done",
            Decided::AlreadyApproved => "already-approved",
            Decided::Over => "over",
            Decided::Unknown => "unknown-code",
        },
        about: shown.as_ref().map(|shown| (shown.name.as_str(), shown.arn.as_str())),
    };
    line.write(refusals);
    Ok((status, shown.map(|shown| asked(instance, shown)), outcome))
}

fn asked(instance: &Instance, shown: Shown) -> Asked {
    Asked {
        name: shown.name,
        names: shown.names,
        organisation: instance.founding.organisation.clone(),
        requested_by: shown.requested_by,
        requested_at: shown.requested_at,
        expires_at: shown.expires_at,
        progress: shown.progress,
        account: shown.tenant.account.to_string(),
        region: shown.tenant.region.to_string(),
        arn: shown.arn,
    }
}
