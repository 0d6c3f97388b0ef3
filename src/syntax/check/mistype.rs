//! A value of the wrong type: what was expected, what was found, and the edit where one is plain.

use super::decimal;
use super::subject::Subject;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::syntax::context::{Context, is_plain};
use crate::syntax::raw::{Raw, RawValue};
use crate::syntax::shape::Shape;
use crate::terms::code::SchemaCode;

/// Whether a value is of the type of TOML that a shape is written in.
#[must_use]
pub fn has_type(shape: &Shape, value: &RawValue) -> bool {
    match shape {
        Shape::Boolean => matches!(value, RawValue::Boolean(_)),
        Shape::Integer(..) => matches!(value, RawValue::Integer(_)),
        Shape::Number | Shape::Amount | Shape::Share => matches!(value, RawValue::Integer(_) | RawValue::Float(_)),
        Shape::Text(_) | Shape::Money | Shape::Decimal(..) | Shape::Condition => matches!(value, RawValue::Text(_)),
        Shape::Date => matches!(value, RawValue::Date(_)),
        Shape::Scalar => matches!(value, RawValue::Text(_) | RawValue::Integer(_) | RawValue::Boolean(_)),
        Shape::Scalars | Shape::List(_) | Shape::Filled(_) | Shape::Range => matches!(value, RawValue::Array(_)),
        Shape::Table(_) => matches!(value, RawValue::Table(_)),
        Shape::Either(shapes) => shapes.iter().any(|shape| has_type(shape, value)),
    }
}

/// Reports a value of the wrong type.
pub fn report(shape: &Shape, subject: Subject, raw: &Raw, context: &mut Context) {
    let found = raw.value.type_name();
    let message = format!("{subject} must be {}, found {found}", shape.expected());
    let diagnostic = Diagnostic::error(SchemaCode::WrongType, raw.span, message);
    let edit = if context.is_csv { None } else { edit(shape, raw, context) };
    context.report(match edit {
        Some(edit) => diagnostic.help(format!("write `{edit}`")),
        None => diagnostic,
    });
}

/// The value as it should be written, where that is plain.
fn edit(shape: &Shape, raw: &Raw, context: &Context) -> Option<String> {
    let written = context.snippet(raw.span);
    if !is_plain(written) {
        return None;
    }
    match (shape, &raw.value) {
        (Shape::Either(shapes), _) => shapes.iter().find_map(|shape| edit(shape, raw, context)),
        (Shape::Table(_), RawValue::Array(_)) => header(written).filter(|_| written.starts_with("[[")),
        (Shape::List(of), RawValue::Table(_)) if is_table(of) && !written.starts_with('{') => header(written),
        (Shape::List(of) | Shape::Filled(of), value) if has_type(of, value) => Some(format!("[{written}]")),
        (Shape::Scalars, value) if has_type(&Shape::Scalar, value) => Some(format!("[{written}]")),
        (Shape::Boolean, RawValue::Text(text)) => (text == "true" || text == "false").then(|| text.clone()),
        (Shape::Integer(..) | Shape::Number | Shape::Amount | Shape::Share, RawValue::Text(text)) => {
            unquoted(shape, text)
        }
        (Shape::Integer(..), RawValue::Float(Ok(number))) => number.to_integer().map(|whole| whole.to_string()),
        (Shape::Money, RawValue::Integer(Ok(number)) | RawValue::Float(Ok(number))) => money(*number, written),
        (Shape::Decimal(digits, places), RawValue::Float(Ok(_))) => {
            decimal::fits(written, (*digits, *places)).then(|| format!("\"{written}\""))
        }
        (Shape::Text(_), RawValue::Integer(_) | RawValue::Float(_)) => Some(format!("\"{written}\"")),
        (Shape::Date, RawValue::Text(text)) => Date::of_any_form(text).map(|day| day.to_string()),
        (Shape::Date, RawValue::Moment(Some(day))) => Some(day.to_string()),
        (Shape::Range, RawValue::Integer(Ok(_)) | RawValue::Float(Ok(_))) => Some(format!("[{written}, {written}]")),
        _ => None,
    }
}

fn is_table(shape: &Shape) -> bool {
    matches!(shape, Shape::Table(_))
}

/// `[x]` for `[[x]]` and the other way round.
fn header(written: &str) -> Option<String> {
    match written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        Some(name) => Some(format!("[{}]", name.trim())),
        None if written.starts_with('[') => Some(format!("[{written}]")),
        None => None,
    }
}

/// A number in quotes, without the quotes.
fn unquoted(shape: &Shape, text: &str) -> Option<String> {
    let number: Number = text.parse().ok()?;
    let fits = if let Shape::Integer(least, most) = shape {
        let bounds = Number::from(i128::from(*least))..=Number::from(i128::from(*most));
        !text.contains(['.', 'e', 'E']) && bounds.contains(&number)
    } else {
        true
    };
    let is_toml = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !text.starts_with('0');
    (fits && is_toml).then(|| text.to_owned())
}

/// The amount in quotes, with the digits that were written where they are plain ones.
fn money(number: Number, written: &str) -> Option<String> {
    let is_plain = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let digits = if is_plain { written.to_owned() } else { number.to_string() };
    (!number.is_negative() && !digits.contains('/')).then(|| format!("\"{digits}\""))
}
