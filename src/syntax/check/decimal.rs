//! Decimals in strings: what is measured, which no float may hold.

use super::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::span::Spanned;
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::Node;
use crate::terms::code::SchemaCode;

/// The most digits before and after the point.
type Most = (usize, usize);

/// A string that holds a decimal above 0.
pub fn check(most: Most, subject: Subject, text: Spanned<String>, context: &mut Context) -> Option<Node> {
    let Some(fault) = fault(&text.value, most) else {
        return text.value.parse().ok().map(Node::Number);
    };
    let message = format!("{subject} {fault}, found {}", quoted(&text.value));
    let diagnostic = Diagnostic::error(SchemaCode::BadValue, text.span, message);
    let quote = context.quote(text.span);
    context.report(match edit(&text.value, most) {
        Some(Edit { number, rest: None }) => diagnostic.help(format!("write `{quote}{number}{quote}`")),
        Some(Edit { number, rest: Some(rest) }) => {
            diagnostic.help(format!("write `{quote}{number}{quote}`, and {} where its unit is stated", quoted(&rest)))
        }
        None => diagnostic,
    });
    None
}

/// Whether a text is such a decimal.
pub fn fits(text: &str, most: Most) -> bool {
    fault(text, most).is_none()
}

/// What is wrong with a text.
fn fault(text: &str, most: Most) -> Option<String> {
    let is_decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if !is_decimal(unsigned)
        || whole.is_empty()
        || fraction.is_empty()
        || fraction.contains('.')
        || text.starts_with('+')
    {
        return Some("must be a decimal number like `0.35`".to_owned());
    }
    if text.starts_with('-') || unsigned.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Some("must be above 0".to_owned());
    }
    let (digits, places) = most;
    if fraction.len() > places || whole.len() > digits {
        return Some(format!("must have at most {digits} digits before and {places} after the point"));
    }
    text.parse::<Number>().is_err().then(|| "must be a decimal number like `0.35`".to_owned())
}

/// What was probably meant: a number, and what follows it.
struct Edit {
    number: String,
    rest: Option<String>,
}

/// The number in `0,35`, `.5`, `0.3500000` and `0.35 m`.
fn edit(text: &str, most: Most) -> Option<Edit> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let number = with_a_point(number).unwrap_or_else(|| number.to_owned());
    let number = if number.starts_with('.') { format!("0{number}") } else { number };
    let number = match number.split_once('.') {
        Some((whole, fraction)) if fraction.trim_end_matches('0').is_empty() => whole.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{}", fraction.trim_end_matches('0')),
        None => number,
    };
    let rest = rest.trim();
    let is_unit = rest.chars().all(char::is_alphabetic);
    (fits(&number, most) && is_unit).then(|| Edit { number, rest: (!rest.is_empty()).then(|| rest.to_owned()) })
}

/// An amount with the comma of another language: the last separator is the point, the others group thousands.
pub fn with_a_point(text: &str) -> Option<String> {
    let last = text.rfind([',', '.']).filter(|_| text.contains(','))?;
    let (whole, fraction) = text.split_at_checked(last)?;
    let groups_only = text.matches(',').count() > 1 && !text.contains('.');
    let whole: String = whole.chars().filter(|letter| !matches!(letter, ',' | '.')).collect();
    let fraction = fraction.trim_start_matches([',', '.']);
    Some(if groups_only { format!("{whole}{fraction}") } else { format!("{whole}.{fraction}") })
}
