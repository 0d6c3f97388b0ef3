//! What a component or an area needs: `[[needs]]`, and the needs of components in their short and long form.

use super::Entry;
use super::attribute_keys::WHERE;
use super::attributes::{AttributeTest, tests_of};
use super::cited::Origin;
use super::common::{BECAUSE, CITED, EFFECTIVITY, IDENTIFIER, REASON, SWITCH, WHEN, effectivity_of};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::formula::Formula;
use super::layout::{Identity, Layout};
use super::radio_power;
use super::section::{SectionShape, Switch, TestMerging};
use super::stated::Stated;
use super::statement::name_of;
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::name::is_below;
use crate::span::{Span, Spanned};
use crate::syntax::condition::Condition;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape, closed, map};
use crate::syntax::{Node, Table};
use crate::terms::code::ModelCode;
use std::sync::Arc;

static CAPABILITY: Field<Text> = forms::capability("capability", "what is needed; what is below it counts too");
static TESTS: Field<Table> =
    field::table("where", &WHERE, "tests of the provider's attributes, all of which must pass");

static ALTERNATIVE_CAPABILITY: Field<Text> =
    forms::capability("capability", "what is needed; what is below it counts too").required("\"radio.lte-m\"");
static ALTERNATIVE_KEYS: Keys = &[&ALTERNATIVE_CAPABILITY.key, &TESTS.key];
static ALTERNATIVE_TABLE: TableShape = closed("an alternative", &[ALTERNATIVE_KEYS]);
static ALTERNATIVE: Shape = Shape::Table(&ALTERNATIVE_TABLE);

static ID: Field<Text> = field::identifier(
    "id",
    "its id: layers that write the same one change one entry; without it, the need holds beside all others",
);
static ONE_OF: Field<List<Table>> = field::list("one-of", &ALTERNATIVE, "alternatives: any of them will do");
static KEYS: Keys = &[&ID.key, &CAPABILITY.key, &TESTS.key, &ONE_OF.key];

