//! The text of a proof, step by step, in version 3 of VeriPB's format.

use super::budget::{Budget, Unproved};
use super::linear::Literal;
use std::fmt::Write;

/// Most bytes of a proof.
const LONGEST: usize = 1 << 25;

/// The steps so far.
pub(super) struct Log {
    text: String,
}

impl Log {
    /// The header, for a problem with this number of constraints.
    pub fn new(constraints: usize) -> Self {
        Self { text: format!("pseudo-Boolean proof version 3.0\nf {constraints} ;\n") }
    }

    /// Fails where the proof is too long.
    pub fn check_size(&self) -> Result<(), Unproved> {
        if self.text.len() > LONGEST { Err(Unproved::Limit) } else { Ok(()) }
    }

    /// Any step.
    pub fn step(&mut self, step: &str) {
        self.text.push_str(step);
        self.text.push_str(" ;\n");
    }

    /// The beginning of a step that is proved by contradiction.
    pub fn assume(&mut self, step: &str) {
        self.text.push_str(step);
        self.text.push_str(" : subproof\n");
    }

    /// A clause that follows by unit propagation, from all constraints and one that is derived for it alone: checkers are
    /// slow where thousands of long constraints stay.
    pub fn clause(&mut self, literals: &[Literal], derived: Option<String>) {
        self.text.push_str(if derived.is_some() { "pbc " } else { "rup " });
        for literal in literals {
            push_term(&mut self.text, 1, *literal);
        }
        let Some(derived) = derived else { return self.step(">= 1") };
        self.assume(">= 1");
        self.step(&derived);
        self.contradiction();
        self.step("qed pbc");
    }

    /// That propagation alone ends in a contradiction.
    pub fn contradiction(&mut self) {
        self.step("rup >= 1");
    }

    /// The whole text with its conclusion.
    pub fn finish(mut self, conclusion: &str) -> String {
        let _ = write!(self.text, "output NONE ;\nconclusion {conclusion} ;\nend pseudo-Boolean proof ;\n");
        self.text
    }
}

/// The step that adds to a budget what each of its groups must take.
pub(super) fn raised(budget: &Budget, least: &[(i128, i128)]) -> String {
    let mut step = format!("pol {}", budget.name);
    for (term, (least, _)) in budget.terms.iter().zip(least) {
        push_bound(&mut step, (term.at_least_one, term.at_most_one), *least);
    }
    step
}

/// `+3 ~x7 `.
pub(super) fn push_term(text: &mut String, weight: i128, literal: Literal) {
    let negated = if literal.is_positive() { "" } else { "~" };
    // Writing to a string never fails.
    let _ = write!(text, "{weight:+} {negated}x{} ", literal.variable());
}

/// Adds a constraint times a factor ≥ 0 to what is computed.
pub(super) fn push_multiple(text: &mut String, constraint: &str, factor: i128) {
    let _ = match factor {
        0 => Ok(()),
        1 => write!(text, " {constraint} +"),
        _ => write!(text, " {constraint} {factor} * +"),
    };
}

/// Adds "the group takes exactly one value" times a factor of any sign.
pub(super) fn push_bound(text: &mut String, (at_least_one, at_most_one): (usize, usize), factor: i128) {
    let constraint = if factor > 0 { at_least_one } else { at_most_one };
    let factor = i128::try_from(factor.unsigned_abs()).unwrap_or(0);
    push_multiple(text, &constraint.to_string(), factor);
}
