//! `[[articles]]` in `solution.toml`: what crosses a border as one thing.

use super::common::{CITED, EFFECTIVITY, NAME, REASON, effectivity_of};
use super::dated::Dated;
use super::forms;
use super::ids::{SiteId, SlotId};
use super::made::{CONTENT, content_of};
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};

/// The slot whose hardware it holds.
pub static SLOT: Field<Text> =
    field::name("slot", "the slot whose hardware, and that below it, is in it; absent: the whole product");
static HS: Field<Text> = field::formed("hs", forms::TARIFF, "its customs tariff number, digits only");
static MASS: Field<Number> = Field::new("mass_g", Shape::Amount, "its mass in grams; default: that of its parts");
static MINUTES: Field<Number> = field::money("minutes", "the labour of one, in minutes").or("\"0\"");
/// Where it may be built.
pub static BUILD: Field<List<Text>> =
    Field::new("build", Shape::Filled(&NAME), "ids of the sites that may build it, in order of preference")
        .required("[\"shenzhen-1\"]");

static KEYS: Keys = &[&SLOT.key, &HS.key, &MASS.key, &CONTENT.key, &BUILD.key, &MINUTES.key];
static TABLE: TableShape = closed("an article", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ARTICLE: Shape = Shape::Table(&TABLE);

/// The articles.
pub static ARTICLES: Field<List<Table>> =
    field::list("articles", &ARTICLE, "what crosses a border as one thing, with the parts in it");

/// What crosses a border as one thing.
#[derive(Clone, Debug)]
pub struct Article {
    /// The slot whose hardware, and that below it, is in it; `None`: the whole product.
    pub slot: Option<SlotId>,
    /// Customs tariff number.
    pub hs: Option<String>,
    /// Its mass in grams; `None`: that of its parts.
    pub mass_g: Option<Number>,
    /// The value of what it contains, by material, in the solution's currency; `None`: that of its parts.
    pub content: Option<Vec<(String, Number)>>,
    /// The sites that may build it, in order of preference. A site that is stated for several dates is here with all its
    /// statements.
    pub build: Vec<SiteId>,
    /// The labour of one, in minutes.
    pub minutes: Number,
    /// When it is one.
    pub effectivity: Effectivity,
    /// Where it is written.
    pub span: Span,
}

impl Dated for Article {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.span);
    }
}

/// Everything of an article but its slot and its sites, which are looked up once all are known.
#[must_use]
pub fn article_of(table: &Table) -> Article {
    Article {
        slot: None,
        hs: table.string(&HS),
        mass_g: table.read(&MASS),
        content: content_of(table),
        build: Vec::new(),
        minutes: table.read(&MINUTES).unwrap_or(Number::ZERO),
        effectivity: effectivity_of(table),
        span: table.header,
    }
}
