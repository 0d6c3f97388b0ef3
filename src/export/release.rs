//! The resolved answers with what the catalogue knows about each line. All exported files are written from this, so that
//! they agree.

use crate::bom::{Bom, Line, Portfolio};
use crate::date::Date;
use crate::model::{Attributes, Component, Model};
use crate::name::is_below;
use crate::overlay::{Certification, Level, MarketView};
use crate::query::{Compiled, ResolveError};
use crate::terms::{Column, Lifecycle};
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
    /// The as-of date.
    pub(crate) as_of: Date,
    /// The markets that have a bill of materials, in the order of the request.
    pub markets: Vec<MarketRelease>,
    /// The largest number of substitutes of any line: the columns they need.
    pub(crate) most_substitutes: usize,
}

/// The bill of materials of one market.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct MarketRelease {
    /// The answer.
    pub bom: Bom,
    /// The market's country (ISO 3166-1 alpha-2), if it is a country or part of one.
    pub(crate) country: Option<String>,
    /// Certificates that the market requires of the product as a whole.
    pub(crate) certificates: Vec<RequiredCertificate>,
    /// Its lines, in the order of the answer.
    pub(crate) rows: Vec<ReleaseLine>,
}

/// A line with what the catalogue knows about it.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct ReleaseLine {
    /// Its number in the bill of materials, counted from 1.
    pub item: usize,
    /// The line of the answer.
    pub line: Line,
    /// Its stage of life; `None` if the component is not in the catalogue.
    pub lifecycle: Option<Lifecycle>,
    /// What may replace it: alternates in the order of the answer, then approved manufacturer parts.
    pub substitutes: Vec<Substitute>,
    /// The certificates that the market requires of it.
    pub certificates: Vec<RequiredCertificate>,
    /// The slots whose lines meet one of its needs, in order; conditional needs count wherever a line meets them.
    pub needs: Vec<String>,
}

/// A part that may replace the one of a line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Substitute {
    /// The alternate's id, with its version if the id has several; `None` for an approved part of the same component.
    pub component: Option<String>,
    /// Its manufacturer.
    pub manufacturer: Option<String>,
    /// The manufacturer part number.
    pub mpn: Option<String>,
}

impl Substitute {
    /// Its short name: `driver-universal`, `Yageo RC0402FR`.
    #[must_use]
    pub fn label(&self) -> String {
        match (&self.component, &self.manufacturer, &self.mpn) {
            (Some(component), _, _) => component.clone(),
            (None, Some(manufacturer), Some(mpn)) => format!("{manufacturer} {mpn}"),
            (None, manufacturer, mpn) => mpn.clone().or_else(|| manufacturer.clone()).unwrap_or_default(),
        }
    }
}

/// A certificate that a market requires, and how it is met.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RequiredCertificate {
    /// The scheme.
    pub scheme: String,
    /// Its number, or `planned` for a certificate that is not held yet.
    pub id: String,
    /// The authority that requires it, as the overlay names it.
    pub authority: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
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
        let compiled = &*compiled.for_markets(&codes)?;
        let catalogue = Catalogue::of(&compiled.model);
        let boms = portfolio.markets.iter().filter_map(|outcome| outcome.bom());
        let markets: Vec<MarketRelease> = boms.map(|bom| market(compiled, &catalogue, bom)).collect();
        let rows = markets.iter().flat_map(|market| &market.rows);
        Ok(Self {
            most_substitutes: rows.map(|row| row.substitutes.len()).max().unwrap_or(0),
            solution: portfolio.solution.clone(),
            version: portfolio.version.clone(),
            as_of: portfolio.as_of,
            markets,
        })
    }
}

/// The components by id.
struct Catalogue<'a> {
    model: &'a Model,
    versions: BTreeMap<&'a str, Vec<&'a Component>>,
}

impl<'a> Catalogue<'a> {
    fn of(model: &'a Model) -> Self {
        let mut versions: BTreeMap<&str, Vec<&Component>> = BTreeMap::new();
        for component in &model.components {
            versions.entry(&component.id).or_default().push(component);
        }
        Self { model, versions }
    }

