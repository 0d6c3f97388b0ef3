//! `[[rules]]`: conditions that must hold.

use super::Entry;
use super::cited::Origin;
use super::common::{BECAUSE, CITED, EFFECTIVITY, NAME, REASON};
use super::dated::Dated;
use super::entry::EntryReader;
use super::formula::Formula;
use super::layout::{Identity, Layout};
use super::section::{SectionShape, Subject, Switch};
use crate::date::Effectivity;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::condition::Condition;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};
use std::sync::Arc;

static ID: Field<Text> = field::name("id", "its id").required("\"surge-outdoors\"");
/// When the rule applies.
pub static IF: Field<Condition> = field::condition("if", "the condition under which it applies; absent: always");
/// What must hold then.
pub static THEN: Field<Condition> = field::condition("then", "the condition that must hold");
static MESSAGE: Field<Text> = field::text("message", "the text in explanations");

static KEYS: Keys = &[&ID.key, &IF.key, &THEN.key, &MESSAGE.key];
static TABLE: TableShape = closed("a rule", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    switch: Some(Switch { what: "rule", condition: &IF }),
    subject: Subject::Product,
    needed: &[&[&THEN.key]],
    ..SectionShape::new(
        field::list::<Table>("rules", &ENTRY, "conditions that must hold").key,
        Layout::Tables(Identity::Written),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("rules", &NAME, "ids of rules");

/// `if` condition `then` condition.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// When; `None`: always.
    pub condition: Option<Arc<Formula>>,
    /// What must hold.
    pub then: Arc<Formula>,
    /// The user's words for it.
    pub message: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Rule {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Rule> {
    Some(Rule {
        id: entry.id.to_owned(),
        condition: entry.formula(&IF),
        then: entry.formula(&THEN)?,
        message: message(entry),
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}

/// What the rule says of itself, unless a narrower layer states another `then` than the one that it was written for.
fn message(entry: &EntryReader<'_, '_>) -> Option<String> {
    let then = entry.held(&THEN)?.statement;
    let own = |field: &Field<Text>| {
        let held = entry.held(field).filter(|held| !entry.lookup.beats(then, held.statement))?;
        held.node.value.as_text().map(str::to_owned)
    };
    own(&MESSAGE).or_else(|| own(&BECAUSE))
}
