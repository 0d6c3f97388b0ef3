//! What licences cost.

use super::Group;
use super::market::LineCosts;
use super::money::{exchanged, percent_of, total};
use crate::model::License;
use crate::number::Number;
use crate::verify::answer::Answer;
use crate::verify::licensees::is_barred;
use std::collections::BTreeMap;

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
    let taken = answer.selection.licenses.iter().filter_map(|at| Some((*at, answer.input.model.licenses.get(*at)?)));
    taken
        .map(|(at, license)| {
            let once = license.once.checked_div(*sharing.get(&at)?)?;
            let cost = exchanged(answer.input.model, once, license.currency.as_ref())?
                .checked_add(of_lines(answer, license, lines)?)?;
            Some(LicenseCosts { license: at, cost })
        })
        .collect()
}

/// Of the lines that may be here under the licence only: an amount a piece, an amount a month, a share of what they cost.
fn of_lines(answer: &Answer<'_>, license: &License, lines: &[LineCosts]) -> Option<Number> {
    let model = answer.input.model;
    let licensed = answer.lines.iter().zip(lines);
    let licensed = licensed.filter(|(line, _)| license.components.contains(&line.id) && is_barred(answer, line));
    total(licensed.map(|(line, costs)| {
        let months = if license.per_month.is_zero() {
            Number::ZERO
        } else {
            license.per_month.checked_mul(model.header.term_months?)?
        };
        let each = license.each.checked_add(months)?.checked_mul(line.pieces)?;
        exchanged(model, each, license.currency.as_ref())?.checked_add(percent_of(license.percent, costs.goods)?)
    }))
}
