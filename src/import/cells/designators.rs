//! From a cell of reference designators to the single ones.

pub(in crate::import) use super::natural::{Natural, natural};

use super::names::{added, is_capitals, is_name, is_number, marked, plain_list, prefix};
use super::range::{self, Side, Word};
use super::text::{lower_words, plain};
use super::tokens::{Gap, Shape, Token, tokens};
use super::{placeholder, quantity, words};
use std::collections::{BTreeMap, BTreeSet};

/// Most designators of a cell.
const MOST: usize = 20_000;

/// Most bytes of a word, or of a text in brackets.
const LONGEST_WORD: usize = 200;

/// What a cell of designators says. Every word of the cell is in one of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Designators {
    /// The designators, in the order of the cell; ranges are expanded.
    pub fitted: Vec<String>,
    /// Those that the cell itself marks as left out: `*C26`, `C26*`, `C26 (DNP)`.
    pub not_fitted: Vec<String>,
    /// What is not a designator, as written: `R?`, `see note`, `R1-R99999999`.
    pub unclear: Vec<String>,
    /// The number of designators that the cell states: `R1,R2 (2)`, `2x R1,R2`.
    pub count: Option<u64>,
}

/// Reads a cell of designators.
///
/// ```text
/// R1-R3, C5   → fitted R1 R2 R3 C5
/// C1-3,7      → fitted C1 C2 C3 C7
/// C1, *C26    → fitted C1, not fitted C26
/// R?          → unclear R?
/// ```
///
/// Units of one part (`U2A,U2B`) are kept apart; [`super::units::join`] joins them.
pub(in crate::import) fn read(cell: &str) -> Designators {
    if let Some(fitted) = plain_list(cell).filter(|names| names.len() <= MOST) {
        return Designators { fitted, ..Designators::default() };
    }
    let text = plain(cell);
    if text.is_empty() {
        return Designators::default();
    }
    if placeholder::is_none(&text) {
        return Designators { unclear: vec![text], ..Designators::default() };
    }
    let mut tokens = tokens(&text);
    // Brackets round the whole cell only enclose the list; nobody writes more than three.
    for _ in 0..3 {
        let [Token { text, shape: Shape::Brackets(..), .. }] = tokens.as_slice() else { break };
        tokens = self::tokens(text);
    }
    let mut reader = Reader { tokens, ..Reader::default() };
    while reader.at < reader.tokens.len() {
        reader.step();
    }
    reader.finish()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Fitted,
    NotFitted,
    Unclear,
    /// A word without a number: a designator only if nothing near it is unclear.
    Word,
    /// A number alone: the number of designators, if it fits.
    Count,
}

struct Found {
    names: Vec<String>,
    kind: Kind,
    /// The number of the part of the list, between two commas.
    part: usize,
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    at: usize,
    found: Vec<Found>,
    part: usize,
    names: usize,
    seen: BTreeSet<String>,
    /// Whether the cell has too many designators; the rest of its words is unclear.
    is_full: bool,
    /// The letters that numbers alone continue: `C1,7`.
    prefix: Option<String>,
    /// After a label `DNP:`.
    label: bool,
    count: Option<u64>,
}

impl Reader {
    fn step(&mut self) {
        let Some(token) = self.tokens.get(self.at).cloned() else { return };
        if token.gap == Gap::List {
            self.part += 1;
        }
        if self.is_full || token.text.len() > LONGEST_WORD {
            self.push(vec![token.shown()], Kind::Unclear);
            self.at += 1;
        } else if let Some(length) = self.range() {
            self.at += length;
        } else if let Some(length) = self.left_out(&token) {
            self.at += length;
        } else {
            if token.shape == Shape::Word {
                self.word(&token)
            } else {
                self.brackets(&token)
            }
            self.at += 1;
        }
    }

