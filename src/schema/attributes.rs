//! Attributes of capabilities, and the tests that needs and limits make of them.

use super::attribute_keys::VERSION;
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::{Key, Node, Table, is_range_key};
use crate::terms::code::{ModelCode, SchemaCode};
use crate::terms::{Operator, Tested};
use semver::VersionReq;
use std::fmt;

/// One value: `true`, `27.5`, `"LTE"`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// A Boolean.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(String),
}

impl fmt::Display for Scalar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Number(value) => write!(formatter, "{value}"),
            Self::Text(value) => formatter.write_str(value),
        }
    }
}

impl Scalar {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> AttributeKind {
        match self {
            Self::Boolean(_) => AttributeKind::Boolean,
            Self::Number(_) => AttributeKind::Number,
            Self::Text(_) => AttributeKind::Text,
        }
    }

    /// A single value of the tree; `None` for arrays, tables, dates and conditions.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        match node {
            Node::Boolean(value) => Some(Self::Boolean(*value)),
            Node::Number(value) => Some(Self::Number(*value)),
            Node::Text(value) => Some(Self::Text(value.clone())),
            Node::Date(_) | Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
        }
    }
}

/// The value of an attribute: a set (one value is a set of one) or a range, ends included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Distinct values, sorted.
    Set(Vec<Scalar>),
    /// `[lo, hi]` of a key named `range_<unit>` or `…_range_<unit>`.
    Range(Number, Number),
}

impl fmt::Display for Attribute {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range(low, high) => write!(formatter, "{low} to {high}"),
            Self::Set(values) => {
                let words: Vec<String> = values.iter().map(ToString::to_string).collect();
                formatter.write_str(&words.join(", "))
            }
        }
    }
}

/// What an attribute's values are; one kind per capability over all files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// `true`, `false`.
    Boolean,
    /// Numbers.
    Number,
    /// Strings.
    Text,
    /// A range of numbers.
    Range,
}

impl AttributeKind {
    /// The kind in words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Boolean => "a Boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Range => "a range",
        }
    }
}

impl Attribute {
    /// The value of a key in the tree.
    #[must_use]
    pub fn of(key: &str, node: &Node) -> Option<Self> {
        if is_range_key(key) {
            let (low, high) = ends(node)?;
            return Some(Self::Range(low, high));
        }
        scalars(node).map(Self::Set)
    }

    /// What its values are; `None` for the empty set, which fits every kind.
    #[must_use]
    pub fn kind(&self) -> Option<AttributeKind> {
        match self {
            Self::Range(..) => Some(AttributeKind::Range),
            Self::Set(values) => values.first().map(Scalar::kind),
        }
    }

    /// The value in a sentence: "127 and 220", "-30 to 50".
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Range(low, high) => format!("{low} to {high}"),
            Self::Set(values) => joined(values, "and"),
        }
    }
}

fn ends(node: &Node) -> Option<(Number, Number)> {
    match node.elements() {
        [low, high] => Some((low.value.as_number()?, high.value.as_number()?)),
        _ => None,
    }
}

fn scalars(node: &Node) -> Option<Vec<Scalar>> {
    let mut values = match node {
        Node::Array(elements) => {
            elements.iter().map(|element| Scalar::of(&element.value)).collect::<Option<Vec<_>>>()?
        }
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) | Node::Table(_) => {
            vec![Scalar::of(node)?]
        }
    };
    values.sort();
    values.dedup();
    Some(values)
}

/// The attributes of one provider of a capability, sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(pub Vec<(Key, Spanned<Attribute>)>);

