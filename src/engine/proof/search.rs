//! A search for a contradiction that writes down what it learns.
//!
//! Conflict-driven clause learning over linear inequalities. Every clause that it learns follows from the inequalities by
//! unit propagation, so a checker needs no more than the clause: a step of *reverse unit propagation* (Goldberg & Novikov
//! 2003; for pseudo-Boolean proofs Elffers & Nordström 2020). Where the least weights of open values alone exceed a
//! budget, propagation does not see it, and a *cutting planes* step adds the budget and what each group must take.

use super::budget::{Budget, Unproved};
use super::linear::{Linear, Literal};
use super::log::{Log, raised};
use super::propagation::{Because, Broken, Propagator};
use crate::engine::work::Work;

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// There is no assignment, and the proof shows it.
    Refuted,
    /// There is one.
    Satisfied,
}

/// Conflicts before the first restart; Luby's sequence from there on.
const RESTART: u64 = 128;
/// Activities are halved when they reach this.
const MOST_ACTIVE: u64 = 1 << 60;

/// A search over some variables.
pub(super) struct Search<'a> {
    propagator: Propagator,
    budgets: Vec<Budget>,
    variables: Vec<u32>,
    activity: Vec<u64>,
    bump: u64,
    saved: Vec<bool>,
    /// The step by which propagation sees that a budget is exceeded; the proof has it not yet.
    derived: Option<String>,
    log: &'a mut Log,
}

impl<'a> Search<'a> {
    /// A search that decides these variables; all others are below `end`.
    pub fn new(end: u32, variables: Vec<u32>, log: &'a mut Log) -> Self {
        let end = end as usize;
        let (activity, saved) = (vec![0; end], vec![false; end]);
        Self {
            propagator: Propagator::new(end),
            budgets: Vec::new(),
            variables,
            activity,
            bump: 16,
            saved,
            derived: None,
            log,
        }
    }

    /// Adds an inequality that the proof has already.
    pub fn add(&mut self, linear: Linear) -> Result<(), Broken> {
        for (literal, _) in &linear.terms {
            self.activity[literal.variable()] += 1;
        }
        self.propagator.add(linear).map(|_| ())
    }

    /// Adds a budget that the proof has already.
    pub fn add_budget(&mut self, budget: Budget) -> Result<(), Broken> {
        let weights = budget.terms.iter().flat_map(|term| &term.values).copied();
        let linear = Linear::at_most(weights, budget.cap);
        self.budgets.push(budget);
        linear.map_or(Ok(()), |linear| self.add(linear))
    }

    /// Searches until there is a contradiction, which the proof then has as its last step, or an assignment.
    pub fn run(&mut self, work: &mut Work) -> Result<End, Unproved> {
        let (mut conflicts, mut restarts, mut limit) = (0_u64, 1_u64, RESTART);
        loop {
            self.log.check_size()?;
            work.spend(std::mem::take(&mut self.propagator.steps)).map_err(|_| Unproved::Limit)?;
            let broken = match self.propagator.propagate() {
                Err(Broken(number)) => Some(self.propagator.explain(number, None)),
                Ok(()) => self.exceeded(),
            };
            if let Some(broken) = broken {
                conflicts += 1;
                if self.learn(broken).is_err() {
                    self.refute();
                    return Ok(End::Refuted);
                }
                continue;
            }
            if conflicts >= limit {
                (conflicts, restarts) = (0, restarts + 1);
                limit = RESTART * luby(restarts);
                self.back_to(0);
                continue;
            }
            let Some(literal) = self.choice() else { return Ok(End::Satisfied) };
            self.propagator.decide(literal);
        }
    }

    /// Ends the proof with its contradiction.
    fn refute(&mut self) {
        if let Some(derived) = self.derived.take() {
            self.log.step(&derived);
        }
        self.log.contradiction();
    }

    /// The most active open variable, as it was last.
    fn choice(&mut self) -> Option<Literal> {
        self.propagator.steps += self.variables.len() as u64 / 8;
        let open = self.variables.iter().filter(|variable| self.propagator.is_open(**variable as usize));
        let next = open.max_by_key(|variable| (self.activity[**variable as usize], std::cmp::Reverse(**variable)))?;
        Some(if self.saved[*next as usize] { Literal::positive(*next) } else { Literal::negative(*next) })
    }

    fn back_to(&mut self, level: usize) {
        let saved = &mut self.saved;
        self.propagator.back_to(level, |literal| saved[literal.variable()] = literal.is_positive());
    }

    /// The false literals for which a budget is exceeded, and the step that makes propagation see it.
    fn exceeded(&mut self) -> Option<Vec<Literal>> {
        for budget in &self.budgets {
            let mut least = Vec::with_capacity(budget.terms.len());
            let mut sum = 0_i128;
            for term in &budget.terms {
                self.propagator.steps += 1;
                let open =
                    term.values.iter().filter(|(variable, _)| !self.propagator.is_true(Literal::negative(*variable)));
                let now = open.map(|(_, weight)| *weight).min()?;
                let ever = term.values.iter().map(|(_, weight)| *weight).min()?;
                sum = sum.checked_add(now)?;
                least.push((now, ever));
            }
            if sum > budget.cap {
                give_up_least(&mut least, sum - budget.cap - 1);
                self.derived = Some(raised(budget, &least));
                return Some(self.closed_below(budget, &least));
            }
        }
        None
    }

