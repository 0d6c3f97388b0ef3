//! TOML as most of it is written, read in one walk over its bytes. Where a text is wrong or has anything more in it,
//! there is no answer, and the `toml` crate reads it, which knows the whole language and tells every fault.
//!
//! Plain are keys without dots, headers, arrays, inline tables on one line, strings on one line without escapes,
//! decimal numbers, Booleans and dates. A test holds that both ways give the same tree.

use super::raw::{Raw, RawEntry, RawTable, RawValue};
use crate::date::Date;
use crate::span::{FileId, Span, Spanned};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Nothing plain is deeper, neither brackets nor the path of a header.
const DEEPEST: usize = 16;

/// So many keys of a table are looked through for one.
const FEW: usize = 32;

/// The tree of a whole file; `None` where it is not plain.
pub fn read(text: &str, file: FileId) -> Option<RawTable<'_>> {
    let mut walk = Walk { text, at: 0, file, depth: 0 };
    let mut root = RawTable { entries: walk.lines()?, header: Span::start_of(file), is_implied: false };
    while walk.at < text.len() {
        let header = walk.header()?;
        let entries = walk.lines()?;
        place(&mut root, header, entries, text)?;
    }
    has_each_key_once(&root).then_some(root)
}

type Key<'t> = Spanned<Cow<'t, str>>;

/// `[a.b]` or `[[a.b]]`.
struct Header<'t> {
    path: Vec<Key<'t>>,
    is_list: bool,
    span: Span,
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    file: FileId,
    /// How many brackets are open.
    depth: usize,
}

impl<'t> Walk<'t> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: &str) -> Option<()> {
        let is_there = self.text.as_bytes().get(self.at..)?.starts_with(wanted.as_bytes());
        self.at += if is_there { wanted.len() } else { 0 };
        is_there.then_some(())
    }

    /// As many bytes as pass the test.
    fn take_while(&mut self, test: impl Fn(u8) -> bool) -> Option<&'t str> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = rest.iter().position(|byte| !test(*byte)).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        self.text.get(start..self.at)
    }

    fn skip_spaces(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Blanks, ends of lines and comments.
    fn skip_blank(&mut self) -> Option<()> {
        loop {
            match self.next() {
                Some(b' ' | b'\t' | b'\n') => self.at += 1,
                Some(b'#') => self.comment()?,
                _ => return Some(()),
            }
        }
    }

    fn comment(&mut self) -> Option<()> {
        self.take_while(|byte| !byte.is_ascii_control() || byte == b'\t')?;
        matches!(self.next(), None | Some(b'\n')).then_some(())
    }

    /// Nothing but a comment may follow on a line.
    fn end_line(&mut self) -> Option<()> {
        self.skip_spaces();
        match self.next() {
            Some(b'#') => self.comment(),
            None | Some(b'\n') => Some(()),
            Some(_) => None,
        }
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start..self.at)
    }

    /// The keys up to the next header or the end.
    fn lines(&mut self) -> Option<Vec<RawEntry<'t>>> {
        let mut entries = Vec::new();
        loop {
            self.skip_blank()?;
            if matches!(self.next(), None | Some(b'[')) {
                return Some(entries);
            }
            entries.push(self.entry()?);
            self.end_line()?;
        }
    }

    fn header(&mut self) -> Option<Header<'t>> {
        let start = self.at;
        self.take("[")?;
        let is_list = self.take("[").is_some();
        let mut path = Vec::new();
        loop {
            self.skip_spaces();
            path.push(self.key()?);
            self.skip_spaces();
            if self.take(".").is_none() || path.len() == DEEPEST {
                break;
            }
        }
        self.take(if is_list { "]]" } else { "]" })?;
        let span = self.span(start);
        self.end_line()?;
        Some(Header { path, is_list, span })
    }

    fn entry(&mut self) -> Option<RawEntry<'t>> {
        let key = self.key()?;
        self.skip_spaces();
        self.take("=")?;
        self.skip_spaces();
        Some((key, self.value()?))
    }

    fn key(&mut self) -> Option<Key<'t>> {
        let start = self.at;
        let key = match self.next()? {
            b'"' | b'\'' => self.string()?,
            _ => self.take_while(is_of_key).filter(|key| !key.is_empty())?,
        };
        Some(Spanned::new(Cow::Borrowed(key), self.span(start)))
    }

    fn value(&mut self) -> Option<Raw<'t>> {
        let start = self.at;
        let value = match self.next()? {
            b'"' | b'\'' => RawValue::Text(self.string()?.to_owned()),
            b'[' => RawValue::Array(self.inside(Self::elements)?),
            b'{' => {
                let entries = self.inside(Self::entries)?;
                RawValue::Table(RawTable { entries, header: self.span(start), is_implied: false })
            }
            _ => self.word()?,
        };
        Some(Raw { value, span: self.span(start) })
    }

    /// A string without escapes; three quotes begin another kind.
    fn string(&mut self) -> Option<&'t str> {
        let quote = self.next()?;
        self.at += 1;
        let text = self.take_while(|byte| byte != quote && byte != b'\\' && !byte.is_ascii_control())?;
        let is_closed = self.next() == Some(quote);
        self.at += 1;
        (is_closed && !(text.is_empty() && self.next() == Some(quote))).then_some(text)
    }

    /// What stands between two brackets, of which the first is next.
    fn inside<T>(&mut self, content: impl Fn(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == DEEPEST {
            return None;
        }
        self.at += 1;
        self.depth += 1;
        let found = content(self)?;
        self.depth -= 1;
        Some(found)
    }

    fn elements(&mut self) -> Option<Vec<Raw<'t>>> {
        let mut elements = Vec::new();
        loop {
            self.skip_blank()?;
            if self.take("]").is_some() {
                return Some(elements);
            }
            if elements.is_empty() {
                // Most arrays hold a source or the two ends of a range.
                elements.reserve_exact(2);
            }
            elements.push(self.value()?);
            self.skip_blank()?;
            if self.take(",").is_none() {
                self.take("]")?;
                return Some(elements);
            }
        }
    }

    fn entries(&mut self) -> Option<Vec<RawEntry<'t>>> {
        let mut entries = Vec::new();
        self.skip_spaces();
        if self.take("}").is_some() {
            return Some(entries);
        }
        loop {
            self.skip_spaces();
            entries.push(self.entry()?);
            self.skip_spaces();
            if self.take(",").is_none() {
                self.take("}")?;
                return Some(entries);
            }
        }
    }

    /// A Boolean, a number or a date; a blank and a digit behind a date would be its time.
    fn word(&mut self) -> Option<RawValue<'t>> {
        match self.take_while(|byte| is_of_key(byte) || matches!(byte, b'.' | b'+' | b':'))? {
            "true" => Some(RawValue::Boolean(true)),
            "false" => Some(RawValue::Boolean(false)),
            word if is_whole(word) => Some(RawValue::integer(word, 10)),
            word if is_decimal(word) => Some(RawValue::float(word)),
            word => {
                let day: Date = word.parse().ok()?;
                let rest = self.text.as_bytes().get(self.at..)?;
                (!matches!(rest, [b' ', b'0'..=b'9', ..])).then_some(RawValue::Date(Some(day)))
            }
        }
    }
}

fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether a word is a whole number as most write it: `-12`, and not `+12`, `012`, `1_000` or `0x12`.
fn is_whole(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    is_digits(digits) && (digits.len() == 1 || !digits.starts_with('0'))
}

fn is_decimal(word: &str) -> bool {
    word.split_once('.').is_some_and(|(whole, fraction)| is_whole(whole) && is_digits(fraction))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Puts a table where its header says. A key that is there already is found at the end.
fn place<'t>(root: &mut RawTable<'t>, header: Header<'t>, entries: Vec<RawEntry<'t>>, text: &str) -> Option<()> {
    let Header { mut path, is_list, span } = header;
    let last = path.pop()?;
    let mut around = root;
    for key in path {
        around = below(around, key, text)?;
    }
    let table = Raw { value: RawValue::Table(RawTable { entries, header: span, is_implied: false }), span };
    let known = if is_list { find(around, &last.value) } else { None };
    match known {
        Some(list) => tables_of(list)?.push(table),
        None if is_list => around.entries.push((last, Raw { value: RawValue::Array(vec![table]), span })),
        None => around.entries.push((last, table)),
    }
    Some(())
}

/// The table that a key of a header's path stands for; it is implied where no header named it.
fn below<'r, 't>(table: &'r mut RawTable<'t>, key: Key<'t>, text: &str) -> Option<&'r mut RawTable<'t>> {
    if find(table, &key.value).is_none() {
        let span = key.span;
        let implied = RawTable { entries: Vec::new(), header: span, is_implied: true };
        table.entries.push((key.clone(), Raw { value: RawValue::Table(implied), span }));
    }
    let found = find(table, &key.value)?;
    let table = match &mut found.value {
        RawValue::Table(_) => found,
        _ => tables_of(found)?.last_mut()?,
    };
    match &mut table.value {
        // What stands in braces is closed.
        RawValue::Table(table) if text.as_bytes().get(table.header.start as usize) != Some(&b'{') => Some(table),
        _ => None,
    }
}

/// The value of one of the last keys.
fn find<'r, 't>(table: &'r mut RawTable<'t>, key: &str) -> Option<&'r mut Raw<'t>> {
    table.entries.iter_mut().rev().take(FEW).find(|(known, _)| known.value == key).map(|(_, value)| value)
}

/// The elements of an array that headers make: its place is its first header.
fn tables_of<'r, 't>(raw: &'r mut Raw<'t>) -> Option<&'r mut Vec<Raw<'t>>> {
    match &mut raw.value {
        RawValue::Array(elements) if elements.first().is_some_and(|first| first.span == raw.span) => Some(elements),
        _ => None,
    }
}

fn has_each_key_once(table: &RawTable) -> bool {
    let keys = || table.entries.iter().map(|(key, _)| &*key.value);
    let is_new = |(at, key): (usize, &str)| !keys().take(at).any(|before| before == key);
    let once = if table.entries.len() > FEW {
        keys().collect::<BTreeSet<_>>().len() == table.entries.len()
    } else {
        keys().enumerate().all(is_new)
    };
    once && table.entries.iter().all(|(_, value)| is_sound(value))
}

fn is_sound(raw: &Raw) -> bool {
    match &raw.value {
        RawValue::Table(table) => has_each_key_once(table),
        RawValue::Array(elements) => elements.iter().all(is_sound),
        _ => true,
    }
}
