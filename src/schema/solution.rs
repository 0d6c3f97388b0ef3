//! `[solution]` in `solution.toml`: what is sold, where, and what is minimised.
//!
//! Names of areas become ids in the model, which knows the areas; everything else is read here.

use super::common::{MOST_MONTHS, NAME, NAMES, TEXT};
use super::forms;
use super::{
    articles, databases, exchange, freight, import_columns, licenses, options, parties, profile, purchasing, sites,
    variants, volumes,
};
use crate::date::Date;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, TermList, closed, map};
use crate::terms::code::SchemaCode;
use crate::terms::{Objective, ObjectiveKind};

static CARRIER_TABLE: TableShape = map("a table of carriers by market", Form::Name, &NAMES);
static OBJECTIVES: TermList = TermList {
    what: "objective",
    unknown: SchemaCode::UnknownObjective,
    words: ObjectiveKind::WORDS,
    aliases: &[ObjectiveKind::Core.as_str()],
    function: Objective::SUM,
    argument: "ATTRIBUTE",
};
static OBJECTIVE_TEXT: Shape = Shape::Text(Form::Term(&OBJECTIVES));

/// The solution's name.
pub static THE_NAME: Field<Text> = field::name("name", "the solution's name").required("\"my-product\"");
/// Its version.
pub static VERSION: Field<Text> = field::text("version", "its semantic version").or("\"1.0.0\"");
/// Who sells it.
pub static SUPPLIER: Field<Text> = field::text("supplier", "who sells the product; its supplier in an SBOM");
/// Who answers for its SBOM.
pub static AUTHOR: Field<Text> = field::text("author", "who answers for its SBOM; default: terroir itself");
/// Its markets.
pub static MARKETS: Field<List<Text>> = field::texts("markets", &NAME, "the areas it is sold to").required("[\"DE\"]");
/// Its currency.
pub static CURRENCY: Field<Text> = forms::currency("currency", "the currency of the answers").required("\"EUR\"");
/// The wanted core share.
pub static CORE_TARGET: Field<Number> =
    field::share("core-target", "a core share below it gives the warning `core-share`");
static OBJECTIVE: Field<List<Text>> =
    field::texts("objective", &OBJECTIVE_TEXT, "what is minimised, in this order").or("[\"cost\"]");
/// Patterns of catalogues.
pub static CATALOG: Field<List<Text>> =
    field::texts("catalog", &TEXT, "patterns of the catalogue's files").or("[\"catalog/*.toml\", \"catalog/*.csv\"]");
/// Patterns of overlays.
pub static OVERLAYS: Field<List<Text>> =
    field::texts("overlays", &TEXT, "patterns of the overlays' files").or("[\"regions/*.toml\"]");
/// Patterns of offers.
pub static OFFERS: Field<List<Text>> =
    field::texts("offers", &TEXT, "patterns of the offers' files").or("[\"offers/*.toml\", \"offers/*.csv\"]");
/// Carriers that must be served.
pub static CARRIERS: Field<Table> = field::table("carriers", &CARRIER_TABLE, "carriers that must be served, by market");
/// Months that services are paid for.
pub static TERM_MONTHS: Field<Number> =
    field::whole_between("term_months", (1, MOST_MONTHS), "how long services are paid for in `cost`");
/// The day of the answers.
pub static AS_OF: Field<Date> = field::date("as-of", "the day the product is placed on the market");
/// The cost of one more SKU.
pub static SKU_COST: Field<Number> =
    field::money("sku-cost", "what keeping one more hardware SKU costs once, in the solution's currency").or("\"0\"");

static KEYS: Keys = &[
    &THE_NAME.key,
    &VERSION.key,
    &SUPPLIER.key,
    &AUTHOR.key,
    &MARKETS.key,
    &CURRENCY.key,
    &CORE_TARGET.key,
    &OBJECTIVE.key,
    &CATALOG.key,
    &OVERLAYS.key,
    &OFFERS.key,
    &CARRIERS.key,
    &TERM_MONTHS.key,
    &AS_OF.key,
    &SKU_COST.key,
];
static TABLE: TableShape = closed("`[solution]`", &[KEYS]);

