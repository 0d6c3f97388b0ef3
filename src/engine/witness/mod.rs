//! Which values can still be taken, after each of many decisions.
//!
//! One solution is kept, the *base*, and of each value that can be taken a *delta*: the few groups that change when it
//! is. After a decision most deltas still lead to solutions, and only those whose constraints a change of the base touches
//! are looked at again. Of a value that cannot be taken the decisions to blame are kept: while they hold, it need not be
//! looked at. The solver is tried about what is left, which is little.
//!
//! | step | file |
//! |---|---|
//! | constraints by group, and an assignment that changes | `index` |
//! | a delta found by greedy repair | `repair` |
//! | what is known of each value, and when it has to be looked at again | `mod` |
//!
//! Nothing here may come from a reduction that keeps only optima (dominance, reduced costs): every solution counts.

mod index;
mod repair;

use super::cdcl::Literal;
use super::encoding::Encoding;
use super::problem::{Assignment, GroupId, Label, Pick, Problem};
use super::values::Values;
use super::work::{LimitReached, Work};
use crate::keyed_vec::KeyedVec;
use index::Index;
use std::collections::BTreeMap;

/// What a decision leaves of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Restriction {
    /// The values that it leaves.
    pub values: Values,
    /// Whether the constraints that belong to the group's restriction hold.
    pub is_switched_on: bool,
}

/// Whether a value can be taken with every other group as it is restricted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueState {
    /// Some solution takes it.
    Possible,
    /// None does.
    Forbidden,
}

/// What is known of a value.
#[derive(Clone, Debug)]
enum Known {
    Nothing,
    /// The base with these changes is a solution, the value's own group first; if it is stale, only perhaps.
    Delta {
        picks: Vec<Pick>,
        is_stale: bool,
    },
    /// No solution takes it while these groups are restricted as they are.
    Forbidden,
}

/// A solution with a delta for each value that can be taken.
pub(crate) struct Witnesses {
    index: Index,
    encoding: Encoding,
    /// The label whose constraints a group's restriction switches on.
    labels: KeyedVec<GroupId, Option<Label>>,
    restrictions: KeyedVec<GroupId, Option<Restriction>>,
    known: KeyedVec<GroupId, Vec<Known>>,
    /// The values whose deltas change a group; some may be out of date.
    users: KeyedVec<GroupId, Vec<Pick>>,
    /// The values that are forbidden because of a group's restriction; some may be out of date.
    blocked: KeyedVec<GroupId, Vec<Pick>>,
    base: Base,
}

/// What the values of the index are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Base {
    /// A solution.
    Solution,
    /// A solution of earlier restrictions, or nothing yet: it has to be looked at.
    Unchecked,
    /// The same, and the restrictions of these groups leave no solution.
    Conflict(Vec<GroupId>),
}

impl Witnesses {
    /// Nothing is restricted yet. A label in `switches` holds only where its group's restriction switches it on; all others
    /// always hold.
    pub fn new(problem: &Problem, switches: &BTreeMap<Label, GroupId>) -> Self {
        let owner = |label: Label| switches.get(&label).copied();
        let mut hard = problem.clone();
        hard.harden(|label| owner(label).is_some());
        let groups = problem.groups();
        let mut labels = KeyedVec::filled(None, groups);
        switches.iter().for_each(|(label, group)| labels[*group] = Some(*label));
        let nothing = |group: GroupId| vec![Known::Nothing; problem.size(group) as usize];
        Self {
            index: Index::new(&hard, owner),
            encoding: Encoding::with_sums(&hard),
            labels,
            restrictions: KeyedVec::filled(None, groups),
            known: problem.group_ids().map(nothing).collect(),
            users: KeyedVec::filled(Vec::new(), groups),
            blocked: KeyedVec::filled(Vec::new(), groups),
            base: Base::Unchecked,
        }
    }

