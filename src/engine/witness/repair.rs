//! A solution changed into one that takes another value, a few groups at a time.

use super::Witnesses;
use crate::engine::problem::{GroupId, Pick};

/// Most groups that are changed besides the tried one. Longer chains are left to the solver.
const MOST_CHANGES: usize = 12;
/// Most changes of one clause that are compared.
const COMPARED: usize = 24;

/// A constraint that the change broke.
#[derive(Clone, Copy)]
enum Broken {
    Clause(u32),
    Budget(u32),
}

impl Witnesses {
    /// What has to change so that a group takes a value, the group itself first; `None`: not found.
    ///
    /// Greedy repair in the manner of Minton et al., *Minimizing conflicts* (1992): of a broken constraint the change that
    /// breaks fewest others is made, and no group is changed twice. It finds the witness of most values, and what it does
    /// not find the solver decides.
    pub(super) fn repaired(&mut self, pick: Pick) -> Option<Vec<Pick>> {
        let mut undo = vec![Pick { group: pick.group, value: self.index.set(pick.group, pick.value) }];
        let found = self.mend(pick.group, &mut undo);
        let changes = undo.iter().map(|old| Pick { group: old.group, value: self.index.now[old.group] }).collect();
        for old in undo.iter().rev() {
            self.index.set(old.group, old.value);
        }
        found.then_some(changes)
    }

    /// Mends what is broken, one change after the other; whether nothing is broken at the end.
    fn mend(&mut self, tried: GroupId, undo: &mut Vec<Pick>) -> bool {
        let mut broken = Vec::new();
        self.collect_broken(tried, tried, &mut broken);
        while let Some(next) = broken.pop() {
            if self.is_whole(next) {
                continue;
            }
            if undo.len() > MOST_CHANGES {
                return false;
            }
            let Some(change) = self.best_change(next, tried, undo) else { return false };
            undo.push(Pick { group: change.group, value: self.index.set(change.group, change.value) });
            broken.push(next);
            self.collect_broken(change.group, tried, &mut broken);
        }
        true
    }

    fn is_whole(&self, broken: Broken) -> bool {
        match broken {
            Broken::Clause(clause) => self.index.holds(clause),
            Broken::Budget(budget) => self.index.fits(budget),
        }
    }

    /// The constraints of a group that do not hold.
    fn collect_broken(&mut self, group: GroupId, tried: GroupId, into: &mut Vec<Broken>) {
        self.index.steps += self.index.clauses_of(group).len() as u64;
        let clauses = self.index.clauses_of(group).iter().copied();
        into.extend(
            clauses.filter(|clause| self.is_active(*clause, tried) && !self.index.holds(*clause)).map(Broken::Clause),
        );
        let budgets = self.index.terms_of(group).iter().map(|place| place.budget);
        into.extend(budgets.filter(|budget| !self.index.fits(*budget)).map(Broken::Budget));
    }

    /// How many constraints of a group do not hold when it takes a value.
    fn breaks(&mut self, change: Pick, tried: GroupId) -> usize {
        let before = self.index.set(change.group, change.value);
        self.index.steps += self.index.clauses_of(change.group).len() as u64;
        let clauses = self.index.clauses_of(change.group).iter();
        let broken = clauses.filter(|clause| self.is_active(**clause, tried) && !self.index.holds(**clause)).count();
        let budgets = self.index.terms_of(change.group).iter();
        let exceeded = budgets.filter(|place| !self.index.fits(place.budget)).count();
        self.index.set(change.group, before);
        broken + exceeded
    }

    /// The change that mends a constraint and breaks the fewest others.
    fn best_change(&mut self, broken: Broken, tried: GroupId, changed: &[Pick]) -> Option<Pick> {
        let mut best: Option<(usize, Pick)> = None;
        for change in self.changes_for(broken, changed) {
            let breaks = self.breaks(change, tried);
            if best.is_none_or(|(least, _)| breaks < least) {
                best = Some((breaks, change));
            }
            if breaks == 0 {
                break;
            }
        }
        best.map(|(_, change)| change)
    }

    /// Changes of one group, not changed yet, that help a constraint.
    fn changes_for(&self, broken: Broken, changed: &[Pick]) -> Vec<Pick> {
        let is_free = |group: GroupId| changed.iter().all(|one| one.group != group);
        match broken {
            Broken::Clause(clause) => {
                let literals = &self.index.clauses[clause as usize].literals;
                let of = literals.iter().filter(|(group, _)| is_free(*group));
                let picks = of.flat_map(|(group, values)| values.iter().map(|value| Pick { group: *group, value }));
                picks.filter(|pick| self.allows(*pick)).take(COMPARED).collect()
            }
            Broken::Budget(budget) => {
                let terms = &self.index.budgets[budget as usize].terms;
                let mut lighter: Vec<(i128, Pick)> = Vec::new();
                for (group, weights) in terms.iter().filter(|(group, _)| is_free(*group)) {
                    let now = super::index::weight(weights, self.index.now[*group]);
                    let less = (0..).zip(weights).filter(|(_, weight)| **weight < now);
                    let picks = less.map(|(value, weight)| (now - weight, Pick { group: *group, value }));
                    lighter.extend(picks.filter(|(_, pick)| self.allows(*pick)));
                }
                // What is enough by itself comes first, the least of it before the others.
                let excess = self.index.excess(budget);
                lighter.sort_by_key(|(gain, _)| if *gain >= excess { (0, *gain) } else { (1, -gain) });
                lighter.into_iter().map(|(_, pick)| pick).take(COMPARED).collect()
            }
        }
    }
}
