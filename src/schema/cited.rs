//! Who states something: place, area, sources, status.

use super::common::{AS_OF, CONTENDERS, SOURCE, STATUS};
use super::ids::AreaId;
use crate::date::Date;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::terms::FactStatus;
use std::sync::Arc;

/// Where a statement comes from: place, area, cited sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The place.
    pub span: Span,
    /// The area whose overlay states it.
    pub area: AreaId,
    /// Sources, date and status.
    pub cited: Arc<Cited>,
}

/// Sources, date and status of the keys beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Ids of sources.
    pub source: Vec<Spanned<String>>,
    /// The day for which the sources are valid.
    pub as_of: Option<Date>,
    /// How far the sources agree; of one key, see [`Cited::status_of`].
    pub status: Option<FactStatus>,
    /// What other sources state, where they differ.
    pub contenders: Vec<Contender>,
}

/// A value that another source has: `contenders = ["voltage_v 220 (iec-world-plugs)"]`.
///
/// Beside an array it is a further member, beside anything else another value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contender {
    /// The key whose value is disputed.
    pub key: String,
    /// What the source has.
    pub value: String,
    /// The id of the source.
    pub source: String,
}

impl Contender {
    /// Reads `KEY VALUE (SOURCE)`; `None` where the text is anything else.
    fn of(text: &str) -> Option<Self> {
        let (key, rest) = text.split_once(' ')?;
        let (value, source) = rest.strip_suffix(')')?.rsplit_once(" (")?;
        Some(Self { key: key.to_owned(), value: value.to_owned(), source: source.to_owned() })
    }

    /// Whether it contends for a key, or for something inside its value.
    fn is_for(&self, key: &str) -> bool {
        self.key.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl Cited {
    /// What a table cites for the keys in it.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        Self {
            source: table.list(&SOURCE).into_spanned(),
            as_of: table.read(&AS_OF),
            status: table.read(&STATUS),
            contenders: table.list(&CONTENDERS).filter_map(|text| Contender::of(text.value)).collect(),
        }
    }

    /// How far the sources agree on one key: what has a contender is disputed, whatever holds for the keys beside it.
    #[must_use]
    pub fn status_of(&self, key: &str) -> Option<FactStatus> {
        if self.contenders_of(key).next().is_some() { Some(FactStatus::Disputed) } else { self.status }
    }

    /// What other sources state of one key.
    pub fn contenders_of(&self, key: &str) -> impl Iterator<Item = &Contender> {
        self.contenders.iter().filter(move |one| one.is_for(key))
    }
}
