//! Places that one list names in two rows.
//!
//! The row that only this list has at the place wins: the other lists agree on the other one. On a tie the later row wins.

use crate::import::finding::Finding;
use crate::import::merge::identity::Classes;
use crate::import::part_list::PartList;
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A row that names a place.
#[derive(Clone, Copy)]
struct Naming {
    row: usize,
    line: u64,
    class: usize,
}

/// The rows of each list that name a place.
type Named = BTreeMap<usize, Vec<Naming>>;

/// Keeps one row at each place of each list, and reports which were overruled.
pub(in crate::import) fn settle(lists: &mut [PartList], classes: &mut Classes, findings: &mut Vec<Finding>) {
    let mut overruled: BTreeMap<usize, BTreeSet<(usize, String)>> = BTreeMap::new();
    for (reference, named) in contested(lists, classes) {
        let alone = alone(&named);
        for (list, rows) in named.iter().filter(|(_, rows)| rows.len() > 1) {
            let count = |one: &Naming| alone.get(&one.class).copied().unwrap_or_default();
            // On a tie `min_by_key` returns the first, so later rows come first.
            let Some(kept) = rows.iter().rev().min_by_key(|one| count(one)).copied() else { continue };
            // Of equal rows the first is kept.
            let kept = rows.iter().find(|one| one.class == kept.class).copied().unwrap_or(kept);
            for other in rows.iter().filter(|one| one.row != kept.row) {
                if let Some(list) = lists.get_mut(*list) {
                    report(list, &reference, kept, *other, findings);
                }
                overruled.entry(*list).or_default().insert((other.row, reference.clone()));
            }
        }
    }
    for (list, places) in &overruled {
        if let Some(part_list) = lists.get_mut(*list) {
            let kept = remove(part_list, places);
            classes.keep(*list, &kept);
        }
    }
}

fn report(list: &mut PartList, reference: &str, kept: Naming, other: Naming, findings: &mut Vec<Finding>) {
    let name = |row: usize| list.rows().nth(row).map(|row| row.part.shown()).unwrap_or_default();
    let message = if kept.class == other.class {
        format!("`{reference}` is in line {} with the same part: it was counted once", kept.line)
    } else {
        format!(
            "`{reference}` has two parts: `{}` here was overruled by `{}` in line {}",
            name(other.row),
            name(kept.row),
            kept.line
        )
    };
    findings.push(Finding::warning(&list.file, other.line, message));
    if let Some(list) = &mut list.list {
        list.inexact.insert(other.line);
    }
}

/// The places that some list names in more than one row, in the order of the lists.
fn contested(lists: &[PartList], classes: &Classes) -> Vec<(String, Named)> {
    let mut all: HashMap<&str, Named> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (number, list) in lists.iter().enumerate() {
        for (at, row) in list.rows().enumerate() {
            let naming = Naming { row: at, line: row.line, class: classes.class(number, at) };
            for reference in &row.references {
                let named = all.entry(reference).or_default().entry(number).or_default();
                named.push(naming);
                if named.len() == 2 {
                    order.push(reference);
                }
            }
        }
    }
    let mut seen = BTreeSet::new();
    order.retain(|reference| seen.insert(*reference));
    order.into_iter().filter_map(|one| Some((one.to_owned(), all.remove(one)?))).collect()
}

/// For each class, the number of lists that name it alone at the place.
fn alone(named: &Named) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for rows in named.values() {
        let classes: BTreeSet<usize> = rows.iter().map(|one| one.class).collect();
        if let (1, Some(class)) = (classes.len(), classes.first()) {
            *counts.entry(*class).or_default() += 1;
        }
    }
    counts
}

/// Removes places from rows, and rows without any left; returns which rows were kept.
fn remove(list: &mut PartList, places: &BTreeSet<(usize, String)>) -> Vec<bool> {
    let Some(list) = &mut list.list else { return Vec::new() };
    let mut kept = Vec::new();
    for (at, row) in list.rows.iter_mut().enumerate() {
        let before = row.references.len();
        if before > 0 {
            row.references.retain(|one| !places.contains(&(at, one.clone())));
            row.quantity = Number::from(row.references.len() as u64);
        }
        kept.push(before == 0 || !row.references.is_empty());
    }
    let mut flags = kept.iter();
    list.rows.retain(|_| flags.next().copied().unwrap_or(true));
    kept
}
