//! An account's policies, compiled, and decisions by them.
//!
//! Cedar evaluates a set one policy after the other. So a decision first narrows: what can concern a principal and an
//! action is found once and kept, split into what holds for any resource and what names one, and only that is
//! evaluated. Two answers join exactly: forbidden if either forbids, allowed if either permits.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision as CedarDecision, Effect, Entities, Entity, EntityId,
    EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, PrincipalConstraint, Request, ResourceConstraint,
    RestrictedExpression, ValidationMode, ValidationWarning,
};
use miette::Diagnostic;
use parking_lot::Mutex;

use super::schema::{AccessSchema, groups};
use super::{AskedValue, PolicyName, Question, Resource, ResourceKind, structure};
use crate::AccountId;

/// The longest text of a policy document.
pub const DOCUMENT_BYTES_MAX: usize = 64 * 1024;
/// The most policy documents of an account.
pub const DOCUMENTS_MAX: usize = 500;
/// The most policies in all documents of an account.
pub const STATEMENTS_MAX: usize = 2000;
/// For how many pairs of principal and action the narrowing is kept.
const NARROWED_MAX: usize = 4096;

/// Why a policy document was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefused {
    /// Longer than [`DOCUMENT_BYTES_MAX`].
    #[error("policy {0} has more than {DOCUMENT_BYTES_MAX} bytes; split it into several")]
    TooLong(PolicyName),
    /// No policy in it.
    #[error("policy {0} contains no permit and no forbid statement")]
    Empty(PolicyName),
    /// A template, which has places to fill in.
    #[error("policy {0} has a template (?principal or ?resource); write the principal and the resource out")]
    Template(PolicyName),
    /// Not Cedar, or not about what there is.
    #[error("policy {name}, line {line}: {cause}")]
    Wrong {
        /// Which document.
        name: PolicyName,
        /// In which line of it, from 1.
        line: usize,
        /// What is wrong, in Cedar's words.
        cause: String,
    },
}

/// How a decision came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A policy permits it, and none forbids it.
    Allowed,
    /// No policy permits it.
    NotAllowed,
    /// A policy forbids it, whatever others permit.
    Forbidden,
}

/// A decision, and what decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// How it came out.
    pub verdict: Verdict,
    /// The policies that decided it: those that permit when it is allowed, those that forbid when it is forbidden.
    /// A policy is called by its document and its place in it, from 1: `developers#2`.
    pub by: BTreeSet<String>,
    /// Policies that could not be evaluated, each with the cause. One that would forbid counts as forbidding.
    pub faults: Vec<String>,
}

/// The compiled policies of an account. Asked by many at once.
pub struct Policies {
    all: Vec<Policy>,
    /// The texts in their conditions, for what a request covers is more than can be listed.
    texts: BTreeSet<String>,
    narrowed: Mutex<HashMap<(String, String), Arc<Narrowed>>>,
}

/// What can concern a principal and an action.
#[derive(Default)]
struct Narrowed {
    /// On whatever resource.
    anywhere: PolicySet,
    /// On the one resource that the policy names.
    on: HashMap<EntityUid, PolicySet>,
}

/// Reads a policy document and checks it against the schema; says how many policies it holds.
///
/// # Errors
/// The first thing found wrong, with its line.
pub fn check_document(schema: &AccessSchema, name: &PolicyName, text: &str) -> Result<usize, PolicyRefused> {
    let mut set = PolicySet::new();
    let policies = read(name, text)?;
    texts_of(name, &policies)?;
    for policy in policies {
        set.add(policy).map_err(|error| wrong(name, text, &error, &error.to_string()))?;
    }
    let checked = schema.validator.validate(&set, ValidationMode::Strict);
    if let Some(error) = checked.validation_errors().next() {
        return Err(wrong(name, text, error, &error.to_string()));
    }
    // To Cedar a policy that can never hold is only worth a warning; its author believes that it does.
    let never = |warning: &&ValidationWarning| matches!(warning, ValidationWarning::ImpossiblePolicy(_));
    if let Some(warning) = checked.validation_warnings().find(never) {
        let cause = "it can never apply: the action does not exist for this kind of resource, or its \
                     conditions exclude each other";
        return Err(wrong(name, text, warning, cause));
    }
    Ok(set.policies().count())
}