impl Attributes {
    /// The attributes of a table; keys that hold no attribute are left out.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        Self::of_keys(table.entries.iter().map(|(key, node)| (&key.value, node)))
    }

    /// The attributes that keys hold; keys that hold none are left out.
    pub fn of_keys<'a>(keys: impl Iterator<Item = (&'a Key, &'a Spanned<Node>)>) -> Self {
        let attribute = |(key, node): (&Key, &Spanned<Node>)| {
            Some((key.clone(), Spanned::new(Attribute::of(key, &node.value)?, node.span)))
        };
        let mut list: Vec<_> = keys.filter_map(attribute).collect();
        list.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        Self(list)
    }

    /// States an attribute where it is not stated.
    pub(crate) fn add_missing(&mut self, name: &'static str, value: Spanned<Attribute>) {
        if let Err(at) = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(name)) {
            self.0.insert(at, (name.into(), value));
        }
    }

    /// One attribute by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Spanned<Attribute>> {
        let at = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }
}

/// A test of one attribute of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The same set, or the same ends.
    Equals(Attribute),
    /// Every value inside, ends included.
    Within(Number, Number),
    /// The provider's range contains all of this one.
    Covers(Number, Number),
    /// Shares at least one value.
    AnyOf(Vec<Scalar>),
    /// Has all of these.
    AllOf(Vec<Scalar>),
    /// Has none of these.
    NoneOf(Vec<Scalar>),
    /// Every value at least this.
    AtLeast(Number),
    /// Every value at most this.
    AtMost(Number),
    /// Every value is the code of an area that is, or lies in, this one.
    In(String),
    /// The version of the providing component matches.
    Version(VersionReq),
}

impl Test {
    /// The kind of the values that it compares with; `None` where any will do.
    #[must_use]
    pub fn kind(&self) -> Option<AttributeKind> {
        match self {
            Self::Equals(attribute) => attribute.kind(),
            Self::AnyOf(values) | Self::AllOf(values) | Self::NoneOf(values) => values.first().map(Scalar::kind),
            Self::AtLeast(_) | Self::AtMost(_) => Some(AttributeKind::Number),
            Self::In(_) => Some(AttributeKind::Text),
            Self::Covers(..) => Some(AttributeKind::Range),
            Self::Within(..) | Self::Version(_) => None,
        }
    }

    /// The test in a sentence, with the attribute's name in words and its unit: "voltage within 100 to 130 V".
    #[must_use]
    pub fn sentence(&self, name: &str, unit: &str) -> String {
        let any = |values: &[Scalar]| joined(values, "or");
        match self {
            Self::Equals(Attribute::Set(values)) if is_flag(values) => format!("{name} = {}", joined(values, "and")),
            Self::Equals(value) => format!("{name} {}{unit}", value.in_words()),
            Self::Within(low, high) => format!("{name} within {low} to {high}{unit}"),
            Self::Covers(low, high) => format!("{name} covering {low} to {high}{unit}"),
            Self::AnyOf(values) => format!("{name} {}{unit}", any(values)),
            Self::AllOf(values) => format!("{name} {}{unit}", joined(values, "and")),
            Self::NoneOf(values) => format!("{name} other than {}{unit}", any(values)),
            Self::AtLeast(value) => format!("{name} of at least {value}{unit}"),
            Self::AtMost(value) => format!("{name} of at most {value}{unit}"),
            Self::In(area) => format!("{name} in {area}"),
            Self::Version(requirement) => format!("version {requirement}"),
        }
    }
}

/// Whether a value is a single Boolean: "permanent = false" reads better than "permanent false".
#[must_use]
pub fn is_flag(values: &[Scalar]) -> bool {
    matches!(values, [Scalar::Boolean(_)])
}

/// "1, 2 and 3".
fn joined(values: &[Scalar], last: &str) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.join(""),
    }
}

/// A test of a named attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeTest {
    /// The attribute's name; `version` for [`Test::Version`].
    pub attribute: String,
    /// The test.
    pub test: Test,
    /// The place of the attribute's name.
    pub span: Span,
}

