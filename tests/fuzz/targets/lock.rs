#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| terroir_fuzz::lock(data));
