//! Merges part lists: parts with ids, and places with the part of each variant.

use super::designators::{Natural, natural};
use super::finding::Finding;
use super::list::{Key, Part, Row};
use super::part_list::PartList;
use super::text::is_garbled;
use std::collections::{BTreeMap, BTreeSet};

/// A part of any list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub key: Key,
    pub id: String,
    pub part: Part,
}

/// Places that hold the same part as each other in every variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub name: String,
    /// The designators; none for a part that the lists only count.
    pub references: Vec<String>,
    pub quantity: u64,
    /// For each variant, the index of its part, if any.
    pub holds: Vec<Option<usize>>,
}

impl Slot {
    /// Whether all variants hold the same part.
    pub fn is_shared(&self) -> bool {
        let mut held = self.holds.iter();
        let first = held.next().copied().flatten();
        first.is_some() && held.all(|one| *one == first)
    }

    /// The number of its places.
    pub fn places(&self) -> usize {
        self.references.len().max(1)
    }

    /// The parts that it holds, in the order of the variants.
    pub fn parts(&self) -> Vec<usize> {
        let mut all = Vec::new();
        for part in self.holds.iter().flatten() {
            if !all.contains(part) {
                all.push(*part);
            }
        }
        all
    }
}

/// All lists together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    pub parts: Vec<Known>,
    pub slots: Vec<Slot>,
}

/// A place of the product, in the order of the slots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A designator; `repeat` counts the rows of one list that name it.
    Designated { order: Natural, reference: String, repeat: usize },
    /// A part without designators.
    Counted { part: usize, quantity: u64 },
}

/// Merges the lists; parts that differ in more than their places are reported.
pub(super) fn merge(lists: &[PartList], findings: &mut Vec<Finding>) -> Merged {
    let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
    let mut parts: Vec<Known> = Vec::new();
    let mut holds: BTreeMap<Place, Vec<Option<usize>>> = BTreeMap::new();
    for (variant, list) in lists.iter().enumerate() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut counted: BTreeMap<usize, u64> = BTreeMap::new();
        for row in list.rows() {
            let number = *numbers.entry(row.key.clone()).or_insert_with(|| {
                parts.push(Known { key: row.key.clone(), id: String::new(), part: Part::default() });
                parts.len() - 1
            });
            if let Some(known) = parts.get_mut(number) {
                complete(known, row, &list.file, findings);
            }
            if row.references.is_empty() {
                *counted.entry(number).or_default() += row.quantity;
            }
            for reference in &row.references {
                let repeats = seen.entry(reference.clone()).or_default();
                let (order, reference) = (natural(reference), reference.clone());
                let place = Place::Designated { order, reference, repeat: *repeats };
                *repeats += 1;
                hold(&mut holds, place, lists.len(), variant, number);
            }
        }
        for (part, quantity) in counted {
            hold(&mut holds, Place::Counted { part, quantity }, lists.len(), variant, part);
        }
    }
    name_parts(&mut parts);
    Merged { slots: slots(holds, &parts), parts }
}

fn hold(holds: &mut BTreeMap<Place, Vec<Option<usize>>>, place: Place, variants: usize, variant: usize, part: usize) {
    let held = holds.entry(place).or_insert_with(|| vec![None; variants]);
    if let Some(slot) = held.get_mut(variant) {
        *slot = Some(part);
    }
}

/// Fills in what was not known about a part, and reports what differs.
fn complete(known: &mut Known, row: &Row, file: &str, findings: &mut Vec<Finding>) {
    let (old, new) = (&mut known.part, &row.part);
    let fields = [
        (&mut old.manufacturer, &new.manufacturer, "manufacturer"),
        (&mut old.price, &new.price, "price"),
        (&mut old.value, &new.value, "value"),
        (&mut old.footprint, &new.footprint, "footprint"),
        (&mut old.description, &new.description, ""),
    ];
    for (old, new, what) in fields {
        if old.is_empty() || (is_garbled(old) && !new.is_empty()) {
            new.clone_into(old);
        } else if !new.is_empty() && !what.is_empty() && old != new && !is_garbled(new) {
            let message =
                format!("`{}` has the {what} `{new}` here and `{old}` before: the first one was kept", row.key.shown());
            findings.push(Finding::warning(file, row.line, message));
        }
    }
    for alternative in &new.alternatives {
        if !old.alternatives.contains(alternative) {
            old.alternatives.push(alternative.clone());
        }
    }
}

/// Sets the ids: the part number with characters that an id cannot hold replaced, unique regardless of case.
fn name_parts(parts: &mut [Known]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for known in parts {
        known.id = distinct(&named(&known.key.shown(), "part"), &mut taken);
    }
}

fn named(text: &str, otherwise: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let text: String = text.chars().map(plain).take(120).collect();
    let text = text.trim_matches(['-', '_']);
    if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
}

fn distinct(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|one| taken.insert(one.to_lowercase())).unwrap_or_default()
}

/// Joins places that are alike in every variant into one slot, named by its first designator.
fn slots(holds: BTreeMap<Place, Vec<Option<usize>>>, parts: &[Known]) -> Vec<Slot> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut slots: Vec<Slot> = Vec::new();
    let mut alike: BTreeMap<(Vec<Option<usize>>, usize), usize> = BTreeMap::new();
    for (place, holds) in holds {
        match place {
            Place::Designated { reference, repeat, .. } => {
                let known = alike.get(&(holds.clone(), repeat)).and_then(|at| slots.get_mut(*at));
                match known {
                    Some(slot) => {
                        slot.references.push(reference);
                        slot.quantity += 1;
                    }
                    None => {
                        alike.insert((holds.clone(), repeat), slots.len());
                        let name = distinct(&named(&reference, "place"), &mut taken);
                        slots.push(Slot { name, references: vec![reference], quantity: 1, holds });
                    }
                }
            }
            Place::Counted { part, quantity } => {
                let id = parts.get(part).map_or("part", |part| part.id.as_str());
                let name = distinct(id, &mut taken);
                slots.push(Slot { name, references: Vec::new(), quantity, holds });
            }
        }
    }
    slots
}
