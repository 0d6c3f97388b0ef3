//! Why the rows of a table could not be read.

use crate::span::Span;
use crate::terms::code::SourceCode;

/// Why the rows of a table could not be read.
#[cfg_attr(not(feature = "sqlite"), allow(dead_code))]
pub(super) enum Refusal {
    /// `solution.toml` names something that does not exist.
    Wrong {
        /// The place in `solution.toml`.
        span: Span,
        /// The code of the error.
        code: SourceCode,
        /// What is wrong.
        message: String,
        /// What helps.
        help: String,
    },
    /// The database cannot be read.
    Unreadable(String),
}
