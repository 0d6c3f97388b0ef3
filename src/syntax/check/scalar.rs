//! Numbers, dates, money and conditions.

use super::decimal::{self, with_a_point};
use super::subject::Subject;
use super::text;
use crate::diagnostic::Diagnostic;
use crate::number::{Number, NumberError};
use crate::span::{Span, Spanned};
use crate::syntax::condition::{TextPlace, parse_condition};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::Node;
use crate::syntax::raw::{NumberFault, RawValue};
use crate::syntax::shape::Shape;
use crate::terms::code::SchemaCode;

/// A value whose type is the one that its shape is written in.
pub fn check(shape: &Shape, subject: Subject, raw: Spanned<RawValue>, context: &mut Context) -> Option<Node> {
    let span = raw.span;
    match (shape, raw.value) {
        (Shape::Money, RawValue::Text(text)) => money(subject, Spanned::new(text, span), context),
        (Shape::Decimal(digits, places), RawValue::Text(text)) => {
            decimal::check((*digits, *places), subject, Spanned::new(text, span), context)
        }
        (Shape::Condition, RawValue::Text(text)) => condition(&text, span, context),
        (Shape::Text(form), RawValue::Text(text)) => text::check(*form, subject, Spanned::new(text, span), context),
        (_, RawValue::Text(text)) => Some(Node::Text(text)),
        (_, RawValue::Boolean(value)) => Some(Node::Boolean(value)),
        (_, RawValue::Date(day)) => date(day, span, context),
        (_, RawValue::Integer(number) | RawValue::Float(number)) => {
            let number = finite(subject, number, span, context)?;
            bounded(shape, subject, Spanned::new(number, span), context)
        }
        (_, RawValue::Moment(_) | RawValue::Array(_) | RawValue::Table(_) | RawValue::Broken) => None,
    }
}

fn date(day: Option<crate::date::Date>, span: Span, context: &mut Context) -> Option<Node> {
    if day.is_none() {
        let message = format!("{} is not a date from year 1 to 9999", quoted(context.snippet(span)));
        context.report(Diagnostic::error(SchemaCode::BadDate, span, message));
    }
    day.map(Node::Date)
}

/// The number, if it is finite and exact.
pub fn finite(
    subject: Subject,
    number: Result<Number, NumberFault>,
    span: Span,
    context: &mut Context,
) -> Option<Number> {
    let why = match number {
        Ok(number) => return Some(number),
        Err(NumberFault::NotFinite) => "is not a number",
        Err(NumberFault::TooLong) => "has more than 18 digits before or 12 after the point",
    };
    let message = format!("{} of {subject} {why}", quoted(context.snippet(span)));
    context.report(Diagnostic::error(SchemaCode::BadNumber, span, message));
    None
}

fn bounded(shape: &Shape, subject: Subject, number: Spanned<Number>, context: &mut Context) -> Option<Node> {
    let (fits, bounds) = match shape {
        Shape::Integer(least, most) => {
            let fits = (Number::from(i128::from(*least))..=Number::from(i128::from(*most))).contains(&number.value);
            let is_open = *most == i64::MAX;
            (fits, if is_open { format!("at least {least}") } else { format!("from {least} to {most}") })
        }
        Shape::Amount => (!number.value.is_negative(), "at least 0".to_owned()),
        Shape::Share => (!number.value.is_negative() && number.value <= Number::ONE, "from 0 to 1".to_owned()),
        Shape::Boolean
        | Shape::Number
        | Shape::Text(_)
        | Shape::Money
        | Shape::Decimal(..)
        | Shape::Date
        | Shape::Condition
        | Shape::Scalar
        | Shape::Scalars
        | Shape::Range
        | Shape::List(_)
        | Shape::Filled(_)
        | Shape::Table(_)
        | Shape::Either(_) => return Some(Node::Number(number.value)),
    };
    if fits {
        return Some(Node::Number(number.value));
    }
    let message = format!("{subject} must be {bounds}, found {}", quoted(context.snippet(number.span)));
    context.report(Diagnostic::error(SchemaCode::BadValue, number.span, message));
    None
}

fn money(subject: Subject, text: Spanned<String>, context: &mut Context) -> Option<Node> {
    let is_decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let parsed = text.value.parse::<Number>().ok().filter(|_| is_decimal(&text.value));
    if let Some(number) = parsed {
        return Some(Node::Number(number));
    }
    if is_decimal(&text.value) && text.value.parse::<Number>() == Err(NumberError::TooLong) {
        let message = format!("{subject} has more than 18 digits before or 12 after the point");
        context.report(Diagnostic::error(SchemaCode::BadMoney, text.span, message));
        return None;
    }
    let words = quoted(&text.value);
    let message = format!("{subject} must be an amount like `12.90`, found {words}");
    let diagnostic = Diagnostic::error(SchemaCode::BadMoney, text.span, message);
    let quote = context.quote(text.span);
    let bare = without_signs(&text.value);
    let edit = with_a_point(bare).or_else(|| (bare != text.value).then(|| bare.to_owned()));
    let pointed = edit.filter(|edit| is_decimal(edit) && edit.parse::<Number>().is_ok());
    context.report(match pointed {
        Some(edit) => diagnostic.help(format!("write `{quote}{edit}{quote}`")),
        None => diagnostic,
    });
    None
}

/// An amount without the signs and the three-letter codes of money around it.
fn without_signs(text: &str) -> &str {
    let is_sign = |letter: char| matches!(letter, '$' | '\u{20ac}' | '\u{a3}' | '\u{a5}') || letter.is_whitespace();
    let is_code = |code: &&str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    let amount = text.trim_matches(is_sign);
    let before = amount.get(..3).filter(is_code).and_then(|code| amount.strip_prefix(code)).unwrap_or(amount);
    let at = before.len().saturating_sub(3);
    let behind = before.get(at..).filter(is_code).and_then(|code| before.strip_suffix(code)).unwrap_or(before);
    behind.trim_matches(is_sign)
}

fn condition(text: &str, span: Span, context: &mut Context) -> Option<Node> {
    let place = TextPlace { whole: span, inner: text_start(context.snippet(span), text, span.start) };
    match parse_condition(text, place) {
        Ok(condition) => Some(Node::Condition(Box::new(condition))),
        Err(diagnostic) => {
            context.report(diagnostic);
            None
        }
    }
}

/// Where the text of a string begins in the file, if it is written without escapes.
fn text_start(written: &str, text: &str, start: u32) -> Option<u32> {
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        let Some(inner) = written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) else { continue };
        let unbroken = if quote.len() == 3 { inner.trim_start_matches('\r').strip_prefix('\n') } else { None };
        let inner = unbroken.unwrap_or(inner);
        let offset = written.len() - quote.len() - inner.len();
        return (inner == text).then(|| start.saturating_add(u32::try_from(offset).unwrap_or(0)));
    }
    None
}
