//! Attributes: named settings of load balancers, target groups and listeners, each with a default.
//!
//! The tables hold what the API reference lists for application load balancers; those of network load balancers are beside
//! (`LoadBalancerAttribute`, `TargetGroupAttribute`, `ListenerAttribute`). Those with [`Attribute::honoured`] can be set. The
//! others have their default alone, which is what the edge does; another value is refused and not kept without an effect.

use std::collections::BTreeMap;

/// The attributes that were set, by key.
pub type Attributes = BTreeMap<String, String>;

/// One attribute.
#[derive(Debug)]
pub struct Attribute {
    /// Its key on the wire.
    pub key: &'static str,
    /// Its value until it is set.
    pub default: &'static str,
    /// What it may be set to.
    pub accepts: Accepts,
    /// Whether the edge, or an operation, acts by it; the others can have their default alone.
    pub honoured: bool,
}

/// What an attribute may be set to.
#[derive(Debug, PartialEq, Eq)]
pub enum Accepts {
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second, both included.
    Number(u32, u32),
    /// Zero, or a whole number from the first to the second.
    ZeroOrNumber(u32, u32),
    /// `off`, or a whole number from the first to the second.
    OffOrNumber(u32, u32),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Nothing, or this word.
    EmptyOrWord(&'static str),
    /// Nothing, or a whole number from the first to the second.
    EmptyOrNumber(u32, u32),
    /// Any text of at most this many characters.
    Text(usize),
    /// The name of a header, of at most this many characters: letters, digits, hyphens and underscores.
    HeaderName(usize),
    /// Nothing, or the name of a cookie, of at most this many characters, that is not one of ELB's own.
    CookieName(usize),
    /// The value of a header, of at most this many characters; nothing is no header.
    HeaderValue(usize),
}

/// Why attributes were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeRefused {
    /// No such key at all.
    Unknown {
        /// The key.
        key: String,
    },
    /// A key that other kinds of load balancer have.
    Unsupported {
        /// The key.
        key: String,
    },
    /// A key without a value.
    Missing {
        /// The key.
        key: String,
    },
    /// A value outside of what the key may have.
    Value {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// What would be right, in words.
        wanted: String,
    },
    /// A value other than the default for a key that nothing acts by yet.
    NotHonoured {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// The one value that the key can have.
        default: &'static str,
    },
    /// The same key twice.
    Repeated {
        /// The key.
        key: String,
    },
}

/// A table of attributes, and the keys that only other kinds have.
#[derive(Debug)]
pub struct Table {
    /// Those that there are, in the order in which they are shown.
    pub attributes: &'static [Attribute],
    /// Keys of other kinds of load balancers and targets.
    pub elsewhere: &'static [&'static str],
}

pub(super) const fn flag(key: &'static str, default: &'static str) -> Attribute {
    Attribute { key, default, accepts: Accepts::Flag, honoured: false }
}

pub(super) const fn text(key: &'static str, max: usize) -> Attribute {
    Attribute { key, default: "", accepts: Accepts::Text(max), honoured: false }
}

pub(super) const fn of(key: &'static str, default: &'static str, accepts: Accepts) -> Attribute {
    Attribute { key, default, accepts, honoured: false }
}

pub(super) const fn honoured(attribute: Attribute) -> Attribute {
    Attribute { honoured: true, ..attribute }
}

/// Attributes of an application load balancer.
pub const LOAD_BALANCER: &Table = &Table {
    attributes: &[
        honoured(flag("access_logs.s3.enabled", "false")),
        honoured(text("access_logs.s3.bucket", 256)),
        honoured(text("access_logs.s3.prefix", 1024)),
        honoured(of("client_keep_alive.seconds", "3600", Accepts::Number(60, 604_800))),
        flag("connection_logs.s3.enabled", "false"),
        text("connection_logs.s3.bucket", 256),
        text("connection_logs.s3.prefix", 1024),
        honoured(flag("deletion_protection.enabled", "false")),
        flag("health_check_logs.s3.enabled", "false"),
        text("health_check_logs.s3.bucket", 256),
        text("health_check_logs.s3.prefix", 1024),
        honoured(of("idle_timeout.timeout_seconds", "60", Accepts::Number(1, 4000))),
        flag("ipv6.deny_all_igw_traffic", "false"),
        of("load_balancing.cross_zone.enabled", "true", Accepts::Word(&["true"])),
        honoured(of(
            "routing.http.desync_mitigation_mode",
            "defensive",
            Accepts::Word(&["monitor", "defensive", "strictest"]),
        )),
        honoured(flag("routing.http.drop_invalid_header_fields.enabled", "false")),
        honoured(flag("routing.http.preserve_host_header.enabled", "false")),
        honoured(flag("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false")),
        honoured(flag("routing.http.xff_client_port.enabled", "false")),
        honoured(of(
            "routing.http.xff_header_processing.mode",
            "append",
            Accepts::Word(&["append", "preserve", "remove"]),
        )),
        honoured(flag("routing.http2.enabled", "true")),
        flag("waf.fail_open.enabled", "false"),
        flag("zonal_shift.config.enabled", "false"),
    ],
    elsewhere: &["dns_record.client_routing_policy", "secondary_ips.auto_assigned.per_subnet"],
};

