//! The variants of a board, written into the files of its KiCad project.
//!
//! KiCad 10 keeps them in two places: each instance of a symbol in a `.kicad_sch` lists what a variant changes there, and
//! `schematic.variants` in the `.kicad_pro` lists their names. Footprints are the same in all variants of KiCad 10.

mod project_file;
mod schematic;
mod sexpr;
mod splice;
#[cfg(test)]
mod tests;

use super::release::{MarketRelease, ReleaseLine};
use schematic::{FieldText, Place, Refusal, Variant, Wanted};
use std::collections::{BTreeMap, BTreeSet};

/// A market's bill of materials under the name that its variant has in KiCad.
#[derive(Clone, Copy, Debug)]
pub struct KicadVariant<'a> {
    /// The name: the market's code.
    pub name: &'a str,
    /// What is fitted.
    pub market: &'a MarketRelease,
}

/// A text file of a KiCad project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KicadFile {
    /// Its path in the project's folder.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// A KiCad project with its variants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct KicadProject {
    /// The files that change, whole.
    pub changed: Vec<KicadFile>,
    /// Designators of the solution that no symbol of the project has.
    pub without_symbol: Vec<String>,
    /// Designators of the project that the solution does not know: their symbols stay as they are.
    pub unknown: Vec<String>,
    /// Designators where the symbol itself has another value, manufacturer or part number than the base; their variants
    /// state those of the bill of materials.
    pub differing: Vec<String>,
    /// Fields that some variant changes and some symbol does not have.
    pub missing_fields: Vec<String>,
}

/// Why variants cannot be written into a KiCad project.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KicadError {
    /// A schematic that cannot be read.
    #[error("{path}:{line}: {what}")]
    Schematic {
        /// The file.
        path: String,
        /// The line.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A schematic of a version without variants.
    #[error("{path} has version {version} of the format, which has no variants")]
    Version {
        /// The file.
        path: String,
        /// The version.
        version: String,
    },
    /// Designators that several boards have: a project is that of one board.
    #[error("{} on several boards, and the project is that of one: {}", one_or_all(.0), .0.join(", "))]
    SharedDesignators(Vec<String>),
    /// A project file that cannot be read.
    #[error("{path}: {what}")]
    Project {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
    },
}

/// Writes variants into the files of a KiCad project: its `.kicad_pro` and its `.kicad_sch` files. Nothing else in them
/// changes.
///
/// A variant has `(dnp yes)` at each designator that its market leaves empty, also where no market fits a part. Where it
/// fits another part than the base, which is the market that the schematic shows, it has the part's value, manufacturer,
/// part number, data sheet and further fields, as far as the symbol has such a field and another text in it. Where it fits
/// the part of the base, it has the stated value, manufacturer and part number if the symbol has others. Symbols at
/// designators that the solution does not know stay as they are, and so does what other variants state.
///
/// # Errors
/// [`KicadError`]. The markets of a solution with several boards whose designators overlap are first cut to one board
/// ([`MarketRelease::on_board`]).
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// use terroir::export::{KicadFile, KicadVariant, Release, kicad_project};
/// let release = Release::of(&compiled, &portfolio)?;
/// let variants: Vec<KicadVariant> =
///     release.markets.iter().map(|market| KicadVariant { name: &market.bom.market, market }).collect();
/// let project = KicadFile { path: "lamp.kicad_pro".to_owned(), text: "{}".to_owned() };
/// let written = kicad_project(&variants, variants[0].market, &[project])?;
/// assert!(written.changed[0].text.contains("variants"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn kicad_project(
    variants: &[KicadVariant<'_>],
    base: &MarketRelease,
    files: &[KicadFile],
) -> Result<KicadProject, KicadError> {
    let shared = on_several_boards(variants);
    if !shared.is_empty() {
        return Err(KicadError::SharedDesignators(shared));
    }
    let known = designators(variants);
    let wanted = wanted(variants, base, &known);
    let names: Vec<&str> = variants.iter().map(|variant| variant.name).collect();
    let mut project = KicadProject::default();
    let (mut seen, mut missing, mut differing) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for file in files {
        let text = match (file.path.strip_suffix(".kicad_pro"), file.path.ends_with(".kicad_sch")) {
            (Some(_), _) => project_file::with_variants(&file.text, &names)
                .map_err(|what| KicadError::Project { path: file.path.clone(), what })?,
            (None, true) => {
                let edited = schematic::edited(&file.text, project_name(files), &wanted);
                let edited = edited.map_err(|refusal| error(file, refusal))?;
                seen.extend(edited.designators);
                missing.extend(edited.missing_fields);
                differing.extend(edited.differing);
                edited.text
            }
            (None, false) => continue,
        };
        if text != file.text {
            project.changed.push(KicadFile { path: file.path.clone(), text });
        }
    }
    let is_fitted = |one: &&&str| variants.iter().any(|variant| at(variant.market, one).is_some());
    let without = known.iter().filter(|one| !seen.contains(**one)).filter(is_fitted);
    project.without_symbol = without.map(|one| (*one).to_owned()).collect();
    project.differing = differing.into_iter().collect();
    // `#PWR01` and the like are symbols without a part.
    project.unknown = seen.into_iter().filter(|one| !known.contains(one.as_str()) && !one.starts_with('#')).collect();
    project.missing_fields = missing.into_iter().collect();
    Ok(project)
}

