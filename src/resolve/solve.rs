//! One market's answer: the optimum, its ties broken, checked and written down.

use super::request::Asked;
use super::{Compiled, ResolveError, assemble};
use crate::bom::{Outcome, Undecided};
use crate::engine::{GroupId, Label, LimitReached, Optimiser, Problem, Values, Work};
use crate::explain;
use crate::kernel::{Lowered, Question, TAKEN, lower, set_costs};
use crate::model::Objective;
use crate::overlay::Laid;
use crate::verify::{self, Selection};

/// Asks the engine and turns what it says into the answer of the contract.
pub(crate) fn solve(compiled: &Compiled, asked: &Asked, optimiser: &mut Optimiser) -> Result<Outcome, ResolveError> {
    let laid = compiled.markets.get(&asked.market).ok_or(ResolveError::NoMarket)?;
    let shared_volume = |scheme: &str| compiled.shared_volume(scheme, asked.market, asked.day);
    let question = Question {
        model: &compiled.model,
        laid,
        index: &compiled.index,
        market: asked.market,
        day: asked.day,
        flags: &asked.flags,
        shared_volume: &shared_volume,
    };
    let mut work = Work::new(asked.limit);
    let mut lowered = lower(&question);
    let constraints = (lowered.problem.clauses.len(), lowered.problem.budgets.len());
    set_costs(&question, &mut lowered, &objectives(compiled, asked)?, &asked.before)?;
    let values = match best(&lowered, optimiser, &mut work) {
        Ok(Some(values)) => values,
        Ok(None) => {
            return Ok(match explain::conflict(compiled, asked, &question, &lowered, &mut work) {
                Ok(conflict) => Outcome::Conflict(Box::new(conflict)),
                Err(LimitReached) => undecided(compiled, asked, &work),
            });
        }
        Err(LimitReached) => return Ok(undecided(compiled, asked, &work)),
    };
    let selection = selection(compiled, &lowered, &values);
    check(compiled, asked, laid, &shared_volume, &selection)?;
    let found = assemble::Found { lowered: &lowered, values: &values, selection: &selection, constraints };
    Ok(Outcome::Resolved(Box::new(assemble::bom(compiled, asked, &question, &found)?)))
}

/// What is minimised, in order.
pub(crate) fn objectives(compiled: &Compiled, asked: &Asked) -> Result<Vec<Objective>, ResolveError> {
    let listed = compiled.model.header.objective.iter().map(|objective| objective.value.clone());
    let first = asked.keep.then_some(Objective::Changes);
    let all: Vec<Objective> = first.into_iter().chain(listed).collect();
    match all.iter().find(|objective| **objective == Objective::Regional) {
        Some(objective) => Err(ResolveError::UnsupportedObjective { objective: objective.text() }),
        None => Ok(all),
    }
}

fn undecided(compiled: &Compiled, asked: &Asked, work: &Work) -> Outcome {
    let market = compiled.model.areas.code(asked.market).to_owned();
    Outcome::Undecided(Box::new(Undecided { market, as_of: asked.day, steps: work.spent() }))
}

