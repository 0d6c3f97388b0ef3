//! A lock as text.

use super::content::{
    FORMAT, Lock, LockedEntry, LockedFact, LockedLine, LockedMarket, LockedOneOff, LockedPack, LockedTable,
    LockedWarning, PLAIN_FORMAT,
};
use super::item::{LockedItem, LockedPlan};
use crate::bom::OptionValue;
use crate::compare::{NamedText, RecordValue};
use crate::name::is_name;
use crate::syntax::toml_string as quoted;
use std::fmt::Write as _;

const HEADER: &str =
    "# The answers of `terroir resolve`, frozen. Keep this file under version control; do not edit it.\n";

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
        let _ = writeln!(out, "version = {}\n\n[solution]", self.format());
        let _ = writeln!(out, "name = {}", quoted(&self.solution));
        let _ = writeln!(out, "version = {}", quoted(&self.version));
        let _ = writeln!(out, "currency = {}", quoted(&self.currency));
        let _ = writeln!(out, "as_of = {}", self.as_of);
        let _ = writeln!(out, "inputs = {}", quoted(&self.inputs));
        let _ = writeln!(out, "regions = {}", quoted(&self.regions));
        let _ = writeln!(out, "region_version = {}", quoted(&self.region_version));
        list(&mut out, "packs", &self.packs, pack);
        list(&mut out, "warnings", &self.warnings, warning);
        for table in &self.tables {
            write_table(&mut out, table);
        }
        for plan in &self.plans {
            write_plan(&mut out, plan);
        }
        for market in &self.markets {
            write_market(&mut out, market);
        }
        if !self.stated.is_empty() {
            out.push_str("\n[[stated]]\n");
            list(&mut out, "entries", &self.stated, entry);
        }
        out
    }
}

impl Lock {
    /// The format that holds all of it.
    fn format(&self) -> i64 {
        let is_plain = |market: &LockedMarket| {
            market.articles.is_empty() && market.content.is_empty() && market.licenses.is_empty()
        };
        if self.plans.is_empty() && self.markets.iter().all(is_plain) { PLAIN_FORMAT } else { FORMAT }
    }
}

/// Writes the part of a plan.
fn write_plan(out: &mut String, plan: &LockedPlan) {
    out.push_str("\n[[plans]]\n");
    if let Some(variant) = &plan.variant {
        let _ = writeln!(out, "variant = {}", quoted(variant));
    }
    let _ = writeln!(out, "year_cost = {}", quoted(&plan.year_cost));
    list(out, "orders", &plan.orders, item);
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
    if let Some(variant) = &market.variant {
        let _ = writeln!(out, "variant = {}", quoted(variant));
    }
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
    for (key, day) in [("sellable_from", market.sellable_from), ("holds_until", market.holds_until)] {
        if let Some(day) = day {
            let _ = writeln!(out, "{key} = {day}");
        }
    }
    list(out, "lines", &market.lines, line);
    list(out, "articles", &market.articles, item);
    list(out, "content", &market.content, item);
    list(out, "licenses", &market.licenses, item);
    list(out, "one_off", &market.one_off, one_off);
    list(out, "certificates", &market.certificates, certificate);
    list(out, "warnings", &market.warnings, warning);
    list(out, "facts", &market.facts, fact);
}

fn pack(pack: &LockedPack) -> String {
    format!("{{ name = {}, digest = {} }}", quoted(&pack.name), quoted(&pack.digest))
}

fn fact(fact: &LockedFact) -> String {
    let (key, value) = (quoted(&fact.key), quoted(&fact.value));
    let (layer, file) = (quoted(&fact.layer), quoted(&fact.file));
    let status = fact.status.as_deref().map(|status| format!(", status = {}", quoted(status))).unwrap_or_default();
    let texts = |key: &str, texts: &[String]| match texts {
        [] => String::new(),
        texts => format!(", {key} = {}", array(texts)),
    };
    let (source, slots) = (texts("source", &fact.source), texts("slots", &fact.slots));
    format!("{{ key = {key}, value = {value}, layer = {layer}, file = {file}{status}{source}{slots} }}")
}

fn warning(warning: &LockedWarning) -> String {
    let key = if warning.key.is_empty() { String::new() } else { format!(", key = {}", quoted(&warning.key)) };
    let waived = if warning.waived { ", waived = true" } else { "" };
    format!("{{ code = {}{key}{waived} }}", quoted(&warning.code))
}

fn certificate(held: &NamedText) -> String {
    let by = if held.text.is_empty() { String::new() } else { format!(", authority = {}", quoted(&held.text)) };
    format!("{{ certificate = {}{by} }}", quoted(&held.name))
}

fn entry(entry: &LockedEntry) -> String {
    format!("{{ entry = {}, values = {} }}", quoted(&entry.entry), fields(&entry.values))
}

fn array(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

fn fields(fields: &[NamedText]) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    table(fields.iter().map(|one| (&one.name, quoted(&one.text))))
}

fn value(value: &RecordValue) -> String {
    match value {
        RecordValue::Text(text) => quoted(text),
        RecordValue::List(texts) => array(texts),
        RecordValue::Fields(named) => fields(named),
    }
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
    let values: String = line.values.iter().map(|one| format!(", {} = {}", one.key, value(&one.value))).collect();
    format!(
        "{{ slot = {slot}, component = {component}, version = {version}, quantity = {}{values} }}",
        line.quantity.to_toml()
    )
}

fn item(item: &LockedItem) -> String {
    let values: Vec<String> = item.values.iter().map(|one| format!("{} = {}", one.key, value(&one.value))).collect();
    format!("{{ {} }}", values.join(", "))
}

fn one_off(taken: &LockedOneOff) -> String {
    let text = |key: &str, text: &Option<String>| {
        text.as_deref().map(|text| format!(", {key} = {}", quoted(text))).unwrap_or_default()
    };
    let (id, component) = (text("id", &taken.id), text("component", &taken.component));
    let (unit_cost, weeks) = (quoted(&taken.unit_cost), text("weeks", &taken.weeks));
    format!("{{ scheme = {}{component}{id}, unit_cost = {unit_cost}{weeks} }}", quoted(&taken.scheme))
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