/// The tests of a `where` table (or the short form of a need): `{ bands = { any-of = [2, 4] }, plan = "EU868" }`.
pub fn tests_of(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Vec<AttributeTest> {
    let mut tests = Vec::new();
    for (key, node) in &table.entries {
        match &node.value {
            Node::Table(inner) => {
                for (operator, operand) in &inner.entries {
                    let test = test_of(&key.value, operator.as_deref(), operand, diagnostics);
                    tests.extend(test.map(|test| AttributeTest {
                        attribute: key.value.to_string(),
                        test,
                        span: key.span,
                    }));
                }
            }
            bare @ (Node::Boolean(_)
            | Node::Number(_)
            | Node::Text(_)
            | Node::Date(_)
            | Node::Condition(_)
            | Node::Array(_)) => {
                let test = bare_test(&key.value, bare, node.span, diagnostics);
                tests.extend(test.map(|test| AttributeTest { attribute: key.value.to_string(), test, span: key.span }));
            }
        }
    }
    tests
}

fn bare_test(key: &str, node: &Node, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Test> {
    if key == VERSION.name() {
        return version_test(node, span, diagnostics);
    }
    Attribute::of(key, node).map(Test::Equals)
}

fn version_test(node: &Node, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Test> {
    let text = node.as_text()?;
    match VersionReq::parse(text) {
        Ok(requirement) => Some(Test::Version(requirement)),
        Err(error) => {
            let message = format!("`{text}` is not a version requirement: {error}");
            diagnostics.push(
                Diagnostic::error(SchemaCode::BadVersion, span, message)
                    .help("write it like `\"^2.1\"` or `\">=2.1, <3\"`"),
            );
            None
        }
    }
}

fn test_of(key: &str, name: Spanned<&str>, operand: &Spanned<Node>, diagnostics: &mut Vec<Diagnostic>) -> Option<Test> {
    let (operator, node) = (Operator::from_word(name.value)?, &operand.value);
    let range_key = is_range_key(key);
    let fits = match operator.tested() {
        Tested::Any => true,
        Tested::Sets => !range_key,
        Tested::Ranges => range_key,
    };
    if !fits {
        let what = if range_key { "a range" } else { "a set" };
        let message = format!("`{operator}` cannot test `{key}`, which is {what}");
        let help = if range_key {
            "ranges take `equals`, `within` and `covers`"
        } else {
            "only a key like `range_mhz` takes `covers`"
        };
        diagnostics.push(Diagnostic::error(ModelCode::TestKind, name.span, message).help(help));
        return None;
    }
    match operator {
        Operator::Equals => Attribute::of(key, node).map(Test::Equals),
        Operator::Within => ends(node).map(|(low, high)| Test::Within(low, high)),
        Operator::Covers => ends(node).map(|(low, high)| Test::Covers(low, high)),
        Operator::AnyOf => scalars(node).map(Test::AnyOf),
        Operator::AllOf => scalars(node).map(Test::AllOf),
        Operator::NoneOf => scalars(node).map(Test::NoneOf),
        Operator::AtLeast => node.as_number().map(Test::AtLeast),
        Operator::AtMost => node.as_number().map(Test::AtMost),
        Operator::In => node.as_text().map(|area| Test::In(area.to_owned())),
    }
}

impl fmt::Display for AttributeTest {
    /// The test as a phrase: `bands any of 2, 4`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.attribute;
        let list = |values: &[Scalar]| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match &self.test {
            Test::Equals(value) => write!(formatter, "{name} = {value}"),
            Test::Within(low, high) => write!(formatter, "{name} within {low} to {high}"),
            Test::Covers(low, high) => write!(formatter, "{name} covering {low} to {high}"),
            Test::AnyOf(values) => write!(formatter, "{name} any of {}", list(values)),
            Test::AllOf(values) => write!(formatter, "{name} all of {}", list(values)),
            Test::NoneOf(values) => write!(formatter, "{name} none of {}", list(values)),
            Test::AtLeast(value) => write!(formatter, "{name} at least {value}"),
            Test::AtMost(value) => write!(formatter, "{name} at most {value}"),
            Test::In(area) => write!(formatter, "{name} in {area}"),
            Test::Version(requirement) => write!(formatter, "version {requirement}"),
        }
    }
}
