//! The shortest conditions that say which part a place holds in which list.
//!
//! The conditions of one place are disjoint: in no combination of values, published or not, do two of them hold.

use crate::import::variant::axes::{Axes, Axis, AxisKind};
use crate::import::variant::blocks::{Block, MOST, Set, all, items, one};
use crate::import::variant::cover::{Grid, lists};
use crate::syntax::condition::Literal;
use std::collections::BTreeMap;

/// Most blocks in which a place is empty that the conditions of its parts are kept apart from.
const MOST_OUTSIDE: usize = 100;

/// Most parts of which all orders are tried.
const MOST_ORDERED: usize = 3;

/// When a place is filled, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Decision {
    /// When it is filled; `None`: always.
    pub when: Option<String>,
    /// For each part, in the order in which the lists name them, when it is the one; empty for a single part.
    pub parts: Vec<String>,
}

/// The conditions of places; places with the same pattern share them.
pub(in crate::import) struct Conditions<'a> {
    grid: Grid<'a>,
    known: BTreeMap<Vec<Option<usize>>, Decision>,
}

impl<'a> Conditions<'a> {
    pub fn new(axes: &'a Axes) -> Self {
        Self { grid: Grid::new(axes), known: BTreeMap::new() }
    }

    /// The conditions of a place that holds the given part in each list.
    pub fn of(&mut self, holds: &[Option<usize>]) -> Decision {
        let mut parts: Vec<usize> = Vec::new();
        let mut number = |part: usize| {
            parts.iter().position(|known| *known == part).unwrap_or_else(|| {
                parts.push(part);
                parts.len() - 1
            })
        };
        let pattern: Vec<Option<usize>> = holds.iter().map(|held| held.map(&mut number)).collect();
        if let Some(known) = self.known.get(&pattern) {
            return known.clone();
        }
        let count = parts.len();
        let decision = if is_small(self.grid.axes) {
            decide(&self.grid, &pattern, count)
        } else {
            list_by_list(self.grid.axes, &pattern, count)
        };
        self.known.insert(pattern, decision.clone());
        decision
    }
}

/// Whether all sets of lists and of values have room.
fn is_small(axes: &Axes) -> bool {
    axes.coordinates.len() <= MOST && axes.axes.iter().all(|axis| axis.values.len() <= MOST)
}

fn set(wanted: impl Iterator<Item = bool>) -> Set {
    wanted.enumerate().filter(|(_, wanted)| *wanted).fold(0, |set, (list, _)| set | one(list))
}

fn decide(grid: &Grid<'_>, pattern: &[Option<usize>], count: usize) -> Decision {
    let filled = set(pattern.iter().map(Option::is_some));
    let empty = lists(grid.axes) & !filled;
    let when = (empty != 0).then(|| grid.cover(filled, &grid.points_of(empty)));
    let outside = match &when {
        Some(when) => outside(&grid.whole, when),
        None => Some(Vec::new()),
    };
    let holding: Vec<Set> = (0..count).map(|part| set(pattern.iter().map(|held| *held == Some(part)))).collect();
    let parts = match (holding.as_slice(), outside) {
        ([] | [_], _) => Vec::new(),
        (parts, Some(outside)) => apart(grid, parts, &outside),
        // Each list alone is right, whatever the other conditions are.
        (parts, None) => parts.iter().map(|lists| grid.points_of(*lists)).collect(),
    };
    Decision {
        when: when.map(|blocks| text(grid.axes, &blocks)),
        parts: parts.iter().map(|blocks| text(grid.axes, blocks)).collect(),
    }
}

/// The combinations in none of some blocks; `None` if they are too many blocks.
fn outside(whole: &Block, blocks: &[Block]) -> Option<Vec<Block>> {
    let mut rest = vec![whole.clone()];
    for block in blocks {
        rest = rest.iter().flat_map(|piece| piece.minus(block)).collect();
        if rest.len() > MOST_OUTSIDE {
            return None;
        }
    }
    Some(rest)
}

