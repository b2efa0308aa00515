//! What is remembered: SQLite and PostgreSQL, events, jobs, sealed keys.
