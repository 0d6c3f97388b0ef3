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
mod probes;

pub(crate) use cause::{Cause, Reason};
pub(crate) use cost::{is_levied, line_cost, planned_cost};
pub(crate) use groups::{
    Certified, ExtraCandidate, Flags, Lowered, MarketInput, OptionValue, Pin, PinFlag, SlotGroup, TAKEN,
};
pub(crate) use lint::lint;
pub(crate) use matching::{Index, component_passes, offer_passes};
pub(crate) use objective::{Before, TooLarge, Weights, combined, cost, levels, scale_of, set_costs, whole};
pub(crate) use probes::{ASKED, Probe, lower_with_probes};

use groups::Lowering;

/// Turns the question about one market into a problem for the engine.
pub(crate) fn lower(question: &MarketInput<'_>) -> Lowered {
    let mut lowering = Lowering::new(question);
    add_all(&mut lowering);
    lowering.finish()
}

/// Every constraint of the market.
fn add_all(lowering: &mut Lowering<'_>) {
    exclusions::add(lowering);
    formula::add_structure(lowering);
    needs::add(lowering);
    carriers::add(lowering);
    certification::add(lowering);
    formula::add_rules(lowering);
    needs::add_resources(lowering);
}
