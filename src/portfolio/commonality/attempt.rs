//! Trying a part in a slot of a market.

use crate::bom::{Bom, ExtraCost, PartVerdict};
use crate::engine::{Label, LimitReached, Optimiser, Values, Work, satisfy};
use crate::explain;
use crate::kernel::{Cause, Certified, ExtraCandidate, Lowered};
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use crate::query::{Case, Compiled, Request, ResolveError, best};

/// Steps of one attempt, and how many choices all attempts may put up: large solutions get fewer attempts.
const STEPS: u64 = 160_000_000;
const CHOICES: usize = 400_000;

/// Attempts on one compiled solution.
pub(super) struct Attempts<'a> {
    pub compiled: &'a Compiled,
    request: &'a Request,
    optimiser: Optimiser,
    left: usize,
}

/// What an attempt is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    /// What one market says to a candidate, with its reasons.
    OneMarket,
    /// Whether all markets could hold the part, listed there or not, without reasons.
    Everywhere,
}

/// What became of one.
enum Tried {
    Costs(Number),
    Barred(Vec<crate::bom::Reason>),
    NoCandidate,
}

impl<'a> Attempts<'a> {
    pub fn new(compiled: &'a Compiled, request: &'a Request) -> Self {
        Self { compiled, request, optimiser: Optimiser::new(), left: CHOICES }
    }

    /// The candidates of a slot in these markets, in their order.
    pub fn candidates(&self, boms: &[&Bom], slot: SlotId) -> Vec<ComponentId> {
        let mut all = Vec::new();
        for bom in boms {
            for id in self.listed(bom, slot) {
                if !all.contains(id) {
                    all.push(*id);
                }
            }
        }
        all
    }

    /// Whether a market lists the part for the slot.
    pub fn is_candidate(&self, bom: &Bom, slot: SlotId, part: ComponentId) -> bool {
        self.listed(bom, slot).contains(&part)
    }

    fn listed(&self, bom: &Bom, slot: SlotId) -> &[ComponentId] {
        let area = self.compiled.model.areas.find(&bom.market);
        let view = area.and_then(|area| self.compiled.markets.get(&area));
        let definition = view.and_then(|view| view.slot(slot));
        definition.map(|definition| definition.candidates.as_slice()).unwrap_or_default()
    }

    /// What happens if the slot of a market that has this answer holds the part.
    pub fn verdict(&mut self, bom: &Bom, slot: SlotId, part: ComponentId) -> Result<PartVerdict, ResolveError> {
        Ok(match self.try_part(bom, slot, part, Question::OneMarket)? {
            Some(Tried::Costs(more)) => PartVerdict::Costs(more),
            Some(Tried::Barred(reasons)) => PartVerdict::Barred(reasons),
            Some(Tried::NoCandidate) => PartVerdict::NoCandidate,
            None => PartVerdict::Undecided,
        })
    }

    /// What the part costs more in each of the markets; `None` if it does not serve in all of them.
    pub fn everywhere(
        &mut self,
        boms: &[&Bom],
        slot: SlotId,
        part: ComponentId,
    ) -> Result<Option<Vec<ExtraCost>>, ResolveError> {
        let mut more = Vec::with_capacity(boms.len());
        for bom in boms {
            match self.try_part(bom, slot, part, Question::Everywhere)? {
                Some(Tried::Costs(cost)) => more.push(ExtraCost { market: bom.market.clone(), amount: cost }),
                _ => return Ok(None),
            }
        }
        Ok(Some(more))
    }

