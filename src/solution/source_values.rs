//! Every value that a solution's own files state, with its place: what an edit changes, and what causes are named by.
//!
//! Values are grouped by the entry they belong to: a component, a slot, a rule, a table. Texts that are only shown are
//! left out, because no answer depends on them.

use crate::schema::{Document, FileKind};
use crate::span::{Files, Place, Span, Spanned};
use crate::syntax::{Key, Node, Table};
use std::collections::BTreeMap;

/// Keys that only people read, whatever table they are in.
const TEXTS: [&str; 5] = ["description", "datasheet", "because", "message", "title"];

/// Tables whose own tables are entries.
const OF_ENTRIES: [&str; 2] = ["slots", "options"];

/// Keys by which an element of an array is known among its neighbours, the first of them that it has.
const IDENTITIES: [&str; 11] =
    ["id", "scheme", "technology", "capability", "measure", "name", "mpn", "code", "component", "from", "field"];

/// The key that is read as `until` on the next day.
const THROUGH: &str = "through";

/// A value of a file: the part number of a component, one band of a network, the condition of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct SourceValue {
    /// The entry it belongs to: `components/bg95-m3@1.0.0`, `slots/modem`, `US:certification/fcc`, `volumes`.
    pub entry: String,
    /// Its keys within the entry: `mpn`, `provides.radio.lte-m.bands`, `certificates[fcc].id`.
    pub path: String,
    /// The value, without its layout; of an array of plain values, one text an element.
    pub elements: Vec<String>,
    /// Where the value, or each of its elements, is written.
    pub places: Vec<Place>,
}

impl SourceValue {
    /// The value as a reader would write it.
    #[must_use]
    pub fn text(&self) -> String {
        self.elements.join(", ")
    }
}

/// The values of all own files, in the order of files and places. Files of packs count; built-in ones do not, nor the rows
/// of databases, which a lock holds whole.
pub(super) fn of_documents(documents: &[Document], files: &Files) -> Vec<SourceValue> {
    let mut values = Values { files, list: Vec::new(), entries: BTreeMap::new() };
    let is_own =
        |document: &&Document| files.get(document.file).is_some_and(|file| !file.built_in && file.table.is_none());
    for document in documents.iter().filter(is_own) {
        match document.kind {
            FileKind::Catalog | FileKind::Offers => values.sections("", &document.root),
            FileKind::Solution => values.sections("", &document.root),
            FileKind::Overlay => {
                let area = document.root.text("area").map_or("", |area| area.value);
                values.sections(&format!("{area}:"), &document.root);
            }
            FileKind::Sources => {}
        }
    }
    values.list
}

/// The values found so far.
struct Values<'a> {
    files: &'a Files,
    list: Vec<SourceValue>,
    /// How many entries there are of each name.
    entries: BTreeMap<String, usize>,
}

/// Where a value is: its entry and its keys.
#[derive(Clone, Copy)]
struct At<'a> {
    entry: &'a str,
    path: &'a str,
}

