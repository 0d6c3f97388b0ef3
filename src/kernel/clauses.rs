//! Expressions become clauses and budgets.

use super::expression::{Expression, Linear};
use super::groups::Lowering;
use crate::engine::{GroupId, Label, Values};

/// Most parts that one conjunction inside a disjunction is multiplied out into; beyond, it gets a helper.
const MULTIPLIED_OUT: usize = 16;

impl Lowering<'_> {
    /// Adds constraints that together say "this holds", all under one label.
    pub fn require(&mut self, label: Label, expression: Expression) {
        match expression {
            Expression::Constant(true) => {}
            Expression::Constant(false) => self.lowered.problem.add_clause(label, Vec::new()),
            Expression::Literal(group, values, _) => self.lowered.problem.add_clause(label, vec![(group, values)]),
            Expression::AtMost(linear) => self.lowered.problem.add_budget(label, linear.terms, linear.cap),
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
            Expression::AtMost(linear) => self.require_if(helper, &linear),
            other @ (Expression::Constant(_) | Expression::Literal(..) | Expression::And(_) | Expression::Or(_)) => {
                let not = Expression::Literal(helper, Values::single(0), 2);
                for part in other.into_parts() {
                    self.require(Label::STRUCTURE, Expression::or(vec![not.clone(), part]));
                }
            }
        }
        holds
    }

    /// helper → Σ ≤ cap, as Σ + slack · helper ≤ cap + slack, where slack is what the sum can exceed the cap by.
    fn require_if(&mut self, helper: GroupId, linear: &Linear) {
        let greatest = |weights: &Vec<i64>| weights.iter().copied().max().unwrap_or(0);
        let most = linear.terms.iter().map(|(_, weights)| greatest(weights)).fold(0_i64, i64::saturating_add);
        let slack = most.saturating_sub(linear.cap).max(0);
        let mut terms = linear.terms.clone();
        terms.push((helper, vec![0, slack]));
        self.lowered.problem.add_budget(Label::STRUCTURE, terms, linear.cap.saturating_add(slack));
    }
}
