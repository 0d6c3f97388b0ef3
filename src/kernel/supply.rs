//! In which way each component is had: which manufacturer part, from which offer, under which licence.
//!
//! A component that can be bought in one way only adds nothing. For the others there is a group, whose value 0 means that the
//! component is not used and whose value n is its n-th way; the group is 0 exactly where no slot holds the component. A
//! component of several slots takes one way in all of them, so each of its lines has a group of its own that follows the
//! component's: what a line costs depends on both.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, MarketInput, SlotPlace, Stated, TAKEN};
use crate::engine::{Label, Values};
use crate::model::{ComponentId, License, ManufacturerPart};
use crate::trade::{Shop, Way};

impl<'a> MarketInput<'a> {
    /// The market as a place where things are had.
    pub fn shop(&'a self) -> Shop<'a> {
        Shop {
            model: self.model,
            supply: &self.index.supply,
            view: self.view,
            market: self.market,
            day: self.day,
            lost: &self.flags.lost,
        }
    }
}

/// What of a component's ways has a property.
pub(super) enum Having {
    /// All of them.
    All,
    /// None of them.
    Nothing,
    /// Those whose literal this is; it implies that the component is used.
    Some(Expression),
}

impl Lowering<'_> {
    /// Which ways of a component have a property.
    pub fn having(&self, component: ComponentId, has: &dyn Fn(&Way) -> bool) -> Having {
        let supplies = &self.lowered.supplies;
        let ways = supplies.all(component);
        let values: Values = (1..).zip(&ways).filter(|(_, way)| has(way)).map(|(value, _)| value).collect();
        if values.len() as usize == ways.len() {
            return Having::All;
        }
        match supplies.of(component) {
            Some(supply) if !values.is_empty() => {
                Having::Some(Expression::Literal(supply.group, values, supply.size()))
            }
            Some(_) | None => Having::Nothing,
        }
    }

    /// "The component is used in one of these ways": literals of its slots where all ways are meant.
    pub fn used_so(
        &self,
        component: ComponentId,
        has: &dyn Fn(&Way) -> bool,
        but: Option<SlotPlace>,
    ) -> Vec<Expression> {
        match self.having(component, has) {
            Having::All => self.selected(&[component], but),
            Having::Nothing => Vec::new(),
            Having::Some(literal) => {
                let elsewhere = self.selected(&[component], but);
                // Outside a slot of its own: it must be in another one besides.
                let is_everywhere = but.is_none() || self.spots(component).iter().all(|spot| Some(spot.place) != but);
                if is_everywhere {
                    vec![literal]
                } else {
                    vec![Expression::and(vec![literal, Expression::or(elsewhere)])]
                }
            }
        }
    }

    /// The manufacturer part of a way.
    pub fn part_of_way(&self, component: ComponentId, way: &Way) -> Option<&ManufacturerPart> {
        self.input.model.components[component].made.get(way.part as usize)
    }
}

/// A component is had in one of its ways exactly while it is used; one that cannot be bought is in no slot.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let supplies = lowering.lowered.supplies.clone();
    for supply in &supplies.groups {
        let unused = Values::single(0);
        let used = unused.complement(supply.size());
        let mut any = vec![(supply.group, unused)];
        for spot in lowering.spots(supply.component).to_vec() {
            let slot = &lowering.lowered.slots[spot.place];
            let (group, other) = (slot.group, Values::single(spot.value).complement(slot.size()));
            any.push((group, Values::single(spot.value)));
            lowering.lowered.problem.add_clause(Label::STRUCTURE, vec![(group, other), (supply.group, used.clone())]);
        }
        lowering.lowered.problem.add_clause(Label::STRUCTURE, any);
        add_licensees(lowering, supply.component, &supply.ways);
    }
    for line in &supplies.lines {
        let slot = &lowering.lowered.slots[line.spot.place];
        let Some(supply) = slot.component(line.spot.value).and_then(|id| supplies.of(id)) else { continue };
        let (group, size) = (slot.group, slot.size());
        let (here, elsewhere) = (Values::single(line.spot.value), Values::single(line.spot.value).complement(size));
        let used = Values::single(0).complement(supply.size());
        let problem = &mut lowering.lowered.problem;
        problem.add_clause(Label::STRUCTURE, vec![(group, elsewhere), (line.group, used)]);
        problem.add_clause(Label::STRUCTURE, vec![(group, here), (line.group, Values::single(0))]);
        for value in 1..supply.size() {
            let other = Values::single(value).complement(supply.size());
            problem.add_clause(Label::STRUCTURE, vec![(line.group, other), (supply.group, Values::single(value))]);
        }
    }
    for component in &supplies.nothing {
        forbid_unavailable(lowering, *component);
    }
    let licensed: Vec<(ComponentId, Way)> =
        supplies.single.iter().filter(|(_, way)| way.license.is_some()).map(|(id, way)| (*id, *way)).collect();
    for (component, way) in licensed {
        add_licensees(lowering, component, &[way]);
    }
}

