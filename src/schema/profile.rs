//! `[profile.bom.NAME]` in `solution.toml`: columns of exported bills of materials.

use super::common::KIND;
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Form, Keys, Rest, Shape, TableShape, closed, map};
use crate::syntax::{Entry, Node, Table};
use crate::terms::{Column, ComponentKind};

static FIELD: Field<Column> =
    field::term("field", "what the column shows; without it, what `fields` have under the title");
static TITLE: Field<Text> = field::text("title", "the head of the column; default the field");
static COLUMN_KEYS: Keys = &[&FIELD.key, &TITLE.key];
static COLUMN_TABLE: TableShape = TableShape {
    what: "a column",
    groups: &[COLUMN_KEYS],
    rest: Rest::Closed,
    choices: &[Choice::Any(&[&FIELD.key, &TITLE.key], "field = \"mpn\"")],
};
static COLUMN: Shape = Shape::Either(&[Shape::Text(Form::Any), Shape::Table(&COLUMN_TABLE)]);

static COLUMNS: Field<List<Node>> =
    Field::new("columns", Shape::Filled(&COLUMN), "the columns, in order: fields of a line, or titles of `fields`")
        .required("[\"refdes\", \"quantity\", \"mpn\"]");
static KINDS: Field<List<ComponentKind>> =
    field::list("kinds", &KIND, "the kinds of lines that are listed; default all");
static KEYS: Keys = &[&COLUMNS.key, &KINDS.key];
static TABLE: TableShape = closed("a profile", &[KEYS]);
static NAMED: Shape = Shape::Table(&TABLE);
static BOM_TABLE: TableShape = map("`[profile.bom]`", Form::Name, &NAMED);
static BOM: Field<Table> = field::table("bom", &BOM_TABLE, "profiles of exported bills of materials, by name");
static PROFILES: TableShape = closed("`[profile]`", &[&[&BOM.key]]);

/// The table.
pub static PROFILE: Field<Table> = field::table("profile", &PROFILES, "columns of exports: `[profile.bom.NAME]`");

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
    /// What it shows; `None`: what components have under this title in `fields`, which may be nothing.
    pub field: Option<Column>,
    /// The place of a title without a table, as in `columns = ["LCSC"]`.
    pub alone: Option<Span>,
}

/// The profiles of a `solution.toml`, in its order.
#[must_use]
pub fn profiles_of(root: &Table) -> Vec<ProfileDefinition> {
    let named = root.read(&PROFILE).and_then(|profile| profile.read(&BOM));
    let profile = |(name, node): &Entry| {
        let table = node.value.as_table()?;
        let columns = table.list(&COLUMNS).filter_map(|column| column_of(&column)).collect();
        let kinds = table.list(&KINDS).map(|kind| kind.value).collect();
        Some(ProfileDefinition { name: name.value.to_string(), columns, kinds })
    };
    named.map(|table| table.entries.as_slice()).unwrap_or_default().iter().filter_map(profile).collect()
}

fn column_of(node: &Spanned<&Node>) -> Option<ProfileColumn> {
    if let Some(word) = node.value.as_text() {
        return Some(ProfileColumn { title: word.to_owned(), field: Column::from_word(word), alone: Some(node.span) });
    }
    let table = node.value.as_table()?;
    let field = table.read(&FIELD);
    let title = table.read(&TITLE).or(field.map(Column::as_str))?;
    Some(ProfileColumn { title: title.to_owned(), field, alone: None })
}
