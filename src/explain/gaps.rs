//! What is not known and could change a reason: an explanation never takes a gap for a no.

use super::blocks::{Planned, blocks_of, own_file};
use super::requested::{Requested, Requester, facts_of, united};
use super::wording::{Wording, listed};
use crate::bom::{Edit, Fix};
use crate::kernel::{Cause, Lacking, Reason, Unknown};
use crate::model::{Alternative, Check, Formula, Need, Section, SlotId};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, Gap, Network};
use crate::span::Span;
use std::sync::Arc;

impl Wording<'_> {
    /// The gap that could hide what meets a capability.
    pub(super) fn gap_of(&self, capability: &str) -> Option<&Gap> {
        self.case.input.declared_gap(capability)
    }

    /// "the power of XX is not known (no source read)".
    pub(super) fn not_known(&self, gap: &Gap) -> String {
        let what = match gap.key.as_str() {
            "power" => "the mains".to_owned(),
            "carriers" => "the carriers".to_owned(),
            "radio" => "the radio rules".to_owned(),
            other => format!("`{other}`"),
        };
        let verb = if matches!(gap.key.as_str(), "power" | "carriers" | "radio") { "are" } else { "is" };
        let place = gap.origin.as_ref().map(|origin| format!(", {}", self.place(origin.span))).unwrap_or_default();
        format!("{what} of {} {verb} not known ({}{place})", self.market(), gap.text)
    }

    /// Networks of a carrier that are on the air and of which a tested attribute is not stated.
    pub(super) fn open_network<'c>(
        &self,
        carrier: &'c CarrierDefinition,
        capability: &str,
        tested: &[&str],
    ) -> Option<&'c Network> {
        let mut networks = carrier.networks.iter().filter(|network| {
            network.effectivity.holds_on(self.case.input.day) && is_below(&network.capability, capability)
        });
        networks.find(|network| tested.iter().any(|name| network.attributes.get(name).is_none()))
    }

    /// The file of an own overlay of the market: the one there is, or the one to write.
    pub(super) fn own_file(&self) -> String {
        own_file(self.case)
    }

    /// What to state so that something requested is known; whether that helps cannot be tried.
    pub(super) fn statement_of(&self, requested: &Requested) -> Option<Fix> {
        self.statements_of(std::slice::from_ref(requested)).into_iter().next().map(|one| one.fix)
    }

    /// What to state so that all that is requested is known, block after block.
    pub(super) fn statements_of(&self, requests: &[Requested]) -> Vec<StatedFacts> {
        let mut blocks: Vec<(Planned, Vec<String>)> = Vec::new();
        for (requested, planned) in requests.iter().zip(blocks_of(self.case, requests)) {
            let key = requested.unknown.key.clone();
            match blocks.iter_mut().find(|(known, _)| known.block == planned.block) {
                Some((known, keys)) => {
                    known.carrier = known.carrier.take().filter(|carrier| planned.carrier.as_ref() == Some(carrier));
                    keys.push(key);
                }
                None => blocks.push((planned, vec![key])),
            }
        }
        let each = blocks.into_iter();
        each.map(|(planned, keys)| StatedFacts { fix: self.fact_to_state(planned, &keys), keys }).collect()
    }

    fn fact_to_state(&self, planned: Planned, keys: &[String]) -> Fix {
        let Planned { block, carrier } = planned;
        let market = self.market();
        let of = carrier.map_or_else(|| market.to_owned(), |carrier| format!("carrier `{carrier}` in {market}"));
        let words: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let (what, verb) = (listed(&words, "and"), if keys.len() == 1 { "is" } else { "are" });
        let text = format!("state {what} of {of}, which {verb} not known: {}", block.instruction());
        let edits = vec![Edit::State { area: market.to_owned(), what: keys.join(", "), block }];
        Fix { text, place: None, edits, cost: None, lead_weeks: None, minor_unit: 0 }
    }

    /// What the reasons need or read and nobody stated, each once.
    pub fn open_requests(&self) -> Vec<Requested> {
        let of_reasons = self.reasons.iter().flat_map(|reason| self.requested_by(reason));
        let (networks, mut all): (Vec<_>, Vec<_>) = of_reasons.partition(|one| one.unknown.lacking.is_of_carriers());
        if !networks.is_empty() {
            all.extend(self.lacking_of_one_carrier().unwrap_or(networks));
        }
        united(all, &self.case.input)
    }

    pub(super) fn requested_by(&self, reason: &Reason) -> Vec<Requested> {
        let (input, view) = (&self.case.input, self.case.input.view);
        match &reason.cause {
            Cause::Unmeetable(..) | Cause::Need(..) => {
                self.alternatives(reason, |one| input.unknown(one).or_else(|| self.unprovided_by_areas(one)))
            }
            Cause::CarrierLacks(_, carrier, _) => {
                self.alternatives(reason, |alternative| input.unknown_by(*carrier, alternative))
            }
            Cause::RequestedCarrier(id, span) => {
                let requester = Requester::requesting(&self.place(*span).file_text());
                let unknown = input.unknown_carrier(id);
                unknown.map(|unknown| Requested::of_carrier(unknown, requester)).into_iter().collect()
            }
            Cause::AreaNeed(at) => view.needs.get(*at).map_or(Vec::new(), |found| {
                let requester = Requester::requiring(self.case.compiled.model.areas.code(found.origin.area));
                let by_carriers = |one: &&Alternative| one.is_network() || is_below(&one.capability, "carrier");
                let requested = |one: &Alternative| {
                    Some(Requested::of_alternative(input.unknown(one)?, one, self.case, requester.clone()))
                };
                found.need.alternatives.iter().filter(by_carriers).filter_map(requested).collect()
            }),
            Cause::Rule(at) => view.rules.get(*at).map_or(Vec::new(), |rule| {
                let requester = Requester::reading("rule", &rule.id);
                let parts = rule.condition.iter().chain([&rule.then]);
                parts.flat_map(|part| facts_of(input, part, &requester)).collect()
            }),
            Cause::UnknownSlotCondition(slot) => {
                let requester = Requester::reading("slot", self.slot(*slot));
                let when = self.group(*slot).and_then(|group| group.definition.when.as_ref());
                when.map_or(Vec::new(), |when| facts_of(input, &when.value, &requester))
            }
            Cause::UnknownCondition(span) => {
                self.condition_at(*span).map_or(Vec::new(), |found| facts_of(input, &found.formula, &found.requester))
            }
            Cause::SetFlag(_)
            | Cause::PinFlag(_)
            | Cause::WithoutFlag(_)
            | Cause::Setting(_)
            | Cause::Variant(_)
            | Cause::Default(_)
            | Cause::Approval(..)
            | Cause::Scheme(..)
            | Cause::ProductScheme(_)
            | Cause::Territory(..)
            | Cause::Dates(_)
            | Cause::EndOfLife(_)
            | Cause::NoOffer(_)
            | Cause::Licensee(_)
            | Cause::Limit(..)
            | Cause::CarrierLimit(..)
            | Cause::Resource(_) => Vec::new(),
        }
    }

    /// What areas provide, and nothing of this market does: without a statement there is no other way to meet the need.
    fn unprovided_by_areas(&self, alternative: &Alternative) -> Option<Unknown> {
        let (model, capability) = (&self.case.compiled.model, alternative.capability.as_str());
        let is_named = ["environment", "regime"].iter().any(|above| is_below(capability, above));
        let mut stated = model.statements.iter().filter(|one| one.section == Section::Provides);
        let is_of_areas = is_named || stated.any(|one| is_below(&one.id, capability));
        let mut components = model.components.iter().flat_map(|component| &component.provides);
        let is_of_components = components.any(|provided| is_below(&provided.capability, capability));
        let is_open = is_of_areas && !is_of_components && self.offers(capability).next().is_none();
        is_open.then(|| Unknown {
            key: capability.to_owned(),
            capability: capability.to_owned(),
            lacking: Lacking::Capability,
        })
    }

    /// What is not known of the alternatives of the needs of a reason.
    fn alternatives(&self, reason: &Reason, unknown: impl Fn(&Alternative) -> Option<Unknown>) -> Vec<Requested> {
        let mut list = Vec::new();
        for (id, span) in &reason.excluded {
            let requester = Requester::needing(&self.component(*id));
            let needs: Option<&Need> = self.need_at(*id, *span);
            for alternative in needs.into_iter().flat_map(|need| &need.alternatives) {
                let found = unknown(alternative);
                list.extend(found.map(|one| Requested::of_alternative(one, alternative, self.case, requester.clone())));
            }
        }
        list
    }

    /// Tested attributes that an offer of the market leaves open, though it would serve as far as it is stated.
    pub(super) fn unstated(&self, reason: &Reason) -> Vec<String> {
        if !matches!(reason.cause, Cause::Unmeetable(..)) {
            return Vec::new();
        }
        let needs = reason.excluded.iter().filter_map(|(id, span)| self.need_at(*id, *span));
        let open = |one: &Alternative| self.case.input.open_attributes(one);
        let mut names: Vec<String> = needs.flat_map(|need| &need.alternatives).flat_map(open).collect();
        names.sort();
        names.dedup();
        names
    }

    pub(super) fn unknown_slot(&self, slot: SlotId) -> String {
        let (name, facts) = (self.slot(slot), listed(&self.unknown_facts(slot), "and"));
        format!("whether slot `{name}` is filled cannot be decided: {facts} is not known for {}", self.market())
    }

    fn unknown_facts(&self, slot: SlotId) -> Vec<String> {
        let when = self.group(slot).and_then(|group| group.definition.when.as_ref());
        self.unknown_in(when.map(|when| &*when.value).into_iter())
    }

    pub(super) fn unknown_condition(&self, span: Span) -> String {
        let found = self.condition_at(span);
        let facts = found.as_ref().map_or(Vec::new(), |found| self.unknown_in(std::iter::once(&*found.formula)));
        let what = found.map(|found| found.what).unwrap_or_default();
        let facts = if facts.is_empty() { "a fact".to_owned() } else { listed(&facts, "and") };
        format!("whether {what} cannot be decided: {facts} is not known for {}", self.market())
    }

    /// The condition at a place.
    fn condition_at(&self, span: Span) -> Option<Found> {
        let view = self.case.input.view;
        let own = self.case.compiled.model.components.iter().find_map(|component| {
            let need = component.needs.iter().find(|need| need.span == span && need.when.is_some())?;
            let what = format!("`{}` needs {}", component.id, super::needs::phrase(need));
            let requester = Requester::reading("component", &component.id);
            Some(Found { what, requester, formula: need.when.clone()? })
        });
        let area = || {
            let found = view.needs.iter().find(|need| need.origin.span == span)?;
            let code = self.case.compiled.model.areas.code(found.origin.area);
            let what = format!("{code} requires {}", super::needs::phrase(&found.need));
            let requester = Requester::reading("need", &found.id);
            Some(Found { what, requester, formula: found.need.when.clone()? })
        };
        let limit = || {
            let found = view.limits.iter().find(|limit| limit.origin.span == span)?;
            let what = format!("the limit on `{}` applies", found.capability);
            Some(Found { what, requester: Requester::reading("limit", &found.id), formula: found.when.clone()? })
        };
        let certificate = || {
            let found = view.certification.iter().find(|one| one.origin.span == span)?;
            let code = self.case.compiled.model.areas.code(found.origin.area);
            let what = format!("{code} requires a certificate `{}`", found.scheme);
            let requester = Requester::reading("certification", &found.id);
            Some(Found { what, requester, formula: found.when.clone()? })
        };
        own.or_else(area).or_else(limit).or_else(certificate)
    }

    /// The facts in conditions that the market does not state, in backticks.
    pub(super) fn unknown_in<'f>(&self, formulas: impl Iterator<Item = &'f Formula>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for formula in formulas {
            formula.each_check(&mut |check| {
                let Check::Fact(fact) = check else { return };
                let mut offers = self.offers(&fact.path.capability);
                let stated = offers.any(|offer| {
                    offer.capability == fact.path.capability && offer.attributes.get(&fact.path.attribute).is_some()
                });
                if !stated {
                    names.push(format!("`{}.{}`", fact.path.capability, fact.path.attribute));
                }
            });
        }
        names.sort();
        names.dedup();
        names
    }
}

/// Facts that one block states.
pub(super) struct StatedFacts {
    pub keys: Vec<String>,
    pub fix: Fix,
}

/// A condition with what it switches.
struct Found {
    /// "`modem` needs `network.lte`".
    what: String,
    requester: Requester,
    formula: Arc<Formula>,
}
