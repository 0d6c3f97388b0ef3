//! Resolves the solution for every variant and compares the answer with the variant's list.

use super::draft::Draft;
use super::error::ImportError;
use super::imported::{ImportedFile, ImportedMarket};
use super::markets::axis;
use super::merge::Merged;
use super::part_list::PartList;
use super::variant_axes::{Axes, AxisKind};
use crate::bom::Bom;
use crate::date::Date;
use crate::query::{Compiled, Request};
use crate::solution::Solution;
use std::collections::BTreeMap;

/// A part at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Placed<'a> {
    /// The designator; `None` for a part that the list only counts.
    reference: Option<&'a str>,
    /// The id of the part.
    part: &'a str,
}

/// The quantity of each part at each place.
type Counted<'a> = BTreeMap<Placed<'a>, u64>;

/// Resolves the files for every variant in each of its markets.
pub(super) fn check(draft: &Draft<'_>, files: &[ImportedFile], as_of: Date) -> Result<(), ImportError> {
    let Draft { lists, merged, axes, markets } = *draft;
    let differs = |name: &str, difference: String| ImportError::Differs { name: name.to_owned(), difference };
    let first = lists.first().map_or("", |list| list.name.as_str());
    let solution = Solution::from_sources(files.iter().map(|file| (file.name.clone(), file.text.clone())))
        .map_err(|faults| differs(first, faults.to_string()))?;
    let compiled = solution.compile().map_err(|faults| differs(first, faults.to_string()))?;
    for (variant, list) in lists.iter().enumerate() {
        let wanted = wanted(list, merged);
        for market in markets_of(axes, markets, variant) {
            let bom = resolved(&compiled, axes, variant, market, as_of).map_err(|why| differs(&list.name, why))?;
            if let Some(difference) = difference(&wanted, &given(&bom)) {
                return Err(differs(&list.name, format!("{difference} in {}", market.code)));
            }
        }
    }
    Ok(())
}

fn markets_of<'a>(axes: &Axes, markets: &'a [ImportedMarket], variant: usize) -> Vec<&'a ImportedMarket> {
    let value = axis(axes).and_then(|at| {
        let coordinate = axes.coordinates.get(variant)?.get(at)?;
        axes.axes.get(at)?.values.get(*coordinate)
    });
    markets.iter().filter(|market| value.is_none_or(|value| *value == market.value)).collect()
}

fn resolved(
    compiled: &Compiled,
    axes: &Axes,
    variant: usize,
    market: &ImportedMarket,
    as_of: Date,
) -> Result<Bom, String> {
    let mut request = Request::market(market.code.as_str()).as_of(as_of);
    for (axis, value) in axes.axes.iter().zip(axes.coordinates.get(variant).into_iter().flatten()) {
        match axis.kind {
            AxisKind::Option | AxisKind::Boolean => {
                request = request.set(axis.name.as_str(), axis.values.get(*value).map_or("", String::as_str));
            }
            // The overlays set these.
            AxisKind::Plan | AxisKind::Area => {}
        }
    }
    let answer = compiled.resolve(&request).map_err(|error| error.to_string())?;
    answer.bom().cloned().ok_or_else(|| format!("{} has no valid bill of materials", market.code))
}

fn wanted<'a>(list: &'a PartList, merged: &'a Merged) -> Counted<'a> {
    let mut all = Counted::new();
    for row in list.rows() {
        let part = merged.parts.iter().find(|known| known.key == row.key).map_or("", |known| known.id.as_str());
        if row.references.is_empty() {
            *all.entry(Placed { reference: None, part }).or_default() += row.quantity;
        }
        for reference in &row.references {
            *all.entry(Placed { reference: Some(reference), part }).or_default() += 1;
        }
    }
    all
}

fn given(bom: &Bom) -> Counted<'_> {
    let mut all = Counted::new();
    for line in &bom.lines {
        let part = line.component.as_str();
        if line.refdes.is_empty() {
            *all.entry(Placed { reference: None, part }).or_default() += line.quantity;
        }
        for reference in &line.refdes {
            *all.entry(Placed { reference: Some(reference), part }).or_default() += 1;
        }
    }
    all
}

/// The first place that differs.
fn difference(wanted: &Counted<'_>, given: &Counted<'_>) -> Option<String> {
    let keys = wanted.keys().chain(given.keys());
    let mut differing = keys.filter(|key| wanted.get(key) != given.get(key));
    let placed = differing.next()?;
    let count = |counted: &Counted<'_>| counted.get(placed).copied().unwrap_or_default();
    let (part, place) = (placed.part, placed.reference.unwrap_or("no designator"));
    Some(format!("expected {} of `{part}` at {place}, found {}", count(wanted), count(given)))
}
