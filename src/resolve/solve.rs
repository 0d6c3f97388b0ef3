//! One market's answer: searched, checked and written down.

use super::assemble;
use super::found::Found;
use super::paid::Paid;
use crate::bom::{Bom, Conflict, Outcome, Undecided};
use crate::engine::{Assignment, GroupId, Label, LimitReached, Optimiser, Values};
use crate::explain;
use crate::name::is_below;
use crate::query::{Case, Detail, ResolveError, best};
use crate::terms::code::FactCode;
use crate::trade::{Rates, Unstated};
use crate::verify::Selection;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Values that are decided already: what the markets of a portfolio chose together.
pub(crate) type Choice = Vec<(GroupId, u32)>;

/// The best answer to a case, checked, or the conflict that forbids one.
pub(crate) fn solve(case: Case<'_>, optimiser: &mut Optimiser) -> Result<Outcome, ResolveError> {
    solve_as(case, None, optimiser)
}

/// The same with some values decided already.
pub(crate) fn solve_as(
    mut case: Case<'_>,
    chosen: Option<&Choice>,
    optimiser: &mut Optimiser,
) -> Result<Outcome, ResolveError> {
    if case.input.rates.is_none() && !case.input.model.articles.is_empty() {
        // Alone, a market's articles are built where they are built first.
        case = case.with_rates(Arc::new(Rates { route: case.first_route(), ..Rates::default() }));
    }
    let is_traded = case.input.is_traded(case.lowered());
    let mut work = case.work();
    if case.sharing.is_undecided {
        // The steps went into whether other markets have an answer, which decides what planned certificates cost here.
        return Ok(undecided(&case, case.limit));
    }
    let valid = case.price()?;
    if let Some(chosen) = chosen {
        case.edit(|_, lowered| {
            for (group, value) in chosen {
                lowered.problem.add_clause(Label::STRUCTURE, vec![(*group, Values::single(*value))]);
            }
        });
    }
    let values = match best(case.lowered(), optimiser, &mut work) {
        Ok(Some(values)) => values,
        Ok(None) if case.detail == Detail::Lines => return Ok(Outcome::Conflict(Box::new(unexplained(&case)))),
        Ok(None) => {
            return Ok(match explain::conflict(&case, &mut work) {
                Ok(conflict) => Outcome::Conflict(Box::new(conflict)),
                Err(LimitReached) => undecided(&case, work.spent()),
            });
        }
        Err(LimitReached) => return Ok(undecided(&case, work.spent())),
    };
    let selection = case.selection(&values);
    // No answer is given that the independent checker does not accept.
    if let Some(violation) = case.violations(&selection).into_iter().next() {
        return Err(ResolveError::refused(case.code(), &violation));
    }
    let found = Found { values: &values, selection: &selection, valid, paid: None };
    let bom = assemble::bom(&case, &found)?;
    if let Some(fault) = hidden_gap(&case, &selection, &bom) {
        return Err(ResolveError::refused(case.code(), &fault));
    }
    match case.cost(&selection) {
        // What a market pays together with others is counted with their plan.
        Some(cost) if cost == bom.cost() || is_traded => Ok(Outcome::Resolved(Box::new(bom))),
        Some(cost) => {
            let fault = format!("it costs {} and was counted as {}", cost, bom.cost());
            Err(ResolveError::refused(case.code(), &fault))
        }
        None => Err(ResolveError::too_large()),
    }
}

/// A market's answer in a plan of all markets, checked and written down.
pub(crate) fn planned(case: &Case<'_>, values: &Assignment, paid: &Paid<'_>) -> Result<Bom, ResolveError> {
    let selection = case.selection(values);
    if let Some(violation) = case.violations(&selection).into_iter().next() {
        return Err(ResolveError::refused(case.code(), &violation));
    }
    let found = Found { values, selection: &selection, valid: case.valid(), paid: Some(paid) };
    let bom = assemble::bom(case, &found)?;
    if let Some(fault) = hidden_gap(case, &selection, &bom) {
        return Err(ResolveError::refused(case.code(), &fault));
    }
    if bom.cost() != paid.cost {
        let fault = format!("its lines cost {} and the plan says {}", bom.cost(), paid.cost);
        return Err(ResolveError::refused(case.code(), &fault));
    }
    Ok(bom)
}

/// A gap that an answer does not report, or reports without need, by the independent checker.
fn hidden_gap(case: &Case<'_>, selection: &Selection, bom: &Bom) -> Option<String> {
    // What amounts depend on is counted by the checker of plans.
    let of_amount = |key: &str| Unstated::KEYS.iter().any(|kind| is_below(key, kind));
    let gaps = bom.warnings.iter().filter(|one| one.code == FactCode::Gap);
    let reported = gaps.filter(|one| !of_amount(&one.key));
    let reported: BTreeSet<String> = reported.map(|one| one.key.clone()).collect();
    let unknown: BTreeSet<String> = case.unknown(selection).into_iter().filter(|key| !of_amount(key)).collect();
    let fault = unknown.symmetric_difference(&reported).next()?;
    Some(format!("`{fault}` is not known, and the answer does not say so, or the other way round"))
}

/// That there is no answer, and nothing else.
pub(crate) fn unexplained(case: &Case<'_>) -> Conflict {
    Conflict {
        market: case.code().to_owned(),
        variant: case.variant_name(),
        as_of: case.input.day,
        reasons: Vec::new(),
        further: 0,
        context: Vec::new(),
        fixes: Vec::new(),
        warnings: case.waived(case.unread()),
    }
}

/// That the work limit was reached first.
pub(crate) fn undecided(case: &Case<'_>, steps: u64) -> Outcome {
    let market = case.code().to_owned();
    Outcome::Undecided(Box::new(Undecided {
        market,
        variant: case.variant_name(),
        as_of: case.input.day,
        steps,
        regional: None,
    }))
}
