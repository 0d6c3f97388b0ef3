//! Who makes and sells what, and what crosses borders.

use super::borders::Borders;
use super::names::Names;
use super::offers::Parts;
use super::parties::parties_of;
use super::trade_faults::{report_offers, report_owner_circles};
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
        report_owner_circles(&parties, diagnostics);
        parties
            .iter()
            .filter_map(|party| party.country.as_ref())
            .for_each(|code| names.areas.report_unknown(code, diagnostics));
        let parts = Parts { names, components, parties: &parties, areas: names.areas };
        let offers = parts.offers(documents, diagnostics);
        report_offers(&offers, components, &parties, diagnostics);
        let borders = Borders::of(solution, documents, names, diagnostics);
        Self { parties, offers: offers.into(), borders }
    }
}
