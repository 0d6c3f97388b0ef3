//! The smallest minimal unsatisfiable subsets (MUSes) of the reasons, one after the other: the fewest reasons first, then
//! the fewest in built-in files, then the first in reading order.
//!
//! A set of reasons that leaves no solution shares a reason with every *correction set*, a set without which there is a
//! solution; the smallest MUS is the smallest set that hits all correction sets (Reiter 1987). Correction sets are found
//! only as they are needed, by implicit hitting sets (Ignatiev, Previti, Liffiton and Marques-Silva 2015): the cheapest
//! set that hits all those found so far is checked; if it leaves no solution, it is the answer, else its solution is
//! extended greedily (as MARCO grows a seed; Liffiton, Previti, Malik and Marques-Silva 2016), and what stays broken is one
//! more correction set to hit.
//!
//! For the next set, those found are blocked. The cheapest set that hits all and contains none of them is minimal again: a
//! smaller one inside it would hit all as well, and cost less. MARCO alone would list minimal sets in no order of size, and
//! QuickXplain (Junker 2004) finds one that is only minimal by inclusion; the contract requires the smallest.

use crate::engine::{Assignment, GroupId, Label, LimitReached, Optimiser, Problem, Solver, Values, Verdict, Work};

/// Most sets to hit; past that, a set that is only minimal by inclusion has to do.
const MOST_ROUNDS: usize = 400;

/// Steps for one set; past that the same. Counted, so that the answer is the same everywhere.
const STEPS: u64 = 160_000_000;

/// How many labels in a question count as a step.
const LABELS_A_STEP: usize = 4;

/// What the next set is.
pub(super) enum Next {
    /// The next smallest one, ascending in reading order.
    Found(Vec<Label>),
    /// There is no further one.
    Complete,
    /// It was not found in time.
    Unfinished,
}

/// A search for the smallest sets, one after the other.
pub(super) struct SmallestSets<'a> {
    problem: &'a Problem,
    solver: Solver,
    optimiser: Optimiser,
    order: &'a [Label],
    /// By place in `order`: whether a built-in file states it, and its clauses and budgets.
    built_in: Vec<bool>,
    constraints: Vec<(Vec<usize>, Vec<usize>)>,
    /// Places in `order` of which at least one is in the set.
    hits: Vec<Vec<usize>>,
    /// Places in `order` that are not all in the set.
    blocked: Vec<Vec<usize>>,
}

