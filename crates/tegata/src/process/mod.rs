//! The process of an instance: put together, started, stopped. Everything is wired here and nothing is decided.

mod api_tls;
mod at_rest;
mod first_start;
mod founding;
mod live;
mod machine_addresses;
mod memory;
mod objects;
mod reload;
mod resolver;
mod running;
mod tasks;

pub(crate) use api_tls::ApiScheme;
pub(crate) use at_rest::AtRest;
pub(crate) use first_start::{LostStore, key_file_text, key_in_environment, key_text, sealer_of};
pub(crate) use memory::protect;
pub(crate) use resolver::resolver;
pub(crate) use running::{Options, Running, check_settings, start};
pub(crate) use tasks::Tasks;
