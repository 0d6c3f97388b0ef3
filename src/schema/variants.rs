//! `[[variants]]` in `solution.toml`: the product as it is sold or published, with its options and its markets.

use super::common::NAME;
use super::ids::{AreaId, OptionId};
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, TextForm, closed, map};
use crate::syntax::{Node, Table};
use crate::terms::code::SchemaCode;

/// Most bytes of a variant's name: it becomes a part of names of files.
const LONGEST: usize = 120;

/// Any text on one line that is more than spaces.
static ANY_NAME: TextForm = TextForm {
    expected: "a text on one line, without spaces at its ends",
    code: SchemaCode::BadValue,
    longest: Some(LONGEST),
    pattern: "^\\S(.*\\S)?$",
    matches: is_text,
    edit: |text| text.split_whitespace().collect::<Vec<_>>().join(" "),
    unquoted: None,
};

fn is_text(text: &str) -> bool {
    let is_trimmed = !text.is_empty() && text.trim() == text;
    is_trimmed && text.len() <= LONGEST && !text.chars().any(char::is_control)
}

static VALUE: Shape = Shape::Scalar;
static SET_TABLE: TableShape = map("the `set` of a variant", Form::Name, &VALUE);

static THE_NAME: Field<Text> =
    field::formed("name", Form::Described(&ANY_NAME), "its name, any text").required("\"EU868 with GNSS\"");
static MARKETS: Field<List<Text>> =
    Field::new("markets", Shape::Filled(&NAME), "the markets it is sold in; default all of the solution");
static SET: Field<Table> = field::table("set", &SET_TABLE, "the values of its options");
static KEYS: Keys = &[&THE_NAME.key, &MARKETS.key, &SET.key];
static TABLE: TableShape = closed("a variant", &[KEYS]);
static VARIANT: Shape = Shape::Table(&TABLE);

/// The tables.
pub static VARIANTS: Field<List<Table>> =
    field::list("variants", &VARIANT, "the product as it is sold or published: a name, its options, its markets");

/// A variant as the file writes it, in names.
#[derive(Clone, Debug)]
pub struct VariantEntry<'t> {
    /// Its name.
    pub name: Spanned<&'t str>,
    /// The codes of its markets; `None`: all of the solution.
    pub markets: Option<Vec<Spanned<&'t str>>>,
    /// Options and their values.
    pub set: Vec<(Spanned<&'t str>, &'t Spanned<Node>)>,
}

/// A product as it is sold or published.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its markets, in the order of the file.
    pub markets: Vec<AreaId>,
    /// The values of its options, one an option.
    pub set: Vec<VariantSetting>,
    /// Where it is named.
    pub span: Span,
}

/// An option's value that a variant fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantSetting {
    /// The option.
    pub option: OptionId,
    /// The value's position.
    pub value: u32,
    /// Where it is written.
    pub span: Span,
}

impl Variant {
    /// What it sets an option to.
    #[must_use]
    pub fn setting(&self, option: OptionId) -> Option<&VariantSetting> {
        self.set.iter().find(|setting| setting.option == option)
    }

    /// Whether options with these values are those of the variant.
    #[must_use]
    pub fn agrees(&self, value: impl Fn(OptionId) -> Option<u32>) -> bool {
        self.set.iter().all(|setting| value(setting.option) == Some(setting.value))
    }
}

/// The variants of a `solution.toml`, in its order.
pub fn entries_of(root: &Table) -> impl Iterator<Item = VariantEntry<'_>> {
    root.list(&VARIANTS).filter_map(|table| {
        let table = table.value;
        let set = table.read(&SET).map(|set| set.entries.as_slice()).unwrap_or_default();
        Some(VariantEntry {
            name: table.read_at(&THE_NAME)?,
            markets: table.has(&MARKETS).then(|| table.list(&MARKETS).collect()),
            set: set.iter().map(|(option, node)| (Spanned::new(&*option.value, option.span), node)).collect(),
        })
    })
}
