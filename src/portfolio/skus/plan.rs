//! The plan: SKUs with their hardware, what each market adds, what it costs; checked before it is given.

use super::cover::Cover;
use super::curve::Curve;
use super::markets::Markets;
use super::oracle::Oracle;
use super::partition::{Prices, Search, Split};
use super::pooled::{self, WithHardware};
use super::pricing::{Priced, unless_limited};
use super::study::Study;
use super::{SkuDepth, SkuProgress};
use crate::bom::{
    Conflict, CostBounds, CurvePoint, Fitted, HardwarePart, OptionSetting, Served, Sku, Skus, Warning, hardware_id,
    minor_unit,
};
use crate::engine::{GroupId, Work};
use crate::explain;
use crate::explain::gaps_of_answer;
use crate::number::Number;
use crate::query::{Compiled, Request, ResolveError};
use crate::resolve::unexplained;
use crate::terms::ComponentKind;
use crate::terms::code::AnswerCode;

/// The whole answer.
pub(super) fn skus(
    compiled: &Compiled,
    request: &Request,
    codes: &[String],
    depth: SkuDepth,
    report: &mut dyn FnMut(SkuProgress),
) -> Result<Skus, ResolveError> {
    let mut study = Study::of(compiled, request, codes)?;
    let cover = study.cover(report);
    let minimum = study.explained(&cover)?;
    let (weights, decided) = study.markets.weights()?;
    let scale = study.markets.price(&mut study.joint, &weights, request.priority)?;
    let priced = Priced { weights, scale, decided };
    report(SkuProgress::costs(minimum.at_most));
    let mut prices = Prices::new(&study.joint, &study.features);
    let split = match depth {
        SkuDepth::Number => None,
        SkuDepth::Plan | SkuDepth::Usual | SkuDepth::UpTo(_) => {
            cheapest(&mut study.oracle, &mut prices, &study.servable, &cover, study.limit)?
        }
    };
    let header = &compiled.model.header;
    let (list, cost) = match &split {
        Some(split) => written(&study.markets, &priced, split, &mut prices, request)?,
        None => (named(&study.markets, &cover.groups)?, None),
    };
    let curve = Curve {
        markets: &study.markets,
        servable: &study.servable,
        priced: &priced,
        cover: &cover,
        depth,
        limit: study.limit,
    };
    // Where markets order together, other numbers of SKUs would have other prices: they are not counted.
    let (points, apart) = if compiled.orders_together() {
        (Vec::new(), None)
    } else {
        curve.points(&mut study.oracle, &mut prices, split.as_ref(), report)?
    };
    let as_of = request.as_of.or(header.as_of).ok_or_else(ResolveError::no_date)?;
    let warnings = if depth == SkuDepth::Number { Vec::new() } else { unproved(&list, cost.as_ref(), &points) };
    Ok(Skus {
        solution: compiled.solution.name().to_owned(),
        version: compiled.solution.version().to_owned(),
        as_of,
        currency: header.currency.clone(),
        minor_unit: minor_unit(&header.currency),
        sku_cost: header.sku_cost,
        skus: list,
        minimum,
        cost,
        curve: points,
        apart,
        unservable: unservable(&study),
        undecided: study.undecided.iter().map(|at| study.markets.code(*at).to_owned()).collect(),
        warnings,
    })
}

/// The cheapest split into as few groups as the cover has.
fn cheapest(
    oracle: &mut Oracle,
    prices: &mut Prices<'_>,
    servable: &[usize],
    cover: &Cover,
    limit: u64,
) -> Result<Option<Split>, ResolveError> {
    let mut work = Work::new(limit);
    let mut search = Search { prices, oracle, work: &mut work, markets: servable, count: cover.groups.len() };
    unless_limited(search.cheapest(&cover.groups))
}

/// Why no hardware serves a market: the same as why it has no bill of materials.
fn unservable(study: &Study<'_>) -> Vec<Conflict> {
    let markets = &study.markets;
    let mut list = Vec::new();
    for at in &study.unservable {
        let case = &markets.cases[*at];
        let conflict = explain::conflict(case, &mut Work::new(study.limit));
        list.push(conflict.unwrap_or_else(|_| unexplained(case)));
    }
    list
}

