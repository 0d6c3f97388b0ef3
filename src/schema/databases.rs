//! `[[databases]]` in `solution.toml`: tables of SQLite databases whose rows are components.

use super::common::{self, KIND_FORM};
use super::components;
use super::details;
use super::forms;
use super::made;
use crate::span::{DatabaseTable, Span};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Key, Keys, Shape, TableShape, closed};
use crate::syntax::{Node, Table};

/// The column that holds a key of a component.
const fn column(of: &Key, doc: &'static str) -> Key {
    Key { name: of.name, shape: Shape::Text(Form::Any), example: None, default: None, doc }
}

/// The value of a key of a component where a row has none.
const fn value(of: &Key, form: Form, doc: &'static str) -> Key {
    Key { name: of.name, shape: Shape::Text(form), example: None, default: None, doc }
}

static COLUMN_KEYS: Keys = &[
    &column(&components::ID.key, "the column with the id"),
    &column(&components::VERSION.key, "the column with the version"),
    &column(&components::KIND.key, "the column with the kind"),
    &column(&components::THE_NAME.key, "the column with the name"),
    &column(&components::MANUFACTURER.key, "the column with the manufacturer"),
    &column(&components::MPN.key, "the column with the manufacturer's part number"),
    &column(&components::PRICE.key, "the column with the price of one, or tiers"),
    &column(&components::CURRENCY.key, "the column with the price's currency"),
    &column(&components::ORIGIN.key, "the column with the country of origin"),
    &column(&components::HS.key, "the column with the customs tariff number"),
    &column(&components::LEAD_WEEKS.key, "the column with the weeks from order to delivery"),
    &column(&components::LIFECYCLE.key, "the column with `active`, `nrnd` or `eol`"),
    &column(&components::PROVIDES.key, "the column with what it provides: the inside of the table"),
    &column(&components::NEEDS.key, "the column with what it needs"),
    &column(&components::USES.key, "the column with the resources it uses"),
    &column(&components::SUPPLIES.key, "the column with the resources it supplies"),
    &column(&details::APPROVED.key, "the column with further manufacturer parts: tables in braces, separated by `;`"),
    &column(&made::MADE.key, "the column with all manufacturer parts: tables in braces, separated by `;`"),
    &column(&made::MASS.key, "the column with the mass of one, in grams"),
    &column(&made::CONTENT.key, "the column with the value of its materials: the inside of the table"),
    &column(&made::ATTRITION.key, "the column with what is lost in assembly: the inside of the table"),
    &column(&components::PER_MONTH.key, "the column with what a service costs a month"),
    &column(&details::UNIT.key, "the column with what its quantities count"),
    &column(&details::VALUE.key, "the column with the value that a board's BOM prints"),
    &column(&details::FOOTPRINT.key, "the column with the land pattern"),
    &column(&details::DESCRIPTION.key, "the column with what it is, for people"),
    &column(&details::DATASHEET.key, "the column with where its data sheet is"),
    &column(&details::LICENSE.key, "the column with its licence"),
    &column(&details::PURL.key, "the column with its package URL"),
    &column(&details::CPE.key, "the column with its CPE name"),
    &column(&details::SUPPLIER.key, "the column with who supplies it"),
    &column(&details::SBOM.key, "the column with where its own SBOM is"),
    &column(&details::FIELDS.key, "the column with further columns of exports: the inside of the table"),
    &column(&components::ITS_ATTRIBUTES.key, "the column with its attributes: the inside of the table"),
    &column(
        &components::CERTIFICATES.key,
        "the column with the certificates it holds: tables in braces, separated by `;`",
    ),
    &column(&components::TERRITORIES.key, "the column with where it may be sold: the inside of the table"),
    &column(&common::FROM.key, "the column with the first day on which it is available"),
    &column(&common::UNTIL.key, "the column with the first day on which it no longer is"),
    &column(&common::THROUGH.key, "the column with the last day on which it is available"),
    &column(&common::BECAUSE.key, "the column with why"),
    &column(&common::SOURCE.key, "the column with the sources, separated by `;`"),
    &column(&common::AS_OF.key, "the column with the day of the sources"),
    &column(&common::STATUS.key, "the column with how far the sources agree"),
    &column(&common::CONTENDERS.key, "the column with what other sources state, separated by `;`"),
    &column(&common::NOTE.key, "the column with a remark"),
];
static COLUMN_TABLE: TableShape = closed("a map of columns", &[COLUMN_KEYS]);
static MASS: Field<crate::number::Number> = Field::new(made::MASS.name(), Shape::Amount, "the mass of one, in grams");
static LEAD_WEEKS: Field<crate::number::Number> =
    field::whole_between(components::LEAD_WEEKS.name(), (0, common::MOST_WEEKS), "the weeks from order to delivery");
