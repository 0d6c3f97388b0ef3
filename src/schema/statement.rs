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
    /// The entry's id, written or implied; of a need or a limit without one, `<capability>@<area>`.
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
    /// Whether it has no id, and so holds beside all other statements of its section.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        let identity = self.section.shape().layout;
        matches!(identity, Layout::Tables(Identity::WrittenOrAlone(_))) && !self.table.has(&ID)
    }

    /// What messages call it: its id, or what it is about.
    #[must_use]
    pub fn name(&self) -> &str {
        name_of(&self.id)
    }

    /// Its keys without those that cite, and without its id unless that is a value like any other.
    pub fn keys(&self) -> impl Iterator<Item = (&Key, &Spanned<Node>)> {
        let has_id = matches!(self.section.shape().layout, Layout::Tables(Identity::Implied(_)));
        let entries = self.table.entries.iter().map(|(key, node)| (&key.value, node));
        entries.filter(move |(key, _)| !is_citing(key) && (has_id || *key != ID.key.name))
    }
}

/// What messages call an entry: its id without the area and the number that distinguish entries without an `id`.
#[must_use]
pub fn name_of(id: &str) -> &str {
    id.split_once(ALONE).map_or(id, |(name, _)| name)
}

/// Between what an entry without an `id` is about and its area: no id that is written contains it.
pub const ALONE: char = '@';
