//! One market's answer: its bill of materials, or the conflict that forbids one.
//!
//! | step | where |
//! |---|---|
//! | the case is solved and the answer checked by [`verify`](crate::verify) | `solve` |
//! | the answer is written down in names and amounts | `assemble` |
//! | what a plan of all markets makes it cost | `paid` |
//! | warnings about units a year | `volumes` |
//! | goods without an origin where a duty depends on it | `origins` |
//! | makers of whom nobody says who owns them | `makers` |
//! | other candidates that could replace a line | `alternates` |
//! | which certificate meets which requirement | `proofs` |
//! | which line meets the needs of which | `dependencies` |
//! | until when the answer holds | `holds_until` |

mod alternates;
mod assemble;
mod dependencies;
mod found;
mod holds_until;
mod makers;
mod origins;
mod paid;
mod proofs;
mod solve;
mod volumes;

pub(crate) use paid::{OrderPlace, Paid};
pub(crate) use solve::{Choice, planned, solve, solve_as, undecided, unexplained};
