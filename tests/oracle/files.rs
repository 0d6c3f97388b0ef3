//! Files of a random solution before they are text, so that a test can add to them or write them in another order.

use super::generator::Random;
use std::fmt::Write as _;

/// A value of TOML, written on one line.
#[derive(Clone, Debug)]
pub enum Value {
    /// As it stands: a number, a date, a quoted string.
    Raw(String),
    /// An inline table; the order of its keys means nothing.
    Table(Vec<(String, Value)>),
    /// An array; its order is kept.
    List(Vec<Value>),
}

/// A header with its keys; the first block of an overlay has none.
#[derive(Clone, Debug)]
pub struct Block {
    pub header: String,
    pub keys: Vec<(String, Value)>,
}

/// A file.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub blocks: Vec<Block>,
}

/// A quoted string.
pub fn text(value: impl std::fmt::Display) -> Value {
    Value::Raw(format!("\"{value}\""))
}

/// A number, a Boolean or a date.
pub fn raw(value: impl std::fmt::Display) -> Value {
    Value::Raw(value.to_string())
}

/// An array of quoted strings.
pub fn texts(values: impl IntoIterator<Item = impl std::fmt::Display>) -> Value {
    Value::List(values.into_iter().map(text).collect())
}

/// An inline table; names with dots are quoted.
pub fn table(entries: impl IntoIterator<Item = (impl Into<String>, Value)>) -> Value {
    Value::Table(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

impl Block {
    pub fn new(header: impl Into<String>, keys: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Self { header: header.into(), keys }
    }

    /// Whether a key has this quoted value.
    pub fn has(&self, key: &str, value: &str) -> bool {
        self.keys.iter().any(|(known, found)| known == key && write(found) == format!("\"{value}\""))
    }

    /// Blocks of one class mean their order: it is a preference.
    fn class(&self) -> Option<&str> {
        let name = self.header.trim_matches(['[', ']']);
        let class = name.split('.').next().unwrap_or_default();
        let ordered = ["slots", "options", "variants", "components", "carriers", "certificates"].contains(&class);
        ordered.then_some(class)
    }
}

impl File {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), blocks: Vec::new() }
    }

    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            let header = if block.header.is_empty() { String::new() } else { format!("{}\n", block.header) };
            out.push_str(&header);
            for (key, value) in &block.keys {
                let _ = writeln!(out, "{} = {}", quoted(key), write(value));
            }
            out.push('\n');
        }
        out
    }

    /// The same file with its keys, and its blocks where their order means nothing, in another order.
    pub fn shuffled(&self, random: &mut Random) -> File {
        let mut blocks = self.blocks.clone();
        for block in &mut blocks {
            random.shuffle(&mut block.keys);
            block.keys.iter_mut().for_each(|(_, value)| shuffle_value(value, random));
        }
        let head = usize::from(blocks.first().is_some_and(|block| block.header.is_empty()));
        let mut moved = blocks.split_off(head);
        random.shuffle(&mut moved);
        // Blocks of one class go back into their order, in the places that the class now has.
        for class in ["slots", "options", "variants", "components", "carriers", "certificates"] {
            let places: Vec<usize> = (0..moved.len()).filter(|at| moved[*at].class() == Some(class)).collect();
            let mut members: Vec<Block> = places.iter().map(|at| moved[*at].clone()).collect();
            members.sort_by_key(|block| position(&self.blocks, block));
            for (at, block) in places.into_iter().zip(members) {
                moved[at] = block;
            }
        }
        blocks.extend(moved);
        File { name: self.name.clone(), blocks }
    }
}

/// Where a shuffled block stood: blocks are told apart by their header and by the value of `id` or `scheme`.
fn position(blocks: &[Block], block: &Block) -> Option<usize> {
    blocks.iter().position(|other| identity(other) == identity(block))
}

fn identity(block: &Block) -> (String, Vec<String>) {
    let named = block.keys.iter().filter(|(key, _)| ["id", "name", "scheme", "version"].contains(&key.as_str()));
    let mut values: Vec<String> = named.map(|(key, value)| format!("{key}={}", write(value))).collect();
    values.sort();
    (block.header.clone(), values)
}

fn shuffle_value(value: &mut Value, random: &mut Random) {
    match value {
        Value::Raw(_) => {}
        Value::List(elements) => elements.iter_mut().for_each(|element| shuffle_value(element, random)),
        Value::Table(entries) => {
            random.shuffle(entries);
            entries.iter_mut().for_each(|(_, inner)| shuffle_value(inner, random));
        }
    }
}

fn quoted(key: &str) -> String {
    if key.contains('.') { format!("\"{key}\"") } else { key.to_owned() }
}

fn write(value: &Value) -> String {
    match value {
        Value::Raw(text) => text.clone(),
        Value::List(elements) => format!("[{}]", elements.iter().map(write).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{} = {}", quoted(key), write(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
