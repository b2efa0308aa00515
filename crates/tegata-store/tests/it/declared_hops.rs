//! Declared hops on every back end.

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::placement::{ClientCertificate, DeclaredHop, DeclaredKind, Network, Protocol};
use tegata_store::{Store, StoreError, declared_hops};

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    a_declared_hop_is_stored_replaced_and_deleted,
}

fn tenant(region: &str) -> Tenant {
    Tenant { account: "123456789012".parse().expect("an account"), region: region.parse().expect("a region") }
}

fn hop(name: &str, region: &str) -> DeclaredHop {
    DeclaredHop {
        tenant: tenant(region),
        name: name.to_owned(),
        kind: DeclaredKind::Instance,
        host: "10.0.0.7".parse().expect("a host"),
        port: 80,
        protocol: Protocol::Http,
        certificate: None,
        server_name: None,
        network: Network::Trusted,
        client_certificate: ClientCertificate::NotRequired,
        tls_versions: Vec::new(),
        forwards_to: Vec::new(),
        declared_at: Timestamp::UNIX_EPOCH,
    }
}

async fn a_declared_hop_is_stored_replaced_and_deleted(store: &Store) -> Done {
    let (here, there) = (tenant("us-east-1"), tenant("eu-west-1"));
    let changed = DeclaredHop { port: 8080, ..hop("b", "us-east-1") };
    let all = [hop("b", "us-east-1"), hop("a", "us-east-1"), hop("b", "eu-west-1"), changed.clone()];
    store
        .write(move |tx| {
            for hop in &all {
                declared_hops::put(tx, hop)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    let of = here.clone();
    let listed = store.read(move |tx| declared_hops::list(tx, &of)).await?;
    assert_eq!(listed, [hop("a", "us-east-1"), changed.clone()]);
    let of = here.clone();
    assert_eq!(store.read(move |tx| declared_hops::find(tx, &of, "b")).await?, Some(changed));
    let of = here.clone();
    store.write(move |tx| declared_hops::delete(tx, &of, "b")).await?;
    assert_eq!(store.read(move |tx| declared_hops::find(tx, &here, "b")).await?, None);
    assert_eq!(store.read(move |tx| declared_hops::list(tx, &there)).await?, [hop("b", "eu-west-1")]);
    Ok(())
}