/// Attributes of a target group of an application load balancer, with instances or addresses.
pub const TARGET_GROUP: &Table = &Table {
    attributes: &[
        honoured(of("deregistration_delay.timeout_seconds", "300", Accepts::Number(0, 3600))),
        of("load_balancing.algorithm.anomaly_mitigation", "off", Accepts::Word(&["on", "off"])),
        honoured(of(
            "load_balancing.algorithm.type",
            "round_robin",
            Accepts::Word(&["round_robin", "least_outstanding_requests", "weighted_random"]),
        )),
        // All targets of an edge are in one zone.
        honoured(of(
            "load_balancing.cross_zone.enabled",
            "use_load_balancer_configuration",
            Accepts::Word(&["true", "use_load_balancer_configuration"]),
        )),
        honoured(of("slow_start.duration_seconds", "0", Accepts::ZeroOrNumber(30, 900))),
        honoured(flag("stickiness.enabled", "false")),
        honoured(of("stickiness.type", "lb_cookie", Accepts::Word(&["lb_cookie", "app_cookie"]))),
        honoured(of("stickiness.lb_cookie.duration_seconds", "86400", Accepts::Number(1, 604_800))),
        honoured(of("stickiness.app_cookie.cookie_name", "", Accepts::CookieName(256))),
        honoured(of("stickiness.app_cookie.duration_seconds", "86400", Accepts::Number(1, 604_800))),
        of(
            "target_group_health.dns_failover.minimum_healthy_targets.count",
            "1",
            Accepts::OffOrNumber(1, 1000),
        ),
        of(
            "target_group_health.dns_failover.minimum_healthy_targets.percentage",
            "off",
            Accepts::OffOrNumber(1, 100),
        ),
        honoured(of(
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
            "1",
            Accepts::Number(1, 1000),
        )),
        honoured(of(
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
            "off",
            Accepts::OffOrNumber(1, 100),
        )),
        honoured(text("tegata.target_tls.server_name", 253)),
        honoured(text("tegata.target_tls.trust_store", 32)),
    ],
    elsewhere: &[
        "deregistration_delay.connection_termination.enabled",
        "lambda.multi_value_headers.enabled",
        "preserve_client_ip.enabled",
        "proxy_protocol_v2.enabled",
        "target_failover.on_deregistration",
        "target_failover.on_unhealthy",
        "target_health_state.unhealthy.connection_termination.enabled",
        "target_health_state.unhealthy.draining_interval_seconds",
    ],
};

/// ELB API, `ListenerAttribute`: at most 1 KB.
const HEADER_VALUE: Accepts = Accepts::HeaderValue(1024);

macro_rules! response_headers {
    ($($before:expr),* $(,)?) => {
        &[
            $($before,)*
            honoured(flag("routing.http.response.server.enabled", "true")),
            response_header(
                "routing.http.response.access_control_allow_credentials.header_value",
                Accepts::EmptyOrWord("true")
            ),
            response_header("routing.http.response.access_control_allow_headers.header_value", HEADER_VALUE),
            response_header("routing.http.response.access_control_allow_methods.header_value", HEADER_VALUE),
            response_header("routing.http.response.access_control_allow_origin.header_value", HEADER_VALUE),
            response_header("routing.http.response.access_control_expose_headers.header_value", HEADER_VALUE),
            response_header(
                "routing.http.response.access_control_max_age.header_value",
                Accepts::EmptyOrNumber(0, 86_400)
            ),
            response_header("routing.http.response.content_security_policy.header_value", HEADER_VALUE),
            response_header("routing.http.response.strict_transport_security.header_value", HEADER_VALUE),
            response_header(
                "routing.http.response.x_content_type_options.header_value",
                Accepts::EmptyOrWord("nosniff")
            ),
            response_header("routing.http.response.x_frame_options.header_value", HEADER_VALUE),
        ]
    };
}

