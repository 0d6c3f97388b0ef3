//! What would change in a lock, one line per change.

use super::because;
use super::cause::Cause;
use super::content::{Lock, LockedLine, LockedMarket, LockedPack, LockedStatus, LockedTable};
use super::record;
use super::stated::{EditKind, StatedEdit};
use crate::compare::{About, Topic, ValueChange, own_changes};
use crate::date::Date;
use std::collections::{BTreeMap, BTreeSet};

impl Lock {
    /// The changes from this lock to another, one line each: ``US: slot `driver`: driver-120@1.0.0 x1 -> empty``, with the
    /// facts that caused them. Empty if answers, packs and tables are the same, whatever the as-of date and the digests.
    ///
    /// ```
    /// use terroir::lock::Lock;
    /// let head = "version = 1\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";
    /// let market = |status: &str| format!("{head}[[markets]]\nmarket = \"US\"\nstatus = \"{status}\"\n");
    /// let (old, new) = (Lock::parse(&market("resolved"))?, Lock::parse(&market("conflict"))?);
    /// assert_eq!(old.differences(&new, &[]), ["US: resolved -> conflict"]);
    /// # Ok::<(), terroir::lock::LockError>(())
    /// ```
    ///
    /// `edits` are those since this lock was written ([`Lock::edits_since`]); the lines name the ones that caused them.
    #[must_use]
    pub fn differences(&self, other: &Self, edits: &[StatedEdit]) -> Vec<String> {
        let mut out = Vec::new();
        for change in self.solution_changes(other, edits) {
            let because = match (change.because.as_slice(), &change.after) {
                ([edit], after) if edit.now == *after => because::at(edit),
                (edits, _) => because::of_all(edits),
            };
            out.push(format!("{}: {} -> {}{because}", change.what, shown(&change.before), shown(&change.after)));
        }
        pack_changes(&mut out, &self.packs, &other.packs);
        table_changes(&mut out, &self.tables, &other.tables);
        out.extend(grouped(&self.answer_changes(other, edits)));
        if out.is_empty() && !self.has_order_of(other) {
            out.push(format!("the order of the markets changed{}", because::of_all(edits)));
        }
        if !out.is_empty() && !self.region_version.is_empty() && self.region_version != other.region_version {
            out.push(format!("region data: {} -> {}", self.region_version, other.region_version));
        }
        out
    }

    /// The values that differ in one market, each with the edits that caused it: all of them where none is written where
    /// the value is stated.
    pub(crate) fn value_changes(old: &LockedMarket, new: &LockedMarket, edits: &[StatedEdit]) -> Vec<CausedChange> {
        let edits = &because::reaching(edits, old, new);
        let causes = because::Causes { edits, facts: &[], days: None };
        let caused = |change: ValueChange| {
            let mut because = causes.edits_of(&change, old, new);
            if because.is_empty() {
                because = causes.possible(old, new);
            }
            CausedChange { change, because: because.into_iter().cloned().collect() }
        };
        let until = |market: &LockedMarket| market.holds_until.map(|day| day.to_string());
        let topic = Topic::new(About::Market, "holds_until");
        let until = ValueChange { topic, before: until(old), after: until(new) };
        let is_other = until.before != until.after && !old.is_bare() && !new.is_bare() && old.status == new.status;
        let mut changes = changes_of(old, new);
        if old.status != new.status {
            changes.retain(|change| change.topic.about == About::Market && change.topic.key == "status");
        }
        let ends = ends(old, new, edits).map(|edit| end_change(edit, new));
        changes.into_iter().chain(is_other.then_some(until)).map(caused).chain(ends).collect()
    }

    /// Another answer of a market with its first day of sale moved to this lock's day, where nothing but the day moves it.
    fn on_own_day(&self, as_of: Date, old: &LockedMarket, new: &LockedMarket) -> LockedMarket {
        let mut moved = new.clone();
        if let (Some(was), Some(is)) = (old.sellable_from, new.sellable_from)
            && self.as_of.days_until(was) == as_of.days_until(is)
        {
            moved.sellable_from = Some(was);
        }
        moved
    }

