//! Why this choice and not another: the question again with one value forced or forbidden.

use super::wording::Words;
use super::{core, sorted};
use crate::bom::{self, Choice, ChoiceChange, ChoiceVerdict, Decision, DecisionKind, Why, minor_unit};
use crate::engine::{Assignment, GroupId, Label, LimitReached, Optimiser, Values, Work, satisfy};
use crate::kernel::{Cause, Lowered, SlotGroup};
use crate::model::{ComponentId, OptionId};
use crate::number::Number;
use crate::query::{self, Case};

/// A slot or an option with the values that are asked about.
struct Spot {
    kind: DecisionKind,
    name: String,
    group: GroupId,
    /// Every value that is compared, with its words; `None`: empty.
    values: Vec<(u32, Option<String>)>,
    /// Whether they are all there are.
    asks_all: bool,
    /// A value's words.
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
    why(case, groups.filter_map(|group| slot_spot(case, group, None)).collect(), work)
}

/// The slots that a component could fill.
pub(super) fn component(case: &Case<'_>, meant: &[ComponentId], work: &mut Work) -> Result<Why, LimitReached> {
    let spots = case.lowered().slots.iter().filter_map(|group| slot_spot(case, group, Some(meant)));
    why(case, spots.collect(), work)
}

/// What an option is set to.
pub(super) fn option(case: &Case<'_>, option: OptionId, work: &mut Work) -> Result<Why, LimitReached> {
    let definition = case.compiled.model.options.get(option);
    let group = case.lowered().options.get(option);
    let spot = definition.zip(group).map(|(definition, group)| {
        let all: Vec<Option<String>> = definition.values.iter().map(|value| Some(value.to_string())).collect();
        let values = (0..).zip(all.clone()).collect();
        let overridden = Some(Cause::Default(option));
        Spot {
            kind: DecisionKind::Option,
            name: definition.name.clone(),
            group: *group,
            values,
            asks_all: true,
            all,
            overridden,
        }
    });
    why(case, spot.into_iter().collect(), work)
}

fn slot_spot(case: &Case<'_>, slot: &SlotGroup, only: Option<&[ComponentId]>) -> Option<Spot> {
    let label = |id: &ComponentId| Some(case.compiled.model.component_label(*id));
    let all: Vec<Option<String>> = std::iter::once(None).chain(slot.candidates.iter().map(label)).collect();
    let wanted = |value: &u32| match (slot.component(*value), only) {
        (None, None) => slot.definition.optional,
        (None, Some(_)) => false,
        (Some(id), only) => only.is_none_or(|only| only.contains(&id)),
    };
    let values: Vec<(u32, Option<String>)> = (0..).zip(all.clone()).filter(|(value, _)| wanted(value)).collect();
    let name = case.compiled.model.slot_name(slot.slot).to_owned();
    let (kind, group, asks_all) = (DecisionKind::Slot, slot.group, only.is_none());
    let spot = Spot { kind, name, group, values, asks_all, all, overridden: None };
    (asks_all || !spot.values.is_empty()).then_some(spot)
}

fn why(case: &Case<'_>, spots: Vec<Spot>, work: &mut Work) -> Result<Why, LimitReached> {
    let currency = &case.compiled.model.header.currency;
    let mut why = Why {
        market: case.code().to_owned(),
        as_of: case.input.day,
        currency: currency.clone(),
        minor_unit: minor_unit(currency),
        cost: None,
        decisions: Vec::new(),
    };
    let mut optimiser = Optimiser::new();
    let Some(base) = best(case, case.lowered(), &mut optimiser, work)? else { return Ok(why) };
    why.cost = Some(base.cost);
    for spot in spots {
        why.decisions.push(place(case, spot, &base, &mut optimiser, work)?);
    }
    Ok(why)
}

fn place(
    case: &Case<'_>,
    spot: Spot,
    base: &Base,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Decision, LimitReached> {
    let now = base.values[spot.group];
    let size = u32::try_from(spot.all.len()).unwrap_or(u32::MAX);
    let others = narrowed(case, &spot, Values::single(now).complement(size), false);
    let forced = match satisfy(&others.problem, work)? {
        Some(_) => None,
        None => Some(reasons(case, &others, work)?),
    };
    let mut choices = Vec::new();
    for (value, choice) in spot.values.iter().filter(|(value, _)| *value != now) {
        let narrowed = narrowed(case, &spot, Values::single(*value), true);
        let verdict = match verdict(case, &narrowed, &spot, base, (optimiser, work)) {
            Ok(verdict) => verdict,
            Err(LimitReached) => ChoiceVerdict::Undecided,
        };
        choices.push(Choice { choice: choice.clone(), verdict });
    }
    let taken = spot.all.get(now as usize).cloned().flatten();
    let is_requested = spot.values.iter().any(|(value, _)| *value == now) || spot.asks_all;
    Ok(Decision { kind: spot.kind, name: spot.name, taken, is_requested, forced, choices })
}

fn verdict(
    case: &Case<'_>,
    narrowed: &Lowered,
    spot: &Spot,
    base: &Base,
    (optimiser, work): (&mut Optimiser, &mut Work),
) -> Result<ChoiceVerdict, LimitReached> {
    let Some(other) = best(case, narrowed, optimiser, work)? else {
        return Ok(ChoiceVerdict::Impossible(reasons(case, narrowed, work)?));
    };
    let difference = other.cost.checked_sub(base.cost).unwrap_or(Number::ZERO);
    let changes = changes(case, spot, &base.values, &other.values);
    Ok(ChoiceVerdict::Possible { cost: other.cost, difference, changes })
}

/// The same problem with the values of one group narrowed.
fn narrowed(case: &Case<'_>, spot: &Spot, values: Values, overriding: bool) -> Lowered {
    let mut lowered = case.lowered().clone();
    if let Some(cause) = spot.overridden.as_ref().filter(|_| overriding) {
        let numbered = (1..).zip(&lowered.reasons).find(|(_, reason)| reason.cause == *cause);
        if let Some(label) = numbered.map(|(label, _)| Label(label)) {
            lowered.problem.clauses.retain(|clause| clause.label != label);
        }
    }
    lowered.problem.add_clause(Label::STRUCTURE, vec![(spot.group, values)]);
    lowered
}

fn best(
    case: &Case<'_>,
    lowered: &Lowered,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Option<Base>, LimitReached> {
    let Some(values) = query::best(lowered, optimiser, work)? else { return Ok(None) };
    let cost = case.cost(&case.selection(&values)).ok_or(LimitReached)?;
    Ok(Some(Base { values, cost }))
}

fn reasons(case: &Case<'_>, lowered: &Lowered, work: &mut Work) -> Result<Vec<bom::Reason>, LimitReached> {
    let core = core(case.compiled, lowered, work)?;
    let reasons = sorted(case, lowered, &core);
    Ok(Words { case, lowered, reasons: &reasons }.told())
}

/// What else differs: options first, then slots, then carriers.
fn changes(case: &Case<'_>, spot: &Spot, before: &Assignment, after: &Assignment) -> Vec<ChoiceChange> {
    let at = |values: &Assignment, group: GroupId| values[group];
    let differs = |group: &GroupId| *group != spot.group && at(before, *group) != at(after, *group);
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
