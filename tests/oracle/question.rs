//! From names to ids: a case's question as the oracle asks it.

use super::generator::Case;
use super::{World, each_guess};
use semver::VersionReq;
use std::collections::{BTreeMap, BTreeSet};
use terroir::model::{AreaId, ComponentId, Model, VariantId};
use terroir::overlay::{Composer, MarketView};
use terroir::terms::Lifecycle;
use terroir::{Date, Number};

/// What holds in the market of a case, and in every market of its solution.
pub struct Ground<'a> {
    pub model: &'a Model,
    pub market: AreaId,
    pub date: Date,
    pub view: BTreeMap<AreaId, MarketView>,
    pub variant: Option<VariantId>,
    /// The markets that have a BOM with the flags of the case, where any of them plans a certificate.
    valid: BTreeSet<AreaId>,
}

impl<'a> Ground<'a> {
    pub fn of(model: &'a Model, case: &Case) -> Self {
        let market = model.areas.find(case.market).expect("the market is known");
        let mut composer = Composer::new(model);
        let mut faults = Vec::new();
        let markets = model.header.markets.iter().map(|market| market.value);
        let view = markets.map(|market| (market, composer.compose(market, &mut faults))).collect();
        assert!(faults.is_empty(), "{faults:?}\n{}", case.print());
        let variant = case.variant.as_ref().map(|name| model.find_variant(name).expect("the variant is known"));
        let date = case.date.parse().expect("a date");
        let mut ground = Self { model, market, date, view, variant, valid: BTreeSet::new() };
        if ground.view.values().any(|view| view.certificates.iter().any(|one| one.planned.is_some())) {
            ground.valid = ground.view.keys().copied().filter(|area| ground.has_bom(*area, case)).collect();
        }
        ground
    }

    /// Whether some assignment is right in a market; a pin that would be refused there leaves none.
    fn has_bom(&self, market: AreaId, case: &Case) -> bool {
        let view = &self.view[&market];
        let is_refused = |(slot, component): &(String, String)| {
            let slot = self.model.find_slot(slot).expect("the slot is known");
            let Some(definition) = &view.slots[slot] else { return false };
            match component.is_empty() {
                true => !definition.optional,
                false => !self.components(component).iter().any(|id| definition.candidates.contains(id)),
            }
        };
        if case.pins.iter().any(is_refused) {
            return false;
        }
        let mut found = false;
        let world = World { view, market, ..self.world(case, &|_| Number::ONE) };
        each_guess(&world, &mut |guess| found = found || world.is_right(guess));
        found
    }

    pub fn here(&self) -> &MarketView {
        &self.view[&self.market]
    }

    /// The volumes of a market and of all others that have a BOM and in which a certification in force accepts the
    /// scheme, or a carrier wants it, added up.
    pub fn volume_shared_with(&self, market: AreaId, scheme: &str) -> Number {
        let accepts = |view: &MarketView| {
            let mut in_force = view.certification.iter().filter(|one| one.effectivity.holds_on(self.date));
            let mut carriers = view.carriers.iter().filter(|carrier| carrier.effectivity.holds_on(self.date));
            in_force.any(|one| one.accepts.iter().any(|accepted| accepted == scheme))
                || carriers.any(|carrier| carrier.approvals.iter().any(|approval| approval.value == scheme))
        };
        let shares = |area: &AreaId| *area == market || self.valid.contains(area);
        let sold = |area: &AreaId| self.variant.is_none_or(|id| self.model.variants[id].markets.contains(area));
        let markets = self.view.iter().filter(|(area, view)| sold(area) && shares(area) && accepts(view));
        let volumes = markets.map(|(market, _)| self.model.header.volume(*market));
        volumes.fold(Number::ZERO, |sum, one| sum.checked_add(one).expect("volumes are small"))
    }

    /// The same of the market of the case.
    pub fn shared_volume(&self, scheme: &str) -> Number {
        self.volume_shared_with(self.market, scheme)
    }

    /// The components that `id` or `id@requirement` means in a flag.
    pub fn components(&self, reference: &str) -> Vec<ComponentId> {
        let (id, requirement) = reference.split_once('@').map_or((reference, None), |(id, text)| (id, Some(text)));
        let requirement = requirement.map(|text| VersionReq::parse(text).expect("a requirement"));
        let fits =
            |version: &semver::Version| requirement.as_ref().is_none_or(|requirement| requirement.matches(version));
        let versions = self.model.versions(id);
        versions.filter(|(_, component)| fits(&component.version)).map(|(id, _)| id).collect()
    }

    /// Leaves out the pins that would be refused: of what is no candidate, and emptying what is not optional.
    pub fn keep_askable(&self, case: &mut Case) {
        let view = self.here();
        let definition = |slot: &str| view.slots[self.model.find_slot(slot).expect("the slot is known")].clone();
        case.pins.retain(|(slot, component)| {
            let Some(definition) = definition(slot) else { return false };
            let mut meant = self.components(component).into_iter().filter(|id| definition.candidates.contains(id));
            if component.is_empty() { definition.optional } else { meant.next().is_some() }
        });
        for (_, component) in &case.pins {
            let mut meant = self.components(component).into_iter().map(|id| &self.model.components[id]);
            let eol = meant.any(|component| component.lifecycle == Lifecycle::Eol);
            case.seen.insert(if component.is_empty() { "pin empty" } else { "pin" });
            if eol {
                case.seen.insert("pin eol");
            }
        }
    }

    pub fn world(&'a self, case: &Case, volume: &'a dyn Fn(&str) -> Number) -> World<'a> {
        let model = self.model;
        let set = case.set.iter().map(|(option, value)| {
            let option = model.find_option(option).expect("the option is known").index();
            let values = &model.options.as_slice()[option].values;
            let position = values.iter().position(|known| known.to_string() == *value).expect("the value is known");
            (option, position as u32)
        });
        let pins = case.pins.iter().map(|(slot, component)| {
            let slot = model.find_slot(slot).expect("the slot is known").index();
            (slot, (!component.is_empty()).then(|| self.components(component)))
        });
        let without: BTreeSet<ComponentId> = case.without.iter().flat_map(|id| self.components(id)).collect();
        let (pins, set, variant) = (pins.collect(), set.collect(), self.variant);
        World { model, view: self.here(), market: self.market, date: self.date, set, pins, without, variant, volume }
    }
}
