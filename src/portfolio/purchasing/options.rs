//! What a market can choose where its problem falls into small independent parts: the choices of each part, one by one.

use super::market::Built;
use super::relaxed::Pick;
use crate::engine::{GroupId, parts};
use crate::number::Number;
use crate::trade::OrderKey;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Most choices of one part that are listed.
const MOST_CHOICES: usize = 64;

/// One choice of a part.
#[derive(Clone, Debug)]
pub(super) struct PartChoice {
    pub values: Vec<(GroupId, u32)>,
    /// What is paid besides orders, a year.
    pub fixed: Number,
    /// Of each order: the pieces, and how often the price of one is paid.
    pub orders: Vec<(OrderKey, Taken)>,
}

/// What a choice takes of an order, a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub pieces: Number,
    pub paid: Number,
}

/// The choices of one independent part of a market, the preferred ones first.
#[derive(Clone, Debug)]
pub(super) struct PartChoices {
    pub list: Vec<PartChoice>,
}

/// The independent parts of a market with their choices; `None` where one has too many.
pub(super) fn of_market(built: &Built<'_>, pick: &Pick, volume: Number) -> Option<Vec<PartChoices>> {
    let problem = &built.lowered.problem;
    let terms = Terms::of(built);
    let mut found = Vec::new();
    let parts = parts(problem, &built.open);
    // What is decided takes its pieces of orders, too.
    let is_open: HashSet<GroupId> = parts.iter().flatten().copied().collect();
    let mut decided: Vec<GroupId> = terms.groups().filter(|group| !is_open.contains(group)).collect();
    decided.sort_unstable();
    for group in decided {
        found.push(PartChoices { list: vec![terms.choice(vec![(group, pick.values[group])], volume)?] });
    }
    let constraints = Constraints::of(built);
    for part in parts {
        if !part.iter().any(|group| terms.by_group.contains_key(group) || terms.planned.contains_key(group)) {
            continue;
        }
        let mut lister = Lister::of(built, pick, &part, &constraints);
        lister.list(0)?;
        let mut list = Vec::with_capacity(lister.found.len());
        for values in lister.found {
            list.push(terms.choice(values, volume)?);
        }
        found.push(PartChoices { list });
    }
    Some(found)
}

/// What values cost, by group and value.
struct Terms<'b> {
    by_group: HashMap<GroupId, Vec<&'b crate::kernel::CostTerm>>,
    planned: BTreeMap<GroupId, &'b Vec<Number>>,
}

impl<'b> Terms<'b> {
    fn of(built: &'b Built<'_>) -> Self {
        let mut by_group: HashMap<GroupId, Vec<&crate::kernel::CostTerm>> = HashMap::new();
        for term in &built.terms.terms {
            by_group.entry(term.group).or_default().push(term);
        }
        let planned = built.planned.iter().map(|(group, weights)| (*group, weights)).collect();
        Self { by_group, planned }
    }

    fn groups(&self) -> impl Iterator<Item = GroupId> {
        self.by_group.keys().chain(self.planned.keys()).copied().collect::<BTreeSet<_>>().into_iter()
    }

    fn choice(&self, values: Vec<(GroupId, u32)>, volume: Number) -> Option<PartChoice> {
        let mut fixed = Number::ZERO;
        let mut orders: BTreeMap<OrderKey, Taken> = BTreeMap::new();
        for (group, value) in &values {
            if let Some(weight) = self.planned.get(group).and_then(|weights| weights.get(*value as usize)) {
                fixed = fixed.checked_add(weight.checked_mul(volume)?)?;
            }
            let terms = self.by_group.get(group).map(Vec::as_slice).unwrap_or_default();
            for term in terms.iter().filter(|term| term.value == *value) {
                fixed = fixed.checked_add(term.fixed.checked_mul(volume)?)?;
                if let Some(order) = term.order {
                    let nothing = Taken { pieces: Number::ZERO, paid: Number::ZERO };
                    let taken = orders.entry(order).or_insert(nothing);
                    taken.pieces = taken.pieces.checked_add(term.pieces.checked_mul(volume)?)?;
                    taken.paid = taken.paid.checked_add(term.per_price.checked_mul(volume)?)?;
                }
            }
        }
        Some(PartChoice { values, fixed, orders: orders.into_iter().collect() })
    }
}

