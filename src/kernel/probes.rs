//! A market's problem with switches for the lint of the model: "this rule is broken", "its `if` can hold".

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowered, Lowering, MarketInput};
use super::lower::add_all;
use crate::engine::{Assignment, GroupId, Label, Problem, Values};

/// The value of a probe's group that means "on".
pub(crate) const ON: u32 = 1;

/// The switches of one rule in force.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    /// The rule, by its position among the market's.
    pub rule: usize,
    /// What its constraints carry; none where nothing can break it.
    pub label: Label,
    /// Taken: the rule is broken.
    pub broken: GroupId,
    /// Taken: the rule's `if` is not false.
    pub reached: GroupId,
}

/// The probes of a problem.
#[derive(Clone, Debug, Default)]
pub(crate) struct Probes {
    /// One for each rule in force.
    pub each: Vec<Probe>,
    /// How many groups the problem has without probes: theirs come last.
    groups: usize,
}

impl Probes {
    /// The problem without probes. While no switch is on, the probes exclude nothing, so it has the same solutions.
    pub fn without(&self, problem: &Problem) -> Problem {
        let mut plain = problem.clone();
        plain.keep_first(self.groups);
        plain
    }

    /// The values of the groups that are there without probes.
    pub fn values_without(&self, values: &Assignment) -> Assignment {
        values.iter().copied().take(self.groups).collect()
    }

    /// Values of all groups of the problem from those of the problem without probes: every switch is off, and so are the
    /// helpers of their meanings.
    pub fn all_off(&self, problem: &Problem, plain: &Assignment) -> Assignment {
        plain.iter().copied().chain(problem.group_ids().skip(plain.len()).map(|_| 1 - ON)).collect()
    }
}

/// The problem of a market with every option free but where an area fixes it, and a probe for each rule in force.
pub(crate) fn lower_with_probes(input: &MarketInput<'_>) -> (Lowered, Probes) {
    let mut lowering = Lowering::new(input);
    add_all(&mut lowering);
    let groups = lowering.lowered.problem.groups();
    let in_force: Vec<usize> = (0..input.view.rules.len())
        .filter(|at| input.view.rules.get(*at).is_some_and(|rule| rule.effectivity.holds_on(input.day)))
        .collect();
    let each = in_force.into_iter().filter_map(|at| probe(&mut lowering, at)).collect();
    let mut lowered = lowering.finish();
    // A default is what `--set` replaces: the lint looks at what any value could do.
    let is_default =
        |label: &Label| lowered.reason(*label).is_some_and(|reason| matches!(reason.cause, Cause::Default(_)));
    let defaults: Vec<Label> = lowered.problem.labels().into_iter().filter(is_default).collect();
    lowered.problem.retain(|label| defaults.binary_search(&label).is_err());
    (lowered, Probes { each, groups })
}

/// broken → ¬(¬if ∨ then), reached → ¬¬if.
fn probe(lowering: &mut Lowering<'_>, at: usize) -> Option<Probe> {
    let rule = lowering.input.view.rules.get(at)?.clone();
    let condition = rule.condition.as_ref();
    let fails = condition.map_or(Expression::Constant(false), |formula| lowering.fails(formula));
    let then = lowering.holds(&rule.then);
    let label = lowering.label(Cause::Rule(at), Some(rule.origin.span));
    let broken = Expression::or(vec![fails.clone(), then]).negated();
    Some(Probe { rule: at, label, broken: switch(lowering, broken), reached: switch(lowering, fails.negated()) })
}

/// A group that makes an expression hold while it is on.
fn switch(lowering: &mut Lowering<'_>, expression: Expression) -> GroupId {
    let group = lowering.lowered.problem.add_group(2);
    let not = Expression::Literal(group, Values::single(ON).complement(2), 2);
    for part in expression.into_parts() {
        lowering.require(Label::STRUCTURE, Expression::or(vec![not.clone(), part]));
    }
    group
}