    fn find(&self, id: &str, version: &str) -> Option<&'a Component> {
        let versions = self.versions.get(id)?;
        versions.iter().find(|component| component.version.to_string() == version).copied()
    }

    /// The component of an alternate's label: `id`, or `id@version` if an id has several versions.
    fn labelled(&self, label: &str) -> Option<&'a Component> {
        match label.split_once('@') {
            Some((id, version)) => self.find(id, version),
            None => self.versions.get(label)?.first().copied(),
        }
    }
}

fn market(compiled: &Compiled, catalogue: &Catalogue<'_>, bom: &Bom) -> MarketRelease {
    let area = compiled.model.areas.find(&bom.market);
    let view = area.and_then(|area| compiled.markets.get(&area));
    let components: Vec<Option<&Component>> =
        bom.lines.iter().map(|line| catalogue.find(&line.component, &line.version)).collect();
    let offers = Offers::of(&components);
    let row = |(at, line): (usize, &Line)| {
        let component = components.get(at).copied().flatten();
        ReleaseLine {
            item: at + 1,
            line: line.clone(),
            lifecycle: component.map(|component| component.lifecycle),
            substitutes: substitutes(catalogue, line, component),
            certificates: certificates(view.map(AsRef::as_ref), line, component, bom.as_of),
            needs: component.map(|component| needs(catalogue.model, bom, &offers, at, component)).unwrap_or_default(),
        }
    };
    MarketRelease {
        bom: bom.clone(),
        country: country(&bom.market),
        certificates: view.map(|view| of_product(view, &offers, bom)).unwrap_or_default(),
        rows: bom.lines.iter().enumerate().map(row).collect(),
    }
}

/// A capability that a line provides.
#[derive(Clone, Copy)]
struct Offer<'a> {
    /// The position of the line.
    line: usize,
    component: &'a Component,
    attributes: &'a Attributes,
}

/// What the lines of a market provide, by capability.
struct Offers<'a>(BTreeMap<&'a str, Vec<Offer<'a>>>);

impl<'a> Offers<'a> {
    fn of(components: &[Option<&'a Component>]) -> Self {
        let mut offers: BTreeMap<&str, Vec<Offer<'_>>> = BTreeMap::new();
        for (line, component) in components.iter().enumerate().filter_map(|(at, one)| Some((at, (*one)?))) {
            for provided in &component.provides {
                let offer = Offer { line, component, attributes: &provided.attributes };
                offers.entry(&provided.capability).or_default().push(offer);
            }
        }
        Self(offers)
    }

    /// The offers of a capability and of those below it.
    fn below<'s>(&'s self, capability: &'s str) -> impl Iterator<Item = &'s Offer<'a>> {
        let from = self.0.range(capability..).take_while(move |(name, _)| name.starts_with(capability));
        from.filter(move |(name, _)| is_below(name, capability)).flat_map(|(_, offers)| offers)
    }
}

/// The certificates that the market requires of the product as a whole: held, or planned and part of the answer.
fn of_product(view: &MarketView, offers: &Offers<'_>, bom: &Bom) -> Vec<RequiredCertificate> {
    let required = view.certification.iter().filter(|one| {
        let applies = one.applies_to.as_deref().is_none_or(|capability| offers.below(capability).next().is_some());
        one.level == Level::Solution && one.effectivity.holds_on(bom.as_of) && applies
    });
    let met = |one: &Arc<Certification>| {
        let mut held = view.certificates.iter().filter(|held| {
            held.planned.is_none() && held.effectivity.holds_on(bom.as_of) && one.accepts.contains(&held.scheme)
        });
        let mut taken = bom.one_off.iter().filter(|taken| one.accepts.contains(&taken.scheme));
        let held = held.next().map(|held| (held.scheme.clone(), held.id.clone().unwrap_or_default()));
        let (scheme, id) = held.or_else(|| taken.next().map(|taken| (taken.scheme.clone(), "planned".to_owned())))?;
        Some(RequiredCertificate { scheme, id, authority: one.authority.clone(), url: None })
    };
    required.filter_map(met).collect()
}

/// `US` of `US` and of `US-CA`.
fn country(market: &str) -> Option<String> {
    let code = market.split('-').next().unwrap_or_default();
    crate::model::is_country_code(code).then(|| code.to_owned())
}

