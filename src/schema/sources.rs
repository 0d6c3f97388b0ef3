//! The list of sources that facts cite.

use super::common::TEXT;
use crate::date::Date;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed};
use crate::syntax::{Node, Table};

static ID: Field<Text> = field::identifier("id", "the id that `source` names").required("\"iec-world-plugs\"");
static TITLE: Field<Text> = field::text("title", "its title");
static PUBLISHER: Field<Text> = field::text("publisher", "who published it");
static VERSION: Field<Text> = field::text("version", "its version, edition or commit");
static DATE: Field<Node> = field::node(
    "date",
    Shape::Either(&[Shape::Date, Shape::Text(Form::Any)]),
    "when it was published: a day, or less exact in quotes",
);
static URL: Field<Text> = field::text("url", "where it can be read");
static LICENCE: Field<Text> = field::text("licence", "under which terms");
static FAMILY: Field<Text> = field::text("family", "sources of one family are copies of one another and count once");
static READ_ON: Field<Date> = field::date("read_on", "the day it was read");
static CONTENDERS: Field<List<Text>> = field::texts("contenders", &TEXT, "what other sources state, where they differ");
static NOTE: Field<Text> = field::text("note", "a remark for readers");

static KEYS: Keys = &[
    &ID.key,
    &TITLE.key,
    &PUBLISHER.key,
    &VERSION.key,
    &DATE.key,
    &URL.key,
    &LICENCE.key,
    &FAMILY.key,
    &READ_ON.key,
    &CONTENDERS.key,
    &NOTE.key,
];
static TABLE: TableShape = closed("a source", &[KEYS]);
static SOURCE: Shape = Shape::Table(&TABLE);

static FACTS_VERSION: Field<Text> = field::text("version", "the version of the facts that cite these sources");
/// The sources.
pub static SOURCES: Field<List<Table>> = field::list("sources", &SOURCE, "the sources that facts cite by id");
static ROOT_KEYS: Keys = &[&FACTS_VERSION.key, &SOURCES.key];

/// A list of sources.
pub static ROOT: TableShape = closed("a list of sources", &[ROOT_KEYS]);

/// An entry of `sources.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The id that facts cite.
    pub id: String,
    /// The title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// The version read.
    pub version: Option<String>,
    /// The date of it.
    pub date: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// Sources of one family are copies of one another and count once.
    pub family: Option<String>,
    /// Under which terms it may be used.
    pub licence: Option<String>,
}

impl Citation {
    /// The source that a table describes, with the place of its id; `None` without id or title.
    pub(crate) fn of(table: &Table) -> Option<crate::span::Spanned<Self>> {
        let id = table.string_at(&ID)?;
        let date = table.read(&DATE).and_then(|node| match node {
            Node::Text(text) => Some(text.clone()),
            Node::Date(date) => Some(date.to_string()),
            Node::Boolean(_) | Node::Number(_) | Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
        });
        let citation = Self {
            id: id.value,
            title: table.string(&TITLE)?,
            publisher: table.string(&PUBLISHER),
            version: table.string(&VERSION),
            date,
            url: table.string(&URL),
            family: table.string(&FAMILY),
            licence: table.string(&LICENCE),
        };
        Some(crate::span::Spanned::new(citation, id.span))
    }
}
