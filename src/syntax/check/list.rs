//! Arrays: scalars in them are distinct, and of one kind where the array is a set.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::Node;
use crate::syntax::raw::Raw;
use crate::syntax::shape::{Form, Shape};
use crate::terms::code::SchemaCode;
use std::collections::BTreeMap;
use std::mem::discriminant;

/// What may stand in a set of an attribute.
static MEMBER: Shape = Shape::Either(&[Shape::Text(Form::Any), Shape::Number]);

/// An array of one shape; what does not fit is left out, and scalars that were there before.
pub fn check(of: &Shape, subject: Subject, elements: Vec<Raw>, context: &mut Context) -> Vec<Spanned<Node>> {
    let each = subject.element();
    let found: Vec<_> = elements.into_iter().filter_map(|element| super::check(of, each, element, context)).collect();
    if of.is_scalar() { distinct(subject, found, context) } else { found }
}

/// The values of an option: strings, whole numbers or Booleans, at least one.
pub fn scalars(subject: Subject, elements: Vec<Raw>, context: &mut Context) -> Vec<Spanned<Node>> {
    of_one_kind(&Shape::Scalar, subject, elements, context)
}

/// A set of an attribute: strings or numbers.
pub fn set(subject: Subject, elements: Vec<Raw>, context: &mut Context) -> Vec<Spanned<Node>> {
    of_one_kind(&MEMBER, subject, elements, context)
}

/// The kind of the first element that fits decides; others are told.
fn of_one_kind(of: &Shape, subject: Subject, elements: Vec<Raw>, context: &mut Context) -> Vec<Spanned<Node>> {
    let mut found: Vec<Spanned<Node>> = Vec::new();
    for element in elements {
        let type_name = element.value.type_name();
        let Some(node) = super::check(of, subject.element(), element, context) else { continue };
        match found.first() {
            Some(first) if discriminant(&first.value) != discriminant(&node.value) => {
                let message = format!("the elements of {subject} are of one kind, this is {type_name}");
                context.report(
                    Diagnostic::error(SchemaCode::WrongType, node.span, message)
                        .and(first.span, "the first is of another"),
                );
            }
            _ => found.push(node),
        }
    }
    distinct(subject, found, context)
}

/// Drops what was there before, and tells it.
fn distinct(subject: Subject, elements: Vec<Spanned<Node>>, context: &mut Context) -> Vec<Spanned<Node>> {
    if are_plainly_distinct(&elements) {
        return elements;
    }
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::with_capacity(elements.len());
    for element in elements {
        let words = words_of(&element.value);
        match seen.get(&words) {
            Some(first) => {
                let message = format!("{} stands in {subject} twice", quoted(&words));
                context.report(
                    Diagnostic::error(SchemaCode::DuplicateValue, element.span, message).and(*first, "first here"),
                );
            }
            None => {
                seen.insert(words, element.span);
                kept.push(element);
            }
        }
    }
    kept
}

/// Whether a few values of one kind, as nearly all arrays hold, are distinct: then no words of them are needed.
fn are_plainly_distinct(elements: &[Spanned<Node>]) -> bool {
    const FEW: usize = 32;
    let differ = |one: &Node, other: &Node| discriminant(one) == discriminant(other) && one != other;
    let before = |at: usize| elements.iter().take(at);
    elements.len() <= FEW
        && elements.iter().enumerate().all(|(at, one)| before(at).all(|other| differ(&one.value, &other.value)))
}

fn words_of(node: &Node) -> String {
    match node {
        Node::Boolean(value) => value.to_string(),
        Node::Number(value) => value.to_string(),
        Node::Text(value) => value.clone(),
        Node::Date(value) => value.to_string(),
        Node::Condition(value) => value.to_string(),
        Node::Array(_) | Node::Table(_) => String::new(),
    }
}
