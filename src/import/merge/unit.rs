//! Units of one part that differ.

use crate::import::finding::Finding;
use crate::import::merge::Known;
use crate::import::merge::identity::Classes;
use crate::import::merge::unit_kind::{converted, kind};
use crate::import::part_list::PartList;
use std::collections::HashMap;

/// Gives all rows of a part the unit of its first row.
pub(super) fn settle(lists: &mut [PartList], classes: &Classes, findings: &mut Vec<Finding>) {
    let mut units: HashMap<usize, String> = HashMap::new();
    for (number, list) in lists.iter_mut().enumerate() {
        let Some(read) = &mut list.list else { continue };
        for (at, row) in read.rows.iter_mut().enumerate() {
            let unit = units.entry(classes.class(number, at)).or_insert_with(|| row.part.unit.clone());
            if *unit == row.part.unit || !row.references.is_empty() {
                continue;
            }
            let Some(quantity) = converted(row.quantity, &row.part.unit, unit) else { continue };
            let message = format!(
                "{} {} of `{}` was read as {quantity} {unit}, the unit of its other rows",
                row.quantity,
                row.part.unit,
                row.part.shown()
            );
            findings.push(Finding::note(&list.file, row.line, message));
            row.quantity = quantity;
            row.part.unit.clone_from(unit);
        }
    }
}

/// Reports parts of one maker and number that are counted in different ways.
pub(super) fn report(parts: &[Known], findings: &mut Vec<Finding>) {
    let mut first: HashMap<(&str, &str), &Known> = HashMap::new();
    let shown = |unit: &str| if unit.is_empty() { "pieces".to_owned() } else { format!("`{unit}`") };
    for known in parts.iter().filter(|known| !known.part.mpn.is_empty()) {
        let before = *first.entry((&known.part.manufacturer, &known.part.mpn)).or_insert(known);
        if kind(&before.part.unit) != kind(&known.part.unit) {
            let message = format!(
                "`{}` is counted in {} here and in {} in {}:{}: they are two components",
                known.part.mpn,
                shown(&known.part.unit),
                shown(&before.part.unit),
                before.file,
                before.line
            );
            findings.push(Finding::warning(&known.file, known.line, message));
        }
    }
}
