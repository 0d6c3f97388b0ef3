//! Optima of costs that 128 bits do not hold, exactly.
//!
//! What is decided anyway, and what every solution pays, is taken out first; what is left falls into independent parts,
//! and a part's costs are divided by their greatest common divisor. That is mostly enough: then the part is solved in
//! 128 bits as always. If not, its costs are rounded down to their leading bits. With A the rounded and W the true costs, a
//! solution x with W(x) ≤ U has A(x) ≤ U / 2^k, so whatever no solution within that takes can be closed; where nothing can be
//! closed, the values of one group are tried one by one. No answer depends on a rounded cost.

use super::Optimiser;
use crate::engine::open::{OpenValues, holds, open_values, parts};
use crate::engine::problem::{Assignment, GroupId, Label, Problem};
use crate::engine::values::Values;
use crate::engine::work::{LimitReached, Work};
use crate::keyed_vec::{Key, KeyedVec};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

/// Bits that the costs of a part may have in 128 bits: with more, the dual bound has no room for prices.
const NARROW: u64 = 100;
/// Bits that are left of costs that are rounded.
const ROUNDED: u64 = 92;

/// Costs by group and value.
type BigCosts = KeyedVec<GroupId, Vec<BigInt>>;

/// A solution with its cost.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Exact {
    cost: BigInt,
    values: Vec<u32>,
}

impl Optimiser {
    /// The first optimum of a problem with big costs.
    pub(super) fn big_optimum(
        &mut self,
        problem: &Problem,
        work: &mut Work,
    ) -> Result<Option<(Assignment, BigInt)>, LimitReached> {
        let costs = problem.group_ids().map(|group| problem.big_costs(group).unwrap_or_default().to_vec());
        let costs: BigCosts = costs.collect();
        let mut problem = problem.clone();
        problem.clear_costs();
        let found = self.exact(&problem, &costs, work)?;
        Ok(found.map(|found| (found.values.into_iter().collect(), found.cost)))
    }

    fn exact(&mut self, problem: &Problem, costs: &BigCosts, work: &mut Work) -> Result<Option<Exact>, LimitReached> {
        work.spend(problem.groups() as u64 + 1)?;
        let Some(open) = open_values(problem) else { return Ok(None) };
        let mut found = Exact { cost: BigInt::ZERO, values: vec![0; problem.groups()] };
        for group in problem.group_ids() {
            let Some(first) = open[group].iter().next() else { return Ok(None) };
            found.values[group.index()] = first;
            if open[group].len() == 1 {
                found.cost += &costs[group][first as usize];
            }
        }
        let parts = parts(problem, &open);
        let mut part_of: KeyedVec<GroupId, Option<usize>> = KeyedVec::filled(None, problem.groups());
        for (at, group) in parts.iter().enumerate().flat_map(|(at, part)| part.iter().map(move |group| (at, group))) {
            part_of[*group] = Some(at);
        }
        for (at, part) in parts.iter().enumerate() {
            let cut = Cut::of(problem, costs, &open, part, &|group| part_of[group] == Some(at));
            let Some(best) = self.part_exact(&cut, work)? else { return Ok(None) };
            found.cost += best.cost;
            for (group, place) in part.iter().zip(best.values) {
                found.values[group.index()] = cut.values[GroupId::at(at_of(part, *group))][place as usize];
            }
        }
        Ok(Some(found))
    }

    /// A part by itself: in 128 bits where they are enough.
    fn part_exact(&mut self, cut: &Cut, work: &mut Work) -> Result<Option<Exact>, LimitReached> {
        let unit = cut.excess.iter().flatten().fold(BigInt::ZERO, |unit, cost| unit.gcd(cost)).max(BigInt::one());
        let most: BigInt = cut.excess.iter().map(|costs| costs.iter().max().cloned().unwrap_or_default()).sum();
        let bits = (&most / &unit).bits();
        if bits <= NARROW {
            let problem = cut.rounded(&unit, 0);
            let best = self.optimum(&problem, work)?;
            return Ok(best.map(|best| cut.priced(best.values)));
        }
        let shift = bits - ROUNDED;
        let problem = cut.rounded(&unit, shift);
        let Some(best) = self.optimum(&problem, work)? else { return Ok(None) };
        let known = cut.priced(best.values);
        let bound = cut.rounded_bound(&known.cost, &unit, shift);
        let within = Self::values_within_cost(&problem, bound, work)?;
        let mut narrowed = cut.problem.clone();
        let mut is_narrower = false;
        for (group, values) in cut.problem.group_ids().zip(within) {
            is_narrower |= values.len() < cut.problem.size(group);
            narrowed.add_clause(Label::STRUCTURE, vec![(group, values)]);
        }
        if is_narrower {
            return self.exact(&narrowed, &cut.costs, work);
        }
        self.branch(cut, &problem, &Bound { known, unit, shift }, work)
    }

