//! The first optimum by core-guided search, for components on which branch and bound gives up.
//!
//! OLL (Andres et al. 2012; Morgado, Dodaro & Marques-Silva 2014; RC2, Ignatiev et al. 2019): assume that every step of
//! cost is avoided; each unsat core among these soft literals raises the lower bound and is replaced by "at most one of
//! them, two of them, …". Search from below needs one call for each core, and where rules are so dense that the dual
//! bound is weak, few cores prove what branch and bound would have to enumerate. Steps of cost are ordered within a
//! slot, "costs at least c₁", "at least c₂", …, so that a core names the cheapest step that is contradicted; counts
//! are native budgets, in place of the totalisers that OLL uses where there are only clauses.

use std::collections::BTreeMap;

use super::found::{Found, Pick};
use super::instance::Instance;
use crate::engine::cdcl::{Branching, Literal, Weighted};
use crate::engine::encoding::Encoding;
use crate::engine::problem::{Assignment, GroupId};
use crate::engine::work::{LimitReached, Work};
use crate::keyed_vec::Key;

/// Calls that try to make a core smaller before it is used: a smaller core gives a tighter count, but each call costs.
const TRIMMING_CALLS: usize = 4;

/// Literals of which some are true, and how many may be true at no further cost.
struct Count {
    literals: Vec<Literal>,
    allowed: usize,
    /// The soft literal that one more is enough, made when this one was contradicted.
    next: Option<Literal>,
}

/// A search that can be interrupted by its limit and goes on where it was.
pub(super) struct CoreGuided<'a> {
    component: &'a Instance,
    encoding: Encoding,
    /// The weight of each soft literal: it should be true, and the weight is paid if not.
    softs: BTreeMap<Literal, i128>,
    /// By the soft literal that their limit holds.
    counts: BTreeMap<Literal, Count>,
    lower: i128,
    /// The cost of the best solution so far.
    upper: Option<i128>,
    best: Assignment,
    /// Lighter soft literals are not assumed yet.
    stratum: i128,
    is_optimal: bool,
}

impl<'a> CoreGuided<'a> {
    pub fn new(component: &'a Instance) -> Self {
        let encoding = Encoding::new(&component.to_problem());
        let mut search = Self {
            component,
            encoding,
            softs: BTreeMap::new(),
            counts: BTreeMap::new(),
            lower: 0,
            upper: None,
            best: Assignment::new(),
            stratum: 0,
            is_optimal: false,
        };
        for slot in 0..component.slots.len() {
            search.add_cost_steps(slot);
        }
        search.stratum = search.softs.values().max().copied().unwrap_or(0);
        search
    }

    /// The component's lexicographically first optimum; picks by place in the component.
    pub fn first_optimum(&mut self, work: &mut Work) -> Result<Option<Found>, LimitReached> {
        if !self.is_optimal && !self.reach_optimum(work)? {
            return Ok(None);
        }
        self.is_optimal = true;
        let values = self.first_of_optima(work)?;
        Ok(Some(self.found(&values)))
    }

    /// An optimum, once one is known; maybe not the first.
    pub fn optimum(&self) -> Option<Found> {
        self.is_optimal.then(|| self.found(&self.best))
    }

    fn found(&self, values: &Assignment) -> Found {
        let picks = (0..).zip(values).map(|(slot, value)| Pick { slot, value: *value }).collect();
        Found { cost: self.lower, picks }
    }

    /// No solution costs less.
    pub fn lower(&self) -> i128 {
        self.lower
    }

    /// The cost of the best solution so far.
    pub fn upper(&self) -> Option<i128> {
        self.upper
    }

    /// One literal for each step of cost: false unless the slot's value costs that much.
    fn add_cost_steps(&mut self, slot: usize) {
        let costs = &self.component.costs[self.component.slots[slot].range()];
        let mut levels = costs.to_vec();
        levels.sort_unstable();
        levels.dedup();
        self.lower += levels[0];
        let mut below: Option<Literal> = None;
        for pair in levels.windows(2) {
            let step = Literal::positive(self.encoding.cdcl.add_variable(Branching::Allowed));
            for (value, _) in (0..).zip(costs).filter(|(_, cost)| **cost == pair[1]) {
                let taken = self.encoding.literal(GroupId::at(slot), value);
                taken.into_iter().for_each(|taken| self.encoding.cdcl.add_clause(&[!taken, step]));
            }
            if let Some(below) = below {
                self.encoding.cdcl.add_clause(&[!step, below]);
            }
            self.softs.insert(!step, pair[1] - pair[0]);
            below = Some(step);
        }
    }

    /// Raises `lower` to the optimum; false if there is no solution.
    ///
    /// Stratification (Ansótegui, Bonet & Levy 2012): only the heaviest soft literals are assumed at first. A core costs
    /// as much as its lightest literal, so cores of heavy ones raise the bound most, and each solution between the strata
    /// gives an upper bound, by which soft literals become hard.
    fn reach_optimum(&mut self, work: &mut Work) -> Result<bool, LimitReached> {
        loop {
            let assumptions = self.assumptions(self.stratum);
            if self.encoding.cdcl.solve(&assumptions, work)? {
                self.note_solution();
                if self.upper == Some(self.lower) {
                    return Ok(true);
                }
                let lighter = self.softs.values().filter(|weight| **weight < self.stratum).max();
                let Some(lighter) = lighter else { return Ok(true) };
                self.stratum = lighter / 2 + 1;
                self.harden();
            } else {
                let core = self.trimmed_core(work)?;
                if core.is_empty() {
                    return Ok(false);
                }
                self.relax(&core);
            }
        }
    }

