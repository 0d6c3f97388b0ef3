//! Places for which one list names two parts, although only one fits.
//!
//! The chosen part is the one that makes the conditions over all lists smallest: the one that agrees best with the lists
//! without the fault. On a tie the later row wins.

use super::condition::size;
use super::finding::Finding;
use super::list::Key;
use super::part_list::PartList;
use super::variant_axes::Axes;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of assignments that are compared for one place.
const MOST_ASSIGNMENTS: usize = 256;

/// For each variant, the parts that its list names for a place, in the order of its rows.
type Named = Vec<Vec<Key>>;

/// Keeps one part at each place of each list, and reports which was chosen.
pub(super) fn settle(lists: &mut [PartList], axes: &Axes, findings: &mut Vec<Finding>) {
    for (reference, named) in contested(lists) {
        let chosen = choose(&named, axes);
        for (list, (named, chosen)) in lists.iter_mut().zip(named.iter().zip(&chosen)) {
            if let (Some(chosen), [_, _, ..]) = (chosen, named.as_slice()) {
                let message = format!("part `{}` was chosen for `{reference}`", chosen.shown());
                findings.push(Finding::note(&list.file, 0, message));
                keep(list, &reference, chosen);
            }
        }
    }
}

/// The places for which some list has more than one row.
fn contested(lists: &[PartList]) -> BTreeMap<String, Named> {
    let mut all: BTreeMap<&str, Named> = BTreeMap::new();
    for (variant, list) in lists.iter().enumerate() {
        for row in list.rows() {
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

/// One part per variant: the assignment with the smallest conditions, later rows first.
fn choose(named: &Named, axes: &Axes) -> Vec<Option<Key>> {
    let mut assignments: Vec<Vec<Option<&Key>>> = vec![Vec::new()];
    for keys in named {
        let choices: Vec<Option<&Key>> = match keys.as_slice() {
            [] => vec![None],
            keys if assignments.len().saturating_mul(keys.len()) > MOST_ASSIGNMENTS => vec![keys.last()],
            keys => keys.iter().rev().map(Some).collect(),
        };
        assignments = assignments.iter().flat_map(|one| extended(one, &choices)).collect();
    }
    // On a tie `min_by_key` returns the first.
    let best = assignments.into_iter().min_by_key(|one| weight(one, axes)).unwrap_or_default();
    best.into_iter().map(|key| key.cloned()).collect()
}

fn extended<'a>(assignment: &[Option<&'a Key>], choices: &[Option<&'a Key>]) -> Vec<Vec<Option<&'a Key>>> {
    choices.iter().map(|choice| assignment.iter().copied().chain([*choice]).collect()).collect()
}

fn weight(assignment: &[Option<&Key>], axes: &Axes) -> usize {
    let keys: BTreeSet<&Key> = assignment.iter().copied().flatten().collect();
    let one = |key: &&Key| size(axes, &assignment.iter().map(|held| held == &Some(*key)).collect::<Vec<_>>());
    keys.iter().map(one).sum()
}

/// Removes a place from all rows but the first of the chosen part.
fn keep(list: &mut PartList, reference: &str, chosen: &Key) {
    let mut kept = false;
    for row in list.list.iter_mut().flat_map(|list| &mut list.rows) {
        if !row.references.iter().any(|one| one == reference) {
            continue;
        }
        row.references.retain(|one| one != reference);
        if row.key == *chosen && !kept {
            row.references.push(reference.to_owned());
            kept = true;
        }
        row.quantity = row.references.len() as u64;
    }
    if let Some(list) = &mut list.list {
        list.rows.retain(|row| row.quantity > 0);
    }
}
