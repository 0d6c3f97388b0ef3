//! What single cells of a part list say. Nothing here knows a list: text in, meaning out. Numbers are exact, nothing is
//! dropped, and a cell that can be read in two ways is refused with both of them.

pub(in crate::import) mod currency;
pub(in crate::import) mod damage;
pub(in crate::import) mod designators;
mod digits;
pub(in crate::import) mod fitted;
mod names;
mod natural;
pub(in crate::import) mod placeholder;
pub(in crate::import) mod price;
mod price_breaks;
pub(in crate::import) mod quantity;
mod range;
mod text;
mod tokens;
pub(in crate::import) mod units;
mod words;

/// The sign between the whole and the decimal digits of the numbers in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Mark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

/// A cell that was not read, and why: a phrase to put into a message after the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Unreadable {
    /// Why: "1234 or 1.234".
    pub why: String,
}

impl Unreadable {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into() }
    }
}
