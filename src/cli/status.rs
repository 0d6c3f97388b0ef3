//! How a command went, and its exit status.

use std::process::ExitCode;
use terroir::Outcome;

/// How a command went; the worst wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Answered and clean.
    Clean,
    /// A market without a bill of materials, a fault in a file, a lock that would change.
    Findings,
    /// Could not run: usage, an unreadable file, a limit.
    NotDone,
}

impl Status {
    /// What the answer for a market means for the exit status.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Resolved(_) => Self::Clean,
            Outcome::Conflict(_) => Self::Findings,
            Outcome::Undecided(_) => Self::NotDone,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::NotDone => 2,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_status_wins() {
        assert_eq!(Status::Clean.max(Status::Findings).max(Status::NotDone), Status::NotDone);
    }
}
