//! What licences cost.

use super::Group;
use super::line::LineCosts;
use super::money::{exchanged, percent_of, total};
use crate::model::{ComponentId, License};
use crate::number::Number;
use crate::verify::answer::Answer;
use crate::verify::licensees::is_barred;
use std::collections::{BTreeMap, BTreeSet};

/// What a licence costs a market, for one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseCosts {
    /// Its position in the model.
    pub license: usize,
    /// All of it.
    pub cost: Number,
}

/// The units a year that share what is paid once for each licence.
pub(super) fn sharing(group: &Group<'_>) -> Option<BTreeMap<usize, Number>> {
    let mut units: BTreeMap<usize, Number> = BTreeMap::new();
    for (answer, volume) in group.answers.iter().zip(&group.volumes) {
        for license in &answer.selection.licenses {
            let sum = units.entry(*license).or_insert(Number::ZERO);
            *sum = sum.checked_add(*volume)?;
        }
    }
    Some(units)
}

/// What the licences of a market cost.
pub(super) fn costs(
    answer: &Answer<'_>,
    lines: &[LineCosts],
    sharing: &BTreeMap<usize, Number>,
) -> Option<Vec<LicenseCosts>> {
    let model = answer.input.model;
    let mut costs = Vec::new();
    for at in answer.selection.licenses.iter().copied() {
        let Some(license) = model.licenses.get(at) else { continue };
        let once = license.once.checked_div(*sharing.get(&at)?)?;
        costs.push(LicenseCosts { license: at, cost: exchanged(model, once, license.currency.as_ref())? });
    }
    let barred: BTreeSet<ComponentId> =
        answer.lines.iter().filter(|line| is_barred(answer, line)).map(|line| line.id).collect();
    for component in barred {
        // Where several are for one component, it is under the cheapest, of equal ones the first.
        let covering = costs.iter().enumerate().filter_map(|(place, one)| {
            let license = model.licenses.get(one.license)?;
            license.components.contains(&component).then_some((place, one.license, license))
        });
        let priced =
            covering.map(|(place, at, license)| Some((of_lines(answer, license, component, lines)?, at, place)));
        let Some((cost, _, place)) = priced.collect::<Option<Vec<_>>>()?.into_iter().min() else { continue };
        let one = costs.get_mut(place)?;
        one.cost = one.cost.checked_add(cost)?;
    }
    Some(costs)
}

/// Of the lines of a component: an amount a piece, an amount a month, a share of what they cost.
fn of_lines(answer: &Answer<'_>, license: &License, component: ComponentId, lines: &[LineCosts]) -> Option<Number> {
    let model = answer.input.model;
    let months = if license.per_month.is_zero() {
        Number::ZERO
    } else {
        license.per_month.checked_mul(model.header.term_months?)?
    };
    let each = exchanged(model, license.each.checked_add(months)?, license.currency.as_ref())?;
    let licensed = answer.lines.iter().zip(lines).filter(|(line, _)| line.id == component);
    total(
        licensed
            .map(|(line, costs)| each.checked_mul(line.pieces)?.checked_add(percent_of(license.percent, costs.goods)?)),
    )
}
