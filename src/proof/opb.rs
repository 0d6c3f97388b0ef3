//! A problem as OPB, the format of pseudo-Boolean competitions.

use super::legend::Legend;
use crate::engine::{GroupId, Numbering, Problem};
use std::fmt::Write;

/// Whether the objective is part of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Objective {
    Written,
    Left,
}

/// The text of a problem: comments, the objective, then its constraints in the order that proofs count them.
pub(super) fn text(problem: &Problem, head: &[String], legend: &Legend<'_>, minimised: Objective) -> String {
    let numbering = Numbering::of(problem);
    let constraints = numbering.constraints() - problem.groups();
    let mut out = format!("* #variable= {} #constraint= {constraints}\n", numbering.variables());
    head.iter().for_each(|line| comment(&mut out, line));
    for group in problem.group_ids() {
        for value in 0..problem.size(group) {
            comment(&mut out, &format!("x{}: {}", numbering.variable(group, value), legend.value(group, value)));
        }
    }
    if minimised == Objective::Written {
        objective(problem, &numbering, &mut out);
    }
    let sum = |out: &mut String, group: GroupId, weights: &mut dyn Iterator<Item = (u32, i128)>| {
        for (value, weight) in weights.filter(|(_, weight)| *weight != 0) {
            let _ = write!(out, "{weight:+} x{} ", numbering.variable(group, value));
        }
    };
    for group in problem.group_ids() {
        comment(&mut out, &format!("choice: {}", legend.group(group)));
        sum(&mut out, group, &mut (0..problem.size(group)).map(|value| (value, 1)));
        out.push_str("= 1 ;\n");
    }
    let mut last = None;
    for clause in &problem.clauses {
        if last != Some(clause.label) {
            comment(&mut out, &legend.reason(clause.label));
            last = Some(clause.label);
        }
        for (group, values) in &clause.literals {
            sum(&mut out, *group, &mut values.iter().map(|value| (value, 1)));
        }
        out.push_str(">= 1 ;\n");
    }
    for budget in &problem.budgets {
        comment(&mut out, &legend.reason(budget.label));
        for (group, weights) in &budget.terms {
            sum(&mut out, *group, &mut (0..).zip(weights.iter().map(|weight| -weight)));
        }
        let _ = writeln!(out, ">= {} ;", -budget.cap);
    }
    out
}

fn objective(problem: &Problem, numbering: &Numbering, out: &mut String) {
    let before = out.len();
    for group in problem.group_ids() {
        for (value, cost) in (0..).zip(problem.costs(group)).filter(|(_, cost)| **cost != 0) {
            let _ = write!(out, " {cost:+} x{}", numbering.variable(group, value));
        }
    }
    let sum = if out.len() == before { " 0".to_owned() } else { out.split_off(before) };
    let _ = writeln!(out, "min:{sum} ;");
}

/// A line of comment; what is not printable ASCII is escaped.
fn comment(out: &mut String, text: &str) {
    out.push_str("* ");
    for letter in text.chars() {
        match letter {
            ' '..='~' => out.push(letter),
            _ => out.extend(letter.escape_unicode()),
        }
    }
    out.push('\n');
}
