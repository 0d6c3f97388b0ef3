//! Overlays: what an area adds or changes. Most sections stand in `solution.toml` too.

use super::common::{
    AMOUNT, AREA_NEED, ATTRIBUTES, BECAUSE, CERTIFICATE, CITED, EFFECTIVITY, IDENTIFIER, KINDS, LIMIT, NAME, NUMBER,
    REFERENCE, TEXT, WHEN, WHERE,
};
use crate::syntax::shape::{Choice, Form, Key, Rest, Shape, TableShape, closed, map, optional, required};
use crate::terms::{Level, Measurement};

static IDENTITY_KEYS: &[Key] = &[
    optional("iso3", Shape::Text(Form::Any), "ISO 3166-1 alpha-3 code"),
    optional("numeric", Shape::Either(&[Shape::Text(Form::Any), Shape::Integer(0)]), "ISO 3166-1 number"),
    optional("currency", Shape::Text(Form::Currency), "its currency"),
    optional("minor_unit", Shape::Integer(0), "decimal places of the currency"),
    optional("languages", Shape::List(&TEXT), "its official languages"),
    optional("measurement", Shape::Text(Form::Word(Measurement::WORDS)), "its system of measurement"),
    optional("calling_code", Shape::Text(Form::Any), "the prefix of its telephone numbers"),
    optional("mcc", Shape::List(&TEXT), "its mobile country codes"),
    optional("time_zones", Shape::List(&TEXT), "its time zones, as the IANA names them"),
];
static IDENTITY: TableShape = closed("`[identity]`", &[IDENTITY_KEYS, CITED]);

static POWER_KEYS: &[Key] = &[
    optional("voltage_v", Shape::List(&NUMBER), "the mains voltages"),
    optional("frequency_hz", Shape::List(&NUMBER), "the mains frequencies"),
    optional("plugs", Shape::List(&TEXT), "the types of plugs"),
];
static POWER: TableShape =
    TableShape { what: "`[power]`", groups: &[POWER_KEYS, CITED], rest: Rest::Attributes, choices: &[] };

static RADIO_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Identifier), "its id; default `<technology>-<lo>-<hi>` or `<technology>-<plan>`"),
    optional("technology", Shape::Text(Form::Capability), "provides `spectrum.<technology>`"),
    optional("range_mhz", Shape::Range, "the frequencies, ends included"),
    optional("plan", Shape::Text(Form::Any), "the channel plan"),
    optional("dfs", Shape::Boolean, "whether radar must be avoided").or("false"),
    optional("indoor", Shape::Boolean, "whether only indoor use is allowed").or("false"),
    optional("no-ir", Shape::Boolean, "whether a device may not start to send").or("false"),
];
static RADIO: TableShape = TableShape {
    what: "a `[[radio]]` entry",
    groups: &[RADIO_KEYS, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Attributes,
    choices: &[Choice::Any(&["technology", "id"], "technology = \"wifi\"")],
};
static RADIO_TABLE: Shape = Shape::Table(&RADIO);

static NETWORK_KEYS: &[Key] =
    &[required("technology", Shape::Text(Form::Capability), "\"lte-m\"", "provides `network.<technology>`")];
static NETWORK: TableShape =
    TableShape { what: "a network", groups: &[NETWORK_KEYS, EFFECTIVITY, CITED], rest: Rest::Attributes, choices: &[] };
static NETWORK_TABLE: Shape = Shape::Table(&NETWORK);

static CARRIER_KEYS: &[Key] = &[
    required("id", Shape::Text(Form::Name), "\"att\"", "its id in this market"),
    optional("name", Shape::Text(Form::Any), "the name for people"),
    optional("plmn", Shape::List(&TEXT), "its network codes, MCC-MNC"),
    optional("networks", Shape::List(&NETWORK_TABLE), "what it operates"),
    optional("approvals", Shape::List(&NAME), "schemes whose certificates it asks for"),
];
static CARRIER: TableShape = closed("a carrier", &[CARRIER_KEYS, BECAUSE, EFFECTIVITY, CITED]);
static CARRIER_TABLE: Shape = Shape::Table(&CARRIER);

static CERTIFICATION_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Identifier), "its id; where it is not written, the scheme"),
    optional("scheme", Shape::Text(Form::Name), "the certificate that is asked for"),
    optional("accepts", Shape::List(&NAME), "schemes of which any counts; default the scheme"),
    optional("applies-to", Shape::Text(Form::Capability), "to every selected component that provides it"),
    optional("level", Shape::Text(Form::Word(Level::WORDS)), "component: modular approval counts; or solution"),
    optional("authority", Shape::Text(Form::Any), "who asks for it"),
];
static CERTIFICATION: TableShape = TableShape {
    what: "a `[[certification]]` entry",
    groups: &[CERTIFICATION_KEYS, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&["scheme", "id"], "scheme = \"red\"")],
};
static CERTIFICATION_TABLE: Shape = Shape::Table(&CERTIFICATION);