    /// The schemes of the certificates that a part lacks to be used in a market; `None` where it lacks something else, or a
    /// limit was reached.
    pub fn missing_schemes(
        &mut self,
        bom: &Bom,
        slot: SlotId,
        part: ComponentId,
    ) -> Result<Option<Vec<String>>, ResolveError> {
        let mut schemes: Vec<String> = Vec::new();
        while self.left > 0 {
            let mut case = self.compiled.case(self.request, &bom.market)?;
            let certified = |scheme: &String| Certified { component: part, scheme: scheme.clone() };
            case.input.flags.certified.extend(schemes.iter().map(certified));
            self.left = self.left.saturating_sub(case.lowered().problem.groups());
            if !case.edit(|_, lowered| put(lowered, slot, part)) {
                return Ok(None);
            }
            let mut work = Work::new(case.limit.min(STEPS));
            match satisfy(&case.lowered().problem, &mut work) {
                Ok(Some(_)) => return Ok(Some(schemes)),
                Err(LimitReached) => return Ok(None),
                Ok(None) => {}
            }
            let Ok(causes) = explain::causes(&case, &mut work) else { return Ok(None) };
            let lacking = causes.iter().find_map(|cause| {
                let Cause::Scheme(of, at) = cause else { return None };
                case.input.view.certification.get(*at).filter(|_| *of == slot)
            });
            let lacking = lacking.map(|one| one.scheme.clone()).filter(|scheme| !schemes.contains(scheme));
            let Some(scheme) = lacking else { return Ok(None) };
            schemes.push(scheme);
        }
        Ok(None)
    }

    /// `None` where a limit was reached.
    fn try_part(
        &mut self,
        bom: &Bom,
        slot: SlotId,
        part: ComponentId,
        question: Question,
    ) -> Result<Option<Tried>, ResolveError> {
        if self.left == 0 {
            return Ok(None);
        }
        let mut case = self.compiled.case(self.request, &bom.market)?;
        if question == Question::Everywhere && !self.is_candidate(bom, slot, part) {
            case.input.flags.also.push(ExtraCandidate { slot, component: part });
        }
        self.left = self.left.saturating_sub(case.lowered().problem.groups());
        if !case.edit(|_, lowered| put(lowered, slot, part)) {
            return Ok(Some(Tried::NoCandidate));
        }
        let mut work = Work::new(case.limit.min(STEPS));
        match self.cost(&mut case, &mut work)? {
            Err(LimitReached) => Ok(None),
            Ok(Some(cost)) => Ok(Some(Tried::Costs(cost.checked_sub(bom.cost()).ok_or_else(ResolveError::too_large)?))),
            Ok(None) => Ok(match question {
                Question::OneMarket => {
                    let conflict = explain::conflict(&case, &mut work);
                    conflict.ok().map(|conflict| Tried::Barred(conflict.reasons))
                }
                Question::Everywhere => Some(Tried::Barred(Vec::new())),
            }),
        }
    }

    /// The cost of the best answer, if there is one.
    fn cost(
        &mut self,
        case: &mut Case<'_>,
        work: &mut Work,
    ) -> Result<Result<Option<Number>, LimitReached>, ResolveError> {
        let valid = case.price()?;
        let values = match best(case.lowered(), &mut self.optimiser, work) {
            Ok(Some(values)) => values,
            Ok(None) => {
                // What only counts costs is not a reason.
                case.edit(|_, lowered| {
                    lowered.problem.clauses.truncate(valid.clauses);
                    lowered.problem.budgets.truncate(valid.budgets);
                });
                return Ok(Ok(None));
            }
            Err(LimitReached) => return Ok(Err(LimitReached)),
        };
        let cost = case.cost(&case.selection(&values));
        Ok(Ok(Some(cost.ok_or_else(ResolveError::too_large)?)))
    }
}

/// Puts a part into a slot; false if it is no candidate there.
fn put(lowered: &mut Lowered, slot: SlotId, part: ComponentId) -> bool {
    let Some(group) = lowered.slots.iter().find(|group| group.slot == slot) else { return false };
    let Some(value) = (1..group.size()).find(|value| group.component(*value) == Some(part)) else { return false };
    lowered.problem.add_clause(Label::STRUCTURE, vec![(group.group, Values::single(value))]);
    true
}
