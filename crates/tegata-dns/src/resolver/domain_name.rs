//! The form in which look-ups hold a domain name.

use domain::base::Name;

/// A domain name with octets of its own.
pub(super) type OwnedName = Name<Vec<u8>>;
