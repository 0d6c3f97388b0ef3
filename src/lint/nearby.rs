//! Solutions near a known one: a few groups change, and everything else stays as it is.
//!
//! Most questions of the lint are about one value or one rule of a problem of which a solution is known, and most can be
//! answered by a change of a few groups around it (min-conflicts repair, Minton, Johnston, Philips and Laird 1992). Such a
//! change costs what its neighbourhood costs, while a call of the solver assigns every group: with thousands of slots that
//! is the difference between linear and quadratic. Nothing is refuted here: what is not found in a few tries is left to
//! the solver.

use crate::engine::{Assignment, GroupId, Label, LimitReached, Pick, Problem, Values, Work};
use crate::keyed_vec::Key;
use std::collections::BTreeSet;

/// Changes that are tried for one question.
const TRIES: u32 = 400;
/// Groups that may change one after the other because of the first.
const DEPTH: u32 = 8;
/// Changes that are weighed up to mend one constraint, and how many of the best are followed.
const WEIGHED: usize = 24;
const FOLLOWED: usize = 4;

/// Which constraints must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// All of them.
    All,
    /// All but those of a label.
    AllBut(Label),
    /// Those of a label and of the structure.
    Only(Label),
}

/// A problem with a known solution.
pub(super) struct Nearby<'a> {
    problem: &'a Problem,
    uses: Uses,
    values: Assignment,
    /// By clause: how many of its literals hold.
    met: Vec<u32>,
    /// By budget: the sum of the weights taken.
    sums: Vec<i128>,
    /// The constraints that do not hold, by label.
    broken: BTreeSet<(Label, Constraint)>,
    /// What the changed groups took before, in the order of the changes.
    before: Vec<Pick>,
    tries: u32,
    steps: u64,
}

/// A clause or a budget, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Constraint {
    Clause(usize),
    Budget(usize),
}

/// A constraint with the place where it mentions a group.
#[derive(Clone, Copy)]
struct Use {
    constraint: Constraint,
    place: usize,
}

/// What a group took and takes.
#[derive(Clone, Copy)]
struct Change {
    from: u32,
    to: u32,
}

/// The constraints that mention each group, one list after the other.
struct Uses {
    starts: Vec<usize>,
    all: Vec<Use>,
}

/// Whether a constraint holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
}

impl From<bool> for Holds {
    fn from(condition: bool) -> Self {
        if condition { Self::Yes } else { Self::No }
    }
}

