//! Rules that never matter, and rules that alone leave a market without a valid bill of materials.

use super::questions::{Finding, find, on};
use super::reachable::Solvable;
use crate::engine::{GroupId, Label, LimitReached, Problem, Solver, Work};
use crate::kernel::{Lowered, Probe};
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
    fine: Vec<Span>,
    impossible: Vec<Span>,
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

    /// Searches for the rules of an interval that are not known to matter, the last first: those after that seem not to
    /// matter are left out of the problem, so that all that are reported can be deleted together.
    pub fn search(
        &mut self,
        compiled: &Compiled,
        problem: &Probed<'_>,
        work: &mut Work,
    ) -> Result<Verdicts, LimitReached> {
        let mut verdicts = Verdicts::default();
        let rules = probed_rules(compiled, problem);
        let open = rules.iter().any(|rule| self.known.get(&rule.span).is_some_and(|known| !known.matters));
        let is_solvable = problem.solvable == Solvable::Yes;
        if is_solvable {
            rules.iter().for_each(|rule| self.change(rule.span, |known| known.beside_valid = true));
            verdicts.fine.extend(rules.iter().map(|rule| rule.span));
            if !open {
                return Ok(verdicts);
            }
        }
        let mut switched = Switched::new(&problem.lowered.problem, &rules);
        if !is_solvable {
            verdicts = alone(&rules, &mut switched, work)?;
        }
        for rule in rules.iter().rev() {
            self.search_broken(rule, &mut switched, work)?;
            self.search_reached(rule, &mut switched, work)?;
        }
        Ok(verdicts)
    }

    /// Whether some rule seems not to matter.
    pub fn has_open(&self) -> bool {
        self.known.values().any(|known| !known.matters && known.beside_valid)
    }

    /// The same for a market without a valid bill of materials, some of its constraints taken as met.
    pub fn search_lost(
        &mut self,
        compiled: &Compiled,
        problem: &Probed<'_>,
        work: &mut Work,
    ) -> Result<(), LimitReached> {
        let rules = probed_rules(compiled, problem);
        let mut switched = Switched::new(&problem.lowered.problem, &rules);
        for rule in rules.iter().rev() {
            self.search_broken(rule, &mut switched, work)?;
            self.search_reached(rule, &mut switched, work)?;
        }
        Ok(())
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
    fn search_reached(
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
            Finding::Impossible => {}
        }
        Ok(())
    }

    fn search_broken(
        &mut self,
        rule: &ProbedRule,
        switched: &mut Switched,
        work: &mut Work,
    ) -> Result<(), LimitReached> {
        if self.known.get(&rule.span).is_none_or(|known| known.matters) {
            return Ok(());
        }
        match switched.find_without(rule.probe.label, rule.probe.broken, work)? {
            Finding::Possible(_) => self.change(rule.span, |known| known.matters = true),
            Finding::Impossible => switched.leave_out(rule.probe.label),
            Finding::Unproved => self.change(rule.span, |known| known.unproved = true),
        }
        Ok(())
    }

    fn change(&mut self, span: Span, change: impl Fn(&mut RuleKnown)) {
        if let Some(known) = self.known.get_mut(&span) {
            change(known);
        }
    }
}

/// The problem of an interval with the probes of its rules.
pub(super) struct Probed<'a> {
    pub market: AreaId,
    pub lowered: &'a Lowered,
    pub probes: &'a [Probe],
    /// Whether the interval has a valid bill of materials.
    pub solvable: Solvable,
}

impl<'a> Probed<'a> {
    /// An interval of a market that has no valid bill of materials.
    pub fn lost(market: AreaId, lowered: &'a Lowered, probes: &'a [Probe]) -> Self {
        Self { market, lowered, probes, solvable: Solvable::No }
    }
}

/// A rule with its probe.
struct ProbedRule {
    probe: Probe,
    /// The place of the rule's strongest statement.
    span: Span,
}

fn probed_rules(compiled: &Compiled, problem: &Probed<'_>) -> Vec<ProbedRule> {
    let Some(view) = compiled.markets.get(&problem.market) else { return Vec::new() };
    let rule = |probe: &Probe| ProbedRule { probe: *probe, span: view.rules[probe.rule].origin.span };
    problem.probes.iter().map(rule).collect()
}

/// In an interval without a valid bill of materials: which rules alone leave none where there is one without rules.
fn alone(rules: &[ProbedRule], switched: &mut Switched, work: &mut Work) -> Result<Verdicts, LimitReached> {
    let mut verdicts = Verdicts::default();
    match find(&mut switched.solver, &[], &[], work)? {
        Finding::Possible(_) => {}
        Finding::Impossible | Finding::Unproved => return Ok(verdicts),
    }
    for rule in rules {
        match find(&mut switched.solver, &[rule.probe.label], &[], work)? {
            Finding::Impossible => verdicts.impossible.push(rule.span),
            Finding::Possible(_) | Finding::Unproved => verdicts.fine.push(rule.span),
        }
    }
    Ok(verdicts)
}

/// A solver in which rules can be left out.
struct Switched {
    solver: Solver,
    /// The labels of the rules that hold.
    labels: Vec<Label>,
}

impl Switched {
    fn new(problem: &Problem, rules: &[ProbedRule]) -> Self {
        let mut labels: Vec<Label> = rules.iter().map(|rule| rule.probe.label).collect();
        labels.sort_unstable();
        let mut problem = problem.clone();
        problem.harden(|label| labels.binary_search(&label).is_ok());
        Self { solver: Solver::new(&problem), labels }
    }

    /// Solves with all rules but one, and a switch on.
    fn find_without(&mut self, left_out: Label, switch: GroupId, work: &mut Work) -> Result<Finding, LimitReached> {
        let enabled: Vec<Label> = self.labels.iter().copied().filter(|label| *label != left_out).collect();
        find(&mut self.solver, &enabled, &[on(switch)], work)
    }

    fn leave_out(&mut self, label: Label) {
        self.labels.retain(|known| *known != label);
    }
}
