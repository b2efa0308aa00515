//! A small built-in site, to stand behind the listener.

use std::convert::Infallible;
use std::net::SocketAddr;

use anyhow::Result;
use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// What its only page says.
pub(crate) const PAGE: &str = "The barrier is open; show your tegata.\n";

/// A site that answers until it is dropped.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    _serving: JoinSet<()>,
}

impl Site {
    pub(crate) async fn open() -> Result<Site> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let answer =
                    service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(PAGE)))));
                connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Site { address, _serving: serving })
    }
}