/// The policies of a document, each by its place.
fn read(name: &PolicyName, text: &str) -> Result<Vec<Policy>, PolicyRefused> {
    if text.len() > DOCUMENT_BYTES_MAX {
        return Err(PolicyRefused::TooLong(name.clone()));
    }
    structure::check(text).map_err(|(offset, cause)| {
        let line = line_of(text, offset);
        PolicyRefused::Wrong { name: name.clone(), line, cause }
    })?;
    let set = PolicySet::from_str(text).map_err(|errors| {
        let first = errors.iter().next();
        match first {
            Some(error) => wrong(name, text, error, &error.to_string()),
            None => wrong(name, text, &errors, &errors.to_string()),
        }
    })?;
    if set.num_of_templates() > 0 {
        return Err(PolicyRefused::Template(name.clone()));
    }
    // Cedar numbers the policies of a text from 0: `policy0`, `policy1`, …
    let place =
        |policy: &Policy| policy.id().to_string().trim_start_matches("policy").parse::<usize>().unwrap_or(0);
    let mut policies: Vec<Policy> = set.policies().cloned().collect();
    policies.sort_by_key(place);
    if policies.is_empty() {
        return Err(PolicyRefused::Empty(name.clone()));
    }
    let numbered = policies.iter().enumerate();
    Ok(numbered
        .map(|(index, policy)| policy.new_id(PolicyId::new(format!("{name}#{}", index + 1))))
        .collect())
}

/// The texts in the conditions of policies: whatever they may compare a domain with, except tags and names that come
/// with the question.
fn texts_of(name: &PolicyName, policies: &[Policy]) -> Result<BTreeSet<String>, PolicyRefused> {
    let mut texts = BTreeSet::new();
    for policy in policies {
        let form = policy.to_json().map_err(|error| PolicyRefused::Wrong {
            name: name.clone(),
            line: 1,
            cause: error.to_string(),
        })?;
        collect_texts(&form["conditions"], &mut texts);
    }
    Ok(texts)
}

fn collect_texts(value: &serde_json::Value, texts: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            texts.insert(text.clone());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        serde_json::Value::Object(members) => {
            members.values().for_each(|member| collect_texts(member, texts));
        }
        _ => {}
    }
}

fn wrong(name: &PolicyName, text: &str, error: &dyn Diagnostic, cause: &str) -> PolicyRefused {
    let offset = error.labels().and_then(|mut labels| labels.next()).map_or(0, |label| label.offset());
    let line = line_of(text, offset);
    let help = error.help().map(|help| format!(" ({help})")).unwrap_or_default();
    PolicyRefused::Wrong { name: name.clone(), line, cause: format!("{cause}{help}") }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset.min(text.len())).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

