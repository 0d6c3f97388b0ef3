//! The questions of a session that are answered as without one: the cheapest rest, reasons, prices.

use super::Session;
use super::commitment::{ChoiceKind, Commitment, Picked, Target};
use super::held::Held;
use super::market::MarketSession;
use crate::bom::{Outcome, Reason};
use crate::engine::{GroupId, Label, LimitReached, Optimiser, Pick, Values, Work, satisfy};
use crate::explain;
use crate::kernel::Lowered;
use crate::number::Number;
use crate::query::{Case, Request, ResolveError, best};
use crate::resolve::solve_as;

/// A carrier that is committed in a market.
struct CarrierPick {
    id: String,
    picked: Picked,
    pick: Pick,
}

impl Session {
    /// The commitments of a market as a request for it.
    fn request_of(&self, at: usize) -> Result<Request, ResolveError> {
        let market = self.market(at)?;
        let request = self.request.for_markets([market.code()]);
        Ok(self.held_in(at).fold(request, |request, held| market.with_flag(request, &held.commitment)))
    }

    fn market(&self, at: usize) -> Result<&MarketSession, ResolveError> {
        self.markets.get(at).ok_or_else(ResolveError::no_market)
    }

    fn held_in(&self, at: usize) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(move |held| held.holds_in(at))
    }

    /// The carriers that are committed in a market, each once.
    fn carriers_of(&self, at: usize, but: Option<&str>) -> Result<Vec<CarrierPick>, ResolveError> {
        let market = self.market(at)?;
        let mut list: Vec<CarrierPick> = Vec::new();
        for held in self.held_in(at) {
            let Target::Carrier(id, picked) = &held.target else { continue };
            list.retain(|one| one.id != *id);
            if Some(id.as_str()) != but {
                let pick = market.carrier(id, *picked);
                list.extend(pick.map(|pick| CarrierPick { id: id.clone(), picked: *picked, pick }));
            }
        }
        Ok(list)
    }

    /// The answer of a market under its commitments.
    pub(super) fn answer(&self, at: usize) -> Result<Outcome, ResolveError> {
        let request = self.request_of(at)?;
        let carriers = self.carriers_of(at, None)?;
        if carriers.is_empty() {
            return self.compiled.resolve(&request);
        }
        let case = self.compiled.case(&request, self.market(at)?.code())?;
        let chosen = carriers.iter().map(|one| (one.pick.group, one.pick.value)).collect();
        solve_as(case, Some(&chosen), &mut Optimiser::new())
    }

    /// Why a value is not possible: a smallest set of reasons, as [`Compiled::why_slot`](crate::Compiled::why_slot) gives
    /// them; `None` where it is possible. Empty: the structure forbids it. Commitments are reasons as the flags that they
    /// are; committed carriers come first.
    ///
    /// # Errors
    /// [`ResolveError`] for a market, a name or a value that there is not, and where the work was ended or the step limit
    /// reached.
    pub fn reasons(&mut self, market: &str, value: &Commitment) -> Result<Option<Vec<Reason>>, ResolveError> {
        let at = self.position(market)?;
        self.begin();
        let trial = self.trial(at, value)?;
        let mut work = trial.case.work();
        let found = trial.reasons(&mut work);
        found.map_err(|LimitReached| self.interrupted())
    }

    /// What each value of a slot, option or carrier adds to the cost of the cheapest answer of a market, in the order of its
    /// [`Domain`](super::Domain); `None` for values that are not possible, and for all of them where the market has no
    /// answer. Each market is priced alone.
    ///
    /// # Errors
    /// As [`reasons`](Self::reasons).
    pub fn price_differences(
        &mut self,
        market: &str,
        kind: ChoiceKind,
        name: &str,
    ) -> Result<Vec<Option<Number>>, ResolveError> {
        let at = self.position(market)?;
        self.begin();
        let (_, domain) = self.market(at)?.point(kind, name).ok_or_else(|| unknown_choice(market, name))?;
        let values: Vec<Option<String>> = domain.values.iter().map(|value| value.value.clone()).collect();
        let mut optimiser = Optimiser::new();
        let case = self.compiled.case(&self.request_of(at)?, self.market(at)?.code())?;
        let base = Trial { case, fixed: Vec::new(), carriers: self.carriers_of(at, None)? };
        let Some(base) = base.cost(&mut optimiser).map_err(|error| self.named(error))? else {
            return Ok(vec![None; values.len()]);
        };
        let mut differences = Vec::with_capacity(values.len());
        for value in values {
            let tried = Commitment { kind, name: name.to_owned(), value, market: None };
            let cost = self.trial(at, &tried)?.cost(&mut optimiser).map_err(|error| self.named(error))?;
            differences.push(cost.and_then(|cost| cost.checked_sub(base)));
        }
        Ok(differences)
    }

    /// The case of a market with a value in place of what is committed of the same choice.
    fn trial(&self, at: usize, tried: &Commitment) -> Result<Trial<'_>, ResolveError> {
        let market = self.market(at)?;
        let unknown = || unknown_choice(market.code(), &tried.name);
        let (point, domain) = market.point(tried.kind, &tried.name).ok_or_else(unknown)?;
        let known = domain.values.iter().position(|value| value.value == tried.value).ok_or_else(unknown)?;
        let mut request = self.request_of(at)?;
        let is_carrier = tried.kind == ChoiceKind::Carrier;
        if tried.kind == ChoiceKind::Slot && tried.value.is_none() {
            // A slot that is not optional may be empty all the same, and has no flag for it.
            request.pin.retain(|pin| pin.slot != tried.name);
        } else {
            request = market.with_flag(request, tried);
        }
        let case = self.compiled.case(&request, market.code())?;
        let value = u32::try_from(known).unwrap_or(u32::MAX);
        let fixed = point.group.map(|group| (group, value)).into_iter().collect();
        Ok(Trial { case, fixed, carriers: self.carriers_of(at, is_carrier.then_some(tried.name.as_str()))? })
    }

    /// A limit that was reached, or the caller's end of the work.
    fn interrupted(&self) -> ResolveError {
        let watch = self.request.watch.0.as_ref();
        if watch.is_some_and(|watch| watch.is_stopped()) {
            ResolveError::stopped()
        } else {
            ResolveError::limit_reached()
        }
    }

    fn named(&self, failure: Failure) -> ResolveError {
        match failure {
            Failure::Limit => self.interrupted(),
            Failure::Error(error) => error,
        }
    }
}

