//! Checks in conditions that make no sense: of the slot itself, of components that a slot never takes.

use super::layer::Layer;
use super::names::Names;
use super::resolve_names::reference_of;
use crate::diagnostic::Diagnostic;
use crate::name::listed;
use crate::schema::common::WHEN;
use crate::schema::needs::conditions_of;
use crate::schema::{Component, ComponentId, Section, Statement};
use crate::span::{Span, Spanned};
use crate::syntax::condition::{Atom, Condition, Literal, Subject};
use crate::syntax::{Node, Table};
use crate::terms::code::{ModelCode, NameCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What the lints look at.
pub(super) struct ConditionLints<'a> {
    pub statements: &'a [Statement],
    pub layers: &'a [Layer],
    pub components: &'a [Component],
    pub choices: &'a HashMap<Span, Arc<Vec<ComponentId>>>,
    pub names: &'a Names<'a>,
}

/// Slot → all its candidates in some area.
type Candidates<'a> = BTreeMap<&'a str, BTreeSet<ComponentId>>;

impl<'a> ConditionLints<'a> {
    /// Reports conditions of own overlays and of the components that `tables` define.
    pub fn report(&self, tables: &[&Table], diagnostics: &mut Vec<Diagnostic>) {
        let candidates = self.candidates();
        let is_own = |statement: &&Statement| {
            self.layers.get(statement.layer.index()).is_some_and(|layer: &Layer| !layer.built_in)
        };
        for statement in self.statements.iter().filter(is_own) {
            for (key, node) in statement.keys() {
                let Node::Condition(condition) = &node.value else { continue };
                self.condition(condition, &candidates, diagnostics);
                if statement.section == Section::Slots && key == WHEN.name() {
                    report_itself(condition, &statement.id, diagnostics);
                }
            }
        }
        for condition in tables.iter().flat_map(|table| conditions_of(table)) {
            self.condition(condition, &candidates, diagnostics);
        }
    }

    fn condition(&self, condition: &Condition, candidates: &Candidates<'_>, diagnostics: &mut Vec<Diagnostic>) {
        condition.each_atom(&mut |atom| {
            if let Subject::Slot(slot) = &atom.subject.value {
                self.report_no_candidates(slot, atom, candidates, diagnostics);
            }
        });
    }

    fn candidates(&self) -> Candidates<'a> {
        let mut candidates: Candidates<'a> = BTreeMap::new();
        for statement in self.statements.iter().filter(|statement| statement.section == Section::Slots) {
            let chosen = statement.keys().filter_map(|(_, node)| self.choices.get(&node.span));
            let taken = candidates.entry(statement.id.as_str()).or_default();
            chosen.for_each(|list| taken.extend(list.iter()));
        }
        candidates
    }

    /// `slot.a == b` where nothing that `b` means is a candidate of `a`.
    fn report_no_candidates(&self, slot: &str, atom: &Atom, all: &Candidates<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let Some(candidates) = all.get(slot).filter(|list| !list.is_empty()) else { return };
        for literal in atom.test.iter().flat_map(|test| &test.values) {
            let meant = reference_of(literal).and_then(|reference| self.names.components(&reference, literal.span));
            if meant.is_ok_and(|meant| !meant.iter().any(|id| candidates.contains(id))) {
                diagnostics.push(self.no_candidate(slot, literal, candidates));
            }
        }
    }

    fn no_candidate(&self, slot: &str, literal: &Spanned<Literal>, candidates: &BTreeSet<ComponentId>) -> Diagnostic {
        let written = literal.value.to_string();
        let fault =
            Diagnostic::warning(NameCode::NoCandidate, literal.span, format!("slot `{slot}` never takes `{written}`"));
        let fault = fault.about(slot);
        if !self.has_query(slot) {
            return fault.help(format!("add `{written}` to `slots.{slot}.choose`, or remove this comparison"));
        }
        let mut ids: Vec<&str> =
            candidates.iter().filter_map(|id| self.components.get(id.index())).map(|one| one.id.as_str()).collect();
        ids.dedup();
        fault.help(format!("its candidates are {}", listed(&ids)))
    }

    /// Whether a query finds the candidates of a slot, so that no list can be longer by one.
    fn has_query(&self, slot: &str) -> bool {
        let of_slot = |statement: &&Statement| statement.section == Section::Slots && statement.id == slot;
        let mut keys = self.statements.iter().filter(of_slot).flat_map(Statement::keys);
        keys.any(|(_, node)| matches!(node.value, Node::Table(_)) && self.choices.contains_key(&node.span))
    }
}

/// A slot whose `when` depends on the slot itself: it would be filled because it is filled.
fn report_itself(condition: &Condition, slot: &str, diagnostics: &mut Vec<Diagnostic>) {
    condition.each_atom(&mut |atom| {
        if matches!(&atom.subject.value, Subject::Slot(name) if name == slot) {
            let message = format!("the `when` of slot `{slot}` depends on the slot itself");
            let fault = Diagnostic::error(ModelCode::SelfCondition, atom.span, message);
            diagnostics.push(fault.help("use another condition; `optional = true` lets a slot stay empty"));
        }
    });
}
