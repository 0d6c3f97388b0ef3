//! Faults that show only when all files are read together, or that the shape of a key cannot express.

use super::SlotName;
use super::area::Areas;
use super::header::Header;
use super::iso::is_country_code;
use super::names::Names;
use super::semantic_version::report_bad_version;
use super::trade::Trade;
use super::trade_currencies::report_currencies;
use super::trade_faults::{report_names, report_tiers};
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::schema::common::{FROM, UNTIL};
use crate::schema::components;
use crate::schema::needs::{tests_in, tests_of_need};
use crate::schema::slots::PART_OF;
use crate::schema::waivers;
use crate::schema::{Component, Document, OptionDefinition, Price, Section, Statement};
use crate::span::{Span, Spanned};
use crate::syntax::{Node, Table};
use crate::terms::code::{ModelCode, NameCode, SchemaCode};
use crate::terms::{Column, ComponentKind, Operator};
use std::collections::{BTreeMap, BTreeSet};

/// A version that is none, or none at all; price tiers that begin at one quantity.
pub(super) fn report_component(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    report_version(table, diagnostics);
    report_tiers(table, diagnostics);
}

fn report_version(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let Some(id) = table.read_at(&components::ID) else { return };
    if let Some(version) = table.read_at(&components::VERSION) {
        return report_bad_version(version, diagnostics);
    }
    let Some(kind) = table.read(&components::KIND).filter(|kind| needs_version(*kind)) else { return };
    if !table.has(&components::VERSION) {
        let message = format!("`{}` is {kind} and has no version", id.value);
        let fault = Diagnostic::error(ModelCode::MissingVersion, id.span, message);
        diagnostics.push(fault.help("add `version = \"1.0.0\"`"));
    }
}

/// Software changes under one id, so that its version must be stated.
fn needs_version(kind: ComponentKind) -> bool {
    match kind {
        ComponentKind::Firmware | ComponentKind::Software => true,
        ComponentKind::Hardware | ComponentKind::Service | ComponentKind::Document => false,
    }
}

/// Names in overlays outside conditions: `[set]`, `part-of`.
pub(super) fn report_wrong_places(
    statements: &[Statement],
    options: &[OptionDefinition],
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for statement in statements {
        if statement.section == Section::Set {
            report_set(statement, options, diagnostics);
        } else if statement.section == Section::Slots {
            report_parent(statement, names, diagnostics);
        }
    }
}

/// A slot that is part of a slot that no file defines.
fn report_parent(slot: &Statement, names: &Names<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(parent) = slot.table.read_at(&PART_OF).filter(|parent| !names.has_slot(parent.value)) else { return };
    let message = format!("unknown slot `{}`", parent.value);
    let near = nearest(parent.value, names.slot_names());
    diagnostics.push(Diagnostic::error(NameCode::UnknownSlot, parent.span, message).did_you_mean(near));
}

fn report_set(statement: &Statement, options: &[OptionDefinition], diagnostics: &mut Vec<Diagnostic>) {
    let Some(option) = options.iter().find(|option| option.name == statement.id) else {
        let message = format!("unknown option `{}`", statement.id);
        let near = nearest(&statement.id, options.iter().map(|option| option.name.as_str()));
        diagnostics.push(Diagnostic::error(NameCode::UnknownOption, statement.span, message).did_you_mean(near));
        return;
    };
    for (_, node) in statement.keys() {
        if option.position(&node.value).is_none() {
            diagnostics.push(option.unknown_value(node));
        }
    }
}

/// Codes in components and tests that no area has.
pub(super) fn report_areas(
    components: &[Component],
    tables: &[&Table],
    statements: &[Statement],
    areas: &Areas,
    diagnostics: &mut Vec<Diagnostic>,
) {
    report_names(statements, areas, diagnostics);
    let mut report = |code: &Spanned<String>| {
        if areas.find(&code.value).is_none() && !is_country_code(&code.value) {
            diagnostics.push(areas.unknown(code));
        }
    };
    for component in components {
        // A part that states no origin has that of its component, at the same place.
        let places: BTreeMap<Span, &Spanned<String>> =
            component.made.iter().filter_map(|part| part.origin.as_ref()).map(|origin| (origin.span, origin)).collect();
        places.into_values().for_each(&mut report);
        component.territories.iter().flat_map(|territories| &territories.areas).for_each(&mut report);
    }
    for waiver in statements.iter().filter(|one| one.section == Section::Waivers) {
        for market in waiver.table.list(&waivers::MARKETS) {
            report(&Spanned::new(market.value.to_owned(), market.span));
        }
    }
    let of_components = tables.iter().flat_map(|table| tests_in(table));
    // What an overlay calls `where` and `one-of` is in one table, whatever the section.
    let of_overlays = statements.iter().flat_map(|statement| tests_of_need(&statement.table));
    of_components.chain(of_overlays).for_each(|tests| areas_of(tests, &mut report));
}

/// The codes after `in` in a table of tests.
fn areas_of(tests: &Table, report: &mut dyn FnMut(&Spanned<String>)) {
    for area in tests.entries.iter().filter_map(|(_, node)| node.value.as_table()?.text(Operator::In.as_str())) {
        report(&Spanned::new(area.value.to_owned(), area.span));
    }
}

