//! The smallest condition under which something stands in just the variants in which it was published.

use super::variant_axes::{Axes, Axis, AxisKind};

/// The most boxes that are looked at; above, every variant is named by itself.
const MOST_BOXES: usize = 50_000;

/// A set of values an axis: a product of choices.
type Masks = Vec<u64>;

/// The smallest condition that holds in exactly the wanted variants; `None` where it is always true.
///
/// A condition is a union of boxes (`interface == usb and gnss`); the fewest boxes win, then the fewest comparisons,
/// then the first axes and values. What it says of variants that nobody published is a proposal.
#[must_use]
pub fn smallest(axes: &Axes, wanted: &[bool]) -> Option<String> {
    if wanted.iter().all(|one| *one) {
        return None;
    }
    let terms: Vec<String> = union(axes, wanted).iter().map(|masks| term(axes, masks)).collect();
    Some(match terms.as_slice() {
        [one] => one.clone(),
        several => several.iter().map(|one| grouped(one)).collect::<Vec<_>>().join(" or "),
    })
}

/// How many comparisons and boxes the smallest condition has; 0 where it is always true.
#[must_use]
pub fn size(axes: &Axes, wanted: &[bool]) -> usize {
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

/// Every box that holds no variant but wanted ones, cheapest first.
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
    // Sorting keeps the order of equals.
    all.sort_by_key(|masks| cost(axes, masks));
    all
}

fn with(start: &Masks, mask: u64) -> Masks {
    start.iter().copied().chain([mask]).collect()
}

/// Everything, each value, everything but each value; of few values every set.
fn choices(values: usize) -> Vec<u64> {
    let full = if values >= 64 { u64::MAX } else { (1_u64 << values) - 1 };
    if values <= 5 {
        return std::iter::once(full).chain(1..full).collect();
    }
    let single = (0..values.min(64)).map(|value| 1_u64 << value);
    std::iter::once(full).chain(single.clone()).chain(single.map(|one| full & !one)).collect()
}

/// Which variants lie in a box.
fn inside(axes: &Axes, masks: &Masks) -> Vec<bool> {
    let lies =
        |variant: &Vec<usize>| variant.iter().zip(masks).all(|(value, mask)| *value < 64 && mask >> value & 1 == 1);
    axes.coordinates.iter().map(lies).collect()
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

/// The cheapest union of at most `most` boxes that holds every wanted variant.
fn cheapest(axes: &Axes, boxes: &[Masks], wanted: &[bool], most: usize) -> Option<Vec<Masks>> {
    let mut best: Option<(usize, Vec<Masks>)> = None;
    let mut search = Search { axes, boxes, best: &mut best, tried: 0 };
    search.go(&mut Vec::new(), wanted.to_vec(), most, 0);
    best.map(|(_, chosen)| chosen)
}

struct Search<'a> {
    axes: &'a Axes,
    boxes: &'a [Masks],
    best: &'a mut Option<(usize, Vec<Masks>)>,
    tried: usize,
}

impl Search<'_> {
    fn go(&mut self, chosen: &mut Vec<Masks>, open: Vec<bool>, most: usize, spent: usize) {
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
            self.go(chosen, left, most - 1, spent + cost(self.axes, masks));
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
        (_, [one], _) => Some(format!("{name} == {}", word(one))),
        (_, _, [one]) => Some(format!("{name} != {}", word(one))),
        (_, held, _) => Some(format!("{name} in ({})", held.iter().map(word).collect::<Vec<_>>().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::variant_axes::find;
    use super::*;

    fn condition(names: &[&str], wanted: &[&str]) -> Option<String> {
        let all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let axes = find(&all, &|_| false);
        smallest(&axes, &names.iter().map(|name| wanted.contains(name)).collect::<Vec<_>>())
    }

    #[test]
    fn the_smallest_condition_names_as_few_choices_as_tell_the_variants_apart() {
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
    fn of_several_values_those_are_named_that_are_fewer() {
        let names = ["red", "blue", "green", "black"];
        assert_eq!(condition(&names, &["red"]).as_deref(), Some("variant == red"));
        assert_eq!(condition(&names, &["red", "blue", "black"]).as_deref(), Some("variant != green"));
        assert_eq!(condition(&names, &["red", "blue"]).as_deref(), Some("variant in (red, blue)"));
    }
}