/// A component's need, long form.
static LONG_TABLE: TableShape = TableShape {
    what: "a need",
    groups: &[KEYS, SWITCH, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[
        Choice::Exactly(&[&CAPABILITY.key, &ONE_OF.key], "capability = \"power.mains\""),
        Choice::Exclusive(&[&TESTS.key, &ONE_OF.key]),
    ],
};
static LONG: Shape = Shape::Table(&LONG_TABLE);
static TEST_TABLE: Shape = Shape::Table(&WHERE);
static SHORT_TABLE: TableShape = map("a table of needs", forms::CAPABILITY, &TEST_TABLE);

/// The needs of a component: a table of tests by capability, or an array of tables.
pub static OF_COMPONENT: Field<Node> = field::node(
    "needs",
    Shape::Either(&[Shape::Table(&SHORT_TABLE), Shape::List(&LONG)]),
    "capabilities it needs: a table of tests, or `[[components.needs]]`",
);

/// An area's need; an entry that names only an `id` changes one of a wider area.
static TABLE: TableShape = TableShape {
    what: "a need",
    groups: &[KEYS, SWITCH, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[
        Choice::Any(&[&CAPABILITY.key, &ONE_OF.key, &ID.key], "capability = \"language.en\""),
        Choice::Exclusive(&[&CAPABILITY.key, &ONE_OF.key]),
        Choice::Exclusive(&[&TESTS.key, &ONE_OF.key]),
    ],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    switch: Some(Switch { what: "need", condition: &WHEN }),
    tests: Some(TestMerging { tests: &TESTS, subject: &[&CAPABILITY.key, &ONE_OF.key] }),
    needed: &[&[&CAPABILITY.key, &ONE_OF.key]],
    ..SectionShape::new(
        field::list::<Table>("needs", &ENTRY, "what the market requires: at least one provider").key,
        Layout::Tables(Identity::WrittenOrAlone(implied_id)),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("needs", &IDENTIFIER, "ids of needs");

fn implied_id(table: &Table) -> Option<String> {
    table.string(&CAPABILITY).or_else(|| table.list(&ONE_OF).next()?.value.string(&ALTERNATIVE_CAPABILITY))
}

/// What the market requires: at least one selected component or picked carrier provides it.
#[derive(Clone, Debug)]
pub struct AreaNeed {
    /// Its id.
    pub id: String,
    /// What is needed.
    pub need: Need,
    /// Who states its tests, from weak to strong: one statement, or several under one `id`.
    pub stated: Vec<Stated>,
    /// Where it comes from: the strongest of those that state its tests.
    pub origin: Origin,
}

impl AreaNeed {
    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> &str {
        name_of(&self.id)
    }
}

impl Dated for AreaNeed {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.need.effectivity, self.origin.span);
    }
}

fn lower(entry: &mut EntryReader<'_, '_>) -> Option<AreaNeed> {
    let (written, subject) = (entry.origin()?, [entry.held(&CAPABILITY), entry.held(&ONE_OF)]);
    let stated = entry.stated(&TESTS, subject.into_iter().flatten().next());
    let origin = stated.last().map_or(written, |one| one.origin.clone());
    let mut found: Vec<Alternative> = Vec::new();
    for table in entry.list(&ONE_OF) {
        found.extend(alternative_of(&table, entry.diagnostics));
    }
    if let Some(capability) = entry.string(&CAPABILITY) {
        let tests = stated.iter().flat_map(|one| one.tests.clone()).collect();
        found.push(Alternative { capability, tests, span: origin.span });
    }
    let alternatives = of_one_kind(found, origin.span, entry.diagnostics);
    if alternatives.is_empty() {
        return None;
    }
    let need = Need {
        id: Some(entry.id.to_owned()),
        alternatives,
        when: entry.formula(&WHEN),
        because: stated.last().and_then(|one| one.because.clone()),
        effectivity: entry.effectivity(),
        span: origin.span,
    };
    Some(AreaNeed { id: entry.id.to_owned(), need, stated, origin })
}

/// At least one provider (another line, the market, a carrier) meets one of the alternatives.
///
/// ⋁ over alternatives and providers p: selected(p) ∧ capability(p) ≤ alternative ∧ tests(p).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What it is called, if it has a name.
    pub id: Option<String>,
    /// Any of these will do.
    pub alternatives: Vec<Alternative>,
    /// The need counts only while this holds.
    pub when: Option<Arc<Formula>>,
    /// Why it is needed, in the user's words.
    pub because: Option<String>,
    /// When it is needed.
    pub effectivity: Effectivity,
    /// Where it is written.
    pub span: Span,
}

/// One capability with tests, all of which must pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The capability; what is below it counts too.
    pub capability: String,
    /// All must pass.
    pub tests: Vec<AttributeTest>,
    /// Where it is written.
    pub span: Span,
}

impl Alternative {
    /// Whether only carriers can meet it.
    #[must_use]
    pub fn is_network(&self) -> bool {
        is_below(&self.capability, "network")
    }
}

impl std::fmt::Display for Alternative {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "`{}`", self.capability)?;
        let tests: Vec<String> = self.tests.iter().map(ToString::to_string).collect();
        if tests.is_empty() { Ok(()) } else { write!(formatter, " with {}", tests.join(" and ")) }
    }
}

impl Need {
    /// Whether only carriers can meet it: alternatives are all `network.*` or none is.
    #[must_use]
    pub fn is_network(&self) -> bool {
        self.alternatives.first().is_some_and(Alternative::is_network)
    }

    /// Whether a picked carrier itself can meet it: `carrier.att`.
    #[must_use]
    pub fn names_carriers(&self) -> bool {
        self.alternatives.iter().any(|one| is_below(&one.capability, "carrier"))
    }

    /// What is needed, in the words of the file.
    #[must_use]
    pub fn phrase(&self) -> String {
        let words: Vec<String> = self.alternatives.iter().map(ToString::to_string).collect();
        words.join(" or ")
    }
}

