//! What the page shows beside the answers.

use crate::bom::Skus;
use crate::horizon::Horizon;

/// Why the other candidates of a slot are not used in a market.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WhyRow {
    /// The market's code.
    pub market: String,
    /// The slot.
    pub slot: String,
    /// Sentences, one per candidate.
    pub text: Vec<String>,
}

/// Further answers for the page; each part is left out if it is empty.
///
/// ```
/// # use terroir::export::{Extras, WhyRow};
/// let why = [WhyRow { market: "DE".to_owned(), slot: "driver".to_owned(), text: vec!["`driver-120`: …".to_owned()] }];
/// let extras = Extras { why: &why, ..Extras::default() };
/// assert!(extras.horizon.is_none());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras<'a> {
    /// The calendar of coming changes.
    pub horizon: Option<&'a Horizon>,
    /// The fewest hardware SKUs.
    pub skus: Option<&'a Skus>,
    /// Why other candidates are not used.
    pub why: &'a [WhyRow],
}
