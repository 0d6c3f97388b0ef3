//! Questions of conditions that can have no sensible answer: about facts that nobody states, about the slot itself,
//! about parts that a slot never takes.

use super::attribute::natural_attributes;
use super::component::Component;
use super::ids::{ComponentId, StatementId};
use super::layer::{Layer, Section, Statement};
use super::lookup::reference_of;
use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::name::{is_below, nearest};
use crate::read::condition::{Atom, Condition, FactPath, Literal, Subject};
use crate::read::{Node, Table};
use crate::span::{Span, Spanned};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What is needed to judge the questions.
pub(super) struct Asked<'a> {
    pub statements: &'a [Statement],
    pub entries: &'a BTreeMap<(Section, String), Vec<StatementId>>,
    pub layers: &'a [Layer],
    pub components: &'a [Component],
    pub choices: &'a HashMap<Span, Arc<Vec<ComponentId>>>,
    pub names: &'a Names<'a>,
}

/// What overlays state and slots take, by name.
struct Stated<'a> {
    /// Capability → attributes that some market has.
    facts: BTreeMap<String, BTreeSet<&'a str>>,
    /// Slot → all that may stand in it in some area.
    candidates: BTreeMap<&'a str, BTreeSet<ComponentId>>,
}

impl<'a> Asked<'a> {
    /// Tells the questions of own overlays and of the components that `tables` define.
    pub fn tell(&self, tables: &[&Table], diagnostics: &mut Vec<Diagnostic>) {
        let stated = Stated { facts: self.facts(), candidates: self.candidates() };
        let is_own = |statement: &&Statement| {
            self.layers.get(statement.layer.index()).is_some_and(|layer: &Layer| !layer.built_in)
        };
        for statement in self.statements.iter().filter(is_own) {
            for (key, node) in &statement.keys {
                let Node::Condition(condition) = &node.value else { continue };
                self.condition(condition, &stated, diagnostics);
                if statement.section == Section::Slots && key == "when" {
                    tell_itself(condition, &statement.id, diagnostics);
                }
            }
        }
        for condition in tables.iter().flat_map(|table| table.tables("needs")).filter_map(|need| need.condition("when"))
        {
            self.condition(condition.value, &stated, diagnostics);
        }
    }

    fn condition(&self, condition: &Condition, stated: &Stated<'_>, diagnostics: &mut Vec<Diagnostic>) {
        condition.each_atom(&mut |atom| match &atom.subject.value {
            Subject::Fact(path) | Subject::Min(path) | Subject::Max(path) | Subject::Known(path) => {
                diagnostics.extend(stated.unknown_fact(path, atom.subject.span));
            }
            Subject::Slot(slot) => self.tell_no_candidates(slot, atom, stated, diagnostics),
            _ => {}
        });
    }

