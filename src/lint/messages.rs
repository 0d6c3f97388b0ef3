//! The diagnostics of the lint.

use super::Search;
use super::lost_markets::LostMarket;
use super::reachable::{Domain, Known};
use super::rules::{RuleKnown, Rules};
use crate::diagnostic::Diagnostic;
use crate::model::{AreaId, Check, ComponentId, Formula, OptionId, SlotId};
use crate::overlay::SlotDefinition;
use crate::query::Compiled;
use crate::span::Span;
use crate::terms::code::LintCode;
use std::collections::{BTreeMap, BTreeSet};

/// Slots that are never filled, components and option values that no valid bill of materials holds; those that only a market
/// without a valid bill of materials could use are listed with that market.
pub(super) fn dead(compiled: &Compiled, domain: &Domain, lost: &[LostMarket], diagnostics: &mut Vec<Diagnostic>) {
    let mut unused = Unused { lost, names: vec![Vec::new(); lost.len()], diagnostics };
    let reported = never_used(compiled);
    let never: BTreeSet<SlotId> =
        domain.markets.keys().copied().filter(|slot| is_never_filled(domain, *slot)).collect();
    for slot in &never {
        let name = format!("slot `{}`", compiled.model.slot_name(*slot));
        let of_slot = (*slot, ComponentId(0))..=(*slot, ComponentId(u32::MAX));
        let could_use = |market: &LostMarket| market.candidates.range(of_slot.clone()).next().is_some();
        let diagnostic = never_filled(compiled, domain, *slot).filter(|_| !is_reported(&reported, &name));
        unused.add(could_use, name, diagnostic);
    }
    let mut by_component: BTreeMap<ComponentId, Vec<(SlotId, Known)>> = BTreeMap::new();
    for ((slot, id), known) in domain.candidates.iter().filter(|((slot, _), _)| !never.contains(slot)) {
        by_component.entry(*id).or_default().push((*slot, *known));
    }
    let dead = by_component.iter().filter(|(_, places)| places.iter().all(|(_, known)| known.is_dead()));
    let dead: BTreeMap<ComponentId, &Vec<(SlotId, Known)>> = dead.map(|(id, places)| (*id, places)).collect();
    for (id, places) in &dead {
        let beside_valid = places.iter().any(|(_, known)| known.beside_valid);
        let is_live = |other: &ComponentId| by_component.contains_key(other) && !dead.contains_key(other);
        let others = match versions_of(compiled, *id).any(|other| is_live(&other)) {
            true => OtherVersions::Live,
            false => OtherVersions::Dead,
        };
        if let (Some((slot, _)), true) = (places.first(), beside_valid) {
            let name = format!("`{}`", compiled.model.component_label(*id));
            let could_use =
                |market: &LostMarket| places.iter().any(|(slot, _)| market.candidates.contains(&(*slot, *id)));
            unused.add(could_use, name, dead_component(compiled, domain, *id, *slot, others));
        }
    }
    for ((option, value), _) in domain.values.iter().filter(|(_, known)| known.is_dead() && known.beside_valid) {
        let definition = &compiled.model.options[*option];
        let word = definition.values.get(*value as usize).map(ToString::to_string).unwrap_or_default();
        let name = format!("value `{word}` of option `{}`", definition.name);
        let could_use = |market: &LostMarket| market.values.contains(&(*option, *value));
        unused.add(could_use, name, dead_value(compiled, *option, *value));
    }
    let names = unused.names;
    let notes = lost.iter().zip(&names).filter(|(_, names)| !names.is_empty());
    diagnostics.extend(notes.filter_map(|(lost, names)| only_in_lost(compiled, lost.market, names)));
}

/// What no valid bill of materials contains.
struct Unused<'a> {
    lost: &'a [LostMarket],
    /// For each market without one, what it could use.
    names: Vec<Vec<String>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Unused<'_> {
    fn add(&mut self, could_use: impl Fn(&LostMarket) -> bool, name: String, diagnostic: Option<Diagnostic>) {
        let Some(diagnostic) = diagnostic else { return };
        match self.lost.iter().zip(&mut self.names).find(|(market, _)| could_use(market)) {
            Some((_, names)) => names.push(name),
            None => self.diagnostics.push(diagnostic),
        }
    }
}

/// Most names in one note.
const NAMED: usize = 12;

