//! A solution that was read and checked: from files to the model.

mod changed;
mod pack;
mod reading;
mod source_values;
mod survey;

pub use pack::Pack;
#[cfg(feature = "fs")]
pub(crate) use pack::joined;
pub use source_values::SourceValue;
pub use survey::{AreaGap, Stale};

use crate::date::Date;
use crate::diagnostic::{self, Diagnostic};
use crate::model::{self, Citation, Model, ProfileDefinition};
use crate::overlay::{self, Fact};
use crate::regions::{BUILT_IN, code_of_alpha3, names_carrier};
use crate::schema::Document;
use crate::span::{FileOrigin, Files, Place};
use crate::terms::Objective;
use reading::{ReadFile, Reading};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the built-in overlays know that a solution does not read.
const BUILT_IN_NAMES: model::Elsewhere<'static> =
    model::Elsewhere { has_carrier: &names_carrier, by_alpha3: code_of_alpha3 };

/// A solution without errors: its files, its checked 150% BOM, and the warnings and notes of reading.
///
/// ```
/// let solution = terroir::Solution::from_sources([
///     ("solution.toml", r#"
///         [solution]
///         name = "lamp"
///         version = "1.0.0"
///         markets = ["US", "DE"]
///         currency = "USD"
///         [slots.driver]
///         choose = ["driver-120", "driver-230"]
///     "#),
///     ("catalog/drivers.toml", r#"
///         [[components]]
///         id = "driver-120"
///         kind = "hardware"
///         price = "7.10"
///         needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
///         [[components]]
///         id = "driver-230"
///         kind = "hardware"
///         price = "6.90"
///         needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
///     "#),
/// ])?;
/// let compiled = solution.compile()?;
/// let day = "2026-11-22".parse()?;
/// let answer = compiled.resolve(&terroir::Request::market("DE").as_of(day))?;
/// let bom = answer.bom().ok_or("no bill of materials")?;
/// assert_eq!(bom.lines[0].component, "driver-230");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Solution {
    pub(crate) model: Arc<Model>,
    files: Arc<Files>,
    diagnostics: Vec<Diagnostic>,
    documents: Arc<Vec<Document>>,
    /// The built-in areas whose overlays were read as a whole.
    read: Arc<BTreeSet<&'static str>>,
    given: Arc<Given>,
    /// Built-in areas that were requested in addition to those that the solution names.
    further: Arc<Vec<String>>,
    /// What was read in each of its files.
    read_files: Arc<Vec<ReadFile>>,
}

/// The sources of a solution, kept to read further areas.
#[derive(Debug)]
struct Given {
    sources: Vec<(String, String)>,
    packs: Vec<Pack>,
}

impl Given {
    fn new(sources: Vec<(String, String)>, packs: impl IntoIterator<Item = Pack>) -> Arc<Self> {
        let mut packs: Vec<Pack> = packs.into_iter().collect();
        packs.sort();
        Arc::new(Self { sources, packs })
    }
}

/// All errors in the input, sorted, with the files that they point into.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The files that the diagnostics point into.
    pub files: Files,
    /// All errors, warnings and notes.
    pub diagnostics: Vec<Diagnostic>,
}

impl std::fmt::Display for Faults {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for one in &self.diagnostics {
            writeln!(formatter, "{}", one.render(&self.files))?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// An area in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaSummary {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The areas it lies in directly.
    pub within: Vec<String>,
    /// How far it was read: 2 where only a part was, and every answer lists what was not.
    pub tier: u8,
    /// Whether a built-in overlay defines it.
    pub built_in: bool,
    /// Whose overlay defines it.
    pub file_origin: FileOrigin,
}

/// A variant of a solution: the product as it is sold or published.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VariantSummary {
    /// Its name.
    pub name: String,
    /// The codes of its markets, in their order.
    pub markets: Vec<String>,
}