    /// What overlays state of what markets offer, of all areas: a market need not state all of it.
    fn facts(&self) -> BTreeMap<String, BTreeSet<&'a str>> {
        let mut facts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for ((section, _), ids) in self.entries {
            let statements = || ids.iter().filter_map(|id| self.statements.get(id.index()));
            let keys = || statements().flat_map(|statement| &statement.keys);
            let texts = |name: &'static str| keys().filter(move |(key, _)| key == name).filter_map(text_of);
            let capabilities: Vec<String> = match section {
                Section::Power => vec!["power.mains".to_owned()],
                Section::Radio => texts("technology").map(|technology| format!("spectrum.{technology}")).collect(),
                Section::Provides => texts("capability").map(str::to_owned).collect(),
                _ => continue,
            };
            let names: Vec<&str> = match section {
                Section::Provides => keys().filter(|(key, _)| key == "attributes").flat_map(names_of).collect(),
                _ => keys().map(|(key, _)| key.as_str()).collect(),
            };
            for capability in capabilities {
                facts.entry(capability).or_default().extend(&names);
            }
        }
        facts
    }

    fn candidates(&self) -> BTreeMap<&'a str, BTreeSet<ComponentId>> {
        let mut candidates: BTreeMap<&str, BTreeSet<ComponentId>> = BTreeMap::new();
        for statement in self.statements.iter().filter(|statement| statement.section == Section::Slots) {
            let chosen = statement.keys.iter().filter_map(|(_, node)| self.choices.get(&node.span));
            let taken = candidates.entry(statement.id.as_str()).or_default();
            chosen.for_each(|list| taken.extend(list.iter()));
        }
        candidates
    }

    /// `slot.a == b` where nothing that `b` means may stand in `a`.
    fn tell_no_candidates(&self, slot: &str, atom: &Atom, stated: &Stated<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let Some(candidates) = stated.candidates.get(slot).filter(|list| !list.is_empty()) else { return };
        for literal in atom.test.iter().flat_map(|test| &test.values) {
            let meant = reference_of(literal).and_then(|reference| self.names.components(&reference, literal.span));
            if meant.is_ok_and(|meant| !meant.iter().any(|id| candidates.contains(id))) {
                diagnostics.push(self.no_candidate(slot, literal, candidates));
            }
        }
    }

    fn no_candidate(&self, slot: &str, literal: &Spanned<Literal>, candidates: &BTreeSet<ComponentId>) -> Diagnostic {
        let written = literal.value.to_string();
        let mut ids: Vec<&str> =
            candidates.iter().filter_map(|id| self.components.get(id.index())).map(|one| one.id.as_str()).collect();
        ids.dedup();
        let near = nearest(&written, ids.iter().copied());
        let told = Diagnostic::warning("no-candidate", literal.span, format!("slot `{slot}` never takes `{written}`"));
        match near {
            Some(_) => told.did_you_mean(near),
            None => told.help(format!("its candidates are {}", listed(&ids))),
        }
    }
}

impl Stated<'_> {
    fn unknown_fact(&self, path: &FactPath, span: Span) -> Option<Diagnostic> {
        let (capability, attribute) = (path.capability.as_str(), path.attribute.as_str());
        // Networks are what carriers offer; a fact is what the market itself states.
        let is_network = is_below(capability, "network");
        let natural = if is_network { &[] } else { natural_attributes(capability) };
        let stated = self.facts.get(capability);
        if natural.contains(&attribute) || stated.is_some_and(|names| names.contains(attribute)) {
            return None;
        }
        let told =
            Diagnostic::error("unknown-fact", span, format!("no overlay states the fact `{capability}.{attribute}`"));
        let mut known: Vec<String> = natural.iter().map(|name| format!("{capability}.{name}")).collect();
        known.extend(natural_attributes("power.mains").iter().map(|name| format!("power.mains.{name}")));
        let each = |(capability, names): (&String, &BTreeSet<&str>)| {
            names.iter().map(|name| format!("{capability}.{name}")).collect::<Vec<_>>()
        };
        known.extend(self.facts.iter().flat_map(each));
        let near = nearest(&format!("{capability}.{attribute}"), known.iter().map(String::as_str));
        Some(match (near, stated) {
            (Some(_), _) => told.did_you_mean(near),
            _ if is_network => told.help("carriers have networks; a fact is what the market itself states"),
            (None, Some(names)) => {
                let names: Vec<&str> = natural.iter().chain(names).copied().collect();
                told.help(format!("of `{capability}` are known {}", listed(&names)))
            }
            (None, None) => told.help(format!("`[[provides]]` with `capability = \"{capability}\"` would state it")),
        })
    }
}

/// A slot whose `when` asks about the slot itself: it would be filled because it is filled.
fn tell_itself(condition: &Condition, slot: &str, diagnostics: &mut Vec<Diagnostic>) {
    condition.each_atom(&mut |atom| {
        if matches!(&atom.subject.value, Subject::Slot(name) if name == slot) {
            let message = format!("the `when` of slot `{slot}` asks about the slot itself");
            let told = Diagnostic::error("self-condition", atom.span, message);
            diagnostics.push(told.help("ask about something else; `optional = true` lets a slot stay empty"));
        }
    });
}

fn text_of((_, node): &(String, Spanned<Node>)) -> Option<&str> {
    node.value.as_text()
}

fn names_of((_, node): &(String, Spanned<Node>)) -> impl Iterator<Item = &str> {
    node.value.as_table().into_iter().flat_map(|table| &table.entries).map(|(name, _)| name.value.as_str())
}

/// Names in backticks, the first few of many.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let words: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    if more == 0 { words.join(", ") } else { format!("{} and {more} more", words.join(", ")) }
}
