//! What the markets of a portfolio share: the slots that all of them fill alike.

use crate::bom::{Bom, Core, OptionSetting, Outcome, RegionalFilling, RegionalSlot, Warning};
use crate::model::{Objective, OptionId, VariantId};
use crate::number::Number;
use crate::quantity::{Quantity, counts_pieces};
use crate::query::Compiled;
use crate::terms::ComponentKind;
use crate::terms::code::AnswerCode;
use std::collections::{BTreeMap, BTreeSet};

/// The shared core of answers that were given one by one, with the warnings that concern several markets at once; lines
/// need their slot, component, version, kind and quantity only.
pub(crate) fn shared(compiled: &Compiled, variant: Option<VariantId>, outcomes: &[Outcome]) -> (Core, Vec<Warning>) {
    let core = core(outcomes);
    let warnings = warnings(compiled, variant, outcomes, &core);
    (core, warnings)
}

/// Component version, quantity and its unit of a line: what has to be the same everywhere.
type Filling<'a> = (&'a str, &'a str, (Quantity, &'a str));

/// The shared core of the resolved markets.
fn core(markets: &[Outcome]) -> Core {
    let boms: Vec<&Bom> = markets.iter().filter_map(Outcome::bom).collect();
    let mut order: Vec<&str> = Vec::new();
    let mut filled: BTreeMap<&str, Vec<(&str, Filling<'_>, ComponentKind)>> = BTreeMap::new();
    for bom in &boms {
        for line in &bom.lines {
            let list = filled.entry(&line.slot).or_insert_with(|| {
                order.push(&line.slot);
                Vec::new()
            });
            list.push((
                &bom.market,
                (&line.component, &line.version, (line.quantity, line.details.counted_in())),
                line.kind,
            ));
        }
    }
    let shared = |slot: &&str| {
        let list = filled.get(*slot).map(Vec::as_slice).unwrap_or_default();
        list.len() == boms.len()
            && list.iter().all(|(_, filling, _)| list.first().is_some_and(|(_, first, _)| filling == first))
    };
    let (lines, regional): (Vec<&str>, Vec<&str>) = order.iter().partition(|slot| shared(slot));
    let is_hardware = |slot: &str| {
        let first = filled.get(slot).and_then(|list| list.first());
        first.is_some_and(|(_, _, kind)| *kind == ComponentKind::Hardware)
    };
    let all = boms.iter().map(|bom| bom.lines.len()).sum();
    let hardware = |line: &&crate::bom::Line| line.kind == ComponentKind::Hardware;
    let all_hardware = boms.iter().map(|bom| bom.lines.iter().filter(hardware).count()).sum();
    let cost_of = |counts: &dyn Fn(&crate::bom::Line) -> bool| {
        let counted = boms.iter().flat_map(|bom| &bom.lines).filter(|line| counts(line));
        counted.map(|line| line.cost).try_fold(Number::ZERO, Number::checked_add)
    };
    let core_cost = cost_of(&|line| lines.contains(&line.slot.as_str()));
    let cost_share = core_cost.zip(cost_of(&|_| true)).and_then(|(core, all)| core.checked_div(all));
    let core_hardware = lines.iter().filter(|slot| is_hardware(slot)).count();
    Core {
        share: share(lines.len() * boms.len(), all),
        hardware_share: share(core_hardware * boms.len(), all_hardware),
        cost_share: cost_share.unwrap_or(Number::ZERO),
        markets: boms.len(),
        requested: markets.len(),
        regional: regional.iter().map(|slot| regional_slot(&filled, slot, &boms)).collect(),
        lines: lines.into_iter().map(str::to_owned).collect(),
    }
}

fn share(part: usize, whole: usize) -> Number {
    number(part).checked_div(number(whole)).unwrap_or(Number::ZERO)
}

fn number(count: usize) -> Number {
    Number::from(i128::try_from(count).unwrap_or(i128::MAX))
}

/// `×2`, `0.35 m`.
fn counted((quantity, unit): (Quantity, &str)) -> String {
    if counts_pieces(unit) { format!("×{quantity}") } else { quantity.with_unit(unit) }
}

/// What fills a slot where.
fn regional_slot(
    filled: &BTreeMap<&str, Vec<(&str, Filling<'_>, ComponentKind)>>,
    slot: &str,
    boms: &[&Bom],
) -> RegionalSlot {
    let list = filled.get(slot).map(Vec::as_slice).unwrap_or_default();
    let mut fillings: Vec<RegionalFilling> = Vec::new();
    for bom in boms {
        let held = list.iter().find(|(market, ..)| *market == bom.market);
        let component = held.map(|(_, (component, version, quantity), _)| {
            let versions = list.iter().any(|(_, (other, known, _), _)| other == component && known != version);
            let name = if versions { format!("{component}@{version}") } else { (*component).to_owned() };
            let quantities = list.iter().any(|(_, (other, _, many), _)| other == component && many != quantity);
            if quantities { format!("{name} {}", counted(*quantity)) } else { name }
        });
        match fillings.iter_mut().find(|known| known.component == component) {
            Some(known) => known.markets.push(bom.market.clone()),
            None => fillings.push(RegionalFilling { component, markets: vec![bom.market.clone()] }),
        }
    }
    RegionalSlot { slot: slot.to_owned(), fillings }
}

pub(super) fn mark(markets: &mut [Outcome], core: &Core) {
    let shared: BTreeSet<&str> = core.lines.iter().map(String::as_str).collect();
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