static SENSOR_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Identifier), "its id; where it is not written, the measure"),
    optional("measure", Shape::Text(Form::Capability), "what is measured: `sense.<measure>`"),
    optional("required", Shape::Boolean, "whether it is needed").or("false"),
    optional("where", Shape::Table(&WHERE), "tests that a provider must pass"),
    optional("index", Shape::Text(Form::Any), "the convention by which the index is computed"),
];
static BREAKPOINTS: Shape = Shape::List(&NUMBER);
static SENSOR: TableShape = TableShape {
    what: "a `[[sensors]]` entry",
    groups: &[SENSOR_KEYS, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Prefix("breakpoints_", &BREAKPOINTS),
    choices: &[Choice::Any(&["measure", "id"], "measure = \"pm2_5\"")],
};
static SENSOR_TABLE: Shape = Shape::Table(&SENSOR);

static PROVIDES_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Identifier), "its id; where it is not written, the capability"),
    optional("capability", Shape::Text(Form::Capability), "what the area offers"),
    optional("attributes", Shape::Table(&ATTRIBUTES), "its attributes"),
];
static PROVIDED: TableShape = TableShape {
    what: "a `[[provides]]` entry",
    groups: &[PROVIDES_KEYS, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&["capability", "id"], "capability = \"environment.ambient\"")],
};
static PROVIDED_TABLE: Shape = Shape::Table(&PROVIDED);

static TARIFF: Shape = Shape::Text(Form::Tariff);
static DUTY_KEYS: &[Key] = &[
    required("id", Shape::Text(Form::Name), "\"duty-8504\"", "its id"),
    optional("hs", Shape::List(&TARIFF), "beginnings of tariff numbers, digits only"),
    optional("origin", Shape::Text(Form::Name), "the area it comes from; absent: all"),
    optional("percent", Shape::Money, "the duty in percent, in quotes"),
];
static DUTY: TableShape = closed("a duty", &[DUTY_KEYS, BECAUSE, EFFECTIVITY, CITED]);
static DUTY_TABLE: Shape = Shape::Table(&DUTY);

/// Facts about markets.
pub static MARKET_SECTIONS: &[Key] = &[
    optional("power", Shape::Table(&POWER), "the mains: provides `power.mains`"),
    optional("radio", Shape::List(&RADIO_TABLE), "spectrum: provides `spectrum.<technology>`"),
    optional("carriers", Shape::List(&CARRIER_TABLE), "network operators"),
    optional("certification", Shape::List(&CERTIFICATION_TABLE), "certificates that are asked for"),
    optional("sensors", Shape::List(&SENSOR_TABLE), "what is measured here and by which convention"),
    optional("duties", Shape::List(&DUTY_TABLE), "customs duties"),
];

static NEED_TABLE: Shape = Shape::Table(&AREA_NEED);
static LIMIT_TABLE: Shape = Shape::Table(&LIMIT);
static SUPPLIES: TableShape =
    TableShape { what: "a table of resources", groups: &[CITED], rest: Rest::Map(Form::Name, &AMOUNT), choices: &[] };

/// What an area asks for and offers.
pub static GRAPH_SECTIONS: &[Key] = &[
    optional("needs", Shape::List(&NEED_TABLE), "what the market asks for: at least one provider"),
    optional("limits", Shape::List(&LIMIT_TABLE), "what every selected provider of a capability must pass"),
    optional("provides", Shape::List(&PROVIDED_TABLE), "what else the area offers"),
    optional("supplies", Shape::Table(&SUPPLIES), "resources the market supplies"),
];

