//! The solution before it is written.

use crate::import::merge::Merged;
use crate::import::part_list::PartList;
use crate::import::variant::axes::Axes;
use crate::import::variant::markets::ImportedMarket;
use crate::import::variant::variants::ImportedVariant;

/// Everything that the files are written from and checked against.
#[derive(Clone, Copy)]
pub(super) struct Draft<'a> {
    /// The lists, without conflicts.
    pub lists: &'a [PartList],
    /// Their parts and slots.
    pub merged: &'a Merged,
    /// The choices that the variants' names express.
    pub axes: &'a Axes,
    /// The markets of the solution.
    pub markets: &'a [ImportedMarket],
    /// One variant per list.
    pub variants: &'a [ImportedVariant],
    /// The currency of the solution.
    pub currency: &'a str,
}
