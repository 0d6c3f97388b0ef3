//! From the part lists that a team has today, one per variant, to a solution that resolves to exactly these lists.
//!
//! 1. Every list is read, whatever tool wrote it ([`PartList`]): delimiter, encoding and header row are detected.
//! 2. The names of the variants are split into independent choices ([`Axis`]).
//! 3. A place that holds the same part in every list is shared core; any other place gets the smallest condition that
//!    says when it holds which part.
//! 4. If one list names two parts for a place, the place gets the part that the other lists support.
//! 5. The solution is resolved for every variant and compared with its list, place by place.
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

mod axis_search;
mod columns;
mod condition;
mod conflicts;
mod designators;
mod draft;
mod error;
mod finding;
mod imported;
mod list;
mod markets;
mod merge;
mod part_list;
mod round_trip;
mod settings;
mod text;
mod variant_axes;
mod variant_words;
#[cfg(feature = "xlsx")]
mod workbook;
mod write;

#[cfg(all(feature = "xlsx", feature = "fs"))]
pub(crate) use workbook::csv as workbook_as_csv;

pub use error::ImportError;
pub use finding::Finding;
pub use imported::{Imported, ImportedFile, ImportedMarket};
pub use part_list::PartList;
pub use settings::{MarketChoice, Settings};
pub use variant_axes::{Axis, AxisKind};

use draft::Draft;

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
    let world = crate::solution::Solution::world().ok();
    let is_area = |word: &str| world.as_ref().is_some_and(|world| markets::is_area(world, word));
    let names: Vec<String> = lists.iter().map(|list| list.name.clone()).collect();
    let axes = axis_search::find(&names, &is_area);
    let mut lists = lists.to_vec();
    conflicts::settle(&mut lists, &axes, &mut findings);
    let merged = merge::merge(&lists, &mut findings);
    let markets = markets::choose(&axes, settings, world.as_ref())?;
    markets::check(&markets, world.as_ref())?;
    let draft = Draft { lists: &lists, merged: &merged, axes: &axes, markets: &markets };
    let files = write::files(&draft, settings);
    round_trip::check(&draft, &files, settings.as_of)?;
    Ok(Imported {
        files,
        findings,
        lists: lists.len(),
        same: lists.len(),
        places: merged.slots.iter().map(merge::Slot::places).sum(),
        shared: merged.slots.iter().filter(|slot| slot.is_shared()).map(merge::Slot::places).sum(),
        parts: merged.parts.len(),
        unpublished: variant_axes::unpublished(&axes, 100),
        markets,
        axes: axes.axes,
    })
}

fn check(lists: &[PartList], settings: &Settings) -> Result<(), ImportError> {
    if lists.is_empty() {
        return Err(ImportError::Nothing);
    }
    if !crate::name::is_name(&settings.name) {
        return Err(ImportError::Name(settings.name.clone()));
    }
    let is_currency = |code: &&String| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    if let Some(wrong) = settings.currency.as_ref().filter(|code| !is_currency(code)) {
        return Err(ImportError::Currency(wrong.clone()));
    }
    let duplicate =
        lists.iter().enumerate().find(|(at, list)| lists.iter().take(*at).any(|other| other.name == list.name));
    duplicate.map_or(Ok(()), |(_, list)| Err(ImportError::SameName(list.name.clone())))
}
