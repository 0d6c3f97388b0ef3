//! `solution.toml`: what is sold, and the solution's own overlay of `world`.

use super::common::{CERTIFICATE, KINDS, NAME, NAMES, TEXT};
use super::overlay::{GRAPH_SECTIONS, MARKET_SECTIONS, RULE_SECTIONS};
use crate::syntax::shape::{Choice, Form, Key, Rest, Shape, TableShape, TermList, closed, map, optional, required};
use crate::terms::code::SchemaCode;
use crate::terms::{Column, Objective, ObjectiveKind};

static CARRIERS: TableShape = map("a table of carriers by market", Form::Name, &NAMES);
static OBJECTIVES: TermList = TermList {
    what: "objective",
    unknown: SchemaCode::UnknownObjective,
    words: ObjectiveKind::WORDS,
    function: Objective::SUM,
    argument: "ATTRIBUTE",
};
static OBJECTIVE: Shape = Shape::Text(Form::Term(&OBJECTIVES));

static SOLUTION_KEYS: &[Key] = &[
    required("name", Shape::Text(Form::Name), "\"my-product\"", "the solution's name"),
    optional("version", Shape::Text(Form::Any), "its semantic version").or("\"1.0.0\""),
    required("markets", Shape::List(&NAME), "[\"DE\"]", "the areas it is sold to"),
    required("currency", Shape::Text(Form::Currency), "\"EUR\"", "the currency of the answers"),
    optional("core-target", Shape::Share, "a core share below it gives the warning `core-share`"),
    optional("objective", Shape::List(&OBJECTIVE), "what is minimised, in this order").or("[\"cost\"]"),
    optional("catalog", Shape::List(&TEXT), "patterns of the catalogue's files")
        .or("[\"catalog/*.toml\", \"catalog/*.csv\"]"),
    optional("overlays", Shape::List(&TEXT), "patterns of the overlays' files").or("[\"regions/*.toml\"]"),
    optional("carriers", Shape::Table(&CARRIERS), "carriers that must be served, by market"),
    optional("term_months", Shape::Integer(1), "how long services are paid for in `cost`"),
    optional("as-of", Shape::Date, "the day the product is placed on the market"),
    optional("sku-cost", Shape::Money, "what keeping one more hardware SKU costs once, in the solution's currency")
        .or("\"0\""),
];
static SOLUTION: TableShape = closed("`[solution]`", &[SOLUTION_KEYS]);

static UNITS: Shape = Shape::Integer(1);
static VOLUMES: TableShape = map("`[volumes]`", Form::Name, &UNITS);
static RATE: Shape = Shape::Money;
static EXCHANGE: TableShape = map("`[exchange]`", Form::Currency, &RATE);

static OPTION_KEYS: &[Key] = &[
    required("values", Shape::Scalars, "[\"cellular\", \"lorawan\"]", "its values, in order of preference"),
    optional("default", Shape::Scalar, "the value where nothing else sets one"),
    optional("name", Shape::Text(Form::Any), "the name for people"),
    optional("doc", Shape::Text(Form::Any), "what it decides"),
    optional("because", Shape::Text(Form::Any), "why, in words that explanations repeat"),
];
static OPTION: TableShape = closed("an option", &[OPTION_KEYS]);
static OPTION_TABLE: Shape = Shape::Table(&OPTION);
static OPTIONS: TableShape = map("`[options]`", Form::Name, &OPTION_TABLE);

static COLUMN_KEYS: &[Key] = &[
    optional("field", Shape::Text(Form::Word(Column::WORDS)), "what the column shows; without it, it is empty"),
    optional("title", Shape::Text(Form::Any), "the head of the column; default the field"),
];
static COLUMN: TableShape = TableShape {
    what: "a column",
    groups: &[COLUMN_KEYS],
    rest: Rest::Closed,
    choices: &[Choice::Any(&["field", "title"], "field = \"mpn\"")],
};
static COLUMN_SHAPE: Shape = Shape::Either(&[Shape::Text(Form::Word(Column::WORDS)), Shape::Table(&COLUMN)]);
static KIND_WORD: Shape = Shape::Text(KINDS);
static PROFILE_KEYS: &[Key] = &[
    required("columns", Shape::Filled(&COLUMN_SHAPE), "[\"refdes\", \"quantity\", \"mpn\"]", "the columns, in order"),
    optional("kinds", Shape::List(&KIND_WORD), "the kinds of lines that are listed; default all"),
];
static PROFILE: TableShape = closed("a profile", &[PROFILE_KEYS]);
static PROFILE_TABLE: Shape = Shape::Table(&PROFILE);
static BOM_PROFILES: TableShape = map("`[profile.bom]`", Form::Name, &PROFILE_TABLE);
static PROFILES_KEYS: &[Key] =
    &[optional("bom", Shape::Table(&BOM_PROFILES), "profiles of exported bills of materials, by name")];
