//! The lowering of a market, step by step.

use super::groups::{Lowered, Lowering, MarketInput};
use super::{carriers, certification, exclusions, formula, met, needs, supply};

/// Turns one market on one day into a problem for the engine.
pub(crate) fn lower(input: &MarketInput<'_>) -> Lowered {
    let mut lowering = Lowering::new(input);
    add_all(&mut lowering);
    let mut lowered = lowering.finish();
    met::apply(&mut lowered, &input.flags.met);
    lowered
}

/// Every constraint of the market.
pub(super) fn add_all(lowering: &mut Lowering<'_>) {
    supply::add(lowering);
    exclusions::add(lowering);
    formula::add_structure(lowering);
    needs::add(lowering);
    carriers::add(lowering);
    certification::add(lowering);
    formula::add_rules(lowering);
    needs::add_resources(lowering);
}
