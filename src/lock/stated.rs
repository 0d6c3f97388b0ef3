//! Fingerprints of what a solution's files state: which value was edited since the lock was written, and where it is.

use super::content::{Lock, LockedEntry, LockedMarket};
use crate::compare::NamedText;
use crate::overlay::MarketView;
use crate::query::Compiled;
use crate::solution::SourceValue;
use crate::span::Place;
use crate::terms::Objective;
use std::collections::{BTreeMap, BTreeSet};

/// Letters of a fingerprint.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Most elements of an array that have a fingerprint each.
const ELEMENTS: usize = 24;

/// A value that was edited since a lock was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct StatedEdit {
    /// The entry: `components/bg95-m3@1.0.0`.
    pub entry: String,
    /// Its keys: `certificates[fcc].id`; empty where the whole entry is new or gone.
    pub path: String,
    /// What it is now; `None` where it is gone.
    pub now: Option<String>,
    /// Where it is written now; of what is gone, the place of its entry.
    pub place: Option<Place>,
    /// Whether it is new, gone, or another value.
    pub kind: EditKind,
    /// The markets that it can bear on; `None`: all.
    pub markets: Option<Vec<String>>,
    /// The components whose price it can bear on, of units a year and exchange rates; `None`: all.
    pub components: Option<Vec<String>>,
}

/// How a value was edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// It was not there.
    New,
    /// It was another value.
    Changed,
    /// It is no longer there.
    Gone,
}

/// The fingerprints of values, entry by entry.
pub(super) fn fingerprints(values: &[SourceValue]) -> Vec<LockedEntry> {
    let mut list: Vec<LockedEntry> = Vec::new();
    for value in values {
        let one = NamedText { name: value.path.clone(), text: fingerprint(&value.elements) };
        match list.last_mut() {
            Some(last) if last.entry == value.entry => last.values.push(one),
            _ => list.push(LockedEntry { entry: value.entry.clone(), values: vec![one] }),
        }
    }
    list
}

/// Four letters of a hash; of an array, for each of its elements.
fn fingerprint(elements: &[String]) -> String {
    if elements.len() > ELEMENTS {
        return fingerprint(&[elements.join("\0")]);
    }
    let of = |text: &String| -> String {
        let hash = hmac_sha256::Hash::hash(text.as_bytes());
        hash.iter().take(4).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
    };
    elements.iter().map(of).collect::<Vec<_>>().join(".")
}

/// The values of one entry by path.
type Paths<'a, T> = BTreeMap<&'a str, T>;

impl Lock {
    /// What was edited in the solution's files since this lock was written, by place; nothing where the lock has no
    /// fingerprints, as up to format 3.
    #[must_use]
    pub fn edits_since(&self, values: &[SourceValue]) -> Vec<StatedEdit> {
        if self.stated.is_empty() {
            return Vec::new();
        }
        let mut old: BTreeMap<&str, Paths<'_, &str>> = BTreeMap::new();
        for entry in &self.stated {
            let paths = entry.values.iter().map(|one| (one.name.as_str(), one.text.as_str()));
            old.entry(&entry.entry).or_default().extend(paths);
        }
        let mut new: BTreeMap<&str, Paths<'_, &SourceValue>> = BTreeMap::new();
        for value in values {
            new.entry(&value.entry).or_default().insert(&value.path, value);
        }
        let mut edits = Vec::new();
        let mut gone: BTreeSet<&str> = old.keys().filter(|entry| !new.contains_key(*entry)).copied().collect();
        for (entry, now) in &new {
            let was = match old.get(entry) {
                Some(was) => Some(was),
                None => renamed(entry, now, &gone, &old).and_then(|was| {
                    gone.remove(was);
                    old.get(was)
                }),
            };
            match was {
                Some(was) => edits.extend(edits_of(entry, was, now)),
                None => edits.extend(whole(entry, now)),
            }
        }
        edits.extend(gone.into_iter().map(|entry| StatedEdit {
            entry: entry.to_owned(),
            path: String::new(),
            now: None,
            place: None,
            kind: EditKind::Gone,
            markets: None,
            components: None,
        }));
        // What has a place can be looked up: it comes first.
        edits.sort_by(|one, two| (one.place.is_none(), &one.place, one).cmp(&(two.place.is_none(), &two.place, two)));
        edits
    }
}

impl Compiled {
    /// What was edited in this solution's files since a lock was written, by place, with the markets that each edit can bear
    /// on. Where all markets are solved together, that is all.
    #[must_use]
    pub fn edits_since(&self, lock: &Lock) -> Vec<StatedEdit> {
        let values = self.solution.source_values();
        let mut edits = lock.edits_since(&values);
        edits.iter_mut().for_each(|edit| edit.components = priced_by(edit, &values));
        let is_joint = self.solution.objectives().any(|objective| *objective == Objective::Regional);
        let codes: Vec<&str> = lock.markets.iter().map(|market| market.market.as_str()).collect();
        for edit in edits.iter_mut().filter(|_| !is_joint) {
            let areas = &self.model.areas;
            edit.markets = edit.area().filter(|area| areas.find(area).is_some()).map(|area| {
                let inner = codes.iter().filter(|code| areas.code_lies_in(code, area));
                inner.map(|code| (*code).to_owned()).collect()
            });
            if edit.markets.is_none()
                && let Some(scheme) = edit.scheme()
            {
                edit.markets = self.markets_accepting(scheme, &lock.markets);
            }
        }
        edits
    }
}

