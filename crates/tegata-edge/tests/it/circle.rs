//! Listeners whose requests come back to them.

use tegata_edge::{Action, Cause, Health};

use crate::raw::{ask_once, status};
use crate::world::{GROUP, World, group};

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_is_not_permitted_gets_neither_requests_nor_checks() {
    let mut world = World::new().await;
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    world.refuse(to);
    world.edge.put_group(GROUP, group(&[to]));
    let refused = Health::Unhealthy(Cause::Failed("refused by the test".to_owned()));
    let seen = world.healths.wait_for(|healths| healths.values().any(|health| *health == refused)).await;
    seen.expect("an edge");
    assert_eq!(status(&ask_once(to, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await), 502);
}

/// Two edges may forward to each other, which neither can see by an address of its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_circle_that_no_rule_sees_ends_after_thirty_rounds() {
    let world = World::new().await;
    let to = world.listen_as(None, Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    let mut circle = group(&[to]);
    circle.health_check.interval = std::time::Duration::from_secs(3_600);
    world.edge.put_group(GROUP, circle);
    assert_eq!(status(&ask_once(to, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await), 463);
}
