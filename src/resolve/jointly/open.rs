//! What a market leaves open at first sight: values that single constraints do not forbid, and the independent parts.

use crate::engine::{GroupId, Label, LimitReached, Optimiser, Problem, Values, Work};

/// The values of each group that are left when every clause and budget has cut what it forbids by itself, to a fixpoint.
/// No solution takes another value.
pub(super) fn open_values(problem: &Problem) -> Vec<Values> {
    let mut open: Vec<Values> = problem.group_ids().map(|group| Values::all(problem.size(group))).collect();
    while cut_by_clauses(problem, &mut open) | cut_by_budgets(problem, &mut open) {}
    open
}

/// The open values of a group.
pub(super) fn of(open: &[Values], group: GroupId) -> Values {
    open.get(group.0 as usize).cloned().unwrap_or_default()
}

fn narrow(open: &mut [Values], group: GroupId, allowed: &Values) -> bool {
    let Some(place) = open.get_mut(group.0 as usize) else { return false };
    let left = place.intersection(allowed);
    let changed = left != *place;
    *place = left;
    changed
}

/// A clause of which one literal is left narrows that group.
fn cut_by_clauses(problem: &Problem, open: &mut [Values]) -> bool {
    let mut changed = false;
    for clause in &problem.clauses {
        let mut alive =
            clause.literals.iter().filter(|(group, values)| !of(open, *group).intersection(values).is_empty());
        if let (Some((group, values)), None) = (alive.next(), alive.next()) {
            changed |= narrow(open, *group, values);
        }
    }
    changed
}

/// A value that weighs more than the lightest of all other groups leave room for is not taken.
fn cut_by_budgets(problem: &Problem, open: &mut [Values]) -> bool {
    let mut changed = false;
    for budget in &problem.budgets {
        let least = |open: &[Values], group: GroupId, weights: &[i128]| {
            of(open, group).iter().filter_map(|value| weights.get(value as usize)).min().copied().unwrap_or(0)
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
pub(super) fn parts(problem: &Problem, open: &[Values]) -> Vec<Vec<GroupId>> {
    let mut parents: Vec<usize> = (0..problem.groups()).collect();
    let is_open = |group: &GroupId| of(open, *group).len() > 1;
    for clause in &problem.clauses {
        if !holds(clause.literals.iter(), open) {
            join(&mut parents, clause.literals.iter().map(|(group, _)| *group).filter(is_open));
        }
    }
    for budget in &problem.budgets {
        join(&mut parents, budget.terms.iter().map(|(group, _)| *group).filter(is_open));
    }
    let mut parts: Vec<Vec<GroupId>> = vec![Vec::new(); problem.groups()];
    for group in problem.group_ids().filter(is_open) {
        let root = root(&mut parents, group.0 as usize);
        if let Some(part) = parts.get_mut(root) {
            part.push(group);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn join(parents: &mut [usize], groups: impl Iterator<Item = GroupId>) {
    let mut first = None;
    for group in groups {
        let root = root(parents, group.0 as usize);
        let other = *first.get_or_insert(root);
        if let Some(parent) = parents.get_mut(root.max(other)) {
            *parent = root.min(other);
        }
        first = Some(root.min(other));
    }
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(parent) = parents.get(at).copied().filter(|parent| *parent != at) {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(place) = parents.get_mut(at) {
            *place = above;
        }
        at = above;
    }
    at
}

/// Allows optima of the problem's costs only, of which `optimum` is one: in every independent part no more is paid than
/// there. The costs are taken off.
pub(super) fn keep_optima(problem: &mut Problem, optimum: &[u32], work: &mut Work) -> Result<(), LimitReached> {
    let mut open = open_values(problem);
    loop {
        let before = open.clone();
        let parts = parts(problem, &open);
        let clauses = clauses_of(problem, &parts, &open);
        for (part, clauses) in parts.iter().zip(&clauses) {
            drop_dearer(problem, (part, clauses), optimum, (&mut open, work))?;
        }
        if open == before {
            break;
        }
        for group in problem.group_ids() {
            problem.add_clause(Label::STRUCTURE, vec![(group, of(&open, group))]);
        }
        open = open_values(problem);
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

fn paid(problem: &Problem, group: GroupId, optimum: &[u32]) -> i128 {
    let taken = optimum.get(group.0 as usize).copied().unwrap_or(0);
    problem.costs(group).get(taken as usize).copied().unwrap_or(0)
}

/// Closes values of an independent part that no optimum takes, as far as a bound shows it.
fn drop_dearer(
    problem: &Problem,
    (part, clauses): (&[GroupId], &[usize]),
    optimum: &[u32],
    (open, work): (&mut [Values], &mut Work),
) -> Result<(), LimitReached> {
    let cut = cut_out(problem, part, clauses, open);
    let cap = part.iter().map(|group| paid(problem, *group, optimum)).sum();
    for (group, places) in part.iter().zip(Optimiser::affordable(&cut, cap, work)?) {
        let values = of(open, *group);
        let kept = (0..).zip(values.iter()).filter(|(place, _)| places.contains(*place)).map(|(_, value)| value);
        narrow(open, *group, &kept.collect());
    }
    Ok(())
}

/// The clauses that still matter to each part.
fn clauses_of(problem: &Problem, parts: &[Vec<GroupId>], open: &[Values]) -> Vec<Vec<usize>> {
    let mut part_of = vec![usize::MAX; problem.groups()];
    for (at, group) in parts.iter().enumerate().flat_map(|(at, part)| part.iter().map(move |group| (at, group))) {
        if let Some(place) = part_of.get_mut(group.0 as usize) {
            *place = at;
        }
    }
    let mut clauses = vec![Vec::new(); parts.len()];
    for (number, clause) in
        problem.clauses.iter().enumerate().filter(|(_, clause)| !holds(clause.literals.iter(), open))
    {
        let mut touched = clause.literals.iter().filter_map(|(group, _)| part_of.get(group.0 as usize));
        if let Some(list) = touched.find(|part| **part != usize::MAX).and_then(|part| clauses.get_mut(*part)) {
            list.push(number);
        }
    }
    clauses
}

/// Whether a clause holds whatever is taken of the open values.
fn holds<'a>(mut literals: impl Iterator<Item = &'a (GroupId, Values)>, open: &[Values]) -> bool {
    literals.any(|(group, values)| {
        let left = of(open, *group);
        left.intersection(values) == left
    })
}

/// A part by itself, with the open values only.
fn cut_out(problem: &Problem, part: &[GroupId], clauses: &[usize], open: &[Values]) -> Problem {
    let mut cut = Problem::new();
    for group in part {
        let values = of(open, *group);
        let own = cut.add_group(values.len());
        for (place, value) in (0..).zip(values.iter()) {
            cut.set_cost(own, place, problem.costs(*group).get(value as usize).copied().unwrap_or(0));
        }
    }
    let place = |group: &GroupId| part.binary_search(group).ok().and_then(|at| u32::try_from(at).ok()).map(GroupId);
    for clause in clauses.iter().filter_map(|number| problem.clauses.get(*number)) {
        let inside = clause.literals.iter().filter_map(|(group, values)| {
            let open = of(open, *group);
            let held = (0..).zip(open.iter()).filter(|(_, value)| values.contains(*value)).map(|(own, _)| own);
            Some((place(group)?, held.collect::<Values>()))
        });
        cut.add_clause(Label::STRUCTURE, inside.collect());
    }
    cut
}