/// The optimum with ties broken: slots and options by the order of their groups, then the fewest and earliest carriers,
/// then the fewest and earliest planned certificates.
pub(crate) fn best(
    lowered: &Lowered,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Option<Vec<u32>>, LimitReached> {
    let Some(optimum) = optimiser.optimum(&lowered.problem, work)? else { return Ok(None) };
    let mut values = optimum.values;
    let mut fixed: Vec<GroupId> = lowered.slots.iter().map(|slot| slot.group).collect();
    fixed.extend(&lowered.options);
    for choices in [&lowered.carriers, &lowered.planned] {
        let counted: Vec<GroupId> = choices.iter().flatten().copied().collect();
        if !counted.is_empty() {
            let problem = counting(&lowered.problem, &fixed, &counted, &values)?;
            let Some(better) = optimiser.optimum(&problem, work)? else { return Ok(None) };
            values = better.values;
            fixed.extend(counted);
        }
    }
    Ok(Some(values))
}

/// The same problem with some groups fixed, and "how many of these are taken" minimised after everything else.
fn counting(
    problem: &Problem,
    fixed: &[GroupId],
    counted: &[GroupId],
    values: &[u32],
) -> Result<Problem, LimitReached> {
    let mut narrowed = problem.clone();
    let factor = i128::try_from(counted.len()).map_err(|_| LimitReached)? + 1;
    for index in 0..problem.groups() {
        let group = GroupId(u32::try_from(index).map_err(|_| LimitReached)?);
        let own = i128::from(counted.contains(&group));
        for (value, cost) in (0..).zip(problem.costs(group).to_vec()) {
            let counts = if value == TAKEN { own } else { 0 };
            let cost = cost.checked_mul(factor).and_then(|cost| cost.checked_add(counts)).ok_or(LimitReached)?;
            narrowed.set_cost(group, value, cost);
        }
    }
    for group in fixed {
        let value = values.get(group.0 as usize).copied().unwrap_or(0);
        narrowed.add_clause(Label::STRUCTURE, vec![(*group, Values::single(value))]);
    }
    Ok(narrowed)
}

/// The engine's values as an answer in ids.
pub(crate) fn selection(compiled: &Compiled, lowered: &Lowered, values: &[u32]) -> Selection {
    let value = |group: GroupId| values.get(group.0 as usize).copied().unwrap_or(0);
    let mut slots = vec![None; compiled.model.slots.len()];
    for slot in &lowered.slots {
        if let Some(place) = slots.get_mut(slot.slot.index()) {
            *place = slot.component(value(slot.group));
        }
    }
    let taken = |group: &Option<GroupId>| group.is_some_and(|group| value(group) == TAKEN);
    Selection {
        slots,
        options: lowered.options.iter().map(|group| value(*group)).collect(),
        carriers: lowered.carriers.iter().map(taken).collect(),
        planned: lowered.planned.iter().map(taken).collect(),
    }
}

/// No answer is given that the independent checker does not accept.
fn check(
    compiled: &Compiled,
    asked: &Asked,
    laid: &Laid,
    shared_volume: &dyn Fn(&str) -> crate::number::Number,
    selection: &Selection,
) -> Result<(), ResolveError> {
    let facts = Checked::of(asked);
    let question = facts.question(compiled, asked, laid, shared_volume);
    match verify::violations(&question, selection).into_iter().next() {
        None => Ok(()),
        Some(violation) => {
            let market = compiled.model.areas.code(asked.market).to_owned();
            Err(ResolveError::Refused { market, violation })
        }
    }
}

/// The request in the checker's own types.
pub(crate) struct Checked {
    pins: Vec<(crate::model::SlotId, Option<Vec<crate::model::ComponentId>>)>,
    without: Vec<crate::model::ComponentId>,
}

impl Checked {
    pub fn of(asked: &Asked) -> Self {
        let pin = |pin: &crate::kernel::Pin| match pin {
            crate::kernel::Pin::Empty => None,
            crate::kernel::Pin::Any(ids) => Some(ids.clone()),
        };
        Self {
            pins: asked.flags.pins.iter().map(|(slot, what)| (*slot, pin(what))).collect(),
            without: asked.flags.without.iter().flatten().copied().collect(),
        }
    }

    pub fn question<'a>(
        &'a self,
        compiled: &'a Compiled,
        asked: &'a Asked,
        laid: &'a Laid,
        shared_volume: &'a dyn Fn(&str) -> crate::number::Number,
    ) -> verify::Question<'a> {
        verify::Question {
            model: &compiled.model,
            laid,
            market: asked.market,
            as_of: asked.day,
            set: &asked.flags.set,
            pins: &self.pins,
            without: &self.without,
            shared_volume,
        }
    }
}
