//! The keys of every kind of file, as tables of data.

mod catalog;
mod common;
mod overlay;
mod solution;
mod sources;

use super::Kind;
use super::shape::TableShape;

/// The root table of a kind of file.
#[must_use]
pub fn of(kind: Kind) -> &'static TableShape {
    match kind {
        Kind::Solution => &solution::ROOT,
        Kind::Catalog => &catalog::ROOT,
        Kind::Overlay => &overlay::ROOT,
        Kind::Sources => &sources::ROOT,
    }
}
