//! Listeners that close while they are in use.

use std::net::SocketAddr;

use tegata_edge::{Action, Listener, ListenerKey, Routes};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::world::{GROUP, LISTENER, World, serving};

async fn ask(to: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes()).await.expect("sent");
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_and_new_ones_are_refused() {
    let world = World::new().await;
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    let mut under_way = ask(to, "/wait").await;
    world.site.waited_for().await;
    world.edge.remove_listener(LISTENER);
    while TcpStream::connect(to).await.is_ok() {
        tokio::task::yield_now().await;
    }
    world.site.go_on();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).await.expect("an answer, and then the end");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("waited"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_edge_waits_for_what_is_under_way() {
    let world = World::new().await;
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    let idle = TcpStream::connect(to).await.expect("a connection");
    let mut under_way = ask(to, "/wait").await;
    world.site.waited_for().await;
    let answered = async {
        while TcpStream::connect(to).await.is_ok() {
            tokio::task::yield_now().await;
        }
        world.site.go_on();
        let mut answer = String::new();
        under_way.read_to_string(&mut answer).await.expect("an answer, and then the end");
        answer
    };
    let (answer, ()) = tokio::join!(answered, world.edge.close());
    assert!(answer.ends_with("waited"), "{answer}");
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_can_be_opened_again_at_once() {
    let world = World::new().await;
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    drop(ask(to, "/").await);
    world.edge.remove_listener(LISTENER);
    while TcpStream::connect(to).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let serves = serving(None, Routes::always(Action::Forward(tegata_edge::Forward::to(GROUP))));
    let again = Listener {
        address: to,
        serves,
        http: std::sync::Arc::default(),
        firewall: std::sync::Arc::default(),
    };
    assert_eq!(world.edge.put_listener(LISTENER, again.clone()).await.expect("open"), to);
    let taken = world.edge.put_listener(ListenerKey(2), again).await.expect_err("in use");
    assert!(taken.to_string().contains(&to.to_string()), "{taken}");
}
