//! The edge against nginx, one core each, in one run: full TLS 1.3 handshakes, and keep-alive requests over HTTP/1.1
//! and HTTP/2, for each CPU second of the server. Both have the same certificate, of a P-256 key.
//!
//! Rounds take turns, so that both meet the same machine; the median round counts.

use std::time::Duration;

use anyhow::{Result, ensure};
use tegata_benches::chain::Chain;
use tegata_benches::load::{self, Done, Protocol, Share};
use tegata_benches::process::{Running, cores, free_port, keep_to_cores};
use tegata_benches::{edge, nginx};

const ROUNDS: usize = 5;
const LASTING: Duration = Duration::from_secs(4);
const CLIENTS: usize = 64;

type Load<'a> = &'a dyn Fn(u16) -> Result<Done>;

fn main() -> Result<()> {
    edge::serve_if_asked()?;
    let cores = cores();
    keep_to_cores(cores.client)?;
    let folder = tempfile::tempdir()?;
    let chain = Chain::make(folder.path())?;
    let (site_port, edge_port, nginx_port) = (free_port()?, free_port()?, free_port()?);
    let _site = nginx::site(folder.path(), cores.site, site_port)?;
    let ours = (edge::start(cores.server, edge_port, &chain, site_port)?, edge_port);
    let peer = (nginx::proxy(folder.path(), cores.server, nginx_port, &chain, site_port)?, nginx_port);
    let by = |share, port| load::handshakes(port, &chain.root, share, CLIENTS, LASTING);
    let by_p256 = |port| by(Share::Secp256r1, port);
    let by_x25519 = |port| by(Share::X25519, port);
    let http1 = |port| load::requests(port, cores.client, Protocol::Http1, LASTING);
    let http2 = |port| load::requests(port, cores.client, Protocol::Http2, LASTING);
    println!("for each CPU second of one core      edge     nginx     ratio");
    let subjects: [(&str, Load<'_>); 4] = [
        ("full TLS 1.3 handshakes by P-256", &by_p256),
        ("full TLS 1.3 handshakes by X25519", &by_x25519),
        ("keep-alive requests, HTTP/1.1", &http1),
        ("keep-alive requests, HTTP/2", &http2),
    ];
    for (what, load) in subjects {
        let (mut of_ours, mut of_peer) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            of_ours.push(rate(&ours, load)?);
            of_peer.push(rate(&peer, load)?);
        }
        let (ours, peer) = (median(of_ours), median(of_peer));
        println!("{what:34} {ours:9.0} {peer:9.0} {:9.2}", ours / peer);
    }
    Ok(())
}

/// How many were done for each CPU second of the server.
fn rate((server, port): &(Running, u16), load: Load<'_>) -> Result<f64> {
    let before = server.cpu_seconds()?;
    let done = load(*port)?;
    let seconds = server.cpu_seconds()? - before;
    ensure!(done.failed == 0, "{} of {} failed", done.failed, done.failed + done.good);
    Ok(done.good as f64 / seconds)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
