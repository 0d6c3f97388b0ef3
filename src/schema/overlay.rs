//! Overlays: what an area adds or changes. Their sections are in `solution.toml` too, for the whole world.

use super::common::{CITED, NAME};
use super::remove::REMOVE;
use crate::number::Number;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::Keys;

/// The area's code.
pub static AREA: Field<Text> = field::name("area", "the area's code").required("\"DE\"");
/// Its name.
pub static THE_NAME: Field<Text> = field::text("name", "the name for people; required for a new area");
/// Its parents.
pub static WITHIN: Field<List<Text>> = field::texts("within", &NAME, "the areas it lies in; required for a new area");
/// How far it was read.
pub static TIER: Field<Number> =
    field::whole_between("tier", (1, 2), "2: only a part was read, and every answer lists its `[gaps]`; 1: all of it");

/// The keys of an overlay beside its sections.
pub static KEYS: Keys = &[&AREA.key, &THE_NAME.key, &WITHIN.key, &TIER.key];
/// What an overlay takes away, as a group of keys.
pub static REMOVALS: Keys = &[&REMOVE.key];
/// What an overlay cites for all its keys.
pub static CITATIONS: Keys = CITED;
