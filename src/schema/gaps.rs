//! `[gaps]`: what is not known about a market, and why; one entry a gap.

use super::cited::Origin;
use super::common::{TEXT, VALUE};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::layout::Layout;
use super::section::{SectionShape, Subject};
use super::{Entry, MarketView};
use crate::date::Effectivity;
use crate::span::Span;
use crate::syntax::field;
use crate::syntax::shape::{TableShape, map};
use crate::terms::CertificationKind;
use std::sync::Arc;

static TABLE: TableShape = map("`[gaps]`", forms::CAPABILITY, &TEXT);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    subject: Subject::Unknown,
    ..SectionShape::new(field::table("gaps", &TABLE, "what is not known, and why").key, Layout::NamedValues, |entry| {
        Entry::list(lower(entry))
    })
};

/// Something that is not known.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What: `power`, `radio`, `carriers`, `certification` or a capability.
    pub key: String,
    /// Why.
    pub text: String,
    /// Where it is stated; `None` where no overlay mentions it at all.
    pub origin: Option<Origin>,
}

impl MarketView {
    /// What `[gaps]` says of a kind of certification, although entries of it may be stated.
    #[must_use]
    pub fn gap_of_kind(&self, kind: CertificationKind) -> Option<&Gap> {
        let named = |gap: &&Arc<Gap>| gap.key.strip_prefix("certification.") == Some(kind.as_str());
        self.gaps.iter().find(named).map(|gap| &**gap)
    }
}

impl Dated for Gap {
    fn each_date(&self, _: &mut dyn FnMut(Effectivity, Span)) {}
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Gap> {
    let text = entry.read(&VALUE)?.as_text()?.to_owned();
    Some(Gap { key: entry.id.to_owned(), text, origin: entry.origin_of(&VALUE) })
}
