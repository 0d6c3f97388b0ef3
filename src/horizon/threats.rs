//! Every dated change that costs a market its bill of materials, also where an earlier one already has.
//!
//! What follows a loss is found by looking at the market without it: those of the reasons that the bill of materials of the
//! day before breaks are taken as met for the components of that bill, and the market is solved again. A market without a
//! bill of materials on the first day has no day before, so all reasons are taken as met there. What a certificate of the
//! whole solution would meet is met for all its components. Each loss ends with the first later day on which the market has
//! a bill of materials without what was taken as met for it, and all of them where it needs none.

use crate::bom::{Bom, Conflict, Edit, Fix, Outcome, Reason};
use crate::date::Date;
use crate::engine::{LimitReached, Optimiser, Pick, Solver, Verdict, Work, satisfy};
use crate::explain::{FoundConflict, found_conflict};
use crate::kernel::{Cause, Flags, Lowered, Met, TAKEN};
use crate::model::{ComponentId, OptionId, SlotId};
use crate::overlay::Level;
use crate::query::{Case, ResolveError, best};
use std::collections::{BTreeMap, BTreeSet};

/// A dated change that costs a market its bill of materials.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Threat {
    /// The first day of it; of a market that has no bill of materials on the first day, that day.
    pub day: Date,
    /// Whether the market has no bill of materials for another reason already, earlier or on the same day.
    pub is_behind: bool,
    /// Why there would be none.
    pub reasons: Vec<Reason>,
    /// Changes that make the market valid, where nothing else takes its bill of materials, each with what it then costs.
    pub ways_out: Vec<Fix>,
}

/// What a market's bill of materials consists of.
struct Held {
    slots: BTreeMap<SlotId, ComponentId>,
    options: Vec<(OptionId, u32)>,
    carriers: BTreeSet<String>,
}

/// A loss that has not ended, with what was taken as met for it.
struct Loss {
    day: Date,
    /// Nothing where only the structure forbids it.
    met: Vec<Met>,
    network_needs_are_reasons: bool,
    /// Its threat, by position.
    threat: usize,
}

/// A market's threats from day to day.
pub(super) struct Threats<'a, 'b> {
    case: &'b Case<'a>,
    optimiser: Optimiser,
    /// The losses since the market last had a bill of materials, without those that have ended.
    losses: Vec<Loss>,
    /// The last bill of materials, with what is taken as met.
    before: Option<Held>,
    found: Vec<Threat>,
}

impl<'a, 'b> Threats<'a, 'b> {
    pub fn of(case: &'b Case<'a>) -> Self {
        Self { case, optimiser: Optimiser::new(), losses: Vec::new(), before: None, found: Vec::new() }
    }

    /// All threats that were found.
    pub fn into_found(self) -> Vec<Threat> {
        self.found
    }

    /// The next day on which something changes, with the market's answer.
    pub fn add(&mut self, day: Date, outcome: &Outcome) -> Result<(), ResolveError> {
        match outcome {
            Outcome::Resolved(bom) => {
                self.losses.clear();
                self.before = Some(held(self.case, bom));
                Ok(())
            }
            Outcome::Conflict(_) => self.look_behind(day),
            // Nothing is known of this day, and nothing is guessed.
            Outcome::Undecided(_) => Ok(()),
        }
    }

    fn look_behind(&mut self, day: Date) -> Result<(), ResolveError> {
        loop {
            match self.has_bom(day)? {
                Some(true) => {
                    self.end_losses(day)?;
                    // Without the losses that have ended it may be another one.
                    self.has_bom(day)?;
                    return Ok(());
                }
                Some(false) => {}
                None => return Ok(()),
            }
            let case = self.case.changed(self.flags(None), day)?;
            let mut work = Work::new(case.limit);
            let Ok(found) = found_conflict(&case, &mut work) else { return Ok(()) };
            if !self.lose(&case, found, &mut work) {
                return Ok(());
            }
        }
    }

    /// Whether there is a bill of materials with what is taken as met, which is then the last one; `None` where it was not
    /// found in time.
    fn has_bom(&mut self, day: Date) -> Result<Option<bool>, ResolveError> {
        let mut case = self.case.changed(self.flags(None), day)?;
        case.price()?;
        Ok(match best(case.lowered(), &mut self.optimiser, &mut Work::new(case.limit)) {
            Ok(Some(values)) => {
                self.before = Some(selected(&case, &values));
                Some(true)
            }
            Ok(None) => Some(false),
            Err(LimitReached) => None,
        })
    }

    /// Adds a loss; whether more is taken as met with it.
    fn lose(&mut self, case: &Case<'_>, found: FoundConflict, work: &mut Work) -> bool {
        let met = self.broken(case, &found, work);
        let is_behind = self.losses.iter().any(|loss| !loss.met.is_empty());
        let network_needs_are_reasons = found.network_needs_are_reasons;
        let Conflict { reasons, mut fixes, .. } = found.conflict;
        if is_behind {
            // The earlier loss stays on another day.
            fixes.retain(|fix| !fix.edits.iter().any(|edit| matches!(edit, Edit::AsOf { .. })));
        }
        let day = case.input.day;
        let is_same = |loss: &&Loss| self.found.get(loss.threat).is_some_and(|one| one.reasons == reasons);
        let known = self.losses.iter().find(is_same).map(|loss| loss.threat);
        let is_met = |one: &Met| self.losses.iter().any(|loss| loss.met.contains(one));
        // What the structure forbids cannot be taken as met: nothing is seen past it.
        let is_last = met.iter().all(is_met);
        let threat = known.unwrap_or(self.found.len());
        if known.is_none() {
            self.found.push(Threat { day, is_behind, reasons, ways_out: fixes });
        }
        self.losses.push(Loss { day, met, network_needs_are_reasons, threat });
        !is_last
    }

