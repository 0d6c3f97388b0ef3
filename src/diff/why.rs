//! Why one side does not hold what the other one holds: it is pinned there, and the answer shows why not.

use super::{Because, MarketSide, MarketStatus};
use crate::bom::{Bom, ObjectiveValue, Outcome};
use crate::compare::ComparedPart;
use crate::engine::Optimiser;
use crate::number::Number;
use crate::overlay::{MarketView, SlotDefinition};
use crate::query::{Compiled, Pin, Request, ResolveError, ResolveErrorKind, Scope};
use crate::resolve::solve;
use crate::span::{Place, Span};
use std::collections::BTreeMap;

/// Most reasons for one difference.
const REASONS: usize = 4;

/// One side, which can be solved again with other pins.
pub(super) struct Solvable<'a> {
    pub compiled: &'a Compiled,
    pub request: &'a Request,
    /// What the side is called.
    pub name: &'a str,
    pub market: &'a str,
}

impl Solvable<'_> {
    /// The side's answer.
    pub fn answer(&self) -> Result<Outcome, ResolveError> {
        self.answer_with(self.request.pin.clone())
    }

    /// The side's answer with other pins.
    fn answer_with(&self, pin: Vec<Pin>) -> Result<Outcome, ResolveError> {
        let request = Request { pin, ..self.request.clone() };
        if self.compiled.may_be_planned() {
            return self.planned(&request);
        }
        solve(self.compiled.case(&request, self.market)?, &mut Optimiser::new())
    }

    /// The side's answer in the plan of all markets; in that of this market alone where others do not have what is pinned.
    fn planned(&self, request: &Request) -> Result<Outcome, ResolveError> {
        let request = request.for_markets([self.market]);
        match self.compiled.resolve(&request) {
            Err(error) if error.kind() == ResolveErrorKind::ForeignPin => {
                self.compiled.resolve(&request.scope(Scope::Requested))
            }
            answer => answer,
        }
    }

    /// The market with its answer; `None`: the side does not have the market.
    pub fn side(&self, outcome: Option<&Outcome>) -> MarketSide {
        let cost = outcome.and_then(Outcome::bom).map(|bom| bom.cost().to_fixed(bom.minor_unit));
        MarketSide {
            market: self.market.to_owned(),
            variant: self.request.variant.clone(),
            status: MarketStatus::of(outcome),
            cost,
            currency: self.compiled.solution.currency().to_owned(),
            exact: BTreeMap::new(),
        }
    }

    fn view(&self) -> Option<&MarketView> {
        let area = self.compiled.model.areas.find(self.market)?;
        self.compiled.markets.get(&area).map(|view| &**view)
    }

    fn slot(&self, slot: &str) -> Option<&SlotDefinition> {
        let number = self.compiled.model.find_slot(slot)?;
        self.view()?.slot(number)
    }

    fn place(&self, span: Span) -> Place {
        self.compiled.files.place(span)
    }

    fn because(&self, text: String, span: Option<Span>) -> Because {
        let place = span.map(|span| self.place(span));
        Because { on: self.name.to_owned(), text, place, source: Vec::new() }
    }
}

/// Why a slot does not hold this component on this side, or why it is not empty where none is given.
pub(super) fn why_not(
    side: &Solvable<'_>,
    bom: &Bom,
    slot: &str,
    wanted: Option<&ComparedPart>,
) -> Result<Vec<Because>, ResolveError> {
    let Some(wanted) = wanted else { return why_filled(side, bom, slot) };
    if bom
        .lines
        .iter()
        .any(|line| line.slot == slot && line.component == wanted.component && line.version == wanted.version)
    {
        return Ok(side.slot(slot).map(|definition| quantity(side, bom, definition)).into_iter().collect());
    }
    let Some(definition) = side.slot(slot) else {
        return Ok(vec![side.because(format!("there is no slot `{slot}`"), None)]);
    };
    let name = format!("{}@{}", wanted.component, wanted.version);
    let pinned = side.answer_with(pins(side, slot, &format!("{}@={}", wanted.component, wanted.version)));
    match pinned {
        Err(error) if error.kind() == ResolveErrorKind::UnknownName => {
            Ok(vec![side.because(format!("`{name}` is not in the catalogue"), None)])
        }
        Err(error) if error.kind() == ResolveErrorKind::ForeignPin => {
            let text = format!("`{name}` is not a candidate of slot `{slot}`");
            Ok(vec![side.because(text, Some(definition.choose))])
        }
        Err(other) => Err(other),
        Ok(outcome) => Ok(shown(side, bom, &outcome, Tried { slot, part: Some(&name), definition })),
    }
}

/// How many a slot takes on this side, of the same component: its own quantity in each of what it is part of.
fn quantity(side: &Solvable<'_>, bom: &Bom, definition: &SlotDefinition) -> Because {
    let model = &side.compiled.model;
    let slot = model.slot_name(definition.slot);
    let own = definition.quantity;
    let parent = definition.part_of.map(|parent| model.slot_name(parent));
    let count = parent.and_then(|parent| bom.lines.iter().find(|line| line.slot == parent)).map(|line| line.quantity);
    let text = match (parent, count) {
        (Some(parent), Some(count)) if count != 1 => format!("slot `{slot}` takes {own} in each of {count} `{parent}`"),
        _ => format!("slot `{slot}` takes {own}"),
    };
    side.because(text, definition.quantity_place.or(Some(definition.origin.span)))
}

/// The pins of the question with another one for a slot.
fn pins(side: &Solvable<'_>, slot: &str, component: &str) -> Vec<Pin> {
    let others = side.request.pin.iter().filter(|pin| pin.slot != slot).cloned();
    others.chain([Pin { slot: slot.to_owned(), component: component.to_owned() }]).collect()
}