static VALUE_KEYS: Keys = &[
    &value(&components::VERSION.key, Form::Any, "the version"),
    &value(&components::KIND.key, KIND_FORM, "the kind"),
    &value(&components::MANUFACTURER.key, Form::Any, "the manufacturer"),
    &value(&components::PRICE.key, Form::Any, "the price of one, or tiers"),
    &value(&components::CURRENCY.key, forms::CURRENCY, "the currency of prices"),
    &value(&components::ORIGIN.key, Form::Any, "the country of origin"),
    &value(&components::HS.key, forms::TARIFF, "the customs tariff number"),
    &LEAD_WEEKS.key,
    &value(&components::LIFECYCLE.key, Form::Any, "`active`, `nrnd` or `eol`"),
    &value(&components::PROVIDES.key, Form::Any, "what it provides: the inside of the table, as in a cell"),
    &value(&components::NEEDS.key, Form::Any, "what it needs"),
    &value(&components::USES.key, Form::Any, "the resources it uses"),
    &value(&components::SUPPLIES.key, Form::Any, "the resources it supplies"),
    &value(&details::APPROVED.key, Form::Any, "further manufacturer parts: tables in braces, separated by `;`"),
    &value(&made::MADE.key, Form::Any, "all manufacturer parts: tables in braces, separated by `;`"),
    &MASS.key,
    &value(&made::CONTENT.key, Form::Any, "the value of its materials: the inside of the table"),
    &value(&made::ATTRITION.key, Form::Any, "what is lost in assembly: the inside of the table"),
    &value(&components::PER_MONTH.key, Form::Any, "what a service costs a month"),
    &value(&details::UNIT.key, Form::Any, "what its quantities count"),
    &value(&details::VALUE.key, Form::Any, "the value that a board's BOM prints"),
    &value(&details::FOOTPRINT.key, Form::Any, "the land pattern"),
    &value(&details::DESCRIPTION.key, Form::Any, "what it is, for people"),
    &value(&details::DATASHEET.key, Form::Any, "where its data sheet is"),
    &value(&details::LICENSE.key, Form::Any, "its licence"),
    &value(&details::PURL.key, Form::Any, "its package URL"),
    &value(&details::CPE.key, Form::Any, "its CPE name"),
    &value(&details::SUPPLIER.key, Form::Any, "who supplies it"),
    &value(&details::SBOM.key, Form::Any, "where its own SBOM is"),
    &value(&details::FIELDS.key, Form::Any, "further columns of exports: the inside of the table"),
    &value(&components::ITS_ATTRIBUTES.key, Form::Any, "its attributes: the inside of the table"),
    &value(&components::CERTIFICATES.key, Form::Any, "the certificates it holds: tables in braces, separated by `;`"),
    &value(&components::TERRITORIES.key, Form::Any, "where it may be sold: the inside of the table"),
    &value(&common::FROM.key, Form::Any, "the first day on which it is available"),
    &value(&common::UNTIL.key, Form::Any, "the first day on which it no longer is"),
    &value(&common::THROUGH.key, Form::Any, "the last day on which it is available"),
    &value(&common::BECAUSE.key, Form::Any, "the reason"),
    &value(&common::SOURCE.key, Form::Any, "the sources, separated by `;`"),
    &value(&common::AS_OF.key, Form::Any, "the day of the sources"),
    &value(&common::STATUS.key, Form::Any, "how far the sources agree"),
    &value(&common::CONTENDERS.key, Form::Any, "what other sources state, separated by `;`"),
    &value(&common::NOTE.key, Form::Any, "a remark"),
];
static VALUE_TABLE: TableShape = closed("a table of values", &[VALUE_KEYS]);

