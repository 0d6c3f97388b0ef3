//! Changes that make the market valid: each was tried before it is offered, but for facts that are not known.

use super::changes::{Change, changes};
use super::words::Words;
use crate::bom::Fix;
use crate::engine::{Optimiser, Work};
use crate::kernel::{Cause, Lowered, Question, lower, set_costs};
use crate::number::Number;
use crate::question::{Asked, Compiled, best, objectives, selection};
use crate::verify;

/// Most changes that are offered, and that are tried.
const OFFERED: usize = 3;
const TRIED: usize = 32;

/// What is not known first, then the changes that help in the order in which [`changes`] thinks of them.
pub(super) fn fixes(words: &Words<'_>, work: &mut Work) -> Vec<Fix> {
    let mut found = words.to_state();
    // A fact that is not known is stated first of all; two leave room for a change that was tried.
    found.truncate(OFFERED - 1);
    let mut optimiser = Optimiser::new();
    for change in changes(words).into_iter().take(TRIED) {
        if found.len() == OFFERED {
            break;
        }
        let changed = Question { flags: &change.flags, ..*words.question };
        if let Some(cost) = tried(words, &changed, &change.dropped, &mut optimiser, work) {
            found.push(offer(words.compiled, change, cost));
        }
    }
    found
}

/// Solves the changed question; the cost of its answer where there is one.
fn tried(
    words: &Words<'_>,
    question: &Question<'_>,
    dropped: &[Cause],
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Option<Number> {
    let (compiled, asked): (&Compiled, &Asked) = (words.compiled, words.asked);
    let mut lowered = lower(question);
    drop_causes(&mut lowered, dropped);
    set_costs(question, &mut lowered, &objectives(compiled, asked).ok()?, &asked.before).ok()?;
    let values = best(&lowered, optimiser, work).ok()??;
    let selection = selection(compiled, &lowered, &values);
    let check = verify::Question {
        model: question.model,
        laid: question.laid,
        market: question.market,
        as_of: question.day,
        set: &question.flags.set,
        pins: &[],
        without: &[],
        shared_volume: question.shared_volume,
    };
    verify::cost(&check, &selection)
}

/// Takes the constraints of some causes as met.
fn drop_causes(lowered: &mut Lowered, dropped: &[Cause]) {
    if dropped.is_empty() {
        return;
    }
    let labels: Vec<u32> = (1..)
        .zip(&lowered.reasons)
        .filter(|(_, reason)| dropped.contains(&reason.cause))
        .map(|(label, _)| label)
        .collect();
    lowered.problem.clauses.retain(|clause| !labels.contains(&clause.label.0));
    lowered.problem.budgets.retain(|budget| !labels.contains(&budget.label.0));
}

fn offer(compiled: &Compiled, change: Change, cost: Number) -> Fix {
    let currency = &compiled.model.header.currency;
    let amount = format!("{} {currency}", cost.to_fixed(crate::bom::minor_unit(currency)));
    let share = if change.planned { " and its share of that cost" } else { "" };
    Fix { text: format!("{}; the BOM then costs {amount}{share}", change.text), place: change.place }
}
