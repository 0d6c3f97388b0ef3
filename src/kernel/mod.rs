//! 150% BOM + overlays → groups, clauses and budgets for the engine, each with its cause.
//!
//! | kernel | engine |
//! |---|---|
//! | choice | a group: a slot's candidates behind "empty", an option's values, a carrier picked or not |
//! | need | (slot ≠ c) ∨ ⋁ providers; static where the market alone decides |
//! | limit | (slot ≠ c) for every provider that fails |
//! | resource | Σ (uses − supplies) · quantity ≤ what the market supplies |
//! | rule | clauses of ¬`if` ∨ `then` |
//! | guard | constraints out of their dates or areas are not there |

mod carriers;
mod cause;
mod certification;
mod clauses;
mod cost;
mod exclusions;
mod expression;
mod formula;
mod groups;
mod lint;
mod matching;
mod needs;
mod objective;

pub(crate) use cause::{Cause, Reason};
pub(crate) use cost::{is_levied, line_cost, planned_cost};
pub(crate) use groups::{Flags, Lowered, Pin, Question, SlotGroup, TAKEN};
pub(crate) use lint::lint;
pub(crate) use matching::{Index, offer_passes};
pub(crate) use objective::{Before, TooLarge, set_costs};

use groups::Lowering;

/// Turns the question about one market into a problem for the engine.
pub(crate) fn lower(question: &Question<'_>) -> Lowered {
    let mut lowering = Lowering::new(question);
    exclusions::add(&mut lowering);
    formula::add_structure(&mut lowering);
    needs::add(&mut lowering);
    carriers::add(&mut lowering);
    certification::add(&mut lowering);
    formula::add_rules(&mut lowering);
    needs::add_resources(&mut lowering);
    lowering.finish()
}
