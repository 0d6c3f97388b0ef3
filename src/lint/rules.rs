//! Rules that never matter, and rules that leave nothing.

use super::intervals::Moment;
use super::{portion, settle};
use crate::engine::{GroupId, Label, LimitReached, Pick, Problem, Solver, Verdict, Work};
use crate::kernel::{ASKED, Lowered, Probe};
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
    /// The markets that hear it.
    pub markets: Vec<AreaId>,
    /// Somewhere everything else holds and the rule is broken, so it matters.
    pub matters: bool,
    /// Somewhere its `if` can hold.
    pub reached: bool,
    /// Some question about it ended without an answer.
    pub unproved: bool,
    /// Somewhere it is in force and a bill of materials is valid.
    pub beside_valid: bool,
    /// Markets where it leaves a valid bill of materials on some date.
    pub fine_in: BTreeSet<AreaId>,
    /// Markets where on some date there is a valid bill of materials without rules, and none with this rule alone.
    pub impossible_in: BTreeSet<AreaId>,
}

/// What one moment says of its rules, each taken alone.
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
        for (market, view) in &compiled.markets {
            for rule in view.rules.iter().filter(|rule| !compiled.files.is_built_in(rule.origin.span.file)) {
                let fresh = || RuleKnown {
                    rule: rule.clone(),
                    markets: Vec::new(),
                    matters: false,
                    reached: rule.condition.is_none(),
                    unproved: false,
                    beside_valid: false,
                    fine_in: BTreeSet::new(),
                    impossible_in: BTreeSet::new(),
                };
                known.entry(rule.origin.span).or_insert_with(fresh).markets.push(*market);
            }
        }
        Self { known }
    }

    /// The rule of a probe.
    fn span(compiled: &Compiled, market: AreaId, probe: &Probe) -> Option<Span> {
        Some(compiled.markets.get(&market)?.rules.get(probe.rule)?.origin.span)
    }

    /// Asks about the rules of a moment that are not known to matter, the last first: those behind that seem not to
    /// matter are left out of the question, so that all that are told can go together.
    pub fn search(
        &mut self,
        compiled: &Compiled,
        moment: Moment,
        (lowered, probes): (&Lowered, &[Probe]),
        solvable: Option<bool>,
        work: &mut Work,
    ) -> Result<Verdicts, LimitReached> {
        let mut verdicts = Verdicts::default();
        let spans: Vec<(Probe, Span)> =
            probes.iter().filter_map(|probe| Some((*probe, Self::span(compiled, moment.market, probe)?))).collect();
        let open = spans.iter().any(|(_, span)| self.known.get(span).is_some_and(|known| !known.matters));
        if solvable == Some(true) {
            spans.iter().for_each(|(_, span)| self.change(*span, |known| known.beside_valid = true));
            verdicts.fine.extend(spans.iter().map(|(_, span)| *span));
            if !open {
                return Ok(verdicts);
            }
        }
        let mut asking = Asking::of(&lowered.problem, &spans);
        if solvable != Some(true) {
            verdicts = self.alone(&spans, &mut asking, work)?;
        }
        for at in (0..spans.len()).rev() {
            let Some((probe, span)) = spans.get(at).copied() else { continue };
            self.ask_broken(&probe, span, &mut asking, work)?;
            self.ask_reached(&probe, span, &mut asking, work)?;
        }
        Ok(verdicts)
    }

    /// Notes for a market what was found about a moment of it, or about a problem that says the same.
    pub fn note(&mut self, market: AreaId, verdicts: &Verdicts) {
        for span in &verdicts.fine {
            self.change(*span, |known| known.fine_in.extend([market]));
        }
        for span in &verdicts.impossible {
            self.change(*span, |known| known.impossible_in.extend([market]));
        }
    }

    fn ask_reached(
        &mut self,
        probe: &Probe,
        span: Span,
        asking: &mut Asking,
        work: &mut Work,
    ) -> Result<(), LimitReached> {
        if self.known.get(&span).is_none_or(|known| known.reached || known.matters) {
            return Ok(());
        }
        // A rule that matters was reached; for the others it says why they do not.
        match asking.ask(&asking.but(probe.label), Some(probe.reached), work)? {
            Some(true) => self.change(span, |known| known.reached = true),
            Some(false) => {}
            None => self.change(span, |known| known.reached = true),
        }
        Ok(())
    }

    fn ask_broken(
        &mut self,
        probe: &Probe,
        span: Span,
        asking: &mut Asking,
        work: &mut Work,
    ) -> Result<(), LimitReached> {
        if self.known.get(&span).is_none_or(|known| known.matters) {
            return Ok(());
        }
        match asking.ask(&asking.but(probe.label), Some(probe.broken), work)? {
            Some(true) => self.change(span, |known| known.matters = true),
            Some(false) => asking.drop(probe.label),
            None => self.change(span, |known| known.unproved = true),
        }
        Ok(())
    }

    /// In a moment without a valid bill of materials: which rules alone leave none where without rules there is one.
    fn alone(&self, spans: &[(Probe, Span)], asking: &mut Asking, work: &mut Work) -> Result<Verdicts, LimitReached> {
        let mut verdicts = Verdicts::default();
        if asking.ask(&[], None, work)? != Some(true) {
            return Ok(verdicts);
        }
        for (probe, span) in spans {
            match asking.ask(&[probe.label], None, work)? {
                Some(false) => verdicts.impossible.push(*span),
                _ => verdicts.fine.push(*span),
            }
        }
        Ok(verdicts)
    }

    fn change(&mut self, span: Span, change: impl Fn(&mut RuleKnown)) {
        if let Some(known) = self.known.get_mut(&span) {
            change(known);
        }
    }
}

/// A solver in which rules can be left out.
struct Asking {
    solver: Solver,
    /// The labels of the rules that are asked for.
    labels: Vec<Label>,
}

impl Asking {
    fn of(problem: &Problem, spans: &[(Probe, Span)]) -> Self {
        let mut labels: Vec<Label> = spans.iter().map(|(probe, _)| probe.label).collect();
        labels.sort_unstable();
        let mut problem = problem.clone();
        problem.harden(|label| labels.binary_search(&label).is_ok());
        Self { solver: Solver::new(&problem), labels }
    }

    /// All rules but one.
    fn but(&self, left_out: Label) -> Vec<Label> {
        self.labels.iter().copied().filter(|label| *label != left_out).collect()
    }

    fn drop(&mut self, label: Label) {
        self.labels.retain(|known| *known != label);
    }

    /// Whether these rules can hold with a switch asked; `None`: not found out in time.
    fn ask(
        &mut self,
        enabled: &[Label],
        switch: Option<GroupId>,
        work: &mut Work,
    ) -> Result<Option<bool>, LimitReached> {
        let picks: Vec<Pick> = switch.map(|group| Pick { group, value: ASKED }).into_iter().collect();
        let mut meter = portion(work);
        let verdict = self.solver.solve(enabled, &picks, &mut meter);
        settle(work, &meter)?;
        Ok(verdict.ok().map(|verdict| matches!(verdict, Verdict::Satisfiable(_))))
    }
}