fn only_in_lost(compiled: &Compiled, market: AreaId, names: &[String]) -> Option<Diagnostic> {
    let model = &compiled.model;
    let code = model.areas.code(market);
    let place = model.header.markets.iter().find(|one| one.value == market)?.span;
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let shown = names.get(..NAMED).unwrap_or(names).join(", ");
    let message = format!("`{code}` has no valid BOM on any date, so none contains what it could use: {shown}{more}");
    let note = Diagnostic::note(LintCode::DeadComponent, place, message).about(code);
    Some(note.help(format!("`terroir explain --market {code}` shows why it has none")))
}

/// Whether all candidates of a slot are dead, although some market that has it has a valid bill of materials.
fn is_never_filled(domain: &Domain, slot: SlotId) -> bool {
    let mut of_slot = domain.candidates.range((slot, ComponentId(0))..=(slot, ComponentId(u32::MAX))).peekable();
    let beside_valid = of_slot.clone().any(|(_, known)| known.beside_valid);
    of_slot.peek().is_some() && beside_valid && of_slot.all(|(_, known)| known.is_dead())
}

/// All versions of a component.
fn versions_of(compiled: &Compiled, id: ComponentId) -> impl Iterator<Item = ComponentId> {
    let id = compiled.model.component(id).map(|component| component.id.as_str());
    id.into_iter().flat_map(|id| compiled.model.versions(id)).map(|(id, _)| id)
}

/// A slot as the first market of the solution that has it knows it.
fn definition<'a>(compiled: &'a Compiled, domain: &Domain, slot: SlotId) -> Option<(AreaId, &'a SlotDefinition)> {
    let having = domain.markets.get(&slot)?;
    let in_order = compiled.model.header.markets.iter().map(|market| market.value);
    let market = in_order.into_iter().find(|market| having.contains(market))?;
    let view = compiled.markets.get(&market)?;
    Some((market, view.slot(slot)?))
}

fn never_filled(compiled: &Compiled, domain: &Domain, slot: SlotId) -> Option<Diagnostic> {
    let model = &compiled.model;
    let (_, definition) = definition(compiled, domain, slot)?;
    let name = model.slot_name(slot);
    let when = definition.when.as_ref();
    let message =
        format!("slot `{name}` can never be filled: no valid BOM of any market has a line for it, on any date");
    let diagnostic = Diagnostic::warning(LintCode::NeverFilled, definition.origin.span, message).about(name);
    let diagnostic =
        when.map_or(diagnostic.clone(), |when| diagnostic.and(when.span, "it is filled only while this holds"));
    Some(diagnostic.help("delete the slot, or loosen what keeps it empty: its condition, or what its candidates need"))
}

/// What is known of the other versions of a dead component.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OtherVersions {
    /// There are none, or they are dead too.
    Dead,
    /// Some market can hold one.
    Live,
}

fn dead_component(
    compiled: &Compiled,
    domain: &Domain,
    id: ComponentId,
    slot: SlotId,
    others: OtherVersions,
) -> Option<Diagnostic> {
    let model = &compiled.model;
    let component = model.component(id)?;
    let (first, definition) = definition(compiled, domain, slot)?;
    let market = domain.nearest_market(slot, id).unwrap_or(first);
    let (label, name, code) = (model.component_label(id), model.slot_name(slot), model.areas.code(market));
    let message = format!("no valid BOM of any market contains `{label}`, on any date");
    // A query, or another version, brought it in along with others: nobody named it.
    let named = others == OtherVersions::Dead && !is_query(compiled, definition.choose);
    let diagnostic = match named {
        true => Diagnostic::warning(LintCode::DeadComponent, component.span, message),
        false => Diagnostic::note(LintCode::DeadComponent, component.span, message),
    };
    let diagnostic = diagnostic.about(&component.id).and(definition.choose, format!("a candidate of slot `{name}`"));
    let why = format!("`terroir explain --market {code} --component {label}` shows why");
    Some(diagnostic.help(format!("{why}; delete it from `choose`, or loosen what excludes it")))
}

/// Whether `choose` is a query: written as a table.
pub(super) fn is_query(compiled: &Compiled, span: Span) -> bool {
    let text = compiled.files.get(span.file).map_or("", |file| &**file.text);
    text.get(span.start as usize..).is_some_and(|text| text.starts_with('{'))
}

