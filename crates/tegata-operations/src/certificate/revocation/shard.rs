//! Which revocation list names a certificate: decided when it is issued, since its distribution point says so.

use tegata_model::certificate::Serial;

/// How many lists an intermediate has. With a million certificates revoked under two intermediates a list names 488 of
/// them, some 20 KB that are signed anew in well under a millisecond of P-256; signed on demand, empty ones cost
/// nothing.
pub(crate) const SHARDS: u32 = 1024;

/// The list for a serial number: its last bits are as random as any.
pub(crate) fn shard_of(serial: Serial) -> u32 {
    let last = serial.octets().iter().rev().take(4).rev();
    last.fold(0_u32, |bits, octet| bits << 8 | u32::from(*octet)) % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shard_is_used_and_none_beyond() {
        let mut used = vec![0_u32; SHARDS as usize];
        for number in 0..u128::from(SHARDS) * 16 {
            let serial = Serial::from_random((number * 0x9e37_79b9_7f4a_7c15).to_be_bytes());
            used[shard_of(serial) as usize] += 1;
        }
        assert!(used.iter().all(|count| *count > 0), "{used:?}");
    }
}
