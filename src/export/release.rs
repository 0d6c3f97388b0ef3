//! The resolved answers with what the catalogue knows about each line. All exported files are written from this, so that
//! they agree.

use super::own_number::ipn;
use super::places::{self, Known};
use super::substitute::{Substitute, labels};
use crate::bom::{Bom, Line, Portfolio};
use crate::date::Date;
use crate::model::{Component, Model, Price};
use crate::query::{Compiled, ResolveError};
use crate::terms::Column;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The bills of materials of a portfolio, ready to be written.
///
/// ```
/// use terroir::export::{Dialect, Profile, Release};
/// # let solution = terroir::Solution::from_sources([
/// #     ("solution.toml".to_owned(), "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"DE\"]\n\
/// #         currency = \"EUR\"\n[slots.led]\nchoose = [\"led-5mm\"]\nrefdes = [\"D1\"]\n".to_owned()),
/// #     ("catalog/parts.toml".to_owned(),
/// #         "[[components]]\nid = \"led-5mm\"\nkind = \"hardware\"\nmpn = \"WP7113\"\nprice = \"0.05\"\n".to_owned()),
/// # ])?;
/// # let compiled = solution.compile()?;
/// let portfolio = compiled.portfolio(&terroir::Request::default().as_of("2026-11-22".parse()?))?;
/// let release = Release::of(&compiled, &portfolio)?;
/// if let (Some(profile), Some(market)) = (Profile::find(&solution, "jlcpcb"), release.markets.first()) {
///     let csv = profile.sheet(&release, market).csv(Dialect::Plain);
///     assert_eq!(csv, "Comment,Designator,Footprint,JLCPCB Part #\nWP7113,D1,,\n");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Release {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub(crate) version: String,
    /// Who sells it, where the solution states it.
    pub(crate) supplier: Option<String>,
    /// Who answers for its SBOM, where the solution states it.
    pub(crate) author: Option<String>,
    /// The as-of date.
    pub(crate) as_of: Date,
    /// The markets that have a bill of materials, in the order of the request.
    pub markets: Vec<MarketRelease>,
    /// The variant as a part of a name, another one for each variant of the solution: `with-radio`.
    pub(crate) variant: Option<String>,
    /// The titles of the fields that components have, in the order of the catalogue: further columns.
    pub(crate) fields: Vec<String>,
}

/// The bill of materials of one market.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct MarketRelease {
    /// The answer.
    pub bom: Bom,
    /// The market's country (ISO 3166-1 alpha-2), if it is a country or part of one.
    pub(crate) country: Option<String>,
    /// Its lines, in the order of the answer.
    pub(crate) rows: Vec<ReleaseLine>,
    /// The places of all slots, also of those that no market fills; on one board only after [`on_board`](Self::on_board).
    #[serde(skip)]
    pub(crate) places: Arc<Vec<Known>>,
}

/// A line with what the catalogue knows about it.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct ReleaseLine {
    /// Its number in the bill of materials, counted from 1.
    pub item: usize,
    /// The line of the answer.
    pub line: Line,
    /// What may replace it: alternates in the order of the answer, then approved manufacturer parts.
    pub substitutes: Vec<Substitute>,
    /// Whether the catalogue states its price.
    pub(crate) has_price: bool,
    /// Whether it states several, each from a number of pieces on.
    pub(crate) has_price_tiers: bool,
    /// Whether the catalogue states its version.
    pub(crate) has_version: bool,
}

impl Release {
    /// Collects what the catalogue knows about every line.
    ///
    /// # Errors
    /// [`ResolveError`] for a market that the solution does not know.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let release = terroir::export::Release::of(&compiled, &portfolio)?;
    /// assert_eq!(release.markets.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(compiled: &Compiled, portfolio: &Portfolio) -> Result<Self, ResolveError> {
        let codes: Vec<String> = portfolio.markets.iter().map(|outcome| outcome.market().to_owned()).collect();
        let own = compiled.for_markets(&codes)?;
        let places = Arc::new(places::of(&[compiled, &own]));
        let compiled = &*own;
        let catalogue = Catalogue::of(&compiled.model);
        let boms = portfolio.markets.iter().filter_map(|outcome| outcome.bom());
        let markets: Vec<MarketRelease> = boms.map(|bom| market(&catalogue, bom, &places)).collect();
        Ok(Self {
            fields: field_titles(&compiled.model, &markets),
            variant: portfolio.variant.as_deref().map(|name| variant_in_names(&compiled.model, name)),
            solution: portfolio.solution.clone(),
            version: portfolio.version.clone(),
            supplier: compiled.model.header.supplier.clone(),
            author: compiled.model.header.author.clone(),
            as_of: portfolio.as_of,
            markets,
        })
    }

    /// The names of the boards of the solution, also of those that no market fits: the slots that slots with reference
    /// designators are part of. Those that are part of no slot are on the board `main`.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// assert_eq!(terroir::export::Release::of(&compiled, &portfolio)?.boards(), ["main"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn boards(&self) -> Vec<String> {
        let Some(market) = self.markets.first() else { return Vec::new() };
        let boards = places::boards_or_main(&market.places);
        let main = places::main_name(&boards);
        boards.into_iter().map(|slot| slot.unwrap_or_else(|| main.clone())).collect()
    }

    /// The reference designators that several lines of one board use, in the order of the markets and lines: each place has
    /// one part.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let release = terroir::export::Release::of(&compiled, &portfolio)?;
    /// assert!(release.shared_designators().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shared_designators(&self) -> Vec<SharedDesignator> {
        let mut all: Vec<SharedDesignator> = Vec::new();
        for market in &self.markets {
            for shared in shared_in(market) {
                match all.iter_mut().find(|known| known.is_at(&shared)) {
                    Some(known) => known.markets.extend(shared.markets),
                    None => all.push(shared),
                }
            }
        }
        all
    }
}

