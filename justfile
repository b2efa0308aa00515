# Before each commit: format, lints, fast tests.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test --workspace --lib

# Exactly what CI runs.
ci:
    .ci/run
