//! One listener that serves all of some certificates, which is more than ELB's quota lets its callers have on one.

use std::net::SocketAddr;

use anyhow::{Result, bail};
use tegata_model::CertificateId;
use tegata_model::change::Change;
use tegata_model::holder::Attachment;
use tegata_model::load_balancing::Kind;
use tegata_model::load_balancing::action::{Action, ActionKind, FixedResponse};
use tegata_model::load_balancing::listener::{NewListener, Protocol, Service};
use tegata_model::load_balancing::load_balancer::{
    IpAddressType, LoadBalancerSettings, NewLoadBalancer, Scheme,
};
use tegata_operations::instance::edge_status::Waited;
use tegata_operations::load_balancing::listener::{self, Words};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Instance, Named};
use tegata_store::certificates::attachments;
use tegata_store::load_balancing::listeners;

use crate::process::free_port;

/// Opens it at an edge that runs; gives where it listens. It answers each request with `here`.
///
/// # Errors
/// When it does not open.
pub async fn listen(
    instance: &Instance,
    owner: &Caller,
    default: CertificateId,
    certificates: Vec<CertificateId>,
) -> Result<SocketAddr> {
    let settings = LoadBalancerSettings {
        name: "bench".to_owned(),
        kind: Kind::Application,
        scheme: Scheme::InternetFacing,
        ip_address_type: IpAddressType::Ipv4,
        subnets: vec![],
        security_groups: vec![],
    };
    let request = NewLoadBalancer { settings, tags: vec![] };
    let balancer = load_balancer::create(instance, owner, request).await?.load_balancer;
    let answer = FixedResponse { status: 200, content_type: None, body: Some("here".to_owned()) };
    let request = NewListener {
        protocol: Some(Protocol::Https),
        port: Some(free_port()?),
        policy: Some("ELBSecurityPolicy-TLS13-1-2-2021-06".to_owned()),
        certificates: vec![default],
        mutual_authentication: None,
        alpn: None,
        actions: vec![Action { order: None, kind: ActionKind::FixedResponse(answer) }],
        tags: vec![],
    };
    let named = Named::new(balancer.id, "bench");
    let mut made = listener::create(instance, owner, named, request, Words::default()).await?.listener;
    let address = SocketAddr::new(made.address, made.port);
    if let Service::Https(tls) = &mut made.service {
        tls.certificates = certificates;
    }
    made.revision += 1;
    let (tenant, all, now) = (owner.tenant.clone(), made.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            for id in all.certificates() {
                let _ = attachments::attach(tx, &tenant, id, &Attachment::of_listener(&all))?;
            }
            listeners::update(tx, &all)?;
            tx.record_change(&Change::Listener(all.id), now)
        })
        .await?;
    loop {
        match instance.edge.wait_applied(made.id, made.revision).await {
            Waited::Open(at) if at == address => return Ok(address),
            Waited::Unknown => eprintln!("the edge has not loaded them yet"),
            other => bail!("{other:?} instead of {address}"),
        }
    }
}
