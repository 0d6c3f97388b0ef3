//! The solution is resolved for every variant and compared with the list it was made from.

use super::markets::{Market, axis};
use super::merge::Joined;
use super::variant_axes::{Axes, AxisKind};
use super::{ImportError, PartList};
use crate::bom::Bom;
use crate::date::Date;
use crate::resolve::{Compiled, Request};
use crate::solution::Solution;
use std::collections::BTreeMap;

/// A place, or nothing for a part that is only counted; and the part's id: how many.
type Counted<'a> = BTreeMap<(Option<&'a str>, &'a str), u64>;

/// Resolves what was written in every market that a variant stands for.
pub(super) fn prove(
    files: &[(String, String)],
    lists: &[PartList],
    joined: &Joined,
    axes: &Axes,
    markets: &[Market],
    as_of: Date,
) -> Result<(), ImportError> {
    let differs = |name: &str, difference: String| ImportError::Differs { name: name.to_owned(), difference };
    let first = lists.first().map_or("", |list| list.name.as_str());
    let solution =
        Solution::from_sources(files.iter().cloned()).map_err(|faults| differs(first, faults.to_string()))?;
    let compiled = solution.compile().map_err(|faults| differs(first, faults.to_string()))?;
    for (variant, list) in lists.iter().enumerate() {
        let wanted = wanted(list, joined);
        for market in stands_for(axes, markets, variant) {
            let bom = resolved(&compiled, axes, variant, market, as_of).map_err(|why| differs(&list.name, why))?;
            if let Some(difference) = difference(&wanted, &given(&bom)) {
                return Err(differs(&list.name, format!("{difference} in {}", market.code)));
            }
        }
    }
    Ok(())
}

fn stands_for<'a>(axes: &Axes, markets: &'a [Market], variant: usize) -> Vec<&'a Market> {
    let value = axis(axes).and_then(|at| {
        let coordinate = axes.coordinates.get(variant)?.get(at)?;
        axes.axes.get(at)?.values.get(*coordinate)
    });
    markets.iter().filter(|market| value.is_none_or(|value| *value == market.value)).collect()
}

fn resolved(compiled: &Compiled, axes: &Axes, variant: usize, market: &Market, as_of: Date) -> Result<Bom, String> {
    let mut request = Request::market(market.code.as_str()).as_of(as_of);
    for (axis, value) in axes.axes.iter().zip(axes.coordinates.get(variant).into_iter().flatten()) {
        if matches!(axis.kind, AxisKind::Option | AxisKind::Boolean) {
            request = request.set(axis.name.as_str(), axis.values.get(*value).map_or("", String::as_str));
        }
    }
    let answer = compiled.resolve(&request).map_err(|error| error.to_string())?;
    answer.bom().cloned().ok_or_else(|| format!("{} has no bill of materials", market.code))
}

fn wanted<'a>(list: &'a PartList, joined: &'a Joined) -> Counted<'a> {
    let mut all = Counted::new();
    for row in list.list.iter().flat_map(|list| &list.rows) {
        let id = joined.parts.iter().find(|known| known.key == row.key).map_or("", |known| known.id.as_str());
        if row.references.is_empty() {
            *all.entry((None, id)).or_default() += row.quantity;
        }
        for reference in &row.references {
            *all.entry((Some(reference), id)).or_default() += 1;
        }
    }
    all
}

fn given(bom: &Bom) -> Counted<'_> {
    let mut all = Counted::new();
    for line in &bom.lines {
        if line.refdes.is_empty() {
            *all.entry((None, line.component.as_str())).or_default() += line.quantity;
        }
        for reference in &line.refdes {
            *all.entry((Some(reference), line.component.as_str())).or_default() += 1;
        }
    }
    all
}

/// The first place that is not the same.
fn difference(wanted: &Counted<'_>, given: &Counted<'_>) -> Option<String> {
    let keys = wanted.keys().chain(given.keys());
    let mut differing = keys.filter(|key| wanted.get(key) != given.get(key));
    let (place, part) = differing.next()?;
    let count = |counted: &Counted<'_>| counted.get(&(*place, *part)).copied().unwrap_or_default();
    let place = place.unwrap_or("no place");
    Some(format!("`{part}` at {place} is there {} times instead of {}", count(given), count(wanted)))
}
