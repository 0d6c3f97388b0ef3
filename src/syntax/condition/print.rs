//! Condition → words, such that reading the words gives the condition again.

use super::lex::{is_bare_requirement, is_number};
use super::parse::KEYWORDS;
use super::{Atom, Comparator, ComponentReference, Condition, FactPath, Literal, Subject};
use crate::name::is_name;
use std::fmt::{Display, Formatter, Result};

impl Display for Condition {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Atom(atom) => atom.fmt(formatter),
            Self::Not(inner) => {
                formatter.write_str("not ")?;
                within(inner, |part| matches!(part, Self::Atom(_) | Self::Not(_)), formatter)
            }
            Self::And(parts) => list(parts, " and ", |part| matches!(part, Self::Atom(_) | Self::Not(_)), formatter),
            Self::Or(parts) => list(parts, " or ", |part| !matches!(part, Self::Or(_) | Self::Implies(..)), formatter),
            Self::Implies(left, right) => {
                within(left, |part| !matches!(part, Self::Implies(..)), formatter)?;
                formatter.write_str(" => ")?;
                right.fmt(formatter)
            }
        }
    }
}

fn list(parts: &[Condition], word: &str, is_tight: fn(&Condition) -> bool, formatter: &mut Formatter<'_>) -> Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            formatter.write_str(word)?;
        }
        within(part, is_tight, formatter)?;
    }
    Ok(())
}

/// A part, in parentheses unless it binds tightly enough.
fn within(part: &Condition, is_tight: fn(&Condition) -> bool, formatter: &mut Formatter<'_>) -> Result {
    if is_tight(part) { part.fmt(formatter) } else { write!(formatter, "({part})") }
}

impl Display for Atom {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        self.subject.value.fmt(formatter)?;
        let Some(test) = &self.test else { return Ok(()) };
        write!(formatter, " {} ", test.operator)?;
        let words: Vec<String> = test.values.iter().map(|value| value.value.to_string()).collect();
        match test.operator {
            Comparator::In => write!(formatter, "({})", words.join(", ")),
            Comparator::Equal
            | Comparator::NotEqual
            | Comparator::Less
            | Comparator::LessOrEqual
            | Comparator::Greater
            | Comparator::GreaterOrEqual => formatter.write_str(&words.join(", ")),
        }
    }
}

impl Display for Subject {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Option(name) => formatter.write_str(name),
            Self::Slot(name) => write!(formatter, "slot.{name}"),
            Self::Component(reference) => write!(formatter, "component.{reference}"),
            Self::Provides(capability) => write!(formatter, "provides({capability})"),
            Self::Market => formatter.write_str("market"),
            Self::Carrier => formatter.write_str("carrier"),
            Self::Fact(path) => write!(formatter, "fact({path})"),
            Self::Min(path) => write!(formatter, "min({path})"),
            Self::Max(path) => write!(formatter, "max({path})"),
            Self::Known(path) => write!(formatter, "known({path})"),
            Self::Count(capability) => write!(formatter, "count({capability})"),
            Self::Sum(attribute) => write!(formatter, "sum({attribute})"),
        }
    }
}

impl Display for ComponentReference {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match &self.requirement {
            None => formatter.write_str(&self.id),
            Some(bare) if is_bare_requirement(bare) => write!(formatter, "{}@{bare}", self.id),
            Some(other) => write!(formatter, "{}@{}", self.id, in_quotes(other)),
        }
    }
}

impl Display for FactPath {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        write!(formatter, "{}.{}", self.capability, self.attribute)
    }
}

impl Display for Comparator {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "in",
        })
    }
}

impl Display for Literal {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Boolean(value) => value.fmt(formatter),
            Self::Number(number) => number.fmt(formatter),
            Self::Text(text) if is_bare(text) => formatter.write_str(text),
            Self::Text(text) => formatter.write_str(&in_quotes(text)),
        }
    }
}

/// Whether a text needs no quotes to be read as a text.
fn is_bare(text: &str) -> bool {
    match text.split_once('@') {
        Some((id, requirement)) => is_name(id) && !KEYWORDS.contains(&id) && is_bare_requirement(requirement),
        None => is_name(text) && !is_number(text) && !KEYWORDS.contains(&text),
    }
}

fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