impl Compiled {
    /// The markets of a lock that accept certificates of a scheme; `None`, which means all, where none does or one is not
    /// compiled.
    fn markets_accepting(&self, scheme: &str, markets: &[LockedMarket]) -> Option<Vec<String>> {
        let mut accepting = Vec::new();
        for market in markets {
            let view = self.markets.get(&self.model.areas.find(&market.market)?)?;
            if names_scheme(view, scheme) {
                accepting.push(market.market.clone());
            }
        }
        // A scheme that no market accepts is one that was misspelt, and may be why any of them has no answer.
        (!accepting.is_empty()).then_some(accepting)
    }
}

/// Whether a certification or a carrier of a market accepts a scheme, on whatever day.
fn names_scheme(view: &MarketView, scheme: &str) -> bool {
    view.certification.iter().any(|one| one.accepts.iter().any(|accepted| accepted == scheme))
        || view.carriers.iter().any(|carrier| carrier.approvals.iter().any(|approval| approval.value == scheme))
}

/// The components whose price depends on units a year, or on the rate of a currency.
fn priced_by(edit: &StatedEdit, values: &[SourceValue]) -> Option<Vec<String>> {
    let has_rate = |value: &&SourceValue| value.path.ends_with("currency") && value.text() == edit.path;
    let has_tiers = |value: &&SourceValue| value.path.starts_with("price[") || value.path.contains("cost");
    // The prices of a database's rows are not among the values.
    if values.iter().any(|value| value.entry.starts_with("databases")) {
        return None;
    }
    let of_components = values.iter().filter(|value| value.entry.starts_with("components/"));
    let list: Vec<&SourceValue> = match edit.entry.as_str() {
        "exchange" => of_components.filter(has_rate).collect(),
        "volumes" => of_components.filter(has_tiers).collect(),
        _ => return None,
    };
    Some(list.into_iter().filter_map(|value| StatedEdit::component_of(&value.entry).map(str::to_owned)).collect())
}

/// The entry that is gone of which a new one has most values: its name was edited.
fn renamed<'o>(
    entry: &str,
    now: &Paths<'_, &SourceValue>,
    gone: &BTreeSet<&'o str>,
    old: &BTreeMap<&str, Paths<'_, &str>>,
) -> Option<&'o str> {
    let section = |entry: &str| entry.split('/').next().unwrap_or_default().to_owned();
    let kept = |name: &&str| {
        let was = old.get(*name)?;
        let same = now.iter().filter(|(path, value)| was.get(*path) == Some(&fingerprint(&value.elements).as_str()));
        let same = same.count();
        (2 * same >= now.len().max(was.len())).then_some(same)
    };
    let near = gone.iter().filter(|name| section(name) == section(entry));
    near.filter_map(|name| Some((kept(name)?, *name))).max().map(|(_, name)| name)
}

/// A new entry, at the place of its first value.
fn whole(entry: &str, now: &Paths<'_, &SourceValue>) -> Option<StatedEdit> {
    let place = now.values().flat_map(|value| &value.places).min().cloned();
    Some(StatedEdit {
        entry: entry.to_owned(),
        path: String::new(),
        now: None,
        place,
        kind: EditKind::New,
        markets: None,
        components: None,
    })
}

fn edits_of(entry: &str, was: &Paths<'_, &str>, now: &Paths<'_, &SourceValue>) -> Vec<StatedEdit> {
    let first = now.values().flat_map(|value| &value.places).min().cloned();
    let mut edits = Vec::new();
    for (path, value) in now {
        let old = was.get(path).copied();
        let new = fingerprint(&value.elements);
        if old != Some(new.as_str()) {
            let kind = if old.is_some() { EditKind::Changed } else { EditKind::New };
            let place = old.map_or(value.places.first(), |old| changed_place(value, old, &new)).cloned();
            let (entry, path) = (entry.to_owned(), (*path).to_owned());
            edits.push(StatedEdit {
                entry,
                path,
                now: Some(value.text()),
                place,
                kind,
                markets: None,
                components: None,
            });
        }
    }
    let gone = was.keys().filter(|path| !now.contains_key(*path)).map(|path| StatedEdit {
        entry: entry.to_owned(),
        path: (*path).to_owned(),
        now: None,
        place: first.clone(),
        kind: EditKind::Gone,
        markets: None,
        components: None,
    });
    edits.extend(gone);
    edits
}

/// The place of the first element that differs; of the value where none does.
fn changed_place<'v>(value: &'v SourceValue, old: &str, new: &str) -> Option<&'v Place> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('.').collect(), new.split('.').collect());
    let at = new.iter().enumerate().position(|(at, one)| old.get(at) != Some(one));
    at.and_then(|at| value.places.get(at)).or(value.places.last())
}