static PROFILES: TableShape = closed("`[profile]`", &[PROFILES_KEYS]);

static MAPPED_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Any), "the column with the id"),
    optional("version", Shape::Text(Form::Any), "the column with the version"),
    optional("kind", Shape::Text(Form::Any), "the column with the kind"),
    optional("name", Shape::Text(Form::Any), "the column with the name"),
    optional("manufacturer", Shape::Text(Form::Any), "the column with the manufacturer"),
    optional("mpn", Shape::Text(Form::Any), "the column with the manufacturer's part number"),
    optional("price", Shape::Text(Form::Any), "the column with the price of one"),
    optional("currency", Shape::Text(Form::Any), "the column with the price's currency"),
    optional("origin", Shape::Text(Form::Any), "the column with the country of origin"),
    optional("hs", Shape::Text(Form::Any), "the column with the customs tariff number"),
    optional("lead_weeks", Shape::Text(Form::Any), "the column with the weeks from order to delivery"),
    optional("lifecycle", Shape::Text(Form::Any), "the column with `active`, `nrnd` or `eol`"),
    optional("provides", Shape::Text(Form::Any), "the column with what it provides: the inside of the table"),
    optional("needs", Shape::Text(Form::Any), "the column with what it needs"),
    optional("uses", Shape::Text(Form::Any), "the column with the resources it uses"),
    optional("supplies", Shape::Text(Form::Any), "the column with the resources it supplies"),
];
static MAPPED: TableShape = closed("a map of columns", &[MAPPED_KEYS]);
static VALUES_KEYS: &[Key] = &[
    optional("version", Shape::Text(Form::Any), "the version"),
    optional("kind", Shape::Text(KINDS), "the kind"),
    optional("manufacturer", Shape::Text(Form::Any), "the manufacturer"),
    optional("currency", Shape::Text(Form::Currency), "the currency of prices"),
    optional("origin", Shape::Text(Form::Any), "the country of origin"),
    optional("hs", Shape::Text(Form::Tariff), "the customs tariff number"),
    optional("lead_weeks", Shape::Integer(0), "the weeks from order to delivery"),
    optional("lifecycle", Shape::Text(Form::Any), "`active`, `nrnd` or `eol`"),
    optional("provides", Shape::Text(Form::Any), "what it provides: the inside of the table, as in a cell"),
    optional("needs", Shape::Text(Form::Any), "what it needs"),
    optional("uses", Shape::Text(Form::Any), "the resources it uses"),
    optional("supplies", Shape::Text(Form::Any), "the resources it supplies"),
];
static VALUES: TableShape = closed("a table of values", &[VALUES_KEYS]);
static DATABASE_KEYS: &[Key] = &[
    required("file", Shape::Text(Form::Any), "\"parts.sqlite\"", "the SQLite database, in the solution's folder"),
    required("table", Shape::Text(Form::Any), "\"parts\"", "the table or view whose rows are components"),
    optional(
        "columns",
        Shape::Table(&MAPPED),
        "which column holds what; the others are read where they are named as in a CSV catalogue",
    ),
    optional("values", Shape::Table(&VALUES), "what a row says where its cell is empty or there is no column"),
];
static DATABASE: TableShape = closed("a database", &[DATABASE_KEYS]);
static DATABASE_TABLE: Shape = Shape::Table(&DATABASE);
static CERTIFICATE_TABLE: Shape = Shape::Table(&CERTIFICATE);

static OWN_KEYS: &[Key] = &[
    required(
        "solution",
        Shape::Table(&SOLUTION),
        "{ name = \"my-product\", markets = [\"DE\"], currency = \"EUR\" }",
        "what is sold, where, and what counts",
    ),
    optional("volumes", Shape::Table(&VOLUMES), "units a year by market; default 1000"),
    optional("exchange", Shape::Table(&EXCHANGE), "one unit of a currency is so much of the solution's"),
    optional("options", Shape::Table(&OPTIONS), "named choices of the customer or planner"),
    optional(
        "certificates",
        Shape::List(&CERTIFICATE_TABLE),
        "certificates held or planned by the solution as a whole",
    ),
    optional("databases", Shape::List(&DATABASE_TABLE), "tables of SQLite databases, read as catalogues"),
    optional("profile", Shape::Table(&PROFILES), "columns of exports: `[profile.bom.NAME]`"),
];

/// `solution.toml`.
pub static ROOT: TableShape = TableShape {
    what: "solution.toml",
    groups: &[OWN_KEYS, MARKET_SECTIONS, GRAPH_SECTIONS, RULE_SECTIONS],
    rest: Rest::Closed,
    choices: &[],
};
