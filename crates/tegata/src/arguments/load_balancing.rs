//! `tegata load-balancer`, `tegata listener` and `tegata target`.

use std::net::SocketAddr;

use clap::Subcommand;

use crate::complete;

#[derive(Debug, Subcommand)]
pub(crate) enum LoadBalancer {
    /// Create a load balancer.
    Create {
        /// Its name: 1 to 32 letters, digits and hyphens.
        name: String,
    },
    /// List load balancers.
    #[command(visible_alias = "ls")]
    List,
    /// Show a load balancer with its listeners and the health of their targets.
    Show {
        /// Its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: String,
    },
    /// Delete a load balancer with its listeners, and the target groups that `tegata listener create` created for them.
    #[command(visible_alias = "rm")]
    Delete {
        /// Its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Listener {
    /// Open a port that terminates TLS and forwards requests to targets. Creates the target group too.
    Create {
        /// The load balancer: its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: String,
        /// The port to open.
        #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
        port: u16,
        /// The certificate to serve: one of its names, the beginning or end of its identifier, or its ARN. Repeatable:
        /// the client's server name (SNI) selects one, and the first is the default. Without it the listener speaks
        /// plain HTTP.
        #[arg(long = "certificate", value_name = "CERTIFICATE", add = complete::certificates())]
        certificates: Vec<String>,
        /// A target that requests are forwarded to by plain HTTP: `ADDRESS:PORT`; repeatable.
        #[arg(long = "target", value_name = "ADDRESS:PORT", value_parser = target, required = true)]
        targets: Vec<SocketAddr>,
        /// The path of health checks.
        #[arg(long, value_name = "PATH", default_value = "/")]
        health_path: String,
        /// The security policy, by its name in Elastic Load Balancing.
        #[arg(long, value_name = "POLICY", requires = "certificates")]
        #[arg(default_value = "ELBSecurityPolicy-TLS13-1-2-2021-06")]
        policy: String,
    },
    /// List listeners.
    #[command(visible_alias = "ls")]
    List {
        /// Only listeners of this load balancer: its name or its ARN.
        #[arg(value_name = "LOAD_BALANCER", add = complete::load_balancers())]
        load_balancer: Option<String>,
    },
    /// Show a listener with its certificates and targets.
    Show {
        /// The listener: `NAME:PORT` (load balancer and port), NAME if the load balancer has one listener, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
    /// Change the default certificate of a listener.
    SetCertificate {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Add a certificate to a listener. Clients that ask for one of its names (SNI) get it.
    AddCertificate {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Remove an added certificate from a listener.
    RemoveCertificate {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The certificate: one of its names, the beginning or end of its identifier, or its ARN.
        #[arg(value_name = "CERTIFICATE", add = complete::certificates())]
        certificate: String,
    },
    /// Delete a listener, and the target group that `tegata listener create` created for it.
    #[command(visible_alias = "rm")]
    Delete {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListenerTarget {
    /// Add targets to a listener.
    Add {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// A target: `ADDRESS:PORT`.
        #[arg(required = true, value_name = "ADDRESS:PORT", value_parser = target)]
        targets: Vec<SocketAddr>,
    },
    /// Remove targets from a listener. Requests in progress are completed.
    #[command(visible_alias = "rm")]
    Remove {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// A target: `ADDRESS:PORT`.
        #[arg(required = true, value_name = "ADDRESS:PORT", value_parser = target)]
        targets: Vec<SocketAddr>,
    },
    /// List targets and their health.
    #[command(visible_alias = "ls")]
    List {
        /// The listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
}

/// Where a target listens.
pub(super) fn target(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| {
        "write it as ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080; a name is not looked up".to_owned()
    })?;
    if address.port() == 0 {
        Err("port 0 cannot be connected to: give a port from 1 to 65535".to_owned())
    } else {
        Ok(address)
    }
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
