//! `[complete]`: of what the stated entries are all there are, perhaps none; one entry a section.

use super::Entry;
use super::common::VALUE;
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::layout::Layout;
use super::section::SectionShape;
use crate::date::Effectivity;
use crate::name::is_below;
use crate::span::Span;
use crate::syntax::Node;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed};
use crate::terms::CertificationKind;

static KIND: Shape = Shape::Text(Form::Word(CertificationKind::WORDS));
static TECHNOLOGY: Shape = Shape::Text(forms::CAPABILITY);

static POWER: Field<bool> = field::flag("power", "whether `[power]` is all there is");
static RADIO: Field<List<Text>> = field::texts("radio", &TECHNOLOGY, "technologies; `[]`: all of them");
static CARRIERS: Field<bool> = field::flag("carriers", "whether there are no other carriers");
static CERTIFICATION: Field<List<Text>> = field::texts("certification", &KIND, "kinds of it; `[]`: all of them");

static KEYS: Keys = &[&POWER.key, &RADIO.key, &CARRIERS.key, &CERTIFICATION.key];
static TABLE: TableShape = closed("`[complete]`", &[KEYS]);

/// The section.
pub static SECTION: SectionShape = SectionShape::new(
    field::table("complete", &TABLE, "of what the stated entries are all there are, perhaps none").key,
    Layout::NamedValues,
    |entry| Entry::list(lower(entry)),
);

/// Something of which nothing but what is stated exists.
#[derive(Clone, Debug)]
pub struct Complete {
    /// The section: `power`, `radio`, `carriers` or `certification`.
    pub section: String,
    /// Technologies, or kinds of certification, that are complete; `None`: the whole section is.
    pub only: Option<Vec<String>>,
}

impl Complete {
    /// Whether a technology or kind of a section is complete; `None`: the whole section.
    #[must_use]
    pub fn covers(&self, section: &str, part: Option<&str>) -> bool {
        let is_named = |only: &Vec<String>| part.is_some_and(|part| only.iter().any(|one| is_below(part, one)));
        self.section == section && self.only.as_ref().is_none_or(is_named)
    }
}

impl Dated for Complete {
    fn each_date(&self, _: &mut dyn FnMut(Effectivity, Span)) {}
}

/// Each layer adds to the lists: what a wider area knows completely is known in the narrower one too.
fn lower(entry: &EntryReader<'_, '_>) -> Option<Complete> {
    let mut only: Option<Vec<String>> = Some(Vec::new());
    let mut is_stated = false;
    let statements = entry.statements.iter().map(|id| entry.lookup.statement(*id));
    for value in statements.filter_map(|statement| statement.table.read(&VALUE)) {
        let words = value.elements().iter().filter_map(|one| Some(one.value.as_text()?.to_owned()));
        match value {
            Node::Boolean(false) => continue,
            Node::Array(elements) if !elements.is_empty() => {
                only.iter_mut().for_each(|only| only.extend(words.clone()))
            }
            Node::Array(_) | Node::Boolean(true) => only = None,
            Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) | Node::Table(_) => continue,
        }
        is_stated = true;
    }
    is_stated.then(|| Complete { section: entry.id.to_owned(), only })
}