/// A reference designator that several lines of one board use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedDesignator {
    /// The designator.
    pub designator: String,
    /// The slot of the board; `None`: the main board.
    pub board: Option<String>,
    /// The slots that use it, in the order of the lines; a slot that lists it twice is here twice.
    pub slots: Vec<String>,
    /// The markets where they do.
    pub markets: Vec<String>,
}

impl SharedDesignator {
    fn is_at(&self, other: &Self) -> bool {
        (&self.designator, &self.board, &self.slots) == (&other.designator, &other.board, &other.slots)
    }
}

fn shared_in(market: &MarketRelease) -> Vec<SharedDesignator> {
    let mut order = Vec::new();
    let mut slots: BTreeMap<(&Option<String>, &str), Vec<String>> = BTreeMap::new();
    for line in market.rows.iter().map(|row| &row.line) {
        for designator in &line.refdes {
            let place = (&line.part_of, designator.as_str());
            let users = slots.entry(place).or_insert_with(|| {
                order.push(place);
                Vec::new()
            });
            users.push(line.slot.clone());
        }
    }
    let shared = order.into_iter().filter_map(|place| {
        let slots = slots.remove(&place).filter(|slots| slots.len() > 1)?;
        let (board, designator) = (place.0.clone(), place.1.to_owned());
        Some(SharedDesignator { designator, board, slots, markets: vec![market.bom.market.clone()] })
    });
    shared.collect()
}

impl MarketRelease {
    /// Only the lines with reference designators that are directly part of a slot: those of one board. Lines that are part
    /// of no slot are on the board `main`.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let release = terroir::export::Release::of(&compiled, &portfolio)?;
    /// assert!(release.markets[0].on_board("mainboard").bom.lines.is_empty(), "the lamp has no such board");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_board(&self, slot: &str) -> Self {
        let boards = places::boards(&self.places);
        let is_slot = boards.iter().any(|board| board.as_deref() == Some(slot));
        let board = Some(slot).filter(|slot| is_slot || *slot != places::main_name(&boards));
        let is_on = |line: &Line| !line.refdes.is_empty() && line.part_of.as_deref() == board;
        let mut own = self.clone();
        own.rows.retain(|row| is_on(&row.line));
        own.bom.lines.retain(is_on);
        own.places = Arc::new(self.places.iter().filter(|place| place.board.as_deref() == board).cloned().collect());
        own
    }
}

/// The components by id.
struct Catalogue<'a>(BTreeMap<&'a str, Vec<&'a Component>>);

impl<'a> Catalogue<'a> {
    fn of(model: &'a Model) -> Self {
        let mut versions: BTreeMap<&str, Vec<&Component>> = BTreeMap::new();
        for component in &model.components {
            versions.entry(&component.id).or_default().push(component);
        }
        Self(versions)
    }

    fn find(&self, id: &str, version: &str) -> Option<&'a Component> {
        let versions = self.0.get(id)?;
        versions.iter().find(|component| component.version.to_string() == version).copied()
    }

    /// The component of an alternate's label: `id`, or `id@version` if an id has several versions.
    fn labelled(&self, label: &str) -> Option<&'a Component> {
        match label.split_once('@') {
            Some((id, version)) => self.find(id, version),
            None => self.0.get(label)?.first().copied(),
        }
    }
}

fn market(catalogue: &Catalogue<'_>, bom: &Bom, places: &Arc<Vec<Known>>) -> MarketRelease {
    let row = |(at, line): (usize, &Line)| {
        let found = catalogue.find(&line.component, &line.version);
        ReleaseLine {
            item: at + 1,
            line: line.clone(),
            substitutes: substitutes(catalogue, line),
            has_price: line.seller.is_some() || found.is_some_and(|found| found.price != Price::Missing),
            has_price_tiers: found.is_some_and(|found| matches!(&found.price, Price::Tiers(tiers) if tiers.len() > 1)),
            has_version: found.is_some_and(|found| found.states_version),
        }
    };
    MarketRelease {
        bom: bom.clone(),
        country: country(&bom.market),
        rows: bom.lines.iter().enumerate().map(row).collect(),
        places: Arc::clone(places),
    }
}

