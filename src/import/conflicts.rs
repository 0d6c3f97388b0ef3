//! Places for which one list names two parts: only one can stand there.
//!
//! The part is taken with which the conditions over all lists are smallest: what the lists without the fault say of the
//! same choices. Where that decides nothing, the later row counts.

use super::condition::size;
use super::list::Key;
use super::variant_axes::Axes;
use super::{Finding, PartList};
use std::collections::{BTreeMap, BTreeSet};

/// The most ways to settle one place that are weighed.
const MOST_WAYS: usize = 256;

/// For each variant the parts that its list names for a place, in the order of its rows.
type Named = Vec<Vec<Key>>;

/// Leaves one part at each place of each list, and tells which was taken.
pub(super) fn settle(lists: &mut [PartList], axes: &Axes, findings: &mut Vec<Finding>) {
    for (reference, named) in doubled(lists) {
        let taken = taken(&named, axes);
        for (list, (named, taken)) in lists.iter_mut().zip(named.iter().zip(&taken)) {
            if let (Some(taken), [_, _, ..]) = (taken, named.as_slice()) {
                let message = format!("at `{reference}` the part `{}` was taken", taken.shown());
                findings.push(Finding::note(&list.file, 0, message));
                keep(list, &reference, taken);
            }
        }
    }
}

/// The places that some list names more than one row for.
fn doubled(lists: &[PartList]) -> BTreeMap<String, Named> {
    let mut all: BTreeMap<&str, Named> = BTreeMap::new();
    for (variant, list) in lists.iter().enumerate() {
        for row in list.list.iter().flat_map(|list| &list.rows) {
            for reference in &row.references {
                let named = all.entry(reference).or_insert_with(|| vec![Vec::new(); lists.len()]);
                if let Some(keys) = named.get_mut(variant) {
                    keys.push(row.key.clone());
                }
            }
        }
    }
    let several = all.into_iter().filter(|(_, named)| named.iter().any(|keys| keys.len() > 1));
    several.map(|(reference, named)| (reference.to_owned(), named)).collect()
}

/// One part a variant: of all ways the one with the smallest conditions, later rows first.
fn taken(named: &Named, axes: &Axes) -> Vec<Option<Key>> {
    let mut ways: Vec<Vec<Option<&Key>>> = vec![Vec::new()];
    for keys in named {
        let choices: Vec<Option<&Key>> = match keys.as_slice() {
            [] => vec![None],
            keys if ways.len().saturating_mul(keys.len()) > MOST_WAYS => vec![keys.last()],
            keys => keys.iter().rev().map(Some).collect(),
        };
        ways = ways.iter().flat_map(|way| longer(way, &choices)).collect();
    }
    // The first of the smallest.
    let best = ways.into_iter().min_by_key(|way| weight(way, axes)).unwrap_or_default();
    best.into_iter().map(|key| key.cloned()).collect()
}

fn longer<'a>(way: &[Option<&'a Key>], choices: &[Option<&'a Key>]) -> Vec<Vec<Option<&'a Key>>> {
    choices.iter().map(|choice| way.iter().copied().chain([*choice]).collect()).collect()
}

fn weight(way: &[Option<&Key>], axes: &Axes) -> usize {
    let keys: BTreeSet<&Key> = way.iter().copied().flatten().collect();
    let one = |key: &&Key| size(axes, &way.iter().map(|held| held == &Some(*key)).collect::<Vec<_>>());
    keys.iter().map(one).sum()
}

/// Takes a place out of all rows but the first of the part that stays.
fn keep(list: &mut PartList, reference: &str, taken: &Key) {
    let mut kept = false;
    for row in list.list.iter_mut().flat_map(|list| &mut list.rows) {
        if !row.references.iter().any(|one| one == reference) {
            continue;
        }
        row.references.retain(|one| one != reference);
        if row.key == *taken && !kept {
            row.references.push(reference.to_owned());
            kept = true;
        }
        row.quantity = row.references.len() as u64;
    }
    if let Some(list) = &mut list.list {
        list.rows.retain(|row| row.quantity > 0);
    }
}
