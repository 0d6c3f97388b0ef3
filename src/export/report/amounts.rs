//! What a market's answer costs by kind, and when the first certificate that it rests on ends.

use super::data::component;
use crate::bom::Bom;
use crate::date::Date;
use crate::number::Number;
use crate::query::Compiled;
use crate::terms::ComponentKind;

/// Costs by kind, and of certificates paid once.
pub(super) fn kinds(bom: &Bom) -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    for kind in ComponentKind::ALL.iter().copied() {
        let lines = || bom.lines.iter().filter(move |line| line.kind == kind);
        if let (Some(cost), true) = (sum(lines().map(|line| line.cost)), lines().next().is_some()) {
            list.push((kind.as_str(), cost.to_fixed(bom.minor_unit)));
        }
    }
    if let (Some(cost), false) = (sum(bom.one_off.iter().map(|one| one.unit_cost)), bom.one_off.is_empty()) {
        list.push(("certificates", cost.to_fixed(bom.minor_unit)));
    }
    list
}

fn sum(mut amounts: impl Iterator<Item = Number>) -> Option<Number> {
    amounts.try_fold(Number::ZERO, |sum, one| sum.checked_add(one))
}

/// The certificate that ends first among those that the answer rests on.
pub(super) fn first_end(compiled: &Compiled, bom: &Bom) -> Option<(i64, String)> {
    let mut ends: Vec<(Date, String)> = Vec::new();
    for line in &bom.lines {
        for shown in &line.certificates {
            let held = component(compiled, line).into_iter().flat_map(|part| &part.certificates);
            let same = held.filter(|one| format!("{}:{}", one.scheme, one.id.as_deref().unwrap_or_default()) == *shown);
            let until = same.filter_map(|one| one.effectivity.until);
            ends.extend(until.map(|until| (until, format!("{shown} of {}", line.component))));
        }
    }
    let view = compiled.model.areas.find(&bom.market).and_then(|area| compiled.markets.get(&area));
    for held in view.into_iter().flat_map(|view| &view.certificates) {
        let asked = view.into_iter().flat_map(|view| &view.certification).any(|one| one.accepts.contains(&held.scheme));
        if let (Some(until), true) = (held.effectivity.until, asked && held.planned.is_none()) {
            ends.push((until, format!("{} of the solution", held.scheme)));
        }
    }
    ends.retain(|(until, _)| *until > bom.as_of);
    let (until, which) = ends.into_iter().min()?;
    Some((bom.as_of.days_until(until), format!("{which}, {until}")))
}
