//! What keeps slots out of the shared core: why one market's part is not used in another, which single part would serve
//! everywhere, and otherwise what such a part would have to support.

mod attempt;
mod wanted;

use crate::bom::{Bom, CertifiedForAll, Elsewhere, Filling, MissingCertificate, OneForAll, Outcome, Portfolio, Split};
use crate::model::{ComponentId, Model, SlotId};
use crate::name::is_below;
use crate::number::Number;
use crate::quantity::Quantity;
use crate::query::{Compiled, Request, ResolveError};
use attempt::Attempts;

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
        let differs = |slot: &SlotId| {
            let mut contents = boms.iter().map(|bom| held_line(&self.model, bom, *slot));
            let first = contents.next();
            contents.any(|content| Some(content) != first)
        };
        slots.filter(differs).map(|slot| split(&mut attempts, &boms, slot)).collect()
    }
}

/// The component version and the quantity that a market holds in a slot.
fn held_line<'b>(model: &Model, bom: &'b Bom, slot: SlotId) -> Option<(&'b str, &'b str, Quantity)> {
    let line = bom.lines.iter().find(|line| line.slot == model.slot_name(slot))?;
    Some((&line.component, &line.version, line.quantity))
}

/// What a market holds in a slot.
fn held(attempts: &Attempts<'_>, bom: &Bom, slot: SlotId) -> Option<ComponentId> {
    let model = &attempts.compiled.model;
    let line = bom.lines.iter().find(|line| line.slot == model.slot_name(slot))?;
    let mut versions = model.versions(&line.component);
    versions.find(|(_, component)| component.version.to_string() == line.version).map(|(id, _)| id)
}

fn split(attempts: &mut Attempts<'_>, boms: &[&Bom], slot: SlotId) -> Result<Split, ResolveError> {
    let model = attempts.compiled.model.clone();
    let mut parts: Vec<ComponentId> = Vec::new();
    for part in boms.iter().filter_map(|bom| held(attempts, bom, slot)) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let filled: Vec<&Bom> = boms.iter().filter(|bom| held(attempts, bom, slot).is_some()).copied().collect();
    let mut fillings = Vec::new();
    for part in &parts {
        let (here, there): (Vec<&Bom>, Vec<&Bom>) =
            filled.iter().partition(|bom| held(attempts, bom, slot) == Some(*part));
        let mut elsewhere = Vec::new();
        for bom in there {
            let verdict = attempts.verdict(bom, slot, *part)?;
            elsewhere.push(Elsewhere { market: bom.market.clone(), verdict });
        }
        let markets = here.into_iter().map(|bom| bom.market.clone()).collect();
        fillings.push(Filling { component: model.component_label(*part), markets, elsewhere });
    }
    let one_for_all = if parts.len() > 1 { one_for_all(attempts, &filled, slot, &parts)? } else { None };
    let is_missing = parts.len() > 1 && one_for_all.is_none();
    let certified_for_all = if is_missing { certified_for_all(attempts, &filled, slot)? } else { None };
    let is_missing = is_missing && certified_for_all.is_none();
    let empty = boms.iter().filter(|bom| held(attempts, bom, slot).is_none()).map(|bom| bom.market.clone());
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
