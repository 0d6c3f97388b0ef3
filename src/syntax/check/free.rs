//! Free keys: their ranges, and what is wrong with their values and tests.

use super::subject::Subject;
use super::{mistype, scalar};
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::Node;
use crate::syntax::raw::{Raw, RawValue};
use crate::syntax::shape::{Shape, TestKey};
use crate::terms::code::SchemaCode;

/// Whether a key says that it holds a range: `range_<unit>` or `*_range_<unit>`.
///
/// ```
/// use terroir::syntax::is_range_key;
/// assert!(is_range_key("range_mhz") && is_range_key("temperature_range_c"));
/// assert!(!is_range_key("voltage_v") && !is_range_key("range") && !is_range_key("orange_v"));
/// ```
#[must_use]
pub fn is_range_key(key: &str) -> bool {
    let unit = key.strip_prefix("range_").or_else(|| key.split_once("_range_").map(|(_, unit)| unit));
    unit.is_some_and(|unit| !unit.is_empty())
}

/// Reports a value of a type that no free key has.
pub fn report_wrong_type(subject: Subject, raw: &Raw, context: &mut Context) {
    let found = raw.value.type_name();
    let message = format!("{subject} must be a Boolean, a string, a number or an array, found {found}");
    let diagnostic = Diagnostic::error(SchemaCode::WrongType, raw.span, message);
    let is_date = matches!(raw.value, RawValue::Date(_) | RawValue::Moment(_)) && !context.is_csv;
    let written = context.snippet(raw.span);
    context.report(if is_date { diagnostic.help(format!("write `\"{written}\"`")) } else { diagnostic });
}

/// Both ends of a range, the lower first.
pub fn range(subject: Subject, elements: Vec<Raw>, span: Span, context: &mut Context) -> Option<Node> {
    if elements.iter().any(|element| matches!(element.value, RawValue::Broken)) {
        return None;
    }
    let count = elements.len();
    if count != 2 {
        let message = format!("{subject} must be a range `[lo, hi]`, found {count} elements");
        context.report(Diagnostic::error(SchemaCode::BadRange, span, message));
        return None;
    }
    let mut ends = Vec::with_capacity(2);
    for element in elements {
        ends.push(end(subject, element, context)?);
    }
    let numbers: Vec<_> = ends.iter().filter_map(|end| end.value.as_number()).collect();
    if let [low, high] = numbers.as_slice()
        && low > high
    {
        let message = format!("the range {subject} ends below its start");
        context.report(Diagnostic::error(SchemaCode::BadRange, span, message).help(format!("write `[{high}, {low}]`")));
        return None;
    }
    Some(Node::Array(ends))
}

fn end(subject: Subject, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let span = raw.span;
    let (RawValue::Integer(number) | RawValue::Float(number)) = raw.value else {
        mistype::report(&Shape::Number, subject.element(), &raw, context);
        return None;
    };
    let number = scalar::finite(subject, number, span, context)?;
    Some(Spanned::new(Node::Number(number), span))
}

/// Reports a test that does not exist.
pub fn report_unknown_test(tests: &[TestKey], name: Spanned<&str>, context: &mut Context) {
    let message = format!("unknown test {}", quoted(name.value));
    let near = nearest(name.value, tests.iter().map(|test| test.name));
    let diagnostic = Diagnostic::error(SchemaCode::UnknownKey, name.span, message);
    context.report(match near {
        Some(_) => diagnostic.did_you_mean(near),
        None => {
            let names: Vec<String> = tests.iter().map(|test| format!("`{}`", test.name)).collect();
            diagnostic.help(format!("the tests are {}", names.join(", ")))
        }
    });
}
