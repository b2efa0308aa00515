//! Which rule decides about a request (ELB User Guide, "Listener rules").
//!
//! Conditions are made ready once, when a listener is put ([`RuleSet::new`]). A new kind of condition is a variant of
//! [`Condition`](crate::vocabulary::Condition) and of `condition::Test`.

mod condition;
mod error;
mod facts;
mod index;
mod rewrite;
mod text;
mod wildcard;

use std::net::IpAddr;
use std::sync::Arc;

use http::Request;
use http::header::HeaderValue;

use self::condition::Test;
pub use self::error::RuleError;
use self::facts::Facts;
use self::index::Index;
pub(crate) use self::rewrite::{RewriteFailed, Rewrites};
use crate::vocabulary::{Action, MatchedRule, Routes, Rule};

/// The routes of a site, ready to be followed.
#[derive(Debug)]
pub struct RuleSet {
    routes: Arc<Routes>,
    /// One for each rule of the routes.
    rules: Vec<Ready>,
    index: Option<Index>,
    /// Of what no rule is for.
    no_rewrites: Rewrites,
}

#[derive(Debug)]
struct Ready {
    tests: Vec<Test>,
    rewrites: Rewrites,
}

/// What is done with a request.
#[derive(Debug)]
pub(crate) struct Decision<'a> {
    pub(crate) action: &'a Action,
    /// Which rule it is from.
    pub(crate) rule: MatchedRule,
    /// What is rewritten before the request goes to a target.
    pub(crate) rewrites: &'a Rewrites,
}

impl RuleSet {
    /// Makes routes ready.
    ///
    /// # Errors
    /// When a condition or a rewrite cannot be followed.
    pub fn new(routes: Arc<Routes>) -> Result<RuleSet, RuleError> {
        let rules = routes.rules.iter().map(Ready::new).collect::<Result<Vec<Ready>, RuleError>>()?;
        let tests: Vec<&[Test]> = rules.iter().map(|rule| rule.tests.as_slice()).collect();
        let index = Index::new(&tests)?;
        Ok(RuleSet { routes, rules, index, no_rewrites: Rewrites::default() })
    }

    /// Whether it was made of these routes.
    pub(crate) fn is_of(&self, routes: &Routes) -> bool {
        *self.routes == *routes
    }

    /// What is done with a request for `host` from `client`: what the first rule says all of whose conditions hold, or
    /// else the default action.
    pub(crate) fn decide<B>(&self, request: &Request<B>, host: &HeaderValue, client: IpAddr) -> Decision<'_> {
        match self.find(request, host, client) {
            Some(at) => {
                let Rule { action, priority, .. } = &self.routes.rules[at];
                let rule = MatchedRule::Priority(*priority);
                Decision { action, rule, rewrites: &self.rules[at].rewrites }
            }
            None => {
                let (action, rewrites) = (&self.routes.default, &self.no_rewrites);
                Decision { action, rule: MatchedRule::Default, rewrites }
            }
        }
    }

    /// Which rule decides about a request, by its place among the rules; `None` for the default action.
    #[must_use]
    pub fn find<B>(&self, request: &Request<B>, host: &HeaderValue, client: IpAddr) -> Option<usize> {
        if self.rules.is_empty() {
            return None;
        }
        let facts = Facts::new(request, host, client);
        match &self.index {
            Some(index) => index.candidates(&facts).iter().find(|at| self.rules[*at].holds(&facts)),
            None => self.rules.iter().position(|rule| rule.holds(&facts)),
        }
    }
}

impl Ready {
    fn new(rule: &Rule) -> Result<Ready, RuleError> {
        let tests = rule.conditions.iter().map(Test::new).collect::<Result<_, _>>()?;
        Ok(Ready { tests, rewrites: Rewrites::new(rule.host_rewrite.as_ref(), rule.url_rewrite.as_ref())? })
    }

    fn holds(&self, facts: &Facts<'_>) -> bool {
        self.tests.iter().all(|test| test.holds(facts))
    }
}

#[cfg(test)]
mod tests;