    /// Restricts a group, or sets it free.
    pub fn restrict(&mut self, group: GroupId, restriction: Option<Restriction>) {
        if self.restrictions[group] == restriction {
            return;
        }
        self.restrictions[group] = restriction;
        for pick in std::mem::take(&mut self.blocked[group]) {
            if let Some(known @ Known::Forbidden) = self.known[pick.group].get_mut(pick.value as usize) {
                *known = Known::Nothing;
            }
        }
        // What the restriction switches on may touch other groups.
        self.mark_neighbours(group);
        self.base = match std::mem::replace(&mut self.base, Base::Unchecked) {
            Base::Solution => self.after_restriction(group),
            Base::Unchecked | Base::Conflict(_) => Base::Unchecked,
        };
    }

    /// The base after a group was restricted: the same where it still is a solution, else changed by a delta that is.
    fn after_restriction(&mut self, group: GroupId) -> Base {
        let switched = self.switched_clauses(group);
        let holds = |index: &Index, clauses: &[u32]| clauses.iter().all(|clause| index.holds(*clause));
        if self.allows(Pick { group, value: self.index.now[group] }) && holds(&self.index, &switched) {
            return Base::Solution;
        }
        let allowed = self.restrictions[group].as_ref().map(|one| one.values.clone()).unwrap_or_default();
        for value in allowed.iter() {
            let Some(Known::Delta { picks, .. }) = self.known[group].get(value as usize) else { continue };
            let picks = picks.clone();
            if self.is_witness(group, &picks) {
                let before: Vec<Pick> = picks.iter().map(|pick| self.set_base(*pick)).collect();
                if holds(&self.index, &switched) {
                    return Base::Solution;
                }
                before.into_iter().for_each(|pick| _ = self.set_base(pick));
            }
        }
        Base::Unchecked
    }

    /// Changes a value of the base; the value that it had.
    fn set_base(&mut self, pick: Pick) -> Pick {
        let before = Pick { group: pick.group, value: self.index.set(pick.group, pick.value) };
        if before != pick {
            self.mark_neighbours(pick.group);
            // What the group's value was needs a delta of its own from now on.
            self.known[before.group][before.value as usize] = Known::Nothing;
        }
        before
    }

    /// The deltas that change a group, or one that shares a constraint with it, have to be looked at again.
    fn mark_neighbours(&mut self, group: GroupId) {
        self.mark_users(group);
        for clause in [self.index.clauses_of(group), &self.index.owned[group]].concat() {
            let literals = &self.index.clauses[clause as usize].literals;
            let groups: Vec<GroupId> = literals.iter().map(|(other, _)| *other).collect();
            groups.into_iter().for_each(|other| self.mark_users(other));
        }
        for place in self.index.terms_of(group).to_vec() {
            let terms = &self.index.budgets[place.budget as usize].terms;
            let groups: Vec<GroupId> = terms.iter().map(|(other, _)| *other).collect();
            groups.into_iter().for_each(|other| self.mark_users(other));
        }
    }

    /// Marks the deltas that change a group; those whose delta no longer does are forgotten.
    fn mark_users(&mut self, group: GroupId) {
        let mut users = std::mem::take(&mut self.users[group]);
        users.retain(|pick| {
            let Some(Known::Delta { picks, is_stale }) = self.known[pick.group].get_mut(pick.value as usize) else {
                return false;
            };
            *is_stale = true;
            picks.iter().any(|one| one.group == group)
        });
        users.sort_unstable();
        users.dedup();
        self.users[group] = users;
    }

    /// The constraints that the restriction of a group switches on.
    fn switched_clauses(&self, group: GroupId) -> Vec<u32> {
        let is_on = self.restrictions[group].as_ref().is_some_and(|one| one.is_switched_on);
        if is_on { self.index.owned[group].clone() } else { Vec::new() }
    }

    /// Whether a clause has to hold while a group's own restriction is disregarded.
    fn is_active(&self, clause: u32, tried: GroupId) -> bool {
        self.index.clauses[clause as usize].owner != Some(tried) && self.is_active_at_all(clause)
    }

