//! 150% BOM + overlays → groups, clauses and budgets for the engine, each with its cause.
//!
//! | kernel | engine |
//! |---|---|
//! | choice | a group: "empty" and then a slot's candidates, an option's values, a carrier picked or not |
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
mod exact_cost;
mod exclusions;
mod expression;
mod formula;
mod groups;
mod landed_costs;
mod layout;
mod linear;
mod lower;
mod made;
mod market_lints;
mod matching;
mod met;
mod needs;
mod objective;
mod planned;
mod probes;
mod supplies;
mod supply;
mod unknown;
mod variants;
mod weights;
mod whole_costs;

pub(crate) use cause::{Cause, Met, Reason};
pub(crate) use cost::{MarketDay, is_levied, line_cost, planned_cost};
pub(crate) use exact_cost::{add_planned, cost};
pub(crate) use groups::{
    Certified, ExtraCandidate, Flags, Lowered, MarketInput, OptionValue, Pin, PinFlag, SlotGroup, TAKEN,
};
pub(crate) use landed_costs::{CostTerm, CostTerms, cost_terms, weights_of};
pub(crate) use lower::lower;
pub(crate) use made::{is_made, provides as provides_made};
pub(crate) use market_lints::{provided, report_market_lints};
pub(crate) use matching::{Index, component_passes, offer_passes, passes};
pub(crate) use objective::{Before, combined, levels, set_costs};
pub(crate) use planned::is_accepted;
pub(crate) use probes::{ON, Probe, Probes, lower_with_probes};
pub(crate) use unknown::{Lacking, Unknown};
pub(crate) use variants::{preference, prefers_variants};
pub(crate) use weights::{Factor, TooLarge, Weights, scale_of, whole};
