//! Validation records: derived, so that they need no memory.

use tegata_model::AccountId;
use tegata_model::certificate::ValidationRecord;

use crate::Instance;

const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";

/// The record that proves `base` for `account`: the same for ever, in every region, and another for every other
/// account and instance (ACM User Guide, "DNS validation").
#[must_use]
pub fn validation_record(instance: &Instance, account: &AccountId, base: &str) -> ValidationRecord {
    let parts = [account.as_str().as_bytes(), base.as_bytes()];
    let digest = |purpose| {
        let digest = instance.secret.digest(purpose, &parts);
        let (half, _) = digest.split_first_chunk::<16>().expect("half of 32 bytes");
        u128::from_be_bytes(*half)
    };
    ValidationRecord::new(
        base,
        digest("validation-name"),
        digest("validation-value"),
        &zone_label(instance),
        &instance.settings().validation_suffix,
    )
}

/// Ten letters, the same in the whole instance, where real values have a label that many accounts share.
fn zone_label(instance: &Instance) -> String {
    let digest = instance.secret.digest("validation-zone", &[]);
    digest.iter().take(10).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}
