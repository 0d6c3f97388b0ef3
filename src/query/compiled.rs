//! A solution with every market's overlays composed.

use super::error::{ResolveError, did_you_mean, near_or_choices};
use super::validity::Validity;
use crate::date::Date;
use crate::diagnostic::{self, Diagnostic};
use crate::kernel::{Index, report_market_lints};
use crate::model::{AreaId, Model};
use crate::overlay::{self, ChangePoint, Composer, MarketView};
use crate::solution::{Faults, Solution};
use crate::span::Files;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A solution ready for requests: every market's overlays are composed, and for every need it is known what can meet it.
///
/// ```
/// # fn example(solution: &terroir::Solution) -> Result<(), Box<dyn std::error::Error>> {
/// let compiled = solution.compile()?;
/// let day = "2026-11-22".parse()?;
/// let answers = compiled.portfolio(&terroir::Request::default().as_of(day))?;
/// for answer in &answers.markets {
///     println!("{}: {}", answer.market(), answer.bom().map_or("none".to_owned(), |bom| bom.cost().to_fixed(2)));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Compiled {
    pub(crate) solution: Solution,
    pub(crate) model: Arc<Model>,
    pub(crate) files: Arc<Files>,
    pub(crate) index: Arc<Index>,
    pub(crate) markets: BTreeMap<AreaId, Arc<MarketView>>,
    /// The same with the areas that sites are in.
    pub(crate) places: Arc<BTreeMap<AreaId, Arc<MarketView>>>,
    diagnostics: Vec<Diagnostic>,
    /// Which markets have a valid bill of materials, as far as it is known.
    pub(super) validity: Arc<Validity>,
}

impl Solution {
    /// Composes the overlays of all markets and prepares all requests; once, for all markets and dates.
    ///
    /// # Errors
    /// Faults that only show when overlays are composed: conflicts, circles of `part-of`, wrong attributes.
    pub fn compile(&self) -> Result<Compiled, Faults> {
        let markets: Vec<AreaId> = self.model.header.markets.iter().map(|market| market.value).collect();
        self.compile_for(&markets)
    }

    fn compile_for(&self, areas: &[AreaId]) -> Result<Compiled, Faults> {
        let (model, files) = (self.shared_model(), self.shared_files());
        let mut diagnostics = Vec::new();
        let mut composer = Composer::new(&model);
        let mut markets: BTreeMap<AreaId, Arc<MarketView>> = BTreeMap::new();
        for area in areas {
            if !markets.contains_key(area) {
                markets.insert(*area, Arc::new(composer.compose(*area, &mut diagnostics)));
            }
        }
        let mut places = markets.clone();
        for area in model.sites.iter().filter_map(|site| model.areas.find(&site.within)) {
            places.entry(area).or_insert_with(|| Arc::new(composer.compose(area, &mut diagnostics)));
        }
        let all: Vec<AreaId> = places.keys().copied().collect();
        composer.report_unused(&all, &mut diagnostics);
        let index = Index::build(&model);
        let view: Vec<(AreaId, &MarketView)> = markets.iter().map(|(area, view)| (*area, &**view)).collect();
        report_market_lints(&model, &files, &view, composer.replacements(), &mut diagnostics);
        diagnostic::sort(&mut diagnostics, &files);
        if diagnostic::has_errors(&diagnostics) {
            let files = (*files).clone();
            return Err(Faults { files, diagnostics });
        }
        let index = Arc::new(index);
        Ok(Compiled {
            solution: self.clone(),
            model,
            files,
            index,
            markets,
            places: Arc::new(places),
            diagnostics,
            validity: Arc::default(),
        })
    }
}

impl Compiled {
    /// Warnings and notes that concern markets together, sorted by place.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The same with other statements: nothing that was found out about this one holds there.
    pub(crate) fn to_be_changed(&self) -> Self {
        Self { validity: Arc::default(), ..self.clone() }
    }

    /// This compilation, or a wider one where some codes are areas that are not markets of the solution.
    pub(crate) fn for_markets(&self, codes: &[String]) -> Result<Cow<'_, Self>, ResolveError> {
        let areas = &self.model.areas;
        let mut further: Vec<&str> = Vec::new();
        for code in codes {
            let Some(area) = areas.find(code) else {
                let near = areas.nearest(code);
                let own: Vec<String> = self.solution.markets();
                let hint = match near {
                    None => near_or_choices(code, own.iter().map(String::as_str)),
                    near => did_you_mean(near),
                };
                return Err(ResolveError::unknown_name(format!("unknown market `{code}`{hint}")));
            };
            if !self.markets.contains_key(&area) && !further.contains(&code.as_str()) {
                further.push(code);
            }
        }
        if further.is_empty() {
            return Ok(Cow::Borrowed(self));
        }
        let wide = self.solution.with_areas(&further)?;
        let own = wide.model.header.markets.iter().map(|market| market.value);
        let named = codes.iter().filter_map(|code| wide.model.areas.find(code));
        let all: Vec<AreaId> = own.chain(named).collect();
        Ok(Cow::Owned(wide.compile_for(&all)?))
    }

    /// Everything that begins or ends in a market of the compiled ones, by day and place; empty for any other area.
    ///
    /// A planned certificate is paid by the markets that accept its scheme and have a valid bill of materials, so those of
    /// the others count where one is planned. Between two of these days the market's answer stays the same.
    #[must_use]
    pub fn change_points(&self, market: &str) -> Vec<ChangePoint> {
        let Some((area, view)) = self.model.areas.find(market).and_then(|area| self.markets.get_key_value(&area))
        else {
            return Vec::new();
        };
        let mut all = overlay::change_points(&self.model, view);
        if !self.planned_schemes(view).is_empty() {
            let others = self.markets.iter().filter(|(other, _)| *other != area);
            all.extend(others.flat_map(|(_, view)| overlay::change_points(&self.model, view)));
        }
        all.sort();
        all.dedup();
        all
    }

    /// The days on which anything changes in a market, ascending, each once: those of [`change_points`](Self::change_points).
    #[must_use]
    pub fn change_dates(&self, market: &str) -> Vec<Date> {
        let mut days: Vec<Date> = self.change_points(market).into_iter().map(|change_point| change_point.day).collect();
        days.dedup();
        days
    }
}
