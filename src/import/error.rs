//! Why no solution could be made.

use crate::import::finding::Finding;

/// Why no solution could be made.
///
/// ```
/// use terroir::import::{ImportError, Settings, import};
/// let settings = Settings::new("gateway", "2026-11-22".parse()?);
/// assert_eq!(import(&[], &settings), Err(ImportError::Nothing));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No list was given.
    #[error("no part list was given")]
    Nothing,
    /// Some lists could not be read; with all findings.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unreadable(Vec<Finding>),
    /// No list has a column that was named for a field.
    #[error("no list has a column `{title}`")]
    UnknownColumn {
        /// The given title.
        title: String,
        /// The titles that the lists have.
        known: Vec<String>,
    },
    /// Two lists have one name.
    #[error("two lists are named `{0}`")]
    SameName(String),
    /// No market is known for a variant's value.
    #[error("no market is known for `{0}`")]
    NoMarket(String),
    /// A market is chosen for a value that no list has.
    #[error("no list has the value `{value}`")]
    UnknownValue {
        /// The given value.
        value: String,
        /// The values that decide the market; empty where the lists have none.
        known: Vec<String>,
    },
    /// A name is not valid for a solution.
    #[error("`{0}` is not a valid name; use letters, digits, `-` and `_`")]
    Name(String),
    /// A text is not a currency code.
    #[error("`{0}` is not a currency code of ISO 4217")]
    Currency(String),
    /// A market is not an area that terroir knows.
    #[error("unknown area `{code}`")]
    Area {
        /// The given code.
        code: String,
        /// The most similar code that is known.
        nearest: Option<String>,
    },
    /// One market was chosen for two values.
    #[error("market `{0}` is chosen for two values")]
    SameMarket(String),
    /// The solution does not reproduce a list; a fault of terroir's, reported so that nothing wrong is written.
    #[error("the solution does not reproduce the list `{name}`: {difference}")]
    Differs {
        /// The variant.
        name: String,
        /// The first difference.
        difference: String,
    },
}