    fn is_active_at_all(&self, clause: u32) -> bool {
        self.index.clauses[clause as usize]
            .owner
            .is_none_or(|owner| self.restrictions[owner].as_ref().is_some_and(|one| one.is_switched_on))
    }

    /// Whether the restriction of a group leaves a value.
    fn allows(&self, pick: Pick) -> bool {
        self.restrictions[pick.group].as_ref().is_none_or(|one| one.values.contains(pick.value))
    }

    /// A solution that keeps to all restrictions; `None` where there is none.
    pub fn solution(&mut self, work: &mut Work) -> Result<Option<&Assignment>, LimitReached> {
        if self.base == Base::Unchecked {
            self.base = if self.is_base_solution() { Base::Solution } else { self.solved(work)? };
        }
        Ok((self.base == Base::Solution).then_some(&self.index.now))
    }

    fn is_base_solution(&self) -> bool {
        let groups = self.restrictions.keys();
        let fits = |budget: usize| u32::try_from(budget).is_ok_and(|budget| self.index.fits(budget));
        groups.into_iter().all(|group| {
            let value = self.index.now[group];
            (value as usize) < self.known[group].len() && self.allows(Pick { group, value })
        }) && (0..).zip(&self.index.clauses).all(|(at, _)| !self.is_active_at_all(at) || self.index.holds(at))
            && (0..self.index.budgets.len()).all(fits)
    }

    /// A new base from the solver.
    fn solved(&mut self, work: &mut Work) -> Result<Base, LimitReached> {
        let assumptions = self.assumptions(None);
        self.prefer_base();
        if !self.encoding.cdcl.solve(&assumptions, work)? {
            return Ok(Base::Conflict(self.blamed()));
        }
        let found = self.encoding.assignment();
        for (group, value) in found.entries() {
            self.set_base(Pick { group, value: *value });
        }
        Ok(Base::Solution)
    }

    /// Whether a value can be taken where the restriction of its own group is disregarded and those of all others hold.
    pub fn state_of(&mut self, pick: Pick, work: &mut Work) -> Result<ValueState, LimitReached> {
        self.solution(work)?;
        if let Base::Conflict(core) = &self.base {
            return if core.contains(&pick.group) { self.decided(pick, work) } else { Ok(ValueState::Forbidden) };
        }
        if self.index.now[pick.group] == pick.value {
            return Ok(ValueState::Possible);
        }
        match &mut self.known[pick.group][pick.value as usize] {
            Known::Forbidden => return Ok(ValueState::Forbidden),
            Known::Delta { is_stale: false, .. } => return Ok(ValueState::Possible),
            Known::Delta { picks, is_stale } => {
                *is_stale = false;
                let picks = std::mem::take(picks);
                let holds = self.is_witness(pick.group, &picks);
                if holds {
                    self.known[pick.group][pick.value as usize] = Known::Delta { picks, is_stale: false };
                }
                self.count(work)?;
                if holds {
                    return Ok(ValueState::Possible);
                }
                self.known[pick.group][pick.value as usize] = Known::Nothing;
            }
            Known::Nothing => {}
        }
        let repaired = self.repaired(pick);
        self.count(work)?;
        match repaired {
            Some(picks) => {
                self.keep(pick, picks);
                Ok(ValueState::Possible)
            }
            None => self.decided(pick, work),
        }
    }

    /// Adds what was looked at to the work.
    fn count(&mut self, work: &mut Work) -> Result<(), LimitReached> {
        work.spend(std::mem::take(&mut self.index.steps) + 1)
    }

