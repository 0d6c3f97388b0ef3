//! A text as a tree of keys and values as they are written, and back: for programs that take single edits back.
//!
//! Comments, blank lines and the choice between `[header]` and inline tables are not part of the tree, the order of keys
//! and elements is. The text made from a tree has one line for each key of the root and each element of its arrays.

use super::context::Context;
use super::raw::{Raw, RawTable, RawValue};
use super::toml_reader;
use crate::span::FileId;
use std::fmt::Write as _;

/// A value as it is written.
#[derive(Clone, Debug)]
pub enum Written {
    /// A table, in the order of the text.
    Table(Vec<WrittenEntry>),
    /// An array.
    Array(Vec<WrittenElement>),
    /// Anything else.
    Plain(Plain),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct WrittenEntry {
    /// The key without quotes.
    pub key: String,
    /// The byte of the file at which the key begins.
    pub at: u32,
    /// Its value.
    pub value: Written,
}

/// An element of an array.
#[derive(Clone, Debug)]
pub struct WrittenElement {
    /// The byte of the file at which it begins.
    pub at: u32,
    /// The element.
    pub value: Written,
}

/// A value that is neither a table nor an array.
#[derive(Clone, Debug)]
pub struct Plain {
    /// As it is written, with its quotes.
    pub text: String,
    /// The string that it means, if it is one.
    pub string: Option<String>,
}

impl Plain {
    /// What people read: a string without its quotes.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.string.as_deref().unwrap_or(&self.text)
    }
}

impl PartialEq for Plain {
    /// Strings are equal whatever their quotes are.
    fn eq(&self, other: &Self) -> bool {
        match (&self.string, &other.string) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.text == other.text,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl PartialEq for Written {
    /// Places are not compared; the order of keys and elements is.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table(one), Self::Table(two)) => {
                let pairs = || one.iter().zip(two);
                one.len() == two.len() && pairs().all(|(one, two)| one.key == two.key && one.value == two.value)
            }
            (Self::Array(one), Self::Array(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.value == two.value)
            }
            (Self::Plain(one), Self::Plain(two)) => one == two,
            (Self::Table(_) | Self::Array(_) | Self::Plain(_), _) => false,
        }
    }
}

impl Written {
    /// The tree of a TOML text; what has syntax errors is left out.
    #[must_use]
    pub fn of_toml(text: &str) -> Self {
        let mut context = Context::toml(FileId(0), text);
        let root = toml_reader::read(&mut context);
        table(root, text)
    }

    /// The tree of a CSV text: an array `rows` with a table for each row, which has the cells that are not empty, by
    /// column.
    #[must_use]
    pub fn of_csv(text: &str) -> Self {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let body = text.get(start..).unwrap_or("");
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(body.as_bytes());
        let mut records = reader.records().map_while(Result::ok);
        let header = records.next().unwrap_or_default();
        let row = |record: csv::StringRecord| {
            let byte = record.position().map_or(0, |place| usize::try_from(place.byte()).unwrap_or(0)) + start;
            // The position of a record is that of the line ends before it.
            let blank = text.get(byte..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
            let at = u32::try_from(byte + blank).unwrap_or(u32::MAX);
            let cells = header.iter().zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
            let entries = cells.map(|(key, cell)| {
                let (text, string) = (cell.to_owned(), Some(cell.to_owned()));
                WrittenEntry { key: key.to_owned(), at, value: Self::Plain(Plain { text, string }) }
            });
            let mut entries: Vec<WrittenEntry> = entries.collect();
            entries.sort_by(|one, two| one.key.cmp(&two.key));
            WrittenElement { at, value: Self::Table(entries) }
        };
        let is_empty = |element: &WrittenElement| matches!(&element.value, Self::Table(entries) if entries.is_empty());
        let rows = records.map(row).filter(|element| !is_empty(element)).collect();
        Self::Table(vec![WrittenEntry { key: "rows".to_owned(), at: 0, value: Self::Array(rows) }])
    }

    /// A TOML text that means the same; the tree is that of a file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        for entry in self.entries() {
            let _ = write!(out, "{} = ", quoted(&entry.key));
            match &entry.value {
                Self::Array(elements) if elements.iter().any(|one| matches!(one.value, Self::Table(_))) => {
                    out.push_str("[\n");
                    for element in elements {
                        inline(&element.value, &mut out);
                        out.push_str(",\n");
                    }
                    out.push(']');
                }
                other @ (Self::Table(_) | Self::Array(_) | Self::Plain(_)) => inline(other, &mut out),
            }
            out.push('\n');
        }
        out
    }

    /// A CSV text that means the same; the tree is that of a CSV file.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let rows = || self.entries().iter().flat_map(|entry| entry.value.elements());
        let mut columns: Vec<&str> = Vec::new();
        for entry in rows().flat_map(|row| row.value.entries()) {
            if !columns.contains(&entry.key.as_str()) {
                columns.push(&entry.key);
            }
        }
        let line = |cells: Vec<String>| cells.join(",") + "\n";
        let mut out = line(columns.iter().map(|column| cell(column)).collect());
        for row in rows() {
            let value = |column: &&str| row.value.entries().iter().find(|entry| entry.key == **column);
            let text = |entry: Option<&WrittenEntry>| match entry.map(|entry| &entry.value) {
                Some(Self::Plain(plain)) => cell(plain.shown()),
                Some(Self::Table(_) | Self::Array(_)) | None => String::new(),
            };
            out.push_str(&line(columns.iter().map(|column| text(value(column))).collect()));
        }
        out
    }

    /// The entries, if it is a table; else none.
    #[must_use]
    pub fn entries(&self) -> &[WrittenEntry] {
        let Self::Table(entries) = self else { return &[] };
        entries
    }

    /// The elements, if it is an array; else none.
    #[must_use]
    pub fn elements(&self) -> &[WrittenElement] {
        let Self::Array(elements) = self else { return &[] };
        elements
    }

    /// The value of a key of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The value as people read it, on one line.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Plain(plain) => plain.shown().to_owned(),
            Self::Table(_) | Self::Array(_) => {
                let mut out = String::new();
                inline(self, &mut out);
                out
            }
        }
    }
}

