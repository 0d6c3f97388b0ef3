//! Conditions: `uplink == cellular and not slot.modem`.
//!
//! Reading makes a tree with the place of every word; the model checks later whether the names exist.

mod lex;
mod parse;
mod print;

#[cfg(test)]
mod tests;

pub use parse::parse_condition;

use crate::number::Number;
use crate::span::{Span, Spanned};

/// Where the text of a condition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// The whole string with its quotes.
    pub whole: Span,
    /// The byte offset in the file at which the text begins; `None` if it contains escapes, so that places inside it
    /// are not known.
    pub inner: Option<u32>,
}

impl TextPlace {
    /// The place of some bytes of the text; the whole string where places inside are not known.
    #[must_use]
    pub fn at(self, range: std::ops::Range<usize>) -> Span {
        let Some(inner) = self.inner else { return self.whole };
        let offset = |at: usize| inner.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Span { file: self.whole.file, start: offset(range.start), end: offset(range.end) }
    }
}

/// A Boolean expression. Binding, tightest first: comparison, `not`, `and`, `or`, `=>` (to the right).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// One atom.
    Atom(Atom),
    /// `not a`.
    Not(Box<Condition>),
    /// `a and b and …`, at least two.
    And(Vec<Condition>),
    /// `a or b or …`, at least two.
    Or(Vec<Condition>),
    /// `a => b`.
    Implies(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// Calls `visit` with every atom, in the order of the text.
    pub fn each_atom<'a>(&'a self, visit: &mut dyn FnMut(&'a Atom)) {
        match self {
            Self::Atom(atom) => visit(atom),
            Self::Not(inner) => inner.each_atom(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.each_atom(visit)),
            Self::Implies(from, to) => {
                from.each_atom(visit);
                to.each_atom(visit);
            }
        }
    }
}

/// A subject, alone or compared: `slot.modem`, `slot.modem == bg95-m3`, `market in (US, CA)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// The subject, with its place.
    pub subject: Spanned<Subject>,
    /// What the subject is compared with; `None` if it is alone.
    pub test: Option<Comparison>,
    /// The whole atom.
    pub span: Span,
}

/// What an atom is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A bare name: an option.
    Option(String),
    /// `slot.NAME`.
    Slot(String),
    /// `component.ID` or `component.ID@REQ`.
    Component(ComponentReference),
    /// `provides(CAPABILITY)`.
    Provides(String),
    /// `market`.
    Market,
    /// `carrier`.
    Carrier,
    /// `fact(CAPABILITY.ATTRIBUTE)`.
    Fact(FactPath),
    /// `min(CAPABILITY.ATTRIBUTE)` or `min(fact(…))`.
    Min(FactPath),
    /// `max(CAPABILITY.ATTRIBUTE)` or `max(fact(…))`.
    Max(FactPath),
    /// `known(CAPABILITY.ATTRIBUTE)` or `known(fact(…))`.
    Known(FactPath),
    /// `count(CAPABILITY)`.
    Count(String),
    /// `sum(ATTRIBUTE)`.
    Sum(String),
}

/// A component's id, perhaps with a version requirement: `bg95-m3@^1.2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentReference {
    /// The id.
    pub id: String,
    /// The text after `@`.
    pub requirement: Option<String>,
}

impl ComponentReference {
    /// What `bg95-m3` or `bg95-m3@^1.2` means.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match text.split_once('@') {
            Some((id, requirement)) => Self { id: id.to_owned(), requirement: Some(requirement.to_owned()) },
            None => Self { id: text.to_owned(), requirement: None },
        }
    }
}

/// A market's attribute: `power.mains.frequency_hz` is attribute `frequency_hz` of `power.mains`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactPath {
    /// All but the last part.
    pub capability: String,
    /// The last part.
    pub attribute: String,
}

/// An operator and its right-hand side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The operator.
    pub operator: Comparator,
    /// One value; for `in` any number of them.
    pub values: Vec<Spanned<Literal>>,
}

/// `== != < <= > >= in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
}

/// A value in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A name, or a string in single quotes; also `bg95-m3@^1.2`.
    Text(String),
    /// A number.
    Number(Number),
    /// `true`, `false`.
    Boolean(bool),
}
