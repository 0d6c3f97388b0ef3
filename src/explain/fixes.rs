//! Changes that make the market valid: each was tried before it is offered, but for facts that are not known.
//!
//! Fewest edits first, then the fewest files touched, then from the request inwards (the order of [`Kind`]), then the
//! cheapest bill of materials. Two and three edits at once are tried only where fewer do not help: what a first edit leaves
//! has reasons of its own, and the second edit is thought of for these. One of them may state a fact that is not known.

use super::changes::{Around, Change, Kind, Step, changes, days, placing, statements};
use super::finding::{reasons_of, smallest};
use super::gaps::StatedFacts;
use super::requested::{Requested, united};
use super::wording::Wording;
use crate::bom::{Edit, Fix, minor_unit};
use crate::date::Date;
use crate::engine::{Label, LimitReached, Optimiser, Solver, Verdict, Work, satisfy};
use crate::kernel::{Cause, Flags, Lowered};
use crate::number::Number;
use crate::query::{Case, Compiled, best};
use crate::verify::Selection;

/// Most changes that are offered beside another day, and single ones that are tried.
const OFFERED: usize = 3;
const TRIED: usize = 32;

/// Most changes that others are added to, changes that are added to one, and sets of changes that are tried.
const FIRST: usize = 16;
const NEXT: usize = 8;
const COMBINED: usize = 48;

/// Most edits besides the first.
const FURTHER_EDITS: usize = 2;

/// Most days on each side of another day for which it is found out whether they have an answer.
const AROUND: usize = 96;

/// Steps for one change: one that takes more counts as no help, whatever the limit of the request.
const STEPS: u64 = 160_000_000;

/// What is not known first, then the changes that help; with all that is not known of what they or the reasons read.
pub(super) fn fixes(wording: &Wording<'_>, work: &mut Work) -> Result<(Vec<Fix>, Vec<Requested>), LimitReached> {
    let open = wording.open_requests();
    // A fact that is not known is stated first of all; two leave room for a change that was tried.
    let first = wording.statements_of(&open).len().min(OFFERED - 1);
    let solver = Solver::new(&wording.lowered.problem);
    let mut trial = Trial { wording, solver, optimiser: Optimiser::new(), work, facts: Facts::Known };
    let mut single = changes(wording);
    single.truncate(TRIED);
    let room = OFFERED - first;
    let mut helping = trial.singles(&single, room)?;
    let days = days(wording);
    let later = trial.first(&days.later)?;
    let earlier = trial.first(&days.earlier)?;
    if helping.is_empty() && later.is_none() {
        single.truncate(FIRST);
        single.extend(trial.first_statements()?);
        helping = trial.combined(&single, room)?;
    }
    let all: Vec<Helping> = helping.into_iter().chain(later).chain(earlier).collect();
    let relied = all.iter().filter_map(|(change, _)| change.fact.clone());
    let is_open = |key: &String| open.iter().any(|one| one.unknown.key == *key);
    let requested = united(open.iter().cloned().chain(relied).collect(), &wording.case.input);
    let statements = wording.statements_of(&requested);
    let of_reasons = statements.iter().filter(|one| one.keys.iter().any(is_open));
    let mut found: Vec<Fix> = of_reasons.take(first).map(|one| one.fix.clone()).collect();
    found.extend(all.into_iter().filter_map(|(change, tried)| match &change.fact {
        Some(fact) => reliant(wording, &statements, fact, &change),
        None => Some(offer(wording.case.compiled, change, &tried)),
    }));
    Ok((found, requested))
}

/// Whether a fact that nobody has stated may be one of several edits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facts {
    /// Only what is known counts: a statement alone could help.
    Known,
    /// No statement alone helps, so it is part of what does.
    Stated,
}

/// All changes at once; `None` without any.
fn joined(parts: &[Change]) -> Option<Change> {
    let (first, rest) = parts.split_first()?;
    Some(rest.iter().fold(first.clone(), |all, next| all.and(next)))
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
    facts: Facts,
}