    /// Leaves out the losses of earlier days that the market has a bill of materials without.
    fn end_losses(&mut self, day: Date) -> Result<(), ResolveError> {
        self.losses.retain(|loss| !loss.met.is_empty());
        let mut at = 0;
        while let Some(loss) = self.losses.get(at) {
            let case = self.case.changed(self.flags(Some(at)), day)?;
            let is_over =
                loss.day < day && matches!(satisfy(&case.lowered().problem, &mut Work::new(case.limit)), Ok(Some(_)));
            if is_over {
                self.losses.remove(at);
            } else {
                at += 1;
            }
        }
        Ok(())
    }

    /// The flags with what is taken as met for all losses, or for all but one.
    fn flags(&self, without: Option<usize>) -> Flags {
        let mut flags = self.case.input.flags.clone();
        for (_, loss) in self.losses.iter().enumerate().filter(|(at, _)| Some(*at) != without) {
            flags.met.extend_from_slice(&loss.met);
            flags.network_needs_are_reasons |= loss.network_needs_are_reasons;
        }
        flags
    }

    /// What of a conflict the bill of materials of the day before breaks, for its components; all of it where there is none.
    fn broken(&self, case: &Case<'_>, found: &FoundConflict, work: &mut Work) -> Vec<Met> {
        let whole = |cause: &Cause| Met { cause: cause.clone(), component: None };
        let Some(before) = &self.before else { return found.causes.iter().map(whole).collect() };
        let network = case.with_flags(Flags {
            network_needs_are_reasons: found.network_needs_are_reasons,
            ..case.input.flags.clone()
        });
        let lowered = network.lowered();
        let picks = picks(case, lowered, before);
        let mut solver = Solver::new(&lowered.problem);
        let mut breaks = |cause: &&Cause| {
            let labels: Vec<_> = lowered.label_of(cause).into_iter().collect();
            matches!(solver.solve(&labels, &picks, work), Ok(Verdict::Unsatisfiable { .. }))
        };
        let of_component = |cause: &Cause| {
            let component = cause.excluded_slot().and_then(|slot| before.slots.get(&slot)).copied();
            Met { cause: cause.clone(), component }
        };
        let mut met: Vec<Met> = Vec::new();
        for cause in found.causes.iter().filter(|cause| breaks(cause)) {
            match certificate_of_all(case, cause) {
                Some(all) => met.extend(all),
                None => met.push(of_component(cause)),
            }
        }
        met
    }
}

/// What one certificate of the whole solution meets: the same requirement of every slot; `None` for other causes.
fn certificate_of_all(case: &Case<'_>, cause: &Cause) -> Option<Vec<Met>> {
    let Cause::Scheme(_, at) = cause else { return None };
    let is_of_all = case.input.view.certification.get(*at)?.level == Level::Solution;
    let met = |slot: SlotId| Met { cause: Cause::Scheme(slot, *at), component: None };
    is_of_all.then(|| case.lowered().slots.iter().map(|group| met(group.slot)).collect())
}

/// A bill of materials in ids.
fn held(case: &Case<'_>, bom: &Bom) -> Held {
    let model = case.input.model;
    let line = |line: &crate::bom::Line| {
        let version = model.versions(&line.component).find(|(_, one)| one.version.to_string() == line.version);
        Some((model.find_slot(&line.slot)?, version?.0))
    };
    let option = |one: &crate::bom::OptionSetting| {
        let id = model.find_option(&one.name)?;
        let value = model.options[id].values.iter().position(|value| *value == one.value)?;
        Some((id, u32::try_from(value).ok()?))
    };
    Held {
        slots: bom.lines.iter().filter_map(line).collect(),
        options: bom.options.iter().filter_map(option).collect(),
        carriers: bom.carriers.iter().cloned().collect(),
    }
}

/// The same of what the engine found.
fn selected(case: &Case<'_>, values: &crate::engine::Assignment) -> Held {
    let selection = case.selection(values);
    let carriers = case.input.view.carriers.iter().zip(&selection.carriers).filter(|(_, picked)| **picked);
    Held {
        slots: selection.slots.entries().filter_map(|(slot, id)| Some((slot, (*id)?))).collect(),
        options: selection.options.entries().map(|(option, value)| (option, *value)).collect(),
        carriers: carriers.map(|(carrier, _)| carrier.id.clone()).collect(),
    }
}

/// The choices of a bill of materials in another problem, as far as they are there.
fn picks(case: &Case<'_>, lowered: &Lowered, held: &Held) -> Vec<Pick> {
    let mut picks = Vec::new();
    for slot in &lowered.slots {
        let wanted = held.slots.get(&slot.slot).copied();
        let value = (0..slot.size()).find(|value| slot.component(*value) == wanted);
        picks.extend(value.map(|value| Pick { group: slot.group, value }));
    }
    picks.extend(held.options.iter().map(|(option, value)| Pick { group: lowered.options[*option], value: *value }));
    for (carrier, group) in case.input.view.carriers.iter().zip(&lowered.carriers) {
        let value = if held.carriers.contains(&carrier.id) { TAKEN } else { 1 - TAKEN };
        picks.extend(group.map(|group| Pick { group, value }));
    }
    picks
}