    fn word_at(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at).filter(|token| token.shape == Shape::Word)
    }

    /// `R1 - R4`, `R1 to R4`, `R1 -R4`, `R1, ..., R4`: the number of tokens of a range over several.
    fn range(&mut self) -> Option<usize> {
        let low = self.word_at(self.at)?.text.clone();
        let next = self.word_at(self.at + 1)?.clone();
        let (high, length) =
            if range::is_ellipsis(&next.text) || (range::is_joint(&next.text) && next.gap == Gap::Blank) {
                (
                    self.word_at(self.at + 2)
                        .filter(|high| high.gap == Gap::Blank || range::is_ellipsis(&next.text))?
                        .text
                        .clone(),
                    3,
                )
            } else {
                let glued = next.gap == Gap::Blank;
                let before = range::without_joint(&next.text).filter(|(_, side)| *side == Side::Before);
                let after = range::without_joint(&low).filter(|(_, side)| *side == Side::After);
                match (before, after) {
                    (Some((high, _)), None) if glued => (high.to_owned(), 2),
                    (None, Some((low, _))) if glued => return self.span(low, &next.text, 2),
                    _ => return None,
                }
            };
        self.span(&low, &high, length)
    }

    /// Adds the range between two words, `length` tokens long.
    fn span(&mut self, low: &str, high: &str, length: usize) -> Option<usize> {
        let low = match (&self.prefix, is_number(low)) {
            (Some(prefix), true) => format!("{prefix}{low}"),
            _ => low.to_owned(),
        };
        match range::between(&low, high) {
            Word::Single => return None,
            Word::TooLong => {
                let end = self.at + length;
                let words: Vec<String> = self.tokens.get(self.at..end)?.iter().map(Token::shown).collect();
                self.push(vec![words.join(" ")], Kind::Unclear);
            }
            Word::Range(names) => self.fit(names),
        }
        Some(length)
    }

    /// Words that say "not fitted" of the designators before them, or with a colon of those after them.
    fn left_out(&mut self, first: &Token) -> Option<usize> {
        let length = (1..=4).rev().find(|length| {
            let Some(tokens) = self.tokens.get(self.at..self.at + length) else { return false };
            let is_phrase = tokens.iter().skip(1).all(|token| token.gap == Gap::Blank && token.shape == Shape::Word);
            let lower: Vec<String> = tokens.iter().flat_map(|token| lower_words(&token.text)).collect();
            let is_plain = tokens.iter().all(|token| !token.text.contains(|letter: char| letter.is_ascii_digit()));
            is_phrase && is_plain && words::is_not_fitted(&lower)
        })?;
        let tokens = self.tokens.get(self.at..self.at + length)?;
        let is_label = tokens.last().is_some_and(|last| last.text.ends_with(':'));
        let shown = tokens.iter().map(Token::shown).collect::<Vec<_>>().join(" ");
        let is_last = self.at + length == self.tokens.len();
        let part = self.part;
        // `R1, R2: DNP` and `R1, R2 - DNP` mean all of them.
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let is_of_all = first.text.starts_with(['-', '–', '—', '='])
            || before.is_some_and(|before| before.text.ends_with([':', '=']));
        if is_of_all && first.gap == Gap::Blank && self.names > 0 && !is_label {
            for found in self.found.iter_mut().filter(|found| matches!(found.kind, Kind::Fitted | Kind::Word)) {
                found.kind = Kind::NotFitted;
            }
            return Some(length);
        }
        match self.found.last_mut() {
            Some(before)
                if !is_label && first.gap != Gap::List && before.part == part && before.kind != Kind::Unclear =>
            {
                before.kind = Kind::NotFitted;
            }
            _ if is_last => self.push(vec![shown], Kind::Unclear),
            _ => self.label = true,
        }
        Some(length)
    }

    fn brackets(&mut self, token: &Token) {
        let amount =
            quantity::read(&token.text, quantity::Written::default()).ok().filter(quantity::Quantity::is_pieces);
        let count = amount.and_then(|amount| amount.amount.to_integer()).and_then(|count| u64::try_from(count).ok());
        let Some(count) = count else { return self.push(vec![token.shown()], Kind::Unclear) };
        // `(0603)` is a size.
        let is_sure = !is_number(&token.text) || count == self.names as u64;
        if is_sure && self.count.is_none() && self.names > 0 {
            self.count = Some(count);
        } else {
            self.push(vec![token.shown()], Kind::Unclear);
        }
    }

    fn word(&mut self, token: &Token) {
        if let Some(length) = self.star(token) {
            self.at += length;
            return;
        }
        let bare = token.text.trim_end_matches(['.', ':']).trim_start_matches([':', '=']);
        if let Some(names) = marked(bare) {
            return self.push(names, Kind::NotFitted);
        }
        if let Some(count) = self.times(bare, token.gap) {
            self.count = Some(count);
            return;
        }
        if let Some(names) = self.continued(bare, token.gap) {
            return self.fit(names);
        }
        match range::expand(bare) {
            Word::Range(names) => return self.fit(names),
            Word::TooLong => return self.push(vec![token.text.clone()], Kind::Unclear),
            Word::Single => {}
        }
        let is_end = self.at == 0 || self.at + 1 == self.tokens.len();
        if is_name(bare) {
            self.fit(vec![bare.to_owned()]);
        } else if is_number(bare) && is_end && token.gap == Gap::Blank {
            self.push(vec![token.text.clone()], Kind::Count);
        } else if is_capitals(bare) && bare == token.text {
            self.push(vec![bare.to_owned()], Kind::Word);
        } else if let Some(names) = added(bare) {
            self.fit(names);
        } else {
            self.push(vec![token.text.clone()], Kind::Unclear);
        }
    }

    /// A star that a blank separates from its designator: `C26 *` before a comma, `* C26` after one. How many tokens more.
    fn star(&mut self, token: &Token) -> Option<usize> {
        let next = self.tokens.get(self.at + 1);
        let (is_first, is_last) =
            (self.at == 0 || token.gap == Gap::List, next.is_none_or(|next| next.gap == Gap::List));
        if token.text != "*" || is_first == is_last {
            return None;
        }
        if is_first {
            let names = marked(&format!("*{}", next?.text))?;
            self.push(names, Kind::NotFitted);
            return Some(1);
        }
        let before = self.found.last_mut().filter(|before| before.kind == Kind::Fitted)?;
        before.kind = Kind::NotFitted;
        Some(0)
    }

    /// `2x`, `x2`, `×2`, `2pcs` at either end of the cell, and `2 x` at its beginning.
    fn times(&mut self, word: &str, gap: Gap) -> Option<u64> {
        let (is_first, is_last) = (self.at == 0, self.at + 1 == self.tokens.len());
        if self.count.is_some() || gap != Gap::Blank || is_first == is_last {
            return None;
        }
        let next = self.word_at(self.at + 1).map(|next| next.text.as_str());
        if is_first
            && is_number(word)
            && next.is_some_and(|next| matches!(next, "x" | "×" | "*") || quantity::unit(next) == Some("pcs"))
        {
            self.at += 1;
            return word.parse().ok();
        }
        let tail = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let digits = word.get(..word.len() - tail.len()).unwrap_or_default();
        if !digits.is_empty() {
            let is_unit = matches!(tail, "x" | "X" | "×") || (tail.len() > 1 && quantity::unit(tail) == Some("pcs"));
            return if is_unit { digits.parse().ok() } else { None };
        }
        let digits = word.strip_prefix(['x', '×'])?;
        (is_last && is_number(digits)).then(|| digits.parse().ok()).flatten()
    }

    /// `7` after `C1`, `7-9`, and `B` after `U2A`.
    fn continued(&self, word: &str, gap: Gap) -> Option<Vec<String>> {
        if gap == Gap::Blank {
            return None;
        }
        let last = self.found.last().filter(|found| found.kind != Kind::Unclear)?.names.last()?;
        let mut letters = word.chars();
        if let (Some(letter @ 'A'..='Z'), None) = (letters.next(), letters.next()) {
            let stem = last.strip_suffix(|unit: char| unit.is_ascii_uppercase() && unit < letter)?;
            return stem.ends_with(|digit: char| digit.is_ascii_digit()).then(|| vec![format!("{stem}{letter}")]);
        }
        let prefix = self.prefix.as_ref().filter(|_| word.starts_with(|letter: char| letter.is_ascii_digit()))?;
        let name = format!("{prefix}{word}");
        let names = if is_number(word) {
            vec![name]
        } else {
            match range::expand(&name) {
                Word::Range(names) if word.chars().all(|letter| !letter.is_alphabetic()) => names,
                Word::Range(_) | Word::TooLong | Word::Single => return None,
            }
        };
        // A number that repeats a designator counts something else.
        let is_new = |name: &String| !self.seen.contains(name);
        names.iter().all(is_new).then_some(names)
    }

    fn fit(&mut self, names: Vec<String>) {
        self.prefix = names.last().and_then(|name| prefix(name)).map(str::to_owned);
        let kind = if self.label { Kind::NotFitted } else { Kind::Fitted };
        self.push(names, kind);
    }

    fn push(&mut self, names: Vec<String>, kind: Kind) {
        let kind = if self.label && kind == Kind::Word { Kind::NotFitted } else { kind };
        let is_name = matches!(kind, Kind::Fitted | Kind::NotFitted);
        if is_name && self.names + names.len() > MOST {
            self.is_full = true;
            let shown = names.first().zip(names.last()).map(|(first, last)| format!("{first}-{last}"));
            self.found.push(Found { names: shown.into_iter().collect(), kind: Kind::Unclear, part: self.part });
            return;
        }
        if is_name {
            self.names += names.len();
            self.seen.extend(names.iter().cloned());
        }
        self.found.push(Found { names, kind, part: self.part });
    }

    fn finish(mut self) -> Designators {
        self.settle_words();
        let mut all = Designators { count: self.count, ..Designators::default() };
        let names = self.found.iter().filter(|found| matches!(found.kind, Kind::Fitted | Kind::NotFitted));
        let total: usize = names.map(|found| found.names.len()).sum();
        for Found { names, kind, .. } in self.found {
            match kind {
                Kind::Fitted | Kind::Word => all.fitted.extend(names),
                Kind::NotFitted => all.not_fitted.extend(names),
                Kind::Unclear => all.unclear.extend(names),
                Kind::Count => {
                    let stated = names.first().and_then(|number| number.parse().ok());
                    if stated == Some(total as u64) && all.count.is_none() && total > 0 {
                        all.count = stated;
                    } else {
                        all.unclear.extend(names);
                    }
                }
            }
        }
        all
    }

    /// `MCU` alone is a designator; `NOT ON BOARD` and `MCU see` are not.
    fn settle_words(&mut self) {
        let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
        for found in &self.found {
            let part = parts.entry(found.part).or_default();
            match found.kind {
                Kind::Word => part.words += 1,
                Kind::Fitted => part.fitted += 1,
                Kind::Unclear => part.unclear += 1,
                Kind::NotFitted | Kind::Count => {}
            }
        }
        for found in self.found.iter_mut().filter(|found| found.kind == Kind::Word) {
            let Some(part) = parts.get(&found.part) else { continue };
            if part.unclear > 0 || (part.words > 1 && part.fitted == 0) {
                found.kind = Kind::Unclear;
            }
        }
    }
}

