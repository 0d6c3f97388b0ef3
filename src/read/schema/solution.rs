//! `solution.toml`: what is sold, and the solution's own overlay of `world`.

use super::common::{CERTIFICATE, KINDS, NAME, NAMES, TEXT};
use super::overlay::{GRAPH_SECTIONS, MARKET_SECTIONS, RULE_SECTIONS};
use crate::bom::Column;
use crate::read::shape::{Choice, Form, Key, Rest, Shape, TableShape, closed, map, optional, required};

static CARRIERS: TableShape = map("a table of carriers by market", Form::Name, &NAMES);
static OBJECTIVE: Shape = Shape::Text(Form::Objective);

static SOLUTION_KEYS: &[Key] = &[
    required("name", Shape::Text(Form::Name), "\"my-product\"", "the solution's name"),
    optional("version", Shape::Text(Form::Any), "its semantic version; default 1.0.0"),
    required("markets", Shape::List(&NAME), "[\"DE\"]", "the areas it is sold to"),
    required("currency", Shape::Text(Form::Currency), "\"EUR\"", "the currency of the answers"),
    optional("core-target", Shape::Share, "a core share below it gives the warning `core-share`"),
    optional("objective", Shape::List(&OBJECTIVE), "what is minimised, in this order; default `[\"cost\"]`"),
    optional(
        "catalog",
        Shape::List(&TEXT),
        "patterns of the catalogue's files; default `catalog/*.toml`, `catalog/*.csv`",
    ),
    optional("overlays", Shape::List(&TEXT), "patterns of the overlays' files; default `regions/*.toml`"),
    optional("carriers", Shape::Table(&CARRIERS), "carriers that must be served, by market"),
    optional("term_months", Shape::Integer(1), "how long services are paid for in `cost`"),
    optional("as-of", Shape::Date, "the day the product is placed on the market"),
    optional(
        "sku-cost",
        Shape::Money,
        "what keeping one more hardware SKU costs once, in the solution's currency; default 0",
    ),
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
    optional("profile", Shape::Table(&PROFILES), "columns of exports: `[profile.bom.NAME]`"),
];

/// `solution.toml`.
pub static ROOT: TableShape = TableShape {
    what: "solution.toml",
    groups: &[OWN_KEYS, MARKET_SECTIONS, GRAPH_SECTIONS, RULE_SECTIONS],
    rest: Rest::Closed,
    choices: &[],
};
