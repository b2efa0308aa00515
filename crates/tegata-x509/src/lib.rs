//! Codec for X.509: keys, certificates, CRLs, lint, chains.
