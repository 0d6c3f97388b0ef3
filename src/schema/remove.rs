//! `[remove]`: entries of wider areas that do not hold in an area, by section and id.

use super::{carriers, certification, limits, needs, provides, radio, rules, slots};
use crate::syntax::Table;
use crate::syntax::field::{self, Field};
use crate::syntax::shape::{Keys, TableShape, closed};

static KEYS: Keys = &[
    &rules::REMOVE.key,
    &needs::REMOVE.key,
    &limits::REMOVE.key,
    &provides::REMOVE.key,
    &radio::REMOVE.key,
    &carriers::REMOVE.key,
    &certification::REMOVE.key,
    &slots::REMOVE.key,
];
static TABLE: TableShape = closed("`[remove]`", &[KEYS]);

/// The table.
pub static REMOVE: Field<Table> = field::table("remove", &TABLE, "entries of wider areas that do not hold here, by id");
