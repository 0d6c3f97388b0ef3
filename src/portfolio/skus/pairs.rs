//! Why two markets cannot share their hardware: the slots in which they would have to agree, and each market's reasons.

use super::joint::Shared;
use super::markets::Markets;
use super::pricing::Stopped;
use crate::bom::{Apart, ApartReason};
use crate::engine::{GroupId, Label, Problem, Values, Work, minimal_unsatisfiable_subset};
use crate::explain;
use crate::query::Case;

/// Two markets side by side. Labels: the reasons of the first, those of the second, then one a slot that links them.
struct Beside {
    problem: Problem,
    /// How many groups and labels come before those of the second market, and before the links.
    groups: u32,
    reasons: u32,
    links: u32,
}

/// A minimal set of slots and reasons that keeps two markets apart; `None` where they can share after all.
pub(super) fn apart(markets: &Markets<'_>, one: usize, two: usize, work: &mut Work) -> Result<Option<Apart>, Stopped> {
    let beside = beside(markets, one, two);
    // Links first, the last slot first: as few slots as can be, and early ones.
    let slots = u32::try_from(markets.choices.len()).unwrap_or(u32::MAX);
    let drop_first: Vec<Label> = (0..slots).rev().map(|choice| Label(beside.links + choice)).collect();
    let Some(core) = minimal_unsatisfiable_subset(&beside.problem, &drop_first, work)? else { return Ok(None) };
    let mut slots = Vec::new();
    let (mut of_one, mut of_two) = (Vec::new(), Vec::new());
    for label in core {
        if label.0 >= beside.links {
            let choice = markets.choices.get((label.0 - beside.links) as usize);
            slots.extend(choice.map(|choice| markets.compiled.model.slot_name(choice.slot).to_owned()));
        } else if label.0 > beside.reasons {
            of_two.push(Label(label.0 - beside.reasons));
        } else {
            of_one.push(label);
        }
    }
    let mut reasons = reasons(&markets.cases[one], &of_one);
    reasons.extend(self::reasons(&markets.cases[two], &of_two));
    Ok(Some(Apart { one: markets.code(one).to_owned(), two: markets.code(two).to_owned(), slots, reasons }))
}

fn reasons(case: &Case<'_>, labels: &[Label]) -> Vec<ApartReason> {
    let reasons = explain::reasons(case, labels).into_iter();
    reasons.map(|reason| ApartReason { market: case.code().to_owned(), reason }).collect()
}

fn beside(markets: &Markets<'_>, one: usize, two: usize) -> Beside {
    let (first, second) = (markets.cases[one].lowered(), markets.cases[two].lowered());
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let (groups, reasons) = (count(first.problem.groups()), count(first.reasons.len()));
    let links = reasons + count(second.reasons.len()) + 1;
    let mut beside = Beside { problem: Problem::new(), groups, reasons, links };
    beside.add(&first.problem, 0, 0);
    beside.add(&second.problem, groups, reasons);
    beside.link(markets, one, two);
    beside
}

impl Beside {
    fn add(&mut self, problem: &Problem, groups: u32, labels: u32) {
        let label = |label: Label| if label == Label::STRUCTURE { label } else { Label(label.0 + labels) };
        for group in problem.group_ids() {
            self.problem.add_group(problem.size(group));
        }
        for clause in &problem.clauses {
            let moved = clause.literals.iter().map(|(group, values)| (GroupId(group.0 + groups), values.clone()));
            self.problem.add_clause(label(clause.label), moved.collect());
        }
        for budget in &problem.budgets {
            let moved = budget.terms.iter().map(|(group, weights)| (GroupId(group.0 + groups), weights.clone()));
            self.problem.add_wide_budget(label(budget.label), moved.collect(), budget.cap);
        }
    }

    /// What a slot means in one market it means in the other.
    fn link(&mut self, markets: &Markets<'_>, one: usize, two: usize) {
        let (first, second) = (by_choice(markets, one), by_choice(markets, two));
        for (number, choice) in (0..).zip(&markets.choices) {
            let label = Label(self.links + number);
            let of = |list: &[Option<Shared>], shift: u32, meaning: u32| {
                let found = list.get(number as usize)?.as_ref()?;
                let values = (0..).zip(&found.meanings).filter(|(_, one)| **one == meaning);
                let values: Values = values.map(|(value, _)| value).collect();
                Some((GroupId(found.group.0 + shift), values))
            };
            for meaning in (0..).take(choice.fillings.len() + 1) {
                let (one, two) = (of(&first, 0, meaning), of(&second, self.groups, meaning));
                match (one, two) {
                    (Some(one), Some((group, values))) => {
                        let other = values.complement(self.problem.size(group));
                        self.problem.add_clause(label, vec![one, (group, other)]);
                    }
                    // A market without the slot leaves it empty.
                    (Some(one), None) | (None, Some(one)) if meaning == 0 => {
                        self.problem.add_clause(label, vec![one]);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// A market's shared groups by the number of their choice.
fn by_choice(markets: &Markets<'_>, at: usize) -> Vec<Option<Shared>> {
    let mut list: Vec<Option<Shared>> = vec![None; markets.choices.len()];
    for shared in markets.member(at).shared {
        if let Some(place) = list.get_mut(shared.choice as usize) {
            *place = Some(shared);
        }
    }
    list
}
