use std::net::{IpAddr, Ipv4Addr};

use tegata_model::load_balancing::load_balancer::{IpAddressType, Scheme, Subnet};
use tegata_operations::Named;
use tegata_operations::load_balancing::load_balancer::{
    ListLoadBalancers, create, delete, list, set_ip_address_type, set_security_groups, set_subnets,
};
use tegata_operations::network::{NewSecurityGroup, create_security_group};

use super::world::{World, answer, balancer_named, http, https, new_balancer, refusal};

#[tokio::test]
async fn a_load_balancer_is_active_and_named_in_the_dns() {
    let world = World::new().await;
    let made = create(&world.instance, &world.caller, new_balancer("web")).await.expect("made");
    assert_eq!(made.state.as_str(), "active");
    assert_eq!(made.load_balancer.address, IpAddr::from(Ipv4Addr::LOCALHOST));
    let id = made.load_balancer.id;
    assert_eq!(made.dns_name, format!("web-{id}.us-east-1.elb.tegata.test"));
}

#[tokio::test]
async fn the_same_wish_again_finds_the_same_load_balancer() {
    let world = World::new().await;
    let first = create(&world.instance, &world.caller, new_balancer("web")).await.expect("made");
    let again = create(&world.instance, &world.caller, new_balancer("web")).await.expect("found");
    assert_eq!(first, again);
    let mut other = new_balancer("web");
    other.settings.scheme = Scheme::Internal;
    let refused = refusal(create(&world.instance, &world.caller, other).await);
    let words = "A load balancer with the same name 'web' exists, but with different settings";
    assert_eq!(refused, ("load-balancer-name-taken", words.to_owned()));
    // Names are a tenant's own.
    let strangers = create(&world.instance, &world.stranger, new_balancer("web")).await.expect("made");
    assert_ne!(strangers.load_balancer.id, first.load_balancer.id);
}

#[tokio::test]
async fn load_balancers_with_the_same_ports_get_addresses_of_their_own() {
    let addresses: Vec<IpAddr> = (1..=2).map(|last| Ipv4Addr::new(127, 0, 0, last).into()).collect();
    let listed = addresses.clone();
    let world = World::with_settings(|settings| settings.edge_addresses = listed).await;
    let (a, b) = (world.balancer("a").await.id, world.balancer("b").await.id);
    let mut given = Vec::new();
    for (balancer, port) in [(a, 80), (b, 443), (a, 443), (b, 80), (b, 8080)] {
        given.push(world.listen(balancer, http(port, answer())).await.expect("a listener").address);
    }
    assert_eq!(given, [addresses[0], addresses[1], addresses[0], addresses[1], addresses[1]]);
    let shown =
        list(&world.instance, &world.caller, ListLoadBalancers::Ids(vec![balancer_named(b)]), 1).await;
    assert_eq!(shown.expect("shown").items[0].load_balancer.address, addresses[1]);

    let third = world.balancer("c").await.id;
    world.listen(third, http(8080, answer())).await.expect("free on the first address");
    let taken = refusal(world.listen(third, http(443, answer())).await);
    assert_eq!(taken.0, "listener-taken");
    assert!(taken.1.contains("create the load balancer again"), "{}", taken.1);
    let fourth = world.balancer("d").await.id;
    let taken = refusal(world.listen(fourth, http(443, answer())).await);
    assert!(taken.1.contains("--edge-address"), "{}", taken.1);
    let nowhere = World::with_settings(|settings| settings.edge_addresses.clear()).await;
    let refused = refusal(create(&nowhere.instance, &nowhere.caller, new_balancer("a")).await);
    assert_eq!(refused.0, "no-edge-address");
}

