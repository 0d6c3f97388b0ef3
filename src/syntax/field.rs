//! Keys with the type of what they hold: one constant names a key, shapes its value and reads it.
//!
//! A [`Field`] is written once, beside its documentation. The table's shape lists its key, so that the check, the
//! messages and the JSON Schema know it, and code reads the value through the same field: a name that is misspelt, or a
//! value that is read as what it is not, does not compile.

use super::condition::Condition;
use super::node::{Node, Table};
use super::shape::{Form, Key, Shape, TableShape};
use crate::date::Date;
use crate::number::Number;
use crate::quantity::Quantity;
use crate::span::{Span, Spanned};
use crate::terms::Term;
use std::marker::PhantomData;

/// Pieces, or what is measured: below a billion of a unit, down to a millionth.
static COUNTED_OR_MEASURED: &[Shape] = &[Shape::Integer(1, i64::MAX), Shape::Decimal(9, 6)];

/// A key whose value is read as `T`.
#[derive(Debug)]
pub struct Field<T> {
    /// Name, shape, default and documentation.
    pub key: Key,
    value: PhantomData<fn() -> T>,
}

/// What a field's value is read as. The check of the file has made sure that the value fits.
pub trait Value {
    /// What reading gives.
    type Read<'a>;

    /// The value, if the node holds one.
    fn read(node: &Node) -> Option<Self::Read<'_>>;
}

/// A string.
#[derive(Debug)]
pub struct Text;

/// An array whose elements are each read as `T`.
#[derive(Debug)]
pub struct List<T>(PhantomData<fn() -> T>);

/// A range `[lo, hi]`.
#[derive(Debug)]
pub struct Range;

impl Value for Text {
    type Read<'a> = &'a str;

    fn read(node: &Node) -> Option<&str> {
        node.as_text()
    }
}

impl Value for Number {
    type Read<'a> = Self;

    fn read(node: &Node) -> Option<Self> {
        node.as_number()
    }
}

impl Value for Quantity {
    type Read<'a> = Self;

    fn read(node: &Node) -> Option<Self> {
        Self::new(node.as_number()?).ok()
    }
}

impl Value for bool {
    type Read<'a> = Self;

    fn read(node: &Node) -> Option<Self> {
        match node {
            Node::Boolean(value) => Some(*value),
            Node::Number(_) | Node::Text(_) | Node::Date(_) => None,
            Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
        }
    }
}

impl Value for Date {
    type Read<'a> = Self;

    fn read(node: &Node) -> Option<Self> {
        match node {
            Node::Date(value) => Some(*value),
            Node::Number(_) | Node::Text(_) | Node::Boolean(_) => None,
            Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
        }
    }
}

impl Value for Condition {
    type Read<'a> = &'a Self;

    fn read(node: &Node) -> Option<&Self> {
        match node {
            Node::Condition(value) => Some(value),
            Node::Number(_) | Node::Text(_) | Node::Boolean(_) => None,
            Node::Date(_) | Node::Array(_) | Node::Table(_) => None,
        }
    }
}

impl Value for Table {
    type Read<'a> = &'a Self;

    fn read(node: &Node) -> Option<&Self> {
        node.as_table()
    }
}

impl Value for Node {
    type Read<'a> = &'a Self;

    fn read(node: &Node) -> Option<&Self> {
        Some(node)
    }
}

impl Value for Range {
    type Read<'a> = [Number; 2];

    fn read(node: &Node) -> Option<[Number; 2]> {
        match node.elements() {
            [low, high] => Some([low.value.as_number()?, high.value.as_number()?]),
            _ => None,
        }
    }
}

impl<T: Term> Value for T {
    type Read<'a> = Self;

    fn read(node: &Node) -> Option<Self> {
        let word = node.as_text()?;
        Self::ALL.iter().copied().find(|term| term.as_str() == word)
    }
}

impl<T: Value> Value for List<T> {
    type Read<'a> = Elements<'a, T>;

    fn read(node: &Node) -> Option<Elements<'_, T>> {
        match node {
            Node::Array(elements) => Some(Elements::of(elements)),
            Node::Number(_) | Node::Text(_) | Node::Boolean(_) => None,
            Node::Date(_) | Node::Condition(_) | Node::Table(_) => None,
        }
    }
}

/// The elements of an array, with their places.
#[derive(Debug)]
pub struct Elements<'a, T> {
    nodes: std::slice::Iter<'a, Spanned<Node>>,
    value: PhantomData<fn() -> T>,
}

impl<'a, T> Elements<'a, T> {
    fn of(nodes: &'a [Spanned<Node>]) -> Self {
        Self { nodes: nodes.iter(), value: PhantomData }
    }

    /// No elements.
    #[must_use]
    pub fn none() -> Self {
        Self::of(&[])
    }
}

impl<'a, T: Value> Iterator for Elements<'a, T> {
    type Item = Spanned<T::Read<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.nodes.find_map(|node| Some(Spanned::new(T::read(&node.value)?, node.span)))
    }
}

impl Elements<'_, Text> {
    /// The strings with their places, as owned values.
    #[must_use]
    pub fn into_spanned(self) -> Vec<Spanned<String>> {
        self.map(|text| Spanned::new(text.value.to_owned(), text.span)).collect()
    }

    /// The strings as owned values.
    #[must_use]
    pub fn into_strings(self) -> Vec<String> {
        self.map(|text| text.value.to_owned()).collect()
    }
}

