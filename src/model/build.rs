//! From documents to the model.

use super::alone::name_alone;
use super::area::{Alpha3, AreaHead, Areas};
use super::candidate_query::candidates;
use super::condition_lints::ConditionLints;
use super::header::header_of;
use super::layer::{Layer, layer_of};
use super::names::Names;
use super::parties::name_makers;
use super::resolve_names::resolve;
use super::trade::Trade;
use super::validate;
use super::variants::variants_of;
use super::{Model, SlotName};
use crate::diagnostic::Diagnostic;
use crate::schema::components::{COMPONENTS, NEEDS, component_of};
use crate::schema::needs::needs_of;
use crate::schema::overlay::{AREA, THE_NAME, TIER, WITHIN};
use crate::schema::slots::{ALSO, CHOOSE};
use crate::schema::sources::SOURCES;
use crate::schema::{
    Citation, Component, ComponentId, Document, FileKind, Formula, LayerId, Need, Party, Section, SlotId, Statement,
    StatementId, options_of,
};
use crate::span::{FileOrigin, Files, Span, Spanned};
use crate::syntax::condition::{Condition, Subject};
use crate::syntax::{Elements, Node, Table};
use crate::terms::code::{NameCode, OverlayCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// What built-in overlays know that are not among the documents.
pub struct Elsewhere<'a> {
    /// Whether one names a carrier.
    pub has_carrier: &'a dyn Fn(&str) -> bool,
    /// The code of an area by its alpha-3 code.
    pub by_alpha3: Alpha3,
}

/// Joins documents to the model. Catalogues come in the order of the solution's patterns. Reports every fault; `None`
/// when there is no `[solution]`.
///
/// `elsewhere` knows the built-in overlays that are not among the documents.
#[must_use]
pub fn build(
    documents: &[Document],
    files: &Files,
    elsewhere: &Elsewhere<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Model> {
    let solution = documents.iter().find(|document| document.kind == FileKind::Solution)?;
    let areas = Areas::build(&heads(documents, files), elsewhere.by_alpha3, diagnostics);
    let header = header_of(&solution.root, &areas, diagnostics);
    let options = options_of(&solution.root, diagnostics);
    let (mut components, tables) = components_of(documents, diagnostics);
    let (layers, statements) = layers_of(documents, files, &areas, diagnostics);
    let entries = entries_of(&statements, &layers, diagnostics);
    let slots = slots_of(&statements);
    let mut names = Names::new(&areas, &options, &slots, &components, elsewhere.has_carrier);
    (names.carriers, names.vocabulary) = (carriers_named(&statements), capabilities_named(&statements, &layers));
    let formulas = formulas_of(&statements, &names, diagnostics);
    let choices = choices_of(&statements, &names, &components, diagnostics);
    let needs: Vec<_> = tables.iter().map(|table| component_needs(table, &names, diagnostics)).collect();
    validate::report_wrong_places(&statements, &options, &names, diagnostics);
    let lints = ConditionLints {
        statements: &statements,
        layers: &layers,
        components: &components,
        choices: &choices,
        names: &names,
    };
    lints.report(&tables, diagnostics);
    let trade = Trade::of(solution, documents, &names, &components, diagnostics);
    drop(names);
    complete(&mut components, needs, &trade.parties);
    validate::report_areas(&components, &tables, &statements, &areas, diagnostics);
    validate::report_case(&components, &options, &slots, diagnostics);
    validate::report_dates(documents, diagnostics);
    let header = header?;
    let variants = variants_of(&solution.root, &header, &options, &areas, diagnostics);
    validate::report_header(&header, &components, &trade, &statements, diagnostics);
    Some(Model {
        header,
        options: options.into(),
        variants: variants.into(),
        components: components.into(),
        parties: trade.parties,
        offers: trade.offers,
        articles: trade.borders.articles,
        sites: trade.borders.sites,
        freight: trade.borders.freight,
        licenses: trade.borders.licenses,
        slot_numbers: slots.iter().enumerate().map(|(at, slot)| (slot.name.clone(), SlotId::at(at))).collect(),
        slots: slots.into(),
        areas,
        layers: layers.into(),
        statements: statements.into(),
        entries,
        formulas,
        choices,
        citations: citations_of(documents, diagnostics),
        newest: OnceLock::new(),
    })
}

fn heads(documents: &[Document], files: &Files) -> Vec<AreaHead> {
    let mut heads = Vec::new();
    for document in documents {
        let root = &document.root;
        let head = match document.kind {
            FileKind::Solution => AreaHead {
                code: Spanned::new("world".to_owned(), Span::start_of(document.file)),
                name: None,
                within: None,
                tier: None,
                built_in: false,
            },
            FileKind::Overlay => {
                let Some(code) = root.string_at(&AREA) else { continue };
                AreaHead {
                    code,
                    name: root.string(&THE_NAME),
                    within: root.read(&WITHIN).map(Elements::into_spanned),
                    tier: root.read(&TIER).and_then(|tier| u8::try_from(tier.to_integer()?).ok()),
                    built_in: files.is_built_in(document.file),
                }
            }
            FileKind::Catalog | FileKind::Offers | FileKind::Sources => continue,
        };
        heads.push(head);
    }
    heads.sort_by(|left, right| {
        let key = |head: &AreaHead| {
            let file = head.code.span.file;
            (head.code.value.clone(), files.origin(file), files.name(file).to_owned())
        };
        key(left).cmp(&key(right))
    });
    heads
}

/// Components in catalogue order with their tables: all versions of one at its first place, newest first.
fn components_of<'a>(documents: &'a [Document], diagnostics: &mut Vec<Diagnostic>) -> (Vec<Component>, Vec<&'a Table>) {
    let mut found: Vec<(Component, &Table)> = Vec::new();
    for document in documents.iter().filter(|document| document.kind == FileKind::Catalog) {
        for table in document.root.list(&COMPONENTS) {
            validate::report_component(table.value, diagnostics);
            found.extend(component_of(table.value).map(|component| (component, table.value)));
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, (component, _)) in found.iter().enumerate() {
        first.entry(component.id.as_str()).or_insert(at);
    }
    let place: Vec<usize> =
        found.iter().map(|(component, _)| first.get(component.id.as_str()).copied().unwrap_or(0)).collect();
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|left, right| {
        let key = |at: &usize| place.get(*at).copied().unwrap_or(0);
        let version = |at: &usize| found.get(*at).map(|(component, _)| component.version.clone());
        key(left).cmp(&key(right)).then_with(|| version(right).cmp(&version(left))).then(left.cmp(right))
    });
    let mut taken: Vec<Option<(Component, &Table)>> = found.into_iter().map(Some).collect();
    let ordered = order.into_iter().filter_map(|at| taken.get_mut(at).and_then(Option::take));
    let mut components: Vec<Component> = Vec::new();
    let mut tables = Vec::new();
    for (component, table) in ordered {
        match components.last() {
            Some(last) if last.id == component.id && last.version == component.version => {
                let message = format!("`{}` is defined twice", component.label());
                let fault = Diagnostic::error(NameCode::DuplicateComponent, component.span, message).label("here");
                diagnostics.push(fault.and(last.span, "and here").help("give one of them another id or version"));
            }
            _ => {
                components.push(component);
                tables.push(table);
            }
        }
    }
    (components, tables)
}

