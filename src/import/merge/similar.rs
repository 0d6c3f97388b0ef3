//! Parts that look alike but are two parts each: users see what differs.

use crate::import::finding::Finding;
use crate::import::list::titles::whole_key;
use crate::import::merge::Known;
use crate::import::merge::attribute::{Attribute, text};
use std::collections::{BTreeMap, BTreeSet};

/// Most pairs that are reported one by one.
const MOST_NOTES: usize = 20;

/// Reports pairs of parts with one part number, or with one value where their part numbers are not different.
pub(super) fn report(parts: &[Known], findings: &mut Vec<Finding>) {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let grouped = |key: &dyn Fn(&Known) -> String| {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, known) in parts.iter().enumerate() {
            groups.entry(key(known)).or_default().push(at);
        }
        groups.remove("");
        groups
    };
    let numbers = grouped(&|known| known.part.mpn.to_lowercase());
    let values = grouped(&|known| known.part.value.clone());
    for group in numbers.values().chain(values.values()) {
        pairs.extend(group.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))));
    }
    let alike: Vec<(&Known, &Known)> = pairs
        .iter()
        .filter_map(|(one, other)| Some((parts.get(*one)?, parts.get(*other)?)))
        .filter(|(one, other)| !are_bought_apart(one, other))
        .collect();
    for (one, other) in alike.iter().take(MOST_NOTES) {
        let message =
            format!("`{}` and `{}` are two parts: they differ in {}", one.id, other.id, differences(one, other));
        findings.push(Finding::note(&other.file, other.line, message));
    }
    if alike.len() > MOST_NOTES {
        let message = format!("{} more pairs of parts look alike and are two parts each", alike.len() - MOST_NOTES);
        findings.push(Finding::note("", 0, message));
    }
}

/// Whether two parts have part numbers that differ in more than their case.
fn are_bought_apart(one: &Known, other: &Known) -> bool {
    let (left, right) = (&one.part.mpn, &other.part.mpn);
    !left.is_empty() && !right.is_empty() && left.to_lowercase() != right.to_lowercase()
}

/// What differs, for people: `value` (`10k`, `1k`).
fn differences(one: &Known, other: &Known) -> String {
    let fixed = [
        Attribute::Mpn,
        Attribute::Manufacturer,
        Attribute::Ipn,
        Attribute::Value,
        Attribute::Footprint,
        Attribute::Description,
        Attribute::Datasheet,
        Attribute::Unit,
        Attribute::Letters,
        Attribute::Approved,
    ];
    let titles: BTreeSet<String> =
        [one, other].iter().flat_map(|known| &known.part.fields).map(|field| whole_key(&field.title)).collect();
    let all = fixed.into_iter().chain(titles.into_iter().map(Attribute::Field));
    let shown = |attribute: Attribute| {
        let (left, right) = (text(&one.part, &attribute), text(&other.part, &attribute));
        let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        let holder = if left.is_empty() { &other.part } else { &one.part };
        (left != right).then(|| format!("{} ({}, {})", attribute.shown(holder), shown(&left), shown(&right)))
    };
    let all: Vec<String> = all.filter_map(shown).take(4).collect();
    if all.is_empty() { "what their lists say about them".to_owned() } else { all.join(", ") }
}
