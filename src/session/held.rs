//! Commitments whose names are looked up, in the markets in which they hold.

use super::commitment::{ChoiceKind, Commitment, Picked, Target};
use super::market::MarketSession;
use crate::kernel::Pin;
use crate::query::{Compiled, Request, ResolveError};

/// A commitment that is held, in ids.
pub(super) struct Held {
    pub commitment: Commitment,
    pub target: Target,
    /// The only market in which it holds, by position.
    only: Option<usize>,
}

impl Held {
    /// Looks up the names; every market that it holds in must have the value.
    pub fn new(
        compiled: &Compiled,
        request: &Request,
        markets: &[MarketSession],
        commitment: Commitment,
    ) -> Result<Self, ResolveError> {
        let only = match &commitment.market {
            None => None,
            Some(code) => {
                let found = markets.iter().position(|one| one.code() == code);
                let message = || format!("market `{code}` is not one of the session's");
                Some(found.ok_or_else(|| ResolveError::unknown_name(message()))?)
            }
        };
        let meant = markets.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at));
        let mut target = None;
        for (_, market) in meant {
            let found = target_in(compiled, request, market, &commitment)?;
            target = target.or(found);
        }
        match target {
            Some(target) => Ok(Self { commitment, target, only }),
            None => {
                let Commitment { name, .. } = &commitment;
                Err(ResolveError::unknown_name(format!("no market of the session has a carrier `{name}`")))
            }
        }
    }

    /// Whether it holds in the market at a position.
    pub fn holds_in(&self, market: usize) -> bool {
        self.only.is_none_or(|only| only == market)
    }
}

/// The commitment in ids as one market has it; `None`: a carrier that it does not have.
fn target_in(
    compiled: &Compiled,
    request: &Request,
    market: &MarketSession,
    commitment: &Commitment,
) -> Result<Option<Target>, ResolveError> {
    if commitment.kind == ChoiceKind::Carrier {
        let picked = match commitment.value.as_deref() {
            None => Picked::No,
            Some(Commitment::PICKED) => Picked::Yes,
            Some(other) => {
                let message = format!("a carrier has no value `{other}`; expected `{}` or none", Commitment::PICKED);
                return Err(ResolveError::unknown_name(message));
            }
        };
        if !market.has_carrier(&commitment.name) {
            return Ok(None);
        }
        if picked == Picked::Yes && market.carrier(&commitment.name, picked).is_none() {
            let message = format!("carrier `{}` cannot be picked in `{}`", commitment.name, market.code());
            return Err(ResolveError::foreign_pin(message));
        }
        return Ok(Some(Target::Carrier(commitment.name.clone(), picked)));
    }
    // The flag is looked up by those who look up flags, so that both mean the same.
    let mut alone = request.baseline().for_markets([market.code()]);
    alone.variant = None;
    let alone = market.with_flag(alone, commitment);
    let flags = compiled.bare_case(&alone, market.area(), market.day())?.input.flags;
    if let Some(set) = flags.set.into_iter().next() {
        return Ok(Some(Target::Option(set.option, set.value)));
    }
    if let Some(pin) = flags.pins.into_iter().next() {
        return Ok(Some(Target::Slot(pin.slot, pin.pin)));
    }
    // A slot that this market does not have is empty here, committed or not.
    let slot = compiled.known_slot(&commitment.name)?;
    Ok(Some(Target::Slot(slot, Pin::Empty)))
}