/// The name by which the schematics know the project: that of its file.
fn project_name(files: &[KicadFile]) -> &str {
    let file = files.iter().find_map(|file| file.path.strip_suffix(".kicad_pro"));
    file.and_then(|path| path.rsplit('/').next()).unwrap_or_default()
}

fn error(file: &KicadFile, refusal: Refusal) -> KicadError {
    let path = file.path.clone();
    match refusal {
        Refusal::Version(version) => KicadError::Version { path, version },
        Refusal::Fault(fault) => {
            let before = file.text.get(..fault.at).unwrap_or_default();
            KicadError::Schematic { path, line: before.matches('\n').count() + 1, what: fault.what.to_owned() }
        }
    }
}

fn designators<'a>(variants: &[KicadVariant<'a>]) -> BTreeSet<&'a str> {
    let places = variants.iter().flat_map(|variant| variant.market.places.iter());
    places.map(|place| place.designator.as_str()).collect()
}

/// Designators that several boards have, in their order.
fn on_several_boards(variants: &[KicadVariant<'_>]) -> Vec<String> {
    let mut boards: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for place in variants.iter().flat_map(|variant| variant.market.places.iter()) {
        boards.entry(&place.designator).or_default().insert(place.board.as_deref());
    }
    let several = boards.into_iter().filter(|(_, boards)| boards.len() > 1);
    several.map(|(designator, _)| designator.to_owned()).collect()
}

fn one_or_all(designators: &[String]) -> String {
    match designators.len() {
        1 => "a reference designator is".to_owned(),
        count => format!("{count} reference designators are"),
    }
}

fn at<'a>(market: &'a MarketRelease, designator: &str) -> Option<&'a ReleaseLine> {
    market.rows.iter().find(|row| row.line.refdes.iter().any(|one| one == designator))
}

fn wanted(variants: &[KicadVariant<'_>], base: &MarketRelease, known: &BTreeSet<&str>) -> Wanted {
    let mut wanted = Wanted::default();
    let markets = variants.iter().map(|variant| variant.market).chain([base]);
    for row in markets.flat_map(|market| &market.rows) {
        wanted.titles.extend(fields(row, None).into_iter().flat_map(|field| field.names));
    }
    for variant in variants {
        let place = |designator: &&str| ((*designator).to_owned(), place(variant.market, base, designator));
        let places: BTreeMap<String, Place> = known.iter().map(place).collect();
        wanted.variants.push(Variant { name: variant.name.to_owned(), places });
    }
    wanted
}

fn place(market: &MarketRelease, base: &MarketRelease, designator: &str) -> Place {
    let part = |row: &ReleaseLine| (row.line.component.clone(), row.line.version.clone());
    match (at(market, designator), at(base, designator)) {
        (None, _) => Place::Empty,
        (Some(own), Some(shown)) if part(own) == part(shown) => Place::Shown(stated(own)),
        (Some(own), shown) => Place::Other(fields(own, shown)),
    }
}

/// The value, manufacturer and part number of a part, as far as they are stated.
fn stated(row: &ReleaseLine) -> Vec<FieldText> {
    let mut list = fields(row, None);
    list.truncate(3);
    if row.line.details.value.is_none() {
        list.remove(0);
    }
    list.retain(|field| !field.text.is_empty());
    list
}

/// The fields of a part: value, manufacturer, part number and others; those that only the part in the base has are empty.
fn fields(row: &ReleaseLine, shown: Option<&ReleaseLine>) -> Vec<FieldText> {
    let (line, details) = (&row.line, &row.line.details);
    let value = details.value.as_ref().or(line.mpn.as_ref()).unwrap_or(&line.component);
    let named = |names: &[&str], text: Option<&String>| FieldText {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        text: text.cloned().unwrap_or_default(),
    };
    let mut list = vec![
        named(&["Value"], Some(value)),
        named(&["Manufacturer", "Mfr", "Mfg", "Maker"], line.manufacturer.as_ref()),
        named(&["MPN", "Manufacturer Part Number", "Mfr PN", "Mfr Part Number", "Part Number"], line.mpn.as_ref()),
        named(&["Datasheet"], details.datasheet.as_ref()),
    ];
    let known: Vec<&str> = details.fields.iter().map(|field| field.name.as_str()).collect();
    list.extend(details.fields.iter().map(|field| named(&[&field.name], Some(&field.value))));
    let others = shown.into_iter().flat_map(|shown| &shown.line.details.fields);
    list.extend(others.filter(|field| !known.contains(&field.name.as_str())).map(|field| named(&[&field.name], None)));
    list
}
