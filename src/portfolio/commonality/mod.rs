//! What keeps slots out of the shared core: why one market's part is not used in another, which single part would serve
//! everywhere, and otherwise what such a part would have to support.

mod attempt;
mod wanted;

use crate::bom::{
    Bom, CertifiedForAll, Elsewhere, Filling, Line, MissingCertificate, OneForAll, Outcome, Portfolio, Split,
};
use crate::model::{ComponentId, Model, SlotId};
use crate::name::is_below;
use crate::number::Number;
use crate::query::{Compiled, Request, ResolveError};
use attempt::Attempts;
use std::collections::{HashMap, HashSet};

/// Parts that are tried as the one for all: candidates, and parts of the catalogue that are none.
const CANDIDATES: usize = 24;
const OTHERS: usize = 12;

impl Compiled {
    /// What splits the answered markets in each slot outside the core of a portfolio in which they differ; the portfolio
    /// is the answer to the request. Every
    /// verdict was tried by solving.
    ///
    /// # Errors
    /// As [`Compiled::portfolio`].
    pub fn splits(&self, request: &Request, portfolio: &Portfolio) -> Result<Vec<Split>, ResolveError> {
        let own = self.portfolio_markets(request)?;
        let everywhere = request.for_markets(Vec::<String>::new());
        let in_portfolio = |outcome: &&Outcome| own.iter().any(|code| code == outcome.market());
        let boms: Vec<&Bom> = portfolio.markets.iter().filter(in_portfolio).filter_map(Outcome::bom).collect();
        let mut attempts = Attempts::new(self, &everywhere);
        let slots = portfolio.core.regional.iter().filter_map(|one| self.model.find_slot(&one.slot));
        let slots: Vec<SlotId> = slots.collect();
        let held = Held::of(&self.model, &boms, &slots);
        let differing = slots.into_iter().filter(|slot| held.differs(*slot));
        differing.map(|slot| split(&mut attempts, &held, slot)).collect()
    }
}

/// What markets hold in some slots.
struct Held<'b> {
    boms: &'b [&'b Bom],
    /// By market, in the same order.
    slots: Vec<HashMap<SlotId, HeldLine<'b>>>,
}

/// What a market holds in a slot.
#[derive(Clone, Copy)]
struct HeldLine<'b> {
    line: &'b Line,
    component: Option<ComponentId>,
}

impl<'b> Held<'b> {
    fn of(model: &Model, boms: &'b [&'b Bom], slots: &[SlotId]) -> Self {
        let wanted: HashSet<SlotId> = slots.iter().copied().collect();
        let of_bom = |bom: &&'b Bom| {
            let line = |line: &'b Line| {
                let slot = model.find_slot(&line.slot).filter(|slot| wanted.contains(slot))?;
                let component = model.find_version(&line.component, &line.version).map(|(id, _)| id);
                Some((slot, HeldLine { line, component }))
            };
            bom.lines.iter().filter_map(line).collect()
        };
        Self { boms, slots: boms.iter().map(of_bom).collect() }
    }

    /// Each market with what it holds in a slot.
    fn each(&self, slot: SlotId) -> impl Iterator<Item = (&'b Bom, Option<HeldLine<'b>>)> + '_ {
        self.boms.iter().copied().zip(self.slots.iter().map(move |slots| slots.get(&slot).copied()))
    }

    /// Each market with the component that it holds in a slot.
    fn components(&self, slot: SlotId) -> impl Iterator<Item = (&'b Bom, Option<ComponentId>)> + '_ {
        self.each(slot).map(|(bom, held)| (bom, held.and_then(|held| held.component)))
    }

    /// Whether the markets differ in the component version or the quantity that they hold in a slot.
    fn differs(&self, slot: SlotId) -> bool {
        let mut contents = self.each(slot).map(|(_, held)| {
            held.map(|HeldLine { line, .. }| (line.component.as_str(), line.version.as_str(), line.quantity))
        });
        let first = contents.next();
        contents.any(|content| Some(content) != first)
    }
}

fn split(attempts: &mut Attempts<'_>, held: &Held<'_>, slot: SlotId) -> Result<Split, ResolveError> {
    let model = attempts.compiled.model.clone();
    let mut parts: Vec<ComponentId> = Vec::new();
    for part in held.components(slot).filter_map(|(_, part)| part) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let filled: Vec<(&Bom, ComponentId)> = held.components(slot).filter_map(|(bom, part)| Some((bom, part?))).collect();
    let mut fillings = Vec::new();
    for part in &parts {
        let (here, there): (Vec<_>, Vec<_>) = filled.iter().partition(|(_, held)| held == part);
        let mut elsewhere = Vec::new();
        for (bom, _) in there {
            let verdict = attempts.verdict(bom, slot, *part)?;
            elsewhere.push(Elsewhere { market: bom.market.clone(), verdict });
        }
        let markets = here.into_iter().map(|(bom, _)| bom.market.clone()).collect();
        fillings.push(Filling { component: model.component_label(*part), markets, elsewhere });
    }
    let filled: Vec<&Bom> = filled.into_iter().map(|(bom, _)| bom).collect();
    let one_for_all = if parts.len() > 1 { one_for_all(attempts, &filled, slot, &parts)? } else { None };
    let is_missing = parts.len() > 1 && one_for_all.is_none();
    let certified_for_all = if is_missing { certified_for_all(attempts, &filled, slot)? } else { None };
    let is_missing = is_missing && certified_for_all.is_none();
    let empty = held.components(slot).filter(|(_, part)| part.is_none()).map(|(bom, _)| bom.market.clone());
    Ok(Split {
        slot: model.slot_name(slot).to_owned(),
        fillings,
        empty: empty.collect(),
        one_for_all,
        certified_for_all,
        wanted: if is_missing { wanted::wanted(attempts, &filled, &parts) } else { Vec::new() },
    })
}

