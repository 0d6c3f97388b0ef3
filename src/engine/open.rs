//! The values that single constraints leave open, and the independent parts of what is open.

use super::problem::{GroupId, Label, Problem};
use super::union_find::UnionFind;
use super::values::Values;
use crate::keyed_vec::KeyedVec;

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

/// Closes the values of some groups that leave nothing open elsewhere (failed values; Freeman 1995): more than single
/// constraints show, and no solution takes them either.
pub(crate) fn close_failing(problem: &Problem, open: &mut OpenValues, groups: &[GroupId]) {
    for group in groups {
        for value in open[*group].clone().iter().filter(|_| open[*group].len() > 1).collect::<Vec<u32>>() {
            let mut trial = problem.clone();
            trial.add_clause(Label::STRUCTURE, vec![(*group, Values::single(value))]);
            if open_values(&trial).is_none() {
                narrow(open, *group, &Values::single(value).complement(problem.size(*group)));
            }
        }
    }
}

/// Closes values that are not allowed; whether there were such.
pub(super) fn narrow(open: &mut OpenValues, group: GroupId, allowed: &Values) -> bool {
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
pub(crate) fn parts(problem: &Problem, open: &OpenValues) -> Vec<Vec<GroupId>> {
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

/// Whether a clause holds whatever is taken of the open values.
pub(super) fn holds(literals: &[(GroupId, Values)], open: &OpenValues) -> bool {
    literals.iter().any(|(group, values)| open[*group].intersection(values) == open[*group])
}