impl Policies {
    /// Compiles an account's documents, which were checked when they were put.
    ///
    /// # Errors
    /// When a document can no longer be read.
    pub fn compile<'a>(
        documents: impl IntoIterator<Item = (&'a PolicyName, &'a str)>,
    ) -> Result<Policies, PolicyRefused> {
        let (mut all, mut texts) = (Vec::new(), BTreeSet::new());
        for (name, text) in documents {
            let policies = read(name, text)?;
            texts.extend(texts_of(name, &policies)?);
            all.extend(policies);
        }
        Ok(Policies { all, texts, narrowed: Mutex::default() })
    }

    /// No policies: only the owner may do anything.
    #[must_use]
    pub fn none() -> Policies {
        Policies { all: Vec::new(), texts: BTreeSet::new(), narrowed: Mutex::default() }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Decides a question of somebody other than the owner.
    #[must_use]
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        let resource = uid(question.resource.kind.as_str(), &question.resource.id);
        let narrowed = self.narrowed(question);
        let concerned = [Some(&narrowed.anywhere), narrowed.on.get(&resource)];
        let concerned = concerned.into_iter().flatten().filter(|set| !set.is_empty());
        let mut concerned = concerned.peekable();
        let mut decision = Decision { verdict: Verdict::NotAllowed, by: BTreeSet::new(), faults: Vec::new() };
        if concerned.peek().is_none() {
            return decision;
        }
        let (request, entities) = match asked(question, resource, &self.texts) {
            Ok(asked) => asked,
            Err(fault) => {
                decision.faults.push(fault);
                return decision;
            }
        };
        for set in concerned {
            decision.join(set, &request, &entities);
        }
        decision
    }

    fn narrowed(&self, question: &Question<'_>) -> Arc<Narrowed> {
        // An ARN is no principal's name, so principals of other accounts have keys of their own.
        let key = (question.principal.to_owned(), question.action.to_owned());
        if let Some(known) = self.narrowed.lock().get(&key) {
            return Arc::clone(known);
        }
        let is_foreign = question.principal_account.is_some();
        let found = Arc::new(self.narrow(question.principal, question.action, is_foreign));
        let mut kept = self.narrowed.lock();
        if kept.len() >= NARROWED_MAX {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&found));
        found
    }

    fn narrow(&self, principal: &str, action: &str, is_foreign: bool) -> Narrowed {
        let principal = uid("Principal", principal);
        let mut actions: HashSet<EntityUid> =
            groups(action).iter().map(|group| uid("Action", group)).collect();
        actions.insert(uid("Action", action));
        let own = uid("Action", action);
        let mut narrowed = Narrowed::default();
        for policy in &self.all {
            // An account's principals are alike but for their names, so `in` and `is` are left to Cedar.
            let concerns_principal = match policy.principal_constraint() {
                PrincipalConstraint::Eq(named) => named == principal,
                // "Every principal" means those of the account: a principal of another account has to be named, by
                // itself or by its account. What is forbidden to everyone is forbidden to it as well.
                PrincipalConstraint::Any | PrincipalConstraint::Is(_) => {
                    !is_foreign || policy.effect() == Effect::Forbid
                }
                _ => true,
            };
            let concerns_action = match policy.action_constraint() {
                ActionConstraint::Any => true,
                ActionConstraint::Eq(named) => named == own,
                ActionConstraint::In(named) => named.iter().any(|named| actions.contains(named)),
            };
            if !concerns_principal || !concerns_action {
                continue;
            }
            let set = match policy.resource_constraint() {
                ResourceConstraint::Eq(named) => narrowed.on.entry(named).or_default(),
                _ => &mut narrowed.anywhere,
            };
            set.add(policy.clone()).expect("policies are called by document and place, each once");
        }
        narrowed
    }
}

impl Default for Policies {
    fn default() -> Policies {
        Policies::none()
    }
}

impl fmt::Debug for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Policies({})", self.all.len())
    }
}

impl Decision {
    /// Takes in what another part of the policies says.
    fn join(&mut self, set: &PolicySet, request: &Request, entities: &Entities) {
        let response = Authorizer::new().is_authorized(request, set, entities);
        let mut by: BTreeSet<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        let mut verdict = match response.decision() {
            CedarDecision::Allow => Verdict::Allowed,
            CedarDecision::Deny if by.is_empty() => Verdict::NotAllowed,
            CedarDecision::Deny => Verdict::Forbidden,
        };
        for error in response.diagnostics().errors() {
            self.faults.push(error.to_string());
            let cedar_policy::AuthorizationError::PolicyEvaluationError(fault) = error;
            // Cedar passes over what it cannot evaluate. For what would forbid that is not safe.
            if set.policy(fault.policy_id()).is_some_and(|policy| policy.effect() == Effect::Forbid) {
                if verdict != Verdict::Forbidden {
                    by.clear();
                }
                verdict = Verdict::Forbidden;
                by.insert(fault.policy_id().to_string());
            }
        }
        match (self.verdict, verdict) {
            (Verdict::Forbidden, Verdict::Forbidden) | (Verdict::Allowed, Verdict::Allowed) => {
                self.by.extend(by);
            }
            (Verdict::Forbidden, _) | (_, Verdict::NotAllowed) => {}
            _ => (self.verdict, self.by) = (verdict, by),
        }
    }
}

