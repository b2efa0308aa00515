//! What each hop does with TLS, and where on the path TLS ends.

use super::{Hop, Protocol, TlsRole};

/// Whether the hop itself ends TLS.
fn is_end_of_tls(hop: &Hop) -> bool {
    match hop.protocol {
        Some(Protocol::Https | Protocol::Tls) => true,
        Some(Protocol::Postgresql) => hop.certificate.is_some(),
        Some(Protocol::Http | Protocol::Tcp | Protocol::Udp) | None => false,
    }
}

/// Fills in the role of every hop. Each hop comes after the one that it is reached from.
pub(super) fn assign(hops: &mut [Hop]) {
    // Whether TLS ends at the hop or behind it.
    let mut is_encrypted_behind = vec![false; hops.len()];
    // Whether what goes through the hop unread is TLS in every direction.
    let mut next_count = vec![0_usize; hops.len()];
    let mut encrypted_count = vec![0_usize; hops.len()];
    for place in (0..hops.len()).rev() {
        let ends = is_end_of_tls(&hops[place]);
        let is_pass_through = hops[place].protocol == Some(Protocol::Tcp);
        let passes = is_pass_through && next_count[place] > 0 && next_count[place] == encrypted_count[place];
        hops[place].tls = match (hops[place].protocol, ends, is_encrypted_behind[place]) {
            (None, ..) => TlsRole::NotServed,
            (_, true, true) => TlsRole::EndsAndBeginsAgain,
            (_, true, false) => TlsRole::Ends,
            (_, false, _) if passes => TlsRole::PassesThrough,
            _ => TlsRole::PlainText,
        };
        if let Some(from) = hops[place].from {
            next_count[from] += 1;
            encrypted_count[from] += usize::from(ends || passes);
            is_encrypted_behind[from] |= ends || is_encrypted_behind[place];
        }
    }
}
