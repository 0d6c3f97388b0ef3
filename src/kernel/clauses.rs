//! Expressions become clauses and budgets.

use super::expression::Expression;
use super::groups::Lowering;
use super::linear::Linear;
use crate::engine::{GroupId, Label, Values};
use num_bigint::BigInt;
use num_traits::Zero;

/// Most parts that one conjunction inside a disjunction is multiplied out into; beyond, it gets a helper.
const MULTIPLIED_OUT: usize = 16;

impl Lowering<'_> {
    /// Adds constraints that together say "this holds", all under one label.
    pub fn require(&mut self, label: Label, expression: Expression) {
        match expression {
            Expression::Constant(true) => {}
            Expression::Constant(false) => self.lowered.problem.add_clause(label, Vec::new()),
            Expression::Literal(group, values, _) => self.lowered.problem.add_clause(label, vec![(group, values)]),
            Expression::AtMost(linear) => self.require_sum(label, *linear),
            Expression::And(parts) => parts.into_iter().for_each(|part| self.require(label, part)),
            Expression::Or(parts) => self.require_any(label, parts),
        }
    }

    /// One disjunction: literals stay, one small conjunction is multiplied out, everything else gets a helper.
    fn require_any(&mut self, label: Label, parts: Vec<Expression>) {
        let mut literals: Vec<(GroupId, Values)> = Vec::new();
        let mut multiplied: Option<Vec<Expression>> = None;
        for part in parts {
            match part {
                Expression::Literal(group, values, _) => literals.push((group, values)),
                Expression::And(inner) if multiplied.is_none() && inner.len() <= MULTIPLIED_OUT => {
                    multiplied = Some(inner);
                }
                Expression::Constant(true) => return,
                Expression::Constant(false) => {}
                other @ (Expression::AtMost(_) | Expression::And(_) | Expression::Or(_)) => {
                    literals.push(self.implying(other));
                }
            }
        }
        let Some(inner) = multiplied else {
            self.lowered.problem.add_clause(label, literals);
            return;
        };
        for part in inner {
            let known = literals
                .iter()
                .map(|(group, values)| Expression::Literal(*group, values.clone(), self.lowered.problem.size(*group)));
            let parts = known.chain([part]).collect();
            self.require(label, Expression::or(parts));
        }
    }

    /// A helper that implies an expression (Plaisted and Greenbaum 1986: one direction is enough where it is only asserted).
    fn implying(&mut self, expression: Expression) -> (GroupId, Values) {
        let helper = self.lowered.problem.add_group(2);
        let holds = (helper, Values::single(1));
        match expression {
            Expression::AtMost(linear) => self.require_sum_if(helper, &linear),
            other @ (Expression::Constant(_) | Expression::Literal(..) | Expression::And(_) | Expression::Or(_)) => {
                let not = Expression::Literal(helper, Values::single(0), 2);
                for part in other.into_parts() {
                    self.require(Label::STRUCTURE, Expression::or(vec![not.clone(), part]));
                }
            }
        }
        holds
    }

    /// Adds a sum as a constraint.
    pub fn require_sum(&mut self, label: Label, linear: Linear) {
        match linear {
            Linear::Narrow { terms, cap } => self.lowered.problem.add_wide_budget(label, terms, cap),
            Linear::Wide { terms, cap } => self.lowered.problem.add_big_budget(label, terms, cap),
        }
    }

    /// helper → Σ ≤ cap, as Σ + slack · helper ≤ cap + slack, where slack is what the sum can exceed the cap by.
    pub fn require_sum_if(&mut self, helper: GroupId, linear: &Linear) {
        match linear.clone() {
            Linear::Narrow { mut terms, cap } => {
                let greatest = |weights: &Vec<i128>| weights.iter().copied().max().unwrap_or(0);
                let most: i128 = terms.iter().map(|(_, weights)| greatest(weights)).sum();
                let slack = (most - cap).max(0);
                terms.push((helper, vec![0, slack]));
                self.lowered.problem.add_wide_budget(Label::STRUCTURE, terms, cap + slack);
            }
            Linear::Wide { mut terms, cap } => {
                let greatest = |weights: &Vec<BigInt>| weights.iter().max().cloned().unwrap_or_default();
                let most: BigInt = terms.iter().map(|(_, weights)| greatest(weights)).sum();
                let slack = if most > cap { most - &cap } else { BigInt::zero() };
                terms.push((helper, vec![BigInt::zero(), slack.clone()]));
                self.lowered.problem.add_big_budget(Label::STRUCTURE, terms, cap + slack);
            }
        }
    }
}
