//! What was refused, as closed enums: one for each family of operations.
//!
//! A wire's table of codes matches a family without a default arm. So a new reason does not compile until every service
//! whose operations can answer with it has given it a code.

use std::fmt;

/// What was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Of the account's access: principals, access keys, policies.
    Access(AccessReason),
    /// Of certificates.
    Certificate(CertificateReason),
    /// Of events, webhooks and the outbox.
    Event(EventReason),
    /// Of this instance as a whole: its store, its clock, what it has not got.
    Instance(InstanceReason),
    /// Of load balancers, listeners and target groups.
    LoadBalancing(LoadBalancingReason),
    /// Of the network that load balancers are in: subnets, security groups.
    Network(NetworkReason),
    /// Of placements.
    Placement(PlacementReason),
    /// Of replacements of certificates.
    Replacement(ReplacementReason),
    /// Of hosted zones.
    Zone(ZoneReason),
}

impl Reason {
    /// Its name in logs, stable and in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Access(reason) => reason.as_str(),
            Reason::Certificate(reason) => reason.as_str(),
            Reason::Event(reason) => reason.as_str(),
            Reason::Instance(reason) => reason.as_str(),
            Reason::LoadBalancing(reason) => reason.as_str(),
            Reason::Network(reason) => reason.as_str(),
            Reason::Placement(reason) => reason.as_str(),
            Reason::Replacement(reason) => reason.as_str(),
            Reason::Zone(reason) => reason.as_str(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident of $family:ident {
        $($(#[$variant_doc:meta])* $variant:ident => $text:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them, for tests that walk a table.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Its name in logs, stable and in kebab case.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)*
                }
            }
        }

        impl From<$name> for Reason {
            fn from(reason: $name) -> Reason {
                Reason::$family(reason)
            }
        }
    };
}

reasons! {
    /// Refusals of the account's access.
    AccessReason of Access {
        /// A condition key that is unknown, or has the wrong number of values.
        Context => "context",
        /// The last access key of the owner cannot be taken away.
        LastOwnersAccessKey => "last-owners-access-key",
        /// A name with characters it cannot have.
        Name => "name",
        /// No such access key.
        NoSuchAccessKey => "no-such-access-key",
        /// No operation has that action.
        NoSuchAction => "no-such-action",
        /// No such policy document.
        NoSuchPolicy => "no-such-policy",
        /// No such principal.
        NoSuchPrincipal => "no-such-principal",
        /// A member of the request that is not supported.
        NotSupported => "not-supported",
        /// The policies do not allow the action, or forbid it.
        NotAuthorized => "not-authorized",
        /// An access key of the owner, which the owner alone changes.
        OwnersAccessKey => "owners-access-key",
        /// A policy document that is not valid.
        Policy => "policy",
        /// There is a principal of that name.
        PrincipalExists => "principal-exists",
        /// A resource that policies do not know, or a role's ARN that is not one.
        Resource => "resource",
        /// Temporary credentials for longer than they may be valid.
        SessionDuration => "session-duration",
        /// A source that is not an IP address.
        SourceIp => "source-ip",
        /// The principal has the most access keys it can have.
        TooManyAccessKeys => "too-many-access-keys",
        /// The account has the most policy documents it can have.
        TooManyPolicies => "too-many-policies",
        /// The account has the most principals it can have.
        TooManyPrincipals => "too-many-principals",
        /// The principal has the most sessions it can have.
        TooManySessions => "too-many-sessions",
    }
}

