//! The price of commonality: what the markets pay together for ever fewer lines outside the shared core.

use super::joint::{Aim, Joint, whole};
use super::member::Member;
use super::standing::{self, Standing};
use super::{Alike, Search, Stop};
use crate::bom::{Commonality, Point};
use crate::engine::{Assignment, Optimiser, Work};
use crate::model::Objective;
use crate::number::Number;
use crate::query::{Case, Compiled};

/// From the cheapest answers, each market for itself, to the fewest lines outside the core: every number of lines at
/// which the least total cost changes. Each point is a proved optimum. Where the work limit is reached the curve has a
/// hole in front of its end, in which the best portfolio that was found stands unproved; looking for it may take as many
/// steps again.
pub(crate) fn commonality(compiled: &Compiled, cases: &[Case<'_>]) -> Result<Commonality, Stop> {
    let limit = cases.first().map_or(0, |case| case.limit);
    let (mut optimiser, mut work) = (Optimiser::new(), Work::new(limit));
    let mut members = Vec::with_capacity(cases.len());
    for case in cases {
        members.extend(Member::of(case, (&[], &[Objective::Cost]), &mut optimiser)?);
    }
    let members: Vec<&Member> = members.iter().collect();
    let mut search = Search::of(&members);
    let volumes = members.iter().filter_map(|member| compiled.model.areas.find(&member.code));
    let volumes: Vec<Number> = volumes.map(|area| compiled.model.header.volume(area)).collect();
    let mut curve = Curve { volumes: &volumes, points: Vec::new(), together: None, next: Vec::new() };
    let complete = match curve.walk(&mut search, &mut optimiser, &mut work) {
        Ok(()) => true,
        Err(Stop::Limit(_)) => false,
        Err(Stop::TooLarge) => return Err(Stop::TooLarge),
    };
    if !complete {
        let mut starts = vec![search.wanted.clone(), Alike::new()];
        starts.append(&mut curve.next);
        let found = standing::attempts(&search, &starts, 1, (&mut optimiser, &mut Work::new(limit)));
        curve.add_unproved(&members, &found)?;
    }
    let Curve { mut points, together, .. } = curve;
    let end = together.filter(|end| points.last().is_none_or(|last| last.regional > end.regional));
    points.extend(end);
    Ok(Commonality { markets: members.iter().map(|member| member.code.clone()).collect(), points, complete })
}

/// What is known of the curve.
struct Curve<'a> {
    /// By member.
    volumes: &'a [Number],
    /// From the cheapest on: each has fewer lines than the one before, at the least cost.
    points: Vec<Point>,
    /// The fewest lines.
    together: Option<Point>,
    /// What the next point could hold alike, from the last one.
    next: Vec<Alike>,
}

impl Curve<'_> {
    fn walk(&mut self, search: &mut Search<'_>, optimiser: &mut Optimiser, work: &mut Work) -> Result<(), Stop> {
        // The fewest lines first: that end is asked for before all else.
        let (joint, best) = search.first(optimiser, work)?;
        let fewest = joint.regional(&best.values);
        self.together = Some(self.proved(&joint, &best.values)?);
        // More lines than all slots of all markets have there are not.
        let slots: usize = search.members.iter().map(|member| member.lowered.slots.len()).sum();
        let mut most = whole(slots);
        while most >= fewest {
            let (joint, best) = search.solve(Aim::LevelsThenRegional(most), optimiser, work)?;
            self.points.push(self.proved(&joint, &best.values)?);
            self.next = standing::steps_from(search, &joint, &best.values);
            most = joint.regional(&best.values) - 1;
        }
        Ok(())
    }

    fn proved(&self, joint: &Joint<'_>, values: &Assignment) -> Result<Point, Stop> {
        let point = self.point(joint.regional(values), |member| joint.paid(member, values))?;
        Ok(Point { proved: true, ..point })
    }

    fn point(&self, regional: i128, paid: impl Fn(usize) -> Option<Number>) -> Result<Point, Stop> {
        let mut total = Number::ZERO;
        let mut costs = Vec::with_capacity(self.volumes.len());
        for (member, volume) in self.volumes.iter().enumerate() {
            let paid = paid(member).ok_or(Stop::TooLarge)?;
            total = total.checked_add(paid).ok_or(Stop::TooLarge)?;
            costs.push(paid.checked_div(*volume).ok_or(Stop::TooLarge)?);
        }
        Ok(Point { regional: usize::try_from(regional).unwrap_or(0), total, costs, proved: false })
    }

    /// The cheapest portfolio found with fewer lines than the last point, if it is no more than the end of the curve.
    fn add_unproved(&mut self, members: &[&Member], found: &[Standing]) -> Result<(), Stop> {
        let paid = |one: &Standing, at: usize| one.paid(at, members.get(at)?);
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