/// Of the candidates that would serve wherever the slot is filled the one that costs least more, the first of these;
/// where none does, the same of the catalogue's other parts that provide what is provided now.
fn one_for_all(
    attempts: &mut Attempts<'_>,
    filled: &[&Bom],
    slot: SlotId,
    parts: &[ComponentId],
) -> Result<Option<OneForAll>, ResolveError> {
    let candidates = attempts.candidates(filled, slot);
    let similar = similar(attempts, parts);
    let others: Vec<ComponentId> = similar.into_iter().filter(|part| !candidates.contains(part)).collect();
    for (pool, most) in [(&candidates, CANDIDATES), (&others, OTHERS)] {
        let mut best: Option<(Number, OneForAll)> = None;
        for part in pool.iter().take(most) {
            let Some(more) = attempts.everywhere(filled, slot, *part)? else { continue };
            let sum = more.iter().try_fold(Number::ZERO, |sum, one| sum.checked_add(one.amount));
            let sum = sum.ok_or_else(ResolveError::too_large)?;
            if best.as_ref().is_none_or(|(least, _)| sum < *least) {
                let is_candidate = filled.iter().all(|bom| attempts.is_candidate(bom, slot, *part));
                let component = attempts.compiled.model.component_label(*part);
                best = Some((sum, OneForAll { component, is_candidate, more }));
            }
        }
        if let Some((_, best)) = best {
            return Ok(Some(best));
        }
    }
    Ok(None)
}

/// Of the candidates that would serve wherever the slot is filled with more certificates the one that lacks the fewest, the
/// first of these.
fn certified_for_all(
    attempts: &mut Attempts<'_>,
    filled: &[&Bom],
    slot: SlotId,
) -> Result<Option<CertifiedForAll>, ResolveError> {
    let mut best: Option<CertifiedForAll> = None;
    for part in attempts.candidates(filled, slot).into_iter().take(CANDIDATES) {
        let Some(missing) = missing(attempts, filled, slot, part)? else { continue };
        if best.as_ref().is_none_or(|known| missing.len() < known.missing.len()) {
            let component = attempts.compiled.model.component_label(part);
            best = Some(CertifiedForAll { component, missing });
        }
    }
    Ok(best)
}

/// The certificates that a part lacks to serve in all of the markets; `None` where it lacks something else.
fn missing(
    attempts: &mut Attempts<'_>,
    filled: &[&Bom],
    slot: SlotId,
    part: ComponentId,
) -> Result<Option<Vec<MissingCertificate>>, ResolveError> {
    let mut missing: Vec<MissingCertificate> = Vec::new();
    for bom in filled {
        let Some(schemes) = attempts.missing_schemes(bom, slot, part)? else { return Ok(None) };
        for scheme in schemes {
            let market = bom.market.clone();
            match missing.iter_mut().find(|one| one.scheme == scheme) {
                Some(known) => known.markets.push(market),
                None => missing.push(MissingCertificate { scheme, markets: vec![market] }),
            }
        }
    }
    Ok(Some(missing))
}

/// Components of the same kind that provide all that every one of the parts does.
fn similar(attempts: &Attempts<'_>, parts: &[ComponentId]) -> Vec<ComponentId> {
    let model = &attempts.compiled.model;
    let now: Vec<_> = parts.iter().filter_map(|part| model.component(*part)).collect();
    let Some(first) = now.first() else { return Vec::new() };
    let shared: Vec<&str> = first.provides.iter().map(|one| one.capability.as_str()).collect();
    let shared: Vec<&str> = shared
        .into_iter()
        .filter(|wanted| now.iter().all(|part| part.provides.iter().any(|one| is_below(&one.capability, wanted))))
        .collect();
    if shared.is_empty() {
        return Vec::new();
    }
    let fits = |component: &crate::model::Component| {
        component.kind == first.kind
            && shared.iter().all(|wanted| component.provides.iter().any(|one| is_below(&one.capability, wanted)))
    };
    let all = model.components.iter().enumerate().filter(|(_, component)| fits(component));
    all.map(|(at, _)| ComponentId::at(at)).collect()
}
