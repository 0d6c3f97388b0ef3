//! The first optimum by conflict-driven search, for components on which branch and bound gives up.
//!
//! OLL (Andres et al. 2012; Morgado, Dodaro & Marques-Silva 2014; RC2, Ignatiev et al. 2019): assume that every
//! step of cost is avoided; each contradiction among the assumptions raises the lower bound and is replaced by
//! "at most one of them, two of them, …". Steps of cost are ordered within a slot: "costs at least c₁",
//! "at least c₂", …; dear steps are assumed first. Counts are native budgets.

use std::collections::BTreeMap;

use super::instance::Instance;
use super::search::Found;
use crate::engine::Assignment;
use crate::engine::cdcl::Lit;
use crate::engine::encoding::Encoding;
use crate::engine::problem::GroupId;
use crate::engine::work::{LimitReached, Work};

/// A component's lexicographically first optimum; picks by place in the component.
pub(super) fn first_optimum(component: &Instance, work: &mut Work) -> Result<Option<Found>, LimitReached> {
    let mut search = Relaxation::new(component);
    if !search.reach_optimum(work)? {
        return Ok(None);
    }
    let values = search.first_of_optima(work)?;
    let picks = (0..).zip(values).collect();
    Ok(Some(Found { cost: search.lower, picks }))
}

/// Literals of which some are true, and how many may be at no further cost.
struct Count {
    literals: Vec<Lit>,
    allowed: usize,
    /// The wish that one more is enough, once this one was not granted.
    next: Option<Lit>,
}

struct Relaxation<'a> {
    component: &'a Instance,
    encoding: Encoding,
    /// What avoiding costs: each literal should be true, the weight is paid if not.
    wishes: BTreeMap<Lit, i128>,
    /// By the wish that their limit holds.
    counts: BTreeMap<Lit, Count>,
    lower: i128,
    upper: Option<i128>,
    best: Assignment,
}

impl<'a> Relaxation<'a> {
    fn new(component: &'a Instance) -> Self {
        let encoding = Encoding::new(&component.to_problem());
        let mut relaxation = Self {
            component,
            encoding,
            wishes: BTreeMap::new(),
            counts: BTreeMap::new(),
            lower: 0,
            upper: None,
            best: Assignment::new(),
        };
        for slot in 0..component.slots.len() {
            relaxation.wish_for_cheapness(slot);
        }
        relaxation
    }

    /// One literal a step of cost: false unless the slot's value costs that much.
    fn wish_for_cheapness(&mut self, slot: usize) {
        let costs = &self.component.costs[self.component.slots[slot].range()];
        let mut levels = costs.to_vec();
        levels.sort_unstable();
        levels.dedup();
        self.lower += levels[0];
        let mut below: Option<Lit> = None;
        for pair in levels.windows(2) {
            let step = Lit::positive(self.encoding.clausal.add_variable(true));
            for (value, _) in costs.iter().enumerate().filter(|(_, cost)| **cost == pair[1]) {
                let taken = self.encoding.literal(GroupId(slot as u32), value as u32);
                taken.into_iter().for_each(|taken| self.encoding.clausal.add_clause(&[!taken, step]));
            }
            if let Some(below) = below {
                self.encoding.clausal.add_clause(&[!step, below]);
            }
            self.wishes.insert(!step, pair[1] - pair[0]);
            below = Some(step);
        }
    }