    /// Whether the base with some changes is a solution where a group's own restriction is disregarded.
    fn is_witness(&mut self, tried: GroupId, picks: &[Pick]) -> bool {
        if picks.is_empty() || picks.iter().any(|pick| pick.group != tried && !self.allows(*pick)) {
            return false;
        }
        let before: Vec<Pick> = picks
            .iter()
            .map(|pick| Pick { group: pick.group, value: self.index.set(pick.group, pick.value) })
            .collect();
        self.index.steps += picks.iter().map(|pick| self.index.clauses_of(pick.group).len() as u64).sum::<u64>();
        let holds = picks.iter().all(|pick| {
            let mut clauses = self.index.clauses_of(pick.group).iter();
            let mut budgets = self.index.terms_of(pick.group).iter();
            clauses.all(|clause| self.index.holds(*clause) || !self.is_active(*clause, tried))
                && budgets.all(|place| self.index.fits(place.budget))
        });
        before.iter().rev().for_each(|old| _ = self.index.set(old.group, old.value));
        holds
    }

    /// Keeps a delta.
    fn keep(&mut self, pick: Pick, picks: Vec<Pick>) {
        picks.iter().for_each(|one| self.users[one.group].push(pick));
        self.known[pick.group][pick.value as usize] = Known::Delta { picks, is_stale: false };
    }

    /// The solver's answer.
    fn decided(&mut self, pick: Pick, work: &mut Work) -> Result<ValueState, LimitReached> {
        let mut assumptions = self.assumptions(Some(pick.group));
        let Some(literal) = self.encoding.literal(pick.group, pick.value) else { return Ok(ValueState::Forbidden) };
        assumptions.push(literal);
        self.prefer_base();
        if !self.encoding.cdcl.solve(&assumptions, work)? {
            let blamed = self.blamed();
            if self.base == Base::Solution {
                blamed.iter().filter(|group| **group != pick.group).for_each(|group| self.blocked[*group].push(pick));
                self.known[pick.group][pick.value as usize] = Known::Forbidden;
            }
            return Ok(ValueState::Forbidden);
        }
        if self.base == Base::Solution {
            let found = self.encoding.assignment();
            let differs = found.entries().filter(|(group, value)| self.index.now[*group] != **value);
            let others = differs.map(|(group, value)| Pick { group, value: *value });
            let picks: Vec<Pick> =
                std::iter::once(pick).chain(others.filter(|other| other.group != pick.group)).collect();
            self.keep(pick, picks);
        }
        Ok(ValueState::Possible)
    }

    /// All restrictions but that of one group, as assumptions.
    fn assumptions(&self, but: Option<GroupId>) -> Vec<Literal> {
        let mut list = Vec::new();
        for (group, restriction) in self.restrictions.entries().filter(|(group, _)| Some(*group) != but) {
            let Some(restriction) = restriction else { continue };
            if restriction.is_switched_on {
                list.extend(self.labels[group].and_then(|label| self.encoding.selector(label)));
            }
            let size = u32::try_from(self.known[group].len()).unwrap_or(u32::MAX);
            let excluded = restriction.values.complement(size);
            list.extend(excluded.iter().filter_map(|value| Some(!self.encoding.literal(group, value)?)));
        }
        list
    }

    /// The groups whose assumptions left no solution.
    fn blamed(&self) -> Vec<GroupId> {
        let owner = |literal: &Literal| {
            let of_pick = self.encoding.pick_of(*literal).map(|pick| pick.group);
            let label = self.encoding.label_of(*literal);
            of_pick.or_else(|| {
                let mut owners = self.labels.entries().filter(|(_, own)| own.is_some() && **own == label);
                owners.next().map(|(group, _)| group)
            })
        };
        let mut groups: Vec<GroupId> = self.encoding.cdcl.failed().iter().filter_map(owner).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Lets the solver begin with the base, so that what it finds differs little from it.
    fn prefer_base(&mut self) {
        for (group, known) in self.known.entries() {
            let literals =
                (0..).zip(known).filter_map(|(value, _)| Some((value, self.encoding.literal(group, value)?)));
            for (value, literal) in literals.collect::<Vec<(u32, Literal)>>() {
                self.encoding.cdcl.prefer(if self.index.now[group] == value { literal } else { !literal });
            }
        }
    }
}
