//! The preference of a market for the variants that are sold in it.

use super::groups::{Lowered, MarketInput};
use crate::engine::{GroupId, Label, Values};
use crate::model::Variant;

/// Whether anything comes before the objectives.
pub(crate) fn prefers_variants(input: &MarketInput<'_>) -> bool {
    own(input).next().is_some() && own(input).all(|variant| !variant.set.is_empty())
}

/// What comes before all objectives: a group whose value is 0 where the options are those of one of the market's own
/// variants, else 1; `None` where nothing is preferred, because a variant is requested, none is sold here, or one leaves all options open.
///
/// agrees → v₁ ∨ v₂ ∨ …, vᵢ → option = value for each option that variant i sets.
pub(crate) fn preference(input: &MarketInput<'_>, lowered: &mut Lowered) -> Option<GroupId> {
    if !prefers_variants(input) {
        return None;
    }
    // Value 0 is "agrees", so a tie would not hide it either.
    let differs = lowered.problem.add_group(2);
    let mut any: Vec<(GroupId, Values)> = vec![(differs, Values::single(1))];
    for variant in own(input) {
        let literals: Vec<(GroupId, Values)> = variant
            .set
            .iter()
            .map(|setting| (lowered.options[setting.option], Values::single(setting.value)))
            .collect();
        if let [only] = literals.as_slice() {
            any.push(only.clone());
            continue;
        }
        let agrees = lowered.problem.add_group(2);
        for literal in literals {
            lowered.problem.add_clause(Label::STRUCTURE, vec![(agrees, Values::single(0)), literal]);
        }
        any.push((agrees, Values::single(1)));
    }
    lowered.problem.add_clause(Label::STRUCTURE, any);
    Some(differs)
}

/// The variants that are sold in the market, where none is requested.
fn own<'a>(input: &MarketInput<'a>) -> impl Iterator<Item = &'a Variant> {
    let (market, is_requested) = (input.market, input.flags.variant.is_some());
    let all = input.model.variants.iter();
    all.filter(move |variant| !is_requested && variant.markets.contains(&market))
}
