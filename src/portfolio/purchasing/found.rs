//! What a search finds.

use super::evaluated::{Evaluated, Fault};
use super::relaxed::Pick;
use crate::number::Number;
use std::rc::Rc;

/// What is found of some markets.
pub(super) enum Found {
    /// The best plan, and that it is the best.
    Best(Rc<Known>),
    /// They cannot be served together; what no plan met.
    Nothing(Option<Fault>),
    /// The work limit was reached: the best plan so far, and what no plan's year is below.
    Open { known: Option<Rc<Known>>, at_least: Option<Number> },
}

/// A plan with its costs.
pub(super) struct Known {
    pub picks: Vec<Rc<Pick>>,
    pub evaluated: Evaluated,
}