/// The constraints that each group is in, by position.
struct Constraints {
    clauses: HashMap<GroupId, Vec<usize>>,
    budgets: HashMap<GroupId, Vec<usize>>,
}

impl Constraints {
    fn of(built: &Built<'_>) -> Self {
        let problem = &built.lowered.problem;
        let mut clauses: HashMap<GroupId, Vec<usize>> = HashMap::new();
        for (at, clause) in problem.clauses.iter().enumerate() {
            clause.literals.iter().for_each(|(group, _)| clauses.entry(*group).or_default().push(at));
        }
        let mut budgets: HashMap<GroupId, Vec<usize>> = HashMap::new();
        for (at, budget) in problem.budgets.iter().enumerate() {
            budget.terms.iter().for_each(|(group, _)| budgets.entry(*group).or_default().push(at));
        }
        Self { clauses, budgets }
    }
}

/// Lists the assignments of a part that satisfy every constraint, everything else as a pick has it.
struct Lister<'b> {
    built: &'b Built<'b>,
    groups: Vec<GroupId>,
    /// The values so far; those of other groups are the pick's.
    values: HashMap<GroupId, u32>,
    /// The clauses that are complete with the group at a position.
    clauses: Vec<Vec<usize>>,
    budgets: Vec<Vec<usize>>,
    pick: &'b Pick,
    found: Vec<Vec<(GroupId, u32)>>,
}

impl<'b> Lister<'b> {
    fn of(built: &'b Built<'_>, pick: &'b Pick, part: &[GroupId], constraints: &Constraints) -> Self {
        let mut groups = part.to_vec();
        groups.sort_unstable();
        let place: HashMap<GroupId, usize> = groups.iter().enumerate().map(|(at, group)| (*group, at)).collect();
        let problem = &built.lowered.problem;
        let mut clauses = vec![Vec::new(); groups.len()];
        let of_part = |index: &HashMap<GroupId, Vec<usize>>| -> BTreeSet<usize> {
            groups.iter().filter_map(|group| index.get(group)).flatten().copied().collect()
        };
        for at in of_part(&constraints.clauses) {
            let literals = problem.clauses[at].literals.iter();
            if let Some(last) = literals.filter_map(|(group, _)| place.get(group)).max() {
                clauses[*last].push(at);
            }
        }
        let mut budgets = vec![Vec::new(); groups.len()];
        for at in of_part(&constraints.budgets) {
            let terms = problem.budgets[at].terms.iter();
            if let Some(last) = terms.filter_map(|(group, _)| place.get(group)).max() {
                budgets[*last].push(at);
            }
        }
        Self { built, groups, values: HashMap::new(), clauses, budgets, pick, found: Vec::new() }
    }

    fn value(&self, group: GroupId) -> u32 {
        self.values.get(&group).copied().unwrap_or_else(|| self.pick.values[group])
    }

    fn fits(&self, at: usize) -> bool {
        let problem = &self.built.lowered.problem;
        let holds = |at: &usize| {
            problem.clauses[*at].literals.iter().any(|(group, values)| values.contains(self.value(*group)))
        };
        let is_within = |at: &usize| {
            let budget = &problem.budgets[*at];
            let weight = |(group, weights): &(GroupId, Vec<i128>)| weights[self.value(*group) as usize];
            budget.terms.iter().map(weight).sum::<i128>() <= budget.cap
        };
        self.clauses[at].iter().all(holds) && self.budgets[at].iter().all(is_within)
    }

    /// Every way to go on from a position; `None` where there are too many.
    fn list(&mut self, at: usize) -> Option<()> {
        let Some(group) = self.groups.get(at).copied() else {
            if self.found.len() == MOST_CHOICES {
                return None;
            }
            self.found.push(self.groups.iter().map(|group| (*group, self.values[group])).collect());
            return Some(());
        };
        for value in self.built.open[group].clone().iter() {
            self.values.insert(group, value);
            if self.fits(at) {
                self.list(at + 1)?;
            }
        }
        self.values.remove(&group);
        Some(())
    }
}
