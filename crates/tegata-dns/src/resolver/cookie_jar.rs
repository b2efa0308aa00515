//! DNS cookies of the client's side (RFC 7873 §5.1), for the name server of this instance: it limits its answers to
//! clients without one, and proofs of zones hosted here ask it many times a second.

use std::collections::HashMap;
use std::net::SocketAddr;

use domain::base::Message;
use domain::base::iana::OptRcode;
use domain::base::opt::Cookie;
use domain::base::opt::cookie::ClientCookie;
use parking_lot::Mutex;

use super::random::Random;

/// The cookies that servers gave.
#[derive(Debug, Default)]
pub struct CookieJar(Mutex<HashMap<SocketAddr, Cookie>>);

impl CookieJar {
    /// The cookie to send to a server: what it last gave, or a client's part of its own.
    pub(super) fn cookie(&self, server: SocketAddr, random: &Random) -> Cookie {
        let mut cookies = self.0.lock();
        let cookie = cookies.entry(server).or_insert_with(|| {
            let mut client = [0; 8];
            random(&mut client);
            Cookie::new(ClientCookie::from_octets(client), None)
        });
        cookie.clone()
    }

    /// Keeps the cookie of an answer, if it belongs to what was sent. `true` when the server wants to be asked again
    /// with it.
    pub(super) fn keep(&self, server: SocketAddr, answer: &Message<Vec<u8>>) -> bool {
        let given = answer.opt().and_then(|opt| opt.opt().first::<Cookie>());
        let Some(given) = given.filter(|given| given.server().is_some()) else { return false };
        let mut cookies = self.0.lock();
        let sent = cookies.get_mut(&server).filter(|sent| sent.client() == given.client());
        let Some(sent) = sent else { return false };
        *sent = given;
        answer.opt_rcode() == OptRcode::BADCOOKIE
    }
}
