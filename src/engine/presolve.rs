//! Presolve: a problem cut down to its optima.

use super::open::{OpenValues, holds, narrow, open_values, parts};
use super::optimum::Optimiser;
use super::problem::{Assignment, GroupId, Label, Problem};
use super::values::Values;
use super::work::{LimitReached, Work};
use crate::keyed_vec::{Key, KeyedVec};
use num_bigint::BigInt;

/// Allows optima of the problem's costs only, of which `optimum` is one: in every independent part no more is paid than
/// there. The costs are set to 0.
///
/// A budget for each part rather than one for all: a budget over few groups propagates, one over hundreds never does.
/// What the dual bound proves too expensive is cut first, which splits the parts further.
pub(crate) fn keep_optima(problem: &mut Problem, optimum: &Assignment, work: &mut Work) -> Result<(), LimitReached> {
    let Some(mut open) = open_values(problem) else { return Ok(()) };
    if problem.has_big_costs() {
        keep_big_optima(problem, optimum, &open);
        return Ok(());
    }
    loop {
        let before = open.clone();
        let parts = parts(problem, &open);
        let clauses = clauses_of(problem, &parts, &open);
        for (part, clauses) in parts.iter().zip(&clauses) {
            drop_expensive(problem, (part, clauses), optimum, (&mut open, work))?;
        }
        if open == before {
            break;
        }
        for group in problem.group_ids() {
            problem.add_clause(Label::STRUCTURE, vec![(group, open[group].clone())]);
        }
        open = open_values(problem).unwrap_or(open);
    }
    for part in parts(problem, &open) {
        let cap = part.iter().map(|group| paid(problem, *group, optimum)).sum();
        let terms = part.iter().map(|group| (*group, problem.costs(*group).to_vec())).collect();
        problem.add_wide_budget(Label::STRUCTURE, terms, cap);
    }
    problem.clear_costs();
    Ok(())
}

/// The same where 128 bits do not hold the costs: budgets alone.
fn keep_big_optima(problem: &mut Problem, optimum: &Assignment, open: &OpenValues) {
    for part in parts(problem, open) {
        let costs = |group: &GroupId| problem.big_costs(*group).unwrap_or_default().to_vec();
        let terms: Vec<(GroupId, Vec<BigInt>)> = part.iter().map(|group| (*group, costs(group))).collect();
        let cap = terms.iter().filter_map(|(group, costs)| costs.get(optimum[*group] as usize)).sum();
        problem.add_big_budget(Label::STRUCTURE, terms, cap);
    }
    problem.clear_costs();
}

fn paid(problem: &Problem, group: GroupId, optimum: &Assignment) -> i128 {
    problem.costs(group)[optimum[group] as usize]
}

/// Closes values of an independent part that no optimum takes, as far as a bound shows it.
fn drop_expensive(
    problem: &Problem,
    (part, clauses): (&[GroupId], &[usize]),
    optimum: &Assignment,
    (open, work): (&mut OpenValues, &mut Work),
) -> Result<(), LimitReached> {
    let cut = cut_out(problem, part, clauses, open);
    let cap = part.iter().map(|group| paid(problem, *group, optimum)).sum();
    for (group, places) in part.iter().zip(Optimiser::values_within_cost(&cut, cap, work)?) {
        let values = &open[*group];
        let kept = (0..).zip(values.iter()).filter(|(place, _)| places.contains(*place)).map(|(_, value)| value);
        let kept: Values = kept.collect();
        narrow(open, *group, &kept);
    }
    Ok(())
}

/// The clauses that still matter to each part.
fn clauses_of(problem: &Problem, parts: &[Vec<GroupId>], open: &OpenValues) -> Vec<Vec<usize>> {
    let mut part_of: KeyedVec<GroupId, Option<usize>> = KeyedVec::filled(None, problem.groups());
    for (at, group) in parts.iter().enumerate().flat_map(|(at, part)| part.iter().map(move |group| (at, group))) {
        part_of[*group] = Some(at);
    }
    let mut clauses = vec![Vec::new(); parts.len()];
    for (number, clause) in problem.clauses.iter().enumerate().filter(|(_, clause)| !holds(&clause.literals, open)) {
        if let Some(part) = clause.literals.iter().find_map(|(group, _)| part_of[*group]) {
            clauses[part].push(number);
        }
    }
    clauses
}

/// A part by itself, with the open values only.
fn cut_out(problem: &Problem, part: &[GroupId], clauses: &[usize], open: &OpenValues) -> Problem {
    let mut cut = Problem::new();
    for group in part {
        let values = &open[*group];
        let own = cut.add_group(values.len());
        for (place, value) in (0..).zip(values.iter()) {
            cut.set_cost(own, place, problem.costs(*group)[value as usize]);
        }
    }
    let place = |group: &GroupId| part.binary_search(group).ok().map(GroupId::at);
    for clause in clauses.iter().map(|number| &problem.clauses[*number]) {
        let inside = clause.literals.iter().filter_map(|(group, values)| {
            let open = &open[*group];
            let held = (0..).zip(open.iter()).filter(|(_, value)| values.contains(*value)).map(|(own, _)| own);
            Some((place(group)?, held.collect::<Values>()))
        });
        cut.add_clause(Label::STRUCTURE, inside.collect());
    }
    cut
}
