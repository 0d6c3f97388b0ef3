//! Which search works on a component, and for how many steps, before another has its turn.
//!
//! Where the plain dual bound is tight the answer is there at once, and smoothing alone would take longer than the whole
//! search; where rules are dense nothing but a smooth bound helps, or unsat cores do. Run times differ by orders of
//! magnitude and cannot be foreseen, so trying all of them costs little compared with choosing the wrong one. Each keeps
//! what it has found out for its next turn, and all share what they know of the cost.

use super::core_guided::CoreGuided;
use super::dual::Scale;
use super::found::Found;
use super::instance::Instance;
use super::search::{Outcome, Search, Stop, is_large};
use super::windows::{Bounds, Inside, Root, Windows};
use crate::engine::work::{LimitReached, Work};

/// Steps that turns are counted in.
pub(super) const PATIENCE: u64 = 500_000;

/// Units of the first try with the plain dual bound: where it can be smoothed, that soon does better.
const TRY: u64 = 16;
const QUICK_TRY: u64 = 1;

/// The first turns: who has it, and for how many units.
const EARLY: [(Method, u64); 2] = [(Method::Learning, 40), (Method::Cores, 10)];

/// The turns that follow where core-guided search is on its way, which is then mostly through after as many steps again,
/// and where it is not. Branch and bound begins its window again each time.
const WITH_CORES: [(Method, u64); 4] =
    [(Method::Cores, 16), (Method::Learning, 56), (Method::Bound, 128), (Method::Cores, 128)];
const WITHOUT_CORES: [(Method, u64); 1] = [(Method::Learning, 56)];

/// The last turns, each time with as many times the steps.
const LATE: [(Method, u64); 2] = [(Method::Bound, 512), (Method::Cores, 512)];
const GROWTH: u64 = 4;

/// Core-guided search is given up where its bound lacks this share of the dual bound.
const LACKING: i128 = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    /// Learning from conflicts within what the prices allow.
    Learning,
    /// Branch and bound.
    Bound,
    /// Core-guided search.
    Cores,
}

/// A component's lexicographically first optimum. Without patience core-guided search alone looks for it.
pub(super) fn first_optimum(
    component: &Instance,
    patience: u64,
    work: &mut Work,
) -> Result<Option<Found>, LimitReached> {
    let mut attempts = Attempts::new(component);
    if patience == 0 {
        return attempts.cores(work);
    }
    if let Some(found) = attempts.plainly(patience, work)? {
        return Ok(found);
    }
    if let Some(found) = attempts.take_turns(&EARLY, patience, work)? {
        return Ok(found);
    }
    let next: &[(Method, u64)] = if attempts.cores_are_behind() { &WITHOUT_CORES } else { &WITH_CORES };
    if let Some(found) = attempts.take_turns(next, patience, work)? {
        return Ok(found);
    }
    let mut unit = patience;
    loop {
        if let Some(found) = attempts.take_turns(&LATE, unit, work)? {
            return Ok(found);
        }
        unit = unit.saturating_mul(GROWTH);
    }
}

/// An answer; `None` where none was found in the steps of a turn.
type Answer = Option<Option<Found>>;

struct Attempts<'a> {
    component: &'a Instance,
    scale: Option<Scale>,
    /// Whether smoothing can pay. With budgets the smooth prices lead branch and bound astray, and take long to find.
    is_smoothed: bool,
    bounds: Bounds,
    plain: Windows<'a>,
    smooth: Windows<'a>,
    cores: Option<CoreGuided<'a>>,
}

impl<'a> Attempts<'a> {
    fn new(component: &'a Instance) -> Self {
        Self {
            component,
            scale: Scale::of(component),
            is_smoothed: is_large(component) && component.budgets.is_empty(),
            bounds: Bounds::default(),
            plain: Windows::new(component, Root::Plain),
            smooth: Windows::new(component, Root::Smooth),
            cores: None,
        }
    }

    /// A try with the plain dual bound, before it is smoothed.
    fn plainly(&mut self, unit: u64, work: &mut Work) -> Result<Answer, LimitReached> {
        let Some(scale) = self.scale else { return Ok(None) };
        let units = if self.is_smoothed { QUICK_TRY } else { TRY };
        let mut portion = work.portion(unit.saturating_mul(units));
        let mut search = Search::new(scale, &mut portion);
        let found = self.plain.search(Inside::Branching, &mut self.bounds, &mut search);
        work.spend(portion.spent())?;
        Ok(found.ok())
    }

    fn take_turns(&mut self, turns: &[(Method, u64)], unit: u64, work: &mut Work) -> Result<Answer, LimitReached> {
        for (method, units) in turns {
            let mut portion = work.portion(unit.saturating_mul(*units));
            let found = match method {
                // Without a smooth bound the prices leave too much room to learn anything.
                Method::Learning if !self.is_smoothed => continue,
                Method::Learning => self.bound(Inside::Learning, &mut portion),
                Method::Bound => self.bound(Inside::Branching, &mut portion),
                Method::Cores => self.cores(&mut portion).map_err(Stop::from),
            };
            work.spend(portion.spent())?;
            match found {
                Ok(found) => return Ok(Some(found)),
                // Whatever its steps, branch and bound will not do.
                Err(Stop::Hard) => return self.cores(work).map(Some),
                Err(Stop::Limit) => {}
            }
        }
        Ok(None)
    }

    /// Whether core-guided search has proved much less than the dual bound did at once: the bound of its cores rises fast
    /// in its first turn and hardly ever after that.
    fn cores_are_behind(&self) -> bool {
        let (Some(cores), Some(dual)) = (&self.cores, self.windows().lower()) else { return false };
        cores.lower() < dual - dual / LACKING
    }

    fn windows(&self) -> &Windows<'a> {
        if self.is_smoothed { &self.smooth } else { &self.plain }
    }

    fn bound(&mut self, inside: Inside, work: &mut Work) -> Outcome {
        let mut search = Search::new(self.scale.ok_or(Stop::Hard)?, work);
        let windows = if self.is_smoothed { &mut self.smooth } else { &mut self.plain };
        windows.search(inside, &mut self.bounds, &mut search)
    }

    fn cores(&mut self, work: &mut Work) -> Result<Option<Found>, LimitReached> {
        let cores = self.cores.get_or_insert_with(|| CoreGuided::new(self.component));
        let found = cores.first_optimum(work);
        self.bounds.raise(cores.lower());
        if let Some(upper) = cores.upper() {
            self.bounds.lower_to(upper);
        }
        if let Some(optimum) = cores.optimum() {
            self.bounds.settle(optimum);
        }
        found
    }
}
