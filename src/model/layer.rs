//! What one file states about one area, split into statements that are merged with those of other files.

use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::schema::common::{ID, VALUE, effectivity_of, is_citing};
use crate::schema::remove::REMOVE;
use crate::schema::{Absence, AreaId, Cited, Document, Identity, LayerId, Layout, Section, Statement};
use crate::span::{FileId, FileOrigin, Span, Spanned};
use crate::syntax::{Entry, Node, Table};
use crate::terms::code::OverlayCode;
use std::sync::Arc;

/// What one file states about one area.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The area.
    pub area: AreaId,
    /// The file.
    pub file: FileId,
    /// Whether the file is built in.
    pub built_in: bool,
    /// FileOrigin the file is: of layers of one area the stronger wins.
    pub file_origin: FileOrigin,
    /// Sections that the file has, perhaps empty: `radio = []` is a statement too.
    pub stated: Vec<Section>,
    /// What it removes.
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

/// Splits an overlay (or solution.toml) into its layer and statements.
pub(super) fn layer_of(
    document: &Document,
    area: AreaId,
    file_origin: FileOrigin,
    id: LayerId,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Layer, Vec<Statement>) {
    let built_in = file_origin == FileOrigin::BuiltIn;
    let removals = removals(&document.root);
    let mut layer = Layer { area, file: document.file, built_in, file_origin, stated: Vec::new(), removals };
    let mut statements = Vec::new();
    for (key, node) in &document.root.entries {
        let Some(section) = Section::of(&key.value) else { continue };
        layer.stated.push(section);
        Splitter { layer: id, section }.split(&node.value, &mut statements, diagnostics);
    }
    report_gaps_beside_values(&document.root, &layer, diagnostics);
    (layer, statements)
}

fn removals(root: &Table) -> Vec<Removal> {
    let entries = root.read(&REMOVE).map(|table| table.entries.as_slice()).unwrap_or_default();
    let sections = entries.iter().filter_map(|(key, ids)| Some((Section::of(&key.value)?, ids)));
    let removal = |(section, ids): (Section, &Spanned<Node>)| {
        let ids = ids.value.elements().iter();
        let ids = ids.filter_map(|id| Some(Spanned::new(id.value.as_text()?.to_owned(), id.span)));
        ids.map(|id| Removal { section, id }).collect::<Vec<_>>()
    };
    sections.flat_map(removal).collect()
}

/// Splits a section of a layer into its entries.
struct Splitter {
    layer: LayerId,
    section: Section,
}

impl Splitter {
    fn split(&self, node: &Node, statements: &mut Vec<Statement>, diagnostics: &mut Vec<Diagnostic>) {
        match (self.section.shape().layout, node) {
            (Layout::Table, Node::Table(table)) => {
                statements.push(self.statement(String::new(), table, table.header));
            }
            (Layout::NamedTables, Node::Table(table)) => {
                for (name, entry) in &table.entries {
                    if let Node::Table(inner) = &entry.value {
                        statements.push(self.statement(name.value.to_string(), inner, name.span));
                    }
                }
            }
            (Layout::NamedValues, Node::Table(table)) => {
                let cited = Arc::new(Cited::default());
                statements.extend(table.entries.iter().map(|entry| self.single(entry, &cited)));
            }
            (Layout::CitedValues, Node::Table(table)) => {
                let cited = Arc::new(Cited::of(table));
                let values = table.entries.iter().filter(|(key, _)| !is_citing(&key.value));
                statements.extend(values.map(|entry| self.single(entry, &cited)));
            }
            (Layout::Tables(identity), Node::Array(elements)) => {
                for element in elements {
                    if let Node::Table(table) = &element.value {
                        statements.extend(self.listed(identity, table, diagnostics));
                    }
                }
            }
            (
                Layout::Table | Layout::NamedTables | Layout::NamedValues | Layout::CitedValues | Layout::Tables(_),
                _,
            ) => {}
        }
    }

    fn listed(&self, identity: Identity, table: &Arc<Table>, diagnostics: &mut Vec<Diagnostic>) -> Option<Statement> {
        let Some(id) = identity.of(table) else {
            // Where the id follows from another key, its absence was reported when the file was read; an empty list
            // like `one-of = []` was not.
            let is_empty = |node: &Node| matches!(node, Node::Array(elements) if elements.is_empty());
            let has_empty_list = table.entries.iter().any(|(_, node)| is_empty(&node.value));
            if matches!(identity, Identity::Written) || (self.section == Section::Needs && has_empty_list) {
                let message = format!("this entry of `{}` has no `id`", self.section.key());
                let fault = Diagnostic::error(OverlayCode::MissingId, table.header, message);
                diagnostics.push(fault.help("add `id = \"…\"`"));
            }
            return None;
        };
        self.report_id_of_a_sensor(table, diagnostics);
        Some(self.statement(id, table, table.header))
    }

    /// The ids that `[[sensors]]` makes are theirs, or `[remove]` could mean either.
    fn report_id_of_a_sensor(&self, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
        let Some(kind) = sensor_prefix(self.section) else { return };
        let Some(id) = table.read_at(&ID) else { return };
        if let Some(measure) = id.value.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.')) {
            let message = format!("`{}` is the id that `[[sensors]]` gives to what it makes of `{measure}`", id.value);
            let fault = Diagnostic::error(OverlayCode::ReservedId, id.span, message);
            diagnostics.push(fault.help(format!("write another id, such as `{kind}-{}`", measure.replace('.', "-"))));
        }
    }

    fn statement(&self, id: String, table: &Arc<Table>, span: Span) -> Statement {
        let (layer, section) = (self.layer, self.section);
        let (effectivity, cited) = (effectivity_of(table), Arc::new(Cited::of(table)));
        Statement { layer, section, id, span, effectivity, table: table.clone(), cited }
    }

    /// An entry that is a single value.
    fn single(&self, (key, value): &Entry, cited: &Arc<Cited>) -> Statement {
        let entries = vec![(Spanned::new(VALUE.name().into(), key.span), value.clone())];
        Statement {
            layer: self.layer,
            section: self.section,
            id: key.value.to_string(),
            span: key.span,
            effectivity: Effectivity::default(),
            table: Arc::new(Table { entries, header: key.span }),
            cited: cited.clone(),
        }
    }
}

/// How the ids begin that `[[sensors]]` makes in a section.
fn sensor_prefix(section: Section) -> Option<&'static str> {
    (section == Section::Needs).then_some("sense").or((section == Section::Limits).then_some("index"))
}

/// A file that states a value and calls it unknown contradicts itself.
fn report_gaps_beside_values(root: &Table, layer: &Layer, diagnostics: &mut Vec<Diagnostic>) {
    let gaps = root.table(Section::Gaps.key()).map(|table| table.entries.as_slice()).unwrap_or_default();
    for (key, _) in gaps {
        let section = Section::of(&key.value).filter(|section| section.shape().absence == Absence::Gap);
        if section.is_some_and(|section| layer.stated.contains(&section)) {
            let message = format!("`{}` is declared a gap, but this file also states a value for it", key.value);
            let fault = Diagnostic::error(OverlayCode::GapBesideValue, key.span, message);
            diagnostics.push(fault.help(format!("remove `{}` from `[gaps]`", key.value)));
        }
    }
}
