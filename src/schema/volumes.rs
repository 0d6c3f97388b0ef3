//! `[volumes]` in `solution.toml`: units a year, by market.

use crate::syntax::Table;
use crate::syntax::field::{self, Field};
use crate::syntax::shape::{Form, Shape, TableShape, map};

static UNITS: Shape = Shape::Integer(1, i64::MAX);
static TABLE: TableShape = map("`[volumes]`", Form::Name, &UNITS);

/// The table.
pub static VOLUMES: Field<Table> = field::table("volumes", &TABLE, "units a year by market; default 1000");
