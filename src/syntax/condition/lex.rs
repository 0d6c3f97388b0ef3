//! The words of a condition.

use super::{Comparator, TextPlace};
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::syntax::context::quoted;
use crate::terms::code::{SchemaCode, SyntaxCode};
use std::ops::Range;

/// A word or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Letters, digits, `_`, `-` and dots, optionally with the text after `@`.
    Word(String, Option<String>),
    /// A decimal number.
    Number(Number),
    /// A string in single quotes.
    Text(String),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `==` and the like; not `in`, which is a word.
    Comparator(Comparator),
    /// `=>`
    Arrow,
}

/// A token with its place in the text.
pub type Lexeme = (Token, Range<usize>);

/// Whether a text is a number entirely: `-12.5`.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(digits),
    }
}

/// Whether a version requirement can follow `@` without quotes.
#[must_use]
pub fn is_bare_requirement(text: &str) -> bool {
    !text.is_empty() && requirement_length(text) == text.len()
}

/// A fault in a condition.
pub fn fault(place: TextPlace, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(SyntaxCode::ConditionSyntax, place.at(range), message)
}

/// All tokens, or the first text that is not a token.
pub fn lex(text: &str, place: TextPlace) -> Result<Vec<Lexeme>, Diagnostic> {
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(text, at, first, place)?;
        lexemes.push((token, at..at + length));
        at += length;
    }
    Ok(lexemes)
}

fn token(text: &str, at: usize, first: char, place: TextPlace) -> Result<(Token, usize), Diagnostic> {
    let rest = text.get(at..).unwrap_or("");
    if FOREIGN.iter().any(|(sign, _)| rest.starts_with(sign)) {
        return Err(stray(rest, at, first, place));
    }
    let signs = [
        ("=>", Token::Arrow),
        ("==", Token::Comparator(Comparator::Equal)),
        ("!=", Token::Comparator(Comparator::NotEqual)),
        ("<=", Token::Comparator(Comparator::LessOrEqual)),
        (">=", Token::Comparator(Comparator::GreaterOrEqual)),
        ("<", Token::Comparator(Comparator::Less)),
        (">", Token::Comparator(Comparator::Greater)),
        ("(", Token::Open),
        (")", Token::Close),
        (",", Token::Comma),
    ];
    if let Some((sign, token)) = signs.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((token, sign.len()));
    }
    match first {
        '\'' => string(rest, at, place),
        _ if is_word_letter(first) => word(rest, at, place),
        _ => Err(stray(rest, at, first, place)),
    }
}

fn is_word_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// A quote inside is written twice.
fn string(rest: &str, at: usize, place: TextPlace) -> Result<(Token, usize), Diagnostic> {
    let mut value = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((offset, letter)) = letters.next() {
        if letter != '\'' {
            value.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            value.push('\'');
        } else {
            return Ok((Token::Text(value), offset + 1));
        }
    }
    Err(fault(place, at..at + rest.len(), "the string is not closed").help("add `'` at its end"))
}

fn word(rest: &str, at: usize, place: TextPlace) -> Result<(Token, usize), Diagnostic> {
    let length = rest.find(|letter| !is_word_letter(letter)).unwrap_or(rest.len());
    let (word, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
    if let Some(requirement) = behind.strip_prefix('@') {
        let (requirement, taken) = requirement_of(requirement, at + length + 1, place)?;
        return Ok((Token::Word(word.to_owned(), Some(requirement)), length + 1 + taken));
    }
    if !is_number(word) {
        return Ok((Token::Word(word.to_owned(), None), length));
    }
    match word.parse() {
        Ok(number) => Ok((Token::Number(number), length)),
        Err(error) => {
            let message = format!("the number {} has {error}", quoted(word));
            Err(Diagnostic::error(SchemaCode::BadNumber, place.at(at..at + length), message))
        }
    }
}

/// The version requirement after `@`, and its length in the text: bare, or in single quotes if it contains spaces or
/// commas.
fn requirement_of(rest: &str, at: usize, place: TextPlace) -> Result<(String, usize), Diagnostic> {
    if rest.starts_with('\'') {
        let (token, length) = string(rest, at, place)?;
        if let Token::Text(text) = token
            && !text.trim().is_empty()
        {
            return Ok((text, length));
        }
    }
    let length = requirement_length(rest);
    match rest.get(..length) {
        Some(requirement) if length > 0 => Ok((requirement.to_owned(), length)),
        _ => Err(fault(place, at - 1..at, "expected a version requirement after `@`")),
    }
}

/// Operators may only come first, so that `x@^1=>y` ends before the arrow.
fn requirement_length(rest: &str) -> usize {
    let operators = rest.find(|letter| !matches!(letter, '^' | '~' | '=' | '<' | '>')).unwrap_or(rest.len());
    let version = rest.get(operators..).unwrap_or("");
    let is_version = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '*' | '-' | '+' | '_');
    let length = version.find(|letter| !is_version(letter)).unwrap_or(version.len());
    if length == 0 { 0 } else { operators + length }
}

/// Signs of other languages that begin with a sign of this one, and what to write instead.
const FOREIGN: [(&str, &str); 5] = [("===", "=="), ("!==", "!="), ("<>", "!="), ("=<", "<="), ("=!", "!=")];

/// A sign of another language, or of no language.
fn stray(rest: &str, at: usize, first: char, place: TextPlace) -> Diagnostic {
    let known = [
        ("&&", "and"),
        ("&", "and"),
        ("||", "or"),
        ("|", "or"),
        ("!", "not"),
        ("=", "=="),
        ("\u{2264}", "<="),
        ("\u{2265}", ">="),
        ("\u{2260}", "!="),
        ("\"", "'"),
    ];
    match FOREIGN.into_iter().chain(known).find(|(sign, _)| rest.starts_with(sign)) {
        Some((sign, word)) => {
            let message = format!("{} has no meaning in a condition", quoted(sign));
            fault(place, at..at + sign.len(), message).help(format!("write `{word}`"))
        }
        None => {
            let message = format!("{} has no meaning in a condition", quoted(&first.to_string()));
            fault(place, at..at + first.len_utf8(), message)
        }
    }
}
