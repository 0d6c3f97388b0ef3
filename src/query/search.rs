//! The search for a market's answer: the problem, what is minimised, the optimum with its ties broken.

use super::{Asked, Compiled};
use crate::bom::Warning;
use crate::engine::{Assignment, GroupId, Label, LimitReached, Optimiser, Problem, Values, Work};
use crate::kernel::{Lowered, Question, TAKEN};
use crate::model::Objective;
use crate::number::Number;
use crate::overlay::MarketView;
use crate::terms::code::AnswerCode;
use crate::verify::{self, Selection};

/// The market's question for the kernel.
pub(crate) fn question<'a>(
    compiled: &'a Compiled,
    asked: &'a Asked,
    view: &'a MarketView,
    shared_volume: &'a dyn Fn(&str) -> Number,
) -> Question<'a> {
    Question {
        model: &compiled.model,
        view,
        index: &compiled.index,
        market: asked.market,
        day: asked.day,
        flags: &asked.flags,
        shared_volume,
    }
}

/// What is minimised, in order.
pub(crate) fn objectives(compiled: &Compiled, asked: &Asked) -> Vec<Objective> {
    let listed = compiled.model.header.objective.iter().map(|objective| objective.value.clone());
    let first = asked.keep.then_some(Objective::Changes);
    first.into_iter().chain(listed).collect()
}

/// The optimum with ties broken: slots and options by the order of their groups, then the fewest and earliest carriers,
/// then the fewest and earliest planned certificates.
pub(crate) fn best(
    lowered: &Lowered,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Option<Assignment>, LimitReached> {
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
    values: &Assignment,
) -> Result<Problem, LimitReached> {
    let mut narrowed = problem.clone();
    let factor = i128::try_from(counted.len()).map_err(|_| LimitReached)? + 1;
    for group in problem.group_ids() {
        let own = i128::from(counted.contains(&group));
        for (value, cost) in (0..).zip(problem.costs(group).to_vec()) {
            let counts = if value == TAKEN { own } else { 0 };
            let cost = cost.checked_mul(factor).and_then(|cost| cost.checked_add(counts)).ok_or(LimitReached)?;
            narrowed.set_cost(group, value, cost);
        }
    }
    for group in fixed {
        narrowed.add_clause(Label::STRUCTURE, vec![(*group, Values::single(values[*group]))]);
    }
    Ok(narrowed)
}

/// The engine's values as an answer in ids.
pub(crate) fn selection(compiled: &Compiled, lowered: &Lowered, values: &Assignment) -> Selection {
    let mut slots = vec![None; compiled.model.slots.len()];
    for slot in &lowered.slots {
        if let Some(place) = slots.get_mut(slot.slot.index()) {
            *place = slot.component(values[slot.group]);
        }
    }
    let taken = |group: &Option<GroupId>| group.is_some_and(|group| values[group] == TAKEN);
    Selection {
        slots,
        options: lowered.options.iter().map(|group| values[*group]).collect(),
        carriers: lowered.carriers.iter().map(taken).collect(),
        planned: lowered.planned.iter().map(taken).collect(),
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
        view: &'a MarketView,
        shared_volume: &'a dyn Fn(&str) -> crate::number::Number,
    ) -> verify::Question<'a> {
        verify::Question {
            model: &compiled.model,
            view,
            market: asked.market,
            as_of: asked.day,
            set: &asked.flags.set,
            pins: &self.pins,
            without: &self.without,
            shared_volume,
        }
    }
}

/// What is not known of the market: no answer hides it.
pub(crate) fn gaps(compiled: &Compiled, question: &Question<'_>) -> Vec<Warning> {
    let code = compiled.model.areas.code(question.market);
    let gap = |gap: &std::sync::Arc<crate::overlay::Gap>| Warning {
        code: AnswerCode::Gap.into(),
        message: format!("`{}` of `{code}` is not known: {}", gap.key, gap.text),
    };
    question.view.gaps.iter().map(gap).collect()
}

/// A question as the checker reads it, with nothing pinned and nothing left out.
pub(crate) fn to_check<'a>(question: &Question<'a>) -> verify::Question<'a> {
    verify::Question {
        model: question.model,
        view: question.view,
        market: question.market,
        as_of: question.day,
        set: &question.flags.set,
        pins: &[],
        without: &[],
        shared_volume: question.shared_volume,
    }
}
