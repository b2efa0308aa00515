//! A server that says what it is told to, and a resolver that says what it is told to.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;
use tegata_egress::{Gate, Limits, Resolver, Rules, Trust};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Answers each connection with the next of these texts, the last one for ever; keeps what was asked.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

impl Server {
    pub(crate) async fn start(answers: Vec<String>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&asked);
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut answers = answers.into_iter().peekable();
            loop {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut buffer = vec![0; 65_536];
                let read = stream.read(&mut buffer).await.unwrap_or_default();
                kept.lock().expect("kept").push(String::from_utf8_lossy(&buffer[..read]).into_owned());
                let answer = answers.next().unwrap_or_default();
                if answers.peek().is_none() {
                    answers = vec![answer.clone()].into_iter().peekable();
                }
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Server { address, asked, _serving: serving }
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("asked").clone()
    }
}

/// Gives each look-up the next of these answers, the last one for ever.
pub(crate) struct Told(Mutex<Vec<Vec<IpAddr>>>);

impl Told {
    pub(crate) fn new(answers: &[&[&str]]) -> Arc<Told> {
        let addresses =
            |texts: &&[&str]| texts.iter().map(|text| text.parse().expect("an address")).collect();
        Arc::new(Told(Mutex::new(answers.iter().rev().map(addresses).collect())))
    }
}

#[async_trait]
impl Resolver for Told {
    async fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock().expect("answers");
        let next = if answers.len() > 1 { answers.pop() } else { answers.last().cloned() };
        Ok(next.unwrap_or_default())
    }
}

pub(crate) fn gate(permitted: &[&str], resolver: Arc<dyn Resolver>, limits: Limits) -> Gate {
    let rules = Rules::permitting(permitted.iter().map(|network| network.parse().expect("a network")));
    Gate::new(Arc::new(rules), resolver, &Trust::default(), limits).expect("a gate")
}
