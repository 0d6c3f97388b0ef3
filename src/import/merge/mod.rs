//! Merges part lists: parts with ids, and places with the part of each variant.

mod attribute;
pub(in crate::import) mod conflicts;
mod content;
mod filled;
pub(in crate::import) mod identity;
mod joined;
mod names;
mod similar;
mod unit;
mod unit_kind;

use crate::import::cells::designators::{Natural, natural};
use crate::import::finding::Finding;
use crate::import::list::part::Part;
use crate::import::part_list::PartList;
use crate::number::Number;
use identity::Classes;
use names::{Namer, name_parts, named};
use std::collections::{BTreeMap, HashMap};

/// A part of any list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Known {
    pub id: String,
    pub part: Part,
    /// The first row that names it: a file and a line.
    pub file: String,
    pub line: u64,
}

/// Places that hold the same part as each other in every variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Slot {
    pub name: String,
    /// The designators; none for a part that the lists only count.
    pub references: Vec<String>,
    pub quantity: Number,
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
pub(in crate::import) struct Merged {
    pub parts: Vec<Known>,
    pub slots: Vec<Slot>,
    /// For each list and row, the index of its part.
    pub of: Vec<Vec<usize>>,
}

/// A place of the product, in the order of the slots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A designator.
    Designated { order: Natural, reference: String },
    /// A part without designators.
    Counted { part: usize, quantity: Quantity },
}

/// A quantity that can be sorted by its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Quantity(String);

/// Merges the lists; cells that differ although the part is the same are reported.
pub(in crate::import) fn merge(lists: &mut [PartList], classes: &Classes, findings: &mut Vec<Finding>) -> Merged {
    unit::settle(lists, classes, findings);
    let (mut parts, of) = content::parts(lists, classes, findings);
    name_parts(&mut parts);
    similar::report(&parts, findings);
    unit::report(&parts, findings);
    content::report_unsure(&parts, &of, classes, findings);
    filled::report(lists, &parts, &of, findings);
    let mut holds: BTreeMap<Place, Vec<Option<usize>>> = BTreeMap::new();
    let mut quantities: HashMap<String, Number> = HashMap::new();
    for (variant, (list, of)) in lists.iter().zip(&of).enumerate() {
        let mut counted: BTreeMap<usize, Number> = BTreeMap::new();
        for (row, number) in list.rows().zip(of) {
            if row.references.is_empty() {
                let sum = counted.entry(*number).or_insert(Number::ZERO);
                *sum = sum.checked_add(row.quantity).unwrap_or(*sum);
            }
            for reference in &row.references {
                let place = Place::Designated { order: natural(reference), reference: reference.clone() };
                hold(&mut holds, place, lists.len(), variant, *number);
            }
        }
        for (part, quantity) in counted {
            quantities.insert(quantity.to_string(), quantity);
            hold(
                &mut holds,
                Place::Counted { part, quantity: Quantity(quantity.to_string()) },
                lists.len(),
                variant,
                part,
            );
        }
    }
    Merged { slots: slots(holds, &parts, &quantities), parts, of }
}

fn hold(holds: &mut BTreeMap<Place, Vec<Option<usize>>>, place: Place, variants: usize, variant: usize, part: usize) {
    let held = holds.entry(place).or_insert_with(|| vec![None; variants]);
    if let Some(slot) = held.get_mut(variant) {
        *slot = Some(part);
    }
}

/// Joins places that are alike in every variant into one slot, named by its first designator.
fn slots(
    holds: BTreeMap<Place, Vec<Option<usize>>>,
    parts: &[Known],
    quantities: &HashMap<String, Number>,
) -> Vec<Slot> {
    let mut namer = Namer::default();
    let mut slots: Vec<Slot> = Vec::new();
    let mut alike: HashMap<Vec<Option<usize>>, usize> = HashMap::new();
    for (place, holds) in holds {
        match place {
            Place::Designated { reference, .. } => {
                let known = alike.get(&holds).and_then(|at| slots.get_mut(*at));
                match known {
                    Some(slot) => {
                        slot.references.push(reference);
                        slot.quantity = Number::from(slot.references.len() as u64);
                    }
                    None => {
                        alike.insert(holds.clone(), slots.len());
                        let name = namer.distinct(&named(&reference, "place"));
                        slots.push(Slot { name, references: vec![reference], quantity: Number::ONE, holds });
                    }
                }
            }
            Place::Counted { part, quantity } => {
                let id = parts.get(part).map_or("part", |part| part.id.as_str());
                let name = namer.distinct(id);
                let quantity = quantities.get(&quantity.0).copied().unwrap_or(Number::ONE);
                slots.push(Slot { name, references: Vec::new(), quantity, holds });
            }
        }
    }
    slots
}