/// For each part the shortest union of blocks, such that no two meet: each alone if they do not meet then, else one after
/// the other in the order that makes them shortest.
fn apart(grid: &Grid<'_>, parts: &[Set], outside: &[Block]) -> Vec<Vec<Block>> {
    let everywhere = parts.iter().fold(0, |set, part| set | part);
    let cover = |part: Set, before: &[Vec<Block>]| {
        let others = grid.points_of(everywhere & !part);
        let forbidden: Vec<Block> = others.iter().chain(outside).chain(before.iter().flatten()).cloned().collect();
        grid.cover(part, &forbidden)
    };
    let alone: Vec<Vec<Block>> = parts.iter().map(|part| cover(*part, &[])).collect();
    let meet = |left: &[Block], right: &[Block]| left.iter().any(|one| right.iter().any(|other| one.meets(other)));
    let clash = alone.iter().enumerate().any(|(at, left)| alone.iter().skip(at + 1).any(|right| meet(left, right)));
    if !clash {
        return alone;
    }
    let in_order = |order: &Vec<usize>| {
        let mut chosen: Vec<Vec<Block>> = vec![Vec::new(); parts.len()];
        for at in order {
            let blocks = parts.get(*at).map(|part| cover(*part, &chosen)).unwrap_or_default();
            if let Some(place) = chosen.get_mut(*at) {
                *place = blocks;
            }
        }
        chosen
    };
    let weight = |chosen: &Vec<Vec<Block>>| {
        let everywhere = chosen.iter().flatten().filter(|block| grid.is_everywhere(block)).count();
        (chosen.iter().map(|blocks| grid.weight(blocks)).sum::<usize>(), everywhere)
    };
    let lengths: Vec<usize> = alone.iter().map(|blocks| grid.weight(blocks)).collect();
    let mut orders = orders(&lengths);
    orders.truncate(if grid.is_large() { 1 } else { orders.len() });
    orders.iter().map(in_order).min_by_key(weight).unwrap_or(alone)
}