impl Values<'_> {
    /// All sections of one file.
    fn sections(&mut self, area: &str, root: &Table) {
        let file = if area.is_empty() { String::new() } else { self.numbered(area) };
        for (key, node) in &root.entries {
            let section = format!("{area}{}", key.value);
            match &node.value {
                _ if key.value == "sources" || is_text(&key.value) => {}
                Node::Table(table) if OF_ENTRIES.contains(&&*key.value) => self.tables(&section, table),
                Node::Table(table) if key.value == "profile" => {
                    let profiles = table.entries.iter().filter_map(|(kind, node)| Some((kind, node.value.as_table()?)));
                    profiles.for_each(|(kind, profiles)| self.tables(&format!("{section}/{}", kind.value), profiles));
                }
                Node::Table(table) => self.entry(section, table),
                Node::Array(elements) if elements.iter().any(|one| one.value.as_table().is_some()) => {
                    for (at, table) in elements.iter().filter_map(|one| one.value.as_table()).enumerate() {
                        let name = name_of(&key.value, table).unwrap_or_else(|| at.to_string());
                        self.entry(format!("{section}/{name}"), table);
                    }
                }
                Node::Array(_)
                | Node::Boolean(_)
                | Node::Number(_)
                | Node::Text(_)
                | Node::Date(_)
                | Node::Condition(_) => {
                    if key.value != "name" {
                        self.value(At { entry: &file, path: &key.value }, &node.value, node.span);
                    }
                }
            }
        }
    }

    fn tables(&mut self, section: &str, tables: &Table) {
        for (name, node) in &tables.entries {
            match &node.value {
                Node::Table(table) => self.entry(format!("{section}/{}", name.value), table),
                other @ (Node::Array(_)
                | Node::Boolean(_)
                | Node::Number(_)
                | Node::Text(_)
                | Node::Date(_)
                | Node::Condition(_)) => self.value(At { entry: section, path: &name.value }, other, node.span),
            }
        }
    }

    /// The name of one more entry of a name.
    fn numbered(&mut self, name: &str) -> String {
        let count = self.entries.entry(name.to_owned()).or_default();
        *count += 1;
        if *count > 1 { format!("{name}#{count}") } else { name.to_owned() }
    }

    /// One entry; a second one of the same name has a number after it.
    fn entry(&mut self, name: String, table: &Table) {
        let name = self.numbered(&name);
        let shown = ["components", "carriers"].iter().any(|section| name.contains(&format!("{section}/")));
        for (key, node) in &table.entries {
            let is_title = is_text(&key.value) || shown && key.value == "name";
            if !is_title {
                self.value(At { entry: &name, path: self.key(key) }, &node.value, node.span);
            }
        }
        if table.entries.is_empty() {
            self.push(At { entry: &name, path: "" }, vec!["{}".to_owned()], vec![table.header]);
        }
    }

    fn value(&mut self, at: At<'_>, node: &Node, span: Span) {
        match node {
            Node::Table(table) if !table.entries.is_empty() => {
                for (key, node) in table.entries.iter().filter(|(key, _)| !is_text(&key.value)) {
                    self.value(At { path: &format!("{}.{}", at.path, self.key(key)), ..at }, &node.value, node.span);
                }
            }
            Node::Array(elements) if elements.iter().any(|one| one.value.as_table().is_some()) => {
                let mut seen: BTreeMap<String, usize> = BTreeMap::new();
                for (number, element) in elements.iter().enumerate() {
                    let key = at.path.rsplit('.').next().unwrap_or(at.path);
                    let name = element.value.as_table().and_then(|table| name_of(key, table));
                    let name = name.unwrap_or_else(|| number.to_string());
                    let count = seen.entry(name.clone()).or_default();
                    *count += 1;
                    let name = if *count > 1 { format!("{name}#{count}") } else { name };
                    self.value(At { path: &format!("{}[{name}]", at.path), ..at }, &element.value, element.span);
                }
            }
            Node::Array(elements) if !elements.is_empty() => {
                let texts = elements.iter().map(|one| self.text(&one.value, one.span)).collect();
                self.push(at, texts, elements.iter().map(|one| one.span).collect());
            }
            Node::Table(_)
            | Node::Array(_)
            | Node::Boolean(_)
            | Node::Number(_)
            | Node::Text(_)
            | Node::Date(_)
            | Node::Condition(_) => {
                let text = self.text(node, span);
                self.push(at, vec![text], vec![span]);
            }
        }
    }

    /// A key as it is written: `through` is read as `until` on the next day.
    fn key<'k>(&self, key: &'k Spanned<Key>) -> &'k str {
        let file = self.files.get(key.span.file);
        let written = file.and_then(|file| file.text.get(key.span.start as usize..key.span.end as usize));
        if written.is_some_and(|text| text.trim_matches(['"', '\'']) == THROUGH) { THROUGH } else { &key.value }
    }

    fn push(&mut self, at: At<'_>, elements: Vec<String>, spans: Vec<Span>) {
        let places = spans.into_iter().map(|span| self.files.place(span)).collect();
        let (entry, path) = (at.entry.to_owned(), at.path.to_owned());
        self.list.push(SourceValue { entry, path, elements, places });
    }

    /// A value as it is written, because `12.90` and `12.9` print differently; a value that is written nowhere, as it is.
    fn text(&self, node: &Node, span: Span) -> String {
        let file = self.files.get(span.file);
        let written = file.and_then(|file| file.text.get(span.start as usize..span.end as usize));
        match node {
            Node::Text(text) => text.clone(),
            Node::Table(_) => "{}".to_owned(),
            Node::Array(elements) => {
                let elements: Vec<String> = elements.iter().map(|one| self.text(&one.value, one.span)).collect();
                format!("[{}]", elements.join(", "))
            }
            Node::Boolean(_) | Node::Number(_) | Node::Date(_) | Node::Condition(_) => {
                written.unwrap_or_default().trim_matches(['"', '\'']).to_owned()
            }
        }
    }
}

fn is_text(key: &str) -> bool {
    TEXTS.contains(&key)
}

/// What an entry or an element of a key's array is known by: its id, with its version where it has one, or the like; a
/// certificate by its scheme.
fn name_of(key: &str, table: &Table) -> Option<String> {
    let text = |key: &str| -> Option<String> {
        match &table.get(key)?.value {
            Node::Text(text) => Some(text.clone()),
            Node::Number(number) => Some(number.to_string()),
            Node::Date(date) => Some(date.to_string()),
            Node::Boolean(_) | Node::Condition(_) | Node::Array(_) | Node::Table(_) => None,
        }
    };
    let of_certificate = || text("scheme").filter(|_| key == "certificates");
    let name = of_certificate().or_else(|| IDENTITIES.iter().find_map(|key| text(key)))?;
    Some(match text("version") {
        Some(version) => format!("{name}@{version}"),
        None => name,
    })
}
