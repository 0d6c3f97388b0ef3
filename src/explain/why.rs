//! Why this choice and not another: the case solved again with one value forced or forbidden.

use super::finding;
use super::wording::Wording;
use crate::bom::{self, Choice, ChoiceChange, ChoiceVerdict, Decision, DecisionKind, Why, minor_unit};
use crate::engine::{Assignment, GroupId, Label, LimitReached, Optimiser, Values, Work, satisfy};
use crate::kernel::{Cause, Lowered, SlotGroup};
use crate::model::{ComponentId, OptionId};
use crate::number::Number;
use crate::query::{self, Case};

/// A slot or an option with the values that are compared.
struct ChoicePoint {
    kind: DecisionKind,
    name: String,
    group: GroupId,
    /// Every value that is compared, with its text; `None`: empty.
    values: Vec<(u32, Option<String>)>,
    /// Whether these are all values.
    compares_all: bool,
    /// The text of every value.
    all: Vec<Option<String>>,
    /// What a flag would override.
    overridden: Option<Cause>,
}

/// The answer that the others are compared with.
struct Base {
    values: Assignment,
    cost: Number,
}

/// What fills a slot; `None` where the market has no such slot.
pub(super) fn slot(case: &Case<'_>, name: &str, work: &mut Work) -> Result<Why, LimitReached> {
    let id = case.compiled.model.find_slot(name);
    let groups = case.lowered().slots.iter().filter(|group| Some(group.slot) == id);
    why(case, groups.filter_map(|group| slot_point(case, group, None)).collect(), work)
}

/// The slots that a component could fill.
pub(super) fn component(case: &Case<'_>, meant: &[ComponentId], work: &mut Work) -> Result<Why, LimitReached> {
    let points = case.lowered().slots.iter().filter_map(|group| slot_point(case, group, Some(meant)));
    why(case, points.collect(), work)
}

/// What an option is set to.
pub(super) fn option(case: &Case<'_>, option: OptionId, work: &mut Work) -> Result<Why, LimitReached> {
    let definition = case.compiled.model.options.get(option);
    let group = case.lowered().options.get(option);
    let point = definition.zip(group).map(|(definition, group)| {
        let all: Vec<Option<String>> = definition.values.iter().map(|value| Some(value.to_string())).collect();
        let values = (0..).zip(all.clone()).collect();
        let overridden = Some(Cause::Default(option));
        ChoicePoint {
            kind: DecisionKind::Option,
            name: definition.name.clone(),
            group: *group,
            values,
            compares_all: true,
            all,
            overridden,
        }
    });
    why(case, point.into_iter().collect(), work)
}

fn slot_point(case: &Case<'_>, slot: &SlotGroup, only: Option<&[ComponentId]>) -> Option<ChoicePoint> {
    let label = |id: &ComponentId| Some(case.compiled.model.component_label(*id));
    let all: Vec<Option<String>> = std::iter::once(None).chain(slot.candidates.iter().map(label)).collect();
    let wanted = |value: &u32| match (slot.component(*value), only) {
        (None, None) => slot.definition.optional,
        (None, Some(_)) => false,
        (Some(id), only) => only.is_none_or(|only| only.contains(&id)),
    };
    let values: Vec<(u32, Option<String>)> = (0..).zip(all.clone()).filter(|(value, _)| wanted(value)).collect();
    let name = case.compiled.model.slot_name(slot.slot).to_owned();
    let (kind, group, compares_all) = (DecisionKind::Slot, slot.group, only.is_none());
    let point = ChoicePoint { kind, name, group, values, compares_all, all, overridden: None };
    (compares_all || !point.values.is_empty()).then_some(point)
}

fn why(case: &Case<'_>, points: Vec<ChoicePoint>, work: &mut Work) -> Result<Why, LimitReached> {
    let currency = &case.compiled.model.header.currency;
    let mut why = Why {
        market: case.code().to_owned(),
        as_of: case.input.day,
        currency: currency.clone(),
        minor_unit: minor_unit(currency),
        cost: None,
        decisions: Vec::new(),
    };
    let mut trial = Trial { case, optimiser: Optimiser::new(), work };
    let Some(base) = trial.best(case.lowered())? else { return Ok(why) };
    why.cost = Some(base.cost);
    for point in points {
        why.decisions.push(trial.decision(point, &base)?);
    }
    Ok(why)
}

/// The case solved again with other choices.
struct Trial<'a> {
    case: &'a Case<'a>,
    optimiser: Optimiser,
    work: &'a mut Work,
}

