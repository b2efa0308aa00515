//! Where TLS ends: listeners, SNI, security policies, proxying and health checks.
