//! Sheets across markets: slots by markets, and which part each variant of a board fits where.

use super::release::{MarketRelease, Release, ReleaseLine};
use super::sheet::{Cell, Sheet};
use super::slot_order::slot_order;
use std::collections::{HashMap, HashSet};

#[cfg(feature = "xlsx")]
/// Slots by markets: the component of each, always with `@version` and, for more than one, `xN`.
pub(super) fn matrix_sheet(release: &Release) -> Sheet {
    let mut header = vec!["Slot".to_owned(), "Layer".to_owned()];
    header.extend(release.markets.iter().map(|market| market.bom.market.clone()));
    let markets: Vec<HashMap<&str, &ReleaseLine>> = release.markets.iter().map(rows_by_slot).collect();
    let rows = slots(release).into_iter().map(|slot| {
        let held: Vec<Option<&ReleaseLine>> = markets.iter().map(|rows| rows.get(slot).copied()).collect();
        let core = held.iter().flatten().any(|row| row.line.core);
        let mut cells = vec![slot.to_owned(), if core { "core" } else { "regional" }.to_owned()];
        cells.extend(held.iter().map(|row| row.map(filling).unwrap_or_default()));
        cells.into_iter().map(Cell::Text).collect()
    });
    Sheet { name: "Matrix".to_owned(), board: None, header, rows: rows.collect(), footer: vec![costs(release)] }
}

#[cfg(feature = "xlsx")]
/// What one product costs in each market.
fn costs(release: &Release) -> Vec<Cell> {
    let currency = release.markets.first().map_or("", |market| &market.bom.currency);
    let head = [Cell::Text("Cost".to_owned()), Cell::Text(currency.to_owned())];
    let cost = |market: &MarketRelease| Cell::Number(market.bom.cost().to_fixed(market.bom.minor_unit));
    head.into_iter().chain(release.markets.iter().map(cost)).collect()
}

#[cfg(feature = "xlsx")]
fn filling(row: &ReleaseLine) -> String {
    let line = &row.line;
    let count = line.quantity.unless_one(line.details.counted_in());
    format!("{}@{}{count}", line.component, line.version)
}

/// All slots that are filled in some market; one that only later markets fill comes after its predecessor there.
fn slots(release: &Release) -> Vec<&str> {
    slot_order(release.markets.iter().map(|market| market.rows.iter().map(|row| row.line.slot.as_str())))
}

/// The first row of each slot of a market.
fn rows_by_slot(market: &MarketRelease) -> HashMap<&str, &ReleaseLine> {
    market.rows.iter().rev().map(|row| (row.line.slot.as_str(), row)).collect()
}

/// The line that fits a part at each designator of a market: the first that names it.
fn rows_by_designator(market: &MarketRelease) -> HashMap<&str, &ReleaseLine> {
    let rows = market.rows.iter().rev();
    rows.flat_map(|row| row.line.refdes.iter().map(move |designator| (designator.as_str(), row))).collect()
}

/// The variants of a board: one row per market and reference designator of the solution, also where no market fits a part,
/// compared with the market that the schematic shows. For one board of several, give a release of its lines
/// ([`MarketRelease::on_board`]).
///
/// | state | meaning |
/// |---|---|
/// | `fitted` | the same part as the base |
/// | `not fitted` | nothing |
/// | `alternate` | a different part, which the base accepts as an alternate |
/// | `changed` | a different part, or a part where the base has none |
///
/// The base is the given market, or the first one that has a bill of materials; the answer is `None` if the given market
/// has no bill of materials.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// let release = terroir::export::Release::of(&compiled, &portfolio)?;
/// let sheet = terroir::export::kicad_variants(&release, Some("US"));
/// let text = sheet.map(|sheet| sheet.csv(terroir::export::Dialect::Plain)).unwrap_or_default();
/// assert_eq!(text.lines().count(), 3, "a header, and one designator in two markets");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn kicad_variants(release: &Release, base: Option<&str>) -> Option<Sheet> {
    const HEADER: [&str; 9] =
        ["Variant", "Reference", "State", "DNP", "Value", "Manufacturer", "MPN", "Base Value", "Base MPN"];
    let mut markets = release.markets.iter();
    let base = match base {
        Some(code) => markets.find(|market| market.bom.market == code)?,
        None => match markets.next() {
            Some(first) => first,
            None => {
                return Some(Sheet {
                    name: "Variants".to_owned(),
                    board: None,
                    header: titles(&HEADER),
                    rows: Vec::new(),
                    footer: Vec::new(),
                });
            }
        },
    };
    let designators = designators(release);
    let mut rows = Vec::new();
    let drawn = rows_by_designator(base);
    for market in &release.markets {
        let own = rows_by_designator(market);
        for designator in &designators {
            let (own, drawn) = (own.get(designator).copied(), drawn.get(designator).copied());
            rows.push(variant(&market.bom.market, designator, own, drawn));
        }
    }
    Some(Sheet { name: "Variants".to_owned(), board: None, header: titles(&HEADER), rows, footer: Vec::new() })
}

fn titles(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Every designator, once each: those that some market fits in the order of the slots, then those that none fits.
fn designators(release: &Release) -> Vec<&str> {
    let markets: Vec<HashMap<&str, &ReleaseLine>> = release.markets.iter().map(rows_by_slot).collect();
    let rows = slots(release).into_iter().flat_map(|slot| markets.iter().filter_map(move |rows| rows.get(slot)));
    let fitted = rows.flat_map(|row| &row.line.refdes).map(String::as_str);
    let places = release.markets.iter().flat_map(|market| market.places.iter()).map(|place| place.designator.as_str());
    let mut seen = HashSet::new();
    fitted.chain(places).filter(|designator| seen.insert(*designator)).collect()
}

fn variant(market: &str, designator: &str, own: Option<&ReleaseLine>, drawn: Option<&ReleaseLine>) -> Vec<Cell> {
    let state = match (own, drawn) {
        (None, _) => "not fitted",
        (Some(own), Some(drawn)) if is_same(own, drawn) => "fitted",
        (Some(own), Some(drawn)) if is_alternate(own, drawn) => "alternate",
        (Some(_), _) => "changed",
    };
    let text = |row: Option<&ReleaseLine>, part: &dyn Fn(&ReleaseLine) -> Option<String>| {
        row.and_then(part).unwrap_or_default()
    };
    let value = |row: &ReleaseLine| {
        let (line, details) = (&row.line, &row.line.details);
        Some(details.value.as_ref().or(line.mpn.as_ref()).unwrap_or(&line.component).clone())
    };
    let mpn = |row: &ReleaseLine| row.line.mpn.clone();
    let cells = [
        market.to_owned(),
        designator.to_owned(),
        state.to_owned(),
        if own.is_none() { "DNP".to_owned() } else { String::new() },
        text(own, &value),
        text(own, &|row| row.line.manufacturer.clone()),
        text(own, &mpn),
        text(drawn, &value),
        text(drawn, &mpn),
    ];
    cells.into_iter().map(Cell::Text).collect()
}

fn is_same(own: &ReleaseLine, drawn: &ReleaseLine) -> bool {
    (&own.line.component, &own.line.version) == (&drawn.line.component, &drawn.line.version)
}

fn is_alternate(own: &ReleaseLine, drawn: &ReleaseLine) -> bool {
    let (id, versioned) = (&own.line.component, format!("{}@{}", own.line.component, own.line.version));
    drawn.line.slot == own.line.slot && drawn.line.alternates.iter().any(|one| one == id || *one == versioned)
}
