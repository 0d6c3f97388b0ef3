//! Locks and parts of locks.

use crate::text;
use terroir::lock::{Lock, Part};

/// What is read is written so that it reads back the same.
pub fn lock(data: &[u8]) {
    let Some(text) = text(data) else { return };
    match Lock::parse(text) {
        Ok(lock) => {
            let written = lock.to_text();
            let again = Lock::parse(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
            assert_eq!(again.to_text(), written, "a lock that changes when it is read");
            let _ = (lock.holds_until(), lock.has_conflict(), lock.choices());
        }
        Err(error) => assert!(error.line > 0 && !error.message.is_empty(), "{error}"),
    }
    match Part::parse(text) {
        Ok(part) => {
            let written = part.to_text();
            let again = Part::parse(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
            assert_eq!(again.to_text(), written, "a part that changes when it is read");
        }
        Err(error) => assert!(error.line > 0 && !error.message.is_empty(), "{error}"),
    }
}