fn unknown_choice(market: &str, name: &str) -> ResolveError {
    ResolveError::unknown_name(format!("`{market}` has no such choice or value of `{name}`"))
}

/// Why a trial has no answer.
enum Failure {
    Limit,
    Error(ResolveError),
}

/// A market with one value fixed.
struct Trial<'a> {
    case: Case<'a>,
    fixed: Vec<(GroupId, u32)>,
    carriers: Vec<CarrierPick>,
}

impl Trial<'_> {
    /// The problem with the value fixed, and some of the carriers.
    fn lowered(&self, carriers: &[&CarrierPick]) -> Lowered {
        let mut lowered = self.case.lowered().clone();
        let picks = carriers.iter().map(|one| (one.pick.group, one.pick.value));
        for (group, value) in self.fixed.iter().copied().chain(picks) {
            lowered.problem.add_clause(Label::STRUCTURE, vec![(group, Values::single(value))]);
        }
        lowered
    }

    /// Why there is no answer; `None` where there is one.
    fn reasons(&self, work: &mut Work) -> Result<Option<Vec<Reason>>, LimitReached> {
        let mut needed: Vec<&CarrierPick> = self.carriers.iter().collect();
        if satisfy(&self.lowered(&needed).problem, work)?.is_some() {
            return Ok(None);
        }
        // A carrier without which there is no answer either is no reason.
        let mut at = 0;
        while at < needed.len() {
            let mut fewer = needed.clone();
            fewer.remove(at);
            if satisfy(&self.lowered(&fewer).problem, work)?.is_none() {
                needed = fewer;
            } else {
                at += 1;
            }
        }
        let further = explain::smallest_reasons(&self.case, &self.lowered(&needed), work)?;
        Ok(Some(needed.into_iter().map(carrier_reason).chain(further).collect()))
    }

    /// What the cheapest answer costs; `None` where there is none.
    fn cost(mut self, optimiser: &mut Optimiser) -> Result<Option<Number>, Failure> {
        self.case.price().map_err(Failure::Error)?;
        let carriers: Vec<&CarrierPick> = self.carriers.iter().collect();
        let lowered = self.lowered(&carriers);
        let found = best(&lowered, optimiser, &mut self.case.work()).map_err(|LimitReached| Failure::Limit)?;
        let Some(values) = found else { return Ok(None) };
        let cost = self.case.cost(&self.case.selection(&values));
        cost.map(Some).ok_or_else(|| Failure::Error(ResolveError::too_large()))
    }
}

fn carrier_reason(carrier: &CarrierPick) -> Reason {
    let is = match carrier.picked {
        Picked::Yes => "committed to be picked",
        Picked::No => "committed not to be picked",
    };
    Reason {
        key: format!("carrier:{}", carrier.id),
        text: format!("carrier `{}` is {is}", carrier.id),
        place: None,
        labels: Vec::new(),
        source: Vec::new(),
    }
}
