//! A lock as text.

use super::content::{FORMAT, Lock, LockedFact, LockedLine, LockedMarket, LockedOneOff, LockedPack, LockedTable};
use crate::bom::OptionValue;
use crate::name::is_name;
use std::fmt::Write as _;

const HEADER: &str =
    "# The answers of `terroir resolve`, frozen. Keep this file under version control; do not edit it.\n";

/// The highest format that programs without support for databases read.
const FORMAT_WITHOUT_TABLES: i64 = 2;

impl Lock {
    /// The file's text. [`Lock::parse`] reads it back equal.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert_eq!(terroir::lock::Lock::parse(&lock.to_text())?, lock);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::from(HEADER);
        let format = if self.tables.is_empty() { FORMAT_WITHOUT_TABLES } else { FORMAT };
        let _ = writeln!(out, "version = {format}\n\n[solution]");
        let _ = writeln!(out, "name = {}", quoted(&self.solution));
        let _ = writeln!(out, "version = {}", quoted(&self.version));
        let _ = writeln!(out, "currency = {}", quoted(&self.currency));
        let _ = writeln!(out, "as_of = {}", self.as_of);
        let _ = writeln!(out, "inputs = {}", quoted(&self.inputs));
        let _ = writeln!(out, "regions = {}", quoted(&self.regions));
        let _ = writeln!(out, "region_version = {}", quoted(&self.region_version));
        list(&mut out, "packs", &self.packs, pack);
        for table in &self.tables {
            write_table(&mut out, table);
        }
        for market in &self.markets {
            write_market(&mut out, market);
        }
        out
    }
}

/// Writes the part of a table.
pub(super) fn write_table(out: &mut String, table: &LockedTable) {
    let _ = writeln!(out, "\n[[tables]]\nfile = {}", quoted(&table.table.file));
    let _ = writeln!(out, "table = {}", quoted(&table.table.table));
    let _ = writeln!(out, "columns = {}", quoted(&table.columns));
    list(out, "rows", &table.rows, |row| quoted(row));
}

fn write_market(out: &mut String, market: &LockedMarket) {
    let _ = writeln!(out, "\n[[markets]]\nmarket = {}", quoted(&market.market));
    let _ = writeln!(out, "status = {}", quoted(market.status.as_str()));
    if !market.hardware.is_empty() {
        let _ = writeln!(out, "hardware = {}", quoted(&market.hardware));
    }
    if !market.objective.is_empty() {
        let _ =
            writeln!(out, "objective = {}", table(market.objective.iter().map(|(key, value)| (key, quoted(value)))));
    }
    if !market.options.is_empty() {
        let _ = writeln!(out, "options = {}", table(market.options.iter().map(|(key, value)| (key, option(value)))));
    }
    if !market.carriers.is_empty() {
        let carriers: Vec<String> = market.carriers.iter().map(|carrier| quoted(carrier)).collect();
        let _ = writeln!(out, "carriers = [{}]", carriers.join(", "));
    }
    list(out, "lines", &market.lines, line);
    list(out, "one_off", &market.one_off, one_off);
    list(out, "facts", &market.facts, fact);
}

fn pack(pack: &LockedPack) -> String {
    format!("{{ name = {}, digest = {} }}", quoted(&pack.name), quoted(&pack.digest))
}

fn fact(fact: &LockedFact) -> String {
    let (key, value) = (quoted(&fact.key), quoted(&fact.value));
    let (layer, file) = (quoted(&fact.layer), quoted(&fact.file));
    let status = fact.status.as_deref().map(|status| format!(", status = {}", quoted(status))).unwrap_or_default();
    let slots: Vec<String> = fact.slots.iter().map(|slot| quoted(slot)).collect();
    let slots = if slots.is_empty() { String::new() } else { format!(", slots = [{}]", slots.join(", ")) };
    format!("{{ key = {key}, value = {value}, layer = {layer}, file = {file}{status}{slots} }}")
}

fn list<T>(out: &mut String, key: &str, items: &[T], text: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{key} = [");
    for item in items {
        let _ = writeln!(out, "  {},", text(item));
    }
    out.push_str("]\n");
}

fn line(line: &LockedLine) -> String {
    let (slot, component, version) = (quoted(&line.slot), quoted(&line.component), quoted(&line.version));
    format!("{{ slot = {slot}, component = {component}, version = {version}, quantity = {} }}", line.quantity)
}

fn one_off(taken: &LockedOneOff) -> String {
    let id = taken.id.as_deref().map(|id| format!("id = {}, ", quoted(id))).unwrap_or_default();
    format!("{{ scheme = {}, {id}unit_cost = {} }}", quoted(&taken.scheme), quoted(&taken.unit_cost))
}

fn option(value: &OptionValue) -> String {
    match value {
        OptionValue::Text(text) => quoted(text),
        OptionValue::Boolean(_) | OptionValue::Integer(_) => value.to_string(),
    }
}

fn table<'a>(entries: impl Iterator<Item = (&'a String, String)>) -> String {
    let entries: Vec<String> = entries.map(|(key, value)| format!("{} = {value}", bare_or_quoted(key))).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn bare_or_quoted(key: &str) -> String {
    if is_name(key) { key.to_owned() } else { quoted(key) }
}

/// A basic string in TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            other if other.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