#[tokio::test]
async fn load_balancers_are_shown_by_page_name_and_identifier() {
    let world = World::new().await;
    for name in ["c", "a", "b"] {
        world.balancer(name).await;
    }
    let page = list(&world.instance, &world.caller, ListLoadBalancers::After(String::new()), 2)
        .await
        .expect("a page");
    let names = |page: &tegata_operations::load_balancing::load_balancer::Page| {
        page.items.iter().map(|one| one.load_balancer.settings.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!((names(&page), page.next.as_deref()), (vec!["a".to_owned(), "b".to_owned()], Some("b")));
    let rest = list(&world.instance, &world.caller, ListLoadBalancers::After("b".to_owned()), 2)
        .await
        .expect("a page");
    assert_eq!((names(&rest), rest.next), (vec!["c".to_owned()], None));

    let id = page.items[0].load_balancer.id;
    let by_id =
        list(&world.instance, &world.caller, ListLoadBalancers::Ids(vec![balancer_named(id)]), 9).await;
    assert_eq!(names(&by_id.expect("one")), ["a"]);
    let strangers =
        list(&world.instance, &world.stranger, ListLoadBalancers::Ids(vec![balancer_named(id)]), 9).await;
    let words = "One or more load balancers not found";
    assert_eq!(refusal(strangers), ("no-such-load-balancer", words.to_owned()));
    let named = ListLoadBalancers::Names(vec!["a".to_owned(), "x".to_owned(), "y".to_owned()]);
    let missing = list(&world.instance, &world.caller, named, 9).await;
    let words = "Load balancers '[x, y]' not found";
    assert_eq!(refusal(missing), ("no-such-load-balancer", words.to_owned()));
    let many = ListLoadBalancers::Names((0..21).map(|number| format!("n{number}")).collect());
    assert_eq!(refusal(list(&world.instance, &world.caller, many, 9).await).0, "balancing-value");
}

#[tokio::test]
async fn deleting_a_load_balancer_frees_what_its_listeners_held() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let certificate = world.issued(1, 90).await;
    world.listen(balancer.id, https(443, certificate)).await.expect("a listener");
    world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    assert_eq!(world.users_of(certificate).await.len(), 1);

    let delete = || delete(&world.instance, &world.caller, balancer_named(balancer.id));
    delete().await.expect("deleted");
    assert!(world.users_of(certificate).await.is_empty());
    delete().await.expect("one that is gone is passed over");

    let again = world.balancer("web").await;
    world.listen(again.id, https(443, certificate)).await.expect("its ports are free");
}

#[tokio::test]
async fn network_settings_are_kept_and_given_back() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let named = || balancer_named(balancer.id);
    let subnet = |id: &str, zone| Subnet {
        id: id.to_owned(),
        zone: Some(zone),
        allocation_id: None,
        private_ipv4_address: None,
        ipv6_address: None,
    };
    let (instance, caller) = (&world.instance, &world.caller);
    let subnets = vec![subnet("subnet-1", 'a'), subnet("subnet-2", 'b')];
    let changed = set_subnets(instance, caller, named(), subnets.clone(), None).await;
    assert_eq!(changed.expect("set").settings.subnets, subnets);
    let twice = vec![subnet("subnet-1", 'a'), subnet("subnet-1", 'a')];
    let refused = set_subnets(instance, caller, named(), twice, None).await;
    assert_eq!(refusal(refused).0, "balancing-configuration");

    let unknown = vec![subnet("subnet-9", 'a')];
    let refused = set_subnets(instance, caller, named(), unknown, None).await;
    assert_eq!(refusal(refused).0, "no-such-subnet");

    let unknown = set_security_groups(instance, caller, named(), vec!["sg-1".to_owned()]).await;
    assert_eq!(refusal(unknown), ("security-group", "The security group 'sg-1' does not exist".to_owned()));
    let asked = NewSecurityGroup { name: "web".to_owned(), description: "web".to_owned(), tags: Vec::new() };
    let group = create_security_group(instance, caller, asked).await.expect("made");
    let groups = vec![group.id.to_string()];
    let changed = set_security_groups(instance, caller, named(), groups.clone()).await;
    assert_eq!(changed.expect("set").settings.security_groups, groups);
    let kind = IpAddressType::Dualstack;
    let changed = set_ip_address_type(instance, caller, named(), kind).await.expect("set");
    assert_eq!((changed.settings.ip_address_type, changed.settings.subnets), (kind, subnets));

    let gone = Named::new(tegata_model::load_balancing::LoadBalancerId(0), "arn-of-none");
    let refused = set_ip_address_type(instance, caller, gone, kind).await;
    assert_eq!(
        refusal(refused),
        ("no-such-load-balancer", "Load balancer 'arn-of-none' not found".to_owned())
    );
}
