//! What would change in a lock, one line a change.

use super::{Lock, LockedLine, LockedMarket};
use std::collections::BTreeMap;
use std::fmt::Display;

impl Lock {
    /// What changes from this lock to another, one line a change: `US: slot `driver`: driver-120@1.0.0 x1 -> empty`.
    /// Empty when the answers are the same, whatever the as-of date and the digests.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut out = Vec::new();
        change(&mut out, "", "solution", &self.solution, &other.solution);
        change(&mut out, "", "version", &self.version, &other.version);
        change(&mut out, "", "currency", &self.currency, &other.currency);
        for old in &self.markets {
            match other.markets.iter().find(|market| market.market == old.market) {
                Some(new) => market_changes(&mut out, old, new),
                None => out.push(format!("{}: {} -> not in the lock", old.market, old.status.word())),
            }
        }
        let added = |new: &&LockedMarket| !self.markets.iter().any(|old| old.market == new.market);
        for new in other.markets.iter().filter(added) {
            out.push(format!("{}: not in the lock -> {}", new.market, new.status.word()));
        }
        if out.is_empty() && self.markets != other.markets {
            out.push("the order of the markets".to_owned());
        }
        out
    }
}

fn market_changes(out: &mut Vec<String>, old: &LockedMarket, new: &LockedMarket) {
    let before = out.len();
    let prefix = format!("{}: ", old.market);
    if old.status != new.status {
        out.push(format!("{prefix}{} -> {}", old.status.word(), new.status.word()));
        return;
    }
    map_changes(out, &prefix, &old.objective, &new.objective, |name| name.to_owned());
    map_changes(out, &prefix, &old.options, &new.options, |name| format!("option `{name}`"));
    change(out, &prefix, "carriers", &list(&old.carriers), &list(&new.carriers));
    line_changes(out, &prefix, &old.lines, &new.lines);
    let paid = |market: &LockedMarket| -> BTreeMap<String, String> {
        let named = |one: &super::LockedOneOff| match &one.id {
            Some(id) => (format!("{}:{id}", one.scheme), one.unit_cost.clone()),
            None => (one.scheme.clone(), one.unit_cost.clone()),
        };
        market.one_off.iter().map(named).collect()
    };
    map_changes(out, &prefix, &paid(old), &paid(new), |name| format!("certificate `{name}`"));
    if out.len() == before && old != new {
        out.push(format!("{prefix}the order of the lines"));
    }
}

fn line_changes(out: &mut Vec<String>, prefix: &str, old: &[LockedLine], new: &[LockedLine]) {
    let filling = |line: &LockedLine| format!("{}@{} x{}", line.component, line.version, line.quantity);
    let by_slot = |lines: &[LockedLine]| -> BTreeMap<String, String> {
        lines.iter().map(|line| (line.slot.clone(), filling(line))).collect()
    };
    let (held, holds) = (by_slot(old), by_slot(new));
    // Slots are told in the order of the file, those that are new behind the others.
    let added = new.iter().filter(|line| !held.contains_key(&line.slot));
    for line in old.iter().chain(added) {
        let at = |lines: &BTreeMap<String, String>| lines.get(&line.slot).map_or("empty", String::as_str).to_owned();
        change(out, prefix, &format!("slot `{}`", line.slot), &at(&held), &at(&holds));
    }
}

fn map_changes<V: Display + PartialEq>(
    out: &mut Vec<String>,
    prefix: &str,
    old: &BTreeMap<String, V>,
    new: &BTreeMap<String, V>,
    named: impl Fn(&str) -> String,
) {
    let text = |value: Option<&V>| value.map_or_else(|| "none".to_owned(), ToString::to_string);
    let added = new.keys().filter(|name| !old.contains_key(*name));
    for name in old.keys().chain(added) {
        change(out, prefix, &named(name), &text(old.get(name)), &text(new.get(name)));
    }
}

fn change(out: &mut Vec<String>, prefix: &str, what: &str, old: &str, new: &str) {
    if old != new {
        out.push(format!("{prefix}{what}: {old} -> {new}"));
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