/// What a part of the list, between two commas, holds.
#[derive(Default)]
struct Part {
    words: usize,
    fitted: usize,
    unclear: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `fitted | not fitted | unclear`, with the count at the end.
    fn shown(cell: &str) -> String {
        let read = read(cell);
        let mut parts = vec![read.fitted.join(" ")];
        if !read.not_fitted.is_empty() || !read.unclear.is_empty() {
            parts.push(read.not_fitted.join(" "));
        }
        if !read.unclear.is_empty() {
            parts.push(read.unclear.join(" ~ "));
        }
        let count = read.count.map_or_else(String::new, |count| format!(" #{count}"));
        parts.join("|") + &count
    }

    #[test]
    fn lists_and_ranges_of_every_usual_form() {
        for (cell, wanted) in [
            ("R1", "R1"),
            (" C1 C2, C5-C7;R9 ", "C1 C2 C5 C6 C7 R9"),
            ("R1,R2", "R1 R2"),
            ("R1，R2、R3；R4", "R1 R2 R3 R4"),
            ("J1/J2", "J1 J2"),
            ("B/U_LED1", "B/U_LED1"),
            ("GPS/RTK", "GPS/RTK"),
            ("AS-ACT,GPS/RTK,PWR/ETH", "AS-ACT GPS/RTK PWR/ETH"),
            ("R1|R2", "R1 R2"),
            ("R1\r\nR2\nR3", "R1 R2 R3"),
            ("R1 & R2", "R1 R2"),
            ("R1&R2", "R1 R2"),
            ("R1 and R2", "R1 R2"),
            ("R1, R2 und R3", "R1 R2 R3"),
            ("R1 et R2", "R1 R2"),
            ("R1 y R2", "R1 R2"),
            ("R1 + R2", "R1 R2"),
            ("R1+R2", "R1 R2"),
            ("\"R1\", 'R2'", "R1 R2"),
            ("['R1', 'R2']", "R1 R2"),
            ("(R1, R2)", "R1 R2"),
            ("R1, R2.", "R1 R2"),
            ("Ｒ１，Ｒ２", "R1 R2"),
            ("R1-R3", "R1 R2 R3"),
            ("R1-3", "R1 R2 R3"),
            ("C1-3,7,9", "C1 C2 C3 C7 C9"),
            ("C1-3, 7-9", "C1 C2 C3 C7 C8 C9"),
            ("R1,2,5", "R1 R2 R5"),
            ("R1/2", "R1 R2"),
            ("R01-R05", "R01 R02 R03 R04 R05"),
            ("R008-R011", "R008 R009 R010 R011"),
            ("R01-3", "R01 R02 R03"),
            ("LED_1-LED_4", "LED_1 LED_2 LED_3 LED_4"),
            ("LED_1-3", "LED_1 LED_2 LED_3"),
            ("R1..R3", "R1 R2 R3"),
            ("R1...R3", "R1 R2 R3"),
            ("R1…R3", "R1 R2 R3"),
            ("R1~R3", "R1 R2 R3"),
            ("R1～R3", "R1 R2 R3"),
            ("R1〜R3", "R1 R2 R3"),
            ("R1 to R3", "R1 R2 R3"),
            ("R1 bis R3", "R1 R2 R3"),
            ("R1 thru R3", "R1 R2 R3"),
            ("R1 à R3", "R1 R2 R3"),
            ("R1 a R3", "R1 R2 R3"),
            ("R1:R3", "R1 R2 R3"),
            ("R1 : R3", "R1 R2 R3"),
            ("R1->R3", "R1 R2 R3"),
            ("R1至R3", "R1 R2 R3"),
            ("R1 - R3,R9", "R1 R2 R3 R9"),
            ("R1 -R3", "R1 R2 R3"),
            ("R1- R3", "R1 R2 R3"),
            ("R1–R3", "R1 R2 R3"),
            ("R1—R3", "R1 R2 R3"),
            ("R1 − R3", "R1 R2 R3"),
            ("R1, R2, ..., R5", "R1 R2 R3 R4 R5"),
            ("R1,R2,…,R4,R9", "R1 R2 R3 R4 R9"),
            ("R5-R3", "R5 R4 R3"),
            ("R1A-R3A", "R1A R2A R3A"),
            ("U2A-U2C", "U2A U2B U2C"),
            ("U2A/B", "U2A U2B"),
            ("U2A,B,C", "U2A U2B U2C"),
            ("C1,C2,C3,\nC4", "C1 C2 C3 C4"),
        ] {
            assert_eq!(shown(cell), wanted, "{cell}");
        }
    }

