//! Health checks and what follows from them.

use tegata_edge::{Cause, Health};

use crate::site::Site;
use crate::world::{GROUP, World, curl, group};

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_where_checks_succeed() {
    let mut world = World::new().await;
    let other = Site::open().await;
    world.edge.put_group(GROUP, group(&[world.site.address, other.address]));
    let healthy = |count| {
        move |healths: &tegata_edge::TargetHealths| {
            healths.len() == 2 && healths.values().filter(|health| health.is_healthy()).count() == count
        }
    };
    world.healths.wait_for(healthy(2)).await.expect("an edge");
    other.answer_health(500);
    let healths = world.healths.wait_for(healthy(1)).await.expect("an edge").clone();
    let sick = healths.iter().find(|(target, _)| target.address == other.address).expect("it is reported");
    assert_eq!(sick.1, &Health::Unhealthy(Cause::Status(500)));

    let to = world.listen_as(None, tegata_edge::Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    drop(other);
    for _ in 0..6 {
        let said = curl(to, "http", "/", &["-o", "/dev/null", "-w", "%{http_code}"]).await;
        assert_eq!(said.out, "200", "the one that is gone gets none");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_all_are_sick_all_are_asked() {
    let mut world = World::new().await;
    world.site.answer_health(503);
    let sick = |healths: &tegata_edge::TargetHealths| {
        healths.values().any(|health| matches!(health, Health::Unhealthy(Cause::Status(503))))
    };
    world.healths.wait_for(sick).await.expect("an edge");
    let to = world.listen_as(None, tegata_edge::Action::Forward(tegata_edge::Forward::to(GROUP))).await;
    let said = curl(to, "http", "/", &["-o", "/dev/null", "-w", "%{http_code}"]).await;
    assert_eq!(said.out, "200");
    world.site.answer_health(204);
    let well = |healths: &tegata_edge::TargetHealths| healths.values().all(Health::is_healthy);
    world.healths.wait_for(well).await.expect("an edge");
}
