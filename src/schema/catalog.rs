//! Catalogues: components.

use super::common::{ATTRIBUTES, BECAUSE, CITED, EFFECTIVITY, KINDS, LONG_NEED, PROVIDES, RESOURCES, SHORT_NEEDS};
use crate::syntax::shape::{Choice, Form, Key, Rest, Shape, TableShape, closed, optional, required};
use crate::terms::Lifecycle;

static TIER_KEYS: &[Key] = &[
    required("from", Shape::Integer(1), "1", "the quantity from which the price holds"),
    required("each", Shape::Money, "\"12.90\"", "the price of one"),
];
static TIER: TableShape = closed("a price tier", &[TIER_KEYS]);
static TIER_TABLE: Shape = Shape::Table(&TIER);

static HELD_KEYS: &[Key] = &[
    required("scheme", Shape::Text(Form::Name), "\"red\"", "the conformity regime"),
    optional("id", Shape::Text(Form::Any), "the certificate's number"),
    optional("url", Shape::Text(Form::Any), "where it can be seen"),
];
static HELD: TableShape = closed("a component's certificate", &[HELD_KEYS, EFFECTIVITY, CITED]);
static HELD_TABLE: Shape = Shape::Table(&HELD);

static TERRITORY_KEYS: &[Key] = &[
    optional("only", Shape::List(&Shape::Text(Form::Name)), "the areas where it may be sold or operated"),
    optional("not", Shape::List(&Shape::Text(Form::Name)), "the areas where it may not"),
];
static TERRITORIES: TableShape = TableShape {
    what: "a table of territories",
    groups: &[TERRITORY_KEYS, BECAUSE, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exactly(&["only", "not"], "only = [\"eea\"]")],
};

static APPROVED_KEYS: &[Key] = &[
    optional("manufacturer", Shape::Text(Form::Any), "who makes it"),
    required("mpn", Shape::Text(Form::Any), "\"BG95-M3\"", "the manufacturer's part number"),
];
static APPROVED: TableShape = closed("an approved part", &[APPROVED_KEYS, CITED]);
static APPROVED_TABLE: Shape = Shape::Table(&APPROVED);
static LONG_NEED_TABLE: Shape = Shape::Table(&LONG_NEED);

static IDENTITY: &[Key] = &[
    required("id", Shape::Text(Form::Name), "\"bg95-m3\"", "the component's id"),
    optional("version", Shape::Text(Form::Any), "semantic version; required for firmware and software").or("\"1.0.0\""),
    required("kind", Shape::Text(KINDS), "\"hardware\"", "hardware, firmware, software, service or document"),
    optional("name", Shape::Text(Form::Any), "the name for people"),
    optional("manufacturer", Shape::Text(Form::Any), "who makes it"),
    optional("mpn", Shape::Text(Form::Any), "the manufacturer's part number"),
    optional("approved", Shape::List(&APPROVED_TABLE), "approved manufacturer parts, interchangeable everywhere"),
];

static COMMERCE: &[Key] = &[
    optional(
        "price",
        Shape::Either(&[Shape::Money, Shape::List(&TIER_TABLE)]),
        "the price of one, or tiers by quantity",
    ),
    optional("per_month", Shape::Money, "what a service costs a month"),
    optional("currency", Shape::Text(Form::Currency), "default: the solution's"),
    optional("origin", Shape::Text(Form::Name), "the code of the country it comes from"),
    optional("hs", Shape::Text(Form::Tariff), "the customs tariff number, digits only"),
    optional("lead_weeks", Shape::Integer(0), "how long delivery takes"),
    optional(
        "lifecycle",
        Shape::Text(Form::Word(Lifecycle::WORDS)),
        "active, nrnd (not for new designs) or eol (end of life)",
    )
    .or("\"active\""),
];

static GRAPH: &[Key] = &[
    optional("provides", Shape::Table(&PROVIDES), "capabilities it offers, with attributes"),
    optional(
        "needs",
        Shape::Either(&[Shape::Table(&SHORT_NEEDS), Shape::List(&LONG_NEED_TABLE)]),
        "capabilities it asks for: a table of tests, or `[[components.needs]]`",
    ),
    optional("uses", Shape::Table(&RESOURCES), "resources it takes"),
    optional("supplies", Shape::Table(&RESOURCES), "resources it gives"),
    optional("attributes", Shape::Table(&ATTRIBUTES), "its own attributes, for `sum(…)`"),
    optional("certificates", Shape::List(&HELD_TABLE), "certificates it holds"),
    optional("territories", Shape::Table(&TERRITORIES), "where it may be sold or operated"),
];

static COMPONENT: TableShape = TableShape {
    what: "a component",
    groups: &[IDENTITY, COMMERCE, GRAPH, EFFECTIVITY, BECAUSE, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exclusive(&["price", "per_month"])],
};
static COMPONENT_TABLE: Shape = Shape::Table(&COMPONENT);

static ROOT_KEYS: &[Key] = &[optional("components", Shape::List(&COMPONENT_TABLE), "the components of the catalogue")];

/// A catalogue.
pub static ROOT: TableShape = closed("a catalogue", &[ROOT_KEYS]);
