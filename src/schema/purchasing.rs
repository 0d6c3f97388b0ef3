//! `[purchasing]` in `solution.toml`: what an order sums up.

use crate::syntax::Table;
use crate::syntax::field::{self, Field};
use crate::syntax::shape::{Keys, TableShape, closed};
use crate::terms::Pool;

static POOL: Field<Pool> =
    field::term("pool", "what an order sums up: all markets, or each market alone").or("\"portfolio\"");
static KEYS: Keys = &[&POOL.key];
static TABLE: TableShape = closed("`[purchasing]`", &[KEYS]);

/// The table.
pub static PURCHASING: Field<Table> = field::table("purchasing", &TABLE, "how parts are bought");

/// What an order sums up.
#[must_use]
pub fn pool_of(root: &Table) -> Pool {
    root.read(&PURCHASING).and_then(|table| table.read(&POOL)).unwrap_or(Pool::Portfolio)
}
