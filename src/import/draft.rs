//! The solution before it is written.

use super::imported::ImportedMarket;
use super::merge::Merged;
use super::part_list::PartList;
use super::variant_axes::Axes;

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
}
