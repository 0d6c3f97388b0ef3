//! The tree of values in a file, with checked shapes and with places.

use super::condition::Condition;
use crate::date::Date;
use crate::number::Number;
use crate::span::{Span, Spanned};
use std::borrow::Cow;
use std::sync::Arc;

/// A value whose shape has been checked: values that do not fit are not in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// `true`, `false`.
    Boolean(bool),
    /// A TOML integer or float, or money (a decimal string), exactly.
    Number(Number),
    /// A string.
    Text(String),
    /// A TOML local date.
    Date(Date),
    /// A string that the schema says is a condition.
    Condition(Box<Condition>),
    /// An array.
    Array(Vec<Spanned<Node>>),
    /// A table, shared with what is made of it.
    Table(Arc<Table>),
}

/// A key; one that the schema names needs no memory of its own.
pub type Key = Cow<'static, str>;

/// A key with its value.
pub type Entry = (Spanned<Key>, Spanned<Node>);

/// A table's entries in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Keys with their values.
    pub entries: Vec<Entry>,
    /// The header (`[slots.driver]`), or the whole table where it is written inline.
    pub header: Span,
}

impl Table {
    /// The value of a key with its place.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Spanned<Node>> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// The place of a key itself.
    #[must_use]
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span)
    }

    /// A string.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Spanned<&str>> {
        let found = self.get(key)?;
        found.value.as_text().map(|text| Spanned::new(text, found.span))
    }

    /// A number or money.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<Spanned<Number>> {
        let found = self.get(key)?;
        found.value.as_number().map(|number| Spanned::new(number, found.span))
    }

    /// A date.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<Spanned<Date>> {
        let found = self.get(key)?;
        let Node::Date(value) = found.value else { return None };
        Some(Spanned::new(value, found.span))
    }

    /// A condition.
    #[must_use]
    pub fn condition(&self, key: &str) -> Option<Spanned<&Condition>> {
        let found = self.get(key)?;
        let Node::Condition(condition) = &found.value else { return None };
        Some(Spanned::new(&**condition, found.span))
    }

    /// The elements of an array; empty where the key is absent.
    #[must_use]
    pub fn array(&self, key: &str) -> &[Spanned<Node>] {
        self.get(key).map_or(&[], |found| found.value.elements())
    }

    /// The strings of an array; empty where the key is absent.
    pub fn texts(&self, key: &str) -> impl Iterator<Item = Spanned<&str>> {
        self.array(key).iter().filter_map(|node| node.value.as_text().map(|text| Spanned::new(text, node.span)))
    }

    /// The tables of an array of tables; empty where the key is absent.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &Table> {
        self.array(key).iter().filter_map(|node| node.value.as_table())
    }

    /// A table.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key)?.value.as_table()
    }
}

impl Node {
    /// The elements, if it is an array; else none.
    #[must_use]
    pub fn elements(&self) -> &[Spanned<Node>] {
        let Self::Array(elements) = self else { return &[] };
        elements
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        let Self::Text(text) = self else { return None };
        Some(text)
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<Number> {
        let Self::Number(number) = self else { return None };
        Some(*number)
    }

    /// The table, if it is one.
    #[must_use]
    pub fn as_table(&self) -> Option<&Table> {
        let Self::Table(table) = self else { return None };
        Some(table)
    }
}