/// A variant's name as a part of another name, numbered by its place among variants that would have the same.
fn variant_in_names(model: &Model, name: &str) -> String {
    let plain = |name: &str| {
        let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.collect::<Vec<_>>().join("-");
        if words.is_empty() { "variant".to_owned() } else { words }
    };
    let own = plain(name);
    let before = model.variants.iter().take_while(|variant| variant.name != name);
    match before.filter(|variant| plain(&variant.name).to_lowercase() == own.to_lowercase()).count() {
        0 => own,
        count => format!("{own}-{}", count + 1),
    }
}

/// `US` of `US` and of `US-CA`.
fn country(market: &str) -> Option<String> {
    let code = market.split('-').next().unwrap_or_default();
    crate::model::is_country_code(code).then(|| code.to_owned())
}

fn substitutes(catalogue: &Catalogue<'_>, line: &Line) -> Vec<Substitute> {
    let alternate = |label: &String| {
        let found = catalogue.labelled(label);
        Substitute {
            component: Some(label.clone()),
            manufacturer: found.and_then(|found| found.manufacturer.clone()),
            mpn: found.and_then(|found| found.mpn.clone()),
        }
    };
    let approved = line.approved.iter().map(|part| Substitute {
        component: None,
        manufacturer: part.manufacturer.clone(),
        mpn: Some(part.mpn.clone()),
    });
    line.alternates.iter().map(alternate).chain(approved).collect()
}

impl ReleaseLine {
    /// The text of a field of the component: what it has in an export's column of that title.
    pub(crate) fn field(&self, title: &str) -> Option<&str> {
        self.line.details.fields.iter().find(|field| field.name == title).map(|field| field.value.as_str())
    }

    /// The text of a column for this line; line costs and duties are rounded to the currency's minor unit, the price of one
    /// has all its digits. What has no price has none of the three.
    #[must_use]
    pub fn text(&self, column: Column, release: &Release, bom: &Bom) -> String {
        let (line, details) = (&self.line, &self.line.details);
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        match column {
            Column::Solution => release.solution.clone(),
            Column::SolutionVersion => release.version.clone(),
            Column::AsOf => release.as_of.to_string(),
            Column::Market => bom.market.clone(),
            Column::Item => self.item.to_string(),
            Column::Slot => line.slot.clone(),
            Column::PartOf => own(&line.part_of),
            Column::Component => line.component.clone(),
            Column::Ipn => ipn(&details.fields).map_or(&line.component, |field| &field.value).clone(),
            Column::Version => line.version.clone(),
            Column::Kind => line.kind.as_str().to_owned(),
            Column::Name => line.name.clone(),
            Column::Description => details.description.clone().unwrap_or_else(|| line.name.clone()),
            Column::Value => details.value.clone().unwrap_or_else(|| line.component.clone()),
            Column::Footprint => own(&details.footprint),
            Column::Datasheet => own(&details.datasheet),
            Column::License => own(&details.license),
            Column::Purl => own(&details.purl),
            Column::Cpe => own(&details.cpe),
            Column::Supplier => own(&details.supplier.clone().or_else(|| line.manufacturer.clone())),
            Column::Sbom => own(&details.sbom),
            Column::Unit => details.counted_in().to_owned(),
            Column::Quantity => line.quantity.to_string(),
            Column::Refdes => line.refdes.join(","),
            Column::Manufacturer => own(&line.manufacturer),
            Column::Mpn => own(&line.mpn),
            Column::Seller => own(&line.seller),
            Column::Sku => own(&line.sku),
            Column::Origin => own(&line.origin),
            Column::Hs => own(&line.hs),
            Column::LeadWeeks => line.lead_weeks.map(|weeks| weeks.to_string()).unwrap_or_default(),
            Column::Lifecycle => line.lifecycle.as_str().to_owned(),
            Column::Layer => if line.core { "core" } else { "regional" }.to_owned(),
            Column::Certificates => line.certificates.join("; "),
            Column::Alternates => labels(&self.substitutes, |one| one.component.is_some()),
            Column::Approved => labels(&self.substitutes, |one| one.component.is_none()),
            Column::UnitCost | Column::Freight | Column::Duty | Column::Cost if !self.has_price => String::new(),
            Column::UnitCost => line.unit_price(bom.minor_unit),
            Column::Freight => line.freight.to_fixed(bom.minor_unit),
            Column::Duty => line.duty.to_fixed(bom.minor_unit),
            Column::Cost => line.cost.to_fixed(bom.minor_unit),
            Column::Currency => bom.currency.clone(),
        }
    }
}

/// The titles of all fields of the components in some bills of materials, in the order of the catalogue.
fn field_titles(model: &Model, markets: &[MarketRelease]) -> Vec<String> {
    let rows = markets.iter().flat_map(|market| &market.rows).map(|row| &row.line);
    let used: BTreeSet<(&str, &str)> = rows.map(|line| (line.component.as_str(), line.version.as_str())).collect();
    let is_used = |one: &&Component| used.contains(&(one.id.as_str(), one.version.to_string().as_str()));
    let mut titles: Vec<String> = Vec::new();
    for field in model.components.iter().filter(is_used).flat_map(|component| &component.details.fields) {
        if !titles.contains(&field.name) {
            titles.push(field.name.clone());
        }
    }
    titles
}
