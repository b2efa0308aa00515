//! What policies can speak of: the Cedar schema that they are checked against before they are kept.
//!
//! Principals are `Principal::"alice"`, actions `Action::"acm:RequestCertificate"`, resources
//! `Certificate::"arn:aws:acm:…"`, `HostedZone::"arn:aws:route53:::hostedzone/Z…"`, `LoadBalancer`, `Listener` and
//! `TargetGroup` by their ARNs, and `Account::"123456789012"`. A principal whose permissions are given by `sts:AssumeRole`
//! is also `Role::"arn:aws:iam::123456789012:role/alice"`; the policies of its account name principals of other accounts by
//! their ARNs, or by `principal in Account::"…"`. What names no single thing (a list, a request for a
//! certificate) is asked of the account. Every thing is in its account and a listener also in its load balancer, so
//! `resource in …` takes them together. `Action::"acm:*"` has all of a service's actions, `Action::"acm:Read"` those
//! that change nothing. Things with tags answer `resource.hasTag("team")` and `resource.getTag("team")`.
//!
//! Requests that name domains (a certificate, a hosted zone, record sets, a mail to a domain's owners) carry the names
//! in `tegata:DomainNames`, and in `tegata:AllNamesUnder` and `tegata:AnyNameUnder` the domains that all or some of them
//! stand at or below. A wildcard covers names and a hosted zone all below it, so
//! `forbid … when { context["tegata:AnyNameUnder"].contains("secret.example.com") }` also stops `*.example.com` and the
//! zone `example.com`. `tegata:WildcardNames` has the wildcards alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cedar_policy::{Schema, Validator};

use super::ResourceKind;

/// What an action's context may hold everywhere: AWS's global condition keys.
const GLOBAL: &str = r#""aws:CurrentTime": datetime, "aws:RequestedRegion": String, "aws:SourceIp"?: ipaddr"#;
/// What is made of the names in a request: see [`domain_names`](super::domain_names).
const NAMES: &str = r#""tegata:AllNamesUnder": Set<String>, "tegata:AnyNameUnder": Set<String>,
    "tegata:DomainNames": Set<String>, "tegata:WildcardNames": Set<String>"#;
/// ACM's condition keys (ACM User Guide, "Using condition keys with ACM").
const REQUEST: &str = r#""acm:CertificateAuthority"?: String, "acm:CertificateKeyPairOrigin": String,
    "acm:CertificateTransparencyLogging": String, "acm:DomainNames": Set<String>, "acm:Export": String,
    "acm:KeyAlgorithm": String, "acm:ValidationMethod": String"#;
/// Route 53's condition keys (Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access control").
const RECORDS: &str = r#""route53:ChangeResourceRecordSetsActions": Set<String>,
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": Set<String>,
    "route53:ChangeResourceRecordSetsRecordTypes": Set<String>"#;
/// STS's condition keys (IAM User Guide, "IAM and AWS STS condition context keys").
const SESSION: &str = r#""sts:ExternalId"?: String, "sts:RoleSessionName": String"#;

/// The actions that carry condition keys of their own: all whose request names domains, and `AssumeRole`.
pub const WITH_REQUEST_KEYS: [&str; 5] = [
    "acm:RequestCertificate",
    "acm:ResendValidationEmail",
    "route53:ChangeResourceRecordSets",
    "route53:CreateHostedZone",
    "sts:AssumeRole",
];

/// What an action's context may hold besides the global keys.
fn request_keys(action: &str) -> String {
    match action {
        "acm:RequestCertificate" => format!(", {NAMES}, {REQUEST}"),
        "route53:ChangeResourceRecordSets" => format!(", {NAMES}, {RECORDS}"),
        "sts:AssumeRole" => format!(", {SESSION}"),
        action if WITH_REQUEST_KEYS.contains(&action) => format!(", {NAMES}"),
        _ => String::new(),
    }
}

/// The actions that anyone may do who has signed, so that policies cannot speak of them (STS API Reference,
/// "GetCallerIdentity": an explicit deny has no effect).
pub const WITHOUT_PERMISSION: [&str; 1] = ["sts:GetCallerIdentity"];

/// An action, and what it can be asked about.
#[derive(Debug, Clone)]
pub struct Action {
    /// `service:Operation`.
    pub name: String,
    /// The kinds of objects; the account besides them.
    pub resources: BTreeSet<ResourceKind>,
}

/// Checks policies against what they can speak of.
pub struct AccessSchema {
    pub(super) validator: Validator,
    text: String,
}

impl AccessSchema {
    /// The schema of an instance that knows these actions.
    ///
    /// # Errors
    /// Cedar's words, when an action's name does not fit into a schema.
    pub fn new(actions: &[Action]) -> Result<AccessSchema, String> {
        let text = text(actions)?;
        let (schema, _) = Schema::from_cedarschema_str(&text).map_err(|error| error.to_string())?;
        Ok(AccessSchema { validator: Validator::new(schema), text })
    }

    /// The schema as Cedar writes it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Debug for AccessSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccessSchema({} bytes)", self.text.len())
    }
}

/// Whether an operation of this name changes nothing.
#[must_use]
pub fn is_reading(operation: &str) -> bool {
    ["Check", "Describe", "Draw", "Explain", "Get", "List", "Preview", "Search"]
        .iter()
        .any(|verb| operation.starts_with(verb))
        // Roots are public, unlike what ExportCertificate gives out.
        || operation == "ExportRoots"
}

/// The groups that an action is in, by their names: its service's, and the service's reading ones.
pub(super) fn groups(action: &str) -> Vec<String> {
    let Some((service, operation)) = action.split_once(':') else { return Vec::new() };
    let mut groups = vec![format!("{service}:*")];
    if is_reading(operation) {
        groups.push(format!("{service}:Read"));
    }
    groups
}

fn text(actions: &[Action]) -> Result<String, String> {
    let mut by_service: BTreeMap<&str, Vec<&Action>> = BTreeMap::new();
    for action in actions {
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match action.name.split_once(':') {
            Some((service, operation)) if plain(service) && plain(operation) => {
                by_service.entry(service).or_default().push(action);
            }
            _ => return Err(format!("'{}' is not an action: an action is SERVICE:OPERATION", action.name)),
        }
    }
    let mut text = String::from("entity Account;\nentity Principal in [Account] = { \"name\": String };\n");
    for kind in ResourceKind::ALL {
        let above = match kind {
            ResourceKind::Account => continue,
            ResourceKind::Listener => "[Account, LoadBalancer]",
            _ => "[Account]",
        };
        line(&mut text, format_args!("entity {} in {above} tags String;", kind.as_str()));
    }
    for (service, actions) in by_service {
        line(&mut text, format_args!("action \"{service}:*\", \"{service}:Read\";"));
        for Action { name: action, resources } in actions {
            let kinds = ResourceKind::ALL.into_iter();
            let kinds = kinds.filter(|kind| *kind == ResourceKind::Account || resources.contains(kind));
            let kinds: Vec<&str> = kinds.map(ResourceKind::as_str).collect();
            let above: Vec<String> = groups(action).iter().map(|group| format!("\"{group}\"")).collect();
            let more = request_keys(action);
            line(
                &mut text,
                format_args!(
                    "action \"{action}\" in [{}] appliesTo {{ principal: [Principal], resource: [{}], context: {{ {GLOBAL}{more} }} }};",
                    above.join(", "),
                    kinds.join(", ")
                ),
            );
        }
    }
    Ok(text)
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("memory takes what is written");
}