impl<T> Field<T> {
    /// A key that may be missing.
    pub(crate) const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { key: Key { name, shape, example: None, default: None, doc }, value: PhantomData }
    }

    /// The same key, which must be there; what to write where it is missing.
    pub(crate) const fn required(self, example: &'static str) -> Self {
        let Key { name, shape, default, doc, .. } = self.key;
        Self { key: Key { name, shape, example: Some(example), default, doc }, value: PhantomData }
    }

    /// The same key with the value that holds where it is missing, as TOML.
    pub(crate) const fn or(self, default: &'static str) -> Self {
        let Key { name, shape, example, doc, .. } = self.key;
        Self { key: Key { name, shape, example, default: Some(default), doc }, value: PhantomData }
    }

    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.key.name
    }
}

impl<T: Value> Field<T> {
    /// The value of a node that this key holds.
    #[must_use]
    pub fn of<'a>(&self, node: &'a Node) -> Option<T::Read<'a>> {
        T::read(node)
    }
}

/// Any string.
pub(crate) const fn text(name: &'static str, doc: &'static str) -> Field<Text> {
    Field::new(name, Shape::Text(Form::Any), doc)
}

/// A string of a form.
pub(crate) const fn formed(name: &'static str, form: Form, doc: &'static str) -> Field<Text> {
    Field::new(name, Shape::Text(form), doc)
}

/// A name.
pub(crate) const fn name(name: &'static str, doc: &'static str) -> Field<Text> {
    formed(name, Form::Name, doc)
}

/// An id in which dots are allowed.
pub(crate) const fn identifier(name: &'static str, doc: &'static str) -> Field<Text> {
    formed(name, Form::Identifier, doc)
}

/// A word of a closed list.
pub(crate) const fn term<T: Term>(name: &'static str, doc: &'static str) -> Field<T> {
    Field::new(name, Shape::Text(Form::Word(T::WORDS)), doc)
}

/// A whole number, at least this.
pub(crate) const fn whole(name: &'static str, least: i64, doc: &'static str) -> Field<Number> {
    Field::new(name, Shape::Integer(least, i64::MAX), doc)
}

/// A whole number from one to another, both included.
pub(crate) const fn whole_between(name: &'static str, (least, most): (i64, i64), doc: &'static str) -> Field<Number> {
    Field::new(name, Shape::Integer(least, most), doc)
}

/// A decimal in a string, at least 0.
pub(crate) const fn money(name: &'static str, doc: &'static str) -> Field<Number> {
    Field::new(name, Shape::Money, doc)
}

/// A whole number from 1, or a decimal above 0 in a string.
pub(crate) const fn quantity(name: &'static str, doc: &'static str) -> Field<Quantity> {
    Field::new(name, Shape::Either(COUNTED_OR_MEASURED), doc)
}

/// A number from 0 to 1.
pub(crate) const fn share(name: &'static str, doc: &'static str) -> Field<Number> {
    Field::new(name, Shape::Share, doc)
}

/// `true` or `false`.
pub(crate) const fn flag(name: &'static str, doc: &'static str) -> Field<bool> {
    Field::new(name, Shape::Boolean, doc)
}

/// A local date.
pub(crate) const fn date(name: &'static str, doc: &'static str) -> Field<Date> {
    Field::new(name, Shape::Date, doc)
}

/// A condition.
pub(crate) const fn condition(name: &'static str, doc: &'static str) -> Field<Condition> {
    Field::new(name, Shape::Condition, doc)
}

/// A range `[lo, hi]`.
pub(crate) const fn range(name: &'static str, doc: &'static str) -> Field<Range> {
    Field::new(name, Shape::Range, doc)
}

/// An array of strings of a form.
pub(crate) const fn texts(name: &'static str, of: &'static Shape, doc: &'static str) -> Field<List<Text>> {
    Field::new(name, Shape::List(of), doc)
}

/// An array of elements of a shape.
pub(crate) const fn list<T>(name: &'static str, of: &'static Shape, doc: &'static str) -> Field<List<T>> {
    Field::new(name, Shape::List(of), doc)
}

/// A table.
pub(crate) const fn table(name: &'static str, of: &'static TableShape, doc: &'static str) -> Field<Table> {
    Field::new(name, Shape::Table(of), doc)
}

/// A value that is read as it is.
pub(crate) const fn node(name: &'static str, shape: Shape, doc: &'static str) -> Field<Node> {
    Field::new(name, shape, doc)
}

impl Table {
    /// The value of a field.
    #[must_use]
    pub fn read<T: Value>(&self, field: &Field<T>) -> Option<T::Read<'_>> {
        self.get(field.key.name).and_then(|node| T::read(&node.value))
    }

    /// The value of a field, with its place.
    #[must_use]
    pub fn read_at<T: Value>(&self, field: &Field<T>) -> Option<Spanned<T::Read<'_>>> {
        let node = self.get(field.key.name)?;
        Some(Spanned::new(T::read(&node.value)?, node.span))
    }

    /// The elements of a field; none where it is missing or no array.
    pub fn list<T: Value>(&self, field: &Field<List<T>>) -> Elements<'_, T> {
        Elements::of(self.array(field.key.name))
    }

    /// The string of a field, as an owned value.
    #[must_use]
    pub fn string(&self, field: &Field<Text>) -> Option<String> {
        self.read(field).map(str::to_owned)
    }

    /// The string of a field with its place, as an owned value.
    #[must_use]
    pub fn string_at(&self, field: &Field<Text>) -> Option<Spanned<String>> {
        self.read_at(field).map(|text| Spanned::new(text.value.to_owned(), text.span))
    }

    /// Whether a field is written.
    #[must_use]
    pub fn has<T>(&self, field: &Field<T>) -> bool {
        self.get(field.key.name).is_some()
    }

    /// The place of a field's key.
    #[must_use]
    pub fn place_of<T>(&self, field: &Field<T>) -> Option<Span> {
        self.key_span(field.key.name)
    }
}