    /// What differs market by market.
    fn answer_changes(&self, other: &Self, edits: &[StatedEdit]) -> Vec<MarketLine> {
        let mut lines = Vec::new();
        let is_edited = edits.iter().any(|edit| edit.entry == "solution" && edit.path == "as-of");
        let days = (self.as_of != other.as_of && !is_edited).then_some((self.as_of, other.as_of));
        for old in &self.markets {
            let mut add = |text: String| lines.push(MarketLine { market: old.title(), text });
            match other.markets.iter().find(|new| new.is_about(old)) {
                Some(new) => {
                    let facts = self.causes(other, old);
                    let new = &self.on_own_day(other.as_of, old, new);
                    let edits = &because::reaching(edits, old, new);
                    let texts = market_changes(old, new, &because::Causes { edits, facts: &facts, days });
                    let ends = ends(old, new, edits).map(|edit| format!("{edit}{}", because::at(edit)));
                    texts.into_iter().chain(ends).for_each(add);
                }
                None => add(format!("{} -> {}", old.status.as_str(), other.absence(old))),
            }
        }
        let added = |new: &&LockedMarket| !self.markets.iter().any(|old| new.is_about(old));
        lines.extend(other.markets.iter().filter(added).map(|new| MarketLine {
            market: new.title(),
            text: format!("not in the lock -> {}", new.status.as_str()),
        }));
        lines
    }

    /// Why a market of an earlier lock is not in this one.
    fn absence(&self, old: &LockedMarket) -> &'static str {
        let has_variant = self.markets.iter().any(|market| market.variant == old.variant);
        match &old.variant {
            None => "no market of the solution any more",
            Some(_) if has_variant => "no market of the variant any more",
            Some(_) => "the variant is gone",
        }
    }

    /// What differs between two locks with the same answers: the day, and until when each answer holds. It does not change
    /// the lock.
    #[must_use]
    pub fn dates_since(&self, other: &Self, edits: &[StatedEdit]) -> Vec<String> {
        let mut out = Vec::new();
        if self.as_of != other.as_of {
            let place = because::place_of_key(edits, "solution", "as-of");
            out.push(format!("as of {}{place}; the lock is as of {}, with the same answers", other.as_of, self.as_of));
            return out;
        }
        let until = |day: Option<Date>| day.map_or("any day".to_owned(), |day| day.to_string());
        for old in &self.markets {
            let Some(new) = other.markets.iter().find(|new| new.is_about(old)) else { continue };
            if old.holds_until != new.holds_until && !old.is_bare() {
                let (name, now, was) = (old.title(), until(new.holds_until), until(old.holds_until));
                let because = because::of_all(&because::reaching(edits, old, new));
                out.push(format!("{name}: the answer holds until {now}, not until {was} as in the lock{because}"));
            }
        }
        out
    }

    /// What differs between the solutions as a whole: name, version, currency, warnings about several markets, profiles of
    /// exports; each with the edits that caused it.
    pub(crate) fn solution_changes(&self, other: &Self, edits: &[StatedEdit]) -> Vec<SolutionChange> {
        let of = |is_cause: &dyn Fn(&StatedEdit) -> bool| -> Vec<StatedEdit> {
            edits.iter().filter(|edit| is_cause(edit)).cloned().collect()
        };
        let texts = [
            ("solution", "name", &self.solution, &other.solution),
            ("version", "version", &self.version, &other.version),
            ("currency", "currency", &self.currency, &other.currency),
        ];
        let mut changes = Vec::new();
        for (what, key, old, new) in texts.into_iter().filter(|(_, _, old, new)| old != new) {
            let because = of(&|edit| edit.entry == "solution" && edit.path == key);
            let (before, after) = (Some(old.clone()), Some(new.clone()));
            changes.push(SolutionChange { what: what.to_owned(), before, after, because });
        }
        if self.is_of_earlier_format() || other.is_of_earlier_format() {
            return changes;
        }
        let given = |lock: &'_ Self| -> BTreeSet<String> {
            lock.warnings.iter().map(|one| format!("{} {}", one.code, one.key).trim_end().to_owned()).collect()
        };
        let (old, new) = (given(self), given(other));
        for warning in old.symmetric_difference(&new) {
            let state = |list: &BTreeSet<String>| list.contains(warning).then(|| "given".to_owned());
            let (before, after) = (state(&old), state(&new));
            let what = format!("warning `{warning}`");
            changes.push(SolutionChange { what, before, after, because: edits.to_vec() });
        }
        changes.extend(self.plan_changes(other, edits));
        for edit in edits.iter().filter(|edit| edit.section() == "profile") {
            let (what, after) = (format!("`{}` of {}", edit.path, edit.entry), edit.now.clone());
            changes.push(SolutionChange { what, before: None, after, because: vec![edit.clone()] });
        }
        changes
    }

    /// Whether the markets are in the same order.
    fn has_order_of(&self, other: &Self) -> bool {
        self.markets.len() == other.markets.len()
            && self.markets.iter().zip(&other.markets).all(|(old, new)| new.is_about(old))
    }
}