    #[test]
    fn names_with_dashes_are_kept() {
        for cell in [
            "U3-1", "J3-PF", "TP1-A", "R1-C5", "U$1", "J1.2", "X1+", "1R2", "#PWR01", "-K1", "C2A", "MCU", "TP_VBAT",
            "PCB", "LED1_R", "电阻1", "A1-B2-C3",
        ] {
            assert_eq!(shown(cell), cell);
        }
        assert_eq!(shown("MCU, USB, R1"), "MCU USB R1");
        assert_eq!(shown("R1 MCU C3"), "R1 MCU C3");
    }

    #[test]
    fn marks_leave_out_single_designators() {
        for (cell, wanted) in [
            ("*C26", "|C26"),
            ("C1, C7, *C26", "C1 C7|C26"),
            ("C26*", "|C26"),
            ("C1,C26(DNP),C3", "C1 C3|C26"),
            ("C1 C26 (NF)", "C1|C26"),
            ("C1, C26 DNP, C3", "C1 C3|C26"),
            ("C1, C26 [do not fit]", "C1|C26"),
            ("C1, C26 not fitted", "C1|C26"),
            ("C26-DNP", "|C26"),
            ("C26_DNP,C27", "C27|C26"),
            ("C26/DNP", "|C26"),
            ("R1,R2 DNP: R3,R4", "R1 R2|R3 R4"),
            ("R1-R3(DNP)", "|R1 R2 R3"),
            ("C1,C2(不贴)", "C1|C2"),
            ("*C1-C3", "|C1 C2 C3"),
            ("C1, C26 *, C3", "C1 C3|C26"),
            ("C1, * C26", "C1|C26"),
            ("R1,R2 - DNP", "|R1 R2"),
            ("R1, R2: DNP", "|R1 R2"),
            ("C26不贴", "|C26"),
            ("C26(未实装)", "|C26"),
        ] {
            assert_eq!(shown(cell), wanted, "{cell}");
        }
    }

