//! The markets of a question as members of a joint problem: their hardware is shared, everything else is theirs.

use super::joint::{Costs, Joint, Member, Shared};
use super::pricing::{Priced, Scale, Stopped};
use crate::engine::{Optimiser, Problem, close_failing, open_values};
use crate::kernel::{Lowered, Weights, cost, scale_of, whole};
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use crate::quantity::Quantity;
use crate::query::{self, Case, Compiled, Priority, Request, ResolveError};
use crate::terms::ComponentKind;
use crate::trade::Rates;
use std::sync::Arc;

/// A slot that holds hardware in some market, with everything that could fill it.
pub(super) struct Choice {
    pub slot: SlotId,
    /// Component version and pieces in one product: meaning n is number n − 1, meaning 0 is "no hardware".
    pub fillings: Vec<(ComponentId, Quantity)>,
}

/// The requested markets, lowered one by one.
pub(super) struct Markets<'a> {
    pub compiled: &'a Compiled,
    pub cases: Vec<Case<'a>>,
    pub choices: Vec<Choice>,
}

impl<'a> Markets<'a> {
    /// Looks up and lowers the market of every code.
    pub fn of(compiled: &'a Compiled, request: &Request, codes: &[String]) -> Result<Self, ResolveError> {
        let mut cases = compiled.cases(request, codes)?;
        if !compiled.model.articles.is_empty() {
            // Which hardware serves a market does not depend on where its articles are built.
            let first =
                |case: &Case<'a>| case.with_rates(Arc::new(Rates { route: case.first_route(), ..Rates::default() }));
            cases = cases.iter().map(first).collect();
        }
        let mut markets = Self { compiled, cases, choices: Vec::new() };
        markets.choices = markets.find_choices();
        Ok(markets)
    }

    /// The market's code.
    pub fn code(&self, at: usize) -> &str {
        self.cases[at].code()
    }

    /// Units a year.
    pub fn volume(&self, at: usize) -> Number {
        self.cases[at].volume()
    }

    pub fn is_hardware(&self, id: ComponentId) -> bool {
        self.compiled.model.component(id).is_some_and(|component| component.kind == ComponentKind::Hardware)
    }

    /// Slots in their order; their fillings in the order of the first market that lists them.
    fn find_choices(&self) -> Vec<Choice> {
        let mut by_slot: std::collections::BTreeMap<SlotId, Vec<(ComponentId, Quantity)>> = Default::default();
        for slot in self.cases.iter().flat_map(|case| &case.lowered().slots) {
            for id in slot.candidates.iter().filter(|id| self.is_hardware(**id)) {
                let list = by_slot.entry(slot.slot).or_default();
                if !list.contains(&(*id, slot.quantity)) {
                    list.push((*id, slot.quantity));
                }
            }
        }
        by_slot.into_iter().map(|(slot, fillings)| Choice { slot, fillings }).collect()
    }

    /// The members of the joint problem.
    pub fn joint(&self) -> Joint {
        let size = |choice: &Choice| u32::try_from(choice.fillings.len()).unwrap_or(u32::MAX).saturating_add(1);
        let members = (0..self.cases.len()).map(|at| self.member(at));
        Joint::of(self.choices.iter().map(size).collect(), &members.collect::<Vec<_>>())
    }

