//! Who makes and sells what, and what crosses borders.

use super::borders::Borders;
use super::names::Names;
use super::offers::Parts;
use super::parties::parties_of;
use crate::diagnostic::Diagnostic;
use crate::keyed_vec::KeyedVec;
use crate::schema::{Component, Document, Offer, OfferId, Party};

/// Parties, offers, and what crosses borders.
pub(super) struct Trade {
    pub parties: Vec<Party>,
    pub offers: KeyedVec<OfferId, Offer>,
    pub borders: Borders,
}

impl Trade {
    /// Reads them; reports every name that means nothing, and what is stated twice.
    pub(super) fn of(
        solution: &Document,
        documents: &[Document],
        names: &Names<'_>,
        components: &[Component],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let parties = parties_of(documents, diagnostics);
        let parts = Parts { names, components, parties: &parties, areas: names.areas };
        let offers = parts.offers(documents, diagnostics).into();
        let borders = Borders::of(solution, documents, names, diagnostics);
        Self { parties, offers, borders }
    }
}
