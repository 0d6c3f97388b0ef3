//! The lower bound of a part as a step of a proof: clauses, budgets and "exactly one value", each times its price.
//!
//! What a solution below a cost may pay beyond the least reduced costs is then one inequality, and propagation over it is
//! reduced-cost fixing.

use super::budget::{Budget, Unproved};
use super::log::{push_bound, push_multiple};
use super::numbering::Numbering;
use super::parts::Part;
use crate::engine::optimum::dual_prices;
use crate::engine::work::Work;

/// What the open values of a part cost beyond the least, if the part costs at most `most`: the step, and the budget that
/// it derives from `below`, the constraint of the proof that says so.
pub(super) fn excess(
    part: &Part,
    numbering: &Numbering,
    (most, below): (i128, &str),
    name: &str,
    work: &mut Work,
) -> Result<(String, Budget), Unproved> {
    let prices = dual_prices(&part.problem, work).map_err(|_| Unproved::Limit)?;
    let mut step = format!("{name} pol {below}");
    if prices.shift > 0 {
        step += &format!(" {} *", 1_i128 << prices.shift);
    }
    let mut cap = most.checked_mul(1 << prices.shift).ok_or(Unproved::TooLarge)?;
    let scaled = |cost: &i128| cost.checked_mul(1 << prices.shift).ok_or(Unproved::TooLarge);
    let ids = part.problem.group_ids();
    let mut reduced: Vec<Vec<i128>> =
        ids.map(|own| part.problem.costs(own).iter().map(scaled).collect()).collect::<Result<_, _>>()?;
    for ((clause, number), price) in part.problem.clauses.iter().zip(&part.clauses).zip(&prices.rules) {
        push_multiple(&mut step, &number.to_string(), *price);
        cap = cap.checked_sub(*price).ok_or(Unproved::TooLarge)?;
        for (own, values) in &clause.literals {
            for value in values.iter() {
                let cost = &mut reduced[own.0 as usize][value as usize];
                *cost = cost.checked_sub(*price).ok_or(Unproved::TooLarge)?;
            }
        }
    }
    for ((budget, of), price) in part.problem.budgets.iter().zip(&part.budgets).zip(&prices.budgets) {
        push_multiple(&mut step, of, *price);
        let charge = |weight: i128| price.checked_mul(weight).ok_or(Unproved::TooLarge);
        cap = cap.checked_add(charge(budget.cap)?).ok_or(Unproved::TooLarge)?;
        for (own, weights) in &budget.terms {
            for (cost, weight) in reduced[own.0 as usize].iter_mut().zip(weights) {
                *cost = cost.checked_add(charge(*weight)?).ok_or(Unproved::TooLarge)?;
            }
        }
    }
    let mut terms = Vec::with_capacity(reduced.len());
    for (own, costs) in part.problem.group_ids().zip(&mut reduced) {
        let least = costs.iter().min().copied().unwrap_or(0);
        costs.iter_mut().for_each(|cost| *cost -= least);
        cap = cap.checked_sub(least).ok_or(Unproved::TooLarge)?;
        let term = part.term(numbering, own, costs);
        push_bound(&mut step, (term.at_least_one, term.at_most_one), least);
        terms.push(term);
    }
    Ok((step, Budget { name: name.to_owned(), terms, cap }))
}

/// That a part costs at most so much, as `name` says in the proof.
pub(super) fn cost(part: &Part, numbering: &Numbering, most: i128, name: &str) -> Budget {
    let term = |own| part.term(numbering, own, part.problem.costs(own));
    Budget { name: name.to_owned(), terms: part.problem.group_ids().map(term).collect(), cap: most }
}
