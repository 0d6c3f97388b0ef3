//! What SKUs cost where markets order together: one plan of all markets with the hardware of their SKUs.

use super::markets::Markets;
use crate::bom::Outcome;
use crate::kernel::{Pin, PinFlag};
use crate::model::ComponentId;
use crate::number::Number;
use crate::portfolio::purchasing;
use crate::query::{Case, Request, ResolveError};
use std::collections::BTreeMap;

/// A market with what the choices of its SKU mean.
pub(super) struct WithHardware {
    pub market: usize,
    pub meanings: Vec<u32>,
}

/// What one product costs in each market, with the hardware as given; `None` where the work limit was reached first.
pub(super) fn unit_costs(
    markets: &Markets<'_>,
    request: &Request,
    chosen: &[WithHardware],
) -> Result<Option<BTreeMap<usize, Number>>, ResolveError> {
    let cases: Vec<Case<'_>> = chosen.iter().map(|one| pinned(markets, one)).collect();
    let answered = purchasing::outcomes(cases, request, &|_, _| {})?;
    let mut costs = BTreeMap::new();
    for (one, outcome) in chosen.iter().zip(&answered.outcomes) {
        let Outcome::Resolved(bom) = outcome else { return Ok(None) };
        costs.insert(one.market, bom.cost());
    }
    Ok((costs.len() == chosen.len()).then_some(costs))
}

/// What no plan of these markets is below in a year, whatever hardware they share.
pub(super) fn at_least(
    markets: &Markets<'_>,
    request: &Request,
    chosen: &[WithHardware],
) -> Result<Option<Number>, ResolveError> {
    let free = |one: &WithHardware| {
        let case = &markets.cases[one.market];
        case.with_flags(case.input.flags.clone())
    };
    let answered = purchasing::outcomes(chosen.iter().map(free).collect(), request, &|_, _| {})?;
    let is_resolved = answered.outcomes.iter().all(|outcome| outcome.bom().is_some());
    Ok(match answered.bounds {
        Some((least, _)) => Some(least),
        None => answered.year_cost.filter(|_| is_resolved),
    })
}

/// The market's question with every slot pinned to the hardware of its SKU.
fn pinned<'a>(markets: &Markets<'a>, one: &WithHardware) -> Case<'a> {
    let case = &markets.cases[one.market];
    let mut flags = case.input.flags.clone();
    for (choice, meaning) in markets.choices.iter().zip(&one.meanings) {
        let Some(slot) = case.lowered().slot(choice.slot) else { continue };
        let filling = (*meaning as usize).checked_sub(1).and_then(|at| choice.fillings.get(at));
        let others: Vec<ComponentId> = slot.candidates.iter().copied().filter(|id| !markets.is_hardware(*id)).collect();
        let pin = match filling {
            Some((component, _)) => Pin::Any(vec![*component]),
            None if others.is_empty() && slot.definition.optional => Pin::Empty,
            // Empty by its condition, or with something that is no hardware.
            None => continue,
        };
        flags.pins.retain(|known| known.slot != choice.slot);
        flags.pins.push(PinFlag { slot: choice.slot, pin });
    }
    case.with_flags(flags)
}
