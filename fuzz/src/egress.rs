//! URLs that others have us go to.

use std::net::IpAddr;

use tegata_egress::Rules;

/// A URL that is allowed is spelt in one way, and leads nowhere that is not: not to an address inside, in any spelling.
pub(crate) fn url(bytes: &[u8]) {
    let rules = Rules::default();
    let text = String::from_utf8_lossy(bytes);
    let Ok(place) = rules.judge(&text) else { return };
    let again = rules.judge(place.url()).expect("what is allowed is allowed in its own spelling");
    assert_eq!(again, place);
    assert!(place.url().starts_with("http://") || place.url().starts_with("https://"));
    match place.literal() {
        Some(IpAddr::V4(address)) => {
            assert!(!address.is_loopback() && !address.is_private() && !address.is_link_local());
        }
        Some(IpAddr::V6(address)) => assert_eq!(address.octets()[0] >> 5, 1),
        None => {}
    }
}
