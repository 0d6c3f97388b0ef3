//! Why what stands on one side does not stand on the other: it is asked for there, and the answer tells.

use super::Because;
use crate::bom::{Bom, ObjectiveValue, Outcome};
use crate::compare::ComparedPart;
use crate::engine::Optimiser;
use crate::number::Number;
use crate::overlay::{MarketView, SlotDefinition};
use crate::query::{Compiled, Pin, Request, ResolveError};
use crate::resolve::solve;
use crate::span::{Place, Span};

/// Most reasons that are told of one difference.
const TOLD: usize = 4;

/// One side that can be asked.
pub(super) struct Asking<'a> {
    pub compiled: &'a Compiled,
    pub request: &'a Request,
    /// What the side is called.
    pub name: &'a str,
    pub market: &'a str,
}

impl Asking<'_> {
    /// The side's answer.
    pub fn answer(&self) -> Result<Outcome, ResolveError> {
        self.ask(&self.request.pin)
    }

    fn ask(&self, pin: &[Pin]) -> Result<Outcome, ResolveError> {
        let request = Request { pin: pin.to_vec(), ..self.request.clone() };
        solve(self.compiled.case(&request, self.market)?, &mut Optimiser::new())
    }

    fn view(&self) -> Option<&MarketView> {
        let area = self.compiled.model.areas.find(self.market)?;
        self.compiled.markets.get(&area).map(|view| &**view)
    }

    fn slot(&self, slot: &str) -> Option<&SlotDefinition> {
        let number = self.compiled.model.find_slot(slot)?;
        self.view()?.slots.get(number.index())?.as_deref()
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
    side: &Asking<'_>,
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
        // The same component in another quantity: structure says so.
        let span = side.slot(slot).map(|definition| definition.origin.span);
        return Ok(vec![side.because(format!("slot `{slot}` takes another quantity"), span)]);
    }
    let Some(definition) = side.slot(slot) else {
        return Ok(vec![side.because(format!("there is no slot `{slot}`"), None)]);
    };
    let name = format!("{}@{}", wanted.component, wanted.version);
    let pinned = side.ask(&pins(side, slot, &format!("{}@={}", wanted.component, wanted.version)));
    match pinned {
        Err(ResolveError::UnknownComponent { .. }) => {
            Ok(vec![side.because(format!("`{name}` is not in the catalogue"), None)])
        }
        Err(ResolveError::NotACandidate { .. }) => {
            let text = format!("`{name}` is not a candidate of slot `{slot}`");
            Ok(vec![side.because(text, Some(definition.choose))])
        }
        Err(other) => Err(other),
        Ok(outcome) => Ok(told(side, bom, &outcome, (slot, &name), definition)),
    }
}

/// The pins of the question with another one for a slot.
fn pins(side: &Asking<'_>, slot: &str, component: &str) -> Vec<Pin> {
    let others = side.request.pin.iter().filter(|pin| pin.slot != slot).cloned();
    others.chain([Pin { slot: slot.to_owned(), component: component.to_owned() }]).collect()
}

fn why_filled(side: &Asking<'_>, bom: &Bom, slot: &str) -> Result<Vec<Because>, ResolveError> {
    let Some(definition) = side.slot(slot) else { return Ok(Vec::new()) };
    if !definition.optional {
        let text = match condition(side, definition) {
            Some(condition) => format!("slot `{slot}` must be filled when `{condition}`"),
            None => format!("slot `{slot}` must be filled"),
        };
        return Ok(vec![side.because(text, Some(definition.origin.span))]);
    }
    let outcome = side.ask(&pins(side, slot, ""))?;
    Ok(told(side, bom, &outcome, (slot, "nothing"), definition))
}

/// The answer to a pin in words: what forbids it, what it would cost, or that the slot is empty in any case.
fn told(
    side: &Asking<'_>,
    bom: &Bom,
    outcome: &Outcome,
    (slot, name): (&str, &str),
    definition: &SlotDefinition,
) -> Vec<Because> {
    let other = match outcome {
        Outcome::Conflict(conflict) => {
            // The pin itself is a reason without a place.
            let reasons = conflict.reasons.iter().filter(|reason| reason.place.is_some());
            return reasons.take(TOLD).map(|reason| Because::of(side.name, reason)).collect();
        }
        Outcome::Undecided(_) => {
            return vec![side.because(format!("whether slot `{slot}` could hold `{name}` is undecided"), None)];
        }
        Outcome::Resolved(other) => other,
    };
    let stands = other.lines.iter().any(|line| line.slot == slot);
    if !stands && name != "nothing" {
        return vec![empty(side, bom, slot, definition)];
    }
    let with = if stands { format!("with `{name}` in slot `{slot}`") } else { format!("with slot `{slot}` empty") };
    vec![side.because(format!("{with} {}", compared(bom, other)), None)]
}

/// Why a slot is empty whatever stands in its way.
fn empty(side: &Asking<'_>, bom: &Bom, slot: &str, definition: &SlotDefinition) -> Because {
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
fn condition(side: &Asking<'_>, definition: &SlotDefinition) -> Option<String> {
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
pub(super) fn why_set(side: &Asking<'_>, option: &str) -> Option<Because> {
    let number = side.compiled.model.find_option(option)?;
    let setting = side.view()?.settings.iter().find(|setting| setting.option == number)?;
    let area = side.compiled.model.areas.code(setting.origin.area);
    let mut because = side.because(format!("{area} sets option `{option}`"), Some(setting.origin.span));
    because.source = setting.origin.cited.source.iter().map(|id| id.value.clone()).collect();
    Some(because)
}

/// Which certifications in force on this side ask for a scheme.
pub(super) fn why_asked(side: &Asking<'_>, scheme: &str) -> Vec<Because> {
    let day = side.request.as_of.or(side.compiled.model.header.as_of);
    let asked = side.view().into_iter().flat_map(|view| &view.certification);
    let accepting = asked.filter(|one| {
        day.is_some_and(|day| one.effectivity.holds_on(day)) && one.accepts.iter().any(|accepted| accepted == scheme)
    });
    let told = accepting.map(|one| {
        let area = side.compiled.model.areas.code(one.origin.area);
        let of = one.applies_to.as_deref().map_or("the product".to_owned(), |what| format!("every `{what}`"));
        let mut because = side.because(format!("{area} asks for `{}` of {of}", one.scheme), Some(one.origin.span));
        because.source = one.origin.cited.source.iter().map(|id| id.value.clone()).collect();
        because
    });
    told.take(TOLD).collect()
}