impl Trial<'_> {
    fn decision(&mut self, point: ChoicePoint, base: &Base) -> Result<Decision, LimitReached> {
        let now = base.values[point.group];
        let size = u32::try_from(point.all.len()).unwrap_or(u32::MAX);
        let others = narrowed(self.case.lowered().clone(), &point, Values::single(now).complement(size));
        let forced = match satisfy(&others.problem, self.work)? {
            Some(_) => None,
            None => Some(self.reasons(&others)?),
        };
        let mut choices = Vec::new();
        for (value, choice) in point.values.iter().filter(|(value, _)| *value != now) {
            let verdict = match self.verdict(&point, *value, base) {
                Ok(verdict) => verdict,
                Err(LimitReached) => ChoiceVerdict::Undecided,
            };
            choices.push(Choice { choice: choice.clone(), verdict });
        }
        let taken = point.all.get(now as usize).cloned().flatten();
        let is_requested = point.values.iter().any(|(value, _)| *value == now) || point.compares_all;
        Ok(Decision { kind: point.kind, name: point.name, taken, is_requested, forced, choices })
    }

    fn verdict(&mut self, point: &ChoicePoint, value: u32, base: &Base) -> Result<ChoiceVerdict, LimitReached> {
        let mut lowered = self.case.lowered().clone();
        if let Some(cause) = &point.overridden {
            drop_cause(&mut lowered, cause);
        }
        let narrowed = narrowed(lowered, point, Values::single(value));
        let Some(other) = self.best(&narrowed)? else {
            return Ok(ChoiceVerdict::Impossible(self.reasons(&narrowed)?));
        };
        let difference = other.cost.checked_sub(base.cost).unwrap_or(Number::ZERO);
        let changes = changes(self.case, point, &base.values, &other.values);
        Ok(ChoiceVerdict::Possible { cost: other.cost, difference, changes })
    }

    fn best(&mut self, lowered: &Lowered) -> Result<Option<Base>, LimitReached> {
        let Some(values) = query::best(lowered, &mut self.optimiser, self.work)? else { return Ok(None) };
        let cost = self.case.cost(&self.case.selection(&values)).ok_or(LimitReached)?;
        Ok(Some(Base { values, cost }))
    }

    fn reasons(&mut self, lowered: &Lowered) -> Result<Vec<bom::Reason>, LimitReached> {
        let labels = finding::smallest(self.case.compiled, lowered, self.work)?;
        let reasons = finding::reasons_of(self.case, lowered, &labels);
        Ok(Wording { case: self.case, lowered, reasons: &reasons }.all_reasons())
    }
}

/// A problem with the values of one group narrowed.
fn narrowed(mut lowered: Lowered, point: &ChoicePoint, values: Values) -> Lowered {
    lowered.problem.add_clause(Label::STRUCTURE, vec![(point.group, values)]);
    lowered
}

/// Takes the clauses of a cause out of a problem.
fn drop_cause(lowered: &mut Lowered, cause: &Cause) {
    let numbered = (1..).zip(&lowered.reasons).find(|(_, reason)| reason.cause == *cause);
    if let Some(label) = numbered.map(|(label, _)| Label(label)) {
        lowered.problem.clauses.retain(|clause| clause.label != label);
    }
}

/// What else differs: options first, then slots, then carriers.
fn changes(case: &Case<'_>, point: &ChoicePoint, before: &Assignment, after: &Assignment) -> Vec<ChoiceChange> {
    let at = |values: &Assignment, group: GroupId| values[group];
    let differs = |group: &GroupId| *group != point.group && at(before, *group) != at(after, *group);
    let mut list = Vec::new();
    for (option, group) in case.compiled.model.options.iter().zip(&case.lowered().options) {
        let value = |values: &Assignment| option.values.get(at(values, *group) as usize).map(ToString::to_string);
        if differs(group) {
            list.push(ChoiceChange { name: option.name.clone(), before: value(before), after: value(after) });
        }
    }
    for slot in case.lowered().slots.iter().filter(|slot| differs(&slot.group)) {
        let held = |values: &Assignment| {
            slot.component(at(values, slot.group)).map(|id| case.compiled.model.component_label(id))
        };
        let name = case.compiled.model.slot_name(slot.slot).to_owned();
        list.push(ChoiceChange { name, before: held(before), after: held(after) });
    }
    let carriers = case.input.view.carriers.iter().zip(&case.lowered().carriers);
    for (carrier, group) in carriers.filter_map(|(carrier, group)| Some((carrier, (*group)?))) {
        let picked = |values: &Assignment| (at(values, group) == crate::kernel::TAKEN).then(|| carrier.id.clone());
        if differs(&group) {
            list.push(ChoiceChange {
                name: format!("carrier {}", carrier.id),
                before: picked(before),
                after: picked(after),
            });
        }
    }
    list
}
