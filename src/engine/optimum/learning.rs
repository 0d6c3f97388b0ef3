//! The first optimum by conflict-driven search within what the prices allow.
//!
//! With prices y and z the cost of a solution is the dual bound plus, in each slot, what the value taken has in
//! reduced cost above the least, plus y for each slot beyond the first that satisfies a rule, plus z for what is
//! left of a budget. So "costs at most c" is a budget of c less the bound over few and small weights, which
//! propagates where the same budget over costs hardly ever does: reduced-cost fixing under every decision, with
//! learning. (Focacci, Lodi & Milano, *Cost-based domain filtering*, 1999; the lower bounds of Bacchus, Hyttinen,
//! Järvisalo & Saikko, *Reduced cost fixing in MaxSAT*, 2017.)

use super::dual::Dual;
use super::found::Found;
use super::instance::{Cell, Instance};
use crate::engine::cdcl::{Branching, BudgetId, Literal, Weighted};
use crate::engine::encoding::Encoding;
use crate::engine::problem::{Assignment, GroupId};
use crate::engine::work::{LimitReached, Work};

/// A search for a component's first optimum below a limit that can be interrupted and goes on where it was.
pub(super) struct Learning {
    pub limit: i128,
    cheaper: Bounded,
    best: Option<Assignment>,
    is_cheapest: bool,
}

impl Learning {
    pub fn new(component: &Instance, dual: &Dual, limit: i128) -> Self {
        Self { limit, cheaper: Bounded::new(component, dual, limit - 1), best: None, is_cheapest: false }
    }

    /// The component's lexicographically first optimum if it costs less than the limit.
    pub fn first(&mut self, component: &Instance, dual: &Dual, work: &mut Work) -> Result<Option<Found>, LimitReached> {
        while !self.is_cheapest {
            self.is_cheapest = !self.cheaper.improve(component, &mut self.best, work)?;
        }
        let Some(cheapest) = &self.best else { return Ok(None) };
        let cost = component.cost_of(cheapest);
        let values = Bounded::new(component, dual, cost).first(cheapest.clone(), work)?;
        Ok(Some(component.found(&values)))
    }

    /// An optimum, once one is known; maybe not the first.
    pub fn optimum(&self, component: &Instance) -> Option<Found> {
        self.best.as_ref().filter(|_| self.is_cheapest).map(|values| component.found(values))
    }
}

/// An optimum of a component if it costs less than `limit`.
pub(super) fn below(
    component: &Instance,
    dual: &Dual,
    limit: i128,
    work: &mut Work,
) -> Result<Option<Found>, LimitReached> {
    let mut cheaper = Bounded::new(component, dual, limit - 1);
    let mut best = None;
    while cheaper.improve(component, &mut best, work)? {}
    Ok(best.map(|values| component.found(&values)))
}

/// A solver that finds solutions up to a cost.
struct Bounded {
    /// A unit of cost is 2^shift units of price.
    shift: u32,
    encoding: Encoding,
    /// The highest cost allowed.
    most: i128,
    /// At most `most` beyond the dual bound, in prices.
    excess: BudgetId,
    /// At most `most`, in costs.
    cost: BudgetId,
}

impl Bounded {
    fn new(component: &Instance, dual: &Dual, most: i128) -> Self {
        let mut encoding = Encoding::new(&component.to_problem());
        let costs = terms(&mut encoding, component, &component.costs);
        let mut excess = terms(&mut encoding, component, &dual.reduced);
        for rule in 0..component.rules.len() {
            count_excess(&mut encoding, (component, dual), rule, &mut excess);
        }
        let excess = encoding.cdcl.add_budget(excess, dual.room(most));
        // The costs themselves as well: the prices are rounded, so the excess alone lets some solutions through.
        let cost = encoding.cdcl.add_budget(costs, most);
        Self { shift: dual.shift(), encoding, most, excess, cost }
    }

    /// Search from above: a solution lowers the cost allowed; false once there is none. One solver serves all rounds, since
    /// what it learned under a higher cost still holds.
    fn improve(
        &mut self,
        component: &Instance,
        best: &mut Option<Assignment>,
        work: &mut Work,
    ) -> Result<bool, LimitReached> {
        let found = self.encoding.cdcl.solve(&[], work)?;
        if found {
            let values = self.encoding.assignment();
            self.lower_to(component.cost_of(&values) - 1);
            *best = Some(values);
        }
        Ok(found)
    }

    fn lower_to(&mut self, most: i128) {
        self.encoding.cdcl.tighten(self.excess, (self.most - most) << self.shift);
        self.encoding.cdcl.tighten(self.cost, self.most - most);
        self.most = most;
    }

    /// The first solution within the cost, of which one is known.
    fn first(&mut self, best: Assignment, work: &mut Work) -> Result<Assignment, LimitReached> {
        let slots = best.len();
        self.encoding.earliest(slots, Vec::with_capacity(slots), best, work)
    }
}

/// What each value adds to the least of its slot. The value that is least is decided first: its solution, if there is one,
/// is the optimum.
fn terms(encoding: &mut Encoding, component: &Instance, costs: &[i128]) -> Vec<Weighted> {
    let mut terms = Vec::with_capacity(costs.len());
    for (index, slot) in (0..).zip(&component.slots) {
        let least = costs[slot.range()].iter().min().copied().unwrap_or(0);
        for (value, cost) in (0..).zip(&costs[slot.range()]) {
            let Some(literal) = encoding.literal(GroupId(index), value) else { continue };
            if *cost > least {
                terms.push(Weighted { literal, weight: cost - least });
            } else {
                encoding.cdcl.prefer(literal);
            }
        }
    }
    terms
}

/// The price of a rule is paid again when two slots satisfy it, and once more when three do.
///
/// The dual bound counts each price once, so every further slot that satisfies the rule is pure excess. Leaving this out
/// is sound, and the budget then propagates much later.
fn count_excess(
    encoding: &mut Encoding,
    (component, dual): (&Instance, &Dual),
    rule: usize,
    terms: &mut Vec<Weighted>,
) {
    let price = dual.prices.rules[rule];
    let cells = component.rule(rule);
    if price == 0 {
        return;
    }
    let two = Literal::positive(encoding.cdcl.add_variable(Branching::Never));
    for (index, first) in cells.iter().enumerate() {
        for second in &cells[..index] {
            imply(encoding, component, &[first, second], two);
        }
    }
    terms.push(Weighted { literal: two, weight: price });
    // Longer rules are left at two: all triples of many cells would be too many clauses.
    if let [first, second, third] = cells {
        let three = Literal::positive(encoding.cdcl.add_variable(Branching::Never));
        imply(encoding, component, &[first, second, third], three);
        terms.push(Weighted { literal: three, weight: price });
    }
}

/// If all these slots satisfy the rule, the literal is true.
fn imply(encoding: &mut Encoding, component: &Instance, cells: &[&Cell], implied: Literal) {
    let mut clause = vec![implied];
    for cell in cells {
        let size = component.slots[cell.slot as usize].size;
        let inside = (0..size).filter(|value| component.is_inside(cell, *value));
        clause.extend(inside.filter_map(|value| encoding.literal(GroupId(cell.slot), value)));
    }
    encoding.cdcl.add_clause(&clause);
}
