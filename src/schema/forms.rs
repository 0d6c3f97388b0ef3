//! The forms of strings that only this language has: capabilities, references, currencies, tariff numbers.

use crate::name::{LONGEST_NAME, dashed, is_capability, is_name};
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Form, Shape, TextForm, UnquotedKey};
use crate::terms::code::{SchemaCode, SyntaxCode};

/// A capability: `radio.lte-m`.
pub const CAPABILITY: Form = Form::Described(&TextForm {
    expected: "lower-case names joined by dots",
    code: SchemaCode::BadCapability,
    longest: Some(LONGEST_NAME),
    pattern: "^[a-z0-9][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*$",
    matches: is_capability,
    edit: |text| text.trim().to_lowercase(),
    unquoted: Some(UnquotedKey { what: "the capability", code: SyntaxCode::UnquotedCapability }),
});

/// A component's id, perhaps with `@` and a version requirement: `bg95-m3@^1.2`.
pub const REFERENCE: Form = Form::Described(&TextForm {
    expected: "a component's id, perhaps with `@` and a version",
    code: SchemaCode::BadName,
    longest: Some(LONGEST_NAME),
    pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*(@.+)?$",
    matches: is_reference,
    edit: |text| dashed(text.trim_end_matches('@')),
    unquoted: None,
});

/// A quantity that may be 0: whole, or a decimal in quotes.
pub static FROM_NOTHING: &[Shape] = &[Shape::Integer(0, i64::MAX), Shape::Decimal(9, 6)];
/// A quantity above 0: whole, or a decimal in quotes.
pub static ABOVE_NOTHING: &[Shape] = &[Shape::Integer(1, i64::MAX), Shape::Decimal(9, 6)];

/// A currency's three capital letters: `EUR`.
pub const CURRENCY: Form = Form::Described(&TextForm {
    expected: "three capital letters, ISO 4217, like `EUR`",
    code: SchemaCode::BadValue,
    longest: None,
    pattern: "^[A-Z]{3}$",
    matches: |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    edit: currency_code,
    unquoted: None,
});

/// A reason that somebody can read.
pub const REASON: Form = Form::Described(&TextForm {
    expected: "a reason in words",
    code: SchemaCode::BadValue,
    longest: None,
    pattern: "\\S",
    matches: |text| !text.trim().is_empty(),
    edit: str::to_owned,
    unquoted: None,
});

/// The digits of a customs tariff number: `85176200`.
pub const TARIFF: Form = Form::Described(&TextForm {
    expected: "digits only",
    code: SchemaCode::BadValue,
    longest: None,
    pattern: "^[0-9]+$",
    matches: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
    edit: |text| text.chars().filter(|letter| !matches!(letter, '.' | ' ' | '-')).collect(),
    unquoted: None,
});

/// The code in `eur`, `USD$` and `Euro`; other words stay as they are.
fn currency_code(text: &str) -> String {
    let is_sign = |letter: char| matches!(letter, '$' | '\u{20ac}' | '\u{a3}' | '\u{a5}') || letter.is_whitespace();
    let code = text.trim_matches(is_sign).to_uppercase();
    if code == "EURO" { "EUR".to_owned() } else { code }
}

fn is_reference(text: &str) -> bool {
    match text.split_once('@') {
        Some((id, requirement)) => is_name(id) && !requirement.trim().is_empty(),
        None => is_name(text),
    }
}

/// A key that holds a capability.
pub const fn capability(name: &'static str, doc: &'static str) -> Field<Text> {
    field::formed(name, CAPABILITY, doc)
}

/// A key that holds a currency's three capital letters.
pub const fn currency(name: &'static str, doc: &'static str) -> Field<Text> {
    field::formed(name, CURRENCY, doc)
}
