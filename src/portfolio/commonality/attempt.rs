//! Trying a part in a slot of a market.

use crate::bom::{Bom, ExtraCost, Outcome, PartVerdict, Reason};
use crate::engine::{Label, LimitReached, Optimiser, Pick, Values, Work, satisfy};
use crate::explain;
use crate::kernel::{Cause, Certified, ExtraCandidate, Lowered};
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use crate::query::{Case, Compiled, Request, ResolveError, Valid, best};
use std::collections::{BTreeMap, HashMap};

/// Steps of one attempt, and how many choices all attempts may put up: large solutions get fewer attempts.
const STEPS: u64 = 160_000_000;
const CHOICES: usize = 400_000;

/// Choices of all questions that are kept for further attempts; those of further markets are lowered each time.
const KEPT: usize = 200_000;

/// Attempts on one compiled solution.
pub(super) struct Attempts<'a> {
    pub compiled: &'a Compiled,
    request: &'a Request,
    optimiser: Optimiser,
    left: usize,
    /// The priced questions of markets, for all attempts there.
    priced: BTreeMap<String, Priced<'a>>,
    /// What candidates cost in slots of markets; `None` for those that no valid answer contains.
    costs: HashMap<Place, Option<Number>>,
}

/// A part in a slot of a market.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    market: String,
    slot: SlotId,
    part: ComponentId,
}

/// The question of a market, lowered and priced.
struct Priced<'a> {
    case: Case<'a>,
    valid: Valid,
    /// The groups before pricing.
    groups: usize,
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
    Barred(Vec<Reason>),
    NoCandidate,
}

impl<'a> Attempts<'a> {
    pub fn new(compiled: &'a Compiled, request: &'a Request) -> Self {
        let (priced, costs) = (BTreeMap::new(), HashMap::new());
        Self { compiled, request, optimiser: Optimiser::new(), left: CHOICES, priced, costs }
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
            let Some(pick) = pick(case.lowered(), slot, part) else { return Ok(None) };
            case.edit(|_, lowered| take(lowered, pick));
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
        let is_extra = question == Question::Everywhere && !self.is_candidate(bom, slot, part);
        let extra = is_extra.then_some(ExtraCandidate { slot, component: part });
        let mut priced = self.take_priced(&bom.market, extra)?;
        self.left = self.left.saturating_sub(priced.groups);
        let tried = self.try_priced(&mut priced, bom, Place { market: bom.market.clone(), slot, part }, question);
        if !is_extra && self.priced.len().saturating_mul(priced.groups) < KEPT {
            self.priced.insert(bom.market.clone(), priced);
        }
        tried
    }

    /// The priced question of a market, perhaps with one more candidate.
    fn take_priced(&mut self, market: &str, extra: Option<ExtraCandidate>) -> Result<Priced<'a>, ResolveError> {
        if let (None, Some(kept)) = (extra, self.priced.remove(market)) {
            return Ok(kept);
        }
        let mut case = self.compiled.case(self.request, market)?;
        case.input.flags.also.extend(extra);
        let groups = case.lowered().problem.groups();
        let valid = case.price()?;
        Ok(Priced { case, valid, groups })
    }

    fn try_priced(
        &mut self,
        priced: &mut Priced<'_>,
        bom: &Bom,
        place: Place,
        question: Question,
    ) -> Result<Option<Tried>, ResolveError> {
        let Some(pick) = pick(priced.case.lowered(), place.slot, place.part) else {
            return Ok(Some(Tried::NoCandidate));
        };
        let is_listed = priced.case.input.flags.also.is_empty();
        let known = self.costs.get(&place).filter(|_| is_listed).copied();
        let mut work = Work::new(priced.case.limit.min(STEPS));
        if is_listed && self.compiled.orders_together() {
            // What markets order together is priced by a plan of all of them, with the part pinned.
            let slot = self.compiled.model.slot_name(place.slot);
            let component = &self.compiled.model.components[place.part];
            let pin = format!("{}@={}", component.id, component.version);
            let pinned = self.request.for_markets([&place.market]).pin(slot, pin);
            return Ok(match self.compiled.resolve(&pinned)? {
                Outcome::Resolved(other) => {
                    let more = other.cost().checked_sub(bom.cost()).ok_or_else(ResolveError::too_large)?;
                    Some(Tried::Costs(more))
                }
                Outcome::Conflict(_) if question == Question::Everywhere => Some(Tried::Barred(Vec::new())),
                Outcome::Conflict(_) => priced.conflict(pick, &mut work).map(Tried::Barred),
                Outcome::Undecided(_) => None,
            });
        }
        let cost = match known {
            Some(known) => known,
            None => match self.cost(&mut priced.case, pick, &mut work)? {
                Ok(cost) => cost,
                Err(LimitReached) => return Ok(None),
            },
        };
        if is_listed {
            self.costs.insert(place, cost);
        }
        Ok(match (cost, question) {
            (Some(cost), _) => Some(Tried::Costs(cost.checked_sub(bom.cost()).ok_or_else(ResolveError::too_large)?)),
            (None, Question::OneMarket) => priced.conflict(pick, &mut work).map(Tried::Barred),
            (None, Question::Everywhere) => Some(Tried::Barred(Vec::new())),
        })
    }

    /// The cost of the best answer with a value, if there is one.
    fn cost(
        &mut self,
        case: &mut Case<'_>,
        pick: Pick,
        work: &mut Work,
    ) -> Result<Result<Option<Number>, LimitReached>, ResolveError> {
        let clauses = case.lowered().problem.clauses.len();
        case.edit(|_, lowered| take(lowered, pick));
        let values = best(case.lowered(), &mut self.optimiser, work);
        case.edit(|_, lowered| lowered.problem.clauses.truncate(clauses));
        let values = match values {
            Ok(Some(values)) => values,
            Ok(None) => return Ok(Ok(None)),
            Err(LimitReached) => return Ok(Err(LimitReached)),
        };
        let cost = case.cost(&case.selection(&values));
        Ok(Ok(Some(cost.ok_or_else(ResolveError::too_large)?)))
    }
}

impl Priced<'_> {
    /// Why no valid answer takes a value; `None` where a limit was reached.
    fn conflict(&mut self, pick: Pick, work: &mut Work) -> Option<Vec<Reason>> {
        let valid = self.valid;
        // What only counts costs is not a reason.
        let (clauses, budgets) = self.case.edit(|_, lowered| {
            let counting = lowered.problem.clauses.split_off(valid.clauses);
            let counted = lowered.problem.budgets.split_off(valid.budgets);
            take(lowered, pick);
            (counting, counted)
        });
        let conflict = explain::conflict(&self.case, work);
        self.case.edit(|_, lowered| {
            lowered.problem.clauses.truncate(valid.clauses);
            lowered.problem.clauses.extend(clauses);
            lowered.problem.budgets.extend(budgets);
        });
        conflict.ok().map(|conflict| conflict.reasons)
    }
}

/// The value of a slot's group that means a part; `None` if it is no candidate there.
fn pick(lowered: &Lowered, slot: SlotId, part: ComponentId) -> Option<Pick> {
    let group = lowered.slot(slot)?;
    let value = (1..group.size()).find(|value| group.component(*value) == Some(part))?;
    Some(Pick { group: group.group, value })
}

/// Takes a value.
fn take(lowered: &mut Lowered, pick: Pick) {
    lowered.problem.add_clause(Label::STRUCTURE, vec![(pick.group, Values::single(pick.value))]);
}
