//! Keys and shapes that several tables share: dates, citations, reasons.

use super::forms;
use crate::date::{Date, Effectivity};
use crate::span::Spanned;
use crate::syntax::condition::Condition;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, map};
use crate::syntax::{Node, Table};
use crate::terms::{ComponentKind, FactStatus};

/// The strings of a value that is one or an array of them.
#[must_use]
pub fn texts_of(node: Option<&Spanned<Node>>) -> Vec<Spanned<String>> {
    let Some(node) = node else { return Vec::new() };
    let alone = node.value.as_text().map(|text| Spanned::new(text.to_owned(), node.span));
    let listed = node.value.elements().iter();
    let listed = listed.filter_map(|one| Some(Spanned::new(one.value.as_text()?.to_owned(), one.span)));
    alone.into_iter().chain(listed).collect()
}

/// Any string.
pub static TEXT: Shape = Shape::Text(Form::Any);
/// A name.
pub static NAME: Shape = Shape::Text(Form::Name);
/// An id in which dots are allowed.
pub static IDENTIFIER: Shape = Shape::Text(Form::Identifier);
/// A component's id, perhaps with a requirement.
pub static REFERENCE: Shape = Shape::Text(forms::REFERENCE);
/// A number.
pub static NUMBER: Shape = Shape::Number;
/// A number, at least 0.
pub static AMOUNT: Shape = Shape::Amount;
/// The most weeks that anything takes: a century.
pub const MOST_WEEKS: i64 = 5200;
/// The most months of a term: a century.
pub const MOST_MONTHS: i64 = 1200;
/// An array of names.
pub static NAMES: Shape = Shape::List(&NAME);
/// The kinds of components.
pub const KIND_FORM: Form = Form::Word(ComponentKind::WORDS);
/// A kind of component.
pub static KIND: Shape = Shape::Text(KIND_FORM);

/// Resources with their amounts.
pub static RESOURCES: TableShape = map("a table of resources", Form::Name, &AMOUNT);

/// The id of an entry, where it is written.
pub static ID: Field<Text> = field::identifier("id", "its id");

/// The first day on which an entry holds.
pub static FROM: Field<Date> = field::date("from", "the first day on which it holds");
/// The day after the last on which an entry holds.
pub static UNTIL: Field<Date> =
    field::date("until", "the first day on which it no longer holds; for the last day write `through`");
/// The last day on which an entry holds. No table that was read has it: [`until_next_day`] makes it `until`.
///
/// [`until_next_day`]: super::effectivity::until_next_day
pub static THROUGH: Field<Date> = field::date("through", "the last day on which it holds; instead of `until`");
/// Since when and until when something holds.
pub static EFFECTIVITY: Keys = &[&FROM.key, &UNTIL.key, &THROUGH.key];

/// `from` and `until` of a table.
#[must_use]
pub fn effectivity_of(table: &Table) -> Effectivity {
    Effectivity { from: table.read(&FROM), until: table.read(&UNTIL) }
}

/// The day on which a certificate was issued.
pub static ISSUED: Field<Date> = field::date("issued", "the day on which it was issued; it counts from then on");
/// The day of issue, as a group.
pub static ISSUE: Keys = &[&ISSUED.key];

/// The dates of a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Validity {
    /// From when until when it counts, whoever requires it: from the day of issue where no other is stated.
    pub effectivity: Effectivity,
    /// When it was issued: who requires it may accept it for some months only.
    pub issued: Option<Date>,
}

impl Validity {
    /// The dates of a certificate by what is written of it.
    #[must_use]
    pub fn new(stated: Effectivity, issued: Option<Date>) -> Self {
        Self { effectivity: Effectivity { from: stated.from.or(issued), ..stated }, issued }
    }
}

/// The sources of the keys beside it.
pub static SOURCE: Field<List<Text>> =
    field::texts("source", &IDENTIFIER, "ids of the sources, for the keys beside it");
/// The day for which the sources are valid.
pub static AS_OF: Field<Date> = field::date("as_of", "the day for which the sources are valid");
/// How far the sources agree.
pub static STATUS: Field<FactStatus> =
    field::term("status", "how far the sources agree: agree, single, disputed or unverified");
/// Values of other sources.
pub static CONTENDERS: Field<List<Text>> =
    field::texts("contenders", &TEXT, "what other sources state, where they differ");
/// A remark.
pub static NOTE: Field<Text> = field::text("note", "a remark for readers");
/// Where a fact was read.
pub static CITED: Keys = &[&SOURCE.key, &AS_OF.key, &STATUS.key, &CONTENDERS.key, &NOTE.key];

/// Whether a key cites, and so states nothing itself.
#[must_use]
pub fn is_citing(key: &str) -> bool {
    CITED.iter().any(|citing| citing.name == key)
}

/// Why it is so.
pub static BECAUSE: Field<Text> = field::text("because", "the reason, in words that explanations repeat");
/// The reason, as a group.
pub static REASON: Keys = &[&BECAUSE.key];

/// A condition that switches a need, a limit or a slot.
pub static WHEN: Field<Condition> = field::condition("when", "it counts only while this condition holds");
/// The condition, as a group.
pub static SWITCH: Keys = &[&WHEN.key];

/// The value of an entry that is a single value: `[set] uplink = "cellular"` is the entry `uplink` with this key.
pub static VALUE: Field<Node> = field::node("value", Shape::Scalar, "the value");
