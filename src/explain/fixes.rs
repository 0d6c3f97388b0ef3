//! Changes that make the market valid: each was tried before it is offered, but for facts that are not known.
//!
//! Fewest edits first, then the fewest files touched, then from the request inwards (the order of [`Kind`]), then the
//! cheapest bill of materials. Two edits at once are tried only where no single one helps.

use super::changes::{Change, Kind, changes, days};
use super::wording::Wording;
use crate::bom::{Fix, minor_unit};
use crate::engine::{Label, LimitReached, Optimiser, Solver, Verdict, Work, satisfy};
use crate::kernel::{Cause, Flags, Lowered};
use crate::number::Number;
use crate::query::{Case, Compiled, best};
use crate::verify::Selection;

/// Most changes that are offered beside another day, single ones that are tried, and pairs.
const OFFERED: usize = 3;
const TRIED: usize = 32;
const PAIRS: usize = 48;

/// Steps for one change: one that takes more counts as no help, whatever the limit of the request.
const STEPS: u64 = 20_000_000;

/// What is not known first, then the changes that help.
pub(super) fn fixes(wording: &Wording<'_>, work: &mut Work) -> Result<Vec<Fix>, LimitReached> {
    let mut found = wording.facts_to_state();
    // A fact that is not known is stated first of all; two leave room for a change that was tried.
    found.truncate(OFFERED - 1);
    let solver = Solver::new(&wording.lowered.problem);
    let mut trial = Trial { wording, solver, optimiser: Optimiser::new(), work };
    let mut single = changes(wording);
    single.truncate(TRIED);
    let room = OFFERED - found.len();
    let mut helping = trial.singles(&single, room)?;
    let days = days(wording);
    let later = trial.first(&days.later)?;
    let earlier = trial.first(&days.earlier)?;
    if helping.is_empty() && later.is_none() && earlier.is_none() {
        helping = trial.pairs(&single, room)?;
    }
    let all = helping.into_iter().chain(later).chain(earlier);
    found.extend(all.map(|(change, tried)| offer(wording.case.compiled, change, &tried)));
    Ok(found)
}

/// What the answer with a change is like.
struct Tried {
    cost: Number,
    lead_weeks: Option<Number>,
}

type Helping = (Change, Tried);

struct Trial<'a> {
    wording: &'a Wording<'a>,
    /// Of the problem without a change.
    solver: Solver,
    optimiser: Optimiser,
    work: &'a mut Work,
}

