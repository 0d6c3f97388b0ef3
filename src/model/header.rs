//! `[solution]` and its companions: what the product is called, where it is sold, what is minimised.

use super::area::Areas;
use super::ids::AreaId;
use crate::bom::OptionValue;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::{Entry, Node, Table};
use crate::terms::code::NameCode;
use crate::terms::{Column, ComponentKind, Objective};
use std::collections::BTreeMap;

/// The solution as a whole.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The markets of the portfolio in their order.
    pub markets: Vec<Spanned<AreaId>>,
    /// The currency of all answers (ISO 4217).
    pub currency: String,
    /// The wanted core share.
    pub core_target: Option<Spanned<Number>>,
    /// What is minimised, in order.
    pub objective: Vec<Spanned<Objective>>,
    /// The as-of date, where the file fixes one.
    pub as_of: Option<Date>,
    /// Months that services are paid for.
    pub term_months: Option<Number>,
    /// What keeping one more hardware SKU costs, once; 0 where not stated.
    pub sku_cost: Number,
    /// Carriers that must be served where a carrier is picked at all.
    pub carriers: Vec<(AreaId, Vec<Spanned<String>>)>,
    /// Units a year, where stated.
    pub volumes: BTreeMap<AreaId, Number>,
    /// One unit of a currency in the solution's.
    pub exchange: BTreeMap<String, Spanned<Number>>,
    /// The solution's own profiles of exports, in the order of the file.
    pub profiles: Vec<ProfileDefinition>,
    /// The header `[solution]`: the place of what nobody says.
    pub span: Span,
}

impl Header {
    /// Units a year in a market; 1000 where not stated.
    #[must_use]
    pub fn volume(&self, market: AreaId) -> Number {
        self.volumes.get(&market).copied().unwrap_or(Number::from(1000_u32))
    }
}

/// `[profile.bom.NAME]`: which columns an exported bill of materials has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileDefinition {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<ProfileColumn>,
    /// The kinds of lines that it lists; empty: all.
    pub kinds: Vec<ComponentKind>,
}

/// A column of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileColumn {
    /// The head.
    pub title: String,
    /// What it shows; `None`: nothing, for a column that the reader asks for and terroir has no data for.
    pub field: Option<Column>,
}

/// An option of the customer or planner.
#[derive(Clone, Debug)]
pub struct OptionDefinition {
    /// Its name.
    pub name: String,
    /// Its values, in the order of preference.
    pub values: Vec<OptionValue>,
    /// The position of the default.
    pub default: Option<Spanned<u32>>,
    /// Where it is defined.
    pub span: Span,
}

impl OptionDefinition {
    /// The position of a value as a file writes it.
    #[must_use]
    pub fn position(&self, node: &Node) -> Option<u32> {
        let value = value_of(node)?;
        let at = self.values.iter().position(|known| *known == value)?;
        u32::try_from(at).ok()
    }
}

/// An option's value in the tree.
pub(super) fn value_of(node: &Node) -> Option<OptionValue> {
    match node {
        Node::Boolean(value) => Some(OptionValue::Boolean(*value)),
        Node::Text(text) => Some(OptionValue::Text(text.clone())),
        Node::Number(number) => i64::try_from(number.to_integer()?).ok().map(OptionValue::Integer),
        _ => None,
    }
}

/// `[options.NAME]` of solution.toml.
pub(super) fn options_of(root: &Table, diagnostics: &mut Vec<Diagnostic>) -> Vec<OptionDefinition> {
    let Some(options) = root.table("options") else { return Vec::new() };
    let mut list = Vec::new();
    for (name, node) in &options.entries {
        let Some(table) = node.value.as_table() else { continue };
        let values: Vec<OptionValue> =
            table.array("values").iter().filter_map(|value| value_of(&value.value)).collect();
        if values.is_empty() {
            continue;
        }
        let mut option = OptionDefinition { name: name.value.to_string(), values, default: None, span: name.span };
        if let Some(default) = table.get("default") {
            match option.position(&default.value) {
                Some(at) => option.default = Some(Spanned::new(at, default.span)),
                None => diagnostics.push(unknown_value(&option, default)),
            }
        }
        list.push(option);
    }
    list
}

/// The error of a value that an option does not have.
pub(super) fn unknown_value(option: &OptionDefinition, node: &Spanned<Node>) -> Diagnostic {
    let written = value_of(&node.value).map(|value| value.to_string()).unwrap_or_default();
    let known: Vec<String> = option.values.iter().map(ToString::to_string).collect();
    let near = crate::name::nearest(&written, known.iter().map(String::as_str));
    let message = format!("option `{}` has no value `{written}`", option.name);
    let told = Diagnostic::error(NameCode::UnknownValue, node.span, message);
    match near {
        Some(_) => told.did_you_mean(near),
        None => told.help(format!("its values are `{}`", known.join("`, `"))),
    }
}

