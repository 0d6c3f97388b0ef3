//! All markets together: answers in the order asked, and what they share.

use super::parallel::{self, Watch};
use super::{jointly, solve, solve_as};
use crate::bom::{Bom, Core, OptionSetting, Outcome, Portfolio, RegionalFilling, RegionalSlot, Undecided, Warning};
use crate::engine::{Optimiser, Work};
use crate::model::Objective;
use crate::number::Number;
use crate::query::{Case, Compiled, Request, ResolveError, Scope};
use crate::terms::ComponentKind;
use crate::terms::code::AnswerCode;
use std::collections::{BTreeMap, BTreeSet};

/// Resolves market after market and counts the shared core: that of the solution's own markets, so all of them are
/// resolved, whatever is asked for, unless the asked ones are to be alone.
pub(super) fn portfolio(
    compiled: &Compiled,
    request: &Request,
    codes: &[String],
    watch: Watch<'_>,
) -> Result<Portfolio, ResolveError> {
    let own = match request.scope {
        Scope::Portfolio => compiled.solution.markets(),
        Scope::Requested => codes.to_vec(),
    };
    let further = codes.iter().filter(|code| !own.contains(code));
    let all: Vec<String> = own.iter().chain(further).cloned().collect();
    let cases = compiled.cases(request, &all)?;
    let day = cases.first().map(|case| case.input.day);
    let mut outcomes = outcomes(cases, own.len(), (request.jobs, watch))?;
    let portfolio = outcomes.get(..own.len()).unwrap_or_default();
    let (core, warnings) = shared(compiled, portfolio);
    mark(&mut outcomes, &core);
    let asked = |code: &String| outcomes.iter().find(|outcome| outcome.market() == code).cloned();
    let markets: Vec<Outcome> = codes.iter().filter_map(asked).collect();
    Ok(Portfolio {
        solution: compiled.solution.name().to_owned(),
        version: compiled.solution.version().to_owned(),
        as_of: day.or(request.as_of).or(compiled.model.header.as_of).ok_or(ResolveError::NoDate)?,
        markets,
        core,
        warnings,
    })
}

/// The shared core of answers that were given one by one, with the warnings that concern several markets at once; lines
/// need their slot, component, version, kind and quantity only.
pub(crate) fn shared(compiled: &Compiled, outcomes: &[Outcome]) -> (Core, Vec<Warning>) {
    let core = core(outcomes);
    let warnings = warnings(compiled, outcomes, &core);
    (core, warnings)
}