fn substitutes(catalogue: &Catalogue<'_>, line: &Line, component: Option<&Component>) -> Vec<Substitute> {
    let alternate = |label: &String| {
        let found = catalogue.labelled(label);
        Substitute {
            component: Some(label.clone()),
            manufacturer: found.and_then(|found| found.manufacturer.clone()),
            mpn: found.and_then(|found| found.mpn.clone()),
        }
    };
    let approved = component.map(|component| component.approved.as_slice()).unwrap_or_default();
    let approved = approved.iter().map(|part| Substitute {
        component: None,
        manufacturer: part.manufacturer.clone(),
        mpn: Some(part.mpn.clone()),
    });
    line.alternates.iter().map(alternate).chain(approved).collect()
}

fn certificates(
    view: Option<&MarketView>,
    line: &Line,
    component: Option<&Component>,
    day: Date,
) -> Vec<RequiredCertificate> {
    let certificate = |text: &String| {
        let (scheme, id) = text.split_once(':').unwrap_or((text, ""));
        let mut required = view.into_iter().flat_map(|view| &view.certification);
        let required =
            required.find(|one| one.effectivity.holds_on(day) && one.accepts.iter().any(|accepted| accepted == scheme));
        let held = component.into_iter().flat_map(|component| &component.certificates);
        let mut held = held.filter(|one| one.scheme == scheme && one.id.as_deref() == Some(id));
        RequiredCertificate {
            scheme: scheme.to_owned(),
            id: id.to_owned(),
            authority: required.and_then(|one| one.authority.clone()),
            url: held.find_map(|one| one.url.clone()),
        }
    };
    line.certificates.iter().map(certificate).collect()
}

fn needs(model: &Model, bom: &Bom, offers: &Offers<'_>, own: usize, component: &Component) -> Vec<String> {
    let needs = component.needs.iter().filter(|need| need.effectivity.holds_on(bom.as_of));
    let mut meeting: BTreeSet<usize> = BTreeSet::new();
    for alternative in needs.flat_map(|need| &need.alternatives) {
        let passing = offers.below(&alternative.capability).filter(|offer| {
            crate::kernel::component_passes(&alternative.tests, offer.component, offer.attributes, &model.areas)
        });
        meeting.extend(passing.map(|offer| offer.line));
    }
    meeting.remove(&own);
    meeting.into_iter().filter_map(|at| bom.lines.get(at)).map(|line| line.slot.clone()).collect()
}

impl ReleaseLine {
    /// The text of a column for this line; amounts are rounded to the currency's minor unit.
    #[must_use]
    pub fn text(&self, column: Column, release: &Release, bom: &Bom) -> String {
        let line = &self.line;
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
            Column::Version => line.version.clone(),
            Column::Kind => line.kind.as_str().to_owned(),
            Column::Name => line.name.clone(),
            Column::Quantity => line.quantity.to_string(),
            Column::Refdes => line.refdes.join(","),
            Column::Manufacturer => own(&line.manufacturer),
            Column::Mpn => own(&line.mpn),
            Column::Origin => own(&line.origin),
            Column::Hs => own(&line.hs),
            Column::LeadWeeks => line.lead_weeks.map(|weeks| weeks.to_string()).unwrap_or_default(),
            Column::Lifecycle => self.lifecycle.map_or("", Lifecycle::as_str).to_owned(),
            Column::Layer => if line.core { "core" } else { "regional" }.to_owned(),
            Column::Certificates => line.certificates.join("; "),
            Column::Alternates => labels(&self.substitutes, |one| one.component.is_some()),
            Column::Approved => labels(&self.substitutes, |one| one.component.is_none()),
            Column::UnitCost => line.unit_cost.to_fixed(bom.minor_unit),
            Column::Duty => line.duty.to_fixed(bom.minor_unit),
            Column::Cost => line.cost.to_fixed(bom.minor_unit),
            Column::Currency => bom.currency.clone(),
        }
    }
}

fn labels(substitutes: &[Substitute], is_listed: impl Fn(&Substitute) -> bool) -> String {
    let listed = substitutes.iter().filter(|one| is_listed(one));
    listed.map(Substitute::label).collect::<Vec<_>>().join("; ")
}
