//! One market's answer: its bill of materials, or the conflict that forbids one.
//!
//! | step | where |
//! |---|---|
//! | the case is solved and the answer checked by [`verify`](crate::verify) | `solve` |
//! | the answer is written down in names and amounts | `assemble` |
//! | other candidates that could replace a line | `alternates` |

mod alternates;
mod assemble;
mod found;
mod solve;

pub(crate) use solve::{Choice, solve, solve_as};