/// The answers to all questions, of which the first `own` are about the markets of the solution: these are solved
/// together where `regional` is an objective.
fn outcomes(cases: Vec<Case<'_>>, own: usize, (jobs, watch): (usize, Watch<'_>)) -> Result<Vec<Outcome>, ResolveError> {
    let (portfolio, _) = cases.split_at_checked(own).unwrap_or_default();
    let is_joint = portfolio.first().is_some_and(|case| case.objectives.contains(&Objective::Regional));
    if !is_joint {
        let solved = parallel::map(cases, jobs, watch, |optimiser, case| solve(case, optimiser));
        return solved.into_iter().collect();
    }
    let mut work = Work::new(portfolio.first().map_or(0, |case| case.limit));
    let (mut choices, bounds) = match jointly::choices(portfolio, &mut Optimiser::new(), &mut work) {
        Ok(choices) => (choices, None),
        Err(jointly::Stop::TooLarge) => return Err(ResolveError::TooLarge),
        Err(jointly::Stop::Limit(bounds)) => (Vec::new(), bounds),
    };
    choices.resize(cases.len(), None);
    let numbered: Vec<(usize, Case<'_>)> = cases.into_iter().enumerate().collect();
    let solved = parallel::map(numbered, jobs, watch, |optimiser, (at, case)| {
        let chosen = choices.get(at).and_then(Option::as_ref);
        match solve_as(case, chosen, optimiser)? {
            // A market that has answers alone: which of them is the one was not found in time.
            Outcome::Resolved(bom) if chosen.is_none() && at < own => {
                let (market, as_of, steps) = (bom.market, bom.as_of, work.spent());
                Ok(Outcome::Undecided(Box::new(Undecided { market, as_of, steps, regional: bounds })))
            }
            outcome => Ok(outcome),
        }
    });
    solved.into_iter().collect()
}

/// Component version and quantity of a line: what has to be the same everywhere.
type Filling<'a> = (&'a str, &'a str, u64);

/// The shared core of the resolved markets.
fn core(markets: &[Outcome]) -> Core {
    let boms: Vec<&Bom> = markets.iter().filter_map(Outcome::bom).collect();
    let mut order: Vec<&str> = Vec::new();
    let mut filled: BTreeMap<&str, Vec<(&str, Filling<'_>, ComponentKind)>> = BTreeMap::new();
    for bom in &boms {
        for line in &bom.lines {
            let list = filled.entry(&line.slot).or_insert_with(|| {
                order.push(&line.slot);
                Vec::new()
            });
            list.push((&bom.market, (&line.component, &line.version, line.quantity), line.kind));
        }
    }
    let shared = |slot: &&str| {
        let list = filled.get(*slot).map(Vec::as_slice).unwrap_or_default();
        list.len() == boms.len()
            && list.iter().all(|(_, filling, _)| list.first().is_some_and(|(_, first, _)| filling == first))
    };
    let (lines, regional): (Vec<&str>, Vec<&str>) = order.iter().partition(|slot| shared(slot));
    let is_hardware = |slot: &str| {
        let first = filled.get(slot).and_then(|list| list.first());
        first.is_some_and(|(_, _, kind)| *kind == ComponentKind::Hardware)
    };
    let all = boms.iter().map(|bom| bom.lines.len()).sum();
    let hardware = |line: &&crate::bom::Line| line.kind == ComponentKind::Hardware;
    let all_hardware = boms.iter().map(|bom| bom.lines.iter().filter(hardware).count()).sum();
    let cost_of = |counts: &dyn Fn(&crate::bom::Line) -> bool| {
        let counted = boms.iter().flat_map(|bom| &bom.lines).filter(|line| counts(line));
        counted.map(|line| line.cost).try_fold(Number::ZERO, Number::checked_add)
    };
    let core_cost = cost_of(&|line| lines.contains(&line.slot.as_str()));
    let cost_share = core_cost.zip(cost_of(&|_| true)).and_then(|(core, all)| core.checked_div(all));
    let core_hardware = lines.iter().filter(|slot| is_hardware(slot)).count();
    Core {
        share: share(lines.len() * boms.len(), all),
        hardware_share: share(core_hardware * boms.len(), all_hardware),
        cost_share: cost_share.unwrap_or(Number::ZERO),
        markets: boms.len(),
        requested: markets.len(),
        regional: regional.iter().map(|slot| regional_slot(&filled, slot, &boms)).collect(),
        lines: lines.into_iter().map(str::to_owned).collect(),
    }
}

fn share(part: usize, whole: usize) -> Number {
    number(part).checked_div(number(whole)).unwrap_or(Number::ZERO)
}

fn number(count: usize) -> Number {
    Number::from(i128::try_from(count).unwrap_or(i128::MAX))
}

/// What fills a slot where.
fn regional_slot(
    filled: &BTreeMap<&str, Vec<(&str, Filling<'_>, ComponentKind)>>,
    slot: &str,
    boms: &[&Bom],
) -> RegionalSlot {
    let list = filled.get(slot).map(Vec::as_slice).unwrap_or_default();
    let mut fillings: Vec<RegionalFilling> = Vec::new();
    for bom in boms {
        let held = list.iter().find(|(market, ..)| *market == bom.market);
        let component = held.map(|(_, (component, version, quantity), _)| {
            let versions = list.iter().any(|(_, (other, known, _), _)| other == component && known != version);
            let name = if versions { format!("{component}@{version}") } else { (*component).to_owned() };
            let quantities = list.iter().any(|(_, (other, _, many), _)| other == component && many != quantity);
            if quantities { format!("{name} ×{quantity}") } else { name }
        });
        match fillings.iter_mut().find(|known| known.component == component) {
            Some(known) => known.markets.push(bom.market.clone()),
            None => fillings.push(RegionalFilling { component, markets: vec![bom.market.clone()] }),
        }
    }
    RegionalSlot { slot: slot.to_owned(), fillings }
}

fn mark(markets: &mut [Outcome], core: &Core) {
    let shared: BTreeSet<&str> = core.lines.iter().map(String::as_str).collect();
    for outcome in markets {
        if let Outcome::Resolved(bom) = outcome {
            for line in &mut bom.lines {
                line.core = shared.contains(line.slot.as_str());
            }
            let regional = bom.lines.iter().filter(|line| !line.core).count();
            let listed = bom.objective.iter_mut().filter(|one| one.name == Objective::Regional.text());
            listed.for_each(|one| one.value = number(regional));
        }
    }
}

/// What concerns several markets at once.
fn warnings(compiled: &Compiled, markets: &[Outcome], core: &Core) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let target = compiled.model.header.core_target.as_ref().map(|target| target.value);
    if let Some(target) = target.filter(|target| core.markets > 0 && core.share < *target) {
        let message = format!("the core share is {}, and {} is wanted", core.share.to_fixed(3), target.to_fixed(3));
        warnings.push(Warning { code: AnswerCode::CoreShare.into(), message });
    }
    for (at, option) in compiled.model.options.iter().enumerate().filter(|(_, option)| option.default.is_none()) {
        let mut taken: Vec<(String, Vec<&str>)> = Vec::new();
        for bom in markets.iter().filter_map(Outcome::bom) {
            let fixed = compiled.model.areas.find(&bom.market).and_then(|area| compiled.markets.get(&area));
            let fixed = fixed.is_some_and(|view| view.settings.iter().any(|setting| setting.option.index() == at));
            let Some(OptionSetting { value, .. }) = bom.options.get(at).filter(|_| !fixed) else { continue };
            match taken.iter_mut().find(|(known, _)| *known == value.to_string()) {
                Some((_, codes)) => codes.push(&bom.market),
                None => taken.push((value.to_string(), vec![&bom.market])),
            }
        }
        if taken.len() > 1 {
            let each: Vec<String> =
                taken.iter().map(|(value, codes)| format!("`{value}` in {}", codes.join(", "))).collect();
            let message = format!("nothing fixes option `{}`, and it ends as {}", option.name, each.join(" and as "));
            warnings.push(Warning { code: AnswerCode::FreeOption.into(), message });
        }
    }
    warnings
}