/// A question in Cedar's terms: the request, and the things that it is about.
fn asked(
    question: &Question<'_>,
    resource: EntityUid,
    texts: &BTreeSet<String>,
) -> Result<(Request, Entities), String> {
    let principal = uid("Principal", question.principal);
    let action = uid("Action", question.action);
    let account = account_uid(question.account);
    let home = question.principal_account.map_or_else(|| account.clone(), account_uid);
    let above_action: Vec<EntityUid> =
        groups(question.action).iter().map(|group| uid("Action", group)).collect();
    let name = ("name".to_owned(), RestrictedExpression::new_string(question.principal.to_owned()));
    let mut entities = vec![
        entity(principal.clone(), [name], [home], [])?,
        entity(action.clone(), [], above_action.clone(), [])?,
        entity(account.clone(), [], [], [])?,
    ];
    for group in above_action {
        entities.push(entity(group, [], [], [])?);
    }
    if question.resource.kind != ResourceKind::Account {
        let account = question.resource.role_account.as_ref().map_or(account.clone(), account_uid);
        entities.push(thing(question.resource, resource.clone(), &account)?);
    }
    let others = question.resource.role_account.as_ref().into_iter().chain(question.principal_account);
    let others: BTreeSet<&AccountId> = others.filter(|other| *other != question.account).collect();
    for other in others {
        entities.push(entity(account_uid(other), [], [], [])?);
    }
    if let Some(load_balancer) = &question.resource.load_balancer {
        let above = uid(ResourceKind::LoadBalancer.as_str(), load_balancer);
        entities.push(entity(above, [], [account.clone()], [])?);
    }
    let entities = Entities::from_entities(entities, None).map_err(|error| error.to_string())?;
    let request = Request::new(principal, action, resource, context(question, texts)?, None);
    Ok((request.map_err(|error| error.to_string())?, entities))
}

fn thing(resource: &Resource, uid_of_it: EntityUid, account: &EntityUid) -> Result<Entity, String> {
    let mut above = vec![account.clone()];
    above.extend(resource.load_balancer.iter().map(|arn| uid(ResourceKind::LoadBalancer.as_str(), arn)));
    let tags = resource.tags.iter().map(|tag| {
        (tag.key.clone(), RestrictedExpression::new_string(tag.value.clone().unwrap_or_default()))
    });
    entity(uid_of_it, [], above, tags)
}

fn context(question: &Question<'_>, texts: &BTreeSet<String>) -> Result<Context, String> {
    let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
    let milliseconds = question.at.as_millisecond();
    let at = jiff::Timestamp::from_millisecond(milliseconds).map_err(|error| error.to_string())?;
    let mut pairs = vec![
        ("aws:CurrentTime".to_owned(), RestrictedExpression::new_datetime(format!("{at:.3}"))),
        ("aws:RequestedRegion".to_owned(), text(question.region.as_str())),
    ];
    if let Some(source) = question.source {
        pairs.push((
            "aws:SourceIp".to_owned(),
            RestrictedExpression::new_ip(source.to_canonical().to_string()),
        ));
    }
    for (key, value) in question.values {
        let value = match value {
            AskedValue::Text(value) => text(value),
            AskedValue::Texts(values) => {
                RestrictedExpression::new_set(values.iter().map(|value| text(value)))
            }
            AskedValue::Domains(domains) => {
                // Besides what can be listed: every text that a policy can compare with, as it is written.
                let tags = question.resource.tags.iter().filter_map(|tag| tag.value.as_deref());
                let compared = texts.iter().map(String::as_str).chain(tags).chain([question.principal]);
                let compared = compared.filter(|text| domains.holds(text));
                RestrictedExpression::new_set(domains.listed().chain(compared).map(text))
            }
        };
        pairs.push(((*key).to_owned(), value));
    }
    Context::from_pairs(pairs).map_err(|error| error.to_string())
}

fn entity(
    uid: EntityUid,
    attributes: impl IntoIterator<Item = (String, RestrictedExpression)>,
    above: impl IntoIterator<Item = EntityUid>,
    tags: impl IntoIterator<Item = (String, RestrictedExpression)>,
) -> Result<Entity, String> {
    Entity::new_with_tags(uid, attributes, above, tags).map_err(|error| error.to_string())
}

fn account_uid(account: &AccountId) -> EntityUid {
    uid(ResourceKind::Account.as_str(), account.as_str())
}

fn uid(kind: &str, id: &str) -> EntityUid {
    let kind = EntityTypeName::from_str(kind).expect("the names of our entity types are identifiers");
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}
