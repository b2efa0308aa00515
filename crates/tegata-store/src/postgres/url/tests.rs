use super::*;

fn refused(text: &str) -> String {
    read(text).expect_err(text)
}

#[test]
fn the_mode_decides_what_is_checked() {
    let file = || Roots::File("/etc/db.pem".into());
    let cases = [
        ("", SslMode::Prefer, Check::Nothing, Roots::System),
        ("sslmode=disable", SslMode::Disable, Check::Nothing, Roots::System),
        ("sslmode=require", SslMode::Require, Check::Nothing, Roots::System),
        ("sslmode=require&sslrootcert=/etc/db.pem", SslMode::Require, Check::Chain, file()),
        ("sslmode=verify-ca&sslrootcert=/etc/db.pem", SslMode::Require, Check::Chain, file()),
        ("sslmode=verify-full&sslrootcert=%2Fetc/db.pem", SslMode::Require, Check::ChainAndName, file()),
        ("sslmode=verify-full", SslMode::Require, Check::ChainAndName, Roots::System),
        ("sslrootcert=system", SslMode::Require, Check::ChainAndName, Roots::System),
    ];
    for (query, mode, check, roots) in cases {
        let pairs = query.replace('&', " ").replace("%2F", "/");
        for text in [
            format!("postgres://tegata@db.example/tegata?{query}"),
            format!("host=db.example user=tegata {pairs}"),
        ] {
            let target = read(&text).expect(&text);
            assert_eq!(target.servers[0].config.get_ssl_mode(), mode, "{text}");
            assert_eq!((target.tls.check, &target.tls.roots), (check, &roots), "{text}");
        }
    }
}

#[test]
fn what_is_not_honoured_is_refused_by_name() {
    let cases = [
        ("sslmode=allow", "sslmode"),
        ("sslmode=verify-ca", "sslrootcert"),
        ("sslmode=require&sslrootcert=system", "verify-full"),
        ("sslcert=/a.pem", "sslkey"),
        ("target_session_attrs=standby", "target_session_attrs"),
        ("load_balance_hosts=random", "load_balance_hosts"),
        ("sslcrl=/a.crl", "sslcrl"),
        ("tcp_user_timeout=soon", "tcp_user_timeout"),
        ("sslmode", "no value"),
    ];
    for (query, word) in cases {
        let why = refused(&format!("postgres://tegata:hunter2@db.example/tegata?{query}"));
        assert!(why.contains(word) && !why.contains("hunter2"), "{query}: {why}");
    }
    for text in ["mysql://db", "tegata", "host='db", "user=tegata", "postgres://"] {
        assert!(!refused(text).is_empty());
    }
}

#[test]
fn a_password_is_neither_cut_nor_shown() {
    let target = read("postgres://tegata:a?b%40c@db.example:6432/tegata?sslmode=disable").expect("a URL");
    assert_eq!(target.servers[0].config.get_password(), Some(&b"a?b@c"[..]));
    let pairs = read(r"host=db.example password='it\'s a \\' sslmode=require").expect("pairs");
    assert_eq!(pairs.servers[0].config.get_password(), Some(&br"it's a \"[..]));
    assert!(!format!("{pairs:?}").contains("it's"));
}

#[test]
fn each_server_is_tried_by_itself_and_has_to_take_changes() {
    let target = read("postgres://tegata@one:5433,two/tegata?connect_timeout=3").expect("a URL");
    let names: Vec<_> = target.servers.iter().map(|server| server.name.as_str()).collect();
    assert_eq!(names, ["one:5433", "two:5432"]);
    for server in &target.servers {
        assert_eq!(server.config.get_hosts().len(), 1);
        assert_eq!(server.config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
        assert_eq!(server.connect_within, Duration::from_secs(3));
        assert_eq!(server.config.get_tcp_user_timeout(), Some(&ACKNOWLEDGED_WITHIN));
        assert_eq!(server.config.get_dbname(), Some("tegata"));
    }
    let any = read("host=one target_session_attrs=any tcp_user_timeout=2500").expect("pairs");
    assert_eq!(any.servers[0].config.get_target_session_attrs(), TargetSessionAttrs::Any);
    assert_eq!(any.servers[0].config.get_tcp_user_timeout(), Some(&Duration::from_millis(2500)));
}

#[test]
fn a_socket_of_the_machine_has_no_tls() {
    let target = read("host=/run/postgresql,db.example sslmode=require").expect("pairs");
    let modes: Vec<_> = target.servers.iter().map(|server| server.config.get_ssl_mode()).collect();
    assert_eq!(modes, [SslMode::Disable, SslMode::Require]);
}