/// What prices and columns of exports name that the solution does not have.
pub(super) fn report_header(
    header: &Header,
    components: &[Component],
    trade: &Trade,
    statements: &[Statement],
    diagnostics: &mut Vec<Diagnostic>,
) {
    report_money(header, components, diagnostics);
    report_currencies(header, trade, statements, diagnostics);
    report_columns(header, components, diagnostics);
}

/// A price in a currency without an exchange rate, a service without a term.
fn report_money(header: &Header, components: &[Component], diagnostics: &mut Vec<Diagnostic>) {
    for component in components {
        if let Some(currency) = &component.currency
            && currency.value != header.currency
            && !header.exchange.contains_key(&currency.value)
        {
            let message = format!("`{}` is priced in {}, which has no exchange rate", component.id, currency.value);
            let help = format!("add `{} = \"…\"` under `[exchange]` in solution.toml", currency.value);
            diagnostics.push(Diagnostic::error(ModelCode::MissingExchange, currency.span, message).help(help));
        }
        if matches!(component.price, Price::PerMonth(_)) && header.term_months.is_none() {
            let message = format!("`{}` is paid by the month, but the solution has no `term_months`", component.id);
            let fault = Diagnostic::error(ModelCode::MissingTerm, component.span, message);
            diagnostics.push(fault.help("add `term_months = 60` under `[solution]` in solution.toml"));
        }
        if matches!(component.price, Price::PerMonth(_)) && component.kind != ComponentKind::Service {
            let message = format!("`{}` has `per_month` but is not a service", component.id);
            diagnostics.push(Diagnostic::error(ModelCode::PerMonthKind, component.span, message).help("use `price`"));
        }
    }
}

/// Columns of exports that show nothing, because no field of a line and none in `fields` has the name.
fn report_columns(header: &Header, components: &[Component], diagnostics: &mut Vec<Diagnostic>) {
    let fields = || components.iter().flat_map(|component| &component.details.fields);
    let columns = header.profiles.iter().flat_map(|profile| &profile.columns);
    for column in columns.filter(|column| column.field.is_none()) {
        let title = column.title.as_str();
        let Some(span) = column.alone.filter(|_| !fields().any(|field| field.name == title)) else { continue };
        let message = format!("`{title}` is neither a field of a line nor in `fields` of a component");
        let titles: BTreeSet<&str> = fields().map(|field| field.name.as_str()).collect();
        let lower = title.to_lowercase();
        let same = Column::WORDS.iter().chain(&titles).copied().find(|known| known.to_lowercase() == lower);
        let near = same.or_else(|| nearest(title, Column::WORDS.iter().copied().chain(titles)));
        let fault = Diagnostic::error(SchemaCode::BadValue, span, message);
        diagnostics.push(fault.help(match near {
            Some(near) => format!("write `\"{near}\"`, or `{{ title = \"{title}\" }}` for a column that may be empty"),
            None => format!(
                "write `{{ title = \"{title}\" }}` for a column that may be empty, or one of `{}`",
                Column::WORDS.join("`, `")
            ),
        }));
    }
}

/// Two names that differ only in case.
pub(super) fn report_case(
    components: &[Component],
    options: &[OptionDefinition],
    slots: &[SlotName],
    diagnostics: &mut Vec<Diagnostic>,
) {
    report_case_of(components.iter().map(|component| (component.id.as_str(), component.span)), diagnostics);
    report_case_of(options.iter().map(|option| (option.name.as_str(), option.span)), diagnostics);
    report_case_of(slots.iter().map(|slot| (slot.name.as_str(), slot.span)), diagnostics);
}

fn report_case_of<'a>(names: impl Iterator<Item = (&'a str, Span)>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for (name, span) in names {
        let known = seen.entry(name.to_lowercase()).or_insert((name, span));
        if known.0 != name {
            let message = format!("`{name}` and `{}` differ only in case", known.0);
            let fault = Diagnostic::error(NameCode::NameCase, span, message).label("here").and(known.1, "and here");
            diagnostics.push(fault.help("write both the same way, or rename one"));
        }
    }
}

/// What ends before it begins, in any file.
pub(super) fn report_dates(documents: &[Document], diagnostics: &mut Vec<Diagnostic>) {
    documents.iter().for_each(|document| dates_of(&document.root, diagnostics));
}

fn dates_of(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(from), Some(until)) = (table.read_at(&FROM), table.read_at(&UNTIL))
        && until.value <= from.value
    {
        let end = until.value;
        let message = if end == from.value {
            format!("this ends on {end}, the day on which it begins")
        } else {
            format!("this ends on {end}, before it begins on {}", from.value)
        };
        let fault =
            Diagnostic::error(ModelCode::EmptyEffectivity, until.span, message).and(from.span, "it begins here");
        diagnostics.push(fault.help("`until` is the day after the last; make it later than `from`"));
    }
    table.entries.iter().for_each(|(_, node)| dates_below(&node.value, diagnostics));
}

fn dates_below(node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    match node {
        Node::Table(table) => dates_of(table, diagnostics),
        Node::Array(elements) => elements.iter().for_each(|element| dates_below(&element.value, diagnostics)),
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => {}
    }
}
