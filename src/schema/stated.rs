//! Who states the tests of a need or a limit: a reason quotes the statement that failed, never a wider one.

use super::attributes::{AttributeTest, tests_of};
use super::cited::Origin;
use super::common::BECAUSE;
use super::entry::{EntryReader, Held};
use super::ids::StatementId;
use crate::syntax::{Field, Table};

/// What one statement contributes to the tests of an entry.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The tests that it states.
    pub tests: Vec<AttributeTest>,
    /// Why, in its own words.
    pub because: Option<String>,
    /// Where it is.
    pub origin: Origin,
}

impl EntryReader<'_, '_> {
    /// The statements whose tests the entry has, from weak to strong; without any test, the one that names `subject`.
    pub fn stated(&mut self, field: &Field<Table>, subject: Option<Held<'_>>) -> Vec<Stated> {
        let mut found = Vec::new();
        let merged = self.read(field);
        for id in self.statements {
            let own = self.lookup.statement(*id).table.read(field);
            let Some((merged, own)) = merged.zip(own) else { continue };
            let holds = |place| merged.entries.iter().any(|(key, _)| key.span == place);
            let entries = own.entries.iter().filter(|(key, _)| holds(key.span)).cloned().collect();
            let tests = tests_of(&Table { entries, header: own.header }, self.diagnostics);
            if !tests.is_empty() {
                found.push((*id, tests));
            }
        }
        if found.is_empty() {
            found.extend(subject.map(|held| (held.statement, Vec::new())));
        }
        let stated = found.into_iter().map(|(id, tests)| {
            let origin = self.lookup.origin(id, self.lookup.statement(id).span);
            Stated { tests, because: self.because(id), origin }
        });
        stated.collect()
    }

    /// Why a statement of the entry states what it does: in its own words, or in those of a stronger statement that
    /// states no test beside them. The words of a wider one are about something else.
    #[must_use]
    pub fn because(&self, of: StatementId) -> Option<String> {
        let tests = self.section.shape().tests;
        let explains = |id: &StatementId| {
            let table = &self.lookup.statement(*id).table;
            *id == of || (self.lookup.beats(*id, of) && tests.is_none_or(|merging| !table.has(merging.tests)))
        };
        let explaining = self.statements.iter().rev().filter(|id| explains(id));
        explaining.filter_map(|id| self.lookup.statement(*id).table.string(&BECAUSE)).next()
    }
}
