//! A merged entry of an overlay, whose keys are read by their fields.

use super::Section;
use super::attributes::Attributes;
use super::cited::Origin;
use super::common::{FROM, UNTIL};
use super::formula::Formula;
use super::ids::{ComponentId, OptionId, SlotId, StatementId};
use super::statement::Statement;
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::span::{FileOrigin, Span, Spanned};
use crate::syntax::condition::Condition;
use crate::syntax::field::{Elements, Field, List, Text, Value};
use crate::syntax::{Key, Node};
use std::cmp::Reverse;
use std::sync::Arc;

/// A winning value and the statement it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Held<'m> {
    /// The value.
    pub node: &'m Spanned<Node>,
    /// The statement.
    pub statement: StatementId,
}

/// What lowering looks up in the model around an entry.
pub trait Lookup {
    /// A statement.
    fn statement(&self, id: StatementId) -> &Statement;

    /// Where a value of a statement comes from.
    fn origin(&self, statement: StatementId, place: Span) -> Origin;

    /// How strong the file of a statement is.
    fn strength(&self, statement: StatementId) -> Strength;

    /// The code of the area of a statement.
    fn area(&self, statement: StatementId) -> &str;

    /// Whether one statement is stronger than another.
    fn beats(&self, strong: StatementId, weak: StatementId) -> bool;

    /// What the condition at a place means.
    fn formula(&self, place: Span) -> Option<Arc<Formula>>;

    /// The components that the `choose` or `also` at a place means.
    fn candidates(&self, place: Span) -> &[ComponentId];

    /// A slot by name.
    fn slot(&self, name: &str) -> Option<SlotId>;

    /// An option by name, with the position of one of its values.
    fn choice(&self, option: &str, value: &Node) -> Option<(OptionId, u32)>;
}

/// How strong a file is against others of a market, the strongest first: the narrower area, then the solution's own, then
/// the order of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Strength {
    depth: Reverse<usize>,
    file_origin: Reverse<FileOrigin>,
    layer: usize,
}

impl Strength {
    /// The strength of a file: how many areas its own lies in, whose it is, its place among all files.
    #[must_use]
    pub const fn new(depth: usize, file_origin: FileOrigin, layer: usize) -> Self {
        Self { depth: Reverse(depth), file_origin: Reverse(file_origin), layer }
    }
}

/// A merged entry whose keys are being read.
pub struct EntryReader<'a, 'm> {
    /// The entry's id.
    pub id: &'a str,
    /// Its section.
    pub section: Section,
    /// Its keys, each with the value that wins.
    pub keys: &'a [(&'m Key, Held<'m>)],
    /// The statements that make it, from weak to strong; never empty.
    pub statements: &'a [StatementId],
    /// The model around it.
    pub lookup: &'m dyn Lookup,
    /// Where faults go.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'m> EntryReader<'_, 'm> {
    /// The winning value of a key.
    #[must_use]
    pub fn held<T>(&self, field: &Field<T>) -> Option<Held<'m>> {
        self.keys.iter().find(|(name, _)| *name == field.key.name).map(|(_, held)| *held)
    }

    /// The value of a field.
    #[must_use]
    pub fn read<T: Value>(&self, field: &Field<T>) -> Option<T::Read<'m>> {
        self.held(field).and_then(|held| T::read(&held.node.value))
    }

    /// The elements of a field; none where it is missing.
    #[must_use]
    pub fn list<T: Value>(&self, field: &Field<List<T>>) -> Elements<'m, T> {
        self.read(field).unwrap_or_else(Elements::none)
    }

    /// The string of a field, as an owned value.
    #[must_use]
    pub fn string(&self, field: &Field<Text>) -> Option<String> {
        self.read(field).map(str::to_owned)
    }

    /// What a condition means.
    #[must_use]
    pub fn formula(&self, field: &Field<Condition>) -> Option<Arc<Formula>> {
        self.held(field).and_then(|held| self.lookup.formula(held.node.span))
    }

    /// When it holds.
    #[must_use]
    pub fn effectivity(&self) -> Effectivity {
        Effectivity { from: self.read(&FROM), until: self.read(&UNTIL) }
    }

    /// The strongest statement: who states the entry.
    #[must_use]
    pub fn strongest(&self) -> Option<StatementId> {
        self.statements.last().copied()
    }

    /// Where the entry comes from: the header of the strongest statement.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        let id = self.strongest()?;
        Some(self.lookup.origin(id, self.lookup.statement(id).span))
    }

    /// Where one key comes from.
    #[must_use]
    pub fn origin_of<T>(&self, field: &Field<T>) -> Option<Origin> {
        let held = self.held(field)?;
        Some(self.lookup.origin(held.statement, held.node.span))
    }

    /// The keys as attributes, without those named.
    #[must_use]
    pub fn attributes_without(&self, left_out: &[&str]) -> Attributes {
        let kept = self.keys.iter().filter(|(name, _)| !left_out.contains(&name.as_ref()));
        Attributes::of_keys(kept.map(|(name, held)| (*name, held.node)))
    }
}
