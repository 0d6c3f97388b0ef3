//! Solutions of one problem that contain a value each: near the last one where that is enough, else from the solver.

use super::nearby::Nearby;
use super::questions::{Finding, find};
use crate::engine::{Assignment, LimitReached, Pick, Problem, Solver, Work};

/// A problem with what is known of its solutions.
pub(super) struct Containing<'a> {
    solver: Solver,
    nearby: Nearby<'a>,
}

/// Whether a problem has a solution.
pub(super) enum First<'a> {
    /// It has this one.
    Solution(Box<Containing<'a>>),
    /// It has none.
    Nothing,
    /// Neither was found within the limit of a call.
    Unproved,
}

/// What was found of a value.
pub(super) enum Found {
    /// A solution contains it: these values are taken there, and all others as in solutions before.
    Taken(Vec<Pick>),
    /// No solution does.
    Nothing,
    /// Neither was found within the limit of a call.
    Unproved,
}

impl<'a> Containing<'a> {
    /// Looks for a first solution of a problem without labels.
    pub fn first(problem: &'a Problem, work: &mut Work) -> Result<First<'a>, LimitReached> {
        let mut solver = Solver::new(problem);
        Ok(match find(&mut solver, &[], &[], work)? {
            Finding::Possible(values) => {
                First::Solution(Box::new(Self { solver, nearby: Nearby::new(problem, values) }))
            }
            Finding::Impossible(_) => First::Nothing,
            Finding::Unproved => First::Unproved,
        })
    }

    /// The last solution.
    pub fn values(&self) -> &Assignment {
        self.nearby.values()
    }

    /// Everything that the last solution contains.
    pub fn taken(&self) -> Vec<Pick> {
        picks(self.values())
    }

    /// Looks for a solution that contains a value.
    pub fn find(&mut self, pick: Pick, work: &mut Work) -> Result<Found, LimitReached> {
        if self.nearby.change(pick, work)? {
            return Ok(Found::Taken(self.nearby.changed().collect()));
        }
        Ok(match find(&mut self.solver, &[], &[pick], work)? {
            Finding::Possible(values) => Found::Taken(picks(&values)),
            Finding::Impossible(_) => Found::Nothing,
            Finding::Unproved => Found::Unproved,
        })
    }
}

fn picks(values: &Assignment) -> Vec<Pick> {
    values.entries().map(|(group, value)| Pick { group, value: *value }).collect()
}
