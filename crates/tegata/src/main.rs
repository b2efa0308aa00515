//! Tegata: the certificate manager that people run themselves.
fn main() {}
