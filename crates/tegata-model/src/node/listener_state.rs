//! How a listener does over all nodes: one that cannot open it does not make it failed where the others serve it.

/// Why a listener is not open on a node, in a sentence for its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOpen {
    /// The node's machine does not have its address: another machine may.
    Elsewhere(String),
    /// It should be open, and could not be opened.
    Failed(String),
}

impl NotOpen {
    /// Why.
    #[must_use]
    pub fn why(&self) -> &str {
        match self {
            NotOpen::Elsewhere(why) | NotOpen::Failed(why) => why,
        }
    }

    /// Its kind, as the store keeps it and the API shows it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            NotOpen::Elsewhere(_) => "elsewhere",
            NotOpen::Failed(_) => "failed",
        }
    }

    /// What [`NotOpen::kind`] and [`NotOpen::why`] were taken from. A kind that this release does not know is a failure.
    #[must_use]
    pub fn parse(kind: &str, why: String) -> NotOpen {
        if kind == "elsewhere" { NotOpen::Elsewhere(why) } else { NotOpen::Failed(why) }
    }
}

/// What a node makes of a listener; `Err` when it is not open there.
pub type ListenerOutcome = Result<(), NotOpen>;

/// How a listener does over all nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenerState {
    /// It is open on every node that has its address.
    Open,
    /// It is open on some of the nodes that have its address.
    OpenInPart {
        /// Which nodes it is not open on, and why.
        reason: String,
    },
    /// It is open on no node.
    Shut {
        /// Which nodes, and why.
        reason: String,
    },
}

/// How a listener does, given what each node with an edge makes of it, by the node's name. Where there is no node, it
/// counts as open: a load balancer is made before anything serves it.
#[must_use]
pub fn listener_state(outcomes: &[(&str, ListenerOutcome)]) -> ListenerState {
    let is_open = outcomes.is_empty() || outcomes.iter().any(|(_, outcome)| outcome.is_ok());
    let faults = outcomes.iter().filter_map(|(node, outcome)| match outcome {
        Err(NotOpen::Elsewhere(_)) if is_open => None,
        Err(fault) if outcomes.len() == 1 => Some(fault.why().to_owned()),
        Err(fault) => Some(format!("On node {node}: {}", fault.why())),
        Ok(()) => None,
    });
    let reason = faults.collect::<Vec<_>>().join(" ");
    match (is_open, reason.is_empty()) {
        (true, true) => ListenerState::Open,
        (true, false) => ListenerState::OpenInPart { reason },
        (false, _) => ListenerState::Shut { reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_node_that_cannot_open_it_does_not_fail_it_for_all() {
        let failed = || Err(NotOpen::Failed("Port 80 is taken.".to_owned()));
        let elsewhere = || Err(NotOpen::Elsewhere("10.0.0.1 is not here.".to_owned()));
        let state = |outcomes: &[(&str, ListenerOutcome)]| listener_state(outcomes);
        let in_part = |reason: &str| ListenerState::OpenInPart { reason: reason.to_owned() };
        let shut = |reason: &str| ListenerState::Shut { reason: reason.to_owned() };
        assert_eq!(state(&[]), ListenerState::Open);
        assert_eq!(state(&[("a", Ok(())), ("b", Ok(()))]), ListenerState::Open);
        assert_eq!(state(&[("a", Ok(())), ("b", elsewhere())]), ListenerState::Open);
        assert_eq!(state(&[("a", Ok(())), ("b", failed())]), in_part("On node b: Port 80 is taken."));
        assert_eq!(state(&[("a", failed())]), shut("Port 80 is taken."));
        assert_eq!(
            state(&[("a", failed()), ("b", elsewhere())]),
            shut("On node a: Port 80 is taken. On node b: 10.0.0.1 is not here.")
        );
    }
}