/// Edits of the days between which something holds that both answers use: a component, a certificate that is held. The
/// lock has no key for them, but an inspector needs them.
fn ends<'a>(
    old: &'a LockedMarket,
    new: &'a LockedMarket,
    edits: &'a [StatedEdit],
) -> impl Iterator<Item = &'a StatedEdit> {
    let held = |line: &LockedLine| {
        let values = line.values.iter().find(|one| one.key == "certificates").map(|one| one.value.to_string());
        values.unwrap_or_default()
    };
    let is_used = move |edit: &&StatedEdit| {
        let is_of = |line: &&LockedLine| edit.component() == Some(line.component.as_str());
        let kept = new.lines.iter().find(|line| is_of(line) && old.lines.iter().any(|line| is_of(&line)));
        match edit.end_of() {
            Some(None) => kept.is_some(),
            Some(Some(scheme)) if edit.component().is_some() => kept.is_some_and(|line| names(&held(line), scheme)),
            Some(Some(scheme)) => new.certificates.iter().any(|one| names(&one.name, scheme)),
            None => false,
        }
    };
    // A new certificate is a difference of its own, and `through` instead of `until` is one edit.
    let is_separate = move |edit: &&StatedEdit| {
        let table = edit.path.rsplit_once('.').map_or("", |(table, _)| table);
        let has = |key: &str, kind: EditKind| {
            let path = if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
            edits.iter().any(|one| one.entry == edit.entry && one.path == path && one.kind == kind)
        };
        let is_whole = edit.kind != EditKind::Changed && has("scheme", edit.kind);
        let is_other_key =
            edit.kind == EditKind::Gone && ["until", "through"].iter().any(|key| has(key, EditKind::New));
        !is_whole && !is_other_key
    };
    edits.iter().filter(is_used).filter(is_separate)
}

/// An edit of such a day as a value that differs. The lock does not hold the day that it was.
fn end_change(edit: &StatedEdit, new: &LockedMarket) -> CausedChange {
    let line = new.lines.iter().find(|line| edit.component() == Some(line.component.as_str()));
    let about = line.map_or(About::Market, |line| About::Line(line.slot.clone()));
    let before = match edit.kind {
        EditKind::New => None,
        EditKind::Changed => Some("another day".to_owned()),
        EditKind::Gone => Some("a day".to_owned()),
    };
    let change = ValueChange { topic: Topic::new(about, &edit.path), before, after: edit.now.clone() };
    CausedChange { change, because: vec![edit.clone()] }
}

/// Whether a list of certificates has one of a scheme.
fn names(list: &str, scheme: &str) -> bool {
    list.split(", ").any(|one| one.split(':').next() == Some(scheme))
}

/// A value of the solution as a whole that differs.
pub(crate) struct SolutionChange {
    pub what: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub because: Vec<StatedEdit>,
}

/// A value that differs, with the edits that caused it.
pub(crate) struct CausedChange {
    pub change: ValueChange,
    pub because: Vec<StatedEdit>,
}

/// A difference of one market.
struct MarketLine {
    market: String,
    text: String,
}

/// Equal differences of several markets as one line: `DE, GB: …`, at the place of the first.
fn grouped(lines: &[MarketLine]) -> Vec<String> {
    let mut markets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        markets.entry(&line.text).or_default().push(&line.market);
    }
    let first =
        |line: &&MarketLine| markets.get(line.text.as_str()).is_some_and(|list| list.first() == Some(&&*line.market));
    let named = |line: &MarketLine| {
        let list = markets.get(line.text.as_str()).map(|list| list.join(", ")).unwrap_or_default();
        format!("{list}: {}", line.text)
    };
    lines.iter().filter(first).map(named).collect()
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

