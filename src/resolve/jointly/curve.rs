//! The price of commonality: what the markets pay together for ever fewer lines outside the shared core.

use super::joint::{Aim, Joint};
use super::member::Member;
use super::{Search, Stop};
use crate::bom::{Commonality, Point};
use crate::engine::{Assignment, Optimiser, Work};
use crate::model::Objective;
use crate::number::Number;
use crate::question::{Asked, Compiled};

/// From the cheapest answers, each market for itself, to the fewest lines outside the core: every number of lines at
/// which the least total cost changes. Each point is a proved optimum; where the work limit is reached the curve ends
/// and says so.
pub(crate) fn commonality(compiled: &Compiled, asked: &[Asked], work: &mut Work) -> Result<Commonality, Stop> {
    let mut optimiser = Optimiser::new();
    let mut members = Vec::with_capacity(asked.len());
    for one in asked {
        members.extend(Member::of(compiled, one, (&[], &[Objective::Cost]), &mut optimiser)?);
    }
    let members: Vec<&Member> = members.iter().collect();
    let mut search = Search::of(&members);
    let volumes = members.iter().filter_map(|member| compiled.model.areas.find(&member.code));
    let volumes: Vec<Number> = volumes.map(|area| compiled.model.header.volume(area)).collect();
    let fewest = search.fewest(&mut optimiser, work)?;
    // The fewest lines first: that end is asked for before all else.
    let (joint, best) = search.solve(Aim::RegionalThenLevels(fewest), &mut optimiser, work)?;
    let together = point(&joint, &best.values, &volumes)?;
    let (points, complete) = match walk(&mut search, fewest, &volumes, (&mut optimiser, work)) {
        Ok(points) => (points, true),
        Err((_, Stop::TooLarge)) => return Err(Stop::TooLarge),
        Err((points, Stop::Limit)) => (points, false),
    };
    let mut points = points;
    if points.last().is_none_or(|last| last.regional > together.regional) {
        points.push(together);
    }
    Ok(Commonality { markets: members.iter().map(|member| member.code.clone()).collect(), points, complete })
}

type Walked = Result<Vec<Point>, (Vec<Point>, Stop)>;

/// The points from the cheapest on: each has fewer lines than the one before, at the least cost.
fn walk(
    search: &mut Search<'_>,
    fewest: i128,
    volumes: &[Number],
    (optimiser, work): (&mut Optimiser, &mut Work),
) -> Walked {
    let mut points: Vec<Point> = Vec::new();
    // More lines than all slots of all markets have there are not.
    let mut most =
        search.members.iter().map(|member| member.lowered.slots.len()).sum::<usize>().try_into().unwrap_or(i128::MAX);
    loop {
        let found = search.solve(Aim::LevelsThenRegional(most), optimiser, work);
        let added = found.and_then(|(joint, best)| point(&joint, &best.values, volumes));
        match added {
            Ok(point) => points.push(point),
            Err(stop) => return Err((points, stop)),
        }
        let lines = points.last().map_or(0, |point| point.regional);
        most = i128::try_from(lines).unwrap_or(i128::MAX) - 1;
        if most < fewest {
            return Ok(points);
        }
    }
}

fn point(joint: &Joint<'_>, values: &Assignment, volumes: &[Number]) -> Result<Point, Stop> {
    let mut total = Number::ZERO;
    let mut costs = Vec::with_capacity(volumes.len());
    for (member, volume) in volumes.iter().enumerate() {
        let paid = joint.paid(member, values).ok_or(Stop::TooLarge)?;
        total = total.checked_add(paid).ok_or(Stop::TooLarge)?;
        costs.push(paid.checked_div(*volume).ok_or(Stop::TooLarge)?);
    }
    let regional = usize::try_from(joint.regional(values)).unwrap_or(0);
    Ok(Point { regional, total, costs })
}
