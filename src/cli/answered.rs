//! A solution with its answers, for `export`.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::locking::{self, Frozen};
use super::messages;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use terroir::{Portfolio, Request};

/// A solution with its answers.
pub struct Answered {
    pub opened: Opened,
    /// The answers of the solution, or of each variant that the flags name.
    pub portfolios: Vec<Portfolio>,
    /// How it went.
    pub status: Status,
    /// Whether `--locked` was given and the lock would change, so that nothing is to be written.
    pub is_refused: bool,
}

/// Whether the answers must be those of the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// `--locked` was given.
    ByLock,
    /// They may differ.
    Free,
}

/// A solution and the requests that the flags make of it, before anything is resolved.
pub struct Prepared<'a> {
    pub opened: Opened,
    pub requests: Vec<Request>,
    flags: &'a RequestFlags,
    lock: LockFile,
    bound: Bound,
}

impl<'a> Prepared<'a> {
    /// Reports the solution's warnings, and reads the lock and the day.
    pub fn of(
        opened: Opened,
        flags: &'a RequestFlags,
        bound: Bound,
        global: &Global,
        console: &Console,
    ) -> Result<Self, Failure> {
        opened.report(console)?;
        let lock = LockFile::read(&global.folder())?;
        let is_frozen = global.frozen && !flags.is_what_if();
        let bound = if is_frozen { Bound::ByLock } else { bound };
        let day_of_lock = if bound == Bound::ByLock { Some(lock.required()?.as_of()) } else { None };
        let day = flags.day(&opened, day_of_lock, console)?;
        let requests = flags.requests(&opened, day, lock.lock.as_ref(), console)?;
        Ok(Self { opened, requests, flags, lock, bound })
    }

    /// Resolves the requests; warnings and conflicts are reported.
    pub fn resolve(self, console: &Console) -> Result<Answered, Failure> {
        let Self { opened, requests, flags, lock, bound } = self;
        let portfolios = opened.portfolios(&requests)?;
        let status = messages::report_answers(console, &opened.solution, &portfolios, &flags.deny)?;
        let mut is_refused = false;
        if let (Bound::ByLock, Some(request), Some(portfolio)) = (bound, requests.first(), portfolios.first()) {
            let frozen = Frozen::of(&lock, &opened, portfolio, request, console)?;
            is_refused = locking::compare(&lock, &opened, &frozen, request, console)? != Status::Clean;
        }
        Ok(Answered { opened, portfolios, status, is_refused })
    }
}
