//! Effects on a world in memory: real authorities, keys and signatures; only name servers are played.

mod authorities;
mod crash;
mod edge;
mod http;
mod life;
mod mail;
mod names;
mod queue;
mod requester_key;
mod silence;
mod town;
mod year;
mod zones;
