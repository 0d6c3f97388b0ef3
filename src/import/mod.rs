//! From the part lists that a team has today, one per variant, to a solution that resolves to exactly these lists.
//!
//! 1. Every list is read, whatever tool wrote it ([`PartList`]): delimiter, encoding and header row are detected.
//! 2. The names of the variants are split into independent choices ([`Axis`]): radio plans, areas, words with and without
//!    `NON-` or `w/o`, revisions, any other words. Names that cannot be split are the values of one option, `variant`.
//! 3. A place that holds the same part in every list is shared core; any other place gets the smallest condition that
//!    says when it holds which part.
//! 4. If one list names two parts for a place, the place gets the part of the row that only this list has.
//! 5. Each list becomes a variant of the solution. The solution is resolved for every variant and compared with its list, place by place.
//!
//! ```
//! use terroir::import::{PartList, Settings, import};
//!
//! let list = |name: &str, text: &str| PartList::csv(name, &format!("{name}.csv"), text.as_bytes());
//! let lists = [
//!     list("EU868", "Reference,Quantity,MPN\nU1,1,EXAMPLE-868\nR1 R2,2,EXAMPLE-10K\n"),
//!     list("US915", "Reference,Quantity,MPN\nU1,1,EXAMPLE-915\nR1 R2,2,EXAMPLE-10K\n"),
//! ];
//! let made = import(&lists, &Settings::new("gateway", "2026-11-22".parse()?))?;
//! assert_eq!((made.lists, made.same, made.places, made.shared), (2, 2, 3, 2));
//! assert!(made.files.iter().any(|file| file.name == "solution.toml" && file.text.contains("radio-plan == EU868")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cells;
mod draft;
mod error;
mod finding;
mod gaps;
mod imported;
mod list;
mod merge;
mod millimetres;
mod offers;
mod part_list;
mod positions;
mod prices;
mod read_lists;
mod reading;
mod remembered;
mod round_trip;
mod settings;
mod table;
mod variant;
mod write;

#[cfg(all(feature = "xlsx", feature = "fs"))]
pub(crate) use table::workbook::csv as workbook_as_csv;

pub use crate::terms::Shop;
pub use error::ImportError;
pub use finding::Finding;
pub use imported::{Imported, ImportedFile, ReadColumn, ReadList, SkippedRow};
pub use offers::{ReadOffers, UnknownAnswer, read_offers};
pub use part_list::PartList;
pub use positions::{Position, Positions, positions};
pub use reading::{ColumnChoice, Reading};
pub use remembered::remembered_columns;
pub use settings::{MarketChoice, Settings};
pub use variant::axes::{Axis, AxisKind};
pub use variant::markets::ImportedMarket;
pub use variant::variants::ImportedVariant;

use draft::Draft;
use merge::{conflicts, identity};
use variant::{axes as variant_axes, axis_search, markets, variants};

/// Makes one solution from several part lists.
///
/// # Errors
/// [`ImportError`]: lists that cannot be read, names that are not valid, or a list that the solution does not reproduce.
pub fn import(lists: &[PartList], settings: &Settings) -> Result<Imported, ImportError> {
    check(lists, settings)?;
    let mut findings: Vec<Finding> = lists.iter().flat_map(|list| list.findings.clone()).collect();
    if lists.iter().any(|list| list.list.is_none()) {
        return Err(ImportError::Unreadable(findings));
    }
    check_columns(lists)?;
    let world = crate::solution::Solution::world().ok();
    let is_area = |word: &str| world.as_ref().is_some_and(|world| markets::is_area(world, word));
    let names: Vec<String> = lists.iter().map(|list| list.name.clone()).collect();
    let axes = markets::sold(axis_search::find(&names, &is_area), settings);
    let mut lists = lists.to_vec();
    prices::settle(&mut lists, settings, &mut findings);
    let mut classes = identity::classes(&lists);
    conflicts::settle(&mut lists, &mut classes, &mut findings);
    let merged = merge::merge(&mut lists, &classes, &mut findings);
    let currency = prices::currency(&lists, settings, &mut findings);
    prices::report(&mut lists, &merged.parts, &currency, &mut findings);
    let markets = markets::choose(&axes, settings)?;
    markets::check(&markets, world.as_ref())?;
    let variants = variants::variants(&lists, &axes, &markets);
    let draft = Draft {
        lists: &lists,
        merged: &merged,
        axes: &axes,
        markets: &markets,
        variants: &variants,
        currency: &currency,
    };
    let mut files = write::files(&draft, settings);
    let chosen: Vec<ColumnChoice> = lists.iter().flat_map(|list| list.columns.clone()).collect();
    if let Some(manifest) = files.iter_mut().find(|file| file.name == "solution.toml") {
        manifest.text.push_str(&remembered::table(&chosen));
    }
    round_trip::check(&draft, &files, settings.as_of)?;
    let read = read_lists::read_lists(&lists);
    Ok(Imported {
        files,
        findings,
        lists: lists.len(),
        same: read.iter().filter(|list| list.is_exact()).count(),
        read,
        places: merged.slots.iter().map(merge::Slot::places).sum(),
        shared: merged.slots.iter().filter(|slot| slot.is_shared()).map(merge::Slot::places).sum(),
        parts: merged.parts.len(),
        unpublished: variant_axes::unpublished(&axes, 100),
        markets,
        variants,
        axes: axes.axes,
    })
}

/// A column that the user named must be in at least one list.
fn check_columns(lists: &[PartList]) -> Result<(), ImportError> {
    let read = || lists.iter().filter_map(|list| list.list.as_ref());
    let missing = |title: &&String| read().all(|list| list.missing.contains(title));
    let Some(title) = read().flat_map(|list| &list.missing).find(missing) else { return Ok(()) };
    let mut known: Vec<String> = Vec::new();
    for column in read().flat_map(|list| &list.headers).flat_map(|header| &header.columns) {
        if !known.contains(&column.title) {
            known.push(column.title.clone());
        }
    }
    Err(ImportError::UnknownColumn { title: title.clone(), known })
}

fn check(lists: &[PartList], settings: &Settings) -> Result<(), ImportError> {
    if lists.is_empty() {
        return Err(ImportError::Nothing);
    }
    if !crate::name::is_name(&settings.name) {
        return Err(ImportError::Name(settings.name.clone()));
    }
    let is_currency =
        |code: &&String| cells::currency::is_code(code) && code.bytes().all(|letter| letter.is_ascii_uppercase());
    if let Some(wrong) = settings.currency.as_ref().filter(|code| !is_currency(code)) {
        return Err(ImportError::Currency(wrong.clone()));
    }
    let duplicate =
        lists.iter().enumerate().find(|(at, list)| lists.iter().take(*at).any(|other| other.name == list.name));
    duplicate.map_or(Ok(()), |(_, list)| Err(ImportError::SameName(list.name.clone())))
}
