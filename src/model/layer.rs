//! What one file says of one area, split into statements that the overlay algebra can lay on each other.

use super::ids::{AreaId, LayerId};
use super::need::effectivity_of;
use crate::date::{Date, Effectivity};
use crate::diagnostic::Diagnostic;
use crate::schema::Document;
use crate::span::{FileId, FileOrigin, Span, Spanned};
use crate::syntax::{Entry, Key, Node, Table};
use crate::terms::FactStatus;
use crate::terms::code::OverlayCode;
use std::sync::Arc;

/// A part of an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `[identity]`: codes, currency, languages.
    Identity,
    /// `[power]`.
    Power,
    /// `[[radio]]`.
    Radio,
    /// `[[carriers]]`.
    Carriers,
    /// `[[certification]]`.
    Certification,
    /// `[[certificates]]`.
    Certificates,
    /// `[[sensors]]`.
    Sensors,
    /// `[[needs]]`.
    Needs,
    /// `[[limits]]`.
    Limits,
    /// `[[provides]]`.
    Provides,
    /// `[supplies]`: one entry a resource.
    Supplies,
    /// `[[duties]]`.
    Duties,
    /// `[set]`: one entry an option.
    Set,
    /// `[slots.NAME]`.
    Slots,
    /// `[[rules]]`.
    Rules,
    /// `[gaps]`: one entry a gap.
    Gaps,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 16] = [
        Self::Identity,
        Self::Power,
        Self::Radio,
        Self::Carriers,
        Self::Certification,
        Self::Certificates,
        Self::Sensors,
        Self::Needs,
        Self::Limits,
        Self::Provides,
        Self::Supplies,
        Self::Duties,
        Self::Set,
        Self::Slots,
        Self::Rules,
        Self::Gaps,
    ];

    /// The key in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Power => "power",
            Self::Radio => "radio",
            Self::Carriers => "carriers",
            Self::Certification => "certification",
            Self::Certificates => "certificates",
            Self::Sensors => "sensors",
            Self::Needs => "needs",
            Self::Limits => "limits",
            Self::Provides => "provides",
            Self::Supplies => "supplies",
            Self::Duties => "duties",
            Self::Set => "set",
            Self::Slots => "slots",
            Self::Rules => "rules",
            Self::Gaps => "gaps",
        }
    }

    /// The section of a key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }
}

/// What one file says of one area.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The area.
    pub area: AreaId,
    /// The file.
    pub file: FileId,
    /// Whether the file is built in.
    pub built_in: bool,
    /// Who speaks in the file: of layers of one area the stronger wins.
    pub file_origin: FileOrigin,
    /// Sections that the file has, perhaps empty: `radio = []` is a statement too.
    pub stated: Vec<Section>,
    /// What it takes away.
    pub removals: Vec<Removal>,
}

/// `[remove] rules = ["x"]`.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The section.
    pub section: Section,
    /// The entry's id.
    pub id: Spanned<String>,
}

/// An entry of a section as one layer states it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Who says it.
    pub layer: LayerId,
    /// In which section.
    pub section: Section,
    /// The entry's id, written or implied.
    pub id: String,
    /// The entry's header.
    pub span: Span,
    /// When it holds.
    pub effectivity: Effectivity,
    /// The table in the file; of an entry that is a single value, that value as `value`.
    pub table: Arc<Table>,
    /// Who says so.
    pub cited: Arc<Cited>,
}

impl Statement {
    /// Its keys without those that cite, and without its id unless that is a certificate's number.
    pub fn keys(&self) -> impl Iterator<Item = (&Key, &Spanned<Node>)> {
        let has_id = self.section == Section::Certificates;
        let entries = self.table.entries.iter().map(|(key, node)| (&key.value, node));
        entries.filter(move |(key, _)| !CITING.contains(&key.as_ref()) && (has_id || *key != "id"))
    }
}

/// Sources, date and status of the keys beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Ids of sources.
    pub source: Vec<Spanned<String>>,
    /// The day the sources speak of.
    pub as_of: Option<Date>,
    /// How far the sources agree; of one key, see [`Cited::status_of`].
    pub status: Option<FactStatus>,
    /// What other sources say, where they differ.
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
    /// How far the sources agree on one key: what has a contender is disputed, whatever holds for the keys beside it.
    #[must_use]
    pub fn status_of(&self, key: &str) -> Option<FactStatus> {
        if self.contenders_of(key).next().is_some() { Some(FactStatus::Disputed) } else { self.status }
    }

    /// What other sources say of one key.
    pub fn contenders_of(&self, key: &str) -> impl Iterator<Item = &Contender> {
        self.contenders.iter().filter(move |one| one.is_for(key))
    }
}

const CITING: [&str; 5] = ["source", "as_of", "status", "contenders", "note"];

/// Splits an overlay (or solution.toml) into its layer and statements.
pub(super) fn layer_of(
    document: &Document,
    area: AreaId,
    file_origin: FileOrigin,
    id: LayerId,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Layer, Vec<Statement>) {
    let mut layer = Layer {
        area,
        file: document.file,
        built_in: file_origin == FileOrigin::BuiltIn,
        file_origin,
        stated: Vec::new(),
        removals: removals(&document.root),
    };
    let mut statements = Vec::new();
    for (key, node) in &document.root.entries {
        let Some(section) = Section::of(&key.value) else { continue };
        layer.stated.push(section);
        let mut entries = entries_of(section, node, id, diagnostics);
        statements.append(&mut entries);
    }
    report_gaps_beside_values(&document.root, &layer, diagnostics);
    (layer, statements)
}

