//! The first optimum by conflict-driven search within what the prices allow.
//!
//! With prices y and z the cost of a solution is the dual bound plus, in each slot, what the value taken has in
//! reduced cost above the least, plus y for each slot beyond the first that satisfies a rule, plus z for what is
//! left of a budget. So "costs at most c" is a budget of c less the bound over few and small weights, which
//! propagates where the same budget over costs hardly ever does: reduced-cost fixing under every decision, with
//! learning. (Focacci, Lodi & Milano, *Cost-based domain filtering*, 1999; the lower bounds of Bacchus, Hyttinen,
//! Järvisalo & Saikko, *Reduced cost fixing in MaxSAT*, 2017.)

use super::dual::Dual;
use super::instance::{Cell, Instance};
use super::search::Found;
use crate::engine::Assignment;
use crate::engine::cdcl::Lit;
use crate::engine::encoding::Encoding;
use crate::engine::problem::GroupId;
use crate::engine::work::{LimitReached, Work};

/// A component's lexicographically first optimum if it costs less than `limit`.
pub(super) fn first_below(
    component: &Instance,
    dual: &Dual,
    limit: i128,
    work: &mut Work,
) -> Result<Option<Found>, LimitReached> {
    let Some(found) = cheapest_below(component, dual, limit, work)? else { return Ok(None) };
    let values = Bounded::new(component, dual, found.0).first(found.1, work)?;
    Ok(Some(found_of(component, found.0, values)))
}

/// An optimum of a component if it costs less than `limit`.
pub(super) fn below(
    component: &Instance,
    dual: &Dual,
    limit: i128,
    work: &mut Work,
) -> Result<Option<Found>, LimitReached> {
    let found = cheapest_below(component, dual, limit, work)?;
    Ok(found.map(|(cost, values)| found_of(component, cost, values)))
}

/// Cost and places of the values.
type Cheapest = Option<(i128, Assignment)>;

fn cheapest_below(component: &Instance, dual: &Dual, limit: i128, work: &mut Work) -> Result<Cheapest, LimitReached> {
    let mut cheaper = Bounded::new(component, dual, limit - 1);
    let mut best = None;
    while cheaper.encoding.clausal.solve(&[], work)? {
        let values = cheaper.encoding.assignment();
        let cost = cheaper.cost_of(&values);
        cheaper.lower_to(cost - 1);
        best = Some((cost, values));
    }
    Ok(best)
}

fn found_of(component: &Instance, cost: i128, values: Assignment) -> Found {
    let slots = component.slots.iter().zip(values);
    let picks = slots.map(|(slot, value)| (slot.id, component.values[(slot.first + value) as usize]));
    Found { cost, picks: picks.collect() }
}

/// A solver that finds solutions up to a cost.
struct Bounded<'a> {
    component: &'a Instance,
    dual: &'a Dual,
    encoding: Encoding,
    /// The highest cost allowed.
    most: i128,
    budgets: [u32; 2],
}

impl<'a> Bounded<'a> {
    fn new(component: &'a Instance, dual: &'a Dual, most: i128) -> Self {
        let encoding = Encoding::new(&component.to_problem());
        let mut bounded = Self { component, dual, encoding, most, budgets: [0; 2] };
        let costs = bounded.terms(&component.costs);
        let mut extras = bounded.terms(&dual.reduced);
        for rule in 0..component.rules.len() {
            bounded.count_excess(rule, &mut extras);
        }
        bounded.budgets[0] = bounded.encoding.clausal.add_budget(extras, dual.room(most));
        bounded.budgets[1] = bounded.encoding.clausal.add_budget(costs, most);
        bounded
    }

    /// What each value adds to the least of its slot.
    fn terms(&mut self, costs: &[i128]) -> Vec<(Lit, i128)> {
        let mut terms = Vec::with_capacity(costs.len());
        for (index, slot) in (0..).zip(&self.component.slots) {
            let least = costs[slot.range()].iter().min().copied().unwrap_or(0);
            for (value, cost) in (0..).zip(&costs[slot.range()]) {
                let Some(literal) = self.encoding.literal(GroupId(index), value) else { continue };
                if *cost > least {
                    terms.push((literal, cost - least));
                } else {
                    self.encoding.clausal.prefer(literal);
                }
            }
        }
        terms
    }

    /// The price of a rule is paid again when two slots satisfy it, and once more when three do.
    fn count_excess(&mut self, rule: usize, terms: &mut Vec<(Lit, i128)>) {
        let price = self.dual.prices.rules[rule];
        let cells = self.component.rule(rule);
        if price == 0 {
            return;
        }
        let two = Lit::positive(self.encoding.clausal.add_variable(false));
        for (index, first) in cells.iter().enumerate() {
            for second in &cells[..index] {
                self.imply(&[first, second], two);
            }
        }
        terms.push((two, price));
        if let [first, second, third] = cells {
            let three = Lit::positive(self.encoding.clausal.add_variable(false));
            self.imply(&[first, second, third], three);
            terms.push((three, price));
        }
    }

    /// If all these slots satisfy the rule, so it is.
    fn imply(&mut self, cells: &[&Cell], implied: Lit) {
        let mut clause = vec![implied];
        for cell in cells {
            let size = self.component.slots[cell.slot as usize].size;
            let inside = (0..size).filter(|value| self.component.is_inside(cell, *value));
            let literal = |value| self.encoding.literal(GroupId(cell.slot), value);
            let inside: Vec<Lit> = inside.filter_map(literal).collect();
            clause.extend(inside);
        }
        self.encoding.clausal.add_clause(&clause);
    }

    fn lower_to(&mut self, most: i128) {
        let by = [self.dual.room(self.most) - self.dual.room(most), self.most - most];
        for (budget, by) in self.budgets.into_iter().zip(by) {
            self.encoding.clausal.tighten(budget, by);
        }
        self.most = most;
    }

    fn cost_of(&self, values: &Assignment) -> i128 {
        let slots = self.component.slots.iter().zip(values);
        slots.map(|(slot, value)| self.component.costs[(slot.first + value) as usize]).sum()
    }

    /// The first solution within the cost, of which one is known.
    fn first(&mut self, best: Assignment, work: &mut Work) -> Result<Assignment, LimitReached> {
        let slots = best.len();
        self.encoding.earliest(slots, Vec::with_capacity(slots), best, work)
    }
}