/// The values that differ between two locked answers of one market; where one is of an earlier format, of those that it
/// knew.
pub(super) fn changes_of(old: &LockedMarket, new: &LockedMarket) -> Vec<ValueChange> {
    let (mut before, mut after) = (record::values(old), record::values(new));
    if old.is_bare() || new.is_bare() {
        record::restrict(&mut before);
        record::restrict(&mut after);
    }
    let mut changes = own_changes(&before, &after);
    // A fact that only one side has is one difference.
    let is_of_one_side = |one: &ValueChange| one.topic.key == "value" && (one.before.is_none() || one.after.is_none());
    let gone_or_new: BTreeSet<About> =
        changes.iter().filter(|one| is_of_one_side(one)).map(|one| one.topic.about.clone()).collect();
    changes.retain(|one| {
        !matches!(one.topic.about, About::Fact(_))
            || one.topic.key == "value"
            || !gone_or_new.contains(&one.topic.about)
    });
    changes
}

/// The differences of one market as lines: what concerns the market first, then its slots in their order, then the rest.
fn market_changes(old: &LockedMarket, new: &LockedMarket, causes: &because::Causes<'_>) -> Vec<String> {
    if old.status != new.status {
        let change = format!("{} -> {}", old.status.as_str(), new.status.as_str());
        let further = causes.facts.iter().map(ToString::to_string);
        return std::iter::once(format!("{change}{}", causes.of_status())).chain(further).collect();
    }
    let changes = changes_of(old, new);
    let parts: BTreeSet<&str> =
        changes.iter().filter(|one| one.topic.is_part()).filter_map(|one| one.topic.slot()).collect();
    let mut out: Vec<String> = Vec::new();
    let line = |change: &ValueChange| {
        let because = causes.of(change, old, new);
        format!("{}: {} -> {}{because}", change.topic, shown(&change.before), shown(&change.after))
    };
    let of_market = |one: &&ValueChange| matches!(one.topic.about, About::Market);
    out.extend(changes.iter().filter(of_market).map(line));
    for slot in slots(old, new) {
        let of_slot = || changes.iter().filter(|one| one.topic.slot() == Some(slot));
        if let Some(part) = of_slot().find(|one| one.topic.is_part()) {
            let (was, is) = (filling(old, slot), filling(new, slot));
            out.push(format!("slot `{slot}`: {was} -> {is}{}", causes.of(part, old, new)));
        }
        out.extend(of_slot().filter(|one| !one.topic.is_part()).map(line));
    }
    let others = changes.iter().filter(|one| !of_market(one) && one.topic.slot().is_none());
    out.extend(others.map(line));
    if !parts.is_empty() {
        let is_named = |fact: &&Cause| fact.slots.iter().any(|slot| parts.contains(slot.as_str()));
        out.extend(causes.facts.iter().filter(|fact| !is_named(fact)).map(ToString::to_string));
    }
    if out.is_empty() && (old.status, keys(old)) != (LockedStatus::Conflict, keys(new)) && keys(old) != keys(new) {
        out.push(format!("the order of the lines changed{}", because::of_all(causes.edits)));
    }
    out
}

/// The slots and planned certificates in their order.
fn keys(market: &LockedMarket) -> Vec<&str> {
    let slots = market.lines.iter().map(|line| line.slot.as_str());
    slots.chain(market.one_off.iter().map(|one| one.scheme.as_str())).collect()
}

/// The slots of both sides: in the order of the first, new ones after the others.
fn slots<'m>(old: &'m LockedMarket, new: &'m LockedMarket) -> Vec<&'m str> {
    let known: BTreeSet<&str> = old.lines.iter().map(|line| line.slot.as_str()).collect();
    let added = new.lines.iter().filter(|line| !known.contains(line.slot.as_str()));
    old.lines.iter().chain(added).map(|line| line.slot.as_str()).collect()
}

/// What fills a slot: `driver-120@1.0.0 x1`.
fn filling(market: &LockedMarket, slot: &str) -> String {
    let held = |line: &LockedLine| {
        let counted = line.quantity.after_name(line.unit().unwrap_or_default());
        format!("{}@{} {counted}", line.component, line.version)
    };
    market.lines.iter().find(|line| line.slot == slot).map_or("empty".to_owned(), held)
}

fn shown(value: &Option<String>) -> &str {
    match value.as_deref() {
        None => "none",
        Some("") => "\"\"",
        Some(value) => value,
    }
}
