//! The list of sources that facts cite.

use super::common::TEXT;
use crate::syntax::shape::{Form, Key, Shape, TableShape, closed, optional, required};

static SOURCE_KEYS: &[Key] = &[
    required("id", Shape::Text(Form::Identifier), "\"iec-world-plugs\"", "the id that `source` names"),
    optional("title", Shape::Text(Form::Any), "its title"),
    optional("publisher", Shape::Text(Form::Any), "who published it"),
    optional("version", Shape::Text(Form::Any), "its version, edition or commit"),
    optional(
        "date",
        Shape::Either(&[Shape::Date, Shape::Text(Form::Any)]),
        "when it was published: a day, or less exact in quotes",
    ),
    optional("url", Shape::Text(Form::Any), "where it can be read"),
    optional("licence", Shape::Text(Form::Any), "under which terms"),
    optional("family", Shape::Text(Form::Any), "sources of one family are copies of one another and count once"),
    optional("read_on", Shape::Date, "the day it was read"),
    optional("contenders", Shape::List(&TEXT), "what other sources say, where they differ"),
    optional("note", Shape::Text(Form::Any), "a remark for readers"),
];
static SOURCE: TableShape = closed("a source", &[SOURCE_KEYS]);
static SOURCE_TABLE: Shape = Shape::Table(&SOURCE);

static ROOT_KEYS: &[Key] = &[
    optional("version", Shape::Text(Form::Any), "the version of the facts that cite these sources"),
    optional("sources", Shape::List(&SOURCE_TABLE), "the sources that facts cite by id"),
];

/// The list of sources.
pub static ROOT: TableShape = closed("a list of sources", &[ROOT_KEYS]);