    #[test]
    fn what_is_no_designator_is_unclear() {
        for (cell, wanted) in [
            ("", ""),
            (" , ", "||,"),
            ("R?", "||R?"),
            ("R?, R1", "R1||R?"),
            ("REF**", "||REF**"),
            ("*", "||*"),
            ("-", "||-"),
            ("n/a", "||n/a"),
            ("TBD", "||TBD"),
            ("see note", "||see ~ note"),
            ("NOT ON BOARD", "||NOT ~ ON ~ BOARD"),
            ("BLUE RED", "||BLUE ~ RED"),
            ("DNP", "||DNP"),
            ("10k", "||10k"),
            ("R1, 10k", "R1||10k"),
            ("1,2", "||1 ~ 2"),
            ("R1-R99999999", "||R1-R99999999"),
            ("R1 - R99999999", "||R1 - R99999999"),
            ("R1-R99999999999999999999999", "||R1-R99999999999999999999999"),
            ("R1, etc.", "R1||etc."),
            ("C1, (C26), C3", "C1 C3||(C26)"),
            ("R1 (0603)", "R1||(0603)"),
            ("R1 (10k)", "R1||(10k)"),
            ("R1-R05", "R1-R05"),
        ] {
            assert_eq!(shown(cell), wanted, "{cell}");
        }
    }

