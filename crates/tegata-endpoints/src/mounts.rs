//! Public paths beside the services: a row for each, the first that takes a request answers it.

use std::net::SocketAddr;
use std::pin::Pin;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use hyper::body::Incoming;
use tegata_accept::Activity;
use tegata_operations::certificate::content_at;
use tegata_x509::ocsp::REQUEST_BYTES_MAX;

use crate::capacity::{RequestBody, Share};
use crate::serving::Api;
use crate::{
    approvals, authority_files, health, metrics, revocation_status, start_page, trust_store_content,
};

/// A request to a path.
pub(crate) struct Request<'a> {
    /// Everything but its body.
    pub(crate) parts: &'a Parts,
    /// Its path, which begins with one slash.
    pub(crate) path: &'a str,
    /// Its body, not read yet.
    pub(crate) body: Incoming,
    /// Who sent it.
    pub(crate) peer: SocketAddr,
    /// Of the connection.
    pub(crate) activity: &'a Activity,
}

type Answering<'a> = Pin<Box<dyn Future<Output = Response<Bytes>> + Send + 'a>>;

/// A public path.
pub(crate) struct Mount {
    /// Whether a request, whose path begins with one slash, is for it.
    pub(crate) takes: fn(&Api, &Parts, &str) -> bool,
    /// Whether it is answered by plain HTTP on a socket that speaks TLS: what relying parties fetch has to be (RFC 5280
    /// §8, BR §7.1.2.11.2).
    pub(crate) is_in_the_clear: bool,
    answer: for<'a> fn(&'a Api, Request<'a>) -> Answering<'a>,
}

/// The public paths. Lists are under `/pki/` as well, so they come before the files.
static MOUNTS: [Mount; 9] = [
    Mount { takes: |_, _, path| path == metrics::PATH, is_in_the_clear: false, answer: metrics },
    Mount {
        takes: |_, _, path| trust_store_content::is_content(path),
        is_in_the_clear: false,
        answer: trust_store_content,
    },
    Mount { takes: |_, _, path| approvals::is_page(path), is_in_the_clear: false, answer: approvals },
    Mount { takes: |_, _, path| revocation_status::is_ocsp(path), is_in_the_clear: true, answer: ocsp },
    Mount {
        takes: |_, _, path| revocation_status::list_of(path).is_some(),
        is_in_the_clear: true,
        answer: list,
    },
    Mount {
        takes: |_, _, path| path.starts_with(authority_files::PREFIX),
        is_in_the_clear: true,
        answer: file,
    },
    Mount {
        takes: |api, _, path| content_at(&api.instance, path).is_some(),
        is_in_the_clear: true,
        answer: validation_content,
    },
    Mount { takes: |_, _, path| path == health::PATH, is_in_the_clear: true, answer: health },
    Mount {
        takes: |_, parts, path| start_page::is_wanted(parts, path),
        is_in_the_clear: false,
        answer: start,
    },
];

/// The mount that a request is for.
pub(crate) fn find(api: &Api, parts: &Parts, path: &str) -> Option<&'static Mount> {
    MOUNTS.iter().find(|mount| (mount.takes)(api, parts, path))
}

impl Mount {
    /// Answers a request.
    pub(crate) async fn answer(&self, api: &Api, request: Request<'_>) -> Response<Bytes> {
        (self.answer)(api, request).await
    }
}

fn metrics<'a>(api: &'a Api, Request { parts, peer, .. }: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let files = api.files.load_full();
        api.metrics.answer(&api.instance, &files, parts, peer.ip()).await
    })
}

/// The page where people approve. A body that is too large or does not come is an empty form.
fn approvals<'a>(api: &'a Api, request: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let share = &api.capacity.pages;
        let (parts, peer) = (request.parts, request.peer.ip());
        let body =
            read_if_posted(share, parts, request.body, approvals::FORM_BYTES_MAX, request.activity).await;
        let Some(_turn) = share.begin().await else { return too_busy() };
        approvals::answer(&api.instance, &api.refusals, parts, posted(&body), peer).await
    })
}

/// An OCSP answer. A body that is too large or does not come is not a request.
fn ocsp<'a>(api: &'a Api, request: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let share = &api.capacity.relying_parties;
        let (parts, path) = (request.parts, request.path);
        let body = read_if_posted(share, parts, request.body, REQUEST_BYTES_MAX, request.activity).await;
        let Some(_turn) = share.begin().await else { return too_busy() };
        api.metrics.counters.count_status_answer();
        revocation_status::ocsp(&api.instance, &api.answers, &parts.method, path, posted(&body)).await
    })
}

fn trust_store_content<'a>(api: &'a Api, Request { parts, path, .. }: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let Some(_turn) = api.capacity.pages.begin().await else { return too_busy() };
        let query = parts.uri.query().unwrap_or_default();
        trust_store_content::answer(&api.instance, &parts.method, path, query).await
    })
}

fn list<'a>(api: &'a Api, Request { parts, path, .. }: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let Some(_turn) = api.capacity.relying_parties.begin().await else { return too_busy() };
        match revocation_status::list_of(path) {
            Some(list) => revocation_status::list(&api.instance, &api.answers, &parts.method, list).await,
            None => not_found(),
        }
    })
}

fn file<'a>(api: &'a Api, Request { parts, path, .. }: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let Some(_turn) = api.capacity.relying_parties.begin().await else { return too_busy() };
        authority_files::answer(&api.files.load(), &parts.method, path)
    })
}

/// What a redirect that proves a name leads to.
fn validation_content<'a>(api: &'a Api, Request { parts, path, .. }: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let Some(_turn) = api.capacity.relying_parties.begin().await else { return too_busy() };
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let Some(content) = content_at(&api.instance, path) else { return not_found() };
        let mut response = Response::new(Bytes::from(content));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        response
    })
}

fn health<'a>(api: &'a Api, _: Request<'a>) -> Answering<'a> {
    Box::pin(async move {
        let Some(_turn) = api.capacity.relying_parties.begin().await else { return too_busy() };
        health::answer(&api.instance).await
    })
}

fn start<'a>(api: &'a Api, Request { parts, peer, .. }: Request<'a>) -> Answering<'a> {
    Box::pin(async move { start_page::answer(&api.instance, &api.files.load(), parts, peer) })
}

async fn read_if_posted<'a>(
    share: &'a Share,
    parts: &Parts,
    body: Incoming,
    bytes_max: usize,
    activity: &Activity,
) -> Option<RequestBody<'a>> {
    match parts.method {
        Method::POST => share.read(body, bytes_max, activity).await.ok(),
        _ => None,
    }
}

fn posted<'a>(body: &'a Option<RequestBody<'_>>) -> &'a [u8] {
    body.as_ref().map_or(&[], |body| &body.bytes)
}

fn too_busy() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"too many requests are in progress\n"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

fn not_found() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
