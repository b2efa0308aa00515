//! Who does what no caller asked for.

use std::ops::Deref;

use crate::Instance;

/// An instance in the hands of the effects. The operations that take it have no [`Caller`](crate::Caller) and ask for no
/// permission, such as renewing what is due: an endpoint, which has only an [`Instance`], cannot call them.
///
/// `tegata_effects::worker` makes one, and tests do. clippy.toml refuses [`Worker::new`] anywhere else.
#[derive(Clone)]
pub struct Worker(Instance);

impl Worker {
    /// A worker on this instance. Call `tegata_effects::worker` instead.
    #[must_use]
    pub fn new(instance: Instance) -> Worker {
        Worker(instance)
    }
}

impl Deref for Worker {
    type Target = Instance;

    fn deref(&self) -> &Instance {
        &self.0
    }
}
