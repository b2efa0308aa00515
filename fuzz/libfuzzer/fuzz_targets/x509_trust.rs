#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tegata_fuzz::feed("x509_trust", bytes));
