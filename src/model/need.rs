//! What a component or an area asks for.

use super::attribute::{AttributeTest, tests_of};
use super::formula::Formula;
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::name::is_below;
use crate::span::Span;
use crate::syntax::{Node, Table};
use crate::terms::code::ModelCode;
use std::sync::Arc;

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
    /// Why it is asked for, in the user's words.
    pub because: Option<String>,
    /// When it is asked for.
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

    /// What is asked for, in the words of the file.
    #[must_use]
    pub fn phrase(&self) -> String {
        let words: Vec<String> = self.alternatives.iter().map(ToString::to_string).collect();
        words.join(" or ")
    }
}

/// The needs of a component: short form (a table by capability) or long form (an array of tables).
pub(super) fn needs_of(
    node: &Node,
    formula: &mut dyn FnMut(&Table) -> Option<Arc<Formula>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Need> {
    match node {
        Node::Table(short) => short
            .entries
            .iter()
            .map(|(capability, tests)| {
                let span = Span { end: tests.span.end.max(capability.span.end), ..capability.span };
                let tests = tests.value.as_table().map(|table| tests_of(table, diagnostics)).unwrap_or_default();
                let alternative = Alternative { capability: capability.value.to_string(), tests, span };
                Need {
                    id: None,
                    alternatives: vec![alternative],
                    when: None,
                    because: None,
                    effectivity: Effectivity::default(),
                    span,
                }
            })
            .collect(),
        Node::Array(long) => {
            let tables = long.iter().filter_map(|element| element.value.as_table().map(|table| (table, element.span)));
            tables.filter_map(|(table, span)| long_need(table, span, formula, diagnostics)).collect()
        }
        _ => Vec::new(),
    }
}

fn long_need(
    table: &Table,
    span: Span,
    formula: &mut dyn FnMut(&Table) -> Option<Arc<Formula>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Need> {
    let alternatives = alternatives_of(table, span, diagnostics);
    if alternatives.is_empty() {
        return None;
    }
    Some(Need {
        id: table.text("id").map(|id| id.value.to_owned()),
        alternatives,
        when: formula(table),
        because: table.text("because").map(|text| text.value.to_owned()),
        effectivity: effectivity_of(table),
        span: table.header,
    })
}

/// The alternatives of a need's long form: `one-of`, or `capability` with `where`.
pub fn alternatives_of(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = Vec::new();
    for (element, place) in
        table.array("one-of").iter().filter_map(|node| node.value.as_table().map(|table| (table, node.span)))
    {
        found.extend(alternative_of(element, place, diagnostics));
    }
    found.extend(alternative_of(table, span, diagnostics));
    let networks = found.iter().filter(|alternative| alternative.is_network()).count();
    if networks != 0 && networks != found.len() {
        let message = "the alternatives of a need are all `network.*` or none is";
        diagnostics.push(Diagnostic::error(ModelCode::MixedNeed, span, message).help("write two needs"));
        found.retain(|alternative| !alternative.is_network());
    }
    found
}

fn alternative_of(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Alternative> {
    let capability = table.text("capability")?;
    let tests = table.table("where").map(|tests| tests_of(tests, diagnostics)).unwrap_or_default();
    Some(Alternative { capability: capability.value.to_owned(), tests, span })
}

/// `from` and `until` of a table.
#[must_use]
pub fn effectivity_of(table: &Table) -> Effectivity {
    Effectivity { from: table.date("from").map(|date| date.value), until: table.date("until").map(|date| date.value) }
}