/// That some cost or coverage might be better than reported.
fn unproved(skus: &[Sku], cost: Option<&CostBounds>, points: &[CurvePoint]) -> Vec<Warning> {
    let proved = |cost: &Option<CostBounds>| cost.as_ref().is_some_and(CostBounds::is_proved);
    let what = if !skus.is_empty() && !cost.is_some_and(CostBounds::is_proved) {
        "the cost of the plan"
    } else if points.iter().any(|point| !point.served_proved || !proved(&point.cost)) {
        "what some other number of SKUs does"
    } else {
        return Vec::new();
    };
    let message = format!("{what} is not proved to be the best within the work limit");
    vec![Warning::new(AnswerCode::CostNotProved, "", message)]
}

/// Which markets share, where the depth is only the number or the limit left no room for a plan.
fn named(markets: &Markets<'_>, groups: &[Vec<usize>]) -> Result<Vec<Sku>, ResolveError> {
    let served = |at: &usize| {
        Ok(Served {
            market: markets.code(*at).to_owned(),
            volume: markets.volume(*at),
            unit_cost: None,
            options: Vec::new(),
            carriers: Vec::new(),
            others: Vec::new(),
            warnings: Vec::new(),
        })
    };
    let sku = |(number, group): (usize, &Vec<usize>)| {
        let markets = group.iter().map(served).collect::<Result<_, ResolveError>>()?;
        Ok(Sku { id: letters(number), hardware_id: None, markets, hardware: Vec::new() })
    };
    groups.iter().enumerate().map(sku).collect()
}

/// A split's SKUs, every market's answer checked, and what they cost.
fn written(
    markets: &Markets<'_>,
    priced: &Priced,
    split: &Split,
    prices: &mut Prices<'_>,
    request: &Request,
) -> Result<(Vec<Sku>, Option<CostBounds>), ResolveError> {
    let (mut list, mut chosen) = (Vec::new(), Vec::new());
    let mut cost = Number::ZERO;
    for (number, group) in split.groups.iter().filter(|group| !group.is_empty()).enumerate() {
        // The optimum was found within the limit; finding it once more takes as many steps.
        let mut work = Work::unlimited();
        let Some(Some((_, meanings))) = unless_limited(prices.optimum(group, &mut work))? else { continue };
        let hardware = hardware(markets, &meanings);
        let mut served = Vec::new();
        for at in group {
            let one = serve(markets, priced, *at, &meanings, &hardware)?;
            let yearly =
                one.unit_cost.and_then(|cost| cost.checked_mul(one.volume)).ok_or_else(ResolveError::too_large)?;
            cost = cost.checked_add(yearly).ok_or_else(ResolveError::too_large)?;
            served.push(one);
            chosen.push(WithHardware { market: *at, meanings: meanings.clone() });
        }
        let parts = hardware.iter().map(|one| HardwarePart {
            slot: &one.slot,
            component: &one.component,
            version: &one.version,
            quantity: one.quantity,
        });
        let hardware_id = Some(hardware_id(parts));
        list.push(Sku { id: letters(number), hardware_id, markets: served, hardware });
    }
    let keeping = markets.keeping(list.len())?;
    chosen.sort_by_key(|one| one.market);
    if markets.compiled.orders_together() {
        let cost = pooled_costs(markets, request, &chosen, &mut list, keeping)?;
        return Ok((list, cost));
    }
    let cost = cost.checked_add(keeping).ok_or_else(ResolveError::too_large)?;
    let decided = priced.decided(split.groups.iter().flatten())?;
    let bounds = split.bounds(priced.scale, keeping.checked_add(decided).ok_or_else(ResolveError::too_large)?)?;
    // The sum over the written lines is the cost; the search must have meant the same.
    if split.at_least == split.cost && bounds.cost != cost && priced.scale.change <= 1 {
        let violation = format!("its SKUs cost {cost} and were taken for {}", bounds.cost);
        return Err(ResolveError::refused(markets.code(0), &violation));
    }
    Ok((list, Some(CostBounds { cost, at_least: if split.at_least == split.cost { cost } else { bounds.at_least } })))
}