impl<'a> SmallestSets<'a> {
    /// A search over `order`, all labels in reading order.
    pub fn new(problem: &'a Problem, order: &'a [Label], is_built_in: impl Fn(Label) -> bool) -> Self {
        let most = order.iter().map(|label| label.0 as usize + 1).max().unwrap_or(0);
        let mut places = vec![usize::MAX; most];
        for (at, label) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(label.0 as usize) {
                *place = at;
            }
        }
        let mut constraints: Vec<(Vec<usize>, Vec<usize>)> = vec![(Vec::new(), Vec::new()); order.len()];
        let place_of = |label: Label| places.get(label.0 as usize).copied().unwrap_or(usize::MAX);
        for (number, clause) in problem.clauses.iter().enumerate() {
            if let Some((clauses, _)) = constraints.get_mut(place_of(clause.label)) {
                clauses.push(number);
            }
        }
        for (number, budget) in problem.budgets.iter().enumerate() {
            if let Some((_, budgets)) = constraints.get_mut(place_of(budget.label)) {
                budgets.push(number);
            }
        }
        Self {
            problem,
            solver: Solver::new(problem),
            optimiser: Optimiser::new(),
            order,
            built_in: order.iter().map(|label| is_built_in(*label)).collect(),
            constraints,
            hits: Vec::new(),
            blocked: Vec::new(),
        }
    }

    /// The next set. An empty one says that the structure alone leaves no solution.
    pub fn next(&mut self, work: &mut Work) -> Result<Next, LimitReached> {
        let mut part = work.portion(STEPS);
        let found = self.search(&mut part);
        work.spend(part.spent())?;
        // The steps of this one set are used up, not those of the request.
        Ok(found.unwrap_or(Next::Unfinished))
    }

    fn search(&mut self, work: &mut Work) -> Result<Next, LimitReached> {
        for _ in 0..MOST_ROUNDS {
            let Some(chosen) = self.least(work)? else { return Ok(Next::Complete) };
            let labels: Vec<Label> = chosen.iter().filter_map(|at| self.order.get(*at).copied()).collect();
            match self.solve_with(&labels, work)? {
                Verdict::Unsatisfiable { .. } => {
                    self.blocked.push(chosen);
                    return Ok(Next::Found(labels));
                }
                Verdict::Satisfiable(model) => {
                    let missing = self.correction_set(model, work)?;
                    if missing.is_empty() {
                        return Ok(Next::Complete);
                    }
                    self.hits.push(missing);
                }
            }
        }
        Ok(Next::Unfinished)
    }

    /// A correction set: what a solution that keeps as many reasons as possible still breaks.
    fn correction_set(&mut self, model: Assignment, work: &mut Work) -> Result<Vec<usize>, LimitReached> {
        let mut open: Vec<bool> = (0..self.order.len()).map(|at| self.is_broken(at, &model)).collect();
        let held = self.order.iter().zip(&open).filter(|(_, open)| !**open);
        // The list of enabled labels only grows at its end: the solver keeps what it has learned of the beginning.
        let mut with: Vec<Label> = held.map(|(label, _)| *label).collect();
        let mut missing: Vec<usize> = Vec::new();
        // The last in reading order is given up first, so that conflicts at early places are met early.
        for at in (0..self.order.len()).rev() {
            let (true, Some(label)) = (open.get(at).copied().unwrap_or(false), self.order.get(at)) else { continue };
            with.push(*label);
            match self.solve_with(&with, work)? {
                Verdict::Satisfiable(better) => self.keep(at, &better, &mut open, &mut with),
                Verdict::Unsatisfiable { .. } => {
                    with.pop();
                    missing.push(at);
                }
            }
        }
        missing.reverse();
        Ok(missing)
    }

    /// Solves with some labels enabled; passing them is work too where they are thousands.
    fn solve_with(&mut self, labels: &[Label], work: &mut Work) -> Result<Verdict, LimitReached> {
        work.spend(u64::try_from(labels.len() / LABELS_A_STEP).unwrap_or(u64::MAX))?;
        self.solver.solve(labels, &[], work)
    }

    /// Enables what a better solution keeps besides, at `at` and before it.
    fn keep(&self, at: usize, model: &Assignment, open: &mut [bool], with: &mut Vec<Label>) {
        for (place, open) in open.iter_mut().enumerate().take(at + 1).filter(|(_, open)| **open) {
            if place == at || !self.is_broken(place, model) {
                *open = false;
                with.extend(self.order.get(place).filter(|_| place != at));
            }
        }
    }

    /// Whether an assignment breaks a constraint of the label at a place of `order`.
    fn is_broken(&self, at: usize, model: &Assignment) -> bool {
        let value = |group: &GroupId| model[*group];
        let Some((clauses, budgets)) = self.constraints.get(at) else { return false };
        let clause_fails = |clause: &usize| {
            let clause = self.problem.clauses.get(*clause);
            clause.is_some_and(|one| !one.literals.iter().any(|(group, values)| values.contains(value(group))))
        };
        let weight = |(group, weights): &(GroupId, Vec<i128>)| weights.get(value(group) as usize).copied().unwrap_or(0);
        let budget_fails = |budget: &usize| {
            let budget = self.problem.budgets.get(*budget);
            budget.is_some_and(|one| one.terms.iter().map(weight).sum::<i128>() > one.cap)
        };
        clauses.iter().any(clause_fails) || budgets.iter().any(budget_fails)
    }

    /// The least set that hits all and contains no blocked one: one group a reason that matters, value 0 "in the set",
    /// so that ties go to the first in reading order.
    fn least(&mut self, work: &mut Work) -> Result<Option<Vec<usize>>, LimitReached> {
        let mut places: Vec<usize> = self.hits.iter().flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        let mut problem = Problem::new();
        let each = i128::try_from(self.order.len()).unwrap_or(i128::from(u32::MAX)) + 1;
        for at in &places {
            let group = problem.add_group(2);
            let built_in = self.built_in.get(*at).copied().unwrap_or(false);
            problem.set_cost(group, 0, each + i128::from(built_in));
        }
        let group = |at: &usize| {
            let found = places.binary_search(at).ok()?;
            Some(GroupId(u32::try_from(found).ok()?))
        };
        for hit in &self.hits {
            let literals = hit.iter().filter_map(group).map(|group| (group, Values::single(0))).collect();
            problem.add_clause(Label::STRUCTURE, literals);
        }
        for blocked in &self.blocked {
            let literals = blocked.iter().filter_map(group).map(|group| (group, Values::single(1))).collect();
            problem.add_clause(Label::STRUCTURE, literals);
        }
        let best = self.optimiser.optimum(&problem, work)?;
        Ok(best.map(|best| {
            let taken = places.iter().zip(&best.values).filter(|(_, value)| **value == 0);
            taken.map(|(at, _)| *at).collect()
        }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::satisfy;

    /// A small generator of numbers (xorshift64*, Vigna 2016).
    struct Random(u64);

    impl Random {
        fn below(&mut self, bound: u32) -> u32 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as u32) % bound
        }
    }

    /// Four groups of three values and clauses of eight labels, some under one label, some structure.
    fn problem(random: &mut Random) -> Problem {
        let mut problem = Problem::new();
        let groups: Vec<GroupId> = (0..4).map(|_| problem.add_group(3)).collect();
        for _ in 0..14 + random.below(14) {
            let label = random.below(10).checked_sub(1).map_or(Label::STRUCTURE, |number| Label(1 + number));
            let literals =
                (0..1 + random.below(2)).map(|_| (groups[random.below(4) as usize], Values::single(random.below(3))));
            let literals: Vec<_> = literals.collect();
            problem.add_clause(label, literals);
        }
        problem
    }

    fn has_solution(problem: &Problem, labels: &[Label]) -> bool {
        let mut only = problem.clone();
        only.clauses.retain(|clause| clause.label == Label::STRUCTURE || labels.contains(&clause.label));
        satisfy(&only, &mut Work::unlimited()).unwrap().is_some()
    }

    /// All minimal sets by trying every subset, in the order of the contract.
    fn by_trying(problem: &Problem, order: &[Label], built_in: &dyn Fn(Label) -> bool) -> Vec<Vec<Label>> {
        let subset = |mask: u32| -> Vec<Label> {
            (0..).zip(order).filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, label)| *label).collect()
        };
        let masks: Vec<u32> = (0..1 << order.len()).collect();
        let refuting: Vec<u32> = masks.into_iter().filter(|mask| !has_solution(problem, &subset(*mask))).collect();
        let minimal = |mask: &&u32| !refuting.iter().any(|other| other != *mask && other & **mask == *other);
        let mut sets: Vec<Vec<Label>> = refuting.iter().filter(minimal).map(|mask| subset(*mask)).collect();
        let place = |label: &Label| order.iter().position(|one| one == label);
        sets.sort_by_key(|set| {
            let built_in = set.iter().filter(|label| built_in(**label)).count();
            (set.len(), built_in, set.iter().map(place).collect::<Vec<_>>())
        });
        sets
    }

    #[test]
    fn every_minimal_set_is_found_in_the_order_of_the_contract() {
        let (mut conflicts, mut several, mut sets) = (0, 0, 0);
        for seed in 1..=400 {
            let mut random = Random(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed));
            let problem = problem(&mut random);
            let mut order = problem.labels();
            let change_point = random.below(order.len().max(1) as u32) as usize;
            order.rotate_left(change_point);
            if has_solution(&problem, &order) {
                continue;
            }
            let built_in = |label: Label| label.0.is_multiple_of(3);
            let wanted = by_trying(&problem, &order, &built_in);
            let mut search = SmallestSets::new(&problem, &order, built_in);
            let mut found = Vec::new();
            while let Next::Found(set) = search.next(&mut Work::unlimited()).unwrap() {
                found.push(set);
                if found.last().is_some_and(Vec::is_empty) {
                    break;
                }
            }
            assert_eq!(found, wanted, "seed {seed}");
            conflicts += 1;
            several += usize::from(wanted.len() > 1);
            sets += wanted.len();
        }
        assert!(conflicts > 100 && several > 50 && sets > 300, "{conflicts} conflicts, {several}, {sets}");
    }
}
