//! The smallest condition that holds in exactly the given variants.

use super::variant_axes::{Axes, Axis, AxisKind};

/// Maximum number of boxes that are tried; beyond it, every variant gets a box of its own.
const MOST_BOXES: usize = 50_000;

/// A box: a set of values for each axis.
type Masks = Vec<u64>;

/// The smallest condition that holds in exactly the wanted variants; `None` if it is always true.
///
/// A condition is a union of boxes (`interface == usb and gnss`); the fewest boxes win, then the fewest comparisons,
/// then the first axes and values. Its truth in variants without a list is a proposal.
pub(super) fn smallest(axes: &Axes, wanted: &[bool]) -> Option<String> {
    if wanted.iter().all(|one| *one) {
        return None;
    }
    let terms: Vec<String> = union(axes, wanted).iter().map(|masks| term(axes, masks)).collect();
    Some(match terms.as_slice() {
        [one] => one.clone(),
        several => several.iter().map(|one| grouped(one)).collect::<Vec<_>>().join(" or "),
    })
}

/// The number of comparisons and boxes in the smallest condition; 0 if it is always true.
pub(super) fn size(axes: &Axes, wanted: &[bool]) -> usize {
    if wanted.iter().all(|one| *one) {
        return 0;
    }
    union(axes, wanted).iter().map(|masks| cost(axes, masks) + 1).sum()
}

fn union(axes: &Axes, wanted: &[bool]) -> Vec<Masks> {
    let boxes = boxes(axes, wanted);
    let found = (1..=3).find_map(|most| cheapest(axes, &boxes, wanted, most));
    found.unwrap_or_else(|| one_by_one(axes, wanted))
}

fn grouped(term: &str) -> String {
    if term.contains(" and ") { format!("({term})") } else { term.to_owned() }
}

/// Every box that contains only wanted variants, cheapest first.
fn boxes(axes: &Axes, wanted: &[bool]) -> Vec<Masks> {
    let mut all: Vec<Masks> = vec![Vec::new()];
    for axis in &axes.axes {
        let choices = choices(axis.values.len());
        if all.len().saturating_mul(choices.len()) > MOST_BOXES {
            return Vec::new();
        }
        all = all.iter().flat_map(|start| choices.iter().map(|mask| with(start, *mask))).collect();
    }
    let fits = |masks: &Masks| {
        let held = inside(axes, masks);
        held.iter().any(|one| *one) && held.iter().zip(wanted).all(|(held, wanted)| !held || *wanted)
    };
    all.retain(fits);
    // The sort is stable, so ties keep the order of axes and values.
    all.sort_by_key(|masks| cost(axes, masks));
    all
}

fn with(start: &Masks, mask: u64) -> Masks {
    start.iter().copied().chain([mask]).collect()
}

/// All values, each value, all but each value; every set if there are few values.
fn choices(values: usize) -> Vec<u64> {
    let full = if values >= 64 { u64::MAX } else { (1_u64 << values) - 1 };
    if values <= 5 {
        return std::iter::once(full).chain(1..full).collect();
    }
    let single = (0..values.min(64)).map(|value| 1_u64 << value);
    std::iter::once(full).chain(single.clone()).chain(single.map(|one| full & !one)).collect()
}

/// Which variants a box contains.
fn inside(axes: &Axes, masks: &Masks) -> Vec<bool> {
    let contains =
        |variant: &Vec<usize>| variant.iter().zip(masks).all(|(value, mask)| *value < 64 && mask >> value & 1 == 1);
    axes.coordinates.iter().map(contains).collect()
}

fn cost(axes: &Axes, masks: &Masks) -> usize {
    let one = |(axis, mask): (&Axis, &u64)| {
        let (values, held) = (axis.values.len(), mask.count_ones() as usize);
        if held == values {
            0
        } else if held == 1 || held + 1 == values {
            1
        } else {
            held
        }
    };
    axes.axes.iter().zip(masks).map(one).sum()
}

/// The cheapest union of at most `most` boxes that contains every wanted variant.
fn cheapest(axes: &Axes, boxes: &[Masks], wanted: &[bool], most: usize) -> Option<Vec<Masks>> {
    let mut best: Option<(usize, Vec<Masks>)> = None;
    let mut search = Search { axes, boxes, best: &mut best, tried: 0 };
    search.extend(&mut Vec::new(), wanted.to_vec(), most, 0);
    best.map(|(_, chosen)| chosen)
}

