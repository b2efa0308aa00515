//! Ways in: the AWS services, Tegata's own service, and the authority's public files.
//!
//! One port serves all of them. A request's bytes become a typed call here, the call becomes an answer's
//! bytes here, and nothing is decided in between: that is the operations' part.

pub mod server;

mod acm;
mod approvals;
mod audit;
mod authority_files;
mod browser;
mod capacity;
mod dispatch;
mod ec2;
mod elbv2;
mod gate;
mod health;
mod metrics;
mod mounts;
mod page;
mod permission;
mod references;
mod refusal;
mod revocation_status;
mod route53;
mod services;
mod serving;
mod start_page;
mod sts;
mod tegata;
#[cfg(test)]
mod transcript;
mod trust_store_content;

pub use acm::certificate_arn;
pub use gate::Trust;
pub use serving::Api;
