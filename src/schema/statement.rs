//! An entry of a section as one file states it, before files are merged.

use super::Section;
use super::cited::Cited;
use super::common::{ID, is_citing};
use super::ids::LayerId;
use super::layout::{Identity, Layout};
use crate::date::Effectivity;
use crate::span::{Span, Spanned};
use crate::syntax::{Key, Node, Table};
use std::sync::Arc;

/// An entry of a section as one layer states it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The layer.
    pub layer: LayerId,
    /// The section.
    pub section: Section,
    /// The entry's id, written or implied.
    pub id: String,
    /// The entry's header.
    pub span: Span,
    /// When it holds.
    pub effectivity: Effectivity,
    /// The table in the file; of an entry that is a single value, that value as `value`.
    pub table: Arc<Table>,
    /// Its sources.
    pub cited: Arc<Cited>,
}

impl Statement {
    /// Its keys without those that cite, and without its id unless that is a value like any other.
    pub fn keys(&self) -> impl Iterator<Item = (&Key, &Spanned<Node>)> {
        let has_id = matches!(self.section.shape().layout, Layout::Tables(Identity::Implied(_)));
        let entries = self.table.entries.iter().map(|(key, node)| (&key.value, node));
        entries.filter(move |(key, _)| !is_citing(key) && (has_id || *key != ID.key.name))
    }
}