fn table(table: RawTable<'_>, text: &str) -> Written {
    let entry = |(key, raw): (crate::span::Spanned<std::borrow::Cow<'_, str>>, Raw<'_>)| WrittenEntry {
        at: key.span.start,
        key: key.value.into_owned(),
        value: value(raw, text),
    };
    Written::Table(table.entries.into_iter().map(entry).collect())
}

fn value(raw: Raw<'_>, text: &str) -> Written {
    let written = text.get(raw.span.start as usize..raw.span.end as usize).unwrap_or("").to_owned();
    match raw.value {
        RawValue::Table(inner) => table(inner, text),
        RawValue::Array(elements) => {
            let element = |raw: Raw<'_>| WrittenElement { at: raw.span.start, value: value(raw, text) };
            Written::Array(elements.into_iter().map(element).collect())
        }
        RawValue::Text(string) => Written::Plain(Plain { text: written, string: Some(string) }),
        RawValue::Boolean(_)
        | RawValue::Integer(_)
        | RawValue::Float(_)
        | RawValue::Date(_)
        | RawValue::Moment(_)
        | RawValue::Broken => Written::Plain(Plain { text: written, string: None }),
    }
}

fn inline(value: &Written, out: &mut String) {
    match value {
        Written::Plain(plain) => out.push_str(&plain.text),
        Written::Array(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                inline(&element.value, out);
            }
            out.push(']');
        }
        Written::Table(entries) => {
            out.push_str(if entries.is_empty() { "{" } else { "{ " });
            for (at, entry) in entries.iter().enumerate() {
                let _ = write!(out, "{}{} = ", if at > 0 { ", " } else { "" }, quoted(&entry.key));
                inline(&entry.value, out);
            }
            out.push_str(if entries.is_empty() { "}" } else { " }" });
        }
    }
}

/// A key: bare where TOML allows it.
fn quoted(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(is_bare) {
        return key.to_owned();
    }
    let mut out = String::from('"');
    for letter in key.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_prints_a_text_that_means_the_same() {
        let text = "# ours\narea = 'BR'\n[power]\nvoltage_v = [127, # low\n 220]\n[[needs]]\ncapability = \"a.b\"\n\
            where = { \"x y\".range_c = { covers = [-1.50, 2] } }\n[[needs]]\ncapability = '''c'''\nfrom = 2027-01-01\n";
        let tree = Written::of_toml(text);
        assert_eq!(
            tree.to_toml(),
            "area = 'BR'\npower = { voltage_v = [127, 220] }\nneeds = [\n{ capability = \"a.b\", \
             where = { \"x y\" = { range_c = { covers = [-1.50, 2] } } } },\n{ capability = '''c''', from = 2027-01-01 },\n]\n"
        );
        assert!(Written::of_toml(&tree.to_toml()) == tree);
        assert!(Written::of_toml("a = 'x'") == Written::of_toml("# same\na = \"x\""));
        assert!(Written::of_toml("a = 1\nb = 2") != Written::of_toml("b = 2\na = 1"));
    }

    #[test]
    fn a_table_of_cells_prints_a_text_that_means_the_same() {
        let text = "\u{feff}id,price,provides\n\na,1.00,\"x; y = { z = \"\"q\"\" }\"\n,,\nb,,\n";
        let tree = Written::of_csv(text);
        let rows = tree.get("rows").map(Written::elements).unwrap_or_default();
        let lines: Vec<usize> = rows.iter().map(|row| text[..row.at as usize].matches('\n').count() + 1).collect();
        assert_eq!(lines, [3, 5]);
        assert!(Written::of_csv(&tree.to_csv()) == tree, "{}", tree.to_csv());
    }
}