/// The needs of a component; `formula` gives the meaning of a condition.
pub fn needs_of(
    node: &Node,
    formula: &mut dyn FnMut(&Condition) -> Option<Arc<Formula>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Need> {
    match node {
        Node::Table(short) => {
            short.entries.iter().map(|(capability, tests)| short_need(capability, tests, diagnostics)).collect()
        }
        Node::Array(long) => {
            let tables = long.iter().filter_map(|element| Some(Spanned::new(element.value.as_table()?, element.span)));
            tables.filter_map(|table| long_need(&table, formula, diagnostics)).collect()
        }
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => Vec::new(),
    }
}

/// The conditions in the needs of a component.
pub fn conditions_of(component: &Table) -> impl Iterator<Item = &Condition> {
    component.tables(OF_COMPONENT.name()).filter_map(|need| need.read(&WHEN))
}

/// The tables of tests in the needs of a component.
pub fn tests_in(component: &Table) -> Vec<&Table> {
    match component.read(&OF_COMPONENT) {
        Some(Node::Table(short)) => short.entries.iter().filter_map(|(_, tests)| tests.value.as_table()).collect(),
        _ => component.tables(OF_COMPONENT.name()).flat_map(tests_of_need).collect(),
    }
}

/// The tables of tests of one need in its long form.
pub fn tests_of_need(need: &Table) -> impl Iterator<Item = &Table> {
    let alternatives = need.list(&ONE_OF).map(|one| one.value);
    alternatives.chain([need]).filter_map(|one| one.read(&TESTS))
}

fn short_need(
    capability: &Spanned<crate::syntax::Key>,
    tests: &Spanned<Node>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Need {
    let span = Span { end: tests.span.end.max(capability.span.end), ..capability.span };
    let tests = tests.value.as_table().map(|table| tests_of(table, diagnostics)).unwrap_or_default();
    let tests = radio_power::of_stated_kind(&capability.value, tests, diagnostics);
    let alternative = Alternative { capability: capability.value.to_string(), tests, span };
    let effectivity = Effectivity::default();
    Need { id: None, alternatives: vec![alternative], when: None, because: None, effectivity, span }
}

fn long_need(
    table: &Spanned<&Table>,
    formula: &mut dyn FnMut(&Condition) -> Option<Arc<Formula>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Need> {
    let mut found: Vec<Alternative> = Vec::new();
    for one in table.value.list(&ONE_OF) {
        found.extend(alternative_of(&one, diagnostics));
    }
    found.extend(alternative_of(table, diagnostics));
    let alternatives = of_one_kind(found, table.span, diagnostics);
    if alternatives.is_empty() {
        return None;
    }
    let table = table.value;
    Some(Need {
        id: table.string(&ID),
        alternatives,
        when: table.read(&WHEN).and_then(formula),
        because: table.string(&BECAUSE),
        effectivity: effectivity_of(table),
        span: table.header,
    })
}

/// Carriers meet needs of networks, components all others: one need cannot mix the two.
fn of_one_kind(mut found: Vec<Alternative>, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Alternative> {
    let networks = found.iter().filter(|alternative| alternative.is_network()).count();
    if networks != 0 && networks != found.len() {
        let message = "the alternatives of a need must all be `network.*`, or none of them";
        diagnostics.push(Diagnostic::error(ModelCode::MixedNeed, span, message).help("write two needs"));
        found.retain(|alternative| !alternative.is_network());
    }
    found
}

fn alternative_of(table: &Spanned<&Table>, diagnostics: &mut Vec<Diagnostic>) -> Option<Alternative> {
    let capability = table.value.string(&CAPABILITY)?;
    let tests = table.value.read(&TESTS).map(|tests| tests_of(tests, diagnostics)).unwrap_or_default();
    let tests = radio_power::of_stated_kind(&capability, tests, diagnostics);
    Some(Alternative { capability, tests, span: table.span })
}
