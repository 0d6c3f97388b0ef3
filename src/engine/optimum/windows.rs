//! Branch and bound in ever wider windows above the dual bound.
//!
//! The bound is mostly close to the optimum, and reduced-cost fixing is the stronger the lower the limit is: several
//! searches in narrow windows cost less than one without an upper bound. A component without a solution would widen
//! for long, so between windows any solution is looked for, and its cost is the ceiling.

use super::dual::Dual;
use super::found::Found;
use super::instance::Instance;
use super::learning::Learning;
use super::search::{Outcome, Search, Stop};
use crate::engine::encoding::Encoding;
use crate::engine::work::{LimitReached, Work};

/// Least steps of a look for any solution; else it has as many as the window before it took.
const LOOK_STEPS: u64 = 1_000_000;

/// What is known of a component's optimum, whichever search found it out.
#[derive(Default)]
pub(super) struct Bounds {
    /// No solution costs less.
    floor: Option<i128>,
    /// The cost of a solution.
    ceiling: Option<i128>,
    /// One of the optima.
    optimum: Option<Found>,
    /// Looks for any solution; kept with what it has learned until it has an answer.
    any: Option<Encoding>,
}

impl Bounds {
    /// No solution costs less than this.
    pub fn raise(&mut self, cost: i128) {
        self.floor = self.floor.max(Some(cost));
    }

    /// A solution costs this much.
    pub fn lower_to(&mut self, cost: i128) {
        self.ceiling = Some(self.ceiling.map_or(cost, |ceiling| ceiling.min(cost)));
    }

    /// One of the optima.
    pub fn settle(&mut self, optimum: Found) {
        self.raise(optimum.cost);
        self.lower_to(optimum.cost);
        self.optimum = Some(optimum);
    }

    /// Whether there is any solution; its cost is a ceiling.
    fn look(&mut self, component: &Instance, work: &mut Work) -> Result<bool, LimitReached> {
        let any = self.any.get_or_insert_with(|| Encoding::with_sums(&component.to_problem()));
        let found = any.cdcl.solve(&[], work)?;
        if found {
            let cost = component.cost_of(&any.assignment());
            self.lower_to(cost);
        }
        Ok(found)
    }
}

/// How the prices at the root are found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Plain,
    Smooth,
}

/// A search that can be interrupted: windows that were searched to their end are not searched again.
pub(super) struct Windows<'a> {
    component: &'a Instance,
    root: Root,
    dual: Option<Dual>,
    width: i128,
    learning: Option<Learning>,
}

/// How a window is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// By branch and bound.
    Branching,
    /// By learning from conflicts.
    Learning,
}

impl<'a> Windows<'a> {
    pub fn new(component: &'a Instance, root: Root) -> Self {
        Self { component, root, dual: None, width: 0, learning: None }
    }

    /// The best bound that the prices at the root give, once it is known.
    pub fn lower(&self) -> Option<i128> {
        self.dual.as_ref().map(Dual::lower)
    }

    /// The component's lexicographically first optimum: or that there is no solution.
    pub fn search(&mut self, inside: Inside, bounds: &mut Bounds, search: &mut Search) -> Outcome {
        let dual = match self.dual.take() {
            Some(dual) => dual,
            None => self.begin(search)?,
        };
        let found = self.search_above(&dual, inside, (bounds, search));
        self.dual = Some(dual);
        found
    }

    fn begin(&mut self, search: &mut Search) -> Result<Dual, Stop> {
        let component = self.component.clone();
        let dual = match self.root {
            Root::Plain => search.plain_dual(&component)?,
            Root::Smooth => search.smooth_dual(component)?,
        };
        self.width = first_width(self.component, dual.lower());
        Ok(dual)
    }

    fn search_above(&mut self, dual: &Dual, inside: Inside, (bounds, search): (&mut Bounds, &mut Search)) -> Outcome {
        if inside == Inside::Learning {
            return self.widen(dual, inside, (bounds, search));
        }
        if bounds.optimum.is_none() {
            let Some(found) = self.widen(dual, inside, (bounds, search))? else { return Ok(None) };
            bounds.settle(found);
        }
        let Some(found) = bounds.optimum.clone() else { return Ok(None) };
        search.first_connected(self.component, dual, found).map(Some)
    }

    /// The first solution found in a window is an optimum.
    fn widen(&mut self, dual: &Dual, inside: Inside, (bounds, search): (&mut Bounds, &mut Search)) -> Outcome {
        let (lower, most) = (dual.lower(), greatest_cost(self.component));
        loop {
            let before = search.work.spent();
            let limit = bounds.ceiling.map_or(lower + self.width, |ceiling| (ceiling + 1).min(lower + self.width));
            if bounds.floor.is_none_or(|floor| floor < limit) {
                let found = match inside {
                    Inside::Branching => search.connected_below(self.component, dual, limit)?,
                    Inside::Learning => self.learned(dual, limit, (bounds, search))?,
                };
                if found.is_some() {
                    return Ok(found);
                }
                bounds.raise(limit);
            }
            if bounds.floor > Some(most) {
                return Ok(None);
            }
            if bounds.ceiling.is_none() {
                let steps = (search.work.spent() - before).max(LOOK_STEPS);
                let mut portion = search.work.portion(steps);
                let found = bounds.look(self.component, &mut portion);
                search.spend(portion.spent())?;
                if found == Ok(false) {
                    return Ok(None);
                }
            }
            self.width += (self.width >> 1).max(1);
        }
    }

    /// The first optimum below a limit by learning from conflicts.
    fn learned(&mut self, dual: &Dual, limit: i128, (bounds, search): (&mut Bounds, &mut Search)) -> Outcome {
        let component = self.component;
        let mut learning = match self.learning.take() {
            Some(learning) if learning.limit == limit => learning,
            Some(_) | None => Learning::new(component, dual, limit),
        };
        let found = learning.first(component, dual, search.work);
        if let Some(optimum) = learning.optimum(component) {
            bounds.settle(optimum);
        }
        self.learning = Some(learning);
        Ok(found?)
    }
}

fn greatest_cost(component: &Instance) -> i128 {
    let most = component.slots.iter().filter_map(|slot| component.costs[slot.range()].iter().max());
    most.fold(0, |sum, cost| sum.saturating_add(*cost))
}

fn first_width(component: &Instance, lower: i128) -> i128 {
    let spread = component.costs.iter().fold(0i128, |sum, cost| sum.saturating_add(*cost));
    let mean = spread / (component.costs.len() as i128).max(1);
    (mean / 4).max(lower >> 8).max(1)
}
