//! DNS cookies (RFC 7873) in the form that servers of all vendors share (RFC 9018): a client that sends back what it
//! was given has its own address, so its queries are no reflected flood.

use std::net::IpAddr;

use domain::base::Serial;
use domain::base::opt::Cookie;

/// How long a cookie is good after it was made, and how far ahead of our clock it may be, in seconds (RFC 9018 §4.3).
const GOOD_FOR: u32 = 3600;
const AHEAD_MAX: u32 = 300;

/// The secrets that server cookies are made with. A cookie of the secret before is good as long as it is fresh, so that
/// a rotation turns no client away (RFC 9018 §5).
pub(super) struct CookieSecrets {
    current: [u8; 16],
    previous: [u8; 16],
}

impl CookieSecrets {
    /// Secrets that begin with `current`; `previous` is one that no cookie was made with.
    pub(super) fn new(current: [u8; 16], previous: [u8; 16]) -> CookieSecrets {
        CookieSecrets { current, previous }
    }

    /// The secrets after a rotation to `fresh`.
    pub(super) fn rotated(&self, fresh: [u8; 16]) -> CookieSecrets {
        CookieSecrets { current: fresh, previous: self.current }
    }

    /// Whether a client's cookie was made here, for this client, and not too long ago. `now` counts seconds since
    /// 1970 and wraps around (RFC 1982).
    pub(super) fn accept(&self, cookie: &Cookie, client: IpAddr, now: u32) -> bool {
        let is_fresh = |made_at: Serial| {
            let age = now.wrapping_sub(made_at.into_int());
            age <= GOOD_FOR || age.wrapping_neg() <= AHEAD_MAX
        };
        [&self.current, &self.previous]
            .into_iter()
            .any(|secret| cookie.check_server_hash(client, secret, is_fresh))
    }

    /// The cookie that goes back to a client: its own part, and a new one of ours.
    pub(super) fn answer(&self, cookie: &Cookie, client: IpAddr, now: u32) -> Cookie {
        cookie.create_response(Serial(now), client, &self.current)
    }
}

#[cfg(test)]
mod tests {
    use domain::base::opt::cookie::ClientCookie;

    use super::*;

    const NOW: u32 = 1_559_731_985;

    fn client() -> IpAddr {
        "198.51.100.100".parse().expect("an address")
    }

    fn asked() -> Cookie {
        Cookie::new(ClientCookie::from_octets([0x24, 0x64, 0xc4, 0xab, 0xcf, 0x10, 0xc9, 0x57]), None)
    }

    fn secrets() -> CookieSecrets {
        let mut secret = [0; 16];
        hex_into("e5e973e5a6b2a43f48e7dc849e37bfcf", &mut secret);
        CookieSecrets::new(secret, [9; 16])
    }

    fn hex_into(text: &str, bytes: &mut [u8]) {
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).expect("hexadecimal digits");
        }
    }

    #[test]
    fn cookies_are_those_of_rfc_9018() {
        // RFC 9018 appendix A.1.
        let cookie = secrets().answer(&asked(), client(), NOW);
        assert_eq!(cookie.to_string().to_lowercase(), "2464c4abcf10c957010000005cf79f111f8130c3eee29480");
    }

    #[test]
    fn a_cookie_is_good_for_its_client_and_an_hour() {
        let secrets = secrets();
        let cookie = secrets.answer(&asked(), client(), NOW);
        for (now, good) in
            [(NOW, true), (NOW + 3600, true), (NOW + 3601, false), (NOW - 300, true), (NOW - 301, false)]
        {
            assert_eq!(secrets.accept(&cookie, client(), now), good, "{now}");
        }
        assert!(!secrets.accept(&cookie, "198.51.100.101".parse().expect("an address"), NOW));
        assert!(!secrets.accept(&asked(), client(), NOW), "the client's own part shows nothing");
        let other = Cookie::new(ClientCookie::from_octets([1; 8]), cookie.server().cloned());
        assert!(!secrets.accept(&other, client(), NOW), "a cookie belongs to the client's part");
    }

    #[test]
    fn a_cookie_outlives_one_rotation() {
        let first = secrets();
        let cookie = first.answer(&asked(), client(), NOW);
        let second = first.rotated([1; 16]);
        assert!(second.accept(&cookie, client(), NOW));
        assert!(!second.rotated([2; 16]).accept(&cookie, client(), NOW));
    }

    #[test]
    fn the_seconds_may_wrap_around() {
        let secrets = secrets();
        let cookie = secrets.answer(&asked(), client(), u32::MAX - 10);
        assert!(secrets.accept(&cookie, client(), 100));
        assert!(!secrets.accept(&cookie, client(), 3600));
    }
}