impl<'a> Trial<'a> {
    /// The statements that others are added to; none where one alone could help, which is offered already.
    fn first_statements(&mut self) -> Result<Vec<Change>, LimitReached> {
        let all = statements(self.wording);
        for change in &all {
            if self.has_answer(change)? {
                return Ok(Vec::new());
            }
        }
        self.facts = Facts::Stated;
        Ok(all)
    }

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

    /// Two changes, else three, that help where fewer do not: those of each further step follow from the reasons that are left
    /// with the steps before it.
    fn combined(&mut self, changes: &[Change], room: usize) -> Result<Vec<Helping>, LimitReached> {
        let mut known: Vec<Vec<Change>> = changes.iter().map(|change| vec![change.clone()]).collect();
        for _ in 0..FURTHER_EDITS {
            let mut wider = self.wider(&known)?;
            let files = |change: &Change| change.edits.len().min(1 + usize::from(change.kind.files() > 0));
            wider.sort_by_key(|(change, _)| (change.planned, change.kind.files(), files(change), change.kind));
            wider.truncate(COMBINED);
            let helping = self.helping_of(&wider, room)?;
            if !helping.is_empty() {
                return Ok(helping);
            }
            known = wider.into_iter().take(FIRST).map(|(_, parts)| parts).collect();
        }
        Ok(Vec::new())
    }

    /// Every set with one more change that the reasons which are left call for, each with its parts.
    fn wider(&mut self, known: &[Vec<Change>]) -> Result<Vec<(Change, Vec<Change>)>, LimitReached> {
        let mut wider: Vec<(Change, Vec<Change>)> = Vec::new();
        for parts in known {
            let Some(before) = joined(parts) else { continue };
            for next in self.left_by(&before)? {
                let both = before.and(&next);
                let is_new = !wider.iter().any(|(other, _)| other.has_same_edits(&both));
                if is_new && !next.edits.iter().any(|edit| before.edits.contains(edit)) {
                    wider.push((both, [parts.as_slice(), &[next]].concat()));
                }
            }
        }
        Ok(wider)
    }

    /// The first sets of changes that help, each without what it does not need.
    fn helping_of(&mut self, all: &[(Change, Vec<Change>)], room: usize) -> Result<Vec<Helping>, LimitReached> {
        let mut helping: Vec<Helping> = Vec::new();
        for (change, parts) in all {
            if helping.len() == room {
                break;
            }
            if let Some(tried) = self.tried(change)? {
                let least = self.without_idle(parts.clone(), (change.clone(), tried))?;
                if !helping.iter().any(|(known, _)| known.has_same_edits(&least.0)) {
                    helping.push(least);
                }
            }
        }
        Ok(helping)
    }

    /// Leaves out the changes without which the others help as well.
    fn without_idle(&mut self, mut parts: Vec<Change>, mut helping: Helping) -> Result<Helping, LimitReached> {
        let mut at = 0;
        while at < parts.len() && parts.len() > 1 {
            let mut others = parts.clone();
            others.remove(at);
            let tried = joined(&others).map(|change| Ok((self.tried(&change)?, change))).transpose()?;
            match tried {
                Some((Some(tried), change)) => (parts, helping) = (others, (change, tried)),
                Some((None, _)) | None => at += 1,
            }
        }
        Ok(helping)
    }

    /// The changes that the reasons call for which are left with a change; none where they were not found in time.
    fn left_by(&mut self, change: &Change) -> Result<Vec<Change>, LimitReached> {
        let mut work = self.work.portion(STEPS);
        let found = self.changed(change).and_then(|case| {
            let labels = smallest(case.compiled, case.lowered(), &mut work).ok()?;
            let reasons = reasons_of(&case, case.lowered(), &labels);
            let wording = Wording { case: &case, lowered: case.lowered(), reasons: &reasons };
            let mut next = changes(&wording);
            next.truncate(NEXT);
            if self.facts == Facts::Stated && change.fact.is_none() {
                next.extend(statements(&wording));
            }
            Some(next)
        });
        self.work.spend(work.spent())?;
        Ok(found.unwrap_or_default())
    }