/// `[solution]`, `[volumes]`, `[exchange]` of solution.toml.
pub(super) fn header_of(root: &Table, areas: &Areas, diagnostics: &mut Vec<Diagnostic>) -> Option<Header> {
    let table = root.table("solution")?;
    let text = |key: &str| table.text(key).map(|text| text.value.to_owned());
    let span = table.header;
    let markets = known_areas(table.texts("markets"), areas, diagnostics);
    let mut header = Header {
        name: text("name").unwrap_or_default(),
        version: text("version").unwrap_or_else(|| "0.0.0".to_owned()),
        markets,
        currency: text("currency").unwrap_or_else(|| "USD".to_owned()),
        core_target: table.number("core-target"),
        objective: objectives_of(table, span),
        as_of: table.date("as-of").map(|date| date.value),
        term_months: table.number("term_months").map(|number| number.value),
        sku_cost: table.number("sku-cost").map_or(Number::ZERO, |number| number.value),
        carriers: Vec::new(),
        volumes: BTreeMap::new(),
        exchange: BTreeMap::new(),
        profiles: profiles_of(root),
        span,
    };
    for (code, node) in table.table("carriers").map(|table| table.entries.as_slice()).unwrap_or_default() {
        let Node::Array(ids) = &node.value else { continue };
        let ids = ids.iter().filter_map(|id| Some(Spanned::new(id.value.as_text()?.to_owned(), id.span)));
        match areas.find(&code.value) {
            Some(area) => header.carriers.push((area, ids.collect())),
            None => diagnostics.push(areas.unknown(code)),
        }
    }
    for (code, node) in root.table("volumes").map(|table| table.entries.as_slice()).unwrap_or_default() {
        match (areas.find(&code.value), node.value.as_number()) {
            (Some(area), Some(volume)) => {
                header.volumes.insert(area, volume);
            }
            (None, _) => diagnostics.push(areas.unknown(code)),
            _ => {}
        }
    }
    for (currency, node) in root.table("exchange").map(|table| table.entries.as_slice()).unwrap_or_default() {
        if let Some(rate) = node.value.as_number() {
            header.exchange.insert(currency.value.to_string(), Spanned::new(rate, node.span));
        }
    }
    Some(header)
}

fn profiles_of(root: &Table) -> Vec<ProfileDefinition> {
    let named = root.table("profile").and_then(|profile| profile.table("bom"));
    let profile = |(name, node): &Entry| {
        let table = node.value.as_table()?;
        let kinds = table.texts("kinds").filter_map(|word| ComponentKind::from_word(word.value)).collect();
        let columns = table.array("columns").iter().filter_map(|column| column_of(&column.value)).collect();
        Some(ProfileDefinition { name: name.value.to_string(), columns, kinds })
    };
    named.map(|table| table.entries.as_slice()).unwrap_or_default().iter().filter_map(profile).collect()
}

fn column_of(node: &Node) -> Option<ProfileColumn> {
    if let Some(word) = node.as_text() {
        return Some(ProfileColumn { title: word.to_owned(), field: Column::from_word(word) });
    }
    let table = node.as_table()?;
    let field = table.text("field").map(|word| word.value);
    let title = table.text("title").map(|title| title.value).or(field)?;
    Some(ProfileColumn { title: title.to_owned(), field: field.and_then(Column::from_word) })
}

fn known_areas<'a>(
    codes: impl Iterator<Item = Spanned<&'a str>>,
    areas: &Areas,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Spanned<AreaId>> {
    let mut list: Vec<Spanned<AreaId>> = Vec::new();
    for code in codes {
        match areas.find(code.value) {
            Some(area) => list.push(Spanned::new(area, code.span)),
            None => diagnostics.push(areas.unknown(&Spanned::new(code.value.to_owned(), code.span))),
        }
    }
    list
}

/// The objectives in their order; `cost` where none is written.
fn objectives_of(table: &Table, span: Span) -> Vec<Spanned<Objective>> {
    let objective = |text: Spanned<&str>| Some(Spanned::new(Objective::of(text.value)?, text.span));
    let list: Vec<_> = table.texts("objective").filter_map(objective).collect();
    if list.is_empty() { vec![Spanned::new(Objective::Cost, span)] } else { list }
}
