//! DNS: the authoritative server on an in-memory snapshot, and the resolver for proofs.