/// Gives components what is known only with all names: their needs, and the names of their makers.
fn complete(components: &mut [Component], needs: Vec<Vec<Need>>, parties: &[Party]) {
    components.iter_mut().zip(needs).for_each(|(component, needs)| component.needs = needs);
    name_makers(components, parties);
}

/// Layers from weak to strong, with all their statements.
fn layers_of(
    documents: &[Document],
    files: &Files,
    areas: &Areas,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Layer>, Vec<Statement>) {
    let mut overlays: Vec<(&Document, &str)> = documents
        .iter()
        .filter_map(|document| match document.kind {
            FileKind::Solution => Some((document, "world")),
            FileKind::Overlay => document.root.read(&AREA).map(|code| (document, code)),
            FileKind::Catalog | FileKind::Offers | FileKind::Sources => None,
        })
        .collect();
    overlays.sort_by_cached_key(|(document, code)| {
        let depth = areas.find(code).map_or(0, |area| areas.ancestors(area).len());
        let file_origin = files.origin(document.file);
        let name = files.name(document.file).to_owned();
        // The folder of a pack must make no difference.
        let base = files
            .get(document.file)
            .filter(|_| file_origin == FileOrigin::Pack)
            .map(|file| file.base_name().to_owned());
        (depth, (*code).to_owned(), file_origin, document.kind != FileKind::Solution, base, name)
    });
    let (mut layers, mut statements) = (Vec::new(), Vec::new());
    for (document, code) in overlays {
        let Some(area) = areas.find(code) else { continue };
        let id = LayerId::at(layers.len());
        let file_origin = files.origin(document.file);
        let (layer, mut stated) = layer_of(document, area, file_origin, id, diagnostics);
        layers.push(layer);
        statements.append(&mut stated);
    }
    name_alone(&mut statements, &layers, areas);
    (layers, statements)
}

