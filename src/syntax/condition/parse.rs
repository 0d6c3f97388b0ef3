//! Words → condition, by descent through the levels of binding.

use super::lex::{Lexeme, Token, fault, lex};
use super::{Atom, Comparator, Comparison, ComponentReference, Condition, FactPath, Literal, Subject, TextPlace};
use crate::diagnostic::Diagnostic;
use crate::name::{is_capability, is_name, nearest};
use crate::span::Spanned;
use crate::syntax::context::quoted;
use crate::syntax::nesting::DEEPEST;
use crate::terms::code::SyntaxCode;
use std::ops::Range;

/// Words that join or negate atoms, or are values.
pub const KEYWORDS: [&str; 6] = ["and", "or", "not", "in", "true", "false"];

const FUNCTIONS: [&str; 7] = ["provides", "fact", "min", "max", "known", "count", "sum"];

/// Reads a condition; the error names the first place that cannot be read.
///
/// ```
/// use terroir::syntax::condition::TextPlace;
/// use terroir::span::{FileId, Span};
/// let place = TextPlace { whole: Span::start_of(FileId(0)), inner: None };
/// let condition = terroir::syntax::parse_condition("uplink == cellular => slot.modem", place)?;
/// assert_eq!(condition.to_string(), "uplink == cellular => slot.modem");
/// # Ok::<(), terroir::Diagnostic>(())
/// ```
///
/// # Errors
///
/// A diagnostic `condition-syntax`, `too-deep` or `bad-number`.
pub fn parse_condition(text: &str, place: TextPlace) -> Result<Condition, Diagnostic> {
    let lexemes = lex(text, place)?;
    if lexemes.is_empty() {
        return Err(Diagnostic::error(SyntaxCode::ConditionSyntax, place.whole, "the condition is empty"));
    }
    let mut parser = Parser { lexemes: &lexemes, at: 0, depth: 0, end: text.len(), place };
    let condition = parser.implication()?;
    match parser.peek() {
        None => Ok(condition),
        Some(_) => Err(parser.left_over()),
    }
}

struct Parser<'a> {
    lexemes: &'a [Lexeme],
    at: usize,
    depth: usize,
    end: usize,
    place: TextPlace,
}

