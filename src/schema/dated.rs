//! Things that hold from one day until another.

use crate::date::Effectivity;
use crate::span::Span;

/// Something with dates of its own, or with dated parts.
///
/// Every type that a market's overlays lower to has this, so that no date can be forgotten where answers change.
pub trait Dated {
    /// Calls `visit` with the dates of the whole and of each dated part, and with the place of what they belong to.
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span));
}