const fn request_header(key: &'static str, default: &'static str) -> Attribute {
    Attribute { key, default, accepts: Accepts::HeaderName(40), honoured: true }
}

const fn response_header(key: &'static str, accepts: Accepts) -> Attribute {
    Attribute { key, default: "", accepts, honoured: true }
}

/// The keys that rename the headers which only a listener with TLS sends to targets.
const TLS_REQUEST_HEADERS: &[&str] = &[
    "routing.http.request.x_amzn_mtls_clientcert.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
    "routing.http.request.x_amzn_tls_cipher_suite.header_name",
    "routing.http.request.x_amzn_tls_version.header_name",
    "tcp.idle_timeout.seconds",
];

/// Attributes of an HTTP listener.
pub const HTTP_LISTENER: &Table = &Table { attributes: response_headers!(), elsewhere: TLS_REQUEST_HEADERS };

/// Attributes of an HTTPS listener.
pub const HTTPS_LISTENER: &Table = &Table {
    attributes: response_headers!(
        request_header("routing.http.request.x_amzn_mtls_clientcert.header_name", "X-Amzn-Mtls-Clientcert"),
        request_header(
            "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
            "X-Amzn-Mtls-Clientcert-Issuer"
        ),
        request_header(
            "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
            "X-Amzn-Mtls-Clientcert-Leaf"
        ),
        request_header(
            "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
            "X-Amzn-Mtls-Clientcert-Serial-Number"
        ),
        request_header(
            "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
            "X-Amzn-Mtls-Clientcert-Subject"
        ),
        request_header(
            "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
            "X-Amzn-Mtls-Clientcert-Validity"
        ),
        request_header("routing.http.request.x_amzn_tls_cipher_suite.header_name", "X-Amzn-Tls-Cipher-Suite"),
        request_header("routing.http.request.x_amzn_tls_version.header_name", "X-Amzn-Tls-Version"),
    ),
    elsewhere: &["tcp.idle_timeout.seconds"],
};

impl Table {
    fn find(&self, key: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|attribute| attribute.key == key)
    }

    /// Writes `changes` over `present`; all or none.
    ///
    /// # Errors
    /// When a key is none of this table's, comes twice, or its value does not fit or is not honoured.
    pub fn set(
        &self,
        present: &Attributes,
        changes: &[(String, Option<String>)],
    ) -> Result<Attributes, AttributeRefused> {
        let mut result = present.clone();
        for (place, (key, value)) in changes.iter().enumerate() {
            if changes[..place].iter().any(|(earlier, _)| earlier == key) {
                return Err(AttributeRefused::Repeated { key: key.clone() });
            }
            let Some(attribute) = self.find(key) else {
                let key = key.clone();
                return Err(if self.elsewhere.contains(&key.as_str()) {
                    AttributeRefused::Unsupported { key }
                } else {
                    AttributeRefused::Unknown { key }
                });
            };
            let Some(value) = value else { return Err(AttributeRefused::Missing { key: key.clone() }) };
            if !attribute.accepts.takes(value) {
                let (key, value, wanted) = (key.clone(), value.clone(), attribute.accepts.to_string());
                return Err(AttributeRefused::Value { key, value, wanted });
            }
            if value == attribute.default {
                result.remove(key);
            } else if !attribute.honoured {
                let (key, value) = (key.clone(), value.clone());
                return Err(AttributeRefused::NotHonoured { key, value, default: attribute.default });
            } else {
                result.insert(key.clone(), value.clone());
            }
        }
        Ok(result)
    }

    /// Every attribute with its value, in the table's order. Those of Tegata's own, which AWS's clients do not expect, are
    /// there once they are set.
    pub fn all<'a>(&self, present: &'a Attributes) -> impl Iterator<Item = (&'static str, &'a str)> {
        let is_shown = |key: &str| !key.starts_with("tegata.") || present.contains_key(key);
        let shown = self.attributes.iter().filter(move |attribute| is_shown(attribute.key));
        shown.map(|attribute| {
            (attribute.key, present.get(attribute.key).map_or(attribute.default, String::as_str))
        })
    }
}