reasons! {
    /// Refusals of certificates.
    CertificateReason of Certificate {
        /// The account's configuration, as it was sent.
        AccountConfiguration => "account-configuration",
        /// A name that no certificate can have.
        DomainName => "domain-name",
        /// The option to export cannot be changed so.
        ExportOption => "export-option",
        /// A filter of a search that cannot be read.
        Filter => "filter",
        /// A certificate, key or chain that cannot be imported.
        Import => "import",
        /// Something serves the certificate.
        InUse => "in-use",
        /// Not the ARN of a certificate.
        InvalidArn => "invalid-arn",
        /// A key algorithm that is not issued.
        KeyAlgorithm => "key-algorithm",
        /// Renewal by request is for certificates that were exported.
        NeverExported => "never-exported",
        /// A page's token that was not given for this list.
        NextToken => "next-token",
        /// Nothing has been issued, and nothing will be.
        NoCertificate => "no-certificate",
        /// A change of options that names none.
        NoOptions => "no-options",
        /// No such certificate in this account and region.
        NoSuchCertificate => "no-such-certificate",
        /// No such resource of ACM's other kinds.
        NoSuchResource => "no-such-resource",
        /// The certificate's names are not proven by mail.
        NotByMail => "not-by-mail",
        /// The certificate's key cannot leave this instance.
        NotExportable => "not-exportable",
        /// The certificate cannot be renewed.
        NotRenewable => "not-renewable",
        /// The certificate cannot be revoked.
        NotRevocable => "not-revocable",
        /// The certificate's options cannot be changed.
        NotUpdatable => "not-updatable",
        /// A passphrase that cannot be used.
        Passphrase => "passphrase",
        /// The certificate has not been issued yet.
        RequestInProgress => "request-in-progress",
        /// A tag whose key is kept for AWS.
        ReservedTag => "reserved-tag",
        /// Not the ARN of a resource of ACM.
        ResourceArn => "resource-arn",
        /// A reason that subscribers cannot give.
        RevocationReason => "revocation-reason",
        /// A token of a search that was not given for this search.
        SearchToken => "search-token",
        /// Half of what says how a list is sorted.
        Sort => "sort",
        /// The most tags of a resource, in the words of the operations on resources.
        TagQuota => "tag-quota",
        /// Mails were sent a moment ago.
        Throttled => "throttled",
        /// An idempotency token that came with other input before.
        TokenReused => "token-reused",
        /// The account has the most certificates it can have.
        TooManyCertificates => "too-many-certificates",
        /// The account has requested the most certificates of a year.
        TooManyCertificatesInAYear => "too-many-certificates-in-a-year",
        /// The account has the most imported certificates it can have.
        TooManyImportedCertificates => "too-many-imported-certificates",
        /// The account has imported the most certificates of a year.
        TooManyImportedCertificatesInAYear => "too-many-imported-certificates-in-a-year",
        /// More names than a certificate can have.
        TooManyNames => "too-many-names",
        /// More tags than a certificate can have.
        TooManyTags => "too-many-tags",
        /// The certificate's validation method is being changed already.
        UpdateUnderWay => "update-under-way",
        /// A validation method that is not built.
        ValidationMethod => "validation-method",
        /// A validation domain that does not fit the name.
        ValidationOption => "validation-option",
    }
}

reasons! {
    /// Refusals of events, webhooks and the outbox.
    EventReason of Event {
        /// Two members that both say where to begin.
        FromAndLast => "from-and-last",
        /// An identifier that no mail can have.
        MailId => "mail-id",
        /// No such mail.
        NoSuchMail => "no-such-mail",
        /// No such webhook.
        NoSuchWebhook => "no-such-webhook",
        /// The account has the most webhooks it can have.
        TooManyWebhooks => "too-many-webhooks",
        /// An identifier that no webhook can have.
        WebhookId => "webhook-id",
        /// A URL that events cannot be sent to.
        WebhookUrl => "webhook-url",
    }
}

reasons! {
    /// Refusals of the instance as a whole.
    InstanceReason of Instance {
        /// The clock is not one that can be moved.
        ClockFixed => "clock-fixed",
        /// The clock would pass what it may.
        ClockTooFar => "clock-too-far",
        /// A fault of ours.
        Internal => "internal",
        /// A job took longer than a job may take.
        JobTime => "job-time",
        /// What AWS does and Tegata does not yet.
        NotBuilt => "not-built",
        /// Other transactions hold what this one needs.
        StoreBusy => "store-busy",
        /// The disk or database is full.
        StoreFull => "store-full",
        /// The store is a restored copy that waits for its operator.
        StoreHeld => "store-held",
        /// The database takes no changes.
        StoreReadOnly => "store-read-only",
        /// The instance is stopping.
        StoreStopped => "store-stopped",
        /// The database does not answer.
        StoreUnreachable => "store-unreachable",
        /// A request that names more objects than are looked up for one permission.
        TooManyReferences => "too-many-references",
    }
}

