//! What leaves the house: the resolved answers with what the catalogue knows of each line. Every file is written from
//! this, so that all of them say the same.

use crate::bom::{Bom, Column, Line, Portfolio};
use crate::date::Date;
use crate::model::{Attributes, Component, Model};
use crate::name::is_below;
use crate::overlay::{Certification, Level, MarketView};
use crate::query::{Compiled, ResolveError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The bills of materials of a portfolio, ready to be written.
///
/// ```
/// # fn example(compiled: &terroir::Compiled, portfolio: &terroir::Portfolio) -> Result<(), terroir::ResolveError> {
/// use terroir::export::{Dialect, Profile, Release};
/// let release = Release::of(compiled, portfolio)?;
/// if let (Some(profile), Some(market)) = (Profile::find(&[], "jlcpcb"), release.markets.first()) {
///     println!("{}", profile.sheet(&release, market).csv(Dialect::Plain));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Release {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day asked about.
    pub as_of: Date,
    /// The markets that have a bill of materials, in the order asked.
    pub markets: Vec<MarketRelease>,
    /// The most substitutes that a line of any market has: how many columns they need.
    pub most_substitutes: usize,
}

/// The bill of materials of one market.
#[derive(Clone, Debug)]
pub struct MarketRelease {
    /// The answer.
    pub bom: Bom,
    /// The market's country (ISO 3166-1 alpha-2), where it is one or lies in one.
    pub country: Option<String>,
    /// Certificates of the product as a whole that the market asks for.
    pub proofs: Vec<Proof>,
    /// Its lines, in the order of the answer.
    pub rows: Vec<Row>,
}

/// A line with what the catalogue knows of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// 1, 2, 3 …
    pub item: usize,
    /// The line of the answer.
    pub line: Line,
    /// `active`, `nrnd` or `eol`.
    pub lifecycle: &'static str,
    /// What may stand in its place: alternates in the order of the answer, then approved manufacturer parts.
    pub substitutes: Vec<Substitute>,
    /// The certificates that the market asks of it.
    pub proofs: Vec<Proof>,
    /// What it offers, sorted.
    pub provides: Vec<String>,
    /// The slots whose lines meet a need of it, in order; also of a need with a condition, where a line meets it.
    pub needs: Vec<String>,
}

/// What may stand in a line's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitute {
    /// The alternate's id, with its version where the id has several; `None` for an approved part of the same component.
    pub component: Option<String>,
    /// Who makes it.
    pub manufacturer: Option<String>,
    /// The maker's part number.
    pub mpn: Option<String>,
}

impl Substitute {
    /// The substitute in a word or two: `driver-universal`, `Yageo RC0402FR`.
    #[must_use]
    pub fn label(&self) -> String {
        match (&self.component, &self.manufacturer, &self.mpn) {
            (Some(component), _, _) => component.clone(),
            (None, Some(manufacturer), Some(mpn)) => format!("{manufacturer} {mpn}"),
            (None, manufacturer, mpn) => mpn.clone().or_else(|| manufacturer.clone()).unwrap_or_default(),
        }
    }
}

/// A certificate that a market asks of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The scheme.
    pub scheme: String,
    /// Its number, or `planned`.
    pub id: String,
    /// Who asks for it, as the overlay has it.
    pub authority: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
}

impl Release {
    /// Collects what is known of every line.
    ///
    /// # Errors
    /// Those of asking about a market that is none of the solution's.
    pub fn of(compiled: &Compiled, portfolio: &Portfolio) -> Result<Self, ResolveError> {
        let codes: Vec<String> = portfolio.markets.iter().map(|outcome| outcome.market().to_owned()).collect();
        let wide = compiled.reaching(&codes)?;
        let compiled = wide.as_ref().unwrap_or(compiled);
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

    /// The component of an alternate's label: `id`, or `id@version` where an id has several.
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
        Row {
            item: at + 1,
            line: line.clone(),
            lifecycle: component.map_or("", |component| component.lifecycle.as_str()),
            substitutes: substitutes(catalogue, line, component),
            proofs: proofs(view.map(AsRef::as_ref), line, component, bom.as_of),
            provides: component.map(provides).unwrap_or_default(),
            needs: component.map(|component| needs(catalogue.model, bom, &offers, at, component)).unwrap_or_default(),
        }
    };
    MarketRelease {
        bom: bom.clone(),
        country: country(&bom.market),
        proofs: view.map(|view| of_product(view, &offers, bom)).unwrap_or_default(),
        rows: bom.lines.iter().enumerate().map(row).collect(),
    }
}

/// What the lines of a market offer: capability → line, component, attributes.
struct Offers<'a>(BTreeMap<&'a str, Vec<(usize, &'a Component, &'a Attributes)>>);