    /// The closed values that weigh less than what their group must take.
    fn closed_below(&self, budget: &Budget, least: &[(i128, i128)]) -> Vec<Literal> {
        let terms = budget.terms.iter().zip(least);
        let lighter = terms.flat_map(|(term, (now, _))| term.values.iter().filter(move |(_, weight)| weight < now));
        lighter.map(|(variable, _)| Literal::positive(*variable)).collect()
    }

    /// Learns a clause from false literals of which not all can be false; an error where nothing is left to learn.
    fn learn(&mut self, broken: Vec<Literal>) -> Result<(), Broken> {
        let level = broken.iter().map(|literal| self.propagator.level_of(*literal)).max().unwrap_or(0);
        if level == 0 {
            return Err(Broken(0));
        }
        self.back_to(level);
        let mut clause = self.first_unique_point(broken, level);
        self.shorten(&mut clause);
        clause[1..].sort_by_key(|literal| std::cmp::Reverse(self.propagator.level_of(*literal)));
        let back = clause.get(1).map_or(0, |literal| self.propagator.level_of(*literal));
        self.log.clause(&clause, self.derived.take());
        self.back_to(back);
        for literal in &clause {
            self.activity[literal.variable()] += self.bump;
        }
        self.bump += self.bump / 16;
        if self.bump > MOST_ACTIVE >> 8 {
            self.activity.iter_mut().for_each(|activity| *activity >>= 48);
            self.bump = (self.bump >> 48).max(16);
        }
        self.propagator.add(Linear::clause(&clause)).map(|_| ())
    }

    /// The clause with one literal of the level, which comes first (Marques-Silva & Sakallah 1999).
    fn first_unique_point(&mut self, broken: Vec<Literal>, level: usize) -> Vec<Literal> {
        let mut seen = std::collections::BTreeSet::new();
        let (mut clause, mut open, mut reasons) = (Vec::new(), 0_usize, broken);
        let trail = self.propagator.trail().to_vec();
        self.propagator.steps += trail.len() as u64;
        let mut at = trail.len();
        loop {
            for literal in std::mem::take(&mut reasons) {
                let of = self.propagator.level_of(literal);
                if of == 0 || !seen.insert(literal.variable()) {
                    continue;
                }
                self.activity[literal.variable()] += self.bump / 2;
                match of == level {
                    true => open += 1,
                    false => clause.push(literal),
                }
            }
            let before = trail[..at].iter().rposition(|literal| seen.contains(&literal.variable()));
            let Some(found) = before.filter(|found| self.propagator.level_of(trail[*found]) == level) else { break };
            at = found;
            open -= 1;
            let literal = trail[at];
            match self.propagator.because(literal) {
                Some(Because::Constraint(number)) if open > 0 => {
                    self.propagator.steps += self.propagator.length(number);
                    reasons = self.propagator.explain(number, Some(literal));
                }
                _ => {
                    clause.insert(0, !literal);
                    break;
                }
            }
        }
        clause
    }

    /// Leaves out the literals that follow from the others.
    fn shorten(&self, clause: &mut Vec<Literal>) {
        let known: std::collections::BTreeSet<Literal> = clause.iter().copied().collect();
        let follows = |literal: &Literal| match self.propagator.because(*literal) {
            Some(Because::Constraint(number)) => {
                let reasons = self.propagator.explain(number, Some(!*literal));
                reasons.iter().all(|one| known.contains(one) || self.propagator.level_of(*one) == 0)
            }
            _ => false,
        };
        let mut at = 0;
        clause.retain(|literal| {
            at += 1;
            at == 1 || !follows(literal)
        });
    }
}

/// Lowers what groups must take to what they must take anyway, while the sum stays above the cap: a shorter reason.
fn give_up_least(least: &mut [(i128, i128)], mut spare: i128) {
    let mut order: Vec<usize> = (0..least.len()).filter(|at| least[*at].0 > least[*at].1).collect();
    order.sort_by_key(|at| least[*at].0 - least[*at].1);
    for at in order {
        let (now, ever) = least[at];
        if now - ever <= spare {
            spare -= now - ever;
            least[at].0 = ever;
        }
    }
}

/// 1 1 2 1 1 2 4 … (Luby, Sinclair & Zuckerman 1993), from number 1.
fn luby(mut number: u64) -> u64 {
    loop {
        let power = 64 - number.leading_zeros();
        if number == (1 << power) - 1 {
            return 1 << (power - 1);
        }
        number -= (1 << (power - 1)) - 1;
    }
}
