//! Faults of terroir itself, and of the crates that it is built on: caught where the command begins, and reported as such.

use super::failure::Failure;
use super::status::Status;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What the first panic of the run says, and where it is.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// Runs a command; one that panics has not been done. `report` writes a failure to stderr.
pub fn caught(run: impl FnOnce() -> ExitCode, report: impl FnOnce(Failure) -> Status) -> ExitCode {
    panic::set_hook(Box::new(|info| {
        let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| info.to_string());
    }));
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(status) => status,
        Err(_) => {
            let first = FIRST.lock().unwrap_or_else(PoisonError::into_inner).take();
            report(Failure::Internal(first.unwrap_or_else(|| "no message".to_owned()))).into()
        }
    }
}

/// Refuses work of a crate that gives up where the system starts no thread.
pub fn need_a_thread(what: &str) -> Result<(), Failure> {
    match thread::Builder::new().spawn(|| {}).map(thread::JoinHandle::join) {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = format!("{what} needs a second thread, and the system starts none: {error}");
            Err(Failure::Usage(message, Some("raise the limit of processes (`ulimit -u`), or export CSV".to_owned())))
        }
    }
}
