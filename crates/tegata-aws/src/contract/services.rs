//! The contracts that are in the binary: a row for each.

use std::sync::LazyLock;

use super::{Service, references};

/// A contract's text and what AWS's model does not say.
struct Contract {
    name: &'static str,
    text: &'static str,
    /// Hosts besides the endpoint prefix: with an endpoint of their own, ACM's ACME operations go to `acm-acme`.
    hosts: &'static [&'static str],
}

static CONTRACTS: [Contract; 6] = [
    Contract { name: "acm", text: include_str!("../../api/acm.json"), hosts: &["acm-acme"] },
    Contract { name: "ec2", text: include_str!("../../api/ec2.json"), hosts: &[] },
    Contract { name: "elbv2", text: include_str!("../../api/elbv2.json"), hosts: &[] },
    Contract { name: "route53", text: include_str!("../../api/route53.json"), hosts: &[] },
    Contract { name: "sts", text: include_str!("../../api/sts.json"), hosts: &[] },
    Contract { name: "tegata", text: include_str!("../../api/tegata.json"), hosts: &[] },
];

const UNSUPPORTED: &str = include_str!("../../api/unsupported.txt");
const REFERENCES: &str = include_str!("../../api/references.txt");

/// The services, loaded once.
pub static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let load = |contract: &Contract| {
        let service = Service::parse(contract.name, contract.text, UNSUPPORTED, REFERENCES)
            .expect("the contracts in the binary are well formed; a test loads them");
        Service { hosts: contract.hosts, ..service }
    };
    CONTRACTS.iter().map(load).collect()
});

/// The service of that name.
#[must_use]
pub fn service(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name)
}

impl Service {
    /// Reads a contract. `unsupported` has a line `service Operation` for each operation that is not built, `references`
    /// a line for each that is, of the form of `api/references.txt`; lines of other services are passed over.
    ///
    /// # Errors
    /// What is wrong with which text.
    pub fn parse(
        name: &'static str,
        contract: &str,
        unsupported: &str,
        references: &str,
    ) -> Result<Service, String> {
        let mut service: Service =
            serde_json::from_str(contract).map_err(|error| format!("{name}: {error}"))?;
        service.name = name;
        for (operation, description) in &mut service.operations {
            description.name.clone_from(operation);
        }
        service.unsupported = lines(name, unsupported).map(str::to_owned).collect();
        for line in lines(name, references) {
            let declared = references::parse(line).map_err(|error| format!("{name} {line}: {error}"))?;
            if declared.operation == "*" {
                service.not_references.extend(declared.not_references);
                continue;
            }
            let operation = service.operations.get_mut(declared.operation);
            let operation = operation.ok_or_else(|| format!("{name} {line}: no such operation"))?;
            operation.references = Some(declared.references);
            operation.not_references = declared.not_references;
        }
        Ok(service)
    }
}

/// What stands after a service's name in the lines that begin with it.
fn lines<'a>(name: &str, text: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .filter(move |(of, _)| *of == name)
        .map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_as_unsupported_is_in_a_contract() {
        for line in UNSUPPORTED.lines().filter(|line| !line.starts_with('#')) {
            let (of, operation) = line.split_once(' ').expect("a service and an operation");
            assert!(service(of).is_some_and(|service| service.operation(operation).is_some()), "{line}");
        }
    }

    #[test]
    fn every_line_of_references_is_of_a_service() {
        for line in REFERENCES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (of, _) = line.split_once(' ').expect("a service and an operation");
            assert!(service(of).is_some(), "{line}");
        }
    }
}
