//! Page sizes, which Route 53 has as text.

use tegata_operations::Error;
use tegata_operations::reason::ZoneReason;

/// The page size when the request has none.
const USUAL: u32 = 100;

/// The page size: as asked, at most `most`.
///
/// # Errors
/// `invalid-input`.
pub(super) fn size(asked: Option<&str>, most: u32) -> Result<u32, Error> {
    let Some(asked) = asked else { return Ok(USUAL.min(most)) };
    let size = asked.parse::<u32>().ok().filter(|size| *size > 0);
    let size = size.ok_or_else(|| {
        Error::invalid(
            ZoneReason::InvalidInput,
            format!("MaxItems {asked:?} is not a number from 1 to {most}."),
        )
    })?;
    Ok(size.min(most))
}
