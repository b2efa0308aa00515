//! Jobs from the store's queue: the runner that claims them, and one file for each kind of job.

pub mod runner;

mod ask_by_mail;
mod deliver_webhook;
mod gather;
mod issue;
mod look_up_proofs;
mod outcome;
mod replace;
mod send_mail;