/// Statements by entry. Reports an entry that one file states twice at overlapping dates.
fn entries_of(
    statements: &[Statement],
    layers: &[Layer],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<(Section, String), Vec<StatementId>> {
    let mut entries: BTreeMap<(Section, String), Vec<StatementId>> = BTreeMap::new();
    for (at, statement) in statements.iter().enumerate() {
        let list = entries.entry((statement.section, statement.id.clone())).or_default();
        let file = |layer: LayerId| layers.get(layer.index()).map(|layer| layer.file);
        let twice = list.iter().filter_map(|id| statements.get(id.index())).find(|other| {
            file(other.layer) == file(statement.layer) && other.effectivity.overlaps(statement.effectivity)
        });
        if let Some(other) = twice {
            let message = format!("`{}` is defined twice in `{}`", statement.id, statement.section.key());
            let fault = Diagnostic::error(NameCode::DuplicateEntry, statement.span, message).label("here");
            diagnostics.push(
                fault.and(other.span, "and here").help("give one of them another `id`, or dates that do not overlap"),
            );
        }
        list.push(StatementId::at(at));
    }
    entries
}

/// Every slot once: solution.toml's in its order, then those of areas, wider areas first (the order of layers).
fn slots_of(statements: &[Statement]) -> Vec<SlotName> {
    let mut slots: Vec<SlotName> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for statement in statements.iter().filter(|statement| statement.section == Section::Slots) {
        if seen.insert(statement.id.as_str()) {
            slots.push(SlotName { name: statement.id.clone(), span: statement.span });
        }
    }
    slots
}

/// The carriers that any area has.
fn carriers_named(statements: &[Statement]) -> BTreeSet<String> {
    let carriers = statements.iter().filter(|statement| statement.section == Section::Carriers);
    carriers.map(|statement| statement.id.clone()).collect()
}

/// The capabilities that conditions of built-in overlays and packs name.
fn capabilities_named(statements: &[Statement], layers: &[Layer]) -> BTreeSet<String> {
    let not_own = |statement: &&Statement| {
        layers.get(statement.layer.index()).is_some_and(|layer| layer.file_origin != FileOrigin::Own)
    };
    let mut named = BTreeSet::new();
    for (_, node) in statements.iter().filter(not_own).flat_map(Statement::keys) {
        let Node::Condition(condition) = &node.value else { continue };
        condition.each_atom(&mut |atom| {
            if let Subject::Provides(capability) | Subject::Count(capability) = &atom.subject.value {
                named.insert(capability.clone());
            }
        });
    }
    named
}

fn formulas_of(
    statements: &[Statement],
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<Span, Arc<Formula>> {
    let mut formulas = HashMap::new();
    for (_, node) in statements.iter().flat_map(Statement::keys) {
        if let Node::Condition(condition) = &node.value
            && let Some(formula) = resolve(condition, names, diagnostics)
        {
            formulas.insert(node.span, Arc::new(formula));
        }
    }
    formulas
}

fn choices_of(
    statements: &[Statement],
    names: &Names<'_>,
    components: &[Component],
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<Span, Arc<Vec<ComponentId>>> {
    let mut choices = HashMap::new();
    for statement in statements.iter().filter(|statement| statement.section == Section::Slots) {
        for (key, node) in statement.keys() {
            if key == CHOOSE.name() || key == ALSO.name() {
                choices.insert(node.span, Arc::new(candidates(node, names, components, diagnostics)));
            }
        }
    }
    choices
}

fn component_needs(table: &Table, names: &Names<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Need> {
    let Some(node) = table.read(&NEEDS) else { return Vec::new() };
    let mut wrong = Vec::new();
    let mut formula = |condition: &Condition| resolve(condition, names, &mut wrong).map(Arc::new);
    let needs = needs_of(node, &mut formula, diagnostics);
    diagnostics.append(&mut wrong);
    needs
}

/// Sources by id. One that is described twice would leave open what the facts that name it were read from.
fn citations_of(documents: &[Document], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Citation> {
    let mut citations: BTreeMap<String, (Citation, Span)> = BTreeMap::new();
    for document in documents.iter().filter(|document| document.kind == FileKind::Sources) {
        for table in document.root.list(&SOURCES) {
            let Some(Spanned { value: citation, span }) = Citation::of(table.value) else { continue };
            match citations.get(&citation.id) {
                Some((known, _)) if *known == citation => {}
                Some((_, first)) => {
                    let message = format!("source `{}` is described twice with different words", citation.id);
                    let fault = Diagnostic::error(OverlayCode::Clash, span, message).label("here");
                    let help = "give one of the two another `id`, here and where facts cite it";
                    diagnostics.push(fault.and(*first, "and here").help(help));
                }
                None => {
                    citations.insert(citation.id.clone(), (citation, span));
                }
            }
        }
    }
    citations.into_iter().map(|(id, (citation, _))| (id, citation)).collect()
}