fn removals(root: &Table) -> Vec<Removal> {
    let Some(table) = root.table("remove") else { return Vec::new() };
    let mut list = Vec::new();
    for (key, _) in &table.entries {
        let Some(section) = Section::of(&key.value) else { continue };
        let ids = table.texts(&key.value);
        list.extend(ids.map(|id| Removal { section, id: Spanned::new(id.value.to_owned(), id.span) }));
    }
    list
}

fn entries_of(
    section: Section,
    node: &Spanned<Node>,
    layer: LayerId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Statement> {
    match (section, &node.value) {
        (Section::Identity | Section::Power, Node::Table(table)) => {
            vec![statement(layer, section, String::new(), table, table.header)]
        }
        (Section::Slots, Node::Table(table)) => table
            .entries
            .iter()
            .filter_map(|(name, slot)| {
                let Node::Table(inner) = &slot.value else { return None };
                Some(statement(layer, section, name.value.to_string(), inner, name.span))
            })
            .collect(),
        (Section::Set | Section::Supplies | Section::Gaps, Node::Table(table)) => {
            let cited = Arc::new(cited_of(table));
            let single = |(key, value): &Entry| {
                let entries = vec![(Spanned::new("value".into(), key.span), value.clone())];
                Statement {
                    layer,
                    section,
                    id: key.value.to_string(),
                    span: key.span,
                    effectivity: Effectivity::default(),
                    table: Arc::new(Table { entries, header: key.span }),
                    cited: cited.clone(),
                }
            };
            let cites = |key: &str| section == Section::Supplies && CITING.contains(&key);
            table.entries.iter().filter(|(key, _)| !cites(&key.value)).map(single).collect()
        }
        (_, Node::Array(elements)) => {
            let table = |element: &Spanned<Node>| match &element.value {
                Node::Table(table) => listed(section, table, layer, diagnostics),
                _ => None,
            };
            elements.iter().filter_map(table).collect()
        }
        _ => Vec::new(),
    }
}

fn listed(
    section: Section,
    table: &Arc<Table>,
    layer: LayerId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Statement> {
    let Some(id) = id_of(section, table) else {
        let message = format!("this entry of `{}` has no `id`", section.key());
        diagnostics.push(Diagnostic::error(OverlayCode::MissingId, table.header, message).help("add `id = \"…\"`"));
        return None;
    };
    Some(statement(layer, section, id, table, table.header))
}

/// The id as written, else the one the section implies.
fn id_of(section: Section, table: &Table) -> Option<String> {
    let text = |key: &str| table.text(key).map(|text| text.value.to_owned());
    if section == Section::Certificates {
        let id = text("id").unwrap_or_default();
        return text("scheme").map(|scheme| format!("{scheme}:{id}"));
    }
    if let Some(id) = text("id") {
        return Some(id);
    }
    match section {
        Section::Radio => radio_id(table),
        Section::Certification => text("scheme"),
        Section::Sensors => text("measure"),
        Section::Limits | Section::Provides => text("capability"),
        Section::Needs => text("capability").or_else(|| {
            let first = table.tables("one-of").next()?;
            first.text("capability").map(|capability| capability.value.to_owned())
        }),
        _ => None,
    }
}

fn radio_id(table: &Table) -> Option<String> {
    let technology = table.text("technology")?.value;
    if let Some(plan) = table.text("plan") {
        return Some(format!("{technology}-{}", plan.value));
    }
    match table.array("range_mhz") {
        [low, high] => Some(format!("{technology}-{}-{}", low.value.as_number()?, high.value.as_number()?)),
        _ => Some(technology.to_owned()),
    }
}

fn statement(layer: LayerId, section: Section, id: String, table: &Arc<Table>, span: Span) -> Statement {
    let (effectivity, cited) = (effectivity_of(table), Arc::new(cited_of(table)));
    Statement { layer, section, id, span, effectivity, table: table.clone(), cited }
}

/// What a table cites for the keys in it.
pub(crate) fn cited_of(table: &Table) -> Cited {
    Cited {
        source: table.texts("source").map(|id| Spanned::new(id.value.to_owned(), id.span)).collect(),
        as_of: table.date("as_of").map(|date| date.value),
        status: table.text("status").and_then(|text| FactStatus::from_word(text.value)),
        contenders: table.texts("contenders").filter_map(|text| Contender::of(text.value)).collect(),
    }
}

/// A file that states a value and calls it unknown contradicts itself.
fn report_gaps_beside_values(root: &Table, layer: &Layer, diagnostics: &mut Vec<Diagnostic>) {
    let Some(gaps) = root.table("gaps") else { return };
    for (key, _) in &gaps.entries {
        let stated = matches!(&*key.value, "power" | "radio" | "carriers" | "certification")
            && Section::of(&key.value).is_some_and(|section| layer.stated.contains(&section));
        if stated {
            let message = format!("`{}` is called a gap, and the same file states it", key.value);
            let told = Diagnostic::error(OverlayCode::GapBesideValue, key.span, message);
            diagnostics.push(told.help(format!("take `{}` out of `[gaps]`", key.value)));
        }
    }
}