    /// Raises `lower` to the optimum; false if there is no solution.
    fn reach_optimum(&mut self, work: &mut Work) -> Result<bool, LimitReached> {
        let mut stratum = self.wishes.values().max().copied().unwrap_or(0);
        loop {
            let assumptions = self.assumptions(stratum);
            if self.encoding.clausal.solve(&assumptions, work)? {
                self.note_solution();
                let lighter = self.wishes.values().filter(|weight| **weight < stratum).max();
                match lighter {
                    _ if self.upper == Some(self.lower) => return Ok(true),
                    Some(lighter) => stratum = lighter / 2 + 1,
                    None => return Ok(true),
                }
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

    /// The wishes that weigh at least so much, heaviest first.
    fn assumptions(&self, stratum: i128) -> Vec<Lit> {
        let mut wishes: Vec<(i128, Lit)> = self.wishes.iter().map(|(wish, weight)| (-weight, *wish)).collect();
        wishes.retain(|(weight, _)| -weight >= stratum);
        wishes.sort_unstable();
        wishes.into_iter().map(|(_, wish)| wish).collect()
    }

    fn note_solution(&mut self) {
        let values = self.encoding.assignment();
        let slots = self.component.slots.iter().zip(&values);
        let cost = slots.map(|(slot, value)| self.component.costs[(slot.first + value) as usize]).sum();
        if self.upper.is_none_or(|upper| cost < upper) {
            self.upper = Some(cost);
            self.best = values;
        }
    }

    /// A wish that weighs more than the gap is granted in every optimum.
    fn harden(&mut self) {
        let Some(gap) = self.upper.map(|upper| upper - self.lower) else { return };
        let heavy: Vec<Lit> = self.wishes.iter().filter(|(_, weight)| **weight > gap).map(|(wish, _)| *wish).collect();
        for wish in heavy {
            self.wishes.remove(&wish);
            self.encoding.clausal.add_clause(&[wish]);
        }
    }

    /// Asks again with the core alone while that makes it smaller.
    fn trimmed_core(&mut self, work: &mut Work) -> Result<Vec<Lit>, LimitReached> {
        let mut core = self.encoding.clausal.failed().to_vec();
        for _ in 0..4 {
            if core.len() <= 1 || self.encoding.clausal.solve(&core, work)? {
                break;
            }
            let smaller = self.encoding.clausal.failed().to_vec();
            if smaller.len() >= core.len() {
                break;
            }
            core = smaller;
        }
        core.sort_unstable();
        Ok(core)
    }

    /// Pays for the core's lightest wish and counts how many more of the core fail.
    fn relax(&mut self, core: &[Lit]) {
        let weights = core.iter().filter_map(|wish| self.wishes.get(wish));
        let weight = weights.min().copied().unwrap_or(0);
        self.lower += weight;
        for wish in core {
            if let Some(left) = self.wishes.get_mut(wish) {
                *left -= weight;
            }
            self.allow_more(*wish, weight);
        }
        self.wishes.retain(|_, weight| *weight > 0);
        let literals: Vec<Lit> = core.iter().map(|wish| !*wish).collect();
        self.encoding.clausal.add_clause(&literals);
        if literals.len() > 1 {
            self.count(literals, 1, weight);
        }
    }

    /// A broken limit of a count is followed by the next one.
    fn allow_more(&mut self, wish: Lit, weight: i128) {
        let Some(count) = self.counts.get(&wish) else { return };
        if let Some(next) = count.next {
            *self.wishes.entry(next).or_insert(0) += weight;
            return;
        }
        let (literals, allowed) = (count.literals.clone(), count.allowed + 1);
        if allowed >= literals.len() {
            return;
        }
        let next = self.count(literals, allowed, weight);
        if let Some(count) = self.counts.get_mut(&wish) {
            count.next = Some(next);
        }
        self.encoding.clausal.add_clause(&[next, !wish]);
    }

    /// Wishes that at most `allowed` of the literals are true.
    fn count(&mut self, literals: Vec<Lit>, allowed: usize, weight: i128) -> Lit {
        let more = Lit::positive(self.encoding.clausal.add_variable(true));
        let spare = (literals.len() - allowed) as i128;
        let mut terms: Vec<(Lit, i128)> = literals.iter().map(|literal| (*literal, 1)).collect();
        terms.push((!more, spare));
        self.encoding.clausal.add_budget(terms, literals.len() as i128);
        self.wishes.insert(!more, weight);
        self.counts.insert(!more, Count { literals, allowed, next: None });
        !more
    }

    /// With every wish granted all solutions are optima: takes the earliest value slot by slot.
    fn first_of_optima(&mut self, work: &mut Work) -> Result<Assignment, LimitReached> {
        let assumptions = self.assumptions(0);
        if !self.encoding.clausal.solve(&assumptions, work)? {
            return Ok(self.best.clone());
        }
        let best = self.encoding.assignment();
        self.encoding.earliest(self.component.slots.len(), assumptions, best, work)
    }
}
