//! A TCP relay before PostgreSQL that can fall silent: connections stay open, and nothing passes any more.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    /// Connections that were accepted before this many are silent.
    silent_before: watch::Sender<usize>,
    accepted: watch::Receiver<usize>,
    _tasks: JoinSet<()>,
}

impl Relay {
    pub(crate) async fn start(to: String) -> Relay {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (silent_before, silence) = watch::channel(0);
        let (count, accepted) = watch::channel(0);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            for number in 0.. {
                let Ok((client, _)) = listener.accept().await else { return };
                let Ok(server) = TcpStream::connect(&to).await else { continue };
                count.send_replace(number + 1);
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                connections.spawn(pass(from_client, to_server, number, silence.clone()));
                connections.spawn(pass(from_server, to_client, number, silence.clone()));
            }
        });
        Relay { address, silent_before, accepted, _tasks: tasks }
    }

    /// From now on nothing passes on the connections that are open. New ones work.
    pub(crate) fn fall_silent(&self) {
        self.silent_before.send_replace(*self.accepted.borrow());
    }

    pub(crate) fn connections(&self) -> usize {
        *self.accepted.borrow()
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    number: usize,
    mut silence: watch::Receiver<usize>,
) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let silent = async {
            let _ = silence.wait_for(|before| number < *before).await;
        };
        let read = tokio::select! {
            read = from.read(&mut buffer) => Some(read),
            () = silent => None,
        };
        let Some(read) = read else {
            // Both halves stay open.
            return std::future::pending().await;
        };
        match read {
            Ok(count) if count > 0 => {
                if to.write_all(&buffer[..count]).await.is_err() {
                    return;
                }
            }
            _ => return,
        }
    }
}