impl Uses {
    fn of(problem: &Problem) -> Self {
        let mut starts = vec![0; problem.groups() + 1];
        for (group, _) in mentions(problem) {
            starts[group.index() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut all = vec![Use { constraint: Constraint::Clause(0), place: 0 }; starts.last().copied().unwrap_or(0)];
        for (group, one) in mentions(problem) {
            all[next[group.index()]] = one;
            next[group.index()] += 1;
        }
        Self { starts, all }
    }

    fn range(&self, group: GroupId) -> std::ops::Range<usize> {
        self.starts[group.index()]..self.starts[group.index() + 1]
    }
}

fn mentions(problem: &Problem) -> impl Iterator<Item = (GroupId, Use)> {
    let clauses = problem.clauses.iter().enumerate().flat_map(|(at, clause)| {
        let groups = clause.literals.iter().map(|(group, _)| *group).enumerate();
        groups.map(move |(place, group)| (group, Use { constraint: Constraint::Clause(at), place }))
    });
    let budgets = problem.budgets.iter().enumerate().flat_map(|(at, budget)| {
        let groups = budget.terms.iter().map(|(group, _)| *group).enumerate();
        groups.map(move |(place, group)| (group, Use { constraint: Constraint::Budget(at), place }))
    });
    clauses.chain(budgets)
}

impl<'a> Nearby<'a> {
    /// A problem with values of all its groups that satisfy it, perhaps but for constraints of labels that no question is
    /// about.
    pub fn new(problem: &'a Problem, values: Assignment) -> Self {
        let holds = |(group, set): &(GroupId, Values)| u32::from(set.contains(values[*group]));
        let met = problem.clauses.iter().map(|clause| clause.literals.iter().map(holds).sum());
        let met: Vec<u32> = met.collect();
        let weight = |(group, weights): &(GroupId, Vec<i128>)| weights[values[*group] as usize];
        let sums: Vec<i128> = problem.budgets.iter().map(|budget| budget.terms.iter().map(weight).sum()).collect();
        let clauses = problem.clauses.iter().zip(&met).enumerate().filter(|(_, (_, met))| **met == 0);
        let mut broken: BTreeSet<(Label, Constraint)> =
            clauses.map(|(at, (clause, _))| (clause.label, Constraint::Clause(at))).collect();
        let budgets = problem.budgets.iter().zip(&sums).enumerate().filter(|(_, (budget, sum))| **sum > budget.cap);
        broken.extend(budgets.map(|(at, (budget, _))| (budget.label, Constraint::Budget(at))));
        let uses = Uses::of(problem);
        Self { problem, uses, values, met, sums, broken, before: Vec::new(), tries: 0, steps: 0 }
    }

    /// The solution.
    pub fn values(&self) -> &Assignment {
        &self.values
    }

    /// The groups that the last change took up, with their values now.
    pub fn changed(&self) -> impl Iterator<Item = Pick> + '_ {
        self.before.iter().map(|pick| Pick { group: pick.group, value: self.values[pick.group] })
    }

    /// Changes the solution to one with a value; whether one was found. It stays as it is if not.
    pub fn change(&mut self, pick: Pick, work: &mut Work) -> Result<bool, LimitReached> {
        let found = self.search(&[pick], Holding::All, work)?;
        if !found {
            self.undo(0);
        }
        Ok(found)
    }

    /// Whether there is a solution of some of the constraints with values. Ours stays as it is.
    pub fn has(&mut self, picks: &[Pick], holding: Holding, work: &mut Work) -> Result<bool, LimitReached> {
        let found = self.search(picks, holding, work)?;
        self.undo(0);
        Ok(found)
    }

    fn search(&mut self, picks: &[Pick], holding: Holding, work: &mut Work) -> Result<bool, LimitReached> {
        self.before.clear();
        (self.tries, self.steps) = (TRIES, 0);
        picks.iter().for_each(|pick| self.set(*pick));
        let found = self.mend(holding, DEPTH);
        work.spend(self.steps)?;
        Ok(found)
    }

    /// Mends one broken constraint after the other, each by a group that has not changed yet.
    fn mend(&mut self, holding: Holding, depth: u32) -> bool {
        let Some(constraint) = self.first_broken(holding) else { return true };
        if depth == 0 {
            return false;
        }
        let mark = self.before.len();
        for pick in self.best(constraint) {
            if self.tries == 0 {
                return false;
            }
            self.set(pick);
            if self.mend(holding, depth - 1) {
                return true;
            }
            self.undo(mark);
        }
        false
    }

    fn first_broken(&self, holding: Holding) -> Option<Constraint> {
        let of =
            |label: Label| (label, Constraint::Clause(0))..(Label(label.0.saturating_add(1)), Constraint::Clause(0));
        let found = match holding {
            Holding::All => self.broken.first(),
            Holding::AllBut(label) => {
                let own = of(label);
                self.broken.range(..own.start).next().or_else(|| self.broken.range(own.end..).next())
            }
            Holding::Only(label) => {
                self.broken.range(of(Label::STRUCTURE)).next().or_else(|| self.broken.range(of(label)).next())
            }
        };
        found.map(|(_, constraint)| *constraint)
    }

    /// The changes that mend a constraint or help to, those first that leave the fewest others broken.
    fn best(&mut self, constraint: Constraint) -> Vec<Pick> {
        let mut weighed: Vec<(usize, Pick)> = Vec::new();
        for pick in self.mending(constraint) {
            let mark = self.before.len();
            self.set(pick);
            weighed.push((self.broken.len(), pick));
            self.undo(mark);
            self.tries = self.tries.saturating_sub(1);
        }
        weighed.sort_by_key(|(broken, pick)| (*broken, *pick));
        weighed.into_iter().map(|(_, pick)| pick).take(FOLLOWED).collect()
    }

    fn mending(&self, constraint: Constraint) -> Vec<Pick> {
        let is_free = |group: GroupId| !self.before.iter().any(|changed| changed.group == group);
        match constraint {
            Constraint::Clause(at) => {
                let literals = self.problem.clauses[at].literals.iter().filter(|(group, _)| is_free(*group));
                let picks = literals.flat_map(|(group, set)| set.iter().map(|value| Pick { group: *group, value }));
                picks.take(WEIGHED).collect()
            }
            Constraint::Budget(at) => {
                let terms = &self.problem.budgets[at].terms;
                // The neighbours of what changed last: another one finds others.
                let last = self.before.last().map_or(0, |changed| changed.group.index());
                let first = terms.partition_point(|(group, _)| group.index() < last);
                let (earlier, later) = terms.split_at(first);
                let lighter = |(group, weights): &(GroupId, Vec<i128>)| {
                    let group = *group;
                    let now = weights[self.values[group] as usize];
                    let least = (0..).zip(weights).min_by_key(|(_, weight)| **weight);
                    least.filter(|(_, weight)| **weight < now).map(|(value, _)| Pick { group, value })
                };
                let near = later.iter().chain(earlier).take(WEIGHED).filter(|(group, _)| is_free(*group));
                near.filter_map(lighter).collect()
            }
        }
    }

    fn undo(&mut self, mark: usize) {
        while self.before.len() > mark {
            let Some(pick) = self.before.pop() else { return };
            self.put(pick);
        }
    }

    fn set(&mut self, pick: Pick) {
        self.before.push(Pick { group: pick.group, value: self.values[pick.group] });
        self.put(pick);
    }

    fn put(&mut self, Pick { group, value }: Pick) {
        let change = Change { from: std::mem::replace(&mut self.values[group], value), to: value };
        let uses = self.uses.range(group);
        self.steps += uses.len() as u64;
        for at in uses {
            let Use { constraint, place } = self.uses.all[at];
            match constraint {
                Constraint::Clause(clause) => self.count(clause, place, change),
                Constraint::Budget(budget) => self.weigh(budget, place, change),
            }
        }
    }

    fn count(&mut self, at: usize, place: usize, change: Change) {
        let clause = &self.problem.clauses[at];
        let set = &clause.literals[place].1;
        let held = Holds::from(self.met[at] > 0);
        self.met[at] = self.met[at] + u32::from(set.contains(change.to)) - u32::from(set.contains(change.from));
        self.note([held, Holds::from(self.met[at] > 0)], (clause.label, Constraint::Clause(at)));
    }

    fn weigh(&mut self, at: usize, place: usize, change: Change) {
        let budget = &self.problem.budgets[at];
        let weights = &budget.terms[place].1;
        let held = Holds::from(self.sums[at] <= budget.cap);
        self.sums[at] += weights[change.to as usize] - weights[change.from as usize];
        self.note([held, Holds::from(self.sums[at] <= budget.cap)], (budget.label, Constraint::Budget(at)));
    }

    /// Notes whether a constraint held before a change and holds after it.
    fn note(&mut self, [before, after]: [Holds; 2], constraint: (Label, Constraint)) {
        match (before, after) {
            (Holds::Yes, Holds::No) => {
                self.broken.insert(constraint);
            }
            (Holds::No, Holds::Yes) => {
                self.broken.remove(&constraint);
            }
            (Holds::Yes, Holds::Yes) | (Holds::No, Holds::No) => {}
        }
    }
}
