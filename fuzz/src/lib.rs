//! Fuzz targets: each takes any bytes, and must neither panic nor hang.

mod access;
mod aws;
mod dns;
mod edge;
mod egress;
mod names;
mod x509;

/// A target: its name, which is that of its corpus too, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("access_policy", access::policy),
    ("aws_json", aws::json),
    ("aws_query", aws::query),
    ("aws_rest_xml", aws::rest_xml),
    ("aws_answer", aws::answer),
    ("aws_signature", aws::signature),
    ("dns_query", dns::query),
    ("dns_value", dns::value),
    ("edge_cookie", edge::cookie),
    ("edge_rules", edge::rules),
    ("egress_url", egress::url),
    ("names", names::names),
    ("x509_der", x509::der),
    ("x509_handed_in", x509::imported),
    ("x509_ocsp", x509::ocsp),
    ("x509_pem", x509::pem),
    ("x509_trust", x509::trust),
];

/// Feeds a target, by its name.
///
/// # Panics
/// When there is none of that name; or when the target finds something.
pub fn feed(name: &str, bytes: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target of that name");
    target(bytes);
}