/// The reason is the flag that takes the last way away, else that no offer is in force.
fn forbid_unavailable(lowering: &mut Lowering<'_>, component: ComponentId) {
    let input = lowering.input;
    let lost = &input.flags.lost;
    let without = |lost: &[crate::trade::Lost]| Shop { lost, ..input.shop() }.ways(component).is_empty();
    let flag = if lost.is_empty() || without(&[]) {
        None
    } else {
        let alone = lost.iter().position(|one| without(std::slice::from_ref(one)));
        alone.or(lost.len().checked_sub(1)).and_then(|at| input.flags.lost_by.get(at).copied())
    };
    let span = input.index.supply.first_offer(component).map(|offer| input.model.offers[offer].span);
    let span = span.unwrap_or(input.model.components[component].span);
    for spot in lowering.spots(component).to_vec() {
        let slot = lowering.lowered.slots[spot.place].slot;
        match flag {
            Some(flag) => {
                let cause = Cause::WithoutFlag(flag);
                lowering.label(cause.clone(), None);
                lowering.forbid(spot, cause, Stated::at(span));
            }
            None => lowering.forbid(spot, Cause::NoOffer(slot), Stated::at(span)),
        }
    }
}

/// A way under a licence is taken only where its licensee acts: makes a line, runs a site or is a picked carrier.
fn add_licensees(lowering: &mut Lowering<'_>, component: ComponentId, ways: &[Way]) {
    let input = lowering.input;
    for at in ways.iter().filter_map(|way| way.license).collect::<std::collections::BTreeSet<u32>>() {
        let Some(license) = input.model.licenses.get(at as usize) else { continue };
        if acts_at_a_site(input, license) {
            continue;
        }
        let acting = acting(lowering, license);
        let label = lowering.label(Cause::Licensee(at), Some(license.span));
        lowering.note_excluded(label, component, license.span);
        let under = |way: &Way| way.license == Some(at);
        for used in lowering.used_so(component, &under, None) {
            lowering.require(label, Expression::or([vec![used.negated()], acting.clone()].concat()));
        }
    }
}

fn acts_at_a_site(input: &MarketInput<'_>, license: &License) -> bool {
    let Some(rates) = &input.rates else { return false };
    let mut sites = rates.route.iter().flatten().map(|site| &input.model.sites[*site]);
    sites.any(|site| site.party.as_deref().is_some_and(|party| input.model.is_same_party(party, &license.to)))
}

/// "The licensee makes a line or is a picked carrier".
fn acting(lowering: &Lowering<'_>, license: &License) -> Vec<Expression> {
    let input = lowering.input;
    let is_it = |by: Option<&str>| by.is_some_and(|by| input.model.is_same_party(by, &license.to));
    let mut parts = Vec::new();
    let mut seen: Vec<ComponentId> = Vec::new();
    for id in lowering.lowered.slots.iter().flat_map(|slot| &slot.candidates) {
        let component = &input.model.components[*id];
        if seen.contains(id) || !component.made.iter().any(|made| is_it(made.by.as_deref())) {
            continue;
        }
        seen.push(*id);
        let made_by = |way: &Way| component.made.get(way.part as usize).is_some_and(|made| is_it(made.by.as_deref()));
        parts.extend(lowering.used_so(*id, &made_by, None));
    }
    let carriers = input.view.carriers.iter().zip(&lowering.lowered.carriers);
    for (_, group) in carriers.filter(|(carrier, _)| carrier.id == license.to) {
        parts.extend(group.map(|group| Expression::Literal(group, Values::single(TAKEN), 2)));
    }
    parts
}