reasons! {
    /// Refusals of load balancers, listeners and target groups.
    LoadBalancingReason of LoadBalancing {
        /// An association of a trust store with a listener of its own account.
        AssociationOfSameAccount => "association-of-same-account",
        /// A bundle that a trust store cannot have.
        CaBundle => "ca-bundle",
        /// No such bundle.
        CaBundleNotFound => "ca-bundle-not-found",
        /// A certificate that is not there or cannot be served yet.
        CertificateNotFound => "certificate-not-found",
        /// A certificate that listeners cannot serve.
        CertificateUnsupported => "certificate-unsupported",
        /// Settings that do not go together, or an attribute that cannot have this value.
        Configuration => "balancing-configuration",
        /// The default certificate of a listener cannot be removed.
        DefaultCertificate => "default-certificate",
        /// A default rule, which only its listener changes.
        DefaultRule => "default-rule",
        /// A target group that does not speak what its listener needs.
        IncompatibleProtocols => "incompatible-protocols",
        /// An action that listeners cannot have.
        ListenerAction => "listener-action",
        /// The edge did not open the listener in time.
        ListenerNotOpen => "listener-not-open",
        /// Another listener has the port.
        ListenerTaken => "listener-taken",
        /// Another load balancer has the name.
        LoadBalancerNameTaken => "load-balancer-name-taken",
        /// The edge has no address to listen on.
        NoEdgeAddress => "no-edge-address",
        /// The trust store is not associated with the resource.
        NoSuchAssociation => "no-such-association",
        /// No such listener.
        NoSuchListener => "no-such-listener",
        /// No such load balancer.
        NoSuchLoadBalancer => "no-such-load-balancer",
        /// The trust store has no revocation list of this number.
        NoSuchRevocation => "no-such-revocation",
        /// No such rule.
        NoSuchRule => "no-such-rule",
        /// No such security policy.
        NoSuchSecurityPolicy => "no-such-security-policy",
        /// No such target group.
        NoSuchTargetGroup => "no-such-target-group",
        /// No such trust store.
        NoSuchTrustStore => "no-such-trust-store",
        /// No such subnet.
        NoSuchSubnet => "no-such-subnet",
        /// What ELB does and Tegata does not yet.
        NotBuilt => "balancing-not-built",
        /// Another rule of the listener has the priority.
        PriorityInUse => "priority-in-use",
        /// The load balancer is protected from deletion.
        Protected => "protected",
        /// A tag that was given twice.
        RepeatedTag => "repeated-tag",
        /// A revocation list that a trust store cannot have.
        RevocationContent => "revocation-content",
        /// No such revocation list.
        RevocationContentNotFound => "revocation-content-not-found",
        /// A security group that is not there.
        SecurityGroup => "security-group",
        /// A target that cannot be registered.
        Target => "target",
        /// A listener uses the target group.
        TargetGroupInUse => "target-group-in-use",
        /// Another target group has the name.
        TargetGroupNameTaken => "target-group-name-taken",
        /// The target group is another load balancer's.
        TargetGroupOfAnother => "target-group-of-another",
        /// A listener has the most certificates it can have.
        TooManyListenerCertificates => "too-many-listener-certificates",
        /// A load balancer has the most listeners it can have.
        TooManyListeners => "too-many-listeners",
        /// The account has the most load balancers it can have.
        TooManyLoadBalancers => "too-many-load-balancers",
        /// A trust store has the most revoked certificates it can have.
        TooManyRevokedEntries => "too-many-revoked-entries",
        /// A load balancer has the most rules it can have.
        TooManyRules => "too-many-rules",
        /// A resource has the most tags it can have.
        TooManyTags => "too-many-balancing-tags",
        /// The account has the most target groups it can have.
        TooManyTargetGroups => "too-many-target-groups",
        /// A load balancer uses the most target groups it can use.
        TooManyTargetGroupsOfLoadBalancer => "too-many-groups-per-load-balancer",
        /// A target group has the most targets it can have.
        TooManyTargets => "too-many-targets",
        /// The account has the most trust stores it can have.
        TooManyTrustStores => "too-many-trust-stores",
        /// A listener or a target group uses the trust store.
        TrustStoreInUse => "trust-store-in-use",
        /// Another trust store has the name.
        TrustStoreNameTaken => "trust-store-name-taken",
        /// A value that breaks a rule.
        Value => "balancing-value",
    }
}

