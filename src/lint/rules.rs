//! Rules that never matter, and rules that alone leave a market without a valid bill of materials.

use super::nearby::{Holding, Nearby};
use super::questions::{Finding, find, on};
use crate::engine::{Assignment, GroupId, Label, LimitReached, Problem, Solver, Work};
use crate::kernel::{Lowered, Probe, Probes};
use crate::model::AreaId;
use crate::overlay::Rule;
use crate::query::Compiled;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of one rule, by the place of its strongest statement.
#[derive(Clone, Debug)]
pub(super) struct RuleKnown {
    pub rule: Arc<Rule>,
    /// Somewhere everything else holds and the rule is broken, so it matters.
    pub matters: bool,
    /// Somewhere its `if` can hold.
    pub reached: bool,
    /// Some solver call about it ended without an answer.
    pub unproved: bool,
    /// Somewhere it is in force and a bill of materials is valid.
    pub beside_valid: bool,
    /// Markets where it leaves a valid bill of materials on some date.
    pub fine_in: BTreeSet<AreaId>,
    /// Markets where on some date there is a valid bill of materials without rules, and none with this rule alone.
    pub impossible_in: BTreeSet<AreaId>,
}

/// What was found of the rules of an interval, each taken alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdicts {
    pub fine: Vec<Span>,
    pub impossible: Vec<Span>,
}

/// All own rules of all markets.
pub(super) struct Rules {
    pub known: BTreeMap<Span, RuleKnown>,
}

impl Rules {
    pub fn of(compiled: &Compiled) -> Self {
        let mut known: BTreeMap<Span, RuleKnown> = BTreeMap::new();
        for view in compiled.markets.values() {
            for rule in view.rules.iter().filter(|rule| !compiled.files.is_built_in(rule.origin.span.file)) {
                let fresh = || RuleKnown {
                    rule: rule.clone(),
                    matters: false,
                    reached: rule.condition.is_none(),
                    unproved: false,
                    beside_valid: false,
                    fine_in: BTreeSet::new(),
                    impossible_in: BTreeSet::new(),
                };
                known.entry(rule.origin.span).or_insert_with(fresh);
            }
        }
        Self { known }
    }

    /// Whether some rule seems not to matter.
    pub fn has_open(&self) -> bool {
        self.known.values().any(|known| !known.matters && known.beside_valid)
    }

    /// Searches for rules that are not known to matter where a solution of all rules but those left out is known: most can
    /// be broken near it. What is left goes to the solver, the last first: rules after that seem not to matter are left out
    /// of the problem, so that all that are reported can be deleted together.
    pub fn search_solvable(&mut self, solvable: &Solvable<'_>, work: &mut Work) -> Result<(), LimitReached> {
        let Solvable { problem: Probed { lowered, probes, .. }, rules, left_out, values } = *solvable;
        let open: Vec<&ProbedRule> = rules.iter().filter(|rule| self.is_open(rule.span)).collect();
        if open.is_empty() {
            return Ok(());
        }
        let mut problem = lowered.problem.clone();
        problem.retain(|label| left_out.binary_search(&label).is_err());
        harden_others(&mut problem, open.iter().copied());
        let mut nearby = Nearby::new(&problem, probes.all_off(&problem, values));
        let mut suspects: Vec<&ProbedRule> = Vec::new();
        for rule in open {
            let others = Holding::AllBut(rule.probe.label);
            if nearby.has(&[on(rule.probe.broken)], others, work)? {
                self.change(rule.span, |known| known.matters = true);
            } else {
                let is_reached = nearby.has(&[on(rule.probe.reached)], others, work)?;
                self.change(rule.span, |known| known.reached |= is_reached);
                suspects.push(rule);
            }
        }
        if suspects.is_empty() {
            return Ok(());
        }
        let mut switched = Switched::new(problem.clone(), suspects.iter().copied());
        for rule in suspects.iter().rev() {
            if let Some(Finding::Impossible(_)) = self.search_broken(rule, &mut switched, work)? {
                switched.leave_out(rule.probe.label);
            }
            self.search_reached(rule, &mut switched, work)?;
        }
        Ok(())
    }

    /// Whether a rule is not known to matter.
    pub fn is_open(&self, span: Span) -> bool {
        self.known.get(&span).is_some_and(|known| !known.matters)
    }

    /// Notes for a market what was found in an interval of it, or in an equal problem.
    pub fn note(&mut self, market: AreaId, verdicts: &Verdicts) {
        for span in &verdicts.fine {
            self.change(*span, |known| known.fine_in.extend([market]));
        }
        for span in &verdicts.impossible {
            self.change(*span, |known| known.impossible_in.extend([market]));
        }
    }

