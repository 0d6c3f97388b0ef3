//! What the markets of a portfolio share: the slots that all of them fill alike.

use crate::bom::{Bom, Core, Line, OptionSetting, Outcome, RegionalFilling, RegionalSlot, Warning};
use crate::model::{Objective, OptionId, VariantId};
use crate::number::Number;
use crate::quantity::{Quantity, counts_pieces};
use crate::query::Compiled;
use crate::terms::ComponentKind;
use crate::terms::code::AnswerCode;
use std::collections::{HashMap, HashSet};

/// The shared core of answers that were given one by one, with the warnings that concern several markets at once; lines
/// need their slot, component, version, kind and quantity only.
pub(crate) fn shared(compiled: &Compiled, variant: Option<VariantId>, outcomes: &[Outcome]) -> (Core, Vec<Warning>) {
    let core = core(outcomes);
    let warnings = warnings(compiled, variant, outcomes, &core);
    (core, warnings)
}

/// Component version, quantity and its unit of a line: what has to be the same everywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Filling<'a> {
    component: &'a str,
    version: &'a str,
    quantity: Quantity,
    unit: &'a str,
}

impl<'a> Filling<'a> {
    fn of(line: &'a Line) -> Self {
        let unit = line.details.counted_in();
        Self { component: &line.component, version: &line.version, quantity: line.quantity, unit }
    }

    /// `×2`, `0.35 m`.
    fn counted(&self) -> String {
        if counts_pieces(self.unit) { format!("×{}", self.quantity) } else { self.quantity.with_unit(self.unit) }
    }
}

/// A slot that some market fills, with its lines and the positions of their markets, ascending.
struct FilledSlot<'a> {
    name: &'a str,
    lines: Vec<(usize, &'a Line)>,
}

impl FilledSlot<'_> {
    fn is_shared(&self, markets: usize) -> bool {
        let mut fillings = self.lines.iter().map(|(_, line)| Filling::of(line));
        let first = fillings.next();
        self.lines.len() == markets && fillings.all(|filling| Some(filling) == first)
    }

    fn is_hardware(&self) -> bool {
        self.lines.first().is_some_and(|(_, line)| line.kind == ComponentKind::Hardware)
    }
}

/// The slots that some market fills, in the order in which they are met.
fn filled_slots<'a>(boms: &[&'a Bom]) -> Vec<FilledSlot<'a>> {
    let mut slots: Vec<FilledSlot<'a>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (market, bom) in boms.iter().enumerate() {
        // Markets list slots in one order, so the next line is mostly of the next slot.
        let mut next = 0;
        for line in &bom.lines {
            let at = match slots.get(next) {
                Some(slot) if slot.name == line.slot => next,
                _ => *places.entry(&line.slot).or_insert(slots.len()),
            };
            match slots.get_mut(at) {
                Some(slot) => slot.lines.push((market, line)),
                None => slots.push(FilledSlot { name: &line.slot, lines: vec![(market, line)] }),
            }
            next = at + 1;
        }
    }
    slots
}

/// The shared core of the resolved markets.
fn core(markets: &[Outcome]) -> Core {
    let boms: Vec<&Bom> = markets.iter().filter_map(Outcome::bom).collect();
    let slots = filled_slots(&boms);
    let (core, regional): (Vec<&FilledSlot<'_>>, Vec<&FilledSlot<'_>>) =
        slots.iter().partition(|slot| slot.is_shared(boms.len()));
    let all = boms.iter().map(|bom| bom.lines.len()).sum();
    let hardware = |line: &&Line| line.kind == ComponentKind::Hardware;
    let all_hardware = boms.iter().map(|bom| bom.lines.iter().filter(hardware).count()).sum();
    let core_cost = Number::sum(core.iter().flat_map(|slot| &slot.lines).map(|(_, line)| line.cost));
    let all_cost = Number::sum(boms.iter().flat_map(|bom| &bom.lines).map(|line| line.cost));
    let cost_share = core_cost.zip(all_cost).and_then(|(core, all)| core.checked_div(all));
    let core_hardware = core.iter().filter(|slot| slot.is_hardware()).count();
    Core {
        share: share(core.len() * boms.len(), all),
        hardware_share: share(core_hardware * boms.len(), all_hardware),
        cost_share: cost_share.unwrap_or(Number::ZERO),
        markets: boms.len(),
        requested: markets.len(),
        regional: regional.iter().map(|slot| regional_slot(slot, &boms)).collect(),
        lines: core.iter().map(|slot| slot.name.to_owned()).collect(),
    }
}