impl Solution {
    /// Reads a solution from texts, without a disk. Names are relative with `/`: `solution.toml`, `catalog/a.toml`,
    /// `regions/BR.toml`; files that no pattern of `[solution]` matches are ignored.
    ///
    /// # Errors
    /// All faults of all files at once, if any of them is an error.
    pub fn from_sources<N: Into<String>, T: Into<String>>(
        sources: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, Faults> {
        Self::from_sources_and_packs(sources, [])
    }

    /// Reads a solution from texts with packs of overlays, whose order has no effect.
    ///
    /// # Errors
    /// As [`Solution::from_sources`]; faults of packs are among them.
    pub fn from_sources_and_packs<N: Into<String>, T: Into<String>>(
        sources: impl IntoIterator<Item = (N, T)>,
        packs: impl IntoIterator<Item = Pack>,
    ) -> Result<Self, Faults> {
        let sources = sources.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        Self::build(Given::new(sources, packs), &[], &[])
    }

    /// The built-in areas alone: what `regions` shows outside a solution. Overlays of the second tier are read when they are needed.
    ///
    /// # Errors
    /// Faults of the built-in overlays, which the tests exclude.
    pub fn world() -> Result<Self, Faults> {
        Self::world_with([])
    }

    /// The built-in areas and those of packs.
    ///
    /// # Errors
    /// Faults of the packs.
    pub fn world_with(packs: impl IntoIterator<Item = Pack>) -> Result<Self, Faults> {
        let text = "[solution]\nname = \"world\"\nversion = \"0.0.0\"\nmarkets = []\ncurrency = \"USD\"\n";
        let first_tier = BUILT_IN.iter().filter(|overlay| !overlay.is_of_second_tier());
        let codes: Vec<&str> = first_tier.map(|overlay| overlay.code).collect();
        Self::build(Given::new(vec![("solution.toml".to_owned(), text.to_owned())], packs), &codes, &[])
    }

    /// The same solution with the overlays of further areas read as well.
    pub(crate) fn with_areas(&self, areas: &[&str]) -> Result<Self, Faults> {
        Self::build(self.given.clone(), areas, &self.read_files)
    }

    fn build(given: Arc<Given>, areas: &[&str], known: &[ReadFile]) -> Result<Self, Faults> {
        let mut reading = Reading::new(known);
        reading.solution(&given.sources);
        given.packs.iter().for_each(|pack| reading.pack(pack));
        reading.name_areas();
        reading.built_in(areas);
        let Reading { mut files, documents, mut diagnostics, read, read_files, .. } = reading;
        let model = model::build(&documents, &files, &BUILT_IN_NAMES, &mut diagnostics);
        diagnostic::sort(&mut diagnostics, &files);
        match model {
            Some(model) if !diagnostic::has_errors(&diagnostics) => {
                let (model, files, read) = (Arc::new(model), Arc::new(files), Arc::new(read));
                let (documents, read_files) = (Arc::new(documents), Arc::new(read_files));
                let further = Arc::new(areas.iter().map(|area| (*area).to_owned()).collect());
                Ok(Self { model, files, diagnostics, documents, given, read, further, read_files })
            }
            _ => Err(Faults { files: std::mem::take(&mut files), diagnostics }),
        }
    }

    /// This solution with one more warning about its files.
    #[cfg(feature = "fs")]
    pub(crate) fn with_warning(mut self, warning: Diagnostic) -> Self {
        self.diagnostics.push(warning);
        diagnostic::sort(&mut self.diagnostics, &self.files);
        self
    }

    /// The checked 150% BOM.
    #[cfg(feature = "internals")]
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The profiles of exports that the solution defines itself, in `[profile.bom]`.
    pub(crate) fn profiles(&self) -> &[ProfileDefinition] {
        &self.model.header.profiles
    }

    /// What is minimised, in order.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        self.model.header.objective.iter().map(|objective| &objective.value)
    }

