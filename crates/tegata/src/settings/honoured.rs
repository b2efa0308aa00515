//! Every setting is honoured: for each the test that shows it.

use std::collections::BTreeSet;
use std::path::Path;

use super::members;

const FILE: &str = "tests/outside/test_settings.py what_the_file_says_is_honoured";
const MORE: &str = "tests/outside/test_settings.py quotas_and_what_else_the_file_says_are_honoured";
const HANG_UP: &str = "tests/outside/test_settings.py a_hang_up_reads_the_settings_again_and_ends_nothing";
const NETWORK: &str = "tests/outside/test_ec2_network.py the_settings_say_which_subnets_there_are";
const READ: &str =
    "crates/tegata/src/settings/tests.rs every_setting_is_read_from_the_file_and_by_its_argument_alike";

/// Settings, and the file and function of the test.
const SHOWN: &[(&str, &str)] = &[
    ("account", "tests/outside/test_local_cloud.py the_key_names_the_account"),
    ("region", FILE),
    ("organisation", FILE),
    ("country", FILE),
    ("high_strength", "tests/outside/test_pkilint.py pkilint_finds_no_error"),
    ("api", "tests/outside/test_settings.py a_port_alone_is_one_of_loopback"),
    (
        "api_tls",
        "tests/outside/test_api_tls.py on_loopback_plain_http_is_the_default_and_tls_can_be_switched_on",
    ),
    (
        "api_names",
        "tests/outside/test_api_tls.py a_restart_shows_the_same_certificate_and_other_names_another",
    ),
    ("dns", "tests/outside/test_settings.py a_port_alone_is_one_of_loopback"),
    ("store", "tests/outside/test_postgresql.py two_nodes_share_one_store"),
    // The value of `store` and `smtp`, which those tests show.
    ("store_file", READ),
    ("smtp_file", READ),
    (
        "journal",
        "tests/outside/test_backup.py a_directory_that_is_copied_back_takes_back_no_revocation_unnoticed",
    ),
    (
        "trust_loopback",
        "tests/outside/test_main_job.py trusting_loopback_takes_any_key_and_is_refused_elsewhere",
    ),
    ("node_name", "tests/outside/test_nodes.py a_listener_that_one_node_cannot_open_is_served_by_the_other"),
    ("clock_offset", MORE),
    ("log_format", "tests/outside/test_log.py text_and_filters_as_asked_for"),
    ("dns_forwarders", "tests/outside/test_settings.py look_ups_begin_at_the_forwarder"),
    ("dns_hints", "tests/outside/test_dns.py proofs_are_looked_up_from_the_root_down_at_servers_of_others"),
    (
        "http_validation_port",
        "tests/outside/test_http.py a_redirect_proves_a_name_and_so_does_the_content_itself",
    ),
    ("smtp", "tests/outside/test_email.py mails_are_signed_and_go_by_starttls_with_a_password"),
    ("mail_from", "tests/outside/test_email.py mails_are_signed_and_go_by_starttls_with_a_password"),
    ("dkim_key", "tests/outside/test_email.py mails_are_signed_and_go_by_starttls_with_a_password"),
    ("dkim_selector", "tests/outside/test_email.py mails_are_signed_and_go_by_starttls_with_a_password"),
    ("pki_base_url", FILE),
    ("log", "tests/outside/test_log.py text_and_filters_as_asked_for"),
    ("pages_base_url", MORE),
    ("name_servers", FILE),
    ("edge_addresses", FILE),
    ("edge_public_addresses", "tests/outside/test_alias.py the_dns_gives_the_addresses_that_clients_reach"),
    ("edge_domain", FILE),
    ("vpc", NETWORK),
    ("subnets", NETWORK),
    ("instances", MORE),
    ("buckets", "tests/outside/test_trust_stores.py trust_stores_live_their_lives"),
    ("target_networks", "tests/outside/test_edge.py targets_are_where_targets_may_be"),
    (
        "permit_egress",
        "tests/outside/test_events.py a_webhook_is_told_in_order_signed_and_again_after_refusals",
    ),
    ("permit_metrics", "crates/tegata-endpoints/src/metrics/tests.rs nobody_else_is_told_without_permission"),
    ("issuer_domains", MORE),
    ("validation_suffix", FILE),
    ("write_validation_records", "tests/outside/test_main_job.py what_is_pending_explains_itself"),
    ("names.reserved_suffixes", FILE),
    ("names.public_top_level_domains", MORE),
    ("quotas.names_per_certificate", HANG_UP),
    ("quotas.certificates", MORE),
    ("quotas.certificates_per_year", FILE),
    ("quotas.imported_certificates", MORE),
    ("quotas.imported_certificates_per_year", MORE),
    ("quotas.certificates_per_load_balancer", "tests/outside/test_sni.py many_certificates_on_one_listener"),
    (
        "rsa_keys_ready",
        "crates/tegata-effects/tests/it/life.rs an_rsa_certificate_takes_its_key_from_the_pool",
    ),
    ("export_iterations", MORE),
];

#[test]
fn a_test_shows_that_each_setting_is_honoured() {
    let known: BTreeSet<&str> = members().map(|member| member.key).collect();
    let shown: BTreeSet<&str> = SHOWN.iter().map(|(key, _)| *key).collect();
    assert_eq!(known, shown, "each setting is in the list, once it is in the table");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (key, place) in SHOWN {
        let (file, test) = place.split_once(' ').expect("a file and a test");
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let defined = [format!("def test_{test}("), format!("fn {test}(")];
        assert!(
            defined.iter().any(|definition| text.contains(definition)),
            "`{key}`: {file} has no test {test}"
        );
    }
}
