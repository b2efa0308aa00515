//! The sites of an open socket, found by the name that a client asks for.

use std::sync::Arc;

use crate::names::{NameIndex, ServerName};
use crate::vocabulary::{NamedSite, SiteKey, Sites};

/// What a socket holds for each of its sites.
pub(crate) enum SiteIndex<T> {
    /// One site, whatever the name.
    One(T),
    /// Sites by name.
    ByName(NameIndex<Arc<T>>),
}

impl<T> SiteIndex<T> {
    /// Makes what is held for each site. A name that two sites have belongs to the first.
    ///
    /// # Errors
    /// The first error of `make`.
    pub(crate) fn new<S, E>(
        sites: &Sites<S>,
        mut make: impl FnMut(Option<SiteKey>, &S) -> Result<T, E>,
    ) -> Result<SiteIndex<T>, E> {
        match sites {
            Sites::One(site) => Ok(SiteIndex::One(make(None, site)?)),
            Sites::ByName(named) => {
                let mut index = NameIndex::default();
                for NamedSite { key, names, site } in named {
                    let made = Arc::new(make(Some(*key), site)?);
                    for name in names {
                        index.entry(name, || Arc::clone(&made));
                    }
                }
                Ok(SiteIndex::ByName(index))
            }
        }
    }

    /// The site that a handshake is for.
    pub(crate) fn find(&self, name: Option<&ServerName>) -> Option<&T> {
        match self {
            SiteIndex::One(site) => Some(site),
            SiteIndex::ByName(index) => index.matching(name?).next().map(Arc::as_ref),
        }
    }
}