    /// Where `[solution]` is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.files.place(self.model.header.span)
    }

    /// Where the solution names each of its markets, by the market's code.
    pub fn market_places(&self) -> impl Iterator<Item = (&str, Place)> {
        let markets = self.model.header.markets.iter();
        markets.map(|market| (self.model.areas.code(market.value), self.files.place(market.span)))
    }

    pub(crate) fn shared_model(&self) -> Arc<Model> {
        self.model.clone()
    }

    /// The files, for the places that diagnostics point to.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) fn shared_files(&self) -> Arc<Files> {
        self.files.clone()
    }

    /// Every value that the solution's own files state, in the order of files and places; texts that are only shown aside.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// let values = lamp::solution()?.source_values();
    /// let price = values.iter().find(|one| one.entry == "components/led" && one.path == "price").ok_or("no price")?;
    /// assert_eq!((price.text(), price.places[0].to_string()), ("0.05".to_owned(), "catalog/parts.toml:6".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn source_values(&self) -> Vec<SourceValue> {
        source_values::of_documents(&self.documents, &self.files)
    }

    /// Warnings and notes of reading, sorted by place.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The solution's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.model.header.name
    }

    /// The solution's version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.model.header.version
    }

    /// The codes of its markets, in their order.
    #[must_use]
    pub fn markets(&self) -> Vec<String> {
        let codes = self.model.header.markets.iter().map(|market| self.model.areas.code(market.value).to_owned());
        codes.collect()
    }

    /// Its variants, in the order of the file.
    ///
    /// ```
    /// let solution = terroir::Solution::from_sources([("solution.toml", "
    ///     [solution]\nname = 'lamp'\nmarkets = ['US', 'DE']\ncurrency = 'USD'
    ///     [[variants]]\nname = 'Lamp EU'\nmarkets = ['DE']")])?;
    /// assert_eq!(solution.variants()[0].markets, ["DE"]);
    /// # Ok::<(), terroir::Faults>(())
    /// ```
    #[must_use]
    pub fn variants(&self) -> Vec<VariantSummary> {
        let codes =
            |areas: &[model::AreaId]| areas.iter().map(|area| self.model.areas.code(*area).to_owned()).collect();
        let all = self.model.variants.iter();
        all.map(|variant| VariantSummary { name: variant.name.clone(), markets: codes(&variant.markets) }).collect()
    }

    /// The as-of date that `[solution]` fixes.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.model.header.as_of
    }

    /// The currency of all answers.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.model.header.currency
    }

    /// All areas, built-in and own, sorted by code.
    #[must_use]
    pub fn areas(&self) -> Vec<AreaSummary> {
        let areas = &self.model.areas;
        let summary = |id: model::AreaId, area: &model::Area| AreaSummary {
            code: area.code.clone(),
            tier: areas.tier(id),
            name: area.name.clone(),
            within: area.parents.iter().map(|parent| areas.code(*parent).to_owned()).collect(),
            built_in: area.built_in,
            file_origin: if area.built_in { FileOrigin::BuiltIn } else { self.files.origin(area.span.file) },
        };
        let mut list: Vec<AreaSummary> = areas.iter().map(|(id, area)| summary(id, area)).collect();
        list.sort_by(|left, right| left.code.cmp(&right.code));
        list
    }

    /// Every value in force in an area with its layer and sources; `None` for an unknown area.
    #[must_use]
    pub fn facts(&self, area: &str) -> Option<Vec<Fact>> {
        let id = self.model.areas.find(area)?;
        if self.read.contains(area) || !self.model.areas.get(id).is_some_and(|area| area.built_in) {
            return Some(overlay::facts(&self.model, &self.files, id));
        }
        let wide = self.with_areas(&[area]).ok()?;
        let id = wide.model.areas.find(area)?;
        Some(overlay::facts(&wide.model, &wide.files, id))
    }

    /// The code of the area that a wrong one probably means: by name, by alpha-3 code, or by a similar code.
    ///
    /// ```
    /// let world = terroir::Solution::world()?;
    /// let meant = ["germany", "DEU", "de"].map(|word| world.nearest_area(word));
    /// assert!(meant.iter().all(|code| code.as_deref() == Some("DE")), "{meant:?}");
    /// # Ok::<(), terroir::Faults>(())
    /// ```
    #[must_use]
    pub fn nearest_area(&self, word: &str) -> Option<String> {
        self.model.areas.nearest(word).map(str::to_owned)
    }

    /// A cited source.
    #[must_use]
    pub fn citation(&self, id: &str) -> Option<Citation> {
        self.model.citations.get(id).cloned()
    }
}
