//! TOML without errors → raw tree, built while the parser reads.
//!
//! `toml_parser` is what the `toml` crate reads with; from its events the tree is made without that crate's own in
//! between, which takes a third of the time. For a text with an error or a dotted key there is no result: the `toml`
//! crate reads it, which continues after errors and reports them. A test proves that both give the same tree.

use super::raw::{Raw, RawEntry, RawTable, RawValue};
use crate::date::Date;
use crate::span::{FileId, Span, Spanned};
use std::borrow::Cow;
use std::collections::BTreeSet;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw as Written, Source, Span as Range};

/// The most bytes of a text that is read here; the slow path bounds the cost of hostile texts.
const LONGEST: usize = 1 << 20;

/// Nothing is deeper here, neither brackets nor the path of a header.
const DEEPEST: usize = 16;

/// The most keys of a table that are searched one by one.
const FEW: usize = 32;

/// The tree of a whole file; `None` where it has faults or dotted keys.
pub fn read(text: &str, file: FileId) -> Option<RawTable<'_>> {
    if text.len() > LONGEST {
        return None;
    }
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut fault: Option<ParseError> = None;
    let mut tree = Tree::new(text, file);
    parse_document(&tokens, &mut ValidateWhitespace::new(&mut tree, source), &mut fault);
    let root = tree.finish()?;
    (fault.is_none() && has_each_key_once(&root)).then_some(root)
}

type Key<'t> = Spanned<Cow<'t, str>>;

struct Header<'t> {
    path: Vec<Key<'t>>,
    kind: HeaderKind,
    span: Span,
}

#[derive(Clone, Copy)]
enum HeaderKind {
    /// `[a.b]`
    Table,
    /// `[[a.b]]`
    List,
}

/// A bracket that is not closed yet.
struct Open<'t> {
    start: usize,
    content: Content<'t>,
}

enum Content<'t> {
    Array(Vec<Raw<'t>>),
    Table(Vec<RawEntry<'t>>),
}

/// The tree so far.
struct Tree<'t> {
    text: &'t str,
    file: FileId,
    root: RawTable<'t>,
    /// The header that was read last; `None` before the first.
    header: Option<Header<'t>>,
    /// The keys below it.
    entries: Vec<RawEntry<'t>>,
    /// Keys without their values yet: one for each table that is open, or the path of a header.
    keys: Vec<Key<'t>>,
    open: Vec<Open<'t>>,
    /// Where a header begins that is being read.
    header_start: Option<usize>,
    /// Whether everything so far fits in here.
    is_plain: bool,
}

impl<'t> Tree<'t> {
    fn new(text: &'t str, file: FileId) -> Self {
        let root = RawTable { entries: Vec::new(), header: Span::start_of(file), is_implied: false };
        let (entries, keys, open) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, file, root, header: None, entries, keys, open, header_start: None, is_plain: true }
    }

    fn span(&self, range: Range) -> Span {
        Span::new(self.file, range.start()..range.end())
    }

    fn written(&self, range: Range, encoding: Option<Encoding>) -> Written<'t> {
        let text = self.text.get(range.start()..range.end()).unwrap_or("");
        Written::new_unchecked(text, encoding, range)
    }

    /// Puts the table that ends here where its header says.
    fn close_table(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        match self.header.take() {
            None => self.root.entries = entries,
            // A path that is too long is never made into tables: dropping them would overflow the stack.
            Some(header) if self.is_plain => {
                self.is_plain = place(&mut self.root, header, entries, self.text).is_some()
            }
            Some(_) => {}
        }
    }

    fn finish(mut self) -> Option<RawTable<'t>> {
        self.close_table();
        (self.is_plain && self.open.is_empty() && self.keys.is_empty()).then_some(self.root)
    }

    fn open_header(&mut self, range: Range) {
        self.close_table();
        self.is_plain &= self.keys.is_empty() && self.open.is_empty();
        self.header_start = Some(range.start());
    }

    fn close_header(&mut self, range: Range, kind: HeaderKind) {
        let start = self.header_start.take().unwrap_or(range.start());
        let path = std::mem::take(&mut self.keys);
        self.is_plain &= path.len() <= DEEPEST;
        self.header = Some(Header { path, kind, span: Span::new(self.file, start..range.end()) });
    }

    fn open(&mut self, range: Range, content: Content<'t>) -> bool {
        self.is_plain &= self.open.len() < DEEPEST;
        self.open.push(Open { start: range.start(), content });
        self.is_plain
    }

    fn close(&mut self, range: Range) {
        let Some(Open { start, content }) = self.open.pop() else {
            self.is_plain = false;
            return;
        };
        let span = Span::new(self.file, start..range.end());
        let value = match content {
            Content::Array(elements) => RawValue::Array(elements),
            Content::Table(entries) => RawValue::Table(RawTable { entries, header: span, is_implied: false }),
        };
        self.put(Raw { value, span });
    }

    /// Puts a value where the last key, or the array around it, wants one.
    fn put(&mut self, value: Raw<'t>) {
        if let Some(Open { content: Content::Array(elements), .. }) = self.open.last_mut() {
            if elements.is_empty() {
                // Most arrays hold a source or the two ends of a range.
                elements.reserve_exact(2);
            }
            return elements.push(value);
        }
        let Some(key) = self.keys.pop() else {
            self.is_plain = false;
            return;
        };
        match self.open.last_mut() {
            Some(Open { content: Content::Table(entries), .. }) => entries.push((key, value)),
            _ => self.entries.push((key, value)),
        }
    }
}