    /// Tries the values of the group whose costs differ most, one by one.
    fn branch(
        &mut self,
        cut: &Cut,
        rounded: &Problem,
        bound: &Bound,
        work: &mut Work,
    ) -> Result<Option<Exact>, LimitReached> {
        let widest =
            cut.problem.group_ids().max_by_key(|group| (cut.excess[*group].iter().max(), std::cmp::Reverse(*group)));
        let Some(widest) = widest else { return Ok(None) };
        let mut best: Option<Exact> = None;
        for value in 0..cut.problem.size(widest) {
            let fixed = vec![(widest, Values::single(value))];
            let mut trial = rounded.clone();
            trial.add_clause(Label::STRUCTURE, fixed.clone());
            let Some(least) = self.optimum(&trial, work)? else { continue };
            let upper = best.as_ref().map_or(&bound.known.cost, |best| best.cost.min_of(&bound.known.cost));
            if least.cost > cut.rounded_bound(upper, &bound.unit, bound.shift) {
                continue;
            }
            let mut narrowed = cut.problem.clone();
            narrowed.add_clause(Label::STRUCTURE, fixed);
            let found = self.exact(&narrowed, &cut.costs, work)?;
            best = [best, found].into_iter().flatten().min();
        }
        Ok(best)
    }
}

/// What the search for a part's optimum knows.
struct Bound {
    known: Exact,
    unit: BigInt,
    shift: u64,
}

trait Lesser {
    fn min_of<'a>(&'a self, other: &'a Self) -> &'a Self;
}

impl Lesser for BigInt {
    fn min_of<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self < other { self } else { other }
    }
}

fn at_of(part: &[GroupId], group: GroupId) -> usize {
    part.partition_point(|other| *other < group)
}

/// A part with the open values only.
struct Cut {
    problem: Problem,
    costs: BigCosts,
    /// The costs beyond each group's least.
    excess: BigCosts,
    /// The numbers of the values in the problem that it was cut from.
    values: KeyedVec<GroupId, Vec<u32>>,
}

impl Cut {
    fn of(
        problem: &Problem,
        costs: &BigCosts,
        open: &OpenValues,
        part: &[GroupId],
        is_inside: &dyn Fn(GroupId) -> bool,
    ) -> Self {
        let mut cut =
            Self { problem: Problem::new(), costs: KeyedVec::new(), excess: KeyedVec::new(), values: KeyedVec::new() };
        for group in part {
            let values: Vec<u32> = open[*group].iter().collect();
            cut.problem.add_group(open[*group].len());
            let costs: Vec<BigInt> = values.iter().map(|value| costs[*group][*value as usize].clone()).collect();
            let least = costs.iter().min().cloned().unwrap_or_default();
            cut.excess.push(costs.iter().map(|cost| cost - &least).collect());
            cut.costs.push(costs);
            cut.values.push(values);
        }
        cut.add_clauses(problem, open, part, is_inside);
        cut.add_budgets(problem, open, part, is_inside);
        cut
    }

    fn add_clauses(
        &mut self,
        problem: &Problem,
        open: &OpenValues,
        part: &[GroupId],
        is_inside: &dyn Fn(GroupId) -> bool,
    ) {
        for clause in problem.clauses.iter().filter(|clause| !holds(&clause.literals, open)) {
            let inside = clause.literals.iter().filter(|(group, _)| is_inside(*group));
            let literals: Vec<(GroupId, Values)> = inside
                .map(|(group, values)| {
                    let held = (0..).zip(open[*group].iter()).filter(|(_, value)| values.contains(*value));
                    (GroupId::at(at_of(part, *group)), held.map(|(own, _)| own).collect())
                })
                .collect();
            if !literals.is_empty() {
                self.problem.add_clause(Label::STRUCTURE, literals);
            }
        }
    }

    fn add_budgets(
        &mut self,
        problem: &Problem,
        open: &OpenValues,
        part: &[GroupId],
        is_inside: &dyn Fn(GroupId) -> bool,
    ) {
        for budget in problem.budgets.iter().filter(|budget| budget.terms.iter().any(|(group, _)| is_inside(*group))) {
            let mut cap = budget.cap;
            let mut terms = Vec::with_capacity(budget.terms.len());
            for (group, weights) in &budget.terms {
                let open = open[*group].iter().map(|value| weights[value as usize]);
                if is_inside(*group) {
                    terms.push((GroupId::at(at_of(part, *group)), open.collect()));
                } else {
                    // All open groups of a budget are in one part: this one is decided.
                    cap -= open.min().unwrap_or(0);
                }
            }
            self.problem.add_wide_budget(Label::STRUCTURE, terms, cap);
        }
    }

    /// The problem with its excess costs in units of `unit` · 2^`shift`, rounded down.
    fn rounded(&self, unit: &BigInt, shift: u64) -> Problem {
        let mut problem = self.problem.clone();
        for (group, costs) in self.excess.entries() {
            for (value, cost) in (0..).zip(costs) {
                let rounded: BigInt = (cost / unit) >> shift;
                problem.set_cost(group, value, rounded.to_i128().unwrap_or(i128::MAX >> 16));
            }
        }
        problem
    }

    /// The highest rounded cost of a solution that costs no more than this.
    fn rounded_bound(&self, cost: &BigInt, unit: &BigInt, shift: u64) -> i128 {
        let least = self.costs.iter().filter_map(|costs| costs.iter().min()).sum::<BigInt>();
        let excess: BigInt = ((cost - least) / unit) >> shift;
        excess.to_i128().unwrap_or(i128::MAX >> 16)
    }

    fn priced(&self, values: Assignment) -> Exact {
        let costs = self.costs.iter().zip(&values).filter_map(|(costs, value)| costs.get(*value as usize));
        Exact { cost: costs.sum(), values: values.into_inner() }
    }
}
