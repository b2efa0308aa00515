//! `tegata load-balancer`, `tegata listener` and `tegata target`.

use std::net::SocketAddr;

use clap::Subcommand;

use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum LoadBalancer {
    /// Make a load balancer: what listeners belong to.
    Create {
        /// Its name: 1 to 32 letters, digits and hyphens.
        name: String,
    },
    /// List load balancers.
    #[command(visible_alias = "ls")]
    List,
    /// Show a load balancer with its listeners and the health of their targets.
    Show {
        /// Which: its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: String,
    },
    /// Delete a load balancer with its listeners, and the target groups that `tegata listener create` made for them.
    #[command(visible_alias = "rm")]
    Delete {
        /// Which: its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Listener {
    /// Open a port that ends TLS with a certificate and passes requests on to targets. Makes the target group too.
    Create {
        /// Of which load balancer: its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: String,
        /// The port to open.
        #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
        port: u16,
        /// The certificate to show: a name of it, the beginning or end of its identifier, or its ARN. More of them are chosen
        /// by the name that a client asks for; the first is shown when none fits. Plain HTTP without any.
        #[arg(long = "certificate", value_name = "CERTIFICATE", add = complete::certificates())]
        certificates: Vec<String>,
        /// Where requests go on to, by plain HTTP: `ADDRESS:PORT`; repeatable.
        #[arg(long = "target", value_name = "ADDRESS:PORT", value_parser = target, required = true)]
        targets: Vec<SocketAddr>,
        /// The path that is asked for to see whether a target is healthy.
        #[arg(long, value_name = "PATH", default_value = "/")]
        health_path: String,
        /// The security policy, by the name that Elastic Load Balancing has for it.
        #[arg(long, value_name = "POLICY", requires = "certificates")]
        #[arg(default_value = "ELBSecurityPolicy-TLS13-1-2-2021-06")]
        policy: String,
    },
    /// List listeners.
    #[command(visible_alias = "ls")]
    List {
        /// Of this load balancer alone: its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: Option<String>,
    },
    /// Show a listener with its certificates and targets.
    Show {
        /// Which: `NAME:PORT` of its load balancer and its port, NAME when that has one listener, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
    /// Show another certificate when none fits the name that a client asks for, from now on.
    SetCertificate {
        /// Which: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The certificate: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Show one certificate more, to clients that ask for a name of it.
    AddCertificate {
        /// Which: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The certificate: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Show a certificate no longer that was added.
    RemoveCertificate {
        /// Which: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The certificate: a name of it, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Close a port, and delete the target group that `tegata listener create` made for it.
    #[command(visible_alias = "rm")]
    Delete {
        /// Which: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListenerTarget {
    /// Pass requests on to more targets.
    Add {
        /// Behind which listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// Where: `ADDRESS:PORT`.
        #[arg(required = true, value_name = "ADDRESS:PORT", value_parser = target)]
        targets: Vec<SocketAddr>,
    },
    /// Pass no new requests on to targets; those in progress end.
    #[command(visible_alias = "rm")]
    Remove {
        /// Behind which listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// Where: `ADDRESS:PORT`.
        #[arg(required = true, value_name = "ADDRESS:PORT", value_parser = target)]
        targets: Vec<SocketAddr>,
    },
    /// List targets and their health.
    #[command(visible_alias = "ls")]
    List {
        /// Behind which listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
}

/// Where a target listens.
fn target(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| {
        "write it as ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080; a name is not looked up".to_owned()
    })?;
    if address.port() == 0 { Err("port 0 is no port to connect to".to_owned()) } else { Ok(address) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_address_with_a_port() {
        assert!(target("127.0.0.1:8080").is_ok() && target("[::1]:80").is_ok());
        for refused in ["localhost:8080", "8080", "127.0.0.1", "127.0.0.1:0"] {
            assert!(target(refused).is_err(), "{refused}");
        }
    }
}