static FILE: Field<Text> =
    field::text("file", "the SQLite database, in the solution's folder").required("\"parts.sqlite\"");
static NAME: Field<Text> = field::text("table", "the table or view whose rows are components").required("\"parts\"");
static COLUMNS: Field<Table> = field::table(
    "columns",
    &COLUMN_TABLE,
    "which column holds what; the others are read where they are named as in a CSV catalogue",
);
static VALUES: Field<Table> =
    field::table("values", &VALUE_TABLE, "the value of a row whose cell is empty, or where there is no column");
static KEYS: Keys = &[&FILE.key, &NAME.key, &COLUMNS.key, &VALUES.key];
static TABLE: TableShape = closed("a database", &[KEYS]);
static DATABASE: Shape = Shape::Table(&TABLE);

/// The tables.
pub static DATABASES: Field<List<Table>> =
    field::list("databases", &DATABASE, "tables of SQLite databases, read as catalogues");

/// One entry of `[[databases]]`: a table whose rows are components, and which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedTable {
    /// The database and the table.
    pub table: DatabaseTable,
    /// The place of the file's name.
    pub file_span: Span,
    /// The place of the table's name.
    pub table_span: Span,
    /// Key of a catalogue → column, with the place of the column's name; columns that it does not name are read where
    /// they are named as in a CSV catalogue.
    pub columns: Vec<(String, String, Span)>,
    /// Key of a catalogue → the value of a row whose cell is empty.
    pub values: Vec<(String, String)>,
}

/// The tables that a `solution.toml` names, in its order.
#[must_use]
pub fn mapped_tables(root: &Table) -> Vec<MappedTable> {
    root.list(&DATABASES).filter_map(|entry| mapped_table(entry.value)).collect()
}

fn mapped_table(entry: &Table) -> Option<MappedTable> {
    let (file, table) = (entry.string_at(&FILE)?, entry.string_at(&NAME)?);
    let entries = |field: &Field<Table>| entry.read(field).map(|found| found.entries.as_slice()).unwrap_or_default();
    let columns = entries(&COLUMNS).iter();
    let values = entries(&VALUES).iter();
    Some(MappedTable {
        table: DatabaseTable { file: file.value, table: table.value },
        file_span: file.span,
        table_span: table.span,
        columns: columns
            .filter_map(|(key, node)| Some((key.value.to_string(), node.value.as_text()?.to_owned(), node.span)))
            .collect(),
        values: values.filter_map(|(key, node)| Some((key.value.to_string(), cell(&node.value)?))).collect(),
    })
}

/// A value as a cell has it.
fn cell(node: &Node) -> Option<String> {
    match node {
        Node::Number(number) => Some(number.to_string()),
        Node::Text(text) => Some(text.clone()),
        Node::Boolean(_) | Node::Date(_) | Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_component_can_be_a_column_or_a_value() {
        let names = |keys: Keys| keys.iter().map(|key| key.name).collect::<Vec<_>>();
        let (columns, values) = (names(COLUMN_KEYS), names(VALUE_KEYS));
        for key in components::TABLE.keys() {
            assert!(columns.contains(&key.name), "no column for `{}`", key.name);
            // What tells rows apart has no value that all of them share.
            let is_own = ["id", "name", "mpn"].contains(&key.name);
            assert!(is_own || values.contains(&key.name), "no value for `{}`", key.name);
        }
    }
}