    /// The first of some days on which there is an answer, with the time around it in which there is one.
    fn first(&mut self, changes: &[Change]) -> Result<Option<Helping>, LimitReached> {
        for change in changes {
            if let Some(tried) = self.tried(change)? {
                let day = change.day(self.wording.case.input.day);
                let around = self.around(day, change)?;
                return Ok(Some((Change { text: placing(day, &around), ..change.clone() }, tried)));
            }
        }
        Ok(None)
    }

    /// How long there is an answer around a day, as far as days are tried.
    fn around(&mut self, day: Date, change: &Change) -> Result<Around, LimitReached> {
        let (compiled, code) = (self.wording.case.compiled, self.wording.case.code());
        let points = compiled.change_dates(code);
        let (mut before, after): (Vec<Date>, Vec<Date>) = points.into_iter().partition(|point| *point <= day);
        before.reverse();
        let on = |day: Date| Change { steps: vec![Step::On(day)], ..change.clone() };
        // Where there are more days than are tried, it is known of those that were tried, and of no others.
        let mut around =
            Around { first: before.get(AROUND).copied(), last: after.get(AROUND).and_then(|point| point.previous()) };
        for point in after.into_iter().take(AROUND) {
            if !self.has_answer(&on(point))? {
                around.last = point.previous();
                break;
            }
        }
        for point in before.into_iter().take(AROUND) {
            let Some(previous) = point.previous() else { break };
            if !self.has_answer(&on(previous))? {
                around.first = Some(point);
                break;
            }
        }
        Ok(around)
    }

    /// Whether there is an answer with a change, whatever it costs.
    fn has_answer(&mut self, change: &Change) -> Result<bool, LimitReached> {
        let mut work = self.work.portion(STEPS);
        let found = self.changed(change).is_some_and(|case| is_possible(case.lowered(), &mut work));
        self.work.spend(work.spent())?;
        Ok(found)
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
        let mut case = self.changed(change)?;
        if !is_possible(case.lowered(), work) {
            return None;
        }
        case.price().ok()?;
        let values = best(case.lowered(), &mut self.optimiser, work).ok()??;
        let selection = case.selection(&values);
        Some(Tried { cost: case.cost(&selection)?, lead_weeks: lead_weeks(&case, &selection) })
    }

    /// The case with a change; `None` where its costs cannot be known.
    fn changed(&self, change: &Change) -> Option<Case<'a>> {
        let input = &self.wording.case.input;
        // A condition on networks that is met has no reason of its own.
        let flags = Flags { network_needs_are_reasons: false, ..change.flags(&input.flags) };
        let mut case = self.wording.case.changed(flags, change.day(input.day)).ok()?;
        if case.sharing.is_undecided {
            return None;
        }
        case.edit(|_, lowered| drop_met(lowered, change));
        Some(case)
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
    lowered.problem.leave_out(&labels);
}

/// The longest lead time of what is selected, planned certificates among it.
fn lead_weeks(case: &Case<'_>, selection: &Selection) -> Option<Number> {
    let (model, view) = (case.input.model, case.input.view);
    let parts = selection.slots.iter().flatten().filter_map(|id| model.component(*id)?.lead_weeks);
    let taken = view.certificates.iter().zip(&selection.planned).filter(|(_, taken)| **taken);
    let planned = taken.filter_map(|(certificate, _)| certificate.planned.as_ref()?.weeks);
    let own = selection.planned_parts.iter().filter_map(|part| {
        model.component(part.component)?.certificates.get(part.certificate)?.planned.as_ref()?.weeks
    });
    parts.chain(planned).chain(own).max()
}

/// A change that relies on a fact: nobody knows its value, so nothing is known of the costs.
fn reliant(wording: &Wording<'_>, statements: &[StatedFacts], fact: &Requested, change: &Change) -> Option<Fix> {
    let before = wording.statement_of(fact)?;
    let stated = statements.iter().find(|one| one.keys.contains(&fact.unknown.key))?.fix.clone();
    let others = change.edits.iter().filter(|edit| !matches!(edit, Edit::State { .. }));
    Some(Fix {
        text: change.text.replace(&before.text, &stated.text),
        place: change.place.clone(),
        edits: others.chain(&stated.edits).cloned().collect(),
        ..stated
    })
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
