//! Several part lists view on each other: parts with ids, and places with what stands there in which variant.

use super::designators::natural;
use super::list::{Key, Part, Row};
use super::text::is_garbled;
use super::{Finding, PartList};
use std::collections::{BTreeMap, BTreeSet};

/// A part of all lists.
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
    /// The designators; none for a part that is only counted.
    pub references: Vec<String>,
    pub quantity: u64,
    /// For each variant the part's number, or nothing.
    pub holds: Vec<Option<usize>>,
}

impl Slot {
    /// Whether all variants hold the same part.
    pub fn is_shared(&self) -> bool {
        let mut held = self.holds.iter();
        let first = held.next().copied().flatten();
        first.is_some() && held.all(|one| *one == first)
    }

    /// How many places it is.
    pub fn places(&self) -> usize {
        self.references.len().max(1)
    }

    /// The parts that stand there, in the order of the variants.
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
pub(super) struct Joined {
    pub parts: Vec<Known>,
    pub slots: Vec<Slot>,
}

/// What is at a place of one list: a designator, and the how manieth part it is there; or a part that is only counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Place((String, u64, String), String, usize),
    Counted(usize, u64),
}

/// Lays the lists on each other; parts that differ in more than their places are told.
pub(super) fn join(lists: &[PartList], findings: &mut Vec<Finding>) -> Joined {
    let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
    let mut parts: Vec<Known> = Vec::new();
    let mut holds: BTreeMap<Spot, Vec<Option<usize>>> = BTreeMap::new();
    for (variant, list) in lists.iter().enumerate() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut counted: BTreeMap<usize, u64> = BTreeMap::new();
        for row in list.list.iter().flat_map(|list| &list.rows) {
            let number = *numbers.entry(row.key.clone()).or_insert_with(|| {
                parts.push(Known { key: row.key.clone(), id: String::new(), part: Part::default() });
                parts.len() - 1
            });
            if let Some(known) = parts.get_mut(number) {
                learn(known, row, &list.file, findings);
            }
            if row.references.is_empty() {
                *counted.entry(number).or_default() += row.quantity;
            }
            for reference in &row.references {
                let times = seen.entry(reference.clone()).or_default();
                let spot = Spot::Place(natural(reference), reference.clone(), *times);
                *times += 1;
                hold(&mut holds, spot, lists.len(), variant, number);
            }
        }
        for (number, quantity) in counted {
            hold(&mut holds, Spot::Counted(number, quantity), lists.len(), variant, number);
        }
    }
    name_parts(&mut parts);
    Joined { slots: slots(holds, &parts), parts }
}

fn hold(holds: &mut BTreeMap<Spot, Vec<Option<usize>>>, spot: Spot, variants: usize, variant: usize, number: usize) {
    let held = holds.entry(spot).or_insert_with(|| vec![None; variants]);
    if let Some(place) = held.get_mut(variant) {
        *place = Some(number);
    }
}

/// Takes what a row says of a part where nothing was known, and tells what differs.
fn learn(known: &mut Known, row: &Row, file: &str, findings: &mut Vec<Finding>) {
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
                format!("`{}` has the {what} `{new}` here and `{old}` before: the first was taken", row.key.shown());
            findings.push(Finding::warning(file, row.line, message));
        }
    }
    for alternative in &new.alternatives {
        if !old.alternatives.contains(alternative) {
            old.alternatives.push(alternative.clone());
        }
    }
}

/// Ids: the part's number with what no id may hold replaced, distinct without regard to case.
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

/// Places that are alike in every variant are one slot, named by its first designator.
fn slots(holds: BTreeMap<Spot, Vec<Option<usize>>>, parts: &[Known]) -> Vec<Slot> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut slots: Vec<Slot> = Vec::new();
    let mut alike: BTreeMap<(Vec<Option<usize>>, usize), usize> = BTreeMap::new();
    for (spot, holds) in holds {
        match spot {
            Spot::Place(_, reference, times) => {
                let known = alike.get(&(holds.clone(), times)).and_then(|at| slots.get_mut(*at));
                match known {
                    Some(slot) => {
                        slot.references.push(reference);
                        slot.quantity += 1;
                    }
                    None => {
                        alike.insert((holds.clone(), times), slots.len());
                        let name = distinct(&named(&reference, "place"), &mut taken);
                        slots.push(Slot { name, references: vec![reference], quantity: 1, holds });
                    }
                }
            }
            Spot::Counted(number, quantity) => {
                let id = parts.get(number).map_or("part", |part| part.id.as_str());
                let name = distinct(id, &mut taken);
                slots.push(Slot { name, references: Vec::new(), quantity, holds });
            }
        }
    }
    slots
}