struct Search<'a> {
    axes: &'a Axes,
    boxes: &'a [Masks],
    best: &'a mut Option<(usize, Vec<Masks>)>,
    tried: usize,
}

impl Search<'_> {
    fn extend(&mut self, chosen: &mut Vec<Masks>, open: Vec<bool>, most: usize, spent: usize) {
        self.tried += 1;
        let Some(first) = open.iter().position(|one| *one) else {
            if self.best.as_ref().is_none_or(|(cost, _)| spent < *cost) {
                *self.best = Some((spent, chosen.clone()));
            }
            return;
        };
        if most == 0 || self.tried > MOST_BOXES {
            return;
        }
        for masks in self.boxes {
            let held = inside(self.axes, masks);
            if held.get(first) != Some(&true) {
                continue;
            }
            let left = open.iter().zip(&held).map(|(open, held)| *open && !held).collect();
            chosen.push(masks.clone());
            self.extend(chosen, left, most - 1, spent + cost(self.axes, masks));
            chosen.pop();
        }
    }
}

fn one_by_one(axes: &Axes, wanted: &[bool]) -> Vec<Masks> {
    let variants = axes.coordinates.iter().zip(wanted).filter(|(_, wanted)| **wanted);
    variants.map(|(variant, _)| variant.iter().map(|value| 1_u64 << (*value).min(63)).collect()).collect()
}

fn term(axes: &Axes, masks: &Masks) -> String {
    let parts: Vec<String> = axes.axes.iter().zip(masks).filter_map(|(axis, mask)| comparison(axis, *mask)).collect();
    parts.join(" and ")
}

fn comparison(axis: &Axis, mask: u64) -> Option<String> {
    let holds = |value: usize| mask >> value & 1 == 1;
    let (held, missing): (Vec<usize>, Vec<usize>) = (0..axis.values.len().min(64)).partition(|value| holds(*value));
    let word = |at: &usize| axis.values.get(*at).cloned().unwrap_or_default();
    let name = &axis.name;
    match (axis.kind, held.as_slice(), missing.as_slice()) {
        (_, _, []) => None,
        (AxisKind::Boolean, [0], _) => Some(name.clone()),
        (AxisKind::Boolean, ..) => Some(format!("not {name}")),
        (AxisKind::Option | AxisKind::Plan | AxisKind::Area, [one], _) => Some(format!("{name} == {}", word(one))),
        (AxisKind::Option | AxisKind::Plan | AxisKind::Area, _, [one]) => Some(format!("{name} != {}", word(one))),
        (AxisKind::Option | AxisKind::Plan | AxisKind::Area, held, _) => {
            Some(format!("{name} in ({})", held.iter().map(word).collect::<Vec<_>>().join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::axis_search::find;
    use super::*;

    fn condition(names: &[&str], wanted: &[&str]) -> Option<String> {
        let all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let axes = find(&all, &|_| false);
        smallest(&axes, &names.iter().map(|name| wanted.contains(name)).collect::<Vec<_>>())
    }

    #[test]
    fn the_smallest_condition_names_only_the_choices_it_needs() {
        let names = ["SPI-EU868-GNSS", "SPI-EU868", "SPI-US915-GNSS", "SPI-US915", "USB-EU868-GNSS", "USB-US915-GNSS"];
        let of = |wanted: &[&str]| condition(&names, wanted);
        assert_eq!(of(&names), None);
        assert_eq!(of(&["USB-EU868-GNSS", "USB-US915-GNSS"]).as_deref(), Some("interface == usb"));
        assert_eq!(of(&["SPI-EU868", "SPI-US915"]).as_deref(), Some("not gnss"));
        assert_eq!(of(&["SPI-EU868-GNSS"]).as_deref(), Some("radio-plan == EU868 and interface == spi and gnss"));
        assert_eq!(
            of(&["SPI-EU868", "USB-US915-GNSS"]).as_deref(),
            Some("(radio-plan == EU868 and not gnss) or (radio-plan == US915 and interface == usb)")
        );
    }

    #[test]
    fn the_shorter_list_of_values_is_named() {
        let names = ["red", "blue", "green", "black"];
        assert_eq!(condition(&names, &["red"]).as_deref(), Some("variant == red"));
        assert_eq!(condition(&names, &["red", "blue", "black"]).as_deref(), Some("variant != green"));
        assert_eq!(condition(&names, &["red", "blue"]).as_deref(), Some("variant in (red, blue)"));
    }
}
