//! The closed lists of what hops are and do.

use super::text_enum::text_enum;

text_enum! {
    /// What a hop is.
    HopKind {
        /// A name in the DNS.
        Name => "NAME",
        /// A content delivery network, such as CloudFront.
        Cdn => "CDN",
        /// An application load balancer.
        ApplicationLoadBalancer => "APPLICATION_LOAD_BALANCER",
        /// A network load balancer.
        NetworkLoadBalancer => "NETWORK_LOAD_BALANCER",
        /// A virtual or physical machine.
        Instance => "INSTANCE",
        /// A container.
        Container => "CONTAINER",
        /// A Lightsail instance, container service or load balancer.
        Lightsail => "LIGHTSAIL",
        /// A database.
        Database => "DATABASE",
        /// Something else.
        Other => "OTHER",
    }
}

text_enum! {
    /// What a declared hop is: something that this instance does not run.
    DeclaredKind {
        /// A content delivery network, such as CloudFront.
        Cdn => "CDN",
        /// A virtual or physical machine.
        Instance => "INSTANCE",
        /// A container.
        Container => "CONTAINER",
        /// A Lightsail instance, container service or load balancer.
        Lightsail => "LIGHTSAIL",
        /// A database.
        Database => "DATABASE",
        /// Something else.
        Other => "OTHER",
    }
}

text_enum! {
    /// What is served at a hop.
    Protocol {
        /// HTTP in the clear.
        Http => "HTTP",
        /// HTTP over TLS.
        Https => "HTTPS",
        /// A byte stream that the hop does not look into.
        Tcp => "TCP",
        /// A byte stream over TLS.
        Tls => "TLS",
        /// Datagrams.
        Udp => "UDP",
        /// PostgreSQL: TLS begins after a first message in the clear (PostgreSQL documentation, "SSL Session
        /// Encryption").
        Postgresql => "POSTGRESQL",
    }
}

text_enum! {
    /// Where a hop's certificate comes from.
    CertificateSource {
        /// Issued by this instance's authority through ACM's API, and placed by the service that serves it.
        Own => "OWN",
        /// From elsewhere, and imported into ACM here.
        Imported => "IMPORTED",
        /// From elsewhere, and installed on the host by its owner.
        Outside => "OUTSIDE",
    }
}

text_enum! {
    /// The network between a hop and the one before it.
    Network {
        /// Only its owner's machines are on it.
        Trusted => "TRUSTED",
        /// Others are on it, as on the Internet.
        Untrusted => "UNTRUSTED",
        /// Not declared.
        Unknown => "UNKNOWN",
    }
}

text_enum! {
    /// Whether a hop wants a certificate from who connects (mutual TLS).
    ClientCertificate {
        /// It wants none.
        NotRequired => "NOT_REQUIRED",
        /// It refuses connections without one.
        Required => "REQUIRED",
    }
}

text_enum! {
    /// A version of TLS.
    TlsVersion {
        /// 1.0 (RFC 2246).
        V1_0 => "TLSv1.0",
        /// 1.1 (RFC 4346).
        V1_1 => "TLSv1.1",
        /// 1.2 (RFC 5246).
        V1_2 => "TLSv1.2",
        /// 1.3 (RFC 8446).
        V1_3 => "TLSv1.3",
    }
}

text_enum! {
    /// What a hop does with TLS.
    TlsRole {
        /// It is the last hop that speaks TLS.
        Ends => "ENDS",
        /// It ends TLS, and the hop sends on over TLS again.
        EndsAndBeginsAgain => "ENDS_AND_BEGINS_AGAIN",
        /// It passes TLS through to the next hop without looking into it.
        PassesThrough => "PASSES_THROUGH",
        /// What arrives is in the clear.
        PlainText => "PLAIN_TEXT",
        /// It takes no connections: a name.
        NotServed => "NOT_SERVED",
    }
}

impl HopKind {
    /// The word for it in tables and pictures.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            HopKind::Name => "name",
            HopKind::Cdn => "CDN",
            HopKind::ApplicationLoadBalancer => "ALB",
            HopKind::NetworkLoadBalancer => "NLB",
            HopKind::Instance => "instance",
            HopKind::Container => "container",
            HopKind::Lightsail => "Lightsail",
            HopKind::Database => "database",
            HopKind::Other => "host",
        }
    }

    /// Whether it is a load balancer of this instance's.
    #[must_use]
    pub fn is_load_balancer(self) -> bool {
        matches!(self, HopKind::ApplicationLoadBalancer | HopKind::NetworkLoadBalancer)
    }
}

impl From<DeclaredKind> for HopKind {
    fn from(kind: DeclaredKind) -> HopKind {
        match kind {
            DeclaredKind::Cdn => HopKind::Cdn,
            DeclaredKind::Instance => HopKind::Instance,
            DeclaredKind::Container => HopKind::Container,
            DeclaredKind::Lightsail => HopKind::Lightsail,
            DeclaredKind::Database => HopKind::Database,
            DeclaredKind::Other => HopKind::Other,
        }
    }
}

impl TlsVersion {
    /// The version that a library writes as `TLSv1.2`, `TLS1.2` or `TLSv1`.
    #[must_use]
    pub fn from_library(text: &str) -> Option<TlsVersion> {
        let number = text.trim_start_matches("TLS").trim_start_matches('v').replace('_', ".");
        match number.as_str() {
            "1" | "1.0" => Some(TlsVersion::V1_0),
            "1.1" => Some(TlsVersion::V1_1),
            "1.2" => Some(TlsVersion::V1_2),
            "1.3" => Some(TlsVersion::V1_3),
            _ => None,
        }
    }
}