fn dead_value(compiled: &Compiled, option: OptionId, value: u32) -> Option<Diagnostic> {
    let definition = &compiled.model.options[option];
    let (name, word) = (&definition.name, definition.values.get(value as usize)?);
    let message =
        format!("no valid BOM of any market takes `{word}` for option `{name}`, on any date, not even with `--set`");
    let diagnostic = Diagnostic::warning(LintCode::DeadOptionValue, definition.span, message).about(name);
    let settings = compiled.markets.values().flat_map(|view| &view.settings);
    let fixed = settings.into_iter().find(|setting| setting.option == option && setting.value != value);
    let Some(setting) = fixed else {
        return Some(diagnostic.help("delete it from `values`, or loosen what excludes it"));
    };
    let area = compiled.model.areas.code(setting.origin.area);
    let taken = definition.values.get(setting.value as usize).map(ToString::to_string).unwrap_or_default();
    let diagnostic = diagnostic.and(setting.origin.span, format!("`{area}` fixes `{taken}`"));
    Some(diagnostic.help(format!("delete it from `values`, or leave `{name}` free in some market")))
}

/// Rules that never matter, and rules that alone leave a market without a bill of materials.
pub(super) fn rules(compiled: &Compiled, rules: &Rules, diagnostics: &mut Vec<Diagnostic>) {
    let reported = never_used(compiled);
    for (span, known) in &rules.known {
        let impossible: Vec<AreaId> = known.impossible_in.difference(&known.fine_in).copied().collect();
        if !impossible.is_empty() {
            diagnostics.push(contradicting(compiled, *span, known, &impossible));
        } else if !known.matters
            && !known.unproved
            && known.beside_valid
            && !is_reported(&reported, &format!("rule `{}`", known.rule.id))
            && !is_guard(known)
        {
            diagnostics.push(redundant(*span, known));
        }
    }
}

/// What `never-used` reports already: conditions that are false in all markets.
fn never_used(compiled: &Compiled) -> Vec<&str> {
    let reported = compiled.diagnostics().iter().filter(|one| one.code == LintCode::NeverUsed);
    reported.map(|one| one.message.as_str()).collect()
}

fn is_reported(never_used: &[&str], name: &str) -> bool {
    never_used.iter().any(|message| message.contains(name))
}

/// A bare budget (`sum(power_w) <= 100`) guards against components that the catalogue may get later: that it is never
/// reached is as intended.
fn is_guard(known: &RuleKnown) -> bool {
    let budget = matches!(&*known.rule.then, Formula::Check(Check::Sum(..) | Check::Count(..)));
    budget && known.rule.condition.is_none()
}

fn contradicting(compiled: &Compiled, span: Span, known: &RuleKnown, markets: &[AreaId]) -> Diagnostic {
    let codes: Vec<String> = markets.iter().map(|area| format!("`{}`", compiled.model.areas.code(*area))).collect();
    let (id, codes) = (&known.rule.id, codes.join(", "));
    let message =
        format!("rule `{id}` alone leaves no valid BOM in {codes} whenever it is in force; without rules there is one");
    let diagnostic = Diagnostic::warning(LintCode::ContradictingRule, span, message).about(id);
    let overlays = if markets.len() == 1 { "an overlay of" } else { "overlays of" };
    diagnostic
        .help(format!("loosen it, or remove it there: `[remove]` with `rules = [\"{id}\"]` in {overlays} {codes}"))
}

fn redundant(span: Span, known: &RuleKnown) -> Diagnostic {
    let id = &known.rule.id;
    if !known.reached {
        let message = format!("rule `{id}` never matters: its `if` holds in no valid BOM of any market, on any date");
        return Diagnostic::warning(LintCode::RedundantRule, span, message)
            .about(id)
            .help("correct its `if`, or delete the rule");
    }
    let message = format!(
        "rule `{id}` never matters: in every market, on every date, the other constraints already guarantee it"
    );
    Diagnostic::note(LintCode::RedundantRule, span, message).about(id).help("delete it, or keep it as documentation")
}

/// What was neither found nor refuted within the limit.
pub(super) fn unproved(compiled: &Compiled, domain: &Domain, rules: &Rules, search: Search) -> Option<Diagnostic> {
    let stopped = search == Search::Stopped;
    let open = |known: &&Known| !known.alive && (known.unproved || stopped);
    let candidates = domain.candidates.values().filter(open).count();
    let values = domain.values.values().filter(open).count();
    let rules = rules.known.values().filter(|known| !known.matters && (known.unproved || stopped)).count();
    if candidates + values + rules == 0 {
        return None;
    }
    let message = format!(
        "the lint reached its step limit: {candidates} candidates, {values} option values and {rules} rules are \
         neither proved to matter nor proved not to"
    );
    Some(Diagnostic::note(LintCode::LintLimit, compiled.model.header.span, message))
}
