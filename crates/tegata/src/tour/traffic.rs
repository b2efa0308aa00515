//! Requests over TLS: one, or a stream of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::Request;
use http::header::HOST;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use s2n_tls::config::Config;
use tegata_x509::describe;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::report::Requests;
use super::site::PAGE;
use tegata_edge::client as tls_client;

/// Where requests go, and what is trusted.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) config: Config,
    pub(crate) address: SocketAddr,
    pub(crate) host: String,
}

/// An open connection, and the serial number that its server showed.
struct Visit {
    sender: SendRequest<Empty<Bytes>>,
    serial: String,
    _connection: JoinSet<()>,
}

impl Visitor {
    /// Fetches the page over a connection of its own; gives the serial number of the certificate that was shown.
    pub(crate) async fn fetch(&self) -> Result<String> {
        let mut visit = self.open().await?;
        self.get(&mut visit).await?;
        Ok(visit.serial)
    }

    async fn open(&self) -> Result<Visit> {
        let stream = tls_client::connect(&self.config, self.address, &self.host).await?;
        let chain = tls_client::chain(&stream)?;
        let leaf = chain.first().context("the server sent no certificate")?;
        let serial = describe::describe(leaf)?.serial;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        let mut carrying = JoinSet::new();
        carrying.spawn(async move {
            // How it ended shows in the request that it ended.
            let _ = connection.await;
        });
        Ok(Visit { sender, serial, _connection: carrying })
    }

    async fn get(&self, visit: &mut Visit) -> Result<()> {
        let request = Request::get("/").header(HOST, &self.host).body(Empty::new())?;
        visit.sender.ready().await?;
        let response = visit.sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if !status.is_success() || body != PAGE {
            bail!("{status} instead of the page");
        }
        Ok(())
    }
}

/// A stream of requests that flows until it is stopped: over connections that stay open, and over new ones.
pub(crate) struct Traffic {
    counts: Arc<Counts>,
    stop: CancellationToken,
    flowing: JoinSet<()>,
}

#[derive(Default)]
struct Counts {
    made: AtomicU64,
    failed: AtomicU64,
}

impl Counts {
    fn note<T>(&self, done: &Result<T>) {
        self.made.fetch_add(1, Ordering::Relaxed);
        if let Err(error) = done {
            self.failed.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(%error, "a request of the tour failed");
        }
    }
}

impl Traffic {
    /// Begins, over this many connections of each kind.
    pub(crate) fn begin(visitor: &Visitor, of_each: usize) -> Traffic {
        let mut traffic =
            Traffic { counts: Arc::default(), stop: CancellationToken::new(), flowing: JoinSet::new() };
        for number in 0..of_each * 2 {
            let (visitor, counts, stop) =
                (visitor.clone(), Arc::clone(&traffic.counts), traffic.stop.clone());
            if number % 2 == 0 {
                traffic.flowing.spawn(async move { keep_asking(&visitor, &counts, &stop).await });
            } else {
                traffic.flowing.spawn(async move { ask_anew(&visitor, &counts, &stop).await });
            }
        }
        traffic
    }

    /// How many requests were made so far.
    pub(crate) fn made(&self) -> u64 {
        self.counts.made.load(Ordering::Relaxed)
    }

    /// Stops once the requests in progress have ended.
    pub(crate) async fn end(mut self) -> Requests {
        self.stop.cancel();
        while self.flowing.join_next().await.is_some() {}
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Requests { made: of(&self.counts.made), failed: of(&self.counts.failed) }
    }
}

/// Asks again and again over one connection, which must never be cut.
async fn keep_asking(visitor: &Visitor, counts: &Counts, stop: &CancellationToken) {
    let mut visit = match visitor.open().await {
        Ok(visit) => visit,
        Err(error) => return counts.note::<()>(&Err(error)),
    };
    while !stop.is_cancelled() {
        let done = visitor.get(&mut visit).await;
        counts.note(&done);
        if done.is_err() {
            return;
        }
    }
}

/// Asks again and again, over a new connection each time.
async fn ask_anew(visitor: &Visitor, counts: &Counts, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        counts.note(&visitor.fetch().await);
    }
}
