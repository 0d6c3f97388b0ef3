//! What a part has from other lists than the one that names it.

use crate::import::finding::{Finding, plural};
use crate::import::list::part::Part;
use crate::import::list::titles::whole_key;
use crate::import::merge::Known;
use crate::import::part_list::PartList;
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet};

/// The names of what a part says about itself.
fn described(part: &Part) -> BTreeSet<String> {
    let texts = [
        ("part number", &part.mpn),
        ("manufacturer", &part.manufacturer),
        ("internal part number", &part.ipn),
        ("value", &part.value),
        ("footprint", &part.footprint),
        ("description", &part.description),
        ("data sheet", &part.datasheet),
        ("unit", &part.unit),
    ];
    let named = texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, _)| name.to_owned());
    let fields = part.fields.iter().filter(|field| !field.text.is_empty()).map(|field| whole_key(&field.title));
    let price = part.price.iter().map(|_| "price".to_owned());
    let sources = part.approved.first().map(|_| "second sources".to_owned());
    named.chain(fields).chain(price).chain(sources).collect()
}

/// Notes for each list how many cells its parts have from other lists.
pub(super) fn report(lists: &mut [PartList], parts: &[Known], of: &[Vec<usize>], findings: &mut Vec<Finding>) {
    if lists.len() < 2 {
        return;
    }
    for (list, of) in lists.iter_mut().zip(of) {
        let mut own: BTreeMap<usize, (u64, BTreeSet<String>)> = BTreeMap::new();
        for (row, part) in list.rows().zip(of) {
            own.entry(*part).or_insert_with(|| (row.line, BTreeSet::new())).1.extend(described(&row.part));
        }
        let mut count = 0;
        let mut first: Option<(u64, String)> = None;
        for (part, (line, own)) in &own {
            let Some(known) = parts.get(*part) else { continue };
            let more: Vec<String> = described(&known.part).difference(own).cloned().collect();
            count += more.len();
            if let (None, Some(what)) = (&first, more.first()) {
                first = Some((*line, format!("the {what} of `{}`", known.id)));
            }
        }
        if let (Some(read), Some((line, what))) = (&mut list.list, first) {
            read.filled = count;
            let cells = plural(Number::from(count as u64), "cell");
            let message = format!(
                "{cells} of its parts, first {what}, {} taken from other lists",
                if count == 1 { "was" } else { "were" }
            );
            findings.push(Finding::note(&list.file, line, message));
        }
    }
}
