//! `[options.NAME]` in `solution.toml`: named choices of the customer or planner.

use super::common::BECAUSE;
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed, map};
use crate::syntax::{Key, Node, Table};
use crate::terms::code::NameCode;
use std::fmt;

static VALUES: Field<List<Node>> =
    Field::new("values", Shape::Scalars, "its values, in order of preference").required("[\"cellular\", \"lorawan\"]");
static DEFAULT: Field<Node> = field::node("default", Shape::Scalar, "the value where nothing else sets one");
static THE_NAME: Field<Text> = field::text("name", "the name for people");
static DOC: Field<Text> = field::text("doc", "what it decides");
static KEYS: Keys = &[&VALUES.key, &DEFAULT.key, &THE_NAME.key, &DOC.key, &BECAUSE.key];
static TABLE: TableShape = closed("an option", &[KEYS]);
static NAMED: Shape = Shape::Table(&TABLE);
static OPTIONS_TABLE: TableShape = map("`[options]`", Form::Name, &NAMED);

/// The table.
pub static OPTIONS: Field<Table> = field::table("options", &OPTIONS_TABLE, "named choices of the customer or planner");

/// An option of the customer or planner.
#[derive(Clone, Debug)]
pub struct OptionDefinition {
    /// Its name.
    pub name: String,
    /// Its values, in the order of preference.
    pub values: Vec<OptionValue>,
    /// The position of the default.
    pub default: Option<Spanned<u32>>,
    /// Where it is defined.
    pub span: Span,
}

/// An option's value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// `true`, `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A name.
    Text(String),
}

impl fmt::Display for OptionValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Integer(value) => write!(formatter, "{value}"),
            Self::Text(value) => formatter.write_str(value),
        }
    }
}

impl OptionValue {
    /// The value that a node holds, if an option can have it.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        match node {
            Node::Boolean(value) => Some(Self::Boolean(*value)),
            Node::Text(text) => Some(Self::Text(text.clone())),
            Node::Number(number) => i64::try_from(number.to_integer()?).ok().map(Self::Integer),
            Node::Date(_) | Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
        }
    }
}

impl OptionDefinition {
    /// The position of a value as a file writes it.
    #[must_use]
    pub fn position(&self, node: &Node) -> Option<u32> {
        let value = OptionValue::of(node)?;
        let at = self.values.iter().position(|known| *known == value)?;
        u32::try_from(at).ok()
    }

    /// The error of a value that the option does not have.
    #[must_use]
    pub fn unknown_value(&self, node: &Spanned<Node>) -> Diagnostic {
        let written = OptionValue::of(&node.value).map(|value| value.to_string()).unwrap_or_default();
        let known: Vec<String> = self.values.iter().map(ToString::to_string).collect();
        let near = nearest(&written, known.iter().map(String::as_str));
        let message = format!("option `{}` has no value `{written}`", self.name);
        let fault = Diagnostic::error(NameCode::UnknownValue, node.span, message);
        match near {
            Some(_) => fault.did_you_mean(near),
            None => fault.help(format!("its values are `{}`", known.join("`, `"))),
        }
    }
}

/// The options of a `solution.toml`, in its order.
pub fn options_of(root: &Table, diagnostics: &mut Vec<Diagnostic>) -> Vec<OptionDefinition> {
    let entries = root.read(&OPTIONS).map(|table| table.entries.as_slice()).unwrap_or_default();
    let tables = entries.iter().filter_map(|(name, node)| Some((name, node.value.as_table()?)));
    tables.filter_map(|(name, table)| option_of(name, table, diagnostics)).collect()
}

fn option_of(name: &Spanned<Key>, table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Option<OptionDefinition> {
    let values: Vec<OptionValue> = table.list(&VALUES).filter_map(|value| OptionValue::of(value.value)).collect();
    if values.is_empty() {
        return None;
    }
    let mut option = OptionDefinition { name: name.value.to_string(), values, default: None, span: name.span };
    if let Some(default) = table.get(DEFAULT.name()) {
        match option.position(&default.value) {
            Some(at) => option.default = Some(Spanned::new(at, default.span)),
            None => diagnostics.push(option.unknown_value(default)),
        }
    }
    Some(option)
}