    /// The soft literals that weigh at least this much, heaviest first, so that cores tend to be of heavy ones.
    fn assumptions(&self, stratum: i128) -> Vec<Literal> {
        let mut softs: Vec<(i128, Literal)> = self.softs.iter().map(|(soft, weight)| (-weight, *soft)).collect();
        softs.retain(|(weight, _)| -weight >= stratum);
        softs.sort_unstable();
        softs.into_iter().map(|(_, soft)| soft).collect()
    }

    fn note_solution(&mut self) {
        let values = self.encoding.assignment();
        let cost = self.component.cost_of(&values);
        if self.upper.is_none_or(|upper| cost < upper) {
            self.upper = Some(cost);
            self.best = values;
        }
    }

    /// A soft literal that weighs more than the gap between the bounds is true in every optimum, so it becomes hard: it
    /// then propagates, and no later core can contain it.
    fn harden(&mut self) {
        let Some(gap) = self.upper.map(|upper| upper - self.lower) else { return };
        let heavy: Vec<Literal> =
            self.softs.iter().filter(|(_, weight)| **weight > gap).map(|(soft, _)| *soft).collect();
        for soft in heavy {
            self.softs.remove(&soft);
            self.encoding.cdcl.add_clause(&[soft]);
        }
    }

    /// Solves again with the core alone, as long as that makes it smaller.
    fn trimmed_core(&mut self, work: &mut Work) -> Result<Vec<Literal>, LimitReached> {
        let mut core = self.encoding.cdcl.failed().to_vec();
        for _ in 0..TRIMMING_CALLS {
            if core.len() <= 1 || self.encoding.cdcl.solve(&core, work)? {
                break;
            }
            let smaller = self.encoding.cdcl.failed().to_vec();
            if smaller.len() >= core.len() {
                break;
            }
            core = smaller;
        }
        core.sort_unstable();
        Ok(core)
    }

    /// Pays for the core's lightest literal, and counts how many more of the core are false.
    fn relax(&mut self, core: &[Literal]) {
        let weights = core.iter().filter_map(|soft| self.softs.get(soft));
        let weight = weights.min().copied().unwrap_or(0);
        self.lower += weight;
        for soft in core {
            // The rest of a heavier literal stays soft: only what is paid is taken off (weight splitting).
            if let Some(left) = self.softs.get_mut(soft) {
                *left -= weight;
            }
            self.allow_more(*soft, weight);
        }
        self.softs.retain(|_, weight| *weight > 0);
        let literals: Vec<Literal> = core.iter().map(|soft| !*soft).collect();
        self.encoding.cdcl.add_clause(&literals);
        if literals.len() > 1 {
            self.count(literals, 1, weight);
        }
    }

    /// A contradicted limit of a count is followed by the next one.
    fn allow_more(&mut self, soft: Literal, weight: i128) {
        let Some(count) = self.counts.get(&soft) else { return };
        if let Some(next) = count.next {
            *self.softs.entry(next).or_insert(0) += weight;
            return;
        }
        let (literals, allowed) = (count.literals.clone(), count.allowed + 1);
        if allowed >= literals.len() {
            return;
        }
        let next = self.count(literals, allowed, weight);
        if let Some(count) = self.counts.get_mut(&soft) {
            count.next = Some(next);
        }
        self.encoding.cdcl.add_clause(&[next, !soft]);
    }

    /// Adds a soft literal: at most `allowed` of the literals are true. It is new, so the count that it switches is no
    /// constraint while it is false.
    fn count(&mut self, literals: Vec<Literal>, allowed: usize, weight: i128) -> Literal {
        let more = Literal::positive(self.encoding.cdcl.add_variable(Branching::Allowed));
        let spare = (literals.len() - allowed) as i128;
        let mut terms: Vec<Weighted> =
            literals.iter().map(|literal| Weighted { literal: *literal, weight: 1 }).collect();
        terms.push(Weighted { literal: !more, weight: spare });
        self.encoding.cdcl.add_budget(terms, literals.len() as i128);
        self.softs.insert(!more, weight);
        self.counts.insert(!more, Count { literals, allowed, next: None });
        !more
    }

    /// With every soft literal true all solutions are optima: takes the earliest value slot by slot.
    fn first_of_optima(&mut self, work: &mut Work) -> Result<Assignment, LimitReached> {
        let assumptions = self.assumptions(0);
        if !self.encoding.cdcl.solve(&assumptions, work)? {
            return Ok(self.best.clone());
        }
        let best = self.encoding.assignment();
        self.encoding.earliest(self.component.slots.len(), assumptions, best, work)
    }
}
