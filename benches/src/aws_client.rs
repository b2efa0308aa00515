//! A client of AWS's wire that asks as fast as it is answered: signed requests on connections that stay open.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use jiff::SignedDuration;
use serde_json::Value;
use tegata_client::{AccessKey, Call, Signer};
use tegata_operations::Clock;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::process::seconds_of;

/// An instance, with an access key of it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Host and port.
    pub address: SocketAddr,
    signer: Signer,
    /// The process that answers.
    server: u32,
}

/// How often an operation was answered.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Answers for each second.
    pub a_second: f64,
    /// CPU microseconds that the server took for each, all threads.
    pub cpu_micros: f64,
}

impl Endpoint {
    /// The instance that listens on `address`, in the region us-east-1; `server` is its process.
    ///
    /// # Errors
    /// None that an address can cause.
    pub fn new(address: SocketAddr, key: AccessKey, server: u32) -> Result<Endpoint> {
        let signer = Signer::new(&format!("http://{address}"), "us-east-1", key)?;
        Ok(Endpoint { address, signer, server })
    }

    /// Asks one operation of ACM.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn ask(&self, operation: &str, input: &Value) -> Result<Value> {
        let mut sender = self.connect().await?;
        let body = self.send(&mut sender, operation, input).await?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// Asks one operation of ACM again and again on this many connections for this long.
    ///
    /// # Errors
    /// When one is refused.
    pub async fn rate(
        &self,
        operation: &'static str,
        input: impl Fn(u64) -> Value + Send + Sync + 'static,
        connections: usize,
        lasting: Duration,
    ) -> Result<Rate> {
        let cpu = seconds_of(self.server)?;
        let (input, count) = (Arc::new(input), Arc::new(AtomicU64::new(0)));
        let began = Instant::now();
        let mut asking = JoinSet::new();
        for _ in 0..connections {
            let (endpoint, input, count) = (self.clone(), Arc::clone(&input), Arc::clone(&count));
            asking.spawn(async move {
                let mut sender = endpoint.connect().await?;
                while began.elapsed() < lasting {
                    // Some peers close after each answer, and a client that wants an answer connects anew.
                    if sender.ready().await.is_err() {
                        sender = endpoint.connect().await?;
                    }
                    let number = count.fetch_add(1, Ordering::Relaxed);
                    endpoint.send(&mut sender, operation, &input(number)).await?;
                }
                Ok::<(), anyhow::Error>(())
            });
        }
        while let Some(done) = asking.join_next().await {
            done??;
        }
        let answers = count.load(Ordering::Relaxed) as f64;
        Ok(Rate {
            a_second: answers / began.elapsed().as_secs_f64(),
            cpu_micros: (seconds_of(self.server)? - cpu) * 1e6 / answers,
        })
    }

    /// Asks one operation of ACM one time after the other on one connection for so long; gives how long each took, the
    /// shortest first.
    ///
    /// # Errors
    /// When one is refused.
    pub async fn times(
        &self,
        operation: &str,
        input: impl Fn(usize) -> Value,
        lasting: Duration,
    ) -> Result<Vec<Duration>> {
        let mut sender = self.connect().await?;
        let (mut times, began) = (Vec::new(), Instant::now());
        while began.elapsed() < lasting {
            let input = input(times.len());
            let asked = Instant::now();
            self.send(&mut sender, operation, &input).await?;
            times.push(asked.elapsed());
        }
        times.sort_unstable();
        Ok(times)
    }

    #[expect(clippy::disallowed_methods, reason = "a connection's task ends with its sender")]
    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    async fn send(
        &self,
        sender: &mut SendRequest<Full<Bytes>>,
        operation: &str,
        input: &Value,
    ) -> Result<Bytes> {
        let now = Clock::system(SignedDuration::ZERO).now();
        let mut request = self.signer.request(Call::of("acm", operation)?, input, now);
        // RFC 9112 §3.2.1: to the server itself a request line has the path alone.
        *request.uri_mut() = request.uri().path().parse()?;
        sender.ready().await?;
        let response = sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        ensure!(status.is_success(), "{operation}: {status} {}", String::from_utf8_lossy(&body));
        Ok(body)
    }
}
