//! Presolve: the values that single constraints leave open, the independent parts, and a problem cut down to its optima.

use super::optimum::Optimiser;
use super::problem::{Assignment, GroupId, Label, Problem};
use super::union_find::UnionFind;
use super::values::Values;
use super::work::{LimitReached, Work};
use crate::keyed_vec::{Key, KeyedVec};

/// The values of each group that are still possible.
pub(crate) type OpenValues = KeyedVec<GroupId, Values>;

/// The values of each group that are left when every clause and budget has cut what it forbids by itself, to a fixpoint.
/// No solution takes another value; `None`: there is no solution.
///
/// Unlike the reduction for optima it keeps every solution, so its result may serve any question.
pub(crate) fn open_values(problem: &Problem) -> Option<OpenValues> {
    let mut open: OpenValues = problem.group_ids().map(|group| Values::all(problem.size(group))).collect();
    while cut_by_clauses(problem, &mut open)? | cut_by_budgets(problem, &mut open) {}
    open.iter().all(|values| !values.is_empty()).then_some(open)
}

fn narrow(open: &mut OpenValues, group: GroupId, allowed: &Values) -> bool {
    let left = open[group].intersection(allowed);
    let changed = left != open[group];
    open[group] = left;
    changed
}

/// A clause of which one literal is left narrows that group; `None`: of one there is none left.
fn cut_by_clauses(problem: &Problem, open: &mut OpenValues) -> Option<bool> {
    let mut changed = false;
    for clause in &problem.clauses {
        let mut alive = clause.literals.iter().filter(|(group, values)| !open[*group].is_disjoint(values));
        let (group, values) = alive.next()?;
        if alive.next().is_none() {
            changed |= narrow(open, *group, values);
        }
    }
    Some(changed)
}

/// A value that weighs more than the lightest of all other groups leave room for is not taken.
fn cut_by_budgets(problem: &Problem, open: &mut OpenValues) -> bool {
    let mut changed = false;
    for budget in &problem.budgets {
        let least = |open: &OpenValues, group: GroupId, weights: &[i128]| {
            open[group].iter().filter_map(|value| weights.get(value as usize)).min().copied().unwrap_or(0)
        };
        let lightest: i128 = budget.terms.iter().map(|(group, weights)| least(open, *group, weights)).sum();
        for (group, weights) in &budget.terms {
            let room = budget.cap - lightest + least(open, *group, weights);
            let fits = (0..).zip(weights).filter(|(_, weight)| **weight <= room).map(|(value, _)| value).collect();
            changed |= narrow(open, *group, &fits);
        }
    }
    changed
}

/// Groups with several open values that share a constraint which still matters, directly or through others.
fn parts(problem: &Problem, open: &OpenValues) -> Vec<Vec<GroupId>> {
    let mut union = UnionFind::new(problem.groups());
    let is_open = |group: &GroupId| open[*group].len() > 1;
    for clause in problem.clauses.iter().filter(|clause| !holds(&clause.literals, open)) {
        union.join(clause.literals.iter().map(|(group, _)| *group).filter(is_open).map(|group| group.0));
    }
    for budget in &problem.budgets {
        union.join(budget.terms.iter().map(|(group, _)| *group).filter(is_open).map(|group| group.0));
    }
    let mut parts: Vec<Vec<GroupId>> = vec![Vec::new(); problem.groups()];
    for group in problem.group_ids().filter(is_open) {
        parts[union.root(group.0) as usize].push(group);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Allows optima of the problem's costs only, of which `optimum` is one: in every independent part no more is paid than
/// there. The costs are set to 0.
///
/// A budget for each part rather than one for all: a budget over few groups propagates, one over hundreds never does.
/// What the dual bound proves too expensive is cut first, which splits the parts further.
pub(crate) fn keep_optima(problem: &mut Problem, optimum: &Assignment, work: &mut Work) -> Result<(), LimitReached> {
    let Some(mut open) = open_values(problem) else { return Ok(()) };
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
    for group in problem.group_ids() {
        for value in 0..problem.size(group) {
            problem.set_cost(group, value, 0);
        }
    }
    Ok(())
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

/// Whether a clause holds whatever is taken of the open values.
fn holds(literals: &[(GroupId, Values)], open: &OpenValues) -> bool {
    literals.iter().any(|(group, values)| open[*group].intersection(values) == open[*group])
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