fn why_filled(side: &Solvable<'_>, bom: &Bom, slot: &str) -> Result<Vec<Because>, ResolveError> {
    let Some(definition) = side.slot(slot) else { return Ok(Vec::new()) };
    if !definition.optional {
        let text = match condition(side, definition) {
            Some(condition) => format!("slot `{slot}` must be filled when `{condition}`"),
            None => format!("slot `{slot}` must be filled"),
        };
        return Ok(vec![side.because(text, Some(definition.origin.span))]);
    }
    let outcome = side.answer_with(pins(side, slot, ""))?;
    Ok(shown(side, bom, &outcome, Tried { slot, part: None, definition }))
}

/// A pin that was tried.
#[derive(Clone, Copy)]
struct Tried<'a> {
    slot: &'a str,
    /// The component; `None`: the slot was pinned empty.
    part: Option<&'a str>,
    definition: &'a SlotDefinition,
}

/// The answer to a pin in words: what forbids it, what it would cost, or that the slot is empty in any case.
fn shown(side: &Solvable<'_>, bom: &Bom, outcome: &Outcome, tried: Tried<'_>) -> Vec<Because> {
    let Tried { slot, part, definition } = tried;
    let other = match outcome {
        Outcome::Conflict(conflict) => {
            // The pin itself is a reason without a place.
            let reasons = conflict.reasons.iter().filter(|reason| reason.place.is_some());
            return reasons.take(REASONS).map(|reason| Because::of(side.name, reason)).collect();
        }
        Outcome::Undecided(_) => {
            let text = match part {
                Some(name) => format!("whether slot `{slot}` could hold `{name}` is undecided"),
                None => format!("whether slot `{slot}` could be empty is undecided"),
            };
            return vec![side.because(text, None)];
        }
        Outcome::Resolved(other) => other,
    };
    let is_filled = other.lines.iter().any(|line| line.slot == slot);
    let with = match part {
        Some(_) if !is_filled => return vec![empty(side, bom, slot, definition)],
        Some(name) => format!("with `{name}` in slot `{slot}`"),
        None => format!("with slot `{slot}` empty"),
    };
    vec![side.because(format!("{with} {}", compared(bom, other)), None)]
}

/// Why a slot is empty whatever it is pinned to.
fn empty(side: &Solvable<'_>, bom: &Bom, slot: &str, definition: &SlotDefinition) -> Because {
    let parent = definition.part_of.map(|parent| side.compiled.model.slot_name(parent));
    let parent = parent.filter(|parent| !bom.lines.iter().any(|line| line.slot == **parent));
    let text = match (parent, condition(side, definition)) {
        (Some(parent), _) => format!("slot `{slot}` is part of slot `{parent}`, which is empty"),
        (None, Some(condition)) => format!("slot `{slot}` is empty because `{condition}` is false"),
        (None, None) => format!("slot `{slot}` is empty"),
    };
    let span = definition.when.as_ref().map_or(definition.origin.span, |when| when.span);
    side.because(text, Some(span))
}

/// The condition of a slot as it is written.
fn condition(side: &Solvable<'_>, definition: &SlotDefinition) -> Option<String> {
    let span = definition.when.as_ref()?.span;
    let text = &side.compiled.files.get(span.file)?.text;
    let written = text.get(span.start as usize..span.end as usize)?;
    Some(written.trim_matches(['"', '\'']).to_owned())
}

/// In which objective another answer is worse; where it is worse in none, the order of preference decided.
fn compared(bom: &Bom, other: &Bom) -> String {
    let value = |bom: &Bom, name: &str| bom.objective.iter().find(|one| one.name == name).map(|one| one.value);
    for ObjectiveValue { name, value: was } in &bom.objective {
        let Some(is) = value(other, name).filter(|is| is != was) else { continue };
        if name == "cost" {
            let more = is.checked_sub(*was).unwrap_or(Number::ZERO);
            return format!("the BOM costs {} {} more", more.to_fixed(bom.minor_unit), bom.currency);
        }
        return format!("`{name}` is {is}, not {was}");
    }
    "nothing is better or worse, and the order of preference decides".to_owned()
}

/// Which area sets an option on this side.
pub(super) fn set_by(side: &Solvable<'_>, option: &str) -> Option<Because> {
    let number = side.compiled.model.find_option(option)?;
    let setting = side.view()?.settings.iter().find(|setting| setting.option == number)?;
    let area = side.compiled.model.areas.code(setting.origin.area);
    let mut because = side.because(format!("{area} sets option `{option}`"), Some(setting.origin.span));
    because.source = setting.origin.cited.source.iter().map(|id| id.value.clone()).collect();
    Some(because)
}

/// Which certifications in force on this side require a scheme.
pub(super) fn required_by(side: &Solvable<'_>, scheme: &str) -> Vec<Because> {
    let day = side.request.as_of.or(side.compiled.model.header.as_of);
    let certifications = side.view().into_iter().flat_map(|view| &view.certification);
    let accepting = certifications.filter(|one| {
        day.is_some_and(|day| one.effectivity.holds_on(day)) && one.accepts.iter().any(|accepted| accepted == scheme)
    });
    let causes = accepting.map(|one| {
        let area = side.compiled.model.areas.code(one.origin.area);
        let of = one.applies_to.as_deref().map_or("the product".to_owned(), |what| format!("every `{what}`"));
        let mut because = side.because(format!("{area} requires `{}` for {of}", one.scheme), Some(one.origin.span));
        because.source = one.origin.cited.source.iter().map(|id| id.value.clone()).collect();
        because
    });
    causes.take(REASONS).collect()
}