/// The table.
pub static SOLUTION: Field<Table> = field::table("solution", &TABLE, "what is sold, where, and what counts")
    .required("{ name = \"my-product\", markets = [\"DE\"], currency = \"EUR\" }");

/// The keys of `solution.toml` beside its sections.
pub static ROOT_KEYS: Keys = &[
    &SOLUTION.key,
    &volumes::VOLUMES.key,
    &purchasing::PURCHASING.key,
    &exchange::EXCHANGE.key,
    &options::OPTIONS.key,
    &variants::VARIANTS.key,
    &databases::DATABASES.key,
    &parties::PARTIES.key,
    &articles::ARTICLES.key,
    &sites::SITES.key,
    &freight::FREIGHT.key,
    &licenses::LICENSES.key,
    &profile::PROFILE.key,
    &import_columns::IMPORT.key,
];

/// The objectives of `[solution]` in their order; `cost` at the place of its header where none is written.
#[must_use]
pub fn objectives_of(table: &Table) -> Vec<Spanned<Objective>> {
    let objective = |text: Spanned<&str>| Some(Spanned::new(Objective::of(text.value)?, text.span));
    let list: Vec<_> = table.list(&OBJECTIVE).filter_map(objective).collect();
    if list.is_empty() { vec![Spanned::new(Objective::Cost, table.header)] } else { list }
}

/// A pattern of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePattern {
    /// `catalog/*.toml`.
    pub text: String,
    /// Where it is written; `None` for a default.
    pub span: Option<Span>,
}

/// The patterns of `[solution] catalog`, in their order.
#[must_use]
pub fn catalog_patterns(root: &Table) -> Vec<FilePattern> {
    patterns(root, &CATALOG, &["catalog/*.toml", "catalog/*.csv"])
}

/// A key of `[solution]` that lists patterns of files.
#[cfg(feature = "fs")]
#[derive(Clone, Debug)]
pub struct PatternKey {
    /// Its name.
    pub name: &'static str,
    /// The patterns where it is not written, as TOML.
    pub defaults: &'static str,
    /// Where it is written, else the header of `[solution]`: bytes of the manifest.
    pub place: std::ops::Range<usize>,
}

/// `catalog` and `offers` of `[solution]`, whose files may be workbooks.
#[cfg(feature = "fs")]
#[must_use]
pub fn pattern_keys(root: &Table) -> [PatternKey; 2] {
    let table = root.read(&SOLUTION);
    [&CATALOG, &OFFERS].map(|field| {
        let span = table.and_then(|table| table.place_of(field).or(Some(table.header)));
        let place = span.map_or(0..0, |span| span.start as usize..span.end as usize);
        PatternKey { name: field.name(), defaults: field.key.default.unwrap_or_default(), place }
    })
}

/// The patterns of `[solution] overlays`, in their order.
#[must_use]
pub fn overlay_patterns(root: &Table) -> Vec<FilePattern> {
    patterns(root, &OVERLAYS, &["regions/*.toml"])
}

/// The patterns of `[solution] offers`, in their order.
#[must_use]
pub fn offer_patterns(root: &Table) -> Vec<FilePattern> {
    patterns(root, &OFFERS, &["offers/*.toml", "offers/*.csv"])
}

fn patterns(root: &Table, field: &Field<List<Text>>, defaults: &[&str]) -> Vec<FilePattern> {
    let pattern = |text: Spanned<&str>| FilePattern { text: text.value.to_owned(), span: Some(text.span) };
    match root.read(&SOLUTION).filter(|table| table.has(field)) {
        Some(table) => table.list(field).map(pattern).collect(),
        None => defaults.iter().map(|text| FilePattern { text: (*text).to_owned(), span: None }).collect(),
    }
}