fn share(part: usize, whole: usize) -> Number {
    number(part).checked_div(number(whole)).unwrap_or(Number::ZERO)
}

fn number(count: usize) -> Number {
    Number::from(i128::try_from(count).unwrap_or(i128::MAX))
}

/// What fills a slot where.
fn regional_slot(slot: &FilledSlot<'_>, boms: &[&Bom]) -> RegionalSlot {
    let mut known: Vec<Filling<'_>> = Vec::new();
    for (_, line) in &slot.lines {
        let filling = Filling::of(line);
        if !known.contains(&filling) {
            known.push(filling);
        }
    }
    let name = |filling: &Filling<'_>| {
        let same = || known.iter().filter(|other| other.component == filling.component);
        let has_versions = same().any(|other| other.version != filling.version);
        let name = if has_versions {
            format!("{}@{}", filling.component, filling.version)
        } else {
            filling.component.to_owned()
        };
        let counts = |other: &Filling<'_>| (other.quantity, other.unit) != (filling.quantity, filling.unit);
        if same().any(counts) { format!("{name} {}", filling.counted()) } else { name }
    };
    let names: Vec<String> = known.iter().map(name).collect();
    let mut fillings: Vec<RegionalFilling> = Vec::new();
    let mut lines = slot.lines.iter().peekable();
    for (market, bom) in boms.iter().enumerate() {
        let mut held: Option<&Line> = None;
        while let Some((_, line)) = lines.next_if(|(of, _)| *of == market) {
            held = held.or(Some(line));
        }
        let at = held.map(Filling::of).and_then(|filling| known.iter().position(|other| *other == filling));
        let component = at.and_then(|at| names.get(at));
        match fillings.iter_mut().find(|known| known.component.as_ref() == component) {
            Some(known) => known.markets.push(bom.market.clone()),
            None => {
                let markets = vec![bom.market.clone()];
                fillings.push(RegionalFilling { component: component.cloned(), markets });
            }
        }
    }
    RegionalSlot { slot: slot.name.to_owned(), fillings }
}

pub(super) fn mark(markets: &mut [Outcome], core: &Core) {
    let shared: HashSet<&str> = core.lines.iter().map(String::as_str).collect();
    for outcome in markets {
        if let Outcome::Resolved(bom) = outcome {
            for line in &mut bom.lines {
                line.core = shared.contains(line.slot.as_str());
            }
            let regional = bom.lines.iter().filter(|line| !line.core).count();
            let listed = bom.objective.iter_mut().filter(|one| one.name == Objective::Regional.text());
            listed.for_each(|one| one.value = number(regional));
        }
    }
}

/// What concerns several markets at once.
fn warnings(compiled: &Compiled, variant: Option<VariantId>, markets: &[Outcome], core: &Core) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let target = compiled.model.header.core_target.as_ref().map(|target| target.value);
    if let Some(target) = target.filter(|target| core.markets > 0 && core.share < *target) {
        let message = format!("the core share is {}, and {} is wanted", core.share.to_fixed(3), target.to_fixed(3));
        warnings.push(Warning::new(AnswerCode::CoreShare, "", message));
    }
    let is_set = |at: usize| variant.is_some_and(|id| compiled.model.variants[id].setting(OptionId::at(at)).is_some());
    let options = compiled.model.options.iter().enumerate();
    for (at, option) in options.filter(|(at, option)| option.default.is_none() && !is_set(*at)) {
        let mut taken: Vec<(String, Vec<&str>)> = Vec::new();
        for bom in markets.iter().filter_map(Outcome::bom) {
            let fixed = compiled.model.areas.find(&bom.market).and_then(|area| compiled.markets.get(&area));
            let fixed = fixed.is_some_and(|view| view.settings.iter().any(|setting| setting.option.index() == at));
            let Some(OptionSetting { value, .. }) = bom.options.get(at).filter(|_| !fixed) else { continue };
            match taken.iter_mut().find(|(known, _)| *known == value.to_string()) {
                Some((_, codes)) => codes.push(&bom.market),
                None => taken.push((value.to_string(), vec![&bom.market])),
            }
        }
        if taken.len() > 1 {
            let each: Vec<String> =
                taken.iter().map(|(value, codes)| format!("`{value}` in {}", codes.join(", "))).collect();
            let message = format!("nothing fixes option `{}`, and it ends as {}", option.name, each.join(" and as "));
            warnings.push(Warning::new(AnswerCode::FreeOption, &option.name, message));
        }
    }
    warnings
}