impl Trial<'_> {
    /// The single changes that help, kind after kind, the cheapest of a kind first.
    fn singles(&mut self, changes: &[Change], room: usize) -> Result<Vec<Helping>, LimitReached> {
        let mut helping: Vec<Helping> = Vec::new();
        let mut kinds: Vec<Kind> = changes.iter().map(|change| change.kind).collect();
        kinds.sort_by_key(|kind| (kind.files(), *kind));
        kinds.dedup();
        for kind in kinds {
            let mut of_kind: Vec<Helping> = Vec::new();
            for change in changes.iter().filter(|change| change.kind == kind) {
                of_kind.extend(self.tried(change)?.map(|tried| (change.clone(), tried)));
            }
            // What a planned certificate costs is not known, so it comes behind what is.
            of_kind.sort_by_key(|(change, tried)| (change.planned, tried.cost));
            helping.extend(of_kind);
            if helping.len() >= room {
                break;
            }
        }
        helping.truncate(room);
        Ok(helping)
    }

    /// Pairs of changes that help where no single one does, in the order of the first and then of the second.
    fn pairs(&mut self, changes: &[Change], room: usize) -> Result<Vec<Helping>, LimitReached> {
        let mut pairs: Vec<Change> = Vec::new();
        for (at, second) in changes.iter().enumerate() {
            pairs.extend(changes.iter().take(at).map(|first| first.and(second)));
        }
        let files = |change: &Change| change.edits.len().min(1 + usize::from(change.kind.files() > 0));
        pairs.sort_by_key(|change| (change.kind.files(), files(change), change.kind));
        pairs.truncate(PAIRS);
        let mut helping: Vec<Helping> = Vec::new();
        for pair in pairs {
            if helping.len() == room {
                break;
            }
            if let Some(tried) = self.tried(&pair)? {
                helping.push((pair, tried));
            }
        }
        Ok(helping)
    }

    /// The first of some changes that helps.
    fn first(&mut self, changes: &[Change]) -> Result<Option<Helping>, LimitReached> {
        for change in changes {
            if let Some(tried) = self.tried(change)? {
                return Ok(Some((change.clone(), tried)));
            }
        }
        Ok(None)
    }

    /// Solves the changed case; `None` where it has no answer, or none was found in time.
    fn tried(&mut self, change: &Change) -> Result<Option<Tried>, LimitReached> {
        let mut work = self.work.portion(STEPS);
        let tried = self.solved(change, &mut work);
        self.work.spend(work.spent())?;
        Ok(tried)
    }

    fn solved(&mut self, change: &Change, work: &mut Work) -> Option<Tried> {
        if self.is_hopeless(change, work) {
            return None;
        }
        let input = &self.wording.case.input;
        // Nothing in the changed case is explained, so it needs no further reasons.
        let flags = Flags { network_needs_are_reasons: false, ..change.flags(&input.flags) };
        let mut case = self.wording.case.changed(flags, change.day(input.day)).ok()?;
        case.edit(|_, lowered| drop_met(lowered, change));
        if !is_possible(case.lowered(), work) {
            return None;
        }
        case.price().ok()?;
        let values = best(case.lowered(), &mut self.optimiser, work).ok()??;
        let selection = case.selection(&values);
        Some(Tried { cost: case.cost(&selection)?, lead_weeks: lead_weeks(&case, &selection) })
    }

    /// Whether not even all constraints together that a change could touch, taken as met, would leave a solution: what
    /// most changes fail at, and cheap to find out with a solver that knows the problem already.
    fn is_hopeless(&mut self, change: &Change, work: &mut Work) -> bool {
        let wording = self.wording;
        let numbered = || (1..).zip(&wording.lowered.reasons).map(|(at, reason)| (Label(at), &reason.cause));
        let Some(touches) = change.touches(wording) else { return false };
        let is_shown = |cause: &Cause| wording.reasons.iter().any(|reason| reason.cause == *cause);
        let kept = numbered().filter(|(_, cause)| !touches(cause));
        // What every change has in common comes first: the solver keeps what it knows of it.
        let (last, mut enabled): (Vec<_>, Vec<_>) = kept.partition(|(_, cause)| is_shown(cause));
        enabled.extend(last);
        let labels: Vec<Label> = enabled.into_iter().map(|(label, _)| label).collect();
        matches!(self.solver.solve(&labels, &[], work), Ok(Verdict::Unsatisfiable { .. }))
    }
}

/// A look at the constraints alone: most changes do not help, and need no optimum.
fn is_possible(lowered: &Lowered, work: &mut Work) -> bool {
    matches!(satisfy(&lowered.problem, work), Ok(Some(_)))
}

/// Takes the constraints of some causes as met.
fn drop_met(lowered: &mut Lowered, change: &Change) {
    let numbered = (1..).zip(&lowered.reasons);
    let labels: Vec<Label> =
        numbered.filter(|(_, reason)| change.meets(&reason.cause)).map(|(label, _)| Label(label)).collect();
    if labels.is_empty() {
        return;
    }
    lowered.problem.clauses.retain(|clause| !labels.contains(&clause.label));
    lowered.problem.budgets.retain(|budget| !labels.contains(&budget.label));
}

/// The longest lead time of what is selected, planned certificates among it.
fn lead_weeks(case: &Case<'_>, selection: &Selection) -> Option<Number> {
    let (model, view) = (case.input.model, case.input.view);
    let parts = selection.slots.iter().flatten().filter_map(|id| model.component(*id)?.lead_weeks);
    let taken = view.certificates.iter().zip(&selection.planned).filter(|(_, taken)| **taken);
    let planned = taken.filter_map(|(certificate, _)| certificate.planned.as_ref()?.weeks);
    parts.chain(planned).max()
}

fn offer(compiled: &Compiled, change: Change, tried: &Tried) -> Fix {
    let currency = &compiled.model.header.currency;
    let minor_unit = minor_unit(currency);
    let amount = format!("{} {currency}", tried.cost.to_fixed(minor_unit));
    let share = if change.planned { " plus its share of that cost" } else { "" };
    let lead = tried.lead_weeks.map(|weeks| format!(", lead time {weeks} weeks")).unwrap_or_default();
    let text = format!("{}; the BOM then costs {amount}{share}{lead}", change.text);
    let (cost, lead_weeks) = (Some(tried.cost), tried.lead_weeks);
    Fix { text, place: change.place, edits: change.edits, cost, lead_weeks, minor_unit }
}
