//! Where random bytes come from: an argument, so that a test can choose them.

use std::sync::Arc;

/// Fills with random bytes.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