    /// A market with what its slots' values mean.
    pub fn member(&self, at: usize) -> Member<'_> {
        let lowered = self.cases[at].lowered();
        let mut shared = Vec::new();
        for (number, choice) in (0..).zip(&self.choices) {
            let Some(slot) = lowered.slot(choice.slot) else { continue };
            let meaning = |id: &ComponentId| {
                let found = choice.fillings.iter().position(|filling| *filling == (*id, slot.quantity));
                found.filter(|_| self.is_hardware(*id)).and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0)
            };
            let meanings = std::iter::once(0).chain(slot.candidates.iter().map(meaning)).collect();
            shared.push(Shared { choice: number, group: slot.group, meanings });
        }
        Member { problem: &lowered.problem, shared }
    }

    /// What every candidate costs in every market, and what each market pays a year whatever it chooses.
    pub fn weights(&self) -> Result<(Vec<Weights>, Vec<Number>), ResolveError> {
        let mut all = Vec::with_capacity(self.cases.len());
        let mut decided = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            let mut weights = cost(&case.input, case.lowered())?;
            let mut sum = Number::ZERO;
            let lowered = case.lowered();
            let mut open = open_values(&lowered.problem);
            let parts = lowered.planned_parts.iter().map(|part| part.group);
            let planned: Vec<_> = lowered.planned.iter().flatten().copied().chain(parts).collect();
            if let Some(open) = &mut open {
                close_failing(&lowered.problem, open, &planned);
            }
            // What is decided is the same in every split: left out of the search, whose numbers stay small.
            for (group, costs) in &mut weights {
                let Some(values) = open.as_ref().map(|open| &open[*group]).filter(|values| values.len() == 1) else {
                    continue;
                };
                let taken = values.iter().next().and_then(|value| costs.get(value as usize));
                let paid = taken.copied().unwrap_or(Number::ZERO);
                sum = sum.checked_add(paid).ok_or_else(ResolveError::too_large)?;
                costs.fill(Number::ZERO);
            }
            decided.push(sum.checked_mul(case.volume()).ok_or_else(ResolveError::too_large)?);
            all.push(weights);
        }
        Ok((all, decided))
    }

    /// Prices the joint problem: money at the markets' volumes, then slots that differ from the lock, by priority.
    pub fn price(&self, joint: &mut Joint, weights: &[Weights], priority: Priority) -> Result<Scale, ResolveError> {
        let money = scale_of(weights)?;
        let each: Vec<_> = weights.iter().map(|weights| whole(weights, money)).collect::<Result<_, _>>()?;
        let mut most: i128 = 0;
        for (at, list) in each.iter().enumerate() {
            let volume = self.whole_volume(at)?;
            let dearest = list.iter().map(|(_, costs)| costs.iter().max().copied().unwrap_or(0));
            for cost in dearest {
                let weighed = cost.checked_mul(volume).ok_or_else(ResolveError::too_large)?;
                most = most.checked_add(weighed).ok_or_else(ResolveError::too_large)?;
            }
        }
        let changes = i128::try_from(self.cases.len() * self.choices.len()).map_err(|_| ResolveError::too_large())? + 1;
        let locked = self.cases.iter().any(|case| !case.locked.is_empty());
        let scale = match (locked, priority) {
            (false, Priority::Objectives | Priority::FewestChanges) => Scale { money, change: 0, factor: 1 },
            (true, Priority::Objectives) => Scale { money, change: 1, factor: changes },
            (true, Priority::FewestChanges) => {
                Scale { money, change: most.checked_add(2).ok_or_else(ResolveError::too_large)?, factor: 1 }
            }
        };
        let mut costs = Vec::with_capacity(each.len());
        for (at, each) in each.into_iter().enumerate() {
            let weight = self.whole_volume(at)?.checked_mul(scale.factor).ok_or_else(ResolveError::too_large)?;
            costs.push(Costs { each, weight, further: self.changes(at, scale.change) });
        }
        joint.price(&costs).map_err(|_| ResolveError::too_large())?;
        Ok(scale)
    }

    fn whole_volume(&self, at: usize) -> Result<i128, ResolveError> {
        self.volume(at).to_integer().ok_or_else(ResolveError::too_large)
    }

    /// By choice, what each meaning costs against the lock; nothing for a market that the lock does not hold.
    fn changes(&self, at: usize, change: i128) -> Vec<(u32, Vec<i128>)> {
        let Some(before) = Some(&self.cases[at].locked).filter(|locked| !locked.is_empty()) else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for (number, choice) in (0..).zip(&self.choices) {
            let held = before.get(&choice.slot).copied().flatten().filter(|id| self.is_hardware(*id));
            let slot = self.cases[at].lowered().slots.iter().find(|slot| slot.slot == choice.slot);
            let filling = held.zip(slot).map(|(id, slot)| (id, slot.quantity));
            let same = std::iter::once(held.is_none()).chain(choice.fillings.iter().map(|one| Some(*one) == filling));
            list.push((number, same.map(|same| if same { 0 } else { change }).collect()));
        }
        list
    }

    /// `sku-cost` for a number of SKUs.
    pub fn keeping(&self, skus: usize) -> Result<Number, ResolveError> {
        let count = Number::from(i128::try_from(skus).map_err(|_| ResolveError::too_large())?);
        self.compiled.model.header.sku_cost.checked_mul(count).ok_or_else(ResolveError::too_large)
    }

    /// A problem that only holds the market's own constraints, with hardware as given: the rest is free.
    pub fn with_hardware(&self, at: usize, meanings: &[u32]) -> Problem {
        let mut problem = self.cases[at].lowered().problem.clone();
        for shared in self.member(at).shared {
            let wanted = meanings.get(shared.choice as usize).copied().unwrap_or(0);
            let values = (0..).zip(&shared.meanings).filter(|(_, meaning)| **meaning == wanted);
            let clause = vec![(shared.group, values.map(|(value, _)| value).collect())];
            problem.add_clause(crate::engine::Label::STRUCTURE, clause);
        }
        problem
    }

    /// The market's cheapest answer with this hardware, ties broken as for its own bill of materials.
    pub fn completed(
        &self,
        at: usize,
        meanings: &[u32],
        priced: &Priced,
        work: &mut crate::engine::Work,
    ) -> Result<Option<crate::engine::Assignment>, Stopped> {
        let own = self.cases[at].lowered();
        let mut problem = self.with_hardware(at, meanings);
        for (group, costs) in whole(&priced.weights[at], priced.scale.money).map_err(ResolveError::from)? {
            (0..).zip(costs).for_each(|(value, cost)| problem.set_cost(group, value, cost));
        }
        let narrowed = Lowered {
            problem,
            slots: own.slots.clone(),
            options: own.options.clone(),
            carriers: own.carriers.clone(),
            planned: own.planned.clone(),
            planned_parts: own.planned_parts.clone(),
            helpers: own.helpers,
            supplies: own.supplies.clone(),
            reasons: Vec::new(),
            is_too_large: own.is_too_large,
        };
        Ok(query::best(&narrowed, &mut Optimiser::new(), work)?)
    }
}
