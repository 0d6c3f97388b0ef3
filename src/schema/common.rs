//! Shapes and groups of keys that several kinds of file share.

use crate::syntax::shape::{Choice, Form, Key, Rest, Shape, TableShape, closed, map, optional, required};
use crate::terms::{ComponentKind, FactStatus};

/// Any string.
pub static TEXT: Shape = Shape::Text(Form::Any);
/// A name.
pub static NAME: Shape = Shape::Text(Form::Name);
/// An id in which dots may stand.
pub static IDENTIFIER: Shape = Shape::Text(Form::Identifier);
/// A component's id, perhaps with a requirement.
pub static REFERENCE: Shape = Shape::Text(Form::Reference);
/// A number.
pub static NUMBER: Shape = Shape::Number;
/// A number, not below 0.
pub static AMOUNT: Shape = Shape::Amount;
/// An array of names.
pub static NAMES: Shape = Shape::List(&NAME);
/// The kinds of components.
pub const KINDS: Form = Form::Word(ComponentKind::WORDS);

/// Attributes.
pub static ATTRIBUTES: TableShape =
    TableShape { what: "a table of attributes", groups: &[], rest: Rest::Attributes, choices: &[] };
/// Attributes with tests.
pub static WHERE: TableShape = TableShape { what: "a table of tests", groups: &[], rest: Rest::Where, choices: &[] };
static ATTRIBUTE_TABLE: Shape = Shape::Table(&ATTRIBUTES);
static WHERE_TABLE: Shape = Shape::Table(&WHERE);
/// Capabilities with their attributes.
pub static PROVIDES: TableShape = map("a table of capabilities", Form::Capability, &ATTRIBUTE_TABLE);
/// Capabilities with tests: the short form of needs.
pub static SHORT_NEEDS: TableShape = map("a table of needs", Form::Capability, &WHERE_TABLE);
/// Resources with their amounts.
pub static RESOURCES: TableShape = map("a table of resources", Form::Name, &AMOUNT);

/// Since when and until when something holds.
pub static EFFECTIVITY: &[Key] = &[
    optional("from", Shape::Date, "the first day on which it holds"),
    optional("until", Shape::Date, "the day after the last on which it holds"),
];

/// Where a fact was read.
pub static CITED: &[Key] = &[
    optional("source", Shape::List(&IDENTIFIER), "ids of the sources, for the keys beside it"),
    optional("as_of", Shape::Date, "the day of which the sources speak"),
    optional(
        "status",
        Shape::Text(Form::Word(FactStatus::WORDS)),
        "how far the sources agree: agree, single, disputed or unverified",
    ),
    optional("contenders", Shape::List(&TEXT), "what other sources say, where they differ"),
    optional("note", Shape::Text(Form::Any), "a remark for readers"),
];

/// Why it is so.
pub static BECAUSE: &[Key] = &[optional("because", Shape::Text(Form::Any), "why, in words that explanations repeat")];

/// A condition that switches a need, a limit or a slot.
pub static WHEN: &[Key] = &[optional("when", Shape::Condition, "it counts only while this condition holds")];

static ALTERNATIVE_KEYS: &[Key] = &[
    required(
        "capability",
        Shape::Text(Form::Capability),
        "\"radio.lte-m\"",
        "what is needed; what is below it counts too",
    ),
    optional("where", Shape::Table(&WHERE), "tests of the provider's attributes, all of which must pass"),
];
static ALTERNATIVE: TableShape = closed("an alternative", &[ALTERNATIVE_KEYS]);
static ALTERNATIVE_TABLE: Shape = Shape::Table(&ALTERNATIVE);

static NEED_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Identifier), "its id; where it is not written, the capability"),
    optional("capability", Shape::Text(Form::Capability), "what is needed; what is below it counts too"),
    optional("where", Shape::Table(&WHERE), "tests of the provider's attributes, all of which must pass"),
    optional("one-of", Shape::List(&ALTERNATIVE_TABLE), "alternatives: any of them will do"),
];

/// A component's need, long form.
pub static LONG_NEED: TableShape = TableShape {
    what: "a need",
    groups: &[NEED_KEYS, WHEN, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[
        Choice::Exactly(&["capability", "one-of"], "capability = \"power.mains\""),
        Choice::Exclusive(&["where", "one-of"]),
    ],
};

/// An area's need; an entry that names only an `id` changes one of a wider area.
pub static AREA_NEED: TableShape = TableShape {
    what: "a need",
    groups: &[NEED_KEYS, WHEN, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[
        Choice::Any(&["capability", "one-of", "id"], "capability = \"language.en\""),
        Choice::Exclusive(&["capability", "one-of"]),
        Choice::Exclusive(&["where", "one-of"]),
    ],
};

static LIMIT_KEYS: &[Key] = &[
    optional("id", Shape::Text(Form::Identifier), "its id; where it is not written, the capability"),
    optional("capability", Shape::Text(Form::Capability), "whoever provides it must pass"),
    optional("where", Shape::Table(&WHERE), "the tests that every selected provider passes"),
];

/// A limit.
pub static LIMIT: TableShape = TableShape {
    what: "a limit",
    groups: &[LIMIT_KEYS, WHEN, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&["capability", "id"], "capability = \"data.store\"")],
};

static PLANNED_KEYS: &[Key] = &[
    required("cost", Shape::Money, "\"9000\"", "what it costs once, in the solution's currency"),
    optional("weeks", Shape::Integer(0), "how long it takes"),
];
static PLANNED: TableShape = closed("a planned certificate", &[PLANNED_KEYS]);

static CERTIFICATE_KEYS: &[Key] = &[
    required("scheme", Shape::Text(Form::Name), "\"red\"", "the conformity regime"),
    optional("id", Shape::Text(Form::Any), "the certificate's number"),
    optional("planned", Shape::Table(&PLANNED), "not held yet: what it costs and how long it takes"),
    optional("url", Shape::Text(Form::Any), "where it can be seen"),
];

/// A certificate that is held or planned.
pub static CERTIFICATE: TableShape = TableShape {
    what: "a certificate",
    groups: &[CERTIFICATE_KEYS, BECAUSE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exactly(&["id", "planned"], "id = \"…\"")],
};
