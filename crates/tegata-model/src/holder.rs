//! Holders: what keeps a certificate in use, and as what a description names it.
//!
//! Here is the one place that knows how both are stored. A further kind of holder (a distribution of a CDN, a host that
//! a certificate is delivered to) is a variant here, and the compiler names what has to know it.

use crate::Tenant;
use crate::access::Resource;
use crate::load_balancing::{Kind, Listener, ListenerId, LoadBalancerId};

/// What attaches a certificate, and detaches it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A listener of a load balancer.
    Listener(ListenerId),
}

/// What a description names as using a certificate (ACM API, `InUseBy`). Several holders may belong to one of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateUser {
    /// A load balancer.
    LoadBalancer {
        /// What it is.
        kind: Kind,
        /// Its name, which never changes.
        name: String,
        /// Which.
        id: LoadBalancerId,
    },
}

/// A certificate's being in use: by which holder, and as what that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What holds it.
    pub holder: Holder,
    /// What descriptions name.
    pub user: CertificateUser,
}

impl Holder {
    /// The form in the store.
    #[must_use]
    pub fn to_stored(self) -> String {
        match self {
            Holder::Listener(id) => format!("listener/{id}"),
        }
    }

    /// The holder of a stored form; `None` when this release does not know it.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Holder> {
        match text.split_once('/')? {
            ("listener", id) => id.parse().ok().map(Holder::Listener),
            _ => None,
        }
    }
}

impl CertificateUser {
    /// The form in the store; its order is that of the descriptions.
    #[must_use]
    pub fn to_stored(&self) -> String {
        match self {
            CertificateUser::LoadBalancer { kind, name, id } => {
                format!("load-balancer/{}/{name}/{id}", kind.in_arn())
            }
        }
    }

    /// The user of a stored form; `None` when this release does not know it.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<CertificateUser> {
        match text.split_once('/')? {
            ("load-balancer", rest) => {
                let (kind, rest) = rest.split_once('/')?;
                let (name, id) = rest.split_once('/')?;
                let kind = Kind::from_arn(kind)?;
                Some(CertificateUser::LoadBalancer { kind, name: name.to_owned(), id: id.parse().ok()? })
            }
            _ => None,
        }
    }

    /// Its ARN, for a user of this tenant's.
    #[must_use]
    pub fn arn(&self, tenant: &Tenant) -> String {
        match self {
            CertificateUser::LoadBalancer { kind, name, id } => {
                Resource::load_balancer(tenant, *kind, name, *id).id
            }
        }
    }
}

impl Attachment {
    /// What a listener attaches its certificates with.
    #[must_use]
    pub fn of_listener(listener: &Listener) -> Attachment {
        let (name, id) = (listener.load_balancer_name.clone(), listener.load_balancer);
        let user = CertificateUser::LoadBalancer { kind: listener.kind(), name, id };
        Attachment { holder: Holder::Listener(listener.id), user }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again_and_nothing_else() {
        let holder = Holder::Listener(ListenerId(7));
        assert_eq!(Holder::from_stored(&holder.to_stored()), Some(holder));
        for kind in [Kind::Application, Kind::Network] {
            let user =
                CertificateUser::LoadBalancer { kind, name: "web-1".to_owned(), id: LoadBalancerId(9) };
            assert_eq!(CertificateUser::from_stored(&user.to_stored()), Some(user));
        }
        for unknown in [
            "",
            "listener",
            "listener/7",
            "distribution/E1",
            "load-balancer/app/web",
            "load-balancer/app/web/1",
            "load-balancer/gwy/web/0000000000000001",
        ] {
            assert_eq!(Holder::from_stored(unknown), None, "{unknown}");
            assert_eq!(CertificateUser::from_stored(unknown), None, "{unknown}");
        }
    }
}
