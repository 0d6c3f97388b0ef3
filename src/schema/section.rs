//! What one section of an overlay is: its key, how its entries are found, what they lower to.

use super::Entry;
use super::entry::{EntryReader, Lookup};
use super::ids::StatementId;
use super::layout::Layout;
use crate::span::Spanned;
use crate::syntax::condition::Condition;
use crate::syntax::shape::{Key, Keys};
use crate::syntax::{self, Field, Node, Table};

/// Finds the parts of a united value.
pub type UnitedParts = fn(&dyn Lookup, &[StatementId]) -> Vec<UnitedPart>;

/// A section of an overlay, as data. Each section's file has one.
pub struct SectionShape {
    /// Its key in files, with the shape of its value and its documentation.
    pub key: Key,
    /// How its entries are written.
    pub layout: Layout,
    /// What its entries are about.
    pub subject: Subject,
    /// What it means if no overlay of a market has it.
    pub absence: Absence,
    /// Keys to which every layer adds, where other keys are taken from the strongest layer alone.
    pub united: Keys,
    /// The parts of a united value, each as the layers together state it: what shows who states what.
    pub united_parts: Option<UnitedParts>,
    /// How tests that several layers state are merged; `None`: the section has none.
    pub tests: Option<TestMerging>,
    /// Keys that an entry needs in the end, from whatever layer: of each group one is enough, and the first is named.
    pub needed: &'static [Keys],
    /// The condition without which an entry does nothing.
    pub switch: Option<Switch>,
    /// The typed entries of a merged one.
    pub lower: fn(&mut EntryReader<'_, '_>) -> Vec<Entry>,
}

/// A part of a value that several layers unite, with the strongest statement of it.
pub struct UnitedPart {
    /// Its name within the value: `lte-m`.
    pub name: syntax::Key,
    /// What the layers together state.
    pub value: Spanned<Node>,
    /// The strongest statement.
    pub statement: StatementId,
}

/// How the tests of an entry that several layers state are merged: attribute by attribute.
#[derive(Clone, Copy)]
pub struct TestMerging {
    /// The table of tests.
    pub tests: &'static Field<Table>,
    /// The keys that say what is tested: a layer that names something else there brings its own tests.
    pub subject: Keys,
}

/// The condition of an entry: while it is false, the entry does nothing.
#[derive(Clone, Copy)]
pub struct Switch {
    /// What the entry is, as messages name it: `slot`.
    pub what: &'static str,
    /// The condition.
    pub condition: &'static Field<Condition>,
}

/// What the entries of a section are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Facts about the market, looked up as `section.entry.key`.
    Facts,
    /// Facts about a capability of the market, looked up as `capability.key`.
    Capability(&'static str),
    /// What is not known about the market.
    Unknown,
    /// The product: its slots, rules, options and certificates.
    Product,
}

/// What it means if no overlay of a market has a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// There is none of it.
    Nothing,
    /// It is not known.
    Gap,
}

impl SectionShape {
    /// A section of facts where each key comes from the strongest layer alone, and whose absence means nothing.
    pub(super) const fn new(key: Key, layout: Layout, lower: fn(&mut EntryReader<'_, '_>) -> Vec<Entry>) -> Self {
        let (subject, absence) = (Subject::Facts, Absence::Nothing);
        Self {
            key,
            layout,
            subject,
            absence,
            united: &[],
            united_parts: None,
            tests: None,
            needed: &[],
            switch: None,
            lower,
        }
    }

    /// Whether every layer adds to a key.
    #[must_use]
    pub fn unites(&self, key: &str) -> bool {
        self.united.iter().any(|united| united.name == key)
    }
}
