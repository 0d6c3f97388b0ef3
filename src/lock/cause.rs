//! Which facts changed between two locks: why an answer differs.

use super::content::{Lock, LockedFact, LockedMarket};
use std::collections::{BTreeMap, BTreeSet};

/// A fact that changed between two locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Its key: `power.mains.voltage_v`.
    pub key: String,
    /// Its value before; `None` if it was not stated.
    pub was: Option<String>,
    /// Its value now; `None` if it is no longer stated.
    pub now: Option<String>,
    /// The file that states it now, or stated it before.
    pub file: String,
    /// The slots whose candidates read it.
    pub slots: Vec<String>,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (key, file) = (&self.key, &self.file);
        // The digest of a long value is of no use to a reader.
        let long = |value: &Option<String>| value.as_ref().is_some_and(|value| value.contains("sha256:"));
        match (&self.was, &self.now) {
            _ if long(&self.was) || long(&self.now) => write!(formatter, "{key} changed ({file})"),
            (Some(was), Some(now)) => write!(formatter, "{key} is now {now} (was {was}; {file})"),
            (None, Some(now)) => write!(formatter, "{key} is now {now} (was not stated; {file})"),
            (Some(was), None) => write!(formatter, "{key} is no longer stated (was {was}; {file})"),
            (None, None) => write!(formatter, "{key}"),
        }
    }
}

impl Lock {
    /// The facts of a market that differ in another lock; none if one of the two holds no facts of it, like a lock of
    /// format 1, or those of all candidates, as up to format 3. Facts that only one of them holds count only if the
    /// solution's own files are the same, because a different catalogue reads different facts.
    #[must_use]
    pub(crate) fn causes(&self, other: &Self, old: &LockedMarket) -> Vec<Cause> {
        let is_same = |new: &&LockedMarket| new.is_about(old);
        let Some(new) = other.markets.iter().find(is_same) else { return Vec::new() };
        if old.facts.is_empty() || new.facts.is_empty() {
            return Vec::new();
        }
        let (before, after) = (by_key(old), by_key(new));
        let same_files = self.inputs == other.inputs && old.is_bare() == new.is_bare();
        let keys: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        let changed = keys.into_iter().filter_map(|key| cause(key, before.get(key), after.get(key)));
        changed.filter(|one| same_files || (one.was.is_some() && one.now.is_some())).collect()
    }
}

/// The facts of a market by key; several layers may state entries of the same key.
fn by_key(market: &LockedMarket) -> BTreeMap<&str, Vec<&LockedFact>> {
    let mut facts: BTreeMap<&str, Vec<&LockedFact>> = BTreeMap::new();
    for fact in &market.facts {
        facts.entry(&fact.key).or_default().push(fact);
    }
    facts
}

fn cause(key: &str, old: Option<&Vec<&LockedFact>>, new: Option<&Vec<&LockedFact>>) -> Option<Cause> {
    let values = |facts: Option<&Vec<&LockedFact>>| {
        let mut values: Vec<&str> = facts?.iter().map(|fact| fact.value.as_str()).collect();
        values.sort_unstable();
        Some(values.join(", "))
    };
    let (was, now) = (values(old), values(new));
    if was == now {
        return None;
    }
    let facts = || new.into_iter().chain(old).flatten();
    let slots: BTreeSet<&String> = facts().flat_map(|fact| &fact.slots).collect();
    // Among several files, the one whose value is new is the one that changed.
    let changed =
        new.into_iter().flatten().find(|fact| !old.is_some_and(|old| old.iter().any(|one| one.value == fact.value)));
    let file = changed.or_else(|| facts().next()).map(|fact| fact.file.clone()).unwrap_or_default();
    Some(Cause { key: key.to_owned(), was, now, file, slots: slots.into_iter().cloned().collect() })
}
