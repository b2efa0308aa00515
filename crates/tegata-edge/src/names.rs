//! DNS names as clients send them, and what is found by them.

use std::collections::HashMap;
use std::fmt;

/// A name that a client asks for, in the handshake or as the host of a request: lower case, without the final dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerName(String);

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ServerName {
    /// The name as it was sent, without a port.
    pub(crate) fn new(sent: &str) -> ServerName {
        ServerName(sent.strip_suffix('.').unwrap_or(sent).to_ascii_lowercase())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The wildcard that stands for it: `*` in place of its first label.
    pub(crate) fn wildcard(&self) -> Option<String> {
        self.0.split_once('.').map(|(_, rest)| format!("*.{rest}"))
    }
}

/// Things found by name, without looking through all of them. A name may begin with `*.`, which stands for one label.
#[derive(Debug)]
pub(crate) struct NameIndex<T>(HashMap<String, T>);

impl<T> Default for NameIndex<T> {
    fn default() -> NameIndex<T> {
        NameIndex(HashMap::new())
    }
}

impl<T> NameIndex<T> {
    /// What stands under exactly this name, `*.` included; `make` makes it when there is nothing yet.
    pub(crate) fn entry(&mut self, name: &str, make: impl FnOnce() -> T) -> &mut T {
        self.0.entry(ServerName::new(name).0).or_insert_with(make)
    }

    /// What matches a name: first by the name itself, then by its wildcard.
    pub(crate) fn matching(&self, name: &ServerName) -> impl Iterator<Item = &T> {
        let by_wildcard = name.wildcard().and_then(|wildcard| self.0.get(&wildcard));
        self.0.get(&name.0).into_iter().chain(by_wildcard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_itself_goes_before_a_wildcard_of_one_label() {
        let mut index = NameIndex::default();
        for name in ["*.example.com", "WWW.example.com.", "example.com"] {
            index.entry(name, || name);
        }
        let found = |name| index.matching(&ServerName::new(name)).copied().collect::<Vec<_>>();
        assert_eq!(found("www.EXAMPLE.com."), ["WWW.example.com.", "*.example.com"]);
        assert_eq!(found("api.example.com"), ["*.example.com"]);
        assert_eq!(found("example.com"), ["example.com"]);
        assert!(found("a.b.example.com").is_empty());
    }
}
