//! The cost of a market's answer by kind, and when the first certificate that it depends on ends.

use super::data::{FirstEnd, KindCost};
use crate::bom::Bom;
use crate::date::Date;
use crate::export::component::component;
use crate::number::Number;
use crate::query::Compiled;
use crate::terms::ComponentKind;

/// The cost by kind of component, then that of articles, licences and planned certificates.
pub(super) fn kind_costs(bom: &Bom) -> Vec<KindCost> {
    let mut list = Vec::new();
    for kind in ComponentKind::ALL.iter().copied() {
        let lines = || bom.lines.iter().filter(move |line| line.kind == kind);
        if let (Some(cost), true) = (sum(lines().map(|line| line.cost)), lines().next().is_some()) {
            list.push(KindCost { kind: kind.as_str(), cost: cost.to_fixed(bom.minor_unit) });
        }
    }
    let further = [
        ("articles", sum(bom.articles.iter().map(|one| one.cost)), bom.articles.is_empty()),
        ("licences", sum(bom.licenses.iter().map(|one| one.cost)), bom.licenses.is_empty()),
    ];
    for (kind, cost, is_empty) in further {
        let cost = cost.filter(|_| !is_empty).map(|cost| cost.to_fixed(bom.minor_unit));
        list.extend(cost.map(|cost| KindCost { kind, cost }));
    }
    if let (Some(cost), false) = (sum(bom.one_off.iter().map(|one| one.unit_cost)), bom.one_off.is_empty()) {
        list.push(KindCost { kind: "certificates", cost: cost.to_fixed(bom.minor_unit) });
    }
    list
}

fn sum(mut amounts: impl Iterator<Item = Number>) -> Option<Number> {
    amounts.try_fold(Number::ZERO, |sum, one| sum.checked_add(one))
}

/// The certificate that ends first among those that the answer depends on.
pub(super) fn first_end(compiled: &Compiled, bom: &Bom) -> Option<FirstEnd> {
    let mut ends: Vec<(Date, String)> = Vec::new();
    for line in &bom.lines {
        for shown in &line.certificates {
            let held = component(&compiled.model, line).into_iter().flat_map(|part| &part.certificates);
            let same = held.filter(|one| format!("{}:{}", one.scheme, one.id.as_deref().unwrap_or_default()) == *shown);
            let until = same.filter_map(|one| one.effectivity.until);
            ends.extend(until.map(|until| (until, format!("{shown} of {}", line.component))));
        }
    }
    let view = compiled.model.areas.find(&bom.market).and_then(|area| compiled.markets.get(&area));
    for held in view.into_iter().flat_map(|view| &view.certificates) {
        let is_required =
            view.into_iter().flat_map(|view| &view.certification).any(|one| one.accepts.contains(&held.scheme));
        if let (Some(until), true) = (held.effectivity.until, is_required && held.planned.is_none()) {
            ends.push((until, format!("{} of the solution", held.scheme)));
        }
    }
    ends.retain(|(until, _)| *until > bom.as_of);
    let (until, which) = ends.into_iter().min()?;
    Some(FirstEnd { days: bom.as_of.days_until(until), what: format!("{which}, {until}") })
}