type Parsed<T> = Result<T, Diagnostic>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.lexemes.get(self.at).map(|(token, _)| token)
    }

    /// The range of the next token; the end of the text if there is none.
    fn range(&self) -> Range<usize> {
        self.lexemes.get(self.at).map_or(self.end..self.end, |(_, range)| range.clone())
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found, None)) if found == word)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn fault(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        fault(self.place, range, message)
    }

    fn words(&self) -> String {
        match self.peek() {
            Some(Token::Word(word, _)) => quoted(word),
            Some(Token::Number(number)) => quoted(&number.to_string()),
            Some(Token::Text(text)) => quoted(&format!("'{text}'")),
            Some(Token::Open) => "`(`".to_owned(),
            Some(Token::Close) => "`)`".to_owned(),
            Some(Token::Comma) => "`,`".to_owned(),
            Some(Token::Comparator(operator)) => format!("`{operator}`"),
            Some(Token::Arrow) => "`=>`".to_owned(),
            None => "the end".to_owned(),
        }
    }

    /// One level deeper, if that is not too deep.
    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the condition is nested more than {DEEPEST} levels deep");
            return Err(Diagnostic::error(SyntaxCode::TooDeep, self.place.at(self.range()), message));
        }
        let parsed = inner(self)?;
        self.depth -= 1;
        Ok(parsed)
    }

    fn implication(&mut self) -> Parsed<Condition> {
        let left = self.disjunction()?;
        if !self.take(&Token::Arrow) {
            return Ok(left);
        }
        let right = self.deeper(Self::implication)?;
        Ok(Condition::Implies(Box::new(left), Box::new(right)))
    }

    fn disjunction(&mut self) -> Parsed<Condition> {
        let first = self.conjunction()?;
        let mut parts = vec![first];
        while self.take_word("or") {
            parts.push(self.conjunction()?);
        }
        Ok(joined(parts, Condition::Or))
    }

    fn conjunction(&mut self) -> Parsed<Condition> {
        let first = self.negation()?;
        let mut parts = vec![first];
        while self.take_word("and") {
            parts.push(self.negation()?);
        }
        Ok(joined(parts, Condition::And))
    }

    fn negation(&mut self) -> Parsed<Condition> {
        if self.take_word("not") {
            return Ok(Condition::Not(Box::new(self.deeper(Self::negation)?)));
        }
        let open = self.range();
        if !self.take(&Token::Open) {
            return self.atom().map(Condition::Atom);
        }
        let inner = self.deeper(Self::implication)?;
        self.close(open)?;
        Ok(inner)
    }

    fn close(&mut self, open: Range<usize>) -> Parsed<()> {
        if self.take(&Token::Close) {
            return Ok(());
        }
        let message = format!("missing `)` before {}", self.words());
        let opened = self.place.at(open);
        Err(self.fault(self.range(), message).and(opened, "opened here").help("add `)`"))
    }

    fn atom(&mut self) -> Parsed<Atom> {
        let start = self.range();
        let subject = self.subject()?;
        let subject = Spanned::new(subject, self.place.at(start.start..self.done()));
        let test = self.comparison()?;
        Ok(Atom { subject, test, span: self.place.at(start.start..self.done()) })
    }

    /// The end of the last token taken.
    fn done(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.lexemes.get(at)).map_or(0, |(_, range)| range.end)
    }

    fn subject(&mut self) -> Parsed<Subject> {
        let range = self.range();
        let (word, requirement) = match self.peek() {
            Some(Token::Word(word, requirement)) if !KEYWORDS.contains(&word.as_str()) => (word, requirement),
            None => return Err(self.fault(range, "expected a term, but the condition ends here")),
            Some(_) => return Err(self.fault(range, format!("expected a term, found {}", self.words()))),
        };
        self.at += 1;
        if let Some(id) = word.strip_prefix("component.")
            && is_name(id)
        {
            let reference = ComponentReference { id: id.to_owned(), requirement: requirement.clone() };
            return Ok(Subject::Component(reference));
        }
        if requirement.is_some() {
            let message = format!("`@` can follow only a component, not {}", quoted(word));
            return Err(self.fault(range, message).help(format!("write `component.{word}@…`")));
        }
        if self.peek() == Some(&Token::Open) {
            return self.call(word, range);
        }
        plain_subject(word).ok_or_else(|| self.no_subject(word, range))
    }

    fn no_subject(&self, word: &str, range: Range<usize>) -> Diagnostic {
        let diagnostic = self.fault(range, format!("{} is not a term of a condition", quoted(word)));
        let Some((before, rest)) = word.split_once('.') else { return diagnostic };
        match nearest(before, ["slot", "component"]) {
            Some(near) if is_name(rest) => diagnostic.help(format!("write `{near}.{rest}`")),
            _ if word.starts_with("carrier.") => {
                diagnostic.help(format!("write `carrier == {}`", word.trim_start_matches("carrier.")))
            }
            _ if path_of(word).is_some() => diagnostic.help(format!("write `fact({word})`")),
            _ => diagnostic,
        }
    }

    fn call(&mut self, function: &str, range: Range<usize>) -> Parsed<Subject> {
        if !FUNCTIONS.contains(&function) {
            let near = nearest(function, FUNCTIONS);
            return Err(self.fault(range, format!("unknown function {}", quoted(function))).did_you_mean(near));
        }
        let open = self.range();
        self.at += 1;
        let subject = match function {
            "provides" => Subject::Provides(self.argument(is_capability, "a capability")?),
            "count" => Subject::Count(self.argument(is_capability, "a capability")?),
            "sum" => Subject::Sum(self.argument(is_name, "an attribute")?),
            "fact" => Subject::Fact(self.path()?),
            "min" => Subject::Min(self.path_or_fact()?),
            "max" => Subject::Max(self.path_or_fact()?),
            _ => Subject::Known(self.path_or_fact()?),
        };
        self.close(open)?;
        Ok(subject)
    }

    /// A name in the parentheses of a function. One of digits only, like `5`, was read as a number.
    fn argument(&mut self, fits: fn(&str) -> bool, what: &str) -> Parsed<String> {
        let word = match self.peek() {
            Some(Token::Word(word, None)) => word.clone(),
            Some(Token::Number(_)) => self.number_as_written(),
            _ => String::new(),
        };
        if !fits(&word) {
            return Err(self.fault(self.range(), format!("expected {what}, found {}", self.words())));
        }
        self.at += 1;
        Ok(word)
    }

    fn number_as_written(&self) -> String {
        match self.peek() {
            Some(Token::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn path(&mut self) -> Parsed<FactPath> {
        let found = match self.peek() {
            Some(Token::Word(word, None)) => path_of(word),
            _ => None,
        };
        let Some(path) = found else {
            let message = format!("expected a fact such as `power.mains.voltage_v`, found {}", self.words());
            return Err(self.fault(self.range(), message));
        };
        self.at += 1;
        Ok(path)
    }

    fn path_or_fact(&mut self) -> Parsed<FactPath> {
        let is_fact =
            self.is_word("fact") && self.lexemes.get(self.at + 1).is_some_and(|(token, _)| *token == Token::Open);
        if !is_fact {
            return self.path();
        }
        self.at += 1;
        let open = self.range();
        self.at += 1;
        let path = self.path()?;
        self.close(open)?;
        Ok(path)
    }

    fn operator(&self) -> Option<Comparator> {
        match self.peek() {
            Some(Token::Comparator(operator)) => Some(*operator),
            Some(Token::Word(word, None)) if word == "in" => Some(Comparator::In),
            _ => None,
        }
    }

    fn comparison(&mut self) -> Parsed<Option<Comparison>> {
        let Some(operator) = self.operator() else { return Ok(None) };
        self.at += 1;
        let open = self.range();
        let is_list = operator == Comparator::In && self.take(&Token::Open);
        let mut values = vec![self.literal(operator)?];
        while is_list && self.take(&Token::Comma) {
            values.push(self.literal(operator)?);
        }
        if is_list {
            self.close(open)?;
        }
        if self.operator().is_some() {
            let message = format!("a comparison cannot continue with {}", self.words());
            return Err(self.fault(self.range(), message).help("join two comparisons with `and`"));
        }
        Ok(Some(Comparison { operator, values }))
    }

    fn literal(&mut self, operator: Comparator) -> Parsed<Spanned<Literal>> {
        let range = self.range();
        let value = match self.peek() {
            Some(Token::Word(word, None)) if word == "true" || word == "false" => Literal::Boolean(word == "true"),
            Some(Token::Word(word, requirement)) if is_name(word) && !KEYWORDS.contains(&word.as_str()) => {
                Literal::Text(requirement.as_ref().map_or_else(|| word.clone(), |wanted| format!("{word}@{wanted}")))
            }
            Some(Token::Number(number)) => Literal::Number(*number),
            Some(Token::Text(text)) => Literal::Text(text.clone()),
            Some(Token::Word(word, None)) if !KEYWORDS.contains(&word.as_str()) => {
                let message = format!("{} is not a value", quoted(word));
                return Err(self.fault(range, message).help(format!("write `'{word}'`")));
            }
            _ => {
                let message = format!("expected a value after `{operator}`, found {}", self.words());
                return Err(self.fault(range, message));
            }
        };
        self.at += 1;
        Ok(Spanned::new(value, self.place.at(range)))
    }

    fn left_over(&self) -> Diagnostic {
        let words = self.words();
        let message = match self.peek() {
            Some(Token::Close) => "`)` without a matching `(`".to_owned(),
            _ => format!("`and`, `or` or `=>` is missing before {words}"),
        };
        let diagnostic = self.fault(self.range(), message);
        match self.peek() {
            Some(Token::Close) => diagnostic.help("remove `)`"),
            Some(Token::Word(word, None)) => {
                let lower = word.to_ascii_lowercase();
                let is_keyword = KEYWORDS.contains(&lower.as_str());
                if is_keyword && lower != *word { diagnostic.help(format!("write `{lower}`")) } else { diagnostic }
            }
            _ => diagnostic,
        }
    }
}

fn joined(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn plain_subject(word: &str) -> Option<Subject> {
    if let Some(slot) = word.strip_prefix("slot.") {
        return is_name(slot).then(|| Subject::Slot(slot.to_owned()));
    }
    match word {
        "market" => Some(Subject::Market),
        "carrier" => Some(Subject::Carrier),
        _ => is_name(word).then(|| Subject::Option(word.to_owned())),
    }
}

fn path_of(word: &str) -> Option<FactPath> {
    let (capability, attribute) = word.rsplit_once('.')?;
    let fits = is_capability(capability) && is_name(attribute);
    fits.then(|| FactPath { capability: capability.to_owned(), attribute: attribute.to_owned() })
}
