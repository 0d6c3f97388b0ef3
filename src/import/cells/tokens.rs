//! The words of a cell of designators, and what separates them.

use super::names::is_name;
use super::text::lower_words;
use super::words;

/// What separates a word from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A blank, or nothing.
    Blank,
    /// A slash.
    Slash,
    /// A comma, a semicolon, a line end, `&`, `and`.
    List,
}

/// A word, or a text in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The text; of brackets what is in them.
    pub text: String,
    /// What comes before it.
    pub gap: Gap,
    /// Whether it is a word or in brackets.
    pub shape: Shape,
}

/// The shape of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Word,
    /// In brackets, with the signs round it.
    Brackets(char, char),
}

impl Token {
    /// The text with its brackets.
    pub fn shown(&self) -> String {
        match self.shape {
            Shape::Word => self.text.clone(),
            Shape::Brackets(open, close) => format!("{open}{}{close}", self.text),
        }
    }
}

/// Words that separate designators.
const AND: [&str; 14] = ["and", "And", "AND", "und", "et", "y", "e", "+", "plus", "和", "及", "与", "と", "および"];

const BRACKETS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('【', '】'), ('「', '」')];

/// The tokens of a cell in plain form.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Tokens { all: Vec::new(), word: String::new(), gap: Gap::Blank };
    // Signs that a search for their end has found open, so that it is made once.
    let mut unclosed: Vec<char> = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        let pair = BRACKETS.iter().find(|(open, _)| *open == letter && !unclosed.contains(open));
        let group = pair.and_then(|pair| brackets(after, *pair));
        if pair.is_some() && group.is_none() {
            unclosed.push(letter);
        }
        if let Some((inner, close)) = group {
            found.end_word();
            found.push(inner.trim(), Shape::Brackets(letter, close));
            rest = after.get(inner.len() + close.len_utf8()..).unwrap_or_default();
            continue;
        }
        match letter {
            ',' | ';' | '|' | '\n' | '&' | '・' => found.separate(Gap::List),
            '/' | '\\' => found.separate(Gap::Slash),
            '"' | '\'' | '`' | ' ' => found.end_word(),
            // `C27->C31` is a range.
            other => found.word.push(other),
        }
        rest = after;
    }
    found.end_word();
    rejoined(found.all)
}

/// `GPS/RTK`, `B/U_LED1` and `main/R1` are one name: only what follows a designator, as in `J1/J2` and `R1/2`, is another.
fn rejoined(all: Vec<Token>) -> Vec<Token> {
    let is_label = |word: &str| {
        let is_letter = |letter: char| letter.is_ascii_uppercase() || matches!(letter, '_' | '-' | '/');
        word.starts_with(|letter: char| letter.is_ascii_uppercase())
            && word.chars().all(is_letter)
            && !words::is_not_fitted(&lower_words(word))
    };
    let mut joined: Vec<Token> = Vec::new();
    for token in all {
        let is_unit = |before: &Token| before.gap == Gap::Slash && before.text.len() == 1;
        match joined.last_mut() {
            // `U1A/B/C`
            Some(before) if is_unit(before) => joined.push(token),
            Some(before)
                if token.gap == Gap::Slash
                    && token.shape == Shape::Word
                    && before.shape == Shape::Word
                    && (is_label(&before.text) || is_board(&before.text, &token.text))
                    && !words::is_not_fitted(&lower_words(&token.text)) =>
            {
                before.text = format!("{}/{}", before.text, token.text);
            }
            Some(_) | None => joined.push(token),
        }
    }
    joined
}

/// Whether a word is the name of the board of a designator: `main` in `main/R1`, not `Led1` in `Led1/Led2`.
fn is_board(word: &str, designator: &str) -> bool {
    let letters = |word: &str| {
        let end = word.find(|letter: char| letter.is_ascii_digit()).unwrap_or(word.len());
        word.get(..end).unwrap_or_default().to_lowercase()
    };
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let is_word = word.starts_with(char::is_alphabetic) && word.chars().all(is_letter);
    let lower = word.chars().filter(|letter| letter.is_lowercase()).count();
    is_word
        && lower >= 2
        && is_name(designator)
        && letters(word) != letters(designator)
        && !words::is_not_fitted(&lower_words(word))
}

/// What is in brackets that begin before the text, and the closing sign.
fn brackets(text: &str, (open, close): (char, char)) -> Option<(&str, char)> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        if letter == close && depth == 0 {
            return Some((text.get(..at)?, close));
        }
        if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
        }
    }
    None
}

struct Tokens {
    all: Vec<Token>,
    word: String,
    gap: Gap,
}

impl Tokens {
    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if AND.contains(&word.as_str()) && !self.all.is_empty() {
            self.gap = Gap::List;
        } else if !word.is_empty() {
            self.push(&word, Shape::Word);
        }
    }

    fn separate(&mut self, gap: Gap) {
        self.end_word();
        if self.gap != Gap::List {
            self.gap = gap;
        }
    }

    fn push(&mut self, text: &str, shape: Shape) {
        self.all.push(Token { text: text.to_owned(), gap: self.gap, shape });
        self.gap = Gap::Blank;
    }
}
