//! The price of commonality: what the markets pay together for fewer and fewer lines outside the shared core.

use super::incumbent::{self, Incumbent};
use super::market::{Market, Objectives, Stop};
use super::relaxation::{Agreed, Aim, Relaxation, whole};
use super::search::Search;
use crate::bom::{Commonality, Point};
use crate::engine::{Assignment, Optimiser, Work};
use crate::model::Objective;
use crate::number::Number;
use crate::query::{Case, Compiled};

/// From the cheapest answers, each market by itself, to the fewest lines outside the core: every number of lines at which
/// the least total cost changes. Each point is a proved optimum. Where the step limit is reached the curve has a gap
/// before its end, filled by the best portfolio found, unproved; looking for it may take as many steps again.
pub(in crate::portfolio) fn commonality(compiled: &Compiled, cases: &[Case<'_>]) -> Result<Commonality, Stop> {
    let limit = cases.first().map_or(0, |case| case.limit);
    let (mut optimiser, mut work) = (Optimiser::new(), Work::new(limit));
    let mut markets = Vec::with_capacity(cases.len());
    for case in cases {
        markets.extend(Market::of(case, Objectives { before: &[], after: &[Objective::Cost] }, &mut optimiser)?);
    }
    let markets: Vec<&Market> = markets.iter().collect();
    let mut search = Search::of(&markets);
    let volumes = markets.iter().filter_map(|market| compiled.model.areas.find(&market.code));
    let volumes: Vec<Number> = volumes.map(|area| compiled.model.header.volume(area)).collect();
    let mut curve = Curve { volumes: &volumes, points: Vec::new(), together: None, next: Vec::new() };
    let complete = match curve.trace(&mut search, &mut optimiser, &mut work) {
        Ok(()) => true,
        Err(Stop::Limit(_)) => false,
        Err(Stop::TooLarge) => return Err(Stop::TooLarge),
    };
    if !complete {
        let mut starts = vec![search.wanted.clone(), Agreed::new()];
        starts.append(&mut curve.next);
        let found = incumbent::attempts(&search, &starts, 1, &mut optimiser, &mut Work::new(limit));
        curve.add_unproved(&markets, &found)?;
    }
    let Curve { mut points, together, .. } = curve;
    let end = together.filter(|end| points.last().is_none_or(|last| last.regional > end.regional));
    points.extend(end);
    Ok(Commonality { markets: markets.iter().map(|market| market.code.clone()).collect(), points, complete })
}

/// What is known of the curve.
struct Curve<'a> {
    /// By market.
    volumes: &'a [Number],
    /// From the cheapest on: each has fewer lines than the one before, at the least cost.
    points: Vec<Point>,
    /// The fewest lines.
    together: Option<Point>,
    /// What the point after the last one could fill alike.
    next: Vec<Agreed>,
}

impl Curve<'_> {
    fn trace(&mut self, search: &mut Search<'_>, optimiser: &mut Optimiser, work: &mut Work) -> Result<(), Stop> {
        // The end with the fewest lines first: it matters most where the limit is reached.
        let (relaxation, best) = search.first(optimiser, work)?;
        let fewest = relaxation.regional(&best.values);
        self.together = Some(self.proved(&relaxation, &best.values)?);
        // There are never more lines than slots in all markets.
        let slots: usize = search.markets.iter().map(|market| market.lowered.slots.len()).sum();
        let mut most = whole(slots);
        while most >= fewest {
            let (relaxation, best) = search.solve(Aim::LevelsThenRegional(most), optimiser, work)?;
            self.points.push(self.proved(&relaxation, &best.values)?);
            self.next = incumbent::next_starts(search, &relaxation, &best.values);
            most = relaxation.regional(&best.values) - 1;
        }
        Ok(())
    }

    fn proved(&self, relaxation: &Relaxation<'_>, values: &Assignment) -> Result<Point, Stop> {
        let point = self.point(relaxation.regional(values), |market| relaxation.paid(market, values))?;
        Ok(Point { proved: true, ..point })
    }

    fn point(&self, regional: i128, paid: impl Fn(usize) -> Option<Number>) -> Result<Point, Stop> {
        let mut total = Number::ZERO;
        let mut costs = Vec::with_capacity(self.volumes.len());
        for (market, volume) in self.volumes.iter().enumerate() {
            let paid = paid(market).ok_or(Stop::TooLarge)?;
            total = total.checked_add(paid).ok_or(Stop::TooLarge)?;
            costs.push(paid.checked_div(*volume).ok_or(Stop::TooLarge)?);
        }
        Ok(Point { regional: usize::try_from(regional).unwrap_or(0), total, costs, proved: false })
    }

    /// Adds the cheapest portfolio found with fewer lines than the last point, unless the end of the curve is as good.
    fn add_unproved(&mut self, markets: &[&Market], found: &[Incumbent]) -> Result<(), Stop> {
        let paid = |one: &Incumbent, at: usize| one.paid(at, markets.get(at)?);
        let points = found.iter().map(|one| self.point(one.regional, |at| paid(one, at)));
        let points: Vec<Point> = points.collect::<Result<_, _>>()?;
        let is_next = |point: &Point| {
            let beyond = self.points.last().is_none_or(|last| point.regional < last.regional);
            beyond && self.together.as_ref().is_none_or(|end| point.total < end.total && point.regional > end.regional)
        };
        let next = points.into_iter().filter(is_next).min_by(|one, two| one.total.cmp(&two.total));
        self.points.extend(next);
        Ok(())
    }
}
