//! `[[parties]]` in `solution.toml` and in catalogues: companies that make, sell, assemble or hold licences.

use super::common::{CITED, TEXT, texts_of};
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};
use crate::syntax::{Node, Table};

static ID: Field<Text> = field::name("id", "its id").required("\"quectel\"");
static NAME: Field<Text> = field::text("name", "its name, as makers and sellers are written");
static COUNTRY: Field<Text> = field::name("country", "the code of the country where it is registered");
static OWNED_BY: Field<Node> = field::node(
    "owned-by",
    Shape::Either(&[Shape::Text(crate::syntax::shape::Form::Any), Shape::Filled(&TEXT)]),
    "its owner, or several: ids or names; a list of parties reaches what a listed party owns",
);
static KEYS: Keys = &[&ID.key, &NAME.key, &COUNTRY.key, &OWNED_BY.key];
static TABLE: TableShape = closed("a party", &[KEYS, CITED]);
static PARTY: Shape = Shape::Table(&TABLE);

/// The parties of a file.
pub static PARTIES: Field<List<Table>> =
    field::list("parties", &PARTY, "companies: makers, sellers, assemblers, operators, licensees");

/// A company: who makes, sells, assembles, operates or holds a licence.
#[derive(Clone, Debug)]
pub struct Party {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The code of its country.
    pub country: Option<Spanned<String>>,
    /// Its direct owners: ids or names, as written.
    pub owned_by: Vec<Spanned<String>>,
    /// The place of its id.
    pub span: Span,
}

/// A party, as a file has it.
#[must_use]
pub fn party_of(table: &Table) -> Option<Party> {
    let id = table.string_at(&ID)?;
    Some(Party {
        id: id.value,
        name: table.string(&NAME),
        country: table.string_at(&COUNTRY),
        owned_by: texts_of(table.get(OWNED_BY.name())),
        span: id.span,
    })
}