/// Writes what one product costs in each market of a plan in which all order together; what a year costs.
fn pooled_costs(
    markets: &Markets<'_>,
    request: &Request,
    chosen: &[WithHardware],
    list: &mut [Sku],
    keeping: Number,
) -> Result<Option<CostBounds>, ResolveError> {
    let costs = pooled::unit_costs(markets, request, chosen)?;
    let mut year = Number::ZERO;
    for served in list.iter_mut().flat_map(|sku| &mut sku.markets) {
        let at = chosen.iter().map(|one| one.market).find(|at| markets.code(*at) == served.market);
        served.unit_cost = at.and_then(|at| costs.as_ref()?.get(&at).copied());
        let yearly = served.unit_cost.and_then(|cost| cost.checked_mul(served.volume));
        let Some(yearly) = yearly else { return Ok(None) };
        year = year.checked_add(yearly).ok_or_else(ResolveError::too_large)?;
    }
    let cost = year.checked_add(keeping).ok_or_else(ResolveError::too_large)?;
    let least = pooled::at_least(markets, request, chosen)?.unwrap_or(Number::ZERO);
    let at_least = least.checked_add(keeping).ok_or_else(ResolveError::too_large)?.min(cost);
    Ok(Some(CostBounds { cost, at_least }))
}

/// The hardware that meanings denote.
fn hardware(markets: &Markets<'_>, meanings: &[u32]) -> Vec<Fitted> {
    let model = &markets.compiled.model;
    let mut list = Vec::new();
    for (choice, meaning) in markets.choices.iter().zip(meanings) {
        let filling = (*meaning as usize).checked_sub(1).and_then(|at| choice.fillings.get(at));
        let component = filling.and_then(|(id, quantity)| Some((model.component(*id)?, *quantity)));
        list.extend(component.map(|(component, quantity)| Fitted {
            slot: model.slot_name(choice.slot).to_owned(),
            component: component.id.clone(),
            version: component.version.to_string(),
            quantity,
            unit: component.details.measure().map(str::to_owned),
        }));
    }
    list
}

/// A market's own rest beside the hardware, checked.
fn serve(
    markets: &Markets<'_>,
    priced: &Priced,
    at: usize,
    meanings: &[u32],
    hardware: &[Fitted],
) -> Result<Served, ResolveError> {
    let refused = |violation: String| ResolveError::refused(markets.code(at), &violation);
    let mut work = Work::unlimited();
    let found = markets.completed(at, meanings, priced, &mut work);
    let values = unless_limited(found)?.flatten().ok_or_else(|| refused("no answer with its SKU".to_owned()))?;
    let case = &markets.cases[at];
    let selection = case.selection(&values);
    if let Some(violation) = case.violations(&selection).into_iter().next() {
        return Err(refused(violation));
    }
    let cost = case.cost(&selection).ok_or_else(ResolveError::too_large)?;
    let value = |group: GroupId| values[group];
    let model = &markets.compiled.model;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for slot in &case.lowered().slots {
        let Some(component) = slot.component(value(slot.group)).and_then(|id| model.component(id)) else { continue };
        let fitted = Fitted {
            slot: model.slot_name(slot.slot).to_owned(),
            component: component.id.clone(),
            version: component.version.to_string(),
            quantity: slot.quantity,
            unit: component.details.measure().map(str::to_owned),
        };
        if component.kind == ComponentKind::Hardware { own.push(fitted) } else { others.push(fitted) }
    }
    if own != hardware {
        return Err(refused("its hardware is not that of its SKU".to_owned()));
    }
    let options = model.options.iter().zip(&selection.options);
    let options = options.filter_map(|(option, at)| {
        let value = option.values.get(*at as usize)?.clone();
        Some(OptionSetting { name: option.name.clone(), value })
    });
    let carriers = case.input.view.carriers.iter().zip(&selection.carriers).filter(|(_, picked)| **picked);
    Ok(Served {
        market: markets.code(at).to_owned(),
        volume: markets.volume(at),
        unit_cost: Some(cost),
        options: options.collect(),
        carriers: carriers.map(|(carrier, _)| carrier.id.clone()).collect(),
        others,
        warnings: case.waived(gaps_of_answer(case, &selection)),
    })
}

/// A, B, …, Z, AA, AB, …
fn letters(number: usize) -> String {
    let mut text = String::new();
    let mut left = number + 1;
    while left > 0 {
        left -= 1;
        text.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 25, 26, 701, 702].map(super::letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