impl<'a> Offers<'a> {
    fn of(components: &[Option<&'a Component>]) -> Self {
        let mut offers: BTreeMap<&str, Vec<(usize, &Component, &Attributes)>> = BTreeMap::new();
        for (at, component) in components.iter().enumerate().filter_map(|(at, one)| Some((at, (*one)?))) {
            for provided in &component.provides {
                offers.entry(&provided.capability).or_default().push((at, component, &provided.attributes));
            }
        }
        Self(offers)
    }

    /// Everything that is of a capability or below it.
    fn below<'s>(&'s self, capability: &'s str) -> impl Iterator<Item = &'s (usize, &'a Component, &'a Attributes)> {
        let from = self.0.range(capability..).take_while(move |(name, _)| name.starts_with(capability));
        from.filter(move |(name, _)| is_below(name, capability)).flat_map(|(_, offers)| offers)
    }
}

/// The certificates of the product as a whole: held, or planned and taken.
fn of_product(view: &MarketView, offers: &Offers<'_>, bom: &Bom) -> Vec<Proof> {
    let asked = view.certification.iter().filter(|one| {
        let concerned = one.applies_to.as_deref().is_none_or(|capability| offers.below(capability).next().is_some());
        one.level == Level::Solution && one.effectivity.holds_on(bom.as_of) && concerned
    });
    let proof = |one: &Arc<Certification>| {
        let mut held = view.certificates.iter().filter(|held| {
            held.planned.is_none() && held.effectivity.holds_on(bom.as_of) && one.accepts.contains(&held.scheme)
        });
        let mut taken = bom.one_off.iter().filter(|taken| one.accepts.contains(&taken.scheme));
        let held = held.next().map(|held| (held.scheme.clone(), held.id.clone().unwrap_or_default()));
        let (scheme, id) = held.or_else(|| taken.next().map(|taken| (taken.scheme.clone(), "planned".to_owned())))?;
        Some(Proof { scheme, id, authority: one.authority.clone(), url: None })
    };
    asked.filter_map(proof).collect()
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

fn proofs(view: Option<&MarketView>, line: &Line, component: Option<&Component>, day: Date) -> Vec<Proof> {
    let proof = |text: &String| {
        let (scheme, id) = text.split_once(':').unwrap_or((text, ""));
        let mut asking = view.into_iter().flat_map(|view| &view.certification);
        let asked =
            asking.find(|one| one.effectivity.holds_on(day) && one.accepts.iter().any(|accepted| accepted == scheme));
        let held = component.into_iter().flat_map(|component| &component.certificates);
        let mut held = held.filter(|one| one.scheme == scheme && one.id.as_deref() == Some(id));
        Proof {
            scheme: scheme.to_owned(),
            id: id.to_owned(),
            authority: asked.and_then(|one| one.authority.clone()),
            url: held.find_map(|one| one.url.clone()),
        }
    };
    line.certificates.iter().map(proof).collect()
}

fn provides(component: &Component) -> Vec<String> {
    component.provides.iter().map(|provided| provided.capability.clone()).collect()
}

fn needs(model: &Model, bom: &Bom, offers: &Offers<'_>, own: usize, component: &Component) -> Vec<String> {
    let asked = component.needs.iter().filter(|need| need.effectivity.holds_on(bom.as_of));
    let mut meeting: BTreeSet<usize> = BTreeSet::new();
    for alternative in asked.flat_map(|need| &need.alternatives) {
        let passing = offers.below(&alternative.capability).filter(|(_, provider, attributes)| {
            crate::kernel::component_passes(&alternative.tests, provider, attributes, &model.areas)
        });
        meeting.extend(passing.map(|(at, _, _)| *at));
    }
    meeting.remove(&own);
    meeting.into_iter().filter_map(|at| bom.lines.get(at)).map(|line| line.slot.clone()).collect()
}

impl Row {
    /// What a column shows of the line; amounts are rounded to the currency's minor unit.
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
            Column::Lifecycle => self.lifecycle.to_owned(),
            Column::Layer => if line.core { "core" } else { "regional" }.to_owned(),
            Column::Certificates => line.certificates.join("; "),
            Column::Alternates => self.labels(true),
            Column::Approved => self.labels(false),
            Column::UnitCost => line.unit_cost.to_fixed(bom.minor_unit),
            Column::Duty => line.duty.to_fixed(bom.minor_unit),
            Column::Cost => line.cost.to_fixed(bom.minor_unit),
            Column::Currency => bom.currency.clone(),
        }
    }

    fn labels(&self, alternates: bool) -> String {
        let chosen = self.substitutes.iter().filter(|one| one.component.is_some() == alternates);
        chosen.map(Substitute::label).collect::<Vec<_>>().join("; ")
    }
}
