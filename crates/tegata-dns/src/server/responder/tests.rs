use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use domain::base::iana::{OptRcode, Rcode};
use domain::base::opt::Cookie;
use domain::base::opt::cookie::ClientCookie;
use domain::base::{Message, MessageBuilder, Name, Rtype};

use super::*;
use crate::zone::tests::zone;

const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

struct World {
    responder: Responder,
    limiter: RateLimiter,
    /// Seconds since 1970.
    now: Arc<AtomicI64>,
}

impl World {
    fn new() -> World {
        let set = ("a.test", "TXT", 60, vec!["\"text\"".to_owned()]);
        let zones = Snapshot::default().with_zone(zone("test", [set]));
        let now = Arc::new(AtomicI64::new(1_795_392_000));
        let time = Arc::clone(&now);
        let drawn = AtomicU8::new(0);
        let surroundings = Surroundings {
            // Other bytes each time.
            random: Arc::new(move |bytes| bytes.fill(drawn.fetch_add(1, Ordering::Relaxed))),
            now: Arc::new(move || Timestamp::from_second(time.load(Ordering::Relaxed)).expect("a time")),
            metrics: QueryMetrics::default(),
        };
        let responder = Responder::new(Arc::new(ArcSwap::from_pointee(zones)), surroundings);
        let limiter = responder.limiter(1);
        World { responder, limiter, now }
    }

    fn ask(&mut self, query: &[u8], client: IpAddr) -> Option<Message<Vec<u8>>> {
        let answer = self.responder.moment().by_udp(&mut self.limiter, query, client, Duration::ZERO);
        answer.map(|bytes| Message::from_octets(bytes).expect("a message"))
    }

    /// Asks until the limit is used up.
    fn flood(&mut self, query: &[u8]) {
        for _ in 0..1000 {
            self.ask(query, CLIENT);
        }
    }
}

fn query(name: Option<&str>, cookie: Option<Cookie>) -> Vec<u8> {
    let mut question = MessageBuilder::new_vec().question();
    if let Some(name) = name {
        question.push((name.parse::<Name<Vec<u8>>>().expect("a name"), Rtype::TXT)).expect("room");
    }
    let mut additional = question.additional();
    if let Some(cookie) = cookie {
        additional.opt(|opt| opt.cookie(cookie)).expect("room");
    }
    additional.finish()
}

fn client_cookie() -> Cookie {
    Cookie::new(ClientCookie::from_octets([5; 8]), None)
}

fn cookie_of(message: &Message<Vec<u8>>) -> Cookie {
    message.opt().expect("an OPT record").opt().first().expect("a cookie")
}

#[test]
fn a_client_over_the_limit_is_sent_to_tcp_or_gets_nothing() {
    let mut world = World::new();
    let query = query(Some("a.test."), None);
    world.flood(&query);
    let answers: Vec<_> = (0..10).map(|_| world.ask(&query, CLIENT)).collect();
    let sent: Vec<_> = answers.into_iter().flatten().collect();
    assert_eq!(sent.len(), 5, "every second one is dropped");
    for answer in sent {
        assert!(answer.header().tc() && answer.header_counts().ancount() == 0);
        assert!(answer.as_slice().len() <= query.len(), "nothing is amplified");
    }
    let by_tcp = world.responder.moment().by_tcp(&query, CLIENT).expect("an answer");
    let by_tcp = Message::from_octets(by_tcp).expect("a message");
    assert_eq!((by_tcp.header().tc(), by_tcp.header_counts().ancount()), (false, 1));
}

#[test]
fn a_client_with_a_good_cookie_is_not_limited() {
    let mut world = World::new();
    let first = world.ask(&query(Some("a.test."), Some(client_cookie())), CLIENT).expect("an answer");
    assert_eq!((first.opt_rcode(), first.header_counts().ancount()), (OptRcode::NOERROR, 1));
    let cookie = cookie_of(&first);
    assert_eq!(cookie.client(), client_cookie().client());
    world.flood(&query(Some("a.test."), None));
    let known = query(Some("a.test."), Some(cookie));
    for _ in 0..1000 {
        assert_eq!(world.ask(&known, CLIENT).expect("an answer").header_counts().ancount(), 1);
    }
    let stolen = (0..10).filter_map(|_| world.ask(&known, "192.0.2.2".parse().expect("an address")));
    assert!(
        stolen.into_iter().all(|answer| answer.header_counts().ancount() == 0),
        "it is good for its client alone"
    );
}

#[test]
fn a_client_over_the_limit_that_knows_cookies_is_given_one() {
    let mut world = World::new();
    let unknown = query(Some("a.test."), Some(client_cookie()));
    world.flood(&unknown);
    let refused = (0..2).find_map(|_| world.ask(&unknown, CLIENT)).expect("every second one is answered");
    assert_eq!((refused.opt_rcode(), refused.header().tc()), (OptRcode::BADCOOKIE, false));
    let again = query(Some("a.test."), Some(cookie_of(&refused)));
    assert_eq!(world.ask(&again, CLIENT).expect("an answer").header_counts().ancount(), 1);
}

#[test]
fn a_cookie_alone_can_be_asked_for() {
    let mut world = World::new();
    let given = world.ask(&query(None, Some(client_cookie())), CLIENT).expect("an answer");
    assert_eq!(given.opt_rcode(), OptRcode::NOERROR);
    let cookie = cookie_of(&given);
    let good = world.ask(&query(None, Some(cookie.clone())), CLIENT).expect("an answer");
    assert_eq!(good.opt_rcode(), OptRcode::NOERROR);
    world.now.fetch_add(2 * 3600, Ordering::Relaxed);
    let stale = world.ask(&query(None, Some(cookie)), CLIENT).expect("an answer");
    assert_eq!(stale.opt_rcode(), OptRcode::BADCOOKIE);
    assert_eq!(world.ask(&query(None, None), CLIENT).expect("an answer").header().rcode(), Rcode::FORMERR);
}

#[test]
fn a_stale_cookie_is_answered_with_a_new_one() {
    let mut world = World::new();
    let cookie = cookie_of(&world.ask(&query(None, Some(client_cookie())), CLIENT).expect("an answer"));
    world.responder.rotate_secret();
    world.responder.rotate_secret();
    let answer = world.ask(&query(Some("a.test."), Some(cookie.clone())), CLIENT).expect("an answer");
    assert_eq!((answer.opt_rcode(), answer.header_counts().ancount()), (OptRcode::NOERROR, 1));
    assert_ne!(cookie_of(&answer), cookie);
}
