//! The variants of the solution: one per list, with its options and its markets.

use crate::import::part_list::PartList;
use crate::import::variant::axes::{Axes, Axis, market_axis};
use crate::import::variant::markets::{EVERYWHERE, ImportedMarket};
use std::collections::BTreeSet;

/// A variant of an imported solution: the product that one of the lists describes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ImportedVariant {
    /// Its name: that of the list, on one line.
    pub name: String,
    /// The codes of its markets.
    pub markets: Vec<String>,
    /// For each axis, the index of the variant's value.
    #[serde(skip)]
    pub(in crate::import) coordinates: Vec<usize>,
}

/// Most bytes of a variant's name.
const LONGEST: usize = 120;

/// One variant per list, in the order of the lists.
pub(in crate::import) fn variants(lists: &[PartList], axes: &Axes, markets: &[ImportedMarket]) -> Vec<ImportedVariant> {
    let mut all: Vec<ImportedVariant> = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        let coordinates = axes.coordinates.get(at).cloned().unwrap_or_default();
        let value = market_axis(axes).and_then(|at| axes.axes.get(at)?.values.get(*coordinates.get(at)?));
        let here = markets.iter().filter(|market| value.is_none_or(|value| *value == market.value));
        let markets = here.map(|market| market.code.clone()).collect();
        let name = name(list.name(), at, &all);
        all.push(ImportedVariant { name, markets, coordinates });
    }
    all
}

/// The list's name on one line, not longer than a variant's name may be, and different from those before it.
fn name(list: &str, at: usize, before: &[ImportedVariant]) -> String {
    let words: String = list.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let room = LONGEST - 12;
    let mut plain = words.trim();
    while plain.len() > room {
        let end = plain.char_indices().next_back().map_or(0, |(at, _)| at);
        plain = plain.get(..end).unwrap_or("").trim();
    }
    let is_taken = |name: &str| name.is_empty() || before.iter().any(|known| known.name == name);
    if is_taken(plain) { format!("{plain} variant {}", at + 1).trim().to_owned() } else { plain.to_owned() }
}

/// The values of options where no variant is requested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Defaults {
    /// For each axis, the index of its default value, if it has one.
    pub values: Vec<Option<usize>>,
    /// What the overlay of a market sets beside its radio plan or region: the code, the axis and the value.
    pub set: Vec<(String, usize, usize)>,
}

/// Defaults with which every market gets a published combination: those of the first variant, where a market that never
/// has one of them sets its own; else only those that the first variants of all markets share. Where an option has no
/// default, a market prefers the options of its own variants.
pub(in crate::import) fn defaults(variants: &[ImportedVariant], axes: &Axes, markets: &[ImportedMarket]) -> Defaults {
    let decided = market_axis(axes);
    let everywhere = markets.iter().find(|market| market.code == EVERYWHERE && !market.value.is_empty());
    let area = |axis: &Axis| axis.values.iter().position(|value| Some(value) == everywhere.map(|one| &one.value));
    let of = |value: &dyn Fn(usize) -> Option<usize>| -> Vec<Option<usize>> {
        let one = |(at, axis)| if Some(at) == decided { area(axis) } else { value(at) };
        axes.axes.iter().enumerate().map(one).collect()
    };
    let Some(first) = variants.first() else { return Defaults::default() };
    if let Some(set) = own_values(&first.coordinates, variants, axes, markets) {
        return Defaults { values: of(&|at| first.coordinates.get(at).copied()), set };
    }
    let firsts: Vec<&ImportedVariant> =
        markets.iter().filter_map(|market| variants.iter().find(|one| one.markets.contains(&market.code))).collect();
    let shared = |at: usize| {
        let value = first.coordinates.get(at).copied();
        value.filter(|_| firsts.iter().all(|one| one.coordinates.get(at).copied() == value))
    };
    Defaults { values: of(&shared), set: Vec::new() }
}

/// For each market the values that all its variants have in place of the given ones; `None` if some market would then get
/// a combination that none of its variants has.
fn own_values(
    given: &[usize],
    variants: &[ImportedVariant],
    axes: &Axes,
    markets: &[ImportedMarket],
) -> Option<Vec<(String, usize, usize)>> {
    let decided = market_axis(axes);
    let mut all = Vec::new();
    for market in markets {
        let sold: Vec<&Vec<usize>> =
            variants.iter().filter(|one| one.markets.contains(&market.code)).map(|one| &one.coordinates).collect();
        let mut wanted = given.to_vec();
        for (at, value) in wanted.iter_mut().enumerate() {
            let own: BTreeSet<usize> = sold.iter().filter_map(|one| one.get(at).copied()).collect();
            if Some(at) == decided || own.contains(value) {
                continue;
            }
            let mut own = own.into_iter();
            *value = own.next().filter(|_| own.next().is_none())?;
            // The area that all others lie in cannot set what differs in them.
            (market.code != EVERYWHERE).then_some(())?;
            all.push((market.code.clone(), at, *value));
        }
        let is_wanted = |one: &&&Vec<usize>| {
            one.iter().zip(&wanted).enumerate().all(|(at, (left, right))| Some(at) == decided || left == right)
        };
        sold.iter().find(is_wanted)?;
    }
    Some(all)
}

/// What a variant sets, as pairs of an option and a value in TOML.
pub(in crate::import) fn set<'a>(
    variant: &'a ImportedVariant,
    axes: &'a Axes,
) -> impl Iterator<Item = (&'a Axis, &'a str)> {
    let pairs = axes.axes.iter().zip(&variant.coordinates);
    pairs.filter_map(|(axis, value)| Some((axis, axis.values.get(*value)?.as_str())))
}