reasons! {
    /// Refusals of the network.
    NetworkReason of Network {
        /// The default security group cannot be deleted.
        DefaultGroup => "default-security-group",
        /// It was only asked whether it could be done.
        DryRun => "dry-run",
        /// The same rule is there already.
        DuplicatePermission => "rule-exists",
        /// There is a security group of that name.
        GroupExists => "security-group-exists",
        /// Something uses the security group.
        InUse => "security-group-in-use",
        /// An identifier that is not of its form.
        MalformedId => "malformed-network-id",
        /// A member of the request is missing.
        Missing => "network-member-missing",
        /// No such security group.
        NoSuchGroup => "no-such-security-group",
        /// No such instance in the settings.
        NoSuchInstance => "no-such-instance",
        /// No such network interface.
        NoSuchInterface => "no-such-network-interface",
        /// No rule allows that.
        NoSuchPermission => "no-such-security-group-permission",
        /// No such route table.
        NoSuchRouteTable => "no-such-route-table",
        /// No rule of a security group has that identifier.
        NoSuchRule => "no-such-security-group-rule",
        /// No such subnet in the settings.
        NoSuchSubnet => "no-such-network-subnet",
        /// Nothing of that identifier.
        NoSuchThing => "no-such-network-thing",
        /// Another VPC than the one in the settings.
        NoSuchVpc => "no-such-vpc",
        /// What EC2 does and Tegata does not.
        NotSupported => "network-not-supported",
        /// The tenant has the most security groups it can have.
        TooManyGroups => "too-many-security-groups",
        /// The security group has the most rules it can have.
        TooManyRules => "too-many-security-group-rules",
        /// A thing has the most tags it can have.
        TooManyTags => "too-many-network-tags",
        /// A value that breaks a rule.
        Value => "network-value",
    }
}

reasons! {
    /// Refusals of placements.
    PlacementReason of Placement {
        /// A declaration that breaks a rule.
        Declaration => "hop-declaration",
        /// No declared hop of that name.
        NoSuchHop => "no-such-hop",
        /// A name that cannot have a path.
        PathName => "path-name",
        /// The account has the most declared hops it can have.
        TooManyHops => "too-many-hops",
    }
}

reasons! {
    /// Refusals of replacements of certificates.
    ReplacementReason of Replacement {
        /// No such replacement.
        NoSuchReplacement => "no-such-replacement",
        /// The certificate cannot be replaced.
        NotReplaceable => "not-replaceable",
        /// A change that leaves everything as it is.
        NothingToChange => "nothing-to-change",
        /// The replacement has ended.
        ReplacementIsOver => "replacement-is-over",
        /// Another replacement of the certificate has not ended.
        ReplacementUnderWay => "replacement-under-way",
    }
}

reasons! {
    /// Refusals of hosted zones.
    ZoneReason of Zone {
        /// A zone of another account has the domain.
        ConflictingDomain => "conflicting-domain",
        /// The zone is not signed.
        DnssecNotFound => "dnssec-not-found",
        /// There is such a zone already.
        HostedZoneExists => "hosted-zone-exists",
        /// The zone has record sets of its own.
        HostedZoneNotEmpty => "hosted-zone-not-empty",
        /// The operation is for private zones.
        HostedZoneNotPrivate => "hosted-zone-not-private",
        /// A change of record sets that cannot be made.
        InvalidChangeBatch => "invalid-change-batch",
        /// A name that no zone can have.
        InvalidDomainName => "invalid-domain-name",
        /// A member that breaks a rule.
        InvalidInput => "invalid-input",
        /// Every set of name servers has a zone of this domain.
        NoDelegationSet => "no-delegation-set",
        /// No such change.
        NoSuchChange => "no-such-change",
        /// No such CIDR collection.
        NoSuchCidrCollection => "no-such-cidr-collection",
        /// No such reusable delegation set.
        NoSuchDelegationSet => "no-such-delegation-set",
        /// No such place on the earth.
        NoSuchGeoLocation => "no-such-geo-location",
        /// No such health check.
        NoSuchHealthCheck => "no-such-health-check",
        /// No such zone.
        NoSuchHostedZone => "no-such-hosted-zone",
        /// No such key-signing key.
        NoSuchKeySigningKey => "no-such-key-signing-key",
        /// No such configuration of query logging.
        NoSuchQueryLoggingConfig => "no-such-query-logging-config",
        /// No such traffic policy.
        NoSuchTrafficPolicy => "no-such-traffic-policy",
        /// No such instance of a traffic policy.
        NoSuchTrafficPolicyInstance => "no-such-traffic-policy-instance",
        /// No such association with a VPC.
        VpcAssociationNotFound => "vpc-association-not-found",
        /// No such authorization of a VPC.
        VpcAuthorizationNotFound => "vpc-authorization-not-found",
    }
}