/// Orders of the parts: all of them for few parts, else as they come, backwards, and the shortest and longest first.
fn orders(lengths: &[usize]) -> Vec<Vec<usize>> {
    let given: Vec<usize> = (0..lengths.len()).collect();
    if given.len() > MOST_ORDERED {
        let mut short = given.clone();
        short.sort_by_key(|at| lengths.get(*at));
        let backwards = |order: &Vec<usize>| order.iter().rev().copied().collect::<Vec<usize>>();
        return vec![short.clone(), given.clone(), backwards(&short), backwards(&given)];
    }
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in &given {
        let longer = |start: &Vec<usize>| -> Vec<Vec<usize>> {
            let free = given.iter().filter(|at| !start.contains(at));
            free.map(|at| start.iter().chain([at]).copied().collect()).collect()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// One term for each list: right for any number of lists.
fn list_by_list(axes: &Axes, pattern: &[Option<usize>], count: usize) -> Decision {
    let of = |holds: &dyn Fn(&Option<usize>) -> bool| -> String {
        let held = axes.coordinates.iter().zip(pattern).filter(|(_, held)| holds(held));
        let values: Vec<&Vec<usize>> = held.map(|(values, _)| values).collect();
        if let [axis] = axes.axes.as_slice() {
            let values: Vec<usize> = values.iter().filter_map(|one| one.first().copied()).collect();
            return named(axis, &values);
        }
        let term = |values: &&Vec<usize>| -> String {
            let parts = axes.axes.iter().zip(values.iter()).map(|(axis, value)| named(axis, &[*value]));
            grouped(&parts.collect::<Vec<_>>().join(" and "))
        };
        values.iter().map(term).collect::<Vec<_>>().join(" or ")
    };
    let when = pattern.iter().any(Option::is_none).then(|| of(&Option::is_some));
    let parts = if count < 2 { 0 } else { count };
    Decision { when, parts: (0..parts).map(|part| of(&|held| *held == Some(part))).collect() }
}

fn text(axes: &Axes, blocks: &[Block]) -> String {
    let terms: Vec<String> = blocks.iter().map(|block| term(axes, block)).collect();
    match terms.as_slice() {
        [one] => one.clone(),
        several => several.iter().map(|one| grouped(one)).collect::<Vec<_>>().join(" or "),
    }
}

fn grouped(term: &str) -> String {
    if term.contains(" and ") { format!("({term})") } else { term.to_owned() }
}

fn term(axes: &Axes, block: &Block) -> String {
    let parts: Vec<String> =
        axes.axes.iter().zip(&block.0).filter_map(|(axis, mask)| comparison(axis, *mask)).collect();
    parts.join(" and ")
}

/// The comparison of one choice; none if every value will do.
fn comparison(axis: &Axis, mask: Set) -> Option<String> {
    let held: Vec<usize> = items(mask).collect();
    let missing: Vec<usize> = items(all(axis.values.len()) & !mask).collect();
    match (held.as_slice(), missing.as_slice()) {
        (_, []) => None,
        ([_, _, ..], [one]) => Some(format!("{} != {}", axis.name, word(axis, *one))),
        (held, _) => Some(named(axis, held)),
    }
}

/// That a choice has one of some values.
fn named(axis: &Axis, values: &[usize]) -> String {
    let name = &axis.name;
    match (axis.kind, values) {
        (AxisKind::Boolean, [0]) => name.clone(),
        (AxisKind::Boolean, _) => format!("not {name}"),
        (AxisKind::Option | AxisKind::Plan | AxisKind::Area, [one]) => format!("{name} == {}", word(axis, *one)),
        (AxisKind::Option | AxisKind::Plan | AxisKind::Area, several) => {
            let words: Vec<String> = several.iter().map(|value| word(axis, *value)).collect();
            format!("{name} in ({})", words.join(", "))
        }
    }
}

/// A value as conditions write it: in quotes unless it is a plain name.
fn word(axis: &Axis, value: usize) -> String {
    Literal::Text(axis.values.get(value).cloned().unwrap_or_default()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::variant::axis_search::find;

    fn decided(names: &[&str], holds: &[Option<usize>]) -> (String, Vec<String>) {
        let all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let axes = find(&all, &|_| false);
        let decision = Conditions::new(&axes).of(holds);
        (decision.when.unwrap_or_default(), decision.parts)
    }

    fn when(names: &[&str], wanted: &[&str]) -> String {
        let holds: Vec<Option<usize>> = names.iter().map(|name| wanted.contains(name).then_some(7)).collect();
        decided(names, &holds).0
    }

    #[test]
    fn the_shortest_condition_names_only_the_choices_it_needs() {
        let names = ["SPI-EU868-GNSS", "SPI-EU868", "SPI-US915-GNSS", "SPI-US915", "USB-EU868-GNSS", "USB-US915-GNSS"];
        let of = |wanted: &[&str]| when(&names, wanted);
        assert_eq!(of(&names), "");
        assert_eq!(of(&["USB-EU868-GNSS", "USB-US915-GNSS"]), "interface == usb");
        assert_eq!(of(&["SPI-EU868", "SPI-US915"]), "not gnss");
        assert_eq!(of(&["SPI-EU868-GNSS"]), "radio-plan == EU868 and interface == spi and gnss");
        assert_eq!(
            of(&["SPI-EU868", "USB-US915-GNSS"]),
            "(radio-plan == EU868 and not gnss) or (radio-plan == US915 and interface == usb)"
        );
    }

    #[test]
    fn the_shorter_list_of_values_is_named() {
        let names = ["red", "blue", "green", "black"];
        assert_eq!(when(&names, &["red"]), "variant == red");
        assert_eq!(when(&names, &["red", "blue", "black"]), "variant != green");
        assert_eq!(when(&names, &["red", "blue"]), "variant in (red, blue)");
    }

    #[test]
    fn values_that_are_no_plain_names_are_quoted() {
        let names = ["1", "true", "标准版", "rev-1.4.2"];
        assert_eq!(when(&names, &["1"]), "variant == '1'");
        assert_eq!(when(&names, &["1", "true"]), "variant in ('1', 'true')");
        assert_eq!(when(&names, &["标准版", "rev-1.4.2"]), "variant in ('标准版', '1.4.2')");
    }

    #[test]
    fn conditions_of_the_parts_of_a_place_are_disjoint() {
        let names = ["EU868-GNSS", "EU868-LITE", "US915-LITE"];
        let parts = |holds: &[Option<usize>]| decided(&names, holds);
        assert_eq!(parts(&[Some(4), Some(4), Some(2)]).1, ["radio-plan == EU868", "radio-plan == US915"]);
        assert_eq!(parts(&[Some(4), Some(2), Some(2)]).1, ["variant == gnss", "variant == lite"]);
        let (when, three) = parts(&[Some(1), Some(2), Some(3)]);
        assert_eq!(when, "");
        assert_eq!(
            three,
            [
                "radio-plan == EU868 and variant == gnss",
                "radio-plan == EU868 and variant == lite",
                "radio-plan == US915"
            ]
        );
        let (when, two) = parts(&[Some(1), None, Some(3)]);
        assert_eq!(when, "radio-plan == US915 or variant == gnss");
        assert_eq!(two, ["radio-plan == EU868 and variant == gnss", "radio-plan == US915"]);
    }
}
