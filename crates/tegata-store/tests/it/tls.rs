//! TLS to PostgreSQL, by libpq's modes.

use tegata_store::{Location, Store, params};

use crate::cluster;

async fn opened(url: &str) -> Result<Store, String> {
    Store::open(&Location::Postgres(url.to_owned())).await.map_err(|error| error.to_string())
}

async fn one(store: &Store, sql: &'static str) -> Option<String> {
    let row = store.read(move |tx| tx.row(sql, params![])).await.expect("read").expect("a row");
    row.get(0).expect("text")
}

const CIPHER: &str = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
const CLIENT: &str = "SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
async fn the_mode_of_the_url_decides() {
    let Some(folder) = cluster::certificates() else { return };
    let url = cluster::database("tls_modes");
    let root = format!("sslrootcert={}", folder.join("root.crt").display());
    for (query, is_encrypted) in [
        ("sslmode=disable".to_owned(), false),
        ("sslmode=prefer".to_owned(), true),
        ("sslmode=require".to_owned(), true),
        (format!("sslmode=verify-ca&{root}"), true),
        (format!("sslmode=verify-full&{root}"), true),
    ] {
        let store = opened(&format!("{url}?{query}")).await.expect(&query);
        assert_eq!(one(&store, CIPHER).await.is_some(), is_encrypted, "{query}");
    }
    // A server that has signed its own certificate is trusted by that certificate.
    let own = format!("sslrootcert={}", folder.join("server.crt").display());
    opened(&format!("{url}?sslmode=verify-full&{own}")).await.expect("trusted as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_another_is_refused_in_words() {
    let Some(folder) = cluster::certificates() else { return };
    let url = cluster::database("tls_refusals");
    let file = |name: &str| format!("sslrootcert={}", folder.join(name).display());
    let by_name = url.replace("127.0.0.1", "localhost");
    for (url, query, words) in [
        (
            &by_name,
            format!("sslmode=verify-full&{}", file("root.crt")),
            "is for 127.0.0.1, db.example, but the host in the URL is localhost",
        ),
        (&url, format!("sslmode=verify-ca&{}", file("client.crt")), "not from a trusted authority"),
        (&url, "sslmode=verify-full".to_owned(), "not from a trusted authority"),
        (&url, format!("sslmode=verify-full&{}", file("none.crt")), "none.crt cannot be read"),
    ] {
        let error = opened(&format!("{url}?{query}")).await.expect_err(&query);
        assert!(error.contains(words), "{query}: {error}");
    }
    opened(&format!("{by_name}?sslmode=verify-ca&{}", file("root.crt"))).await.expect("any name will do");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clients_certificate_is_shown() {
    let Some(folder) = cluster::certificates() else { return };
    let url = cluster::database("tls_client");
    let file = |name: &str| folder.join(name).display().to_string();
    let query = format!("sslmode=require&sslcert={}&sslkey={}", file("client.crt"), file("client.key"));
    let store = opened(&format!("{url}?{query}")).await.expect("opened");
    assert_eq!(one(&store, CLIENT).await.as_deref(), Some("/CN=tegata"));
}
