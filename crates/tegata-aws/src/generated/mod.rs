//! Structs of the operations that are handled, made from the contracts by `cargo xtask gen`.

pub mod acm;
pub mod ec2;
pub mod elbv2;
pub mod route53;
pub mod sts;
pub mod tegata;