/// The value of one attribute; `None` when the table has no such key.
#[must_use]
pub fn value<'a>(table: &Table, present: &'a Attributes, key: &str) -> Option<&'a str> {
    let attribute = table.find(key)?;
    Some(present.get(key).map_or(attribute.default, String::as_str))
}

/// The number that an attribute is set to; `None` for a key that is none of the table's or no number.
#[must_use]
pub fn number(table: &Table, present: &Attributes, key: &str) -> Option<u32> {
    value(table, present, key)?.parse().ok()
}

/// Whether an attribute is `true`.
#[must_use]
pub fn is_on(table: &Table, present: &Attributes, key: &str) -> bool {
    value(table, present, key) == Some("true")
}

/// A request changes its meaning when one of these is replaced.
const VITAL_HEADERS: [&str; 5] = ["connection", "content-length", "host", "transfer-encoding", "upgrade"];

impl Accepts {
    fn takes(&self, value: &str) -> bool {
        // `parse` alone would also take `+5` and `007`.
        let number = Some(value)
            .filter(|text| {
                text.bytes().all(|byte| byte.is_ascii_digit()) && (*text == "0" || !text.starts_with('0'))
            })
            .and_then(|text| text.parse::<u32>().ok());
        match self {
            Accepts::Flag => matches!(value, "true" | "false"),
            Accepts::Number(low, high) => number.is_some_and(|number| (*low..=*high).contains(&number)),
            Accepts::ZeroOrNumber(low, high) => {
                number.is_some_and(|number| number == 0 || (*low..=*high).contains(&number))
            }
            Accepts::OffOrNumber(low, high) => {
                value == "off" || number.is_some_and(|number| (*low..=*high).contains(&number))
            }
            Accepts::Word(words) => words.contains(&value),
            Accepts::EmptyOrWord(word) => value.is_empty() || value == *word,
            Accepts::EmptyOrNumber(low, high) => {
                value.is_empty() || number.is_some_and(|number| (*low..=*high).contains(&number))
            }
            Accepts::Text(max) => value.chars().count() <= *max && !value.chars().any(char::is_control),
            Accepts::HeaderName(max) => {
                let is_good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
                let is_vital = VITAL_HEADERS.iter().any(|vital| vital.eq_ignore_ascii_case(value));
                (1..=*max).contains(&value.len()) && value.bytes().all(is_good) && !is_vital
            }
            // RFC 6265 §4.1.1, RFC 9110 §5.6.2: a token.
            Accepts::CookieName(max) => {
                let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
                value.len() <= *max && value.bytes().all(is_good) && !value.starts_with("AWSALB")
            }
            // Values end up in answers: nothing that could end the line.
            Accepts::HeaderValue(max) => {
                value.len() <= *max && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
            }
        }
    }
}

impl std::fmt::Display for Accepts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Accepts::Flag => f.write_str("'true' or 'false'"),
            Accepts::Number(low, high) => write!(f, "between '{low}-{high}' inclusive"),
            Accepts::ZeroOrNumber(low, high) => write!(f, "'0' or between '{low}-{high}' inclusive"),
            Accepts::OffOrNumber(low, high) => write!(f, "'off' or between '{low}-{high}' inclusive"),
            Accepts::Word(words) => write!(f, "one of [{}]", words.join(", ")),
            Accepts::EmptyOrWord(word) => write!(f, "'{word}', or empty"),
            Accepts::EmptyOrNumber(low, high) => write!(f, "between '{low}-{high}' inclusive, or empty"),
            Accepts::Text(max) => write!(f, "at most '{max}' printable characters"),
            Accepts::HeaderName(max) => {
                write!(f, "the name of a header, of at most '{max}' letters, digits, hyphens and underscores")
            }
            Accepts::CookieName(max) => {
                write!(
                    f,
                    "the name of a cookie, of at most '{max}' characters, that does not begin with 'AWSALB'"
                )
            }
            Accepts::HeaderValue(max) => write!(f, "at most '{max}' printable ASCII characters"),
        }
    }
}

#[cfg(test)]
mod tests;
