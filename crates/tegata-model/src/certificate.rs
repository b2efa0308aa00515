//! Certificates: leaf, chain and life cycle.
