//! Companies: who is meant by an id or a name, and who owns whom.

use super::Model;
use crate::diagnostic::Diagnostic;
use crate::schema::parties::{PARTIES, party_of};
use crate::schema::{Component, Document, FileKind, Party};
use crate::terms::code::NameCode;

impl Model {
    /// The party that a text means: by id, or by name whatever the case.
    #[must_use]
    pub fn party(&self, text: &str) -> Option<&Party> {
        find_party(&self.parties, text)
    }

    /// A party, then all its owners through any number of them, each once; the nearest first.
    #[must_use]
    pub fn owners<'a>(&'a self, party: &'a Party) -> Vec<&'a Party> {
        let mut found = vec![party];
        let mut next = 0;
        while let Some(one) = found.get(next).copied() {
            next += 1;
            for owner in one.owned_by.iter().filter_map(|owner| self.party(&owner.value)) {
                if !found.iter().any(|known| known.id == owner.id) {
                    found.push(owner);
                }
            }
        }
        found
    }

    /// Whether two texts mean one company: the same party, or else the same name whatever the case.
    #[must_use]
    pub fn is_same_party(&self, one: &str, other: &str) -> bool {
        company(&self.parties, one) == company(&self.parties, other)
    }
}

/// The party that a text means.
pub(super) fn find_party<'a>(parties: &'a [Party], text: &str) -> Option<&'a Party> {
    let by_id = parties.iter().find(|party| party.id == text);
    by_id.or_else(|| {
        let name = text.to_lowercase();
        parties.iter().find(|party| party.name.as_ref().is_some_and(|known| known.to_lowercase() == name))
    })
}

/// A company as it is compared: a party, or a name without its case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Company {
    /// A party, by its id.
    Party(String),
    /// A name that no party has, in lower case.
    Name(String),
}

/// The company that a text means.
pub(super) fn company(parties: &[Party], text: &str) -> Company {
    match find_party(parties, text) {
        Some(party) => Company::Party(party.id.clone()),
        None => Company::Name(text.to_lowercase()),
    }
}

/// The parties of solution.toml and of all catalogues, in the order of the files.
pub(super) fn parties_of(documents: &[Document], diagnostics: &mut Vec<Diagnostic>) -> Vec<Party> {
    let has_parties = |document: &&Document| matches!(document.kind, FileKind::Solution | FileKind::Catalog);
    let tables = documents.iter().filter(has_parties).flat_map(|document| document.root.list(&PARTIES));
    let mut parties: Vec<Party> = Vec::new();
    for party in tables.filter_map(|table| party_of(table.value)) {
        match parties.iter().find(|known| known.id == party.id) {
            Some(known) => {
                let message = format!("`{}` is defined twice in `parties`", party.id);
                let fault = Diagnostic::error(NameCode::DuplicateEntry, party.span, message).label("here");
                diagnostics.push(fault.and(known.span, "and here").help("give one of them another `id`"));
            }
            None => parties.push(party),
        }
    }
    parties
}

/// Writes the names of parties where components name their makers by id.
pub(super) fn name_makers(components: &mut [Component], parties: &[Party]) {
    let name = |by: &mut Option<String>| {
        let party = by.as_deref().and_then(|text| find_party(parties, text));
        if let Some(known) = party.and_then(|party| party.name.clone()) {
            *by = Some(known);
        }
    };
    for component in components.iter_mut().filter(|component| component.states_made) {
        name(&mut component.manufacturer);
        component.approved.iter_mut().for_each(|part| name(&mut part.manufacturer));
    }
}