    /// Whether the `if` of a rule that does not matter can hold: that is the difference between two diagnostics.
    pub fn search_reached(
        &mut self,
        rule: &ProbedRule,
        switched: &mut Switched,
        work: &mut Work,
    ) -> Result<(), LimitReached> {
        if self.known.get(&rule.span).is_none_or(|known| known.reached || known.matters) {
            return Ok(());
        }
        match switched.find_without(rule.probe.label, rule.probe.reached, work)? {
            // What is not refuted counts as reached: the stronger diagnostic needs a proof.
            Finding::Possible(_) | Finding::Unproved => self.change(rule.span, |known| known.reached = true),
            Finding::Impossible(_) => {}
        }
        Ok(())
    }

    /// Whether a rule that is not known to matter can be broken where all others hold; `None` where it need not be searched.
    pub fn search_broken(
        &mut self,
        rule: &ProbedRule,
        switched: &mut Switched,
        work: &mut Work,
    ) -> Result<Option<Finding>, LimitReached> {
        if !self.is_open(rule.span) {
            return Ok(None);
        }
        let finding = switched.find_without(rule.probe.label, rule.probe.broken, work)?;
        match &finding {
            Finding::Possible(_) => self.change(rule.span, |known| known.matters = true),
            Finding::Impossible(_) => {}
            Finding::Unproved => self.change(rule.span, |known| known.unproved = true),
        }
        Ok(Some(finding))
    }

    pub fn change(&mut self, span: Span, change: impl Fn(&mut RuleKnown)) {
        if let Some(known) = self.known.get_mut(&span) {
            change(known);
        }
    }
}

/// The problem of an interval with the probes of its rules.
pub(super) struct Probed<'a> {
    pub market: AreaId,
    pub lowered: &'a Lowered,
    pub probes: &'a Probes,
}

/// A problem of which a solution is known.
pub(super) struct Solvable<'a> {
    pub problem: &'a Probed<'a>,
    /// The rules to search for.
    pub rules: &'a [ProbedRule],
    /// The labels of rules that do not count, ascending.
    pub left_out: &'a [Label],
    /// The solution, as values of the problem without probes.
    pub values: &'a Assignment,
}

/// A rule with its probe.
pub(super) struct ProbedRule {
    pub probe: Probe,
    /// The place of the rule's strongest statement.
    pub span: Span,
}

/// The rules of an interval, in the order of the market.
pub(super) fn probed_rules(compiled: &Compiled, problem: &Probed<'_>) -> Vec<ProbedRule> {
    let Some(view) = compiled.markets.get(&problem.market) else { return Vec::new() };
    let rule = |probe: &Probe| ProbedRule { probe: *probe, span: view.rules[probe.rule].origin.span };
    problem.probes.each.iter().map(rule).collect()
}

/// Makes everything hard but the constraints of some rules; their labels, ascending.
pub(super) fn harden_others<'r>(problem: &mut Problem, rules: impl Iterator<Item = &'r ProbedRule>) -> Vec<Label> {
    let mut labels: Vec<Label> = rules.map(|rule| rule.probe.label).collect();
    labels.sort_unstable();
    problem.harden(|label| labels.binary_search(&label).is_ok());
    labels
}

/// A solver in which rules can be left out.
pub(super) struct Switched {
    solver: Solver,
    /// The labels of the rules that hold.
    labels: Vec<Label>,
}

impl Switched {
    /// Everything but these rules is hard.
    pub fn new<'r>(mut problem: Problem, rules: impl Iterator<Item = &'r ProbedRule>) -> Self {
        let labels = harden_others(&mut problem, rules);
        Self { solver: Solver::new(&problem), labels }
    }

    /// Solves with all rules that are not left out.
    pub fn find(&mut self, work: &mut Work) -> Result<Finding, LimitReached> {
        find(&mut self.solver, &self.labels, &[], work)
    }

    /// Solves with all rules but one, and a switch on.
    pub fn find_without(&mut self, left_out: Label, switch: GroupId, work: &mut Work) -> Result<Finding, LimitReached> {
        let enabled: Vec<Label> = self.labels.iter().copied().filter(|label| *label != left_out).collect();
        find(&mut self.solver, &enabled, &[on(switch)], work)
    }

    pub fn leave_out(&mut self, label: Label) {
        if let Ok(at) = self.labels.binary_search(&label) {
            self.labels.remove(at);
        }
    }
}