impl EventReceiver for Tree<'_> {
    fn std_table_open(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.open_header(span);
    }

    fn std_table_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.close_header(span, HeaderKind::Table);
    }

    fn array_table_open(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.open_header(span);
    }

    fn array_table_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.close_header(span, HeaderKind::List);
    }

    fn inline_table_open(&mut self, span: Range, _: &mut dyn ErrorSink) -> bool {
        self.open(span, Content::Table(Vec::new()))
    }

    fn inline_table_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn array_open(&mut self, span: Range, _: &mut dyn ErrorSink) -> bool {
        self.open(span, Content::Array(Vec::new()))
    }

    fn array_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn simple_key(&mut self, span: Range, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut key = Cow::Borrowed("");
        self.written(span, encoding).decode_key(&mut key, error);
        self.keys.push(Spanned::new(key, self.span(span)));
    }

    fn key_sep(&mut self, _: Range, _: &mut dyn ErrorSink) {
        self.is_plain &= self.header_start.is_some();
    }

    fn scalar(&mut self, span: Range, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut text = Cow::Borrowed("");
        let value = match self.written(span, encoding).decode_scalar(&mut text, error) {
            ScalarKind::String => RawValue::Text(text.into_owned()),
            ScalarKind::Boolean(value) => RawValue::Boolean(value),
            ScalarKind::Integer(radix) => RawValue::integer(&text, radix.value()),
            ScalarKind::Float => RawValue::float(&text),
            // A time, or a date that does not exist.
            ScalarKind::DateTime => match text.parse::<Date>() {
                Ok(day) => RawValue::Date(Some(day)),
                Err(_) => {
                    self.is_plain = false;
                    return;
                }
            },
        };
        self.put(Raw { value, span: self.span(span) });
    }

    fn error(&mut self, _: Range, _: &mut dyn ErrorSink) {
        self.is_plain = false;
    }
}

/// Puts a table where its header says. A key that is there already is found at the end.
fn place<'t>(root: &mut RawTable<'t>, header: Header<'t>, entries: Vec<RawEntry<'t>>, text: &str) -> Option<()> {
    let Header { mut path, kind, span } = header;
    let last = path.pop()?;
    let mut around = root;
    for key in path {
        around = below(around, key, text)?;
    }
    let table = Raw { value: RawValue::Table(RawTable { entries, header: span, is_implied: false }), span };
    match kind {
        HeaderKind::Table => around.entries.push((last, table)),
        HeaderKind::List => match find(around, &last.value) {
            Some(list) => tables_of(list)?.push(table),
            None => around.entries.push((last, Raw { value: RawValue::Array(vec![table]), span })),
        },
    }
    Some(())
}

/// The table that a key of a header's path names; it is implied if no header named it.
fn below<'r, 't>(table: &'r mut RawTable<'t>, key: Key<'t>, text: &str) -> Option<&'r mut RawTable<'t>> {
    if find(table, &key.value).is_none() {
        let span = key.span;
        let implied = RawTable { entries: Vec::new(), header: span, is_implied: true };
        table.entries.push((key.clone(), Raw { value: RawValue::Table(implied), span }));
    }
    let found = find(table, &key.value)?;
    let is_table = matches!(found.value, RawValue::Table(_));
    let table = if is_table { found } else { tables_of(found)?.last_mut()? };
    let RawValue::Table(table) = &mut table.value else { return None };
    // A table in braces is closed.
    let is_open = text.as_bytes().get(table.header.start as usize) != Some(&b'{');
    is_open.then_some(table)
}

/// The value of one of the last keys.
fn find<'r, 't>(table: &'r mut RawTable<'t>, key: &str) -> Option<&'r mut Raw<'t>> {
    table.entries.iter_mut().rev().take(FEW).find(|(known, _)| known.value == key).map(|(_, value)| value)
}

/// The elements of an array that headers make: its place is its first header.
fn tables_of<'r, 't>(raw: &'r mut Raw<'t>) -> Option<&'r mut Vec<Raw<'t>>> {
    let RawValue::Array(elements) = &mut raw.value else { return None };
    let is_list = elements.first().is_some_and(|first| first.span == raw.span);
    is_list.then_some(elements)
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
        RawValue::Boolean(_) | RawValue::Integer(_) | RawValue::Float(_) | RawValue::Text(_) => true,
        RawValue::Date(_) | RawValue::Moment(_) | RawValue::Broken => true,
    }
}
