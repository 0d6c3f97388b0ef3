//! What would change in a lock, one line per change.

use super::cause::Cause;
use super::content::{Lock, LockedLine, LockedMarket, LockedOneOff, LockedPack, LockedTable};
use std::collections::BTreeMap;
use std::fmt::Display;

impl Lock {
    /// The changes from this lock to another, one line each: ``US: slot `driver`: driver-120@1.0.0 x1 -> empty``, with the
    /// facts that caused them. Empty if answers, packs and tables are the same, whatever the as-of date and the digests.
    ///
    /// ```
    /// use terroir::lock::Lock;
    /// let head = "version = 1\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";
    /// let market = |status: &str| format!("{head}[[markets]]\nmarket = \"US\"\nstatus = \"{status}\"\n");
    /// let (old, new) = (Lock::parse(&market("resolved"))?, Lock::parse(&market("conflict"))?);
    /// assert_eq!(old.differences(&new), ["US: resolved -> conflict"]);
    /// # Ok::<(), terroir::lock::LockError>(())
    /// ```
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut out = Vec::new();
        change(&mut out, "", "solution", &self.solution, &other.solution);
        change(&mut out, "", "version", &self.version, &other.version);
        change(&mut out, "", "currency", &self.currency, &other.currency);
        pack_changes(&mut out, &self.packs, &other.packs);
        table_changes(&mut out, &self.tables, &other.tables);
        for old in &self.markets {
            match other.markets.iter().find(|market| market.market == old.market) {
                Some(new) => market_changes(&mut out, old, new, self.causes(other, &old.market)),
                None => out.push(format!("{}: {} -> not in the lock", old.market, old.status.as_str())),
            }
        }
        let added = |new: &&LockedMarket| !self.markets.iter().any(|old| old.market == new.market);
        for new in other.markets.iter().filter(added) {
            out.push(format!("{}: not in the lock -> {}", new.market, new.status.as_str()));
        }
        if out.is_empty() && !self.has_order_of(other) {
            out.push("the order of the markets changed".to_owned());
        }
        if !out.is_empty() && !self.region_version.is_empty() {
            change(&mut out, "", "region data", &self.region_version, &other.region_version);
        }
        out
    }

    /// Whether the markets are in the same order.
    fn has_order_of(&self, other: &Self) -> bool {
        let codes = |lock: &'_ Self| lock.markets.iter().map(|market| market.market.clone()).collect::<Vec<_>>();
        codes(self) == codes(other)
    }
}

/// Packs that are no longer given, are new, or have changed.
fn pack_changes(out: &mut Vec<String>, old: &[LockedPack], new: &[LockedPack]) {
    let named = |packs: &[LockedPack], name: &str| packs.iter().any(|pack| pack.name == name);
    for pack in old.iter().filter(|pack| !new.contains(pack)) {
        let name = &pack.name;
        out.push(if named(new, name) {
            format!("pack `{name}`: its files have changed")
        } else {
            format!("pack `{name}`: not given; add `--overlays DIR` with its folder")
        });
    }
    for pack in new.iter().filter(|pack| !old.contains(pack) && !named(old, &pack.name)) {
        out.push(format!("pack `{}`: not in the lock -> given", pack.name));
    }
}

/// Tables that are no longer read, or are new. Rows alone are not a difference: answers are compared, not their sources.
fn table_changes(out: &mut Vec<String>, old: &[LockedTable], new: &[LockedTable]) {
    let is_in = |tables: &[LockedTable], one: &LockedTable| tables.iter().any(|table| table.table == one.table);
    let named = |one: &LockedTable| format!("table `{}` of `{}`", one.table.table, one.table.file);
    out.extend(old.iter().filter(|one| !is_in(new, one)).map(|one| format!("{}: no longer read", named(one))));
    out.extend(new.iter().filter(|one| !is_in(old, one)).map(|one| format!("{}: not in the lock -> read", named(one))));
}

fn market_changes(out: &mut Vec<String>, old: &LockedMarket, new: &LockedMarket, mut causes: Vec<Cause>) {
    let before = out.len();
    let prefix = format!("{}: ", old.market);
    if old.status == new.status {
        answer_changes(out, &prefix, old, new, &mut causes);
    } else {
        out.push(format!("{prefix}{} -> {}", old.status.as_str(), new.status.as_str()));
    }
    if out.len() > before {
        // Causes that belong to no single line belong to the answer.
        out.extend(causes.iter().map(|cause| format!("{prefix}{cause}")));
    }
}

fn answer_changes(
    out: &mut Vec<String>,
    prefix: &str,
    old: &LockedMarket,
    new: &LockedMarket,
    causes: &mut Vec<Cause>,
) {
    let before = out.len();
    map_changes(out, prefix, &old.objective, &new.objective, |name| name.to_owned());
    map_changes(out, prefix, &old.options, &new.options, |name| format!("option `{name}`"));
    change(out, prefix, "carriers", &list(&old.carriers), &list(&new.carriers));
    line_changes(out, prefix, &old.lines, &new.lines, causes);
    let paid = |market: &LockedMarket| -> BTreeMap<String, String> {
        let named = |one: &LockedOneOff| match &one.id {
            Some(id) => (format!("{}:{id}", one.scheme), one.unit_cost.clone()),
            None => (one.scheme.clone(), one.unit_cost.clone()),
        };
        market.one_off.iter().map(named).collect()
    };
    map_changes(out, prefix, &paid(old), &paid(new), |name| format!("certificate `{name}`"));
    if out.len() == before && (&old.lines, &old.one_off) != (&new.lines, &new.one_off) {
        out.push(format!("{prefix}the order of the lines changed"));
    }
}

fn line_changes(out: &mut Vec<String>, prefix: &str, old: &[LockedLine], new: &[LockedLine], causes: &mut Vec<Cause>) {
    let filling = |line: &LockedLine| format!("{}@{} x{}", line.component, line.version, line.quantity);
    let by_slot = |lines: &[LockedLine]| -> BTreeMap<String, String> {
        lines.iter().map(|line| (line.slot.clone(), filling(line))).collect()
    };
    let (held, holds) = (by_slot(old), by_slot(new));
    // Slots are listed in the order of the file, new ones after the others.
    let added = new.iter().filter(|line| !held.contains_key(&line.slot));
    let mut listed: Vec<&String> = Vec::new();
    for line in old.iter().chain(added) {
        let at = |lines: &BTreeMap<String, String>| lines.get(&line.slot).map_or("empty", String::as_str).to_owned();
        let (was, is) = (at(&held), at(&holds));
        if was != is {
            let because = because(causes, &line.slot);
            out.push(format!("{prefix}slot `{}`: {was} -> {is}{because}", line.slot));
            listed.push(&line.slot);
        }
    }
    causes.retain(|cause| !cause.slots.iter().any(|slot| listed.contains(&slot)));
}

/// The facts that caused a slot to change: `, because …`.
fn because(causes: &[Cause], slot: &str) -> String {
    let bearing = causes.iter().filter(|cause| cause.slots.iter().any(|one| one == slot));
    let texts: Vec<String> = bearing.map(ToString::to_string).collect();
    if texts.is_empty() { String::new() } else { format!(", because {}", texts.join(" and ")) }
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