    #[test]
    fn stated_numbers_of_designators_are_read() {
        for (cell, wanted) in [
            ("R1,R2 (2)", "R1 R2 #2"),
            ("2x R1,R2", "R1 R2 #2"),
            ("2 x R1,R2", "R1 R2 #2"),
            ("2 pcs R1,R2", "R1 R2 #2"),
            ("R1,R2 x2", "R1 R2 #2"),
            ("R1-R4 (x4)", "R1 R2 R3 R4 #4"),
            ("R1,R2 (2 pcs)", "R1 R2 #2"),
            ("R1,R2 (3pcs)", "R1 R2 #3"),
            ("2 R1,R2", "R1 R2 #2"),
            ("R1,R2 2", "R1 R2 #2"),
            ("R1,R2 5", "R1 R2||5"),
            ("R1,R2,2", "R1 R2||2"),
            ("X2", "X2"),
        ] {
            assert_eq!(shown(cell), wanted, "{cell}");
        }
    }

    /// Numbers that look random and are the same in every run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap_or(0) % most
        }
    }

    #[test]
    fn the_output_of_a_list_reads_back() {
        let mut random = Random(7);
        for _ in 0..1_000 {
            let (first, length) = (random.below(300) + 1, random.below(9) + 1);
            let prefix = ["R", "C", "LED_", "IC", "TP"][random.below(5)];
            let dash = ["-", " - ", "..", "~", " to ", "–", ":"][random.below(7)];
            let names: Vec<String> = (first..=first + length).map(|number| format!("{prefix}{number}")).collect();
            let range = format!("{}{dash}{}", names[0], names[length]);
            assert_eq!(read(&range).fitted, names, "{range}");
            let separator = [" ", ",", ", ", ";", "\n", "/"][random.below(6)];
            assert_eq!(read(&names.join(separator)).fitted, names, "{range}");
        }
    }

    #[test]
    fn no_word_is_lost_and_nothing_panics() {
        const PIECES: [&str; 40] = [
            "R1",
            "R5",
            "C01",
            "U2A",
            "B",
            "MCU",
            "see",
            "10k",
            "7",
            "0603",
            "-",
            "–",
            "...",
            "to",
            "(",
            ")",
            "[",
            "*",
            "DNP",
            ",",
            ";",
            " ",
            " ",
            "/",
            "\n",
            "?",
            "R?",
            "x2",
            "2x",
            "and",
            "+",
            "é",
            "位号",
            "𝕏1",
            ":",
            "R99999999",
            "n/a",
            "'",
            "~",
            "Err",
        ];
        let mut random = Random(11);
        for _ in 0..3_000 {
            let words: Vec<&str> = (0..=random.below(9)).map(|_| PIECES[random.below(PIECES.len())]).collect();
            let cell = words.concat();
            let read = read(&cell);
            let all = [&read.fitted[..], &read.not_fitted[..], &read.unclear[..]].concat().join(" ");
            for word in ["MCU", "see", "10k", "0603", "位号", "R99999999", "Err"] {
                let alone = cell.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word);
                assert!(!alone || all.contains(word), "{cell:?}: {word} is not in {all:?}");
            }
        }
    }

    #[test]
    fn a_cell_of_many_ranges_stays_bounded() {
        let cell: Vec<String> = (0..500).map(|sheet| format!("R{sheet}_1-R{sheet}_9999")).collect();
        let read = read(&cell.join(","));
        assert!(read.fitted.len() <= MOST && read.unclear.len() > 400);
    }

    #[test]
    fn long_cells_are_read_in_time() {
        for piece in ["(", "AB ", "R1,", "R1-", "*", "7,", "(x)", "DNP ", "- ", "[[]", "R1-R9999,", "...", "R1 (2) "] {
            let read = read(&piece.repeat(20_000));
            assert!(read.fitted.len() + read.not_fitted.len() <= MOST, "{piece}");
        }
        let numbers: Vec<String> = (1..30_000).map(|number| number.to_string()).collect();
        assert!(read(&format!("R{}", numbers.join(","))).fitted.len() <= MOST);
        assert!(read(&("(".repeat(20_000) + &")".repeat(20_000))).fitted.is_empty());
    }
}
