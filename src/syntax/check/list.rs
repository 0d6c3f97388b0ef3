//! Arrays: scalars in them are distinct, and of one kind where the array is a set.

use super::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::Node;
use crate::terms::code::SchemaCode;
use std::collections::BTreeMap;
use std::mem::discriminant;

/// Reports an element whose kind is not that of the first one.
pub fn report_other_kind(subject: Subject, first: Span, element: Span, type_name: &str, context: &mut Context) {
    let message = format!("the elements of {subject} must be of one kind, found {type_name}");
    let diagnostic = Diagnostic::error(SchemaCode::WrongType, element, message);
    context.report(diagnostic.and(first, "the first element has another kind"));
}

/// Removes values that occur earlier in the array, and reports them.
pub fn distinct(subject: Subject, elements: Vec<Spanned<Node>>, context: &mut Context) -> Vec<Spanned<Node>> {
    if are_plainly_distinct(&elements) {
        return elements;
    }
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::with_capacity(elements.len());
    for element in elements {
        let words = words_of(&element.value);
        match seen.get(&words) {
            Some(first) => {
                let message = format!("{} occurs twice in {subject}", quoted(&words));
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
