//! From the attributes of a load balancer and its listener to how the edge treats HTTP.

use std::time::Duration;

use http::{HeaderName, HeaderValue};
use tegata_edge::{
    AccessLogKey, ClientCertificateHeaders, DesyncMode, ForwardedFor, HttpSettings, TlsHeaders,
};
use tegata_model::load_balancing::Listener;
use tegata_model::load_balancing::attribute::{Attributes, LOAD_BALANCER, is_on, number, value};

/// How the edge treats HTTP on a listener. `balancer` are the attributes of its load balancer.
pub(super) fn http_settings(balancer: &Attributes, listener: &Listener) -> HttpSettings {
    let is_on_balancer = |key| is_on(LOAD_BALANCER, balancer, key);
    let word = |key| value(LOAD_BALANCER, balancer, key).unwrap_or_default();
    let default = HttpSettings::default();
    let seconds = |key, default| match number(LOAD_BALANCER, balancer, key) {
        Some(seconds) => Duration::from_secs(u64::from(seconds)),
        None => default,
    };
    let with_tls = is_on_balancer("routing.http.x_amzn_tls_version_and_cipher_suite.enabled");
    HttpSettings {
        idle_timeout: seconds("idle_timeout.timeout_seconds", default.idle_timeout),
        client_keep_alive: seconds("client_keep_alive.seconds", default.client_keep_alive),
        http2: is_on_balancer("routing.http2.enabled"),
        desync: match word("routing.http.desync_mitigation_mode") {
            "monitor" => DesyncMode::Monitor,
            "strictest" => DesyncMode::Strictest,
            _ => DesyncMode::Defensive,
        },
        drop_invalid_headers: is_on_balancer("routing.http.drop_invalid_header_fields.enabled"),
        preserve_host: is_on_balancer("routing.http.preserve_host_header.enabled"),
        forwarded_for: match word("routing.http.xff_header_processing.mode") {
            "preserve" => ForwardedFor::Preserve,
            "remove" => ForwardedFor::Remove,
            _ => ForwardedFor::Append,
        },
        client_port: is_on_balancer("routing.http.xff_client_port.enabled"),
        client_certificate_headers: client_certificate_headers(listener).unwrap_or_default(),
        tls_headers: if with_tls { tls_headers(listener) } else { None },
        server_header: of_listener(listener, "routing.http.response.server.enabled") != Some("false"),
        response_headers: response_headers(listener),
        access_log: is_on_balancer("access_logs.s3.enabled")
            .then_some(AccessLogKey(listener.load_balancer.0)),
    }
}

fn of_listener<'a>(listener: &'a Listener, key: &str) -> Option<&'a str> {
    value(listener.attribute_table(), &listener.attributes, key)
}

/// The names of the headers about TLS, which only listeners with TLS have.
fn tls_headers(listener: &Listener) -> Option<TlsHeaders> {
    let name = |key| of_listener(listener, key)?.parse::<HeaderName>().ok();
    Some(TlsHeaders {
        version: name("routing.http.request.x_amzn_tls_version.header_name")?,
        cipher_suite: name("routing.http.request.x_amzn_tls_cipher_suite.header_name")?,
    })
}

/// The names of the headers about clients' certificates, which only listeners with TLS have.
fn client_certificate_headers(listener: &Listener) -> Option<ClientCertificateHeaders> {
    let name = |part| {
        let key = format!("routing.http.request.x_amzn_mtls_clientcert{part}.header_name");
        of_listener(listener, &key)?.parse::<HeaderName>().ok()
    };
    Some(ClientCertificateHeaders {
        chain: name("")?,
        issuer: name("_issuer")?,
        leaf: name("_leaf")?,
        serial_number: name("_serial_number")?,
        subject: name("_subject")?,
        validity: name("_validity")?,
    })
}

/// `routing.http.response.<name>.header_value` stands for the header `<name>`, with hyphens.
fn response_headers(listener: &Listener) -> Vec<(HeaderName, HeaderValue)> {
    let set = listener.attributes.iter().filter_map(|(key, value)| {
        let name = key.strip_prefix("routing.http.response.")?.strip_suffix(".header_value")?;
        // The table of attributes accepts nothing else than what parses.
        Some((name.replace('_', "-").parse().ok()?, value.parse().ok()?))
    });
    set.collect()
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use tegata_model::load_balancing::action::{Action, ActionKind, FixedResponse};
    use tegata_model::load_balancing::listener::{Service, Tls};
    use tegata_model::load_balancing::{AlpnPolicy, ListenerId, LoadBalancerId};
    use tegata_model::{CertificateId, Tenant};

    use super::*;

    fn listener(attributes: &[(&str, &str)]) -> Listener {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let fixed = FixedResponse { status: 200, content_type: None, body: None };
        Listener {
            id: ListenerId(1),
            tenant: Tenant {
                account: "000000000000".parse().expect("an account"),
                region: "us-east-1".parse().expect("a region"),
            },
            load_balancer: LoadBalancerId(1),
            load_balancer_name: "site".to_owned(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 443,
            service: Service::Https(Tls {
                policy: String::new(),
                default_certificate: CertificateId(Default::default()),
                certificates: Vec::new(),
                mutual_authentication: tegata_model::load_balancing::MutualAuthentication::Off,
                alpn: AlpnPolicy::None,
            }),
            default_action: Action { order: None, kind: ActionKind::FixedResponse(fixed) },
            attributes: attributes.iter().map(owned).collect(),
            tags: Vec::new(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
            revision: 1,
        }
    }

    #[test]
    fn without_attributes_the_edge_has_its_defaults() {
        assert_eq!(http_settings(&Attributes::default(), &listener(&[])), HttpSettings::default());
    }

    #[test]
    fn what_is_set_arrives_at_the_edge() {
        let set = [
            ("idle_timeout.timeout_seconds", "7"),
            ("routing.http.desync_mitigation_mode", "strictest"),
            ("routing.http.xff_header_processing.mode", "remove"),
            ("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "true"),
            ("routing.http2.enabled", "false"),
        ];
        let balancer = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let listener = listener(&[
            ("routing.http.response.server.enabled", "false"),
            ("routing.http.response.x_frame_options.header_value", "DENY"),
            ("routing.http.request.x_amzn_tls_version.header_name", "X-Version"),
            ("routing.http.request.x_amzn_mtls_clientcert_subject.header_name", "X-Subject"),
        ]);
        let settings = http_settings(&balancer, &listener);
        let expected = HttpSettings {
            idle_timeout: Duration::from_secs(7),
            desync: DesyncMode::Strictest,
            forwarded_for: ForwardedFor::Remove,
            http2: false,
            server_header: false,
            response_headers: vec![(
                HeaderName::from_static("x-frame-options"),
                HeaderValue::from_static("DENY"),
            )],
            tls_headers: Some(TlsHeaders {
                version: HeaderName::from_static("x-version"),
                cipher_suite: HeaderName::from_static("x-amzn-tls-cipher-suite"),
            }),
            client_certificate_headers: ClientCertificateHeaders {
                subject: HeaderName::from_static("x-subject"),
                ..ClientCertificateHeaders::default()
            },
            ..HttpSettings::default()
        };
        assert_eq!(settings, expected);
    }
}
