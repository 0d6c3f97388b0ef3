//! One run of terroir at a time writes into a folder: what is compared before a file is replaced is still so when it is.
//!
//! The system's advisory lock on the folder itself is taken, so no file is left over, and a run that is killed holds
//! nothing.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How often a folder is tried that another run holds, and how long it is waited between: ten seconds in all. A run holds
/// it for the time of one write.
const TRIES: u32 = 2_000;
const PAUSE: Duration = Duration::from_millis(5);

/// A folder that no other run writes into; let go when dropped.
pub struct Held(#[expect(dead_code, reason = "the lock is held as long as the file is open")] Option<File>);

impl Held {
    /// Takes a folder. Where the system has no such locks, the comparison alone has to do.
    pub fn of(folder: &Path) -> io::Result<Self> {
        if !cfg!(unix) {
            return Ok(Self(None));
        }
        let folder = File::open(folder)?;
        for _ in 0..TRIES {
            match folder.try_lock() {
                Ok(()) => return Ok(Self(Some(folder))),
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                Err(TryLockError::Error(error)) if is_without_locks(&error) => return Ok(Self(None)),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, "another program holds its folder for more than ten seconds"))
    }
}

/// Whether the file system has no locks on folders, as some network file systems.
fn is_without_locks(error: &io::Error) -> bool {
    const EBADF: i32 = 9;
    const ENOLCK: i32 = 37;
    error.kind() == io::ErrorKind::Unsupported || matches!(error.raw_os_error(), Some(EBADF | ENOLCK))
}
