//! What candidates and planned certificates cost in one product, exact.

use super::cost::{MarketDay, line_cost, planned_cost};
use super::groups::{Lowered, MarketInput, TAKEN};
use super::landed_costs::{cost_terms, weights_of};
use super::weights::{TooLarge, Weights};
use crate::number::Number;

/// What each candidate and each planned certificate costs in one product, exact.
pub(crate) fn cost(input: &MarketInput<'_>, lowered: &Lowered) -> Result<Weights, TooLarge> {
    if lowered.is_too_large {
        return Err(TooLarge);
    }
    let mut weights: Weights = Vec::new();
    if input.is_traded(lowered) {
        weights = landed(input, lowered)?;
        add_planned(input, lowered, &mut weights)?;
        return Ok(weights);
    }
    for slot in &lowered.slots {
        let mut list = vec![Number::ZERO];
        for id in &slot.candidates {
            let component = &input.model.components[*id];
            let at = MarketDay { market: input.market, day: input.day };
            let line = line_cost(input.model, input.view, at, component, slot.quantity);
            list.push(line.ok_or(TooLarge)?.total);
        }
        weights.push((slot.group, list));
    }
    add_planned(input, lowered, &mut weights)?;
    Ok(weights)
}

/// What values cost once the product is there, each order as the plan says or as if the line were alone.
fn landed(input: &MarketInput<'_>, lowered: &Lowered) -> Result<Weights, TooLarge> {
    let terms = cost_terms(input, lowered)?;
    weights_of(&terms, lowered, &|term, order| input.each_at_order(order, term.component?, term.pieces))
}

/// What planned certificates cost where they are taken.
pub(crate) fn add_planned(input: &MarketInput<'_>, lowered: &Lowered, weights: &mut Weights) -> Result<(), TooLarge> {
    for (certificate, group) in input.view.certificates.iter().zip(&lowered.planned) {
        let (Some(planned), Some(group)) = (&certificate.planned, group) else { continue };
        let volume = input.shared_volume(&certificate.scheme);
        let each = planned_cost(planned, volume).ok_or(TooLarge)?;
        weights.push((*group, taken(each)));
    }
    for part in &lowered.planned_parts {
        let Some((certificate, planned)) = part.certificate(input.model) else { continue };
        let each = planned_cost(planned, input.shared_volume(&certificate.scheme)).ok_or(TooLarge)?;
        weights.push((part.group, taken(each)));
    }
    Ok(())
}

/// The weights of a two-valued group that count when it is taken.
fn taken(weight: Number) -> Vec<Number> {
    if TAKEN == 0 { vec![weight, Number::ZERO] } else { vec![Number::ZERO, weight] }
}
