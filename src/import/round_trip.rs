//! Resolves the solution for every variant and compares the answer with the variant's list.

use crate::bom::{Bom, Line};
use crate::date::Date;
use crate::import::draft::Draft;
use crate::import::error::ImportError;
use crate::import::imported::ImportedFile;
use crate::import::list::part::FieldKind;
use crate::import::merge::Known;
use crate::import::part_list::PartList;
use crate::import::variant::variants::ImportedVariant;
use crate::number::Number;
use crate::query::{Compiled, Request};
use crate::solution::Solution;
use std::collections::HashMap;

/// A part at a place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Placed<'a> {
    /// The designator; `None` for a part that the list only counts.
    reference: Option<&'a str>,
    /// The id of the part.
    part: &'a str,
}

/// The quantity of each part at each place.
type Counted<'a> = HashMap<Placed<'a>, Number>;

/// Resolves the files for every variant in each of its markets.
pub(super) fn check(draft: &Draft<'_>, files: &[ImportedFile], as_of: Date) -> Result<(), ImportError> {
    let Draft { lists, merged, variants, .. } = *draft;
    let differs = |name: &str, difference: String| ImportError::Differs { name: name.to_owned(), difference };
    let first = lists.first().map_or("", |list| list.name.as_str());
    let solution = Solution::from_sources(files.iter().map(|file| (file.name.clone(), file.text.clone())))
        .map_err(|faults| differs(first, faults.to_string()))?;
    let compiled = solution.compile().map_err(|faults| differs(first, faults.to_string()))?;
    let parts: HashMap<&str, &Known> = merged.parts.iter().map(|known| (known.id.as_str(), known)).collect();
    for ((variant, list), of) in variants.iter().zip(lists).zip(&merged.of) {
        let wanted = wanted(list, of, &merged.parts);
        for market in &variant.markets {
            let bom = resolved(&compiled, variant, market, as_of).map_err(|why| differs(&list.name, why))?;
            let difference = difference(&wanted, &given(&bom)).or_else(|| changed(&bom, &parts));
            if let Some(difference) = difference {
                return Err(differs(&list.name, format!("{difference} in {market}")));
            }
        }
    }
    Ok(())
}

fn resolved(compiled: &Compiled, variant: &ImportedVariant, market: &str, as_of: Date) -> Result<Bom, String> {
    let request = Request::market(market).variant(variant.name.as_str()).as_of(as_of);
    let answer = compiled.resolve(&request).map_err(|error| error.to_string())?;
    answer.bom().cloned().ok_or_else(|| format!("{market} has no valid bill of materials"))
}

fn add<'a>(all: &mut Counted<'a>, reference: Option<&'a str>, part: &'a str, quantity: Number) {
    let sum = all.entry(Placed { reference, part }).or_insert(Number::ZERO);
    *sum = sum.checked_add(quantity).unwrap_or(*sum);
}

fn wanted<'a>(list: &'a PartList, of: &[usize], parts: &'a [Known]) -> Counted<'a> {
    let mut all = Counted::new();
    for (row, part) in list.rows().zip(of) {
        let part = parts.get(*part).map_or("", |known| known.id.as_str());
        if row.references.is_empty() {
            add(&mut all, None, part, row.quantity);
        }
        for reference in &row.references {
            add(&mut all, Some(reference), part, Number::ONE);
        }
    }
    all
}

fn given(bom: &Bom) -> Counted<'_> {
    let mut all = Counted::new();
    for line in &bom.lines {
        let part = line.component.as_str();
        if line.refdes.is_empty() {
            add(&mut all, None, part, Number::from(line.quantity));
        }
        for reference in &line.refdes {
            add(&mut all, Some(reference), part, Number::ONE);
        }
    }
    all
}

/// The first place that differs.
fn difference(wanted: &Counted<'_>, given: &Counted<'_>) -> Option<String> {
    let keys = wanted.keys().chain(given.keys());
    let placed = keys.filter(|key| wanted.get(key) != given.get(key)).min()?;
    let count = |counted: &Counted<'_>| counted.get(placed).copied().unwrap_or(Number::ZERO);
    let (part, place) = (placed.part, placed.reference.unwrap_or("no designator"));
    Some(format!("expected {} of `{part}` at {place}, found {}", count(wanted), count(given)))
}

/// The first line that says something else than the lists about its part.
fn changed(bom: &Bom, parts: &HashMap<&str, &Known>) -> Option<String> {
    bom.lines.iter().find_map(|line| {
        let known = parts.get(line.component.as_str())?;
        let (what, wanted, found) = changed_text(line, known)?;
        Some(format!("expected the {what} `{wanted}` of `{}`, found `{found}`", line.component))
    })
}

fn changed_text<'a>(line: &'a Line, known: &'a Known) -> Option<(&'static str, &'a str, &'a str)> {
    let (part, details) = (&known.part, &line.details);
    let texts = [
        ("part number", part.mpn.as_str(), &line.mpn),
        ("manufacturer", &part.manufacturer, &line.manufacturer),
        ("unit", &part.unit, &details.unit),
        ("value", &part.value, &details.value),
        ("footprint", &part.footprint, &details.footprint),
        ("description", &part.description, &details.description),
        ("data sheet", &part.datasheet, &details.datasheet),
    ];
    let texts = texts.into_iter().map(|(what, wanted, found)| (what, wanted, found.as_deref().unwrap_or_default()));
    let by_name: HashMap<&str, &str> =
        details.fields.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect();
    let fields = part.fields.iter().filter(|field| !matches!(field.kind, FieldKind::Key(_))).map(|field| {
        let found = by_name.get(field.title.as_str()).copied().filter(|value| *value == field.text).or_else(|| {
            let mut fields = details.fields.iter();
            fields
                .find(|one| one.value == field.text && one.name.starts_with(&field.title))
                .map(|one| one.value.as_str())
        });
        ("field", field.text.as_str(), found.unwrap_or_default())
    });
    let sources = part.approved.iter().map(|source| {
        let found = line.approved.iter().find(|one| {
            one.mpn == source.mpn && one.manufacturer.as_deref().unwrap_or_default() == source.manufacturer
        });
        ("second source", source.mpn.as_str(), found.map_or("", |one| one.mpn.as_str()))
    });
    texts.chain(fields).chain(sources).find(|(_, wanted, found)| wanted != found)
}