static RULE_KEYS: &[Key] = &[
    required("id", Shape::Text(Form::Name), "\"surge-outdoors\"", "its id"),
    optional("if", Shape::Condition, "the condition under which it asks; absent: always"),
    optional("then", Shape::Condition, "the condition that must hold"),
    optional("message", Shape::Text(Form::Any), "what explanations say of it"),
];
static RULE: TableShape = closed("a rule", &[RULE_KEYS, BECAUSE, EFFECTIVITY, CITED]);
static RULE_TABLE: Shape = Shape::Table(&RULE);

static QUERY_KEYS: &[Key] = &[
    optional("kind", Shape::Text(KINDS), "only components of this kind"),
    optional("provides", Shape::Text(Form::Capability), "only components that provide it"),
    optional("id", Shape::List(&TEXT), "only ids that match one of these patterns"),
    optional("not", Shape::List(&TEXT), "no ids that match one of these patterns"),
];
static QUERY: TableShape = closed("a query", &[QUERY_KEYS]);

static SLOT_KEYS: &[Key] = &[
    optional(
        "choose",
        Shape::Either(&[Shape::Filled(&REFERENCE), Shape::Table(&QUERY)]),
        "its candidates in order of preference: ids, or a query",
    ),
    optional("also", Shape::List(&REFERENCE), "more candidates, appended to those of wider areas"),
    optional("quantity", Shape::Integer(1), "how many, for one of `part-of`").or("1"),
    optional("part-of", Shape::Text(Form::Name), "the slot it is a part of"),
    optional("optional", Shape::Boolean, "whether it may stay empty although its condition holds").or("false"),
    optional("refdes", Shape::List(&TEXT), "reference designators"),
    optional("name", Shape::Text(Form::Any), "the name for people"),
];
static SLOT: TableShape = closed("a slot", &[SLOT_KEYS, WHEN, BECAUSE, CITED]);
static SLOT_TABLE: Shape = Shape::Table(&SLOT);
static SLOTS: TableShape = map("`[slots]`", Form::Name, &SLOT_TABLE);
static SCALAR: Shape = Shape::Scalar;
static SET: TableShape = map("`[set]`", Form::Name, &SCALAR);

static REMOVE_KEYS: &[Key] = &[
    optional("rules", Shape::List(&NAME), "ids of rules"),
    optional("needs", Shape::List(&IDENTIFIER), "ids of needs"),
    optional("limits", Shape::List(&IDENTIFIER), "ids of limits"),
    optional("provides", Shape::List(&IDENTIFIER), "ids of what is provided"),
    optional("radio", Shape::List(&IDENTIFIER), "ids of spectrum"),
    optional("carriers", Shape::List(&NAME), "ids of carriers"),
    optional("certification", Shape::List(&IDENTIFIER), "ids of certificates asked for"),
    optional("slots", Shape::List(&NAME), "names of slots"),
];
static REMOVE: TableShape = closed("`[remove]`", &[REMOVE_KEYS]);
static GAPS: TableShape = map("`[gaps]`", Form::Capability, &TEXT);

/// What an area changes in the product.
pub static RULE_SECTIONS: &[Key] = &[
    optional("slots", Shape::Table(&SLOTS), "places that candidates fill"),
    optional("rules", Shape::List(&RULE_TABLE), "conditions that must hold"),
    optional("set", Shape::Table(&SET), "values of options in this area"),
    optional("remove", Shape::Table(&REMOVE), "entries of wider areas that do not hold here, by id"),
    optional("gaps", Shape::Table(&GAPS), "what is not known, and why"),
];

static CERTIFICATE_TABLE: Shape = Shape::Table(&CERTIFICATE);

static AREA_KEYS: &[Key] = &[
    required("area", Shape::Text(Form::Name), "\"DE\"", "the area's code"),
    optional("name", Shape::Text(Form::Any), "the name for people; required for a new area"),
    optional("within", Shape::List(&NAME), "the areas it lies in; required for a new area"),
    optional("identity", Shape::Table(&IDENTITY), "codes, currency and languages"),
    optional("certificates", Shape::List(&CERTIFICATE_TABLE), "certificates held or planned for this area"),
];

/// An overlay.
pub static ROOT: TableShape = TableShape {
    what: "an overlay",
    groups: &[AREA_KEYS, MARKET_SECTIONS, GRAPH_SECTIONS, RULE_SECTIONS, CITED],
    rest: Rest::Closed,
    choices: &[],
};
